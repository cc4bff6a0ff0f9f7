"""Word-level models: a piece is one token, or unknown."""

from dataclasses import dataclass
from typing import Any

from cutaway.tokens.replay.words import needed


@dataclass(frozen=True, slots=True)
class LookedUp:
    """A piece looked up in the vocabulary.

    Attributes:
        text: the piece.
        ids: its token.
        known: whether it is in the vocabulary; else the token is the unknown one.
    """

    text: str
    ids: tuple[int, ...]
    known: bool


class WordLevel:
    """The word-level model of the `tokenizers` library.

    Args:
        state: the model as serialised by its library.
    """

    name = "word level"

    def __init__(self, state: dict[str, Any]) -> None:
        self.vocabulary: dict[str, int] = state["vocab"]
        self.unknown = self.vocabulary.get(state["unk_token"])

    def word(self, text: str) -> LookedUp:
        """The token of a piece."""
        id = self.vocabulary.get(text)
        return LookedUp(text, (needed(self.unknown, text) if id is None else id,), id is not None)
