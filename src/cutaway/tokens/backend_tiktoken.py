"""tiktoken: its vocabulary maps bytes to ranks, and a token's id is its rank."""

from collections.abc import Sequence
from functools import cached_property

import tiktoken

from cutaway.tokens.backend import Encoded, Library


class Tiktoken(Library):
    """An encoding of tiktoken."""

    def __init__(self, own: tiktoken.Encoding) -> None:
        self.own = own

    def special_ids(self) -> list[int]:
        """Ids of the special tokens."""
        return [*self._special_pieces]

    @cached_property
    def _special_pieces(self) -> dict[int, bytes]:
        return {self.own.encode_single_token(token): token.encode() for token in self.own.special_tokens_set}

    @cached_property
    def _pieces(self) -> dict[int, bytes]:
        """The bytes of each token, special ones included."""
        return {rank: piece for piece, rank in self.own._mergeable_ranks.items()} | self._special_pieces

    def ids(self, text: str, *, special_as_text: bool, add_special_tokens: bool = True) -> list[int]:
        """The token ids of a text; tiktoken puts nothing around it."""
        if special_as_text:
            return self.own.encode_ordinary(text)
        return self.own.encode(text, allowed_special="all")

    def encoded(self, text: str, *, special_as_text: bool) -> Encoded:
        """The token ids of a text; tiktoken puts nothing around it."""
        return Encoded(self.ids(text, special_as_text=special_as_text))

    def each(self, texts: Sequence[str]) -> list[list[int]]:
        """The token ids of each text."""
        return [self.own.encode_ordinary(text) for text in texts]

    def token(self, id: int) -> str | None:
        """A token's bytes as text, with U+FFFD for bytes that are not a whole character."""
        piece = self.bytes_of(id)
        return None if piece is None else piece.decode(errors="replace")

    def id_of(self, token: str) -> int | None:
        """The id of a token with that text."""
        try:
            return self.own.encode_single_token(token)
        except KeyError:
            return None

    def known(self) -> list[int]:
        """All ids, in order."""
        return sorted(self._pieces)

    def bytes_of(self, id: int) -> bytes | None:
        """The bytes that a token stands for."""
        return self._pieces.get(id)
