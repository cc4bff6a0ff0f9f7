"""Runs another program, checks on it ten times a second, and leaves none behind, however this process ends.

Work that may hang, block everything else, or can't be interrupted runs in a separate process, which can be killed at any moment and
returns all its memory.
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
"""The factor by which a download may exceed its expected size: programs keep copies and packed forms of what they download."""
CHUNK = 1 << 20
TETHER = Path(__file__).with_name("tether.py")


def run_python(arguments: Sequence[str], *, log: Path, env: Mapping[str, str], look: Callable[[], None]) -> int:
    """Runs this Python with these arguments (after the name of the interpreter) until it ends; otherwise like `run`."""
    # -P: a file in the current folder must not shadow a module.
    return run([sys.executable, "-P", *arguments], log=log, env=env, look=look)


def run(
    command: Sequence[str],
    *,
    log: Path,
    env: Mapping[str, str],
    look: Callable[[], None],
    folder: Path | None = None,
) -> int:
    """Runs a program until it ends.

    Args:
        command: the program and its arguments.
        log: a file for its output and error output.
        env: additions to this process's environment, or replacements.
        look: called about ten times a second; an exception from it ends the program and propagates.
        folder: its working directory; None: this process's.

    Returns:
        Its exit status.
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
            program.stdin.close()  # ends anything still running
            try:
                program.wait(END_SECONDS)
            except subprocess.TimeoutExpired:
                program.kill()
                program.wait()


def run_reporting(
    module: str, arguments: Sequence[str], *, work: Path, env: Mapping[str, str], job: FetchContext
) -> dict[str, Any]:
    """Runs one of our own programs (see `reporting`), and passes on the steps that it reports.

    Args:
        module: the program, as for `python -m`.
        arguments: the program's arguments.
        work: a folder for its report and its output.
        env: additions to this process's environment, or replacements.
        job: receives the steps.

    Returns:
        Its final report.

    Raises:
        CutawayError: the problem that it reported, or that it failed without a report.
        Cancelled: the work was cancelled.
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
            "If it ran out of memory, close other programs or choose a smaller model.",
        )
    return last["result"]


def largest_file(folder: Path) -> int:
    """The size of the largest file inside: a program without progress reports first fills a temporary file."""
    sizes = [0]
    for parent, _, names in os.walk(folder):
        for name in names:
            try:
                sizes.append((Path(parent) / name).stat().st_size)
            except OSError:  # the program moved it away meanwhile
                continue
    return max(sizes)


def arrived(folder: Path, expected: int, label: str) -> int:
    """How many bytes of a download have arrived, judged by the largest file in a folder; never more than `expected`.

    Args:
        label: the name of the download.

    Raises:
        WeightsUnavailable: far more bytes arrived.
    """
    came = largest_file(folder)
    if came > SLACK * expected + CHUNK:
        raise WeightsUnavailable(
            f"{label} sends more than the {expected:,} bytes that were examined, so the download was stopped.",
            "It is not the file that Cutaway knows. If you use a mirror, ask for the package there.",
        )
    return min(came, expected)


def tail(log: Path, lines: int = 3) -> str:
    """The last lines of a program's log, in one line, for a message about its failure."""
    said = [line.strip() for line in log.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
    return " ".join(said[-lines:])[-500:]


def _problem(code: str, message: str, hint: str) -> CutawayError:
    kinds = (errors.UnknownModel, errors.UnsupportedModel, errors.WeightsUnavailable, errors.OutOfMemory)
    return next((kind for kind in kinds if kind.code == code), WeightsUnavailable)(message, hint)
