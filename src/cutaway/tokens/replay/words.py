"""What a model makes of one piece, whichever its algorithm."""

from typing import Protocol

from cutaway.errors import BadText


class Word(Protocol):
    """What a model made of a piece: the way there depends on the algorithm."""

    @property
    def text(self) -> str:
        """What the model read."""
        ...

    @property
    def ids(self) -> tuple[int, ...]:
        """The tokens it became."""
        ...


class Algorithm(Protocol):
    """How a tokenizer's model turns a piece into tokens."""

    @property
    def name(self) -> str:
        """What the algorithm is called."""
        ...

    def word(self, text: str) -> Word:
        """What becomes of a piece."""
        ...


def needed(unknown: int | None, text: str) -> int:
    """The unknown token, where a piece can't be written without it.

    Args:
        text: what has no token.

    Raises:
        BadText: the tokenizer has none; the library fails on such a text too.
    """
    if unknown is None:
        shown = text if len(text) <= 40 else f"{text[:40]}…"
        raise BadText(
            f"This tokenizer has no token for {shown!r}, and no unknown token in its place.",
            "Leave out what its vocabulary does not know, or choose another tokenizer.",
        )
    return unknown
