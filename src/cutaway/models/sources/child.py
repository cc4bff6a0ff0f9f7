"""Run a program beside this one, look at it ten times a second, and leave none behind."""

import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

LOOK_SECONDS = 0.1


def run_python(arguments: Sequence[str], *, log: Path, env: Mapping[str, str], look: Callable[[], None]) -> int:
    """Run this Python with these arguments until it ends.

    Args:
        arguments: what follows the name of the interpreter, such as `["-m", "pip", …]`.
        log: a file that gets what it writes to its output and its error output.
        env: its environment.
        look: called about ten times a second; an exception from it ends the program and is passed on.

    Returns:
        its exit status.
    """
    # -P: a file of the folder that the user happens to be in must not stand in for a module.
    with log.open("wb") as stream:
        program = subprocess.Popen(
            [sys.executable, "-P", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            env=dict(env),
        )
        try:
            while True:
                try:
                    return program.wait(LOOK_SECONDS)
                except subprocess.TimeoutExpired:
                    look()
        finally:
            if program.poll() is None:
                program.kill()
                program.wait()


def tail(log: Path, lines: int = 3) -> str:
    """The last lines of what a program wrote, in one line; for a message about its failure."""
    said = [line.strip() for line in log.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
    return " ".join(said[-lines:])[-500:]
