"""Text becomes tokens: one face over any tokenizer of the `tokenizers` library.

Ids are the library's own. What is added is what people want to see: each token's bytes, and the characters of the text it stands for.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import tokenizers

from cutaway.errors import BadIndex, BadText, UnsupportedModel


@dataclass(frozen=True, slots=True)
class Token:
    """One token of a text.

    Attributes:
        id: its id in the vocabulary.
        text: its bytes as text; U+FFFD stands for bytes that are no whole character.
        bytes: what it stands for, as bytes (UTF-8; with a lower-casing tokenizer, of the lower-cased text).
        start, end: the characters of the text that it stands for, in code points. Tokens that are each a part of one character all carry
            that character's bounds; a token that stands for no text has `start == end`.
        special: whether it is a special token, such as an end-of-text mark.
        appended: whether it was appended by id instead of read from the text.
    """

    id: int
    text: str
    bytes: bytes
    start: int
    end: int
    special: bool = False
    appended: bool = False


class Tokenizer:
    """A tokenizer of the `tokenizers` library, or one of Transformers that is built on it.

    Raises:
        UnsupportedModel: for a tokenizer that has no such backend.
    """

    def __init__(self, tokenizer: Any) -> None:
        backend = (
            tokenizer if isinstance(tokenizer, tokenizers.Tokenizer) else getattr(tokenizer, "backend_tokenizer", None)
        )
        if not isinstance(backend, tokenizers.Tokenizer):
            raise UnsupportedModel(
                f"{type(tokenizer).__name__} is not built on the tokenizers library, so it can't be shown.",
                "Give a fast tokenizer (AutoTokenizer loads one where there is one), or token ids in place of text.",
            )
        if backend.padding or backend.truncation:
            backend = tokenizers.Tokenizer.from_str(backend.to_str())  # the caller's keeps its settings
            backend.no_padding()
            backend.no_truncation()
        self.backend = backend

    @classmethod
    def from_file(cls, file: str | Path) -> "Tokenizer":
        """Reads a `tokenizer.json`."""
        return cls(tokenizers.Tokenizer.from_file(str(file)))

    @property
    def size(self) -> int:
        """How many tokens there are, special ones included."""
        return self.backend.get_vocab_size(with_added_tokens=True)

    def encode(self, text: str) -> list[int]:
        """The token ids of `text`, with the special tokens that the model expects around it.

        Raises:
            BadText: for a text that is no valid Unicode.
        """
        return self._encode(text).ids

    def tokens(self, text: str, appended: Sequence[int] = ()) -> tuple[Token, ...]:
        """The tokens of `text`, followed by those whose ids are `appended`.

        Offsets of appended tokens go on after the text, as if their text had been typed.

        Raises:
            BadText: for a text that is no valid Unicode.
            BadIndex: for an appended id that is not in the vocabulary.
        """
        encoding = self._encode(text)
        added = [
            bool(m) and start == end
            for m, (start, end) in zip(encoding.special_tokens_mask, encoding.offsets, strict=True)
        ]
        pieces = [self.bytes_of(id) for id in encoding.ids]
        written = [b"" if a else piece for a, piece in zip(added, pieces, strict=True)]
        spans = _spans(written, text, self._lost) or encoding.offsets
        read = [
            Token(id, readable(piece), piece, start, end, id in self._special)
            for id, piece, (start, end) in zip(encoding.ids, pieces, spans, strict=True)
        ]
        return (*read, *self.tokens_of(appended, start=len(text), appended=True))

    def tokens_of(self, ids: Sequence[int], *, start: int = 0, appended: bool = False) -> tuple[Token, ...]:
        """Tokens by their ids, with offsets into the text that they make together, counted from `start`.

        Raises:
            BadIndex: for an id that is not in the vocabulary.
        """
        pieces = [self.bytes_of(id) for id in ids]
        spans = _spans(pieces, _escaped(b"".join(pieces))) or []
        return tuple(
            Token(id, readable(piece), piece, start + s, start + e, id in self._special, appended)
            for id, piece, (s, e) in zip(ids, pieces, spans, strict=True)
        )

    def bytes_of(self, id: int) -> bytes:
        """The bytes that a token stands for.

        Raises:
            BadIndex: for an id that is not in the vocabulary.
        """
        piece = self.backend.id_to_token(id) if 0 <= id < 2**32 else None
        if piece is None:
            raise BadIndex(f"{id} is no token of this vocabulary.", f"It has {self.size} tokens.")
        if id in self._added:
            return piece.encode()
        if "ByteLevel" in self._decoders:
            if all(c in _BYTE_OF for c in piece):
                return bytes(_BYTE_OF[c] for c in piece)
            return piece.encode()
        if "ByteFallback" in self._decoders and len(piece) == 6 and piece.startswith("<0x"):
            return bytes.fromhex(piece[3:5])
        if "WordPiece" in self._decoders:
            return piece.removeprefix("##").encode()
        if self._decoders & {"Metaspace", "Replace"}:
            return piece.replace("▁", " ").encode()
        return piece.encode()

    def text_of(self, ids: Sequence[int]) -> str:
        """The text of tokens by id, joined byte by byte, so that characters split over tokens come out whole."""
        return readable(b"".join(self.bytes_of(id) for id in ids))

    def is_special(self, id: int) -> bool:
        """Whether a token is a special one, such as an end-of-text mark."""
        return id in self._special

    def _encode(self, text: str) -> tokenizers.Encoding:
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise BadText(
                f"The text is not valid Unicode: character {error.start + 1} is half of a surrogate pair.",
                "Remove that character, or paste the text again.",
            ) from None
        return self.backend.encode(text)

    @cached_property
    def _lost(self) -> frozenset[int]:
        """Bytes that a byte-level vocabulary has no token for: the tokenizer passes over them without a word."""
        if "ByteLevel" not in self._decoders or self.backend.model.unk_token is not None:
            return frozenset()
        return frozenset(b for c, b in _BYTE_OF.items() if self.backend.token_to_id(c) is None)

    @cached_property
    def _added(self) -> frozenset[int]:
        return frozenset(self.backend.get_added_tokens_decoder())

    @cached_property
    def _special(self) -> frozenset[int]:
        return frozenset(id for id, token in self.backend.get_added_tokens_decoder().items() if token.special)

    @cached_property
    def _decoders(self) -> frozenset[str]:
        """The kinds of decoder that turn tokens back into text: they say how the vocabulary writes bytes and spaces."""
        decoder = self.backend.decoder
        state = json.loads(decoder.__getstate__()) if decoder is not None else {}
        return frozenset(part.get("type", "") for part in (state, *state.get("decoders", ())))


def readable(piece: bytes) -> str:
    """Bytes as text, with U+FFFD for each byte that belongs to no whole character."""
    return _ESCAPE.sub("\ufffd", _escaped(piece))


def _escaped(piece: bytes) -> str:
    """Bytes as text, one surrogate for each byte that belongs to no whole character, so that nothing is lost."""
    return piece.decode("utf-8", errors="surrogateescape")


_ESCAPE = re.compile("[\udc80-\udcff]")


def _spans(pieces: Sequence[bytes], text: str, lost: frozenset[int] = frozenset()) -> list[tuple[int, int]] | None:
    """Where each token's bytes lie in `text`, in code points; None where the bytes do not add up to the text.

    Args:
        lost: bytes that the tokenizer passes over.

    >>> _spans([b"a", b"\xc3", b"\xa9"], "a\u00e9")
    [(0, 1), (1, 2), (1, 2)]
    """
    kept = [(i, b) for i, c in enumerate(text) for b in c.encode("utf-8", errors="surrogateescape") if b not in lost]
    if b"".join(pieces) != bytes(b for _, b in kept):
        return None
    character = [i for i, _ in kept]
    spans: list[tuple[int, int]] = []
    at = 0
    for piece in pieces:
        end = at + len(piece)
        start = character[at] if at < len(character) else len(text)
        spans.append((start, character[end - 1] + 1 if piece else start))
        at = end
    return spans


def _byte_table() -> dict[str, int]:
    """The characters with which byte-level vocabularies write bytes (GPT-2's table): printable bytes stand for themselves, the others,
    in order, for the characters from U+0100 on.
    """
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [b for b in range(256) if b not in printable]
    return {chr(b): b for b in printable} | {chr(0x100 + i): b for i, b in enumerate(others)}


_BYTE_OF = _byte_table()
