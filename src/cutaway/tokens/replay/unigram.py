"""Unigram (Kudo 2018): every token has a log probability, and a piece becomes the tokens with the greatest sum (Viterbi's algorithm)."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cutaway.tokens.replay.words import needed

UNKNOWN_PENALTY = 10.0
"""How much less an unknown character scores than the least probable token."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A possible token within a piece.

    Attributes:
        start, end: the characters that it covers.
        id: the token; for a character without a token, the unknown token, or -1 if there is none.
        score: its log probability (natural).
    """

    start: int
    end: int
    id: int
    score: float


@dataclass(frozen=True, eq=False)
class Best:
    """A piece with its best segmentation, the tokens with the greatest sum of log probabilities.

    Attributes:
        text: the piece.
        lattice: all possible tokens in it, by start, then length.
        scores: the best sum of log probabilities up to each position, from the start to the end.
        path: the tokens of the best segmentation, with unknown characters one by one.
        ids: its tokens: consecutive unknown characters form one, or are written in bytes if the vocabulary has them.
    """

    text: str
    lattice: tuple[Edge, ...]
    scores: tuple[float, ...]
    path: tuple[Edge, ...]
    ids: tuple[int, ...]

    @property
    def score(self) -> float:
        """The sum of log probabilities of the best segmentation."""
        return self.scores[-1]

    @cached_property
    def second(self) -> float | None:
        """The sum of the second-best segmentation; None if there is only one.

        Any other segmentation has a token that the best one lacks, so this is the best segmentation through one of those tokens.
        """
        after = [float("-inf")] * len(self.text) + [0.0]
        for edge in reversed(self.lattice):
            after[edge.start] = max(after[edge.start], edge.score + after[edge.end])
        best = set(self.path)
        sums = (self.scores[e.start] + e.score + after[e.end] for e in self.lattice if e not in best)
        return max(sums, default=None)


class Unigram:
    """The Unigram model of the `tokenizers` library.

    Args:
        state: the model as serialised by its library.
    """

    name = "unigram"

    def __init__(self, state: dict[str, Any]) -> None:
        self.scores: list[float] = [score for _, score in state["vocab"]]
        self.vocabulary: dict[str, int] = {piece: id for id, (piece, _) in enumerate(state["vocab"])}
        self.unknown = -1 if state["unk_id"] is None else state["unk_id"]
        self.byte_fallback = bool(state["byte_fallback"])
        self.unknown_score = min(self.scores) - UNKNOWN_PENALTY
        self._lengths = self._lengths_by_first()

    def _lengths_by_first(self) -> dict[str, list[int]]:
        """For each character, the lengths of the tokens that begin with it, in order."""
        lengths: dict[str, set[int]] = defaultdict(set)
        for piece in self.vocabulary:
            lengths[piece[:1]].add(len(piece))
        return {first: sorted(each) for first, each in lengths.items()}

    def word(self, text: str) -> Best:
        """The best segmentation of a piece. Of two equally good ones, the first wins."""
        size = len(text)
        scores = [0.0] * (size + 1)
        into: list[Edge | None] = [None] * (size + 1)
        lattice: list[Edge] = []
        for start in range(size):
            for edge in self._edges(text, start):
                lattice.append(edge)
                score = scores[start] + edge.score
                if into[edge.end] is None or score > scores[edge.end]:
                    scores[edge.end], into[edge.end] = score, edge
        path: list[Edge] = []
        at = size
        while at > 0:
            edge = into[at]
            assert edge is not None  # an unknown character reaches every position
            path.append(edge)
            at = edge.start
        path.reverse()
        return Best(text, tuple(lattice), tuple(scores), tuple(path), tuple(self._ids(text, path)))

    def _edges(self, text: str, start: int) -> list[Edge]:
        """The tokens that could start at a position; the unknown one only if this character has no token of its own."""
        edges: list[Edge] = []
        for length in self._lengths.get(text[start], ()):
            id = self.vocabulary.get(text[start : start + length])
            if id is not None and start + length <= len(text):
                edges.append(Edge(start, start + length, id, self.scores[id]))
        if not edges or edges[0].end > start + 1:
            needed(self.unknown if self.unknown >= 0 else None, text[start])
            edges.append(Edge(start, start + 1, self.unknown, self.unknown_score))
        return edges

    def _ids(self, text: str, path: list[Edge]) -> list[int]:
        ids: list[int] = []
        i = 0
        while i < len(path):
            edge = path[i]
            i += 1
            if edge.id != self.unknown:
                ids.append(edge.id)
                continue
            end = edge.end
            while i < len(path) and path[i].id == self.unknown:
                end = path[i].end
                i += 1
            ids += self._unknown(text[edge.start : end])
        return ids

    def _unknown(self, text: str) -> list[int]:
        """The tokens for characters without one: their bytes, if each has a token, else one unknown token."""
        id = self.vocabulary.get(text)
        if id is not None:
            return [id]
        if self.byte_fallback:
            bytes_ = [self.vocabulary.get(f"<0x{byte:02X}>") for byte in text.encode()]
            known = [byte for byte in bytes_ if byte is not None]
            if len(known) == len(bytes_):
                return known
        return [needed(self.unknown if self.unknown >= 0 else None, text)]
