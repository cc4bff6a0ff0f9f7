"""The interface to libraries that turn text into ids; `backend_hf` and `backend_tiktoken` implement it."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any


@dataclass(frozen=True, slots=True)
class Encoded:
    """A library's encoding of a text.

    Attributes:
        ids: the token ids.
        offsets: each token's start and end according to the library, in code points; None if it has no offsets.
        added: for each token, whether it was put around the text rather than read from it; None if none was.
    """

    ids: list[int]
    offsets: Sequence[tuple[int, int]] | None = None
    added: Sequence[bool] | None = None


class Library(ABC):
    """One tokenizer in its own library.

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
        """The first two characters of each special token: a text with none of these has no special token."""
        return frozenset((self.bytes_of(id) or b"").decode()[:2] for id in self.special)

    @cached_property
    def unknown(self) -> int | None:
        """The id for anything that the vocabulary can't write; None if there is none, or if it is never needed."""
        return None

    @cached_property
    def lost(self) -> frozenset[int]:
        """Bytes without a token, which the library drops silently."""
        return frozenset()

    @abstractmethod
    def special_ids(self) -> Iterable[int]:
        """Ids of the special tokens."""

    @abstractmethod
    def ids(self, text: str, *, special_as_text: bool, add_special_tokens: bool = True) -> list[int]:
        """The token ids.

        Args:
            special_as_text: read a special token that is written out in the text as plain text.
            add_special_tokens: add those that the model expects around a text.

        Raises:
            BadText: the vocabulary can't write a part of it, and has no unknown token.
        """

    @abstractmethod
    def encoded(self, text: str, *, special_as_text: bool) -> Encoded:
        """The token ids, with the library's offsets."""

    @abstractmethod
    def each(self, texts: Sequence[str]) -> list[list[int]]:
        """The token ids of each text, with nothing around it and special tokens read as plain text."""

    @abstractmethod
    def token(self, id: int) -> str | None:
        """A token as the vocabulary writes it, or None if there is no such token."""

    @abstractmethod
    def id_of(self, token: str) -> int | None:
        """The id of a token in the vocabulary's own spelling, or None."""

    def in_text(self, pieces: Sequence[bytes], text: str, special: Sequence[bool]) -> list[bytes]:
        """The bytes of tokens within their text.

        Args:
            pieces: the bytes of each token by itself.
            text: the text that the tokens come from.
            special: for each token, whether it is special or was put around the text.
        """
        return [*pieces]

    def joined(self, pieces: Sequence[bytes], special: Sequence[bool]) -> list[bytes]:
        """The bytes of consecutive tokens that may continue: nothing is missing at the start, and the last word may have ended."""
        return [*pieces]

    def decode(self, ids: Sequence[int], *, skip_special_tokens: bool) -> str | None:
        """The text of tokens by the library's own decoder; None if that just joins their bytes."""
        return None

    @abstractmethod
    def known(self) -> list[int]:
        """All ids, in order; there may be gaps."""

    @abstractmethod
    def bytes_of(self, id: int) -> bytes | None:
        """The bytes that a token stands for, or None if there is no such token."""
