"""Byte-pair encoding's one loop: merge the most frequent pair, and again (Sennrich, Haddow and Birch 2016, algorithm 1).

A piece is a string with a character for each token, whose code point is the token's id: bytes are 0 to 255, and each merge makes the next
one. So a pair is two characters, Python's own `split` finds it, and pairs compare as their ids do.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import pairwise

BYTES = 256
_MANY = 4096
"""After so many words it is asked whether anyone still waits."""


@dataclass(frozen=True, slots=True)
class TrainedMerge:
    """Two tokens that become one.

    Attributes:
        number: which merge it is, from 1; the new token's id is 255 + number.
        pair: the bytes of both tokens.
        count: how often one stood before the other at that moment; in `aaa`, `a` stands before `a` twice.
        saved: how many tokens fewer the text has since.
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
    """The merges, one by one, until there are `most` of them or no two tokens are left to merge.

    Counts are kept and not counted anew: a merge changes those of its neighbours only. The pair that is next is on top of a heap; a pair's
    count can only have fallen since it was put there, and is looked at when it comes up. Of pairs that are equally frequent, the one with
    the lower ids comes first, the left token's before the right one's, as in rustbpe.

    Args:
        pieces: how often each distinct piece is in the text.
        check: called now and then until the first merge is found; it may raise, to give the work up.
    """
    texts = sorted(
        pieces, key=lambda piece: -pieces[piece]
    )  # so that the first place of a pair is its most frequent one
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
    """How often each pair is in the text, and the numbers of the words that have it."""
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
    """Puts `new` for every `pair`, from left to right.

    Returns:
        how often, in the whole text; and for each token that it came to stand after, and for each that it came to stand before, the
        words in which it did, once a time. A token after it may be the first of the next `pair`: that one has `new` before it, which
        takes the count away again.
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
