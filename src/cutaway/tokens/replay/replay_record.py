"""The record of how a text became tokens: its pieces, what became of each, and all steps in the order in which they happen."""

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
    """One step on the way.

    Attributes:
        what: `normalise`; `cut`: a piece is there; `read`: the model takes a piece up; `merge`: two neighbours become one; `give`: the
            tokens of a piece are there; `around`: tokens that a template puts in front and behind.
        piece: which piece it is about; None where it is about the whole text.
        detail: the normalisation, the piece, its word, the merge, or token ids.
    """

    what: Literal["normalise", "cut", "read", "merge", "give", "around"]
    piece: int | None
    detail: Normalisation | Piece | Word | Merge | tuple[int, ...]


class Behind(Protocol):
    """What a record asks when it is looked into."""

    def rules(self, text: str, cuts: PreTokens, *, special_as_text: bool) -> list[Rule]: ...

    def normalisations(self, text: str, cuts: PreTokens) -> tuple[Normalisation, ...]: ...

    def why_apart(self, word: Merged, boundary: int) -> WhyNotMerged: ...


@dataclass(frozen=True, eq=False)
class Replay:
    """How a text became tokens. What costs time is worked out when it is looked at.

    Attributes:
        text: the text.
        algorithm: how pieces become tokens: `bpe by merges`, `bpe by ranks`, `wordpiece`, `unigram` or `word level`.
        front, behind: ids of the tokens that a template puts around the text.
        cuts: the pieces as they were cut.
        words: of each piece, what the model made of it; None for an added or a special token.
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
        """The token ids, as `Tokenizer.encode` has them."""
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
        """What each normaliser did to the text, in order; none where the tokenizer has no normaliser."""
        return self._tokenizer.normalisations(self.text, self.cuts)

    @property
    def normalised(self) -> str:
        """The text after normalisation."""
        return self.normalisations[-1].after if self.normalisations else self.text

    @property
    def steps(self) -> Iterator[ReplayStep]:
        """All steps in order, to be played."""
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
            piece: which piece, counted from 0.
            boundary: between its tokens `boundary` and `boundary + 1`.

        Raises:
            BadIndex: there is no such piece or boundary, or no merges: other algorithms do not merge.
        """
        word = self.words[piece] if 0 <= piece < len(self.words) else None
        if not isinstance(word, Merged):
            raise BadIndex(f"Piece {piece} is no piece of this text that was merged.", "Pieces are counted from 0.")
        return self._tokenizer.why_apart(word, boundary)
