"""Byte-pair encoding as it is told: count all pairs of neighbours, join the most frequent one everywhere, and begin again.

`tokens/training/bpe_merges` learns the same merges, and counts only what a merge changed.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise


def learn_merges(pieces: Sequence[str], most: int) -> list[tuple[bytes, bytes]]:
    """The pairs of tokens that become one, in order; of equally frequent ones, that of the lowest ids.

    >>> learn_merges(["the", " cat", ",", " the", " hat"], 3)
    [(b'a', b't'), (b'h', b'e'), (b't', b'he')]

    Args:
        pieces: what the text is cut into; no token reaches from one into the next.
        most: how many merges are learnt, where there are so many.
    """
    tokens = [bytes([byte]) for byte in range(256)]  # a token's id is its place here
    words = [list(piece.encode()) for piece in pieces]
    merges: list[tuple[bytes, bytes]] = []
    while len(merges) < most and (counts := Counter(pair for word in words for pair in pairwise(word))):
        left, right = min(counts, key=lambda pair: (-counts[pair], pair))
        words = [join(word, (left, right), len(tokens)) for word in words]
        merges.append((tokens[left], tokens[right]))
        tokens.append(tokens[left] + tokens[right])
    return merges


def join(word: Sequence[int], pair: tuple[int, int], new: int) -> list[int]:
    """A word with `new` in place of each `pair`, from left to right.

    >>> join([1, 1, 1, 2], (1, 1), 9)
    [9, 1, 2]
    """
    joined: list[int] = []
    for token in word:
        if joined and (joined[-1], token) == pair:
            joined[-1] = new
        else:
            joined.append(token)
    return joined
