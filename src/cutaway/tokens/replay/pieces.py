"""What a text is cut into before a model reads it: pieces, and what cut each of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from cutaway.tokens.replay.words import Word


class Cut(NamedTuple):
    """A piece as it comes from the tokenizer.

    Attributes:
        start, end: its place in the text, in code points.
        text: what the model reads.
        id: the token that it is at once, an added or a special one; None for what the model reads.
        alternative: which alternative of the pattern matched it, or -1 where that is not known yet.
    """

    start: int
    end: int
    text: str
    id: int | None = None
    alternative: int = -1


@dataclass(frozen=True, slots=True)
class Rule:
    """What made a piece a piece.

    Attributes:
        step: the step that cut it: a pre-tokenizer's name, `pattern` (tiktoken's one), `added token`, `special token` or `none`.
        name: in plain words; may be empty.
        alternative: which alternative of the step's pattern matched, counted from 0; None where no pattern did.
        source: that alternative as the pattern has it.
    """

    step: str
    name: str = ""
    alternative: int | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the text.

    Attributes:
        start, end: its place in the text, in code points.
        text: what the model reads: the text there, normalised.
        rule: what cut it.
        word: what the model made of it; pieces with the same text share it. None for an added or a special token.
        ids: its tokens.
    """

    start: int
    end: int
    text: str
    rule: Rule
    word: Word | None
    ids: tuple[int, ...]

    @property
    def bytes(self) -> bytes:
        """The piece in UTF-8."""
        return self.text.encode()


class Cutter(Protocol):
    """Cuts texts as one tokenizer does."""

    def cut(self, text: str, *, special_as_text: bool) -> list[Cut]:
        """The pieces of a text, from left to right."""
        ...

    def rules(self, text: str, cuts: Sequence[Cut], *, special_as_text: bool) -> list[Rule]:
        """What cut each piece."""
        ...
