"""Encodes a text with a trained byte-pair encoding, with all its merges or only the first ones.

Merges apply in the order of learning, and a token is made only of tokens learnt before it. So the tokens after the first k merges are
those of the whole encoding with each later token split again: one encoding serves every k.
"""

from collections.abc import Sequence
from functools import lru_cache
from heapq import heapify, heappop, heappush
from itertools import pairwise

from cutaway.errors import BadIndex
from cutaway.tokens.training.bpe_merges import BYTES, TrainedMerge, as_tokens
from cutaway.tokens.training.splitter import Splitter
from cutaway.tokens.training.trained import Trained


class Encoder:
    """Applies the merges of a training. Pieces are cached.

    Attributes:
        pairs: for each merge, the ids of the two tokens that it joins; the new token's id is 256 + its index here.
    """

    def __init__(self, merges: Sequence[TrainedMerge], pattern: str) -> None:
        self._splitter = Splitter(pattern)
        ids = {bytes([byte]): byte for byte in range(BYTES)}
        ids |= {merge.result: BYTES + place for place, merge in enumerate(merges)}
        self.pairs = [(ids[merge.pair[0]], ids[merge.pair[1]]) for merge in merges]
        self._written = [chr(left) + chr(right) for left, right in self.pairs]
        self._rank = {pair: rank for rank, pair in enumerate(self._written)}
        self._words: dict[str, str] = {}

    def encode(self, text: str, merges: int | None = None) -> list[int]:
        """The token ids of a text, with special tokens read as text; with only the first `merges` merges, or all.

        Raises:
            BadIndex: there are fewer merges.
        """
        if merges is not None and not 0 <= merges <= len(self.pairs):
            raise BadIndex(f"There are no {merges:,} merges.", f"This training has {len(self.pairs):,}.")
        tokens = "".join([self._words.get(piece) or self._word(piece) for piece in self._splitter.pieces(text)])
        if merges is None:
            return [*map(ord, tokens)]
        kept = BYTES + merges
        apart = _Apart(kept, self._written)
        while tokens and ord(max(tokens)) >= kept:
            tokens = tokens.translate(apart)
        return [*map(ord, tokens)]

    def _word(self, piece: str) -> str:
        """A piece with a character for each token, whose code point is its id."""
        word = as_tokens(piece)
        known = self._rank.keys() & {left + right for left, right in pairwise(word)}
        ranks = [self._rank[pair] for pair in known]
        heapify(ranks)
        while ranks:
            rank = heappop(ranks)
            if self._written[rank] in word:
                new = chr(BYTES + rank)
                word = word.replace(self._written[rank], new)
                for pair in self._rank.keys() & _pairs_with(new, word):
                    heappush(ranks, self._rank[pair])
        self._words[piece] = word
        return word


class _Apart(dict[int, str]):
    """For `str.translate`: replaces tokens that are not yet known by their two parts."""

    def __init__(self, kept: int, pairs: Sequence[str]) -> None:
        super().__init__()
        self._kept, self._pairs = kept, pairs

    def __missing__(self, id: int) -> str:
        self[id] = found = chr(id) if id < self._kept else self._pairs[id - BYTES]
        return found


def _pairs_with(token: str, word: str) -> set[str]:
    """The pairs in a word that contain a token.

    >>> sorted(_pairs_with("x", "axxb"))
    ['ax', 'xb', 'xx']
    """
    parts = word.split(token)
    pairs = {part[-1] + token for part in parts[:-1] if part} | {token + part[0] for part in parts[1:] if part}
    return pairs | {token * 2} if "" in parts[1:-1] else pairs


def encode_with(trained: Trained, text: str, merges: int | None = None) -> list[int]:
    """The token ids of a text with only the first `merges` merges of a byte-pair encoding, or all of them.

    Raises:
        BadIndex: there are fewer merges.
    """
    return encoder_of(trained).encode(text, merges)


@lru_cache(maxsize=4)
def encoder_of(trained: Trained) -> Encoder:
    """The encoder of a training; the last few are cached, together with their pieces."""
    return Encoder(trained.merges, trained.pattern)
