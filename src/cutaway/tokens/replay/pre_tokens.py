"""The pieces of a text before the model reads them, and the rule that cut each."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from cutaway.tokens.replay.words import Word


@dataclass(frozen=True, eq=False)
class PreTokens:
    """A text cut into pieces, stored in columns because a long text has very many.

    Attributes:
        texts: each piece's text as the model reads it.
        added: the index of a piece that is an added or special token → its token.
        places: computes the pieces' spans.
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
    """The rule that cut a piece.

    Attributes:
        step: the step that cut it: a pre-tokenizer's name, `pattern` (in tiktoken), `added token`, `special token` or `none`.
        name: a description in plain words; may be empty.
        alternative: the index of the alternative in the step's pattern that matched; None if no pattern did.
        source: the alternative in the pattern.
    """

    step: str
    name: str = ""
    alternative: int | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the text.

    Attributes:
        start, end: its span in the text, in code points.
        text: the normalised text there, as the model reads it.
        rule: the rule that cut it.
        word: its encoding by the model; pieces with the same text share it. None for an added or a special token.
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
    """Cuts texts like one tokenizer."""

    def cut(self, text: str, *, special_as_text: bool) -> PreTokens:
        """The pieces of a text, from left to right."""
        ...

    def rules(self, text: str, cuts: PreTokens, *, special_as_text: bool) -> list[Rule]:
        """The rule that cut each piece."""
        ...
