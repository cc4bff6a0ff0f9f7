"""A model's encoding of one piece, for any algorithm."""

from typing import Protocol

from cutaway.errors import BadText


class Word(Protocol):
    """A model's encoding of a piece; its details depend on the algorithm."""

    @property
    def text(self) -> str:
        """The piece's text."""
        ...

    @property
    def ids(self) -> tuple[int, ...]:
        """The piece's tokens."""
        ...


class Algorithm(Protocol):
    """How a tokenizer's model turns a piece into tokens."""

    @property
    def name(self) -> str:
        """The algorithm's name."""
        ...

    def word(self, text: str) -> Word:
        """The encoding of a piece."""
        ...


def needed(unknown: int | None, text: str) -> int:
    """The unknown token, for a piece that can't be written without it.

    Args:
        text: the text without a token.

    Raises:
        BadText: the tokenizer has no unknown token; the library fails on such a text too.
    """
    if unknown is None:
        shown = text if len(text) <= 40 else f"{text[:40]}…"
        raise BadText(
            f"This tokenizer has no token for {shown!r}, and no unknown token to replace it.",
            "Remove what its vocabulary does not know, or choose another tokenizer.",
        )
    return unknown
