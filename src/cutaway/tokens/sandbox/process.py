"""Manages the process for untrusted patterns: starts it when needed, keeps it warm, and kills it when it takes too long.

Requests are pickled; answers come back as JSON, because nothing from such a process is trusted.
"""

import contextlib
import json
import os
import pickle
import queue
import struct
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Sequence
from typing import IO, Any, Literal, NoReturn

import psutil

from cutaway.errors import Cancelled, CutawayError

SECONDS = 2.0
"""How much processor time a pattern may use before it is stopped."""
PATIENCE = 10
"""How many times as long it may take on a busy machine."""
STARTING = 30.0
"""How long the process may take to start and to load its data."""
MOST_ANSWER = 2**28
"""The most bytes of one answer."""
MOST_PROCESSES = 4
"""How many processes stay warm; when another one starts, the one idle longest ends."""
_LOOK = 0.05
_HEADER = struct.Struct(">Q")

Reason = Literal["time", "ways", "memory", "crash"]
Load = Callable[[], tuple[str, Sequence[Any]]]


class Unreadable(CutawayError):
    """A pattern, or a tokenizer, that its library can't read."""

    code = "unreadable"


class PatternStopped(CutawayError):
    """Work with an untrusted pattern that was stopped.

    Attributes:
        reason: `time`: it took too long; `ways`: its engine gave up; `memory`: it needed too much; `crash`: it ended its process.
        seconds: the time limit.
    """

    code = "pattern-stopped"

    def __init__(self, message: str, hint: str = "", *, reason: Reason, seconds: float) -> None:
        super().__init__(message, hint)
        self.reason: Reason = reason
        self.seconds = seconds

    def why(self, where: str = "") -> str:
        """What happened, as the end of a sentence that begins with the pattern, including `where`, such as "on this text"."""
        where = f" {where}" if where else ""
        match self.reason:
            case "time":
                return f"took longer than {self.seconds:g} s{where} and was stopped"
            case "ways":
                return f"tries too many ways to match{where} and was stopped"
            case "memory":
                return f"is too large{where} and was stopped"
            case "crash":
                return f"made the engine crash{where}"


def never() -> bool:
    """Never cancels the work."""
    return False


class SandboxedProcess:
    """A process of `sandbox_program`. Methods may be called from any thread; one operation runs at a time.

    Args:
        load: the operation that loads a new process's data, with its arguments; None if it needs none.
    """

    def __init__(self, load: Load | None = None) -> None:
        self._load = load
        self._lock = threading.Lock()
        self._running: _Running | None = None
        self._kill: weakref.finalize[Any, Any] | None = None

    def call(
        self,
        operation: str,
        *arguments: Any,
        seconds: float = SECONDS,
        cancelled: Callable[[], bool] = never,
        raises: Sequence[type[CutawayError]] = (),
    ) -> Any:
        """The result of an operation of `sandbox_program`.

        Raises:
            PatternStopped: it took longer than `seconds`, took too much memory, or ended its process.
            Cancelled: `cancelled`, called about twenty times a second, returned True.
            CutawayError: one of `raises`, if the operation raised it.
        """
        *_, result = self.stream(operation, *arguments, seconds=seconds, cancelled=cancelled, raises=raises)
        return result

    def stream(
        self,
        operation: str,
        *arguments: Any,
        seconds: float = SECONDS,
        cancelled: Callable[[], bool] = never,
        raises: Sequence[type[CutawayError]] = (),
    ) -> Iterator[Any]:
        """An operation's output in parts, with its result last; `seconds` apply to each part. Raises what `call` raises."""
        while not self._lock.acquire(timeout=_LOOK):
            if cancelled():
                raise Cancelled
        try:
            running = self._ready(cancelled, raises)
            yield from self._answers(running, operation, arguments, seconds, cancelled, raises)
        finally:
            self._lock.release()

    def close(self) -> None:
        """Ends the process; it starts again when needed."""
        with self._lock:
            self._end()

    def close_if_idle(self) -> bool:
        """Ends the process if it is idle. Returns whether it was."""
        if not self._lock.acquire(blocking=False):
            return False
        try:
            self._end()
        finally:
            self._lock.release()
        return True

    def _end(self) -> None:
        if self._kill is not None:
            self._kill()
        self._running = self._kill = None

    def _ready(self, cancelled: Callable[[], bool], raises: Sequence[type[CutawayError]]) -> "_Running":
        """The process, started and loaded."""
        if self._running is None or not self._running.alive:
            self._end()
            _make_room(self)
            self._running = _Running()
            self._kill = weakref.finalize(self, self._running.kill)  # with this object, or with Python
            if self._load is not None:
                operation, arguments = self._load()
                for _ in self._answers(self._running, operation, arguments, STARTING, cancelled, raises):
                    pass
        return self._running

    def _answers(
        self,
        running: "_Running",
        operation: str,
        arguments: Sequence[Any],
        seconds: float,
        cancelled: Callable[[], bool],
        raises: Sequence[type[CutawayError]],
    ) -> Iterator[Any]:
        done = False
        try:
            running.send(operation, arguments, seconds)
            while not done:
                answer = running.receive(seconds, cancelled)
                done = "item" not in answer
                if "error" in answer:
                    _raise(answer["error"], raises, seconds)
                yield answer["result" if done else "item"]
        finally:
            if not done:  # it was stopped, or the caller stopped reading
                self._end()


_order: "list[weakref.ref[SandboxedProcess]]" = []
_room = threading.Lock()


def _make_room(new: SandboxedProcess) -> None:
    """Ends the oldest idle processes until at most `MOST_PROCESSES` are left."""
    with _room:
        _order[:] = [ref for ref in _order if (old := ref()) is not None and old is not new]
        for ref in [*_order]:
            if len(_order) < MOST_PROCESSES:
                break
            old = ref()
            if old is None or old.close_if_idle():
                _order.remove(ref)
        _order.append(weakref.ref(new))


class _Running:
    """One running process."""

    def __init__(self) -> None:
        # -P: a file in the current folder must not shadow a module.
        command = [sys.executable, "-P", "-m", "cutaway.tokens.sandbox.sandbox_program"]
        small = {"MALLOC_ARENA_MAX": "2", "RAYON_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"}
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **small},
        )
        self._answers: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        assert self._process.stdin is not None and self._process.stdout is not None
        self._requests = self._process.stdin
        reader = threading.Thread(
            target=_read, args=(self._process.stdout, self._answers), name="cutaway-sandbox", daemon=True
        )
        reader.start()
        self._receive(STARTING, never)  # it reports that it is ready: starting does not count as the pattern's time

    @property
    def alive(self) -> bool:
        """Whether it is running."""
        return self._process.poll() is None

    def send(self, operation: str, arguments: Sequence[Any], seconds: float) -> None:
        """Requests an operation."""
        body = pickle.dumps((operation, seconds, tuple(arguments)), protocol=5)
        try:
            self._requests.write(_HEADER.pack(len(body)) + body)
            self._requests.flush()
        except OSError:
            pass  # it ended; `receive` reports why

    def receive(self, seconds: float, cancelled: Callable[[], bool]) -> dict[str, Any]:
        """The next answer."""
        body = self._receive(seconds, cancelled)
        answer = json.loads(body)
        assert isinstance(answer, dict)
        return answer

    def _receive(self, seconds: float, cancelled: Callable[[], bool]) -> bytes:
        begun, used = time.monotonic(), self._used()
        while True:
            try:
                body = self._answers.get(timeout=min(_LOOK, seconds))
            except queue.Empty:
                if cancelled():
                    raise Cancelled from None
                if self._used() - used >= seconds or time.monotonic() - begun >= PATIENCE * seconds:
                    raise _stopped("time", seconds) from None
                continue
            if body is None:
                self._process.wait(5)
                raise _stopped("crash", seconds)
            return body

    def _used(self) -> float:
        """Seconds of processor time that the process has used. Beside other work it is given less: that is not the pattern's fault."""
        try:
            times = psutil.Process(self._process.pid).cpu_times()
        except psutil.Error:  # it has ended
            return 0.0
        return times.user + times.system

    def kill(self) -> None:
        """Ends it, whatever it is doing."""
        if self.alive:
            self._process.kill()
        self._process.wait()
        with contextlib.suppress(OSError):  # what was not written any more
            self._requests.close()


def _read(answers: IO[bytes], into: "queue.SimpleQueue[bytes | None]") -> None:
    """Reads answers until the process ends, then adds None."""
    with answers:
        try:
            while header := answers.read(_HEADER.size):
                (size,) = _HEADER.unpack(header)
                if size > MOST_ANSWER:
                    break
                body = answers.read(size)
                if len(body) < size:
                    break
                into.put(body)
        except (OSError, ValueError, struct.error):
            pass
    into.put(None)


def _stopped(reason: Reason, seconds: float) -> PatternStopped:
    error = PatternStopped("", reason=reason, seconds=seconds)
    return PatternStopped(f"This pattern {error.why()}.", "Try a simpler one.", reason=reason, seconds=seconds)


def _raise(error: Any, raises: Sequence[type[CutawayError]], seconds: float) -> NoReturn:
    code, message, hint = error
    if code == "memory":
        raise _stopped("memory", seconds)
    for kind in raises:
        if kind.code == code:
            raise kind(message, hint)
    raise _stopped("ways" if "retry-limit" in message else "crash", seconds)
