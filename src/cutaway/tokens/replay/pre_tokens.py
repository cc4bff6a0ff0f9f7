"""What a text is cut into before a model reads it: pieces, and what cut each of them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from cutaway.tokens.replay.words import Word


@dataclass(frozen=True, eq=False)
class PreTokens:
    """A text cut into pieces, as columns: a long text has very many.

    Attributes:
        texts: what the model reads of each piece.
        added: the pieces that are a token at once, an added or a special one: their token, by their place among the pieces.
        places: finds where the pieces lie.
    """

    texts: list[str]
    added: dict[int, int]
    places: Callable[[], list[tuple[int, int]]] = field(repr=False)

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """Start and end of each piece in the text, in code points."""
        return self.places()


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

    def cut(self, text: str, *, special_as_text: bool) -> PreTokens:
        """The pieces of a text, from left to right."""
        ...

    def rules(self, text: str, cuts: PreTokens, *, special_as_text: bool) -> list[Rule]:
        """What cut each piece."""
        ...
