"""How long byte-pair encoding takes to train: Cutaway in plain Python, rustbpe in Rust, and minbpe in plain Python, in one run.

    scripts/peers minbpe
    python -m benchmarks.training_tokenizers [--runs N] [--without-minbpe]

The text is the beginning of Python's standard library, its modules in order. Ours is all of `train_bpe`: pieces, merges with their counts
and examples, and the tokenizer; rustbpe's is `train_from_iterator`, on as many threads as there are cores. In each round both train once,
in turn, and their merges are compared. minbpe trains once, in a process of its own. It looks at the whole text again for each merge,
eleven minutes for 8,000 merges of 400 kB, so it is spared the longest case. Its ties are broken in another way, so it is said how many of
its tokens are ours.
"""

import argparse
import json
import os
import statistics
import subprocess
import sysconfig
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from cutaway.tokens.training.split_patterns import PATTERNS
from cutaway.tokens.training.train_bpe import train_bpe

rustbpe: Any = import_module("rustbpe")  # it has no types

ROOT = Path(__file__).parents[1]
PATTERN = PATTERNS["gpt4"]
CASES = ((400_000, 1_000, True), (400_000, 8_000, True), (1_000_000, 8_000, False))
"""Bytes of the text, merges, and whether minbpe trains too."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--without-minbpe", action="store_true", help="be done in seconds, not in minutes")
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores; wall seconds and CPU seconds, medians of {options.runs} rounds, minbpe once\n")
    print("| bytes | merges | | wall, s | CPU, s | wall ÷ ours | the same tokens |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for size, merges, with_minbpe in CASES:
        _compare(standard_library(size), merges, options.runs, with_minbpe and not options.without_minbpe)


def standard_library(size: int) -> str:
    """The first bytes of the standard library's modules, one after the other."""
    text = ""
    for file in sorted(Path(sysconfig.get_path("stdlib")).glob("*.py")):
        text += file.read_text(encoding="utf-8")
        if len(text) >= size:
            break
    return text.encode()[:size].decode(errors="ignore")


def _compare(text: str, merges: int, runs: int, with_minbpe: bool) -> None:
    """Prints a row for each trainer."""
    ours, theirs = [], []
    for round_ in range(runs + 1):
        rows = [(ours, lambda: _ours(text, merges)), (theirs, lambda: _rustbpe(text, merges))]
        for measured, work in rows[:: 1 if round_ % 2 else -1]:
            measured.append(_timed(work))
    assert len(ours[0][2]) == merges, f"the text has only {len(ours[0][2]):,} merges"
    wall = statistics.median(seconds for seconds, _, _ in ours[1:])
    _print_row(text, merges, "Cutaway", ours[1:], wall, ours[0][2])
    _print_row(text, merges, "rustbpe", theirs[1:], wall, ours[0][2])
    if with_minbpe:
        _print_row(text, merges, "minbpe", [_minbpe(text, merges)], wall, ours[0][2])


def _timed(work: Callable[[], list[bytes]]) -> tuple[float, float, list[bytes]]:
    started, cpu = time.perf_counter(), time.process_time()
    made = work()
    return time.perf_counter() - started, time.process_time() - cpu, made


def _ours(text: str, merges: int) -> list[bytes]:
    return [merge.result for merge in train_bpe(text, 256 + merges, PATTERN).merges]


def _rustbpe(text: str, merges: int) -> list[bytes]:
    tokenizer = rustbpe.Tokenizer()
    tokenizer.train_from_iterator([text], 256 + merges, pattern=PATTERN)
    return [bytes(token) for token, _ in tokenizer.get_mergeable_ranks()[256:]]


def _minbpe(text: str, merges: int) -> tuple[float, float, list[bytes]]:
    python = ROOT / ".venv-peers" / "minbpe" / "bin" / "python"
    if not python.exists():
        raise SystemExit(f"error: {python.relative_to(ROOT)} is missing. Run: scripts/peers minbpe")
    task = json.dumps({"text": text, "merges": merges, "pattern": PATTERN})
    command = [python, "-m", "benchmarks.peers.minbpe"]
    answer = json.loads(
        subprocess.run(command, input=task, capture_output=True, text=True, cwd=ROOT, check=True).stdout
    )
    return answer["seconds"], answer["cpu"], [bytes.fromhex(token) for token in answer["made"]]


def _print_row(
    text: str,
    merges: int,
    name: str,
    measured: Sequence[tuple[float, float, list[bytes]]],
    ours: float,
    wanted: list[bytes],
) -> None:
    wall = statistics.median(seconds for seconds, _, _ in measured)
    cpu = statistics.median(seconds for _, seconds, _ in measured)
    made = measured[-1][2]
    same = "all, in order" if made == wanted else f"{len({*made} & {*wanted}) / len(wanted):.1%}"
    print(
        f"| {len(text.encode()):,} | {merges:,} | {name} | {wall:.3f} | {cpu:.3f} | {wall / ours:.2f} | {same} |",
        flush=True,
    )


if __name__ == "__main__":
    main()
