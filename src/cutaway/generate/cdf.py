"""The cumulative distribution over tokens, most probable first.

A uniform number from 0 to 1 falls on a token as often as the token is probable (inverse-transform sampling).
"""

from collections.abc import Iterable
from dataclasses import dataclass

import torch


@dataclass(frozen=True, slots=True)
class Interval:
    """The interval of one token, or of several unnamed tokens together.

    Attributes:
        id: the token; None for several.
        tokens: how many tokens it covers.
        start, end: its bounds, from 0 to 1.
    """

    id: int | None
    tokens: int
    start: float
    end: float


class Cdf:
    """A cumulative distribution over the tokens that can be drawn.

    Attributes:
        ids: `(tokens,)`, most probable first, without the tokens that a filter cut.
        shares: `(tokens,)`, their probabilities, in float64.
        ends: `(tokens,)`, the cumulative probabilities.
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
        """The indices in `ids` of the tokens that these numbers fall on."""
        found = torch.searchsorted(self.ends, torch.tensor(list(numbers), dtype=torch.float64), right=True)
        return found.clamp_max(len(self.ids) - 1).tolist()

    def intervals(self, named: Iterable[int]) -> list[Interval]:
        """The whole distribution from 0 to 1: one interval for each named token, and one for each run of others between them."""
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
