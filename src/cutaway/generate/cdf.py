"""The line that a token is drawn on: from 0 to 1, made of the probabilities, the most probable token first.

A number from 0 to 1 falls on one token, and it falls as often on a token as that token is probable.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import torch


@dataclass(frozen=True, slots=True)
class Interval:
    """A part of the line: that of one token, or of several that nobody asked for by name.

    Attributes:
        id: whose; None where it is several tokens'.
        tokens: how many.
        start, end: where it lies.
    """

    id: int | None
    tokens: int
    start: float
    end: float


class Cdf:
    """The tokens that may be drawn, one after the other.

    Attributes:
        ids: `(tokens,)`, the most probable first; those that are cut are not there.
        shares: `(tokens,)`, their probabilities, in float64.
        ends: `(tokens,)`, where on the line each ends.
    """

    def __init__(self, logits: torch.Tensor) -> None:
        """Args:
        logits: `(vocabulary,)` after all filters.
        """
        ordered, ids = torch.sort(logits.cpu().double(), descending=True, stable=True)
        shares = ordered.softmax(-1)
        left = int((shares > 0).sum())
        self.ids, self.shares = ids[:left], shares[:left]
        self.ends = shares.cumsum(-1)[:left]

    def at(self, numbers: Iterable[float]) -> list[int]:
        """The places, from 0, of the tokens that these numbers fall on."""
        found = torch.searchsorted(self.ends, torch.tensor(list(numbers), dtype=torch.float64), right=True)
        return found.clamp_max(len(self.ids) - 1).tolist()

    def intervals(self, named: Iterable[int]) -> list[Interval]:
        """The whole line: each named token by itself, what lies between them together."""
        wanted = torch.isin(self.ids, torch.tensor(sorted(named), dtype=torch.long)).nonzero().flatten().tolist()
        found: list[Interval] = []
        done = 0
        for place in (*wanted, len(self.ids)):
            if place > done:
                found.append(Interval(None, place - done, self._start(done), self._start(place)))
            if place < len(self.ids):
                found.append(Interval(int(self.ids[place]), 1, self._start(place), self._start(place + 1)))
            done = place + 1
        return found

    def _start(self, place: int) -> float:
        return float(self.ends[place - 1]) if place else 0.0
