"""Byte-pair encoding (Sennrich, Haddow & Birch 2016): of all neighbours that have a merge, the pair with the lowest rank becomes one,
the leftmost first, until no pair has one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import NamedTuple

Pair = Callable[[int, int], tuple[int, int] | None]
"""Of two neighbours: the rank of their merge and the symbol it makes, or None where there is no such merge."""


class Merge(NamedTuple):
    """Two neighbours that became one.

    Attributes:
        start, middle, end: the left one was made of the first symbols `start:middle`, the right one of `middle:end`.
        left, right: the two, by id.
        id: what they became.
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
        start, end: the first symbols that it is made of.
        rank: the rank of the merge that made it; None for a first symbol.
        parts: the two that it was made of; none for a first symbol.
    """

    id: int
    start: int
    end: int
    rank: int | None = None
    parts: "tuple[Node, ...]" = ()


@dataclass(frozen=True, slots=True)
class Merged:
    """A piece that became tokens by merging.

    Attributes:
        text: the piece.
        symbols: what it starts from: one for each byte or character, by id.
        merges: in the order in which they were done.
        ids: its tokens.
        whole: whether the piece was looked up as a whole and is a token, so that no merge was needed.
    """

    text: str
    symbols: tuple[int, ...]
    merges: tuple[Merge, ...]
    ids: tuple[int, ...]
    whole: bool = False

    def after(self, merges: int) -> list[Node]:
        """The symbols there are after so many merges, each with the tree of merges that made it."""
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


def merged(symbols: Sequence[int], pair: Pair) -> tuple[list[Merge], list[int]]:
    """The merges of a row of symbols in order, and what remains. A heap of candidates keeps long rows from costing their square."""
    ids: list[int | None] = list(symbols)
    last = len(ids)
    ends = list(range(1, last + 1))  # of the symbol that starts here
    starts = list(range(-1, last))  # of the symbol that ends before here
    heap: list[tuple[int, int, int, int, int, int]] = []
    for i in range(last - 1):
        found = pair(symbols[i], symbols[i + 1])
        if found:
            heap.append((found[0], i, i + 1, symbols[i], symbols[i + 1], found[1]))
    heapify(heap)
    done: list[Merge] = []
    while heap:
        rank, start, middle, left, right, id = heappop(heap)
        if ids[start] != left or ids[middle] != right or ends[start] != middle:
            continue
        end = ends[middle]
        done.append(Merge(start, middle, end, left, right, id, rank))
        ids[start], ids[middle], ends[start] = id, None, end
        if end < last:
            starts[end] = start
            after = ids[end]
            assert after is not None
            found = pair(id, after)
            if found:
                heappush(heap, (found[0], start, end, id, after, found[1]))
        if start > 0:
            at = starts[start]
            before = ids[at]
            assert before is not None
            found = pair(before, id)
            if found:
                heappush(heap, (found[0], at, start, before, id, found[1]))
    return done, [id for id in ids if id is not None]
