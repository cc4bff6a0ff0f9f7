"""What a model makes of one piece, whichever its algorithm."""

from typing import Protocol


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
