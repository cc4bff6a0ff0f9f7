"""What Cutaway asks of a library that turns text into ids; `backend_hf` and `backend_tiktoken` answer."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any


@dataclass(frozen=True, slots=True)
class Encoded:
    """What a library made of a text.

    Attributes:
        ids: the token ids.
        offsets: where it says that each token is, in code points; None where it does not say.
        added: of each token, whether it was put around the text and not read from it; None: none was.
    """

    ids: list[int]
    offsets: Sequence[tuple[int, int]] | None = None
    added: Sequence[bool] | None = None


class Library(ABC):
    """One tokenizer as its library has it.

    Attributes:
        own: the library's own object.
    """

    own: Any

    @cached_property
    def special(self) -> frozenset[int]:
        """Ids of the special tokens, such as an end-of-text mark."""
        return frozenset(self.special_ids())

    @cached_property
    def beginnings(self) -> frozenset[str]:
        """With what special tokens begin, two characters each: a text that has none of these has no special token."""
        return frozenset((self.bytes_of(id) or b"").decode()[:2] for id in self.special)

    @cached_property
    def unknown(self) -> int | None:
        """The id that stands for whatever the vocabulary can't write; None where there is none, or it is never needed."""
        return None

    @cached_property
    def lost(self) -> frozenset[int]:
        """Bytes that the vocabulary has no token for, which the library passes over without a word."""
        return frozenset()

    @abstractmethod
    def special_ids(self) -> Iterable[int]:
        """Ids of the special tokens."""

    @abstractmethod
    def ids(self, text: str, *, special_as_text: bool, add_special_tokens: bool = True) -> list[int]:
        """The token ids.

        Args:
            special_as_text: a special token that is written out in the text is text like any other.
            add_special_tokens: with those that the model expects around a text.

        Raises:
            BadText: the vocabulary can't write a part of it, and has no token for what it does not know.
        """

    @abstractmethod
    def encoded(self, text: str, *, special_as_text: bool) -> Encoded:
        """The token ids, with what else the library knows of them."""

    @abstractmethod
    def each(self, texts: Sequence[str]) -> list[list[int]]:
        """The token ids of each text, with nothing put around it; special tokens in them are text like any other."""

    @abstractmethod
    def token(self, id: int) -> str | None:
        """A token as the vocabulary writes it, or None where there is no such token."""

    @abstractmethod
    def id_of(self, token: str) -> int | None:
        """The id of a token that is written so in the vocabulary, or None."""

    def in_text(self, pieces: Sequence[bytes], text: str, special: Sequence[bool]) -> list[bytes]:
        """The bytes of tokens as they stand in a text.

        Args:
            pieces: of each token, its bytes by itself.
            text: the text that they are tokens of.
            special: of each token, whether it is a special one, or was put around the text.
        """
        return [*pieces]

    def joined(self, pieces: Sequence[bytes], special: Sequence[bool]) -> list[bytes]:
        """The bytes of tokens in a row that may go on: nothing is missing at its beginning, and its last word may have ended."""
        return [*pieces]

    def decode(self, ids: Sequence[int], *, skip_special_tokens: bool) -> str | None:
        """The text of tokens as the library itself gives it; None where that is just their bytes in a row."""
        return None

    @abstractmethod
    def known(self) -> list[int]:
        """All ids that there are, in order; there may be gaps."""

    @abstractmethod
    def bytes_of(self, id: int) -> bytes | None:
        """The bytes that a token stands for, or None where there is no such token."""
