"""Byte-pair encoding (Sennrich, Haddow & Birch 2016): of all neighbours with a merge, the pair with the lowest rank merges, leftmost
first, until no pair has a merge.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from heapq import heapify, heappop, heappush
from itertools import pairwise
from typing import NamedTuple

Find = Callable[[tuple[int, int]], tuple[int, int] | None]
"""Two neighbours → the rank of their merge and the symbol that it makes, or None if there is no such merge."""

LONG = 40
"""Rows with more symbols use a heap of candidates, to avoid quadratic time; for shorter ones a plain search is faster."""

_NEVER = (1 << 62, -1)


class Merge(NamedTuple):
    """The merge of two neighbours.

    Attributes:
        start, middle, end: the left one covers the first symbols `start:middle`, the right one `middle:end`.
        left, right: the ids of both.
        id: the id of the merged symbol.
        rank: the rank of their merge; a lower one comes first.
    """

    start: int
    middle: int
    end: int
    left: int
    right: int
    id: int
    rank: int


@dataclass(frozen=True, slots=True)
class Node:
    """A symbol in the tree of merges.

    Attributes:
        id: the symbol.
        start, end: the first symbols that it covers.
        rank: the rank of the merge that made it; None for a first symbol.
        parts: its two parts; empty for a first symbol.
    """

    id: int
    start: int
    end: int
    rank: int | None = None
    parts: "tuple[Node, ...]" = ()


@dataclass(frozen=True, eq=False)
class Merged:
    """A piece that became tokens by merging.

    Attributes:
        text: the piece.
        symbols: the ids that it starts from, one for each byte or character.
        ids: its tokens.
        find: looks up the merge of two neighbours.
        whole: whether the piece as a whole is a token and needed no merge.
    """

    text: str
    symbols: tuple[int, ...]
    ids: tuple[int, ...]
    find: Find = field(repr=False)
    whole: bool = False

    @cached_property
    def merges(self) -> tuple[Merge, ...]:
        """The merges in order."""
        return () if self.whole else tuple(merges(self.symbols, self.find))

    def after(self, merges: int) -> list[Node]:
        """The symbols after this number of merges, each with the tree of merges that made it."""
        if self.whole:
            return [Node(self.ids[0], 0, len(self.symbols))]
        nodes = {i: Node(id, i, i + 1) for i, id in enumerate(self.symbols)}
        for merge in self.merges[:merges]:
            parts = (nodes[merge.start], nodes.pop(merge.middle))
            nodes[merge.start] = Node(merge.id, merge.start, merge.end, merge.rank, parts)
        return [nodes[start] for start in sorted(nodes)]

    @property
    def tree(self) -> list[Node]:
        """The tokens, each with the tree of merges that made it."""
        return self.after(len(self.merges))


def tokens(symbols: Sequence[int], find: Find) -> tuple[int, ...]:
    """The symbols that remain of a row after all merges."""
    if len(symbols) > LONG:
        left = dict(enumerate(symbols))
        for merge in merges(symbols, find):
            left[merge.start] = merge.id
            del left[merge.middle]
        return tuple(left.values())
    row = list(symbols)
    found = [find(pair) or _NEVER for pair in pairwise(row)]
    while found and (best := min(found)) is not _NEVER:
        at = found.index(best)
        row[at : at + 2] = [best[1]]
        del found[at]
        if at:
            found[at - 1] = find((row[at - 1], best[1])) or _NEVER
        if at < len(found):
            found[at] = find((best[1], row[at + 1])) or _NEVER
    return tuple(row)


def merges(symbols: Sequence[int], find: Find) -> list[Merge]:
    """The merges of a row of symbols in order.

    A candidate is one number in the heap, its rank and its place; it is stale if another pair begins at this place by now.
    """
    ids = list(symbols)
    last = len(ids)
    ends = list(range(1, last + 1))  # of the symbol that starts here
    starts = list(range(-1, last))  # of the symbol that ends before here
    found = [*(find(pair) or _NEVER for pair in pairwise(ids)), _NEVER]  # of the symbol that starts here and the next
    heap = [rank * last + place for place, (rank, _) in enumerate(found) if rank is not _NEVER[0]]
    heapify(heap)
    done: list[Merge] = []
    while heap:
        rank, start = divmod(heappop(heap), last)
        if found[start][0] != rank:
            continue
        id = found[start][1]
        middle = ends[start]
        end = ends[middle]
        done.append(Merge(start, middle, end, ids[start], ids[middle], id, rank))
        ids[start], ends[start] = id, end
        found[start] = found[middle] = _NEVER
        if end < last:
            starts[end] = start
            if pair := find((id, ids[end])):
                found[start] = pair
                heappush(heap, pair[0] * last + start)
        if start:
            before = starts[start]
            if pair := find((ids[before], id)):
                heappush(heap, pair[0] * last + before)
            found[before] = pair or _NEVER
    return done
