"""Byte-pair encoding's one loop: merge the most frequent pair, and repeat (Sennrich, Haddow and Birch 2016, algorithm 1).

A piece is a string with a character for each token, whose code point is the token's id: bytes are 0 to 255, and each merge adds the next
one. So a pair is two characters, Python's own `split` finds it, and pairs compare like their ids.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import pairwise

BYTES = 256
_MANY = 4096
"""How many words to process between two checks for cancellation."""


@dataclass(frozen=True, slots=True)
class TrainedMerge:
    """The merge of two tokens.

    Attributes:
        number: the merge's number, from 1; the new token's id is 255 + number.
        pair: the bytes of both tokens.
        count: how often the pair occurred at that moment; in `aaa`, the pair `a`, `a` occurs twice.
        saved: by how many tokens it shortens the text.
        example: the most frequent piece of the text in which it happened.
    """

    number: int
    pair: tuple[bytes, bytes]
    count: int
    saved: int
    example: str

    @property
    def result(self) -> bytes:
        """The bytes of the new token."""
        return self.pair[0] + self.pair[1]


def as_tokens(piece: str) -> str:
    """A piece with a character for each byte.

    >>> as_tokens("é")
    'Ã©'
    """
    return piece.encode().decode("latin-1")


def merges_of(pieces: Mapping[str, int], most: int, check: Callable[[], None] = lambda: None) -> Iterator[TrainedMerge]:
    """The merges, one by one, until there are `most` of them or no pair is left.

    Counts are updated, not recomputed: a merge changes only those of its neighbours. The next pair is on top of a heap; its count can
    only have fallen since it was put there, and is checked when it comes up. Of equally frequent pairs, the one with the lower ids comes
    first, comparing the left token before the right one, as in rustbpe.

    Args:
        pieces: each distinct piece → how often it occurs in the text.
        check: called now and then until the first merge is found; may raise to cancel the work.
    """
    texts = sorted(pieces, key=lambda piece: -pieces[piece])  # so that a pair's first word is its most frequent one
    times = [pieces[text] for text in texts]
    words = [as_tokens(text) for text in texts]
    counts, places = _pairs(words, times, check)
    heap = [(-count, pair, places.pop(pair)) for pair, count in counts.items()]
    heapify(heap)
    tokens = [bytes([byte]) for byte in range(BYTES)]
    while heap and len(tokens) < BYTES + most:
        minus, pair, where = heappop(heap)
        if counts[pair] != -minus:
            if counts[pair]:
                heappush(heap, (-counts[pair], pair, where))
            continue
        first, second = pair
        new = chr(len(tokens))
        saved, before, after = _merge(words, times, where, pair, new)
        for token, at in after.items():
            count = sum([times[word] for word in at])
            counts[second + token] -= count
            counts[new + token] = count
        for token, at in before.items():
            count = sum([times[word] for word in at])
            counts[token + first] -= count
            counts[token + new] = count
        del counts[pair]
        for found in (
            {new + token: at for token, at in after.items()},
            {token + new: at for token, at in before.items()},
        ):
            for made, at in found.items():
                if counts[made]:
                    heappush(heap, (-counts[made], made, at))
        example = next(texts[word] for word in where if new in words[word])
        merge = TrainedMerge(len(tokens) - BYTES + 1, (tokens[ord(first)], tokens[ord(second)]), -minus, saved, example)
        tokens.append(merge.result)
        yield merge


def _pairs(
    words: list[str], times: list[int], check: Callable[[], None]
) -> tuple[dict[str, int], dict[str, list[int]]]:
    """How often each pair occurs in the text, and the indices of the words that contain it."""
    counts: defaultdict[str, int] = defaultdict(int)
    places: defaultdict[str, list[int]] = defaultdict(list)
    for number, word in enumerate(words):
        if number % _MANY == 0:
            check()
        for left, right in pairwise(word):
            counts[left + right] += times[number]
            places[left + right].append(number)
    return counts, places


def _merge(
    words: list[str], times: list[int], where: list[int], pair: str, new: str
) -> tuple[int, dict[str, list[int]], dict[str, list[int]]]:
    """Replaces every `pair` by `new`, from left to right.

    Returns:
        How often it did so in the whole text; and for each left neighbour and each right neighbour of `new`, the words with that
        neighbour, once per occurrence. A right neighbour may begin the next `pair`, whose left neighbour is then `new` itself, which
        cancels the count.
    """
    saved = 0
    before: defaultdict[str, list[int]] = defaultdict(list)
    after: defaultdict[str, list[int]] = defaultdict(list)
    for number in dict.fromkeys(where):
        left, *parts = words[number].split(pair)
        words[number] = new.join((left, *parts))
        saved += len(parts) * times[number]
        for rest, part in enumerate(parts, 1 - len(parts)):
            if left:
                before[left[-1]].append(number)
            if part or rest:
                after[part[0] if part else pair[0]].append(number)
            left = part or new
    return saved, before, after
