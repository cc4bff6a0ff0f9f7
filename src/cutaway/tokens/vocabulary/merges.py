"""The merge that makes a token: the last one when its own text is merged from its smallest parts, without looking it up whole.

tiktoken keeps no list of merges, only the ranks of tokens. So the merges are redone for every token of the vocabulary.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from cutaway.tokens.replay.bpe import ByMerges, ByRanks

Pair = tuple[int, int]
Find = Callable[[Pair], tuple[int, int] | None]
"""Two neighbouring ids → the rank of their merge and the id that it makes; None if they can't merge."""

Symbols = Callable[[int], list[int] | None]
"""A token → the smallest parts that merging begins with; None if the model lacks them or the token."""


class Made(NamedTuple):
    """How a token is made.

    Attributes:
        rank: of its last merge; lower ranks merge first. None for a token that is one symbol.
        left, right: the ids of the tokens that this merge joins; None for a token that is one symbol.
    """

    rank: int | None = None
    left: int | None = None
    right: int | None = None


SYMBOL = Made()
"""A token that needs no merge: a byte, or a character."""


def made(algorithm: ByRanks | ByMerges, ids: Iterable[int]) -> Iterator[Made | None]:
    """How each token is made; None if merging its own text does not produce it, or if the model lacks it."""
    find, symbols = _find(algorithm), _symbols(algorithm)
    for id in ids:
        parts = symbols(id)
        yield None if parts is None else SYMBOL if parts == [id] else _last(parts, find, id)


def merged_ids(algorithm: ByRanks | ByMerges) -> Callable[[int], list[int]]:
    """A function from a token to the result of merging its own text; empty for a token that the model lacks."""
    find, symbols = _find(algorithm), _symbols(algorithm)

    def merged(id: int) -> list[int]:
        parts = symbols(id) or []
        _merge(parts, find)
        return parts

    return merged


def _last(parts: list[int], find: Find, id: int) -> Made | None:
    last = _merge(parts, find)
    return last if parts == [id] else None


def _merge(parts: list[int], find: Find) -> Made | None:
    """Merges in place, lowest rank first and from the left; returns the last merge."""
    pairs = [find(pair) or _NEVER for pair in itertools.pairwise(parts)]
    last = None
    while pairs:
        best = min(pairs)
        if best is _NEVER:
            return last
        rank, id = best
        at = pairs.index(best)
        last = Made(rank, parts[at], parts[at + 1])
        parts[at : at + 2] = [id]
        del pairs[at]
        if at:
            pairs[at - 1] = find((parts[at - 1], id)) or _NEVER
        if at < len(pairs):
            pairs[at] = find((id, parts[at + 1])) or _NEVER
    return last


_NEVER = (1 << 62, -1)


class _Joined(dict[Pair, tuple[int, int] | None]):
    """The merge of two neighbours by the rank of their joined bytes, each pair looked up once."""

    def __init__(self, algorithm: ByRanks) -> None:
        super().__init__()
        self._algorithm = algorithm

    def __missing__(self, pair: Pair) -> tuple[int, int] | None:
        found = self[pair] = self._algorithm.pair(*pair)
        return found


def _find(algorithm: ByRanks | ByMerges) -> Find:
    return _Joined(algorithm).__getitem__ if isinstance(algorithm, ByRanks) else algorithm.merges.get


def _symbols(algorithm: ByRanks | ByMerges) -> Symbols:
    return _bytes_of(algorithm) if isinstance(algorithm, ByRanks) else _characters_of(algorithm)


def _bytes_of(algorithm: ByRanks) -> Symbols:
    """Splits a token into its single bytes."""
    single = [algorithm.ranks.get(bytes([byte]), -1) for byte in range(256)]

    def symbols(id: int) -> list[int] | None:
        piece = algorithm.bytes.get(id)
        return None if piece is None else [single[byte] for byte in piece]

    return symbols


def _characters_of(algorithm: ByMerges) -> Symbols:
    """Splits a token into the characters that the model begins with, including its marks for the inside or the end of a word."""
    known, prefix, suffix = algorithm.vocabulary, algorithm.prefix, algorithm.suffix
    fallback = {known.get(f"<0x{byte:02X}>") for byte in range(256)} if algorithm.byte_fallback else set()
    begins = _beginning_with_prefix(algorithm) if prefix else frozenset()

    def symbols(id: int) -> list[int] | None:
        piece = algorithm.written.get(id)
        if not piece:
            return None
        if id in fallback:
            return [id]
        if not prefix and not suffix:
            return _whole([known.get(character) for character in piece])
        end = suffix if suffix and piece.endswith(suffix) else ""
        start = prefix if prefix and piece.startswith(prefix) and id not in begins else ""
        body = piece[len(start) : len(piece) - len(end)]
        return _whole(
            [known.get((prefix if i else start) + c + (end if i == len(body) - 1 else "")) for i, c in enumerate(body)]
        )

    return symbols


def _whole(found: list[int | None]) -> list[int] | None:
    parts = [part for part in found if part is not None]
    return parts if parts and len(parts) == len(found) else None


def _beginning_with_prefix(algorithm: ByMerges) -> frozenset[int]:
    """Tokens that begin a word but look like continuations: their first part lacks the mark of a continuation."""
    begins: set[int] = set()
    for (left, _), (_, id) in algorithm.merges.items():
        if left in begins or not algorithm.written[left].startswith(algorithm.prefix):
            begins.add(id)
    return frozenset(id for id in begins if algorithm.written[id].startswith(algorithm.prefix))
