"""A program that compiles and runs untrusted patterns, with limits on time and memory. `process` starts and kills it.

python -m cutaway.tokens.sandbox.sandbox_program

It reads requests from its input and writes answers to its output; it ends when its input ends.
"""

import contextlib
import json
import os
import pickle
import signal
import struct
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from cutaway.errors import CutawayError

MEMORY = 2**30
"""How many bytes the process may allocate beyond those at its start."""
STACK = 2**20
"""Bytes of stack for compiling and running patterns: less than other threads have, so that whatever passes here passes there."""
_HEADER = struct.Struct(">Q")


def main() -> None:
    """Answers requests until the input ends."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())  # libraries that write to the output write nowhere
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in the terminal is for the process that started this one
    from cutaway.tokens.sandbox import operations

    _limit_memory()
    _write(answers, {"result": "ready"})
    threading.stack_size(STACK)
    thread = threading.Thread(target=_serve, args=(sys.stdin.buffer, answers, operations.OPERATIONS))
    thread.start()
    thread.join()
    os._exit(0)


def _serve(requests: IO[bytes], answers: IO[bytes], operations: dict[str, Any]) -> None:
    while header := requests.read(_HEADER.size):
        operation, seconds, arguments = pickle.loads(requests.read(*_HEADER.unpack(header)))
        _limit_time(seconds)
        try:
            result = operations[operation](*arguments)
            if isinstance(result, Iterator):
                for item in result:
                    _write(answers, {"item": item})
                    _limit_time(seconds)
                result = None
            _write(answers, {"result": result})
        except CutawayError as error:
            _write(answers, {"error": [error.code, error.message, error.hint]})
        except MemoryError:
            _write(answers, {"error": ["memory", "", ""]})
        except BaseException as error:  # panics of Rust are no exceptions
            _write(answers, {"error": [type(error).__name__, str(error), ""]})


def _write(answers: IO[bytes], answer: dict[str, Any]) -> None:
    body = json.dumps(answer).encode()
    answers.write(_HEADER.pack(len(body)) + body)
    answers.flush()


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows: the time is limited from outside
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        own = pages * resource.getpagesize()
    except (OSError, ValueError):
        own = MEMORY
    with contextlib.suppress(OSError, ValueError):  # a system that has no such limit, or a lower one already
        resource.setrlimit(resource.RLIMIT_AS, (own + MEMORY, own + MEMORY))


def _limit_time(seconds: float) -> None:
    """Ends the process after some seconds of computing, in case its parent is no longer there to do so."""
    try:
        import resource
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    limit = int(time.process_time() + 2 * seconds + 2)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (limit if hard < 0 else min(limit, hard), hard))


if __name__ == "__main__":
    main()
