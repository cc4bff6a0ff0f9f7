"""Unigram (Kudo 2018): every token has a log probability, and a piece becomes the tokens whose sum is greatest (Viterbi's algorithm)."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cutaway.tokens.replay.words import needed

UNKNOWN_PENALTY = 10.0
"""An unknown character scores so much less than the least probable token."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A token that could stand at a place of a piece.

    Attributes:
        start, end: the characters that it covers.
        id: the token; the unknown one, or -1 where there is none, for a character that no token has.
        score: its log probability (natural).
    """

    start: int
    end: int
    id: int
    score: float


@dataclass(frozen=True, eq=False)
class Best:
    """A piece that became the tokens with the greatest sum of log probabilities.

    Attributes:
        text: the piece.
        lattice: all tokens that could stand anywhere in it, by start, then length.
        scores: the best sum of log probabilities up to each place, from the start to the end.
        path: the tokens of the best way, unknown characters one by one.
        ids: its tokens: unknown characters in a row are one, or are written in bytes where the vocabulary has these.
    """

    text: str
    lattice: tuple[Edge, ...]
    scores: tuple[float, ...]
    path: tuple[Edge, ...]
    ids: tuple[int, ...]

    @property
    def score(self) -> float:
        """The sum of log probabilities of the best way."""
        return self.scores[-1]

    @cached_property
    def second(self) -> float | None:
        """The sum of the second-best way; None where there is but one.

        Another way has at least one token that the best has not: it is the best of the ways through each of those.
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
        state: the model as its library writes it.
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
        """Of each character: how long the tokens are that begin with it, in order."""
        lengths: dict[str, set[int]] = defaultdict(set)
        for piece in self.vocabulary:
            lengths[piece[:1]].add(len(piece))
        return {first: sorted(each) for first, each in lengths.items()}

    def word(self, text: str) -> Best:
        """The best way through a piece. Of two that are as good, the one found first stays."""
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
            assert edge is not None  # each place is reached, by an unknown character if by nothing else
            path.append(edge)
            at = edge.start
        path.reverse()
        return Best(text, tuple(lattice), tuple(scores), tuple(path), tuple(self._ids(text, path)))

    def _edges(self, text: str, start: int) -> list[Edge]:
        """The tokens that could start at a place, the unknown one only where no token has this one character."""
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
        """What characters become that no token has: their bytes, where there is a token for each, else one unknown token."""
        id = self.vocabulary.get(text)
        if id is not None:
            return [id]
        if self.byte_fallback:
            bytes_ = [self.vocabulary.get(f"<0x{byte:02X}>") for byte in text.encode()]
            known = [byte for byte in bytes_ if byte is not None]
            if len(known) == len(bytes_):
                return known
        return [needed(self.unknown if self.unknown >= 0 else None, text)]
