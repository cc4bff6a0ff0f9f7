"""The record of how a text became tokens: its pieces, their tokens, and all steps in order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, Protocol

from cutaway.errors import BadIndex
from cutaway.tokens.replay.bpe_replay import Merge, Merged
from cutaway.tokens.replay.normalising import Normalisation
from cutaway.tokens.replay.pre_tokens import Piece, PreTokens, Rule
from cutaway.tokens.replay.why_not_merged import WhyNotMerged
from cutaway.tokens.replay.words import Word


@dataclass(frozen=True, slots=True)
class ReplayStep:
    """One step from text to tokens.

    Attributes:
        what: `normalise`; `cut`: a piece is cut; `read`: the model reads a piece; `merge`: two neighbours become one; `give`: a piece's
            tokens are complete; `around`: a template adds tokens in front and behind.
        piece: the piece it is about; None for the whole text.
        detail: the normalisation, the piece, its word, the merge, or token ids.
    """

    what: Literal["normalise", "cut", "read", "merge", "give", "around"]
    piece: int | None
    detail: Normalisation | Piece | Word | Merge | tuple[int, ...]


class Behind(Protocol):
    """Computes a record's details on demand."""

    def rules(self, text: str, cuts: PreTokens, *, special_as_text: bool) -> list[Rule]: ...

    def normalisations(self, text: str, cuts: PreTokens) -> tuple[Normalisation, ...]: ...

    def why_apart(self, word: Merged, boundary: int) -> WhyNotMerged: ...


@dataclass(frozen=True, eq=False)
class Replay:
    """How a text became tokens. Expensive details are computed on demand.

    Attributes:
        text: the text.
        algorithm: how pieces become tokens: `bpe by merges`, `bpe by ranks`, `wordpiece`, `unigram` or `word level`.
        front, behind: ids of the tokens that a template puts around the text.
        cuts: the pieces.
        words: each piece's encoding by the model; None for an added or a special token.
        special_as_text: whether special tokens that are written out were read as text.
    """

    text: str
    algorithm: str
    front: tuple[int, ...]
    behind: tuple[int, ...]
    cuts: PreTokens = field(repr=False)
    words: Sequence[Word | None] = field(repr=False)
    special_as_text: bool
    _tokenizer: Behind = field(repr=False)

    @cached_property
    def ids(self) -> list[int]:
        """The token ids, equal to those of `Tokenizer.encode`."""
        ids = list(self.front)
        for i, word in enumerate(self.words):
            if word is not None:
                ids += word.ids
            else:
                ids.append(self.cuts.added[i])
        ids += self.behind
        return ids

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """The pieces of the text, from left to right."""
        rules = self._tokenizer.rules(self.text, self.cuts, special_as_text=self.special_as_text)
        columns = zip(self.cuts.spans, self.cuts.texts, self.words, rules, strict=True)
        return tuple(
            Piece(start, end, text, rule, word, word.ids if word is not None else (self.cuts.added[i],))
            for i, ((start, end), text, word, rule) in enumerate(columns)
        )

    @cached_property
    def normalisations(self) -> tuple[Normalisation, ...]:
        """The effect of each normaliser on the text, in order; empty if the tokenizer has none."""
        return self._tokenizer.normalisations(self.text, self.cuts)

    @property
    def normalised(self) -> str:
        """The text after normalisation."""
        return self.normalisations[-1].after if self.normalisations else self.text

    @property
    def steps(self) -> Iterator[ReplayStep]:
        """All steps in order."""
        for normalisation in self.normalisations:
            yield ReplayStep("normalise", None, normalisation)
        for i, piece in enumerate(self.pieces):
            yield ReplayStep("cut", i, piece)
        for i, piece in enumerate(self.pieces):
            if piece.word is not None:
                yield ReplayStep("read", i, piece.word)
                if isinstance(piece.word, Merged):
                    for merge in piece.word.merges:
                        yield ReplayStep("merge", i, merge)
            yield ReplayStep("give", i, piece.ids)
        if self.front or self.behind:
            yield ReplayStep("around", None, self.front + self.behind)

    def why_apart(self, piece: int, boundary: int) -> WhyNotMerged:
        """Why two neighbouring tokens of a piece were not merged.

        Args:
            piece: the piece's index.
            boundary: the boundary between its tokens `boundary` and `boundary + 1`.

        Raises:
            BadIndex: there is no such piece or boundary, or the algorithm does not merge.
        """
        word = self.words[piece] if 0 <= piece < len(self.words) else None
        if not isinstance(word, Merged):
            raise BadIndex(f"Piece {piece} is not a piece of this text that was merged.", "Pieces are counted from 0.")
        return self._tokenizer.why_apart(word, boundary)
