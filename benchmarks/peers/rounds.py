"""Interleaved rounds: what is compared runs in turn, so that a drift of the machine's speed meets all of it alike."""

import gc
import random
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

Row = Callable[[], float]
"""Does the work once, and says how many seconds it took."""
Seconds = dict[str, list[float]]
"""Of each row, what each round measured."""


@dataclass(frozen=True)
class Bar:
    """A ratio that must not be above a bar.

    Attributes:
        name: what is divided by what.
        ratio: as measured.
        most: the bar.
        note: what has to be known of how it was measured.
    """

    name: str
    ratio: float
    most: float
    note: str = ""

    @property
    def met(self) -> bool:
        """Whether the ratio is within the bar."""
        return self.ratio <= self.most


def ours(work: Callable[[], Any]) -> Row:
    """A row that runs in this process."""

    def row() -> float:
        started = time.perf_counter()
        result = work()
        seconds = time.perf_counter() - started
        del result
        return seconds

    return row


def interleave(rows: Mapping[str, Row], runs: int, warm: int = 1, least: float = 0.0) -> Seconds:
    """Runs every row once a round, each round in an order of its own; the first `warm` rounds are not counted.

    Args:
        least: more rounds than `runs` are run until these seconds are over.
    """
    seconds: Seconds = {name: [] for name in rows}
    started = time.perf_counter()
    for round_ in count():
        if round_ >= warm + runs and time.perf_counter() - started >= least:
            break
        for name in random.Random(round_).sample([*rows], len(rows)):
            gc.collect()
            measured = rows[name]()
            if round_ >= warm:
                seconds[name].append(measured)
    return seconds


def ratio(over: list[float], under: list[float]) -> float:
    """The median of the rounds' own ratios."""
    return statistics.median(a / b for a, b in zip(over, under, strict=True))


def print_rows(seconds: Seconds) -> None:
    """The median of each row."""
    for name, measured in seconds.items():
        print(f"  {name:58} {1000 * statistics.median(measured):12,.1f} ms")


def print_bars(bars: list[Bar]) -> None:
    """Each ratio beside its bar."""
    for bar in bars:
        said = "" if bar.met else "   ABOVE THE BAR"
        print(f"  {bar.name:58} {bar.ratio:12.3f}   bar ≤ {bar.most:.2f}{said}")
        if bar.note:
            print(f"    {bar.note}")


def print_table(tables: Mapping[int, list[Bar]]) -> None:
    """All ratios in one Markdown table: a line a bar, a column a length."""
    names = {bar.name: bar.most for bars in tables.values() for bar in bars}
    print(f"\n| tokens | {' | '.join(f'{length:,}' for length in tables)} | bar |")
    print(f"| --- {'| --- ' * len(tables)}| --- |")
    for name, most in names.items():
        found = [next((f"{bar.ratio:.3f}" for bar in bars if bar.name == name), "") for bars in tables.values()]
        print(f"| {name} | {' | '.join(found)} | ≤ {most:.2f} |")
