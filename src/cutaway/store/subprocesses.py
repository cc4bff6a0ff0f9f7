"""Run a program beside this one, look at it ten times a second, and leave none behind, however this one ends.

Work that may hang, that holds up everything else, or that can't be told to stop, goes into a process of its own: that can be
ended at any moment, and gives all its memory back.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from cutaway import errors
from cutaway.errors import CutawayError, WeightsUnavailable
from cutaway.store.fetch_context import FetchContext

LOOK_SECONDS = 0.1
END_SECONDS = 5
SLACK = 2
"""So many times what was expected may come: programs keep copies and packed forms of what they download."""
CHUNK = 1 << 20
TETHER = Path(__file__).with_name("tether.py")


def run_python(arguments: Sequence[str], *, log: Path, env: Mapping[str, str], look: Callable[[], None]) -> int:
    """Run this Python with these arguments (what follows the name of the interpreter) until it ends; else as `run`."""
    # -P: a file of the folder that the user happens to be in must not stand in for a module.
    return run([sys.executable, "-P", *arguments], log=log, env=env, look=look)


def run(
    command: Sequence[str],
    *,
    log: Path,
    env: Mapping[str, str],
    look: Callable[[], None],
    folder: Path | None = None,
) -> int:
    """Run a program until it ends.

    Args:
        command: the program and its arguments.
        log: a file that gets what it writes to its output and its error output.
        env: what its environment has beside or instead of this process's.
        look: called about ten times a second; an exception from it ends the program and is passed on.
        folder: where it runs; None: where this process does.

    Returns:
        its exit status.
    """
    with log.open("wb") as stream:
        program = subprocess.Popen(
            [sys.executable, "-I", "-S", str(TETHER), *command],
            stdin=subprocess.PIPE,
            stdout=stream,
            stderr=subprocess.STDOUT,
            env={**os.environ, **env},
            cwd=folder,
        )
        try:
            while True:
                try:
                    return program.wait(LOOK_SECONDS)
                except subprocess.TimeoutExpired:
                    look()
        finally:
            assert program.stdin
            program.stdin.close()  # which ends what still runs
            try:
                program.wait(END_SECONDS)
            except subprocess.TimeoutExpired:
                program.kill()
                program.wait()


def run_reporting(
    module: str, arguments: Sequence[str], *, work: Path, env: Mapping[str, str], job: FetchContext
) -> dict[str, Any]:
    """Run one of our own programs (see `reporting`), passing on the steps that it reports.

    Args:
        module: the program, as for `python -m`.
        arguments: for the program.
        work: a folder for its report and for what it writes to its output.
        env: what its environment has beside or instead of this process's.
        job: told the steps.

    Returns:
        what it reported at the end.

    Raises:
        CutawayError: what it reported as its problem, or that it failed without a word.
        Cancelled: nobody waits for it any more.
    """
    report, log, seen = work / "report.jsonl", work / "program.log", 0
    report.write_text("")

    def lines() -> list[dict[str, Any]]:
        whole, _, _ = report.read_text(encoding="utf-8").rpartition("\n")  # the last line may be half written
        return [json.loads(line) for line in whole.splitlines()]

    def look() -> None:
        nonlocal seen
        job.check()
        for line in (said := lines())[seen:]:
            if "step" in line:
                job.tell(**line["step"])
        seen = len(said)

    status = run_python(["-m", module, str(report), *arguments], log=log, env=env, look=look)
    look()
    last = (lines() or [{}])[-1]
    if "problem" in last:
        raise _problem(**last["problem"])
    if status or "result" not in last:
        raise WeightsUnavailable(
            f"A helper program failed (exit status {status}): {tail(log) or 'it was stopped from outside'}.",
            "If it was stopped for want of memory, close other programs or choose a smaller model.",
        )
    return last["result"]


def largest_file(folder: Path) -> int:
    """Bytes of the largest file below: a program that can't be asked how far it is first fills a temporary file."""
    sizes = [0]
    for parent, _, names in os.walk(folder):
        for name in names:
            try:
                sizes.append((Path(parent) / name).stat().st_size)
            except OSError:  # the program moved it away meanwhile
                continue
    return max(sizes)


def arrived(folder: Path, expected: int, label: str) -> int:
    """How many bytes of a download are there, by the largest file of a folder; at most as many as were expected.

    Args:
        label: what is downloaded.

    Raises:
        WeightsUnavailable: far more came.
    """
    came = largest_file(folder)
    if came > SLACK * expected + CHUNK:
        raise WeightsUnavailable(
            f"{label} sends more than the {expected:,} bytes that were examined, so it was given up.",
            "It is another file than the one that Cutaway knows. If you use a mirror, ask for the package there.",
        )
    return min(came, expected)


def tail(log: Path, lines: int = 3) -> str:
    """The last lines of what a program wrote, in one line; for a message about its failure."""
    said = [line.strip() for line in log.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
    return " ".join(said[-lines:])[-500:]


def _problem(code: str, message: str, hint: str) -> CutawayError:
    kinds = (errors.UnknownModel, errors.UnsupportedModel, errors.WeightsUnavailable, errors.OutOfMemory)
    return next((kind for kind in kinds if kind.code == code), WeightsUnavailable)(message, hint)
