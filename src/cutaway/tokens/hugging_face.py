"""The `tokenizers` library: vocabularies of strings, whose decoders say how these write bytes and spaces."""

import json
import threading
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import tokenizers

from cutaway.tokens.library import Encoded, Library


class HuggingFace(Library):
    """A tokenizer of the `tokenizers` library."""

    def __init__(self, own: tokenizers.Tokenizer) -> None:
        if own.padding or own.truncation:
            own = tokenizers.Tokenizer.from_str(own.to_str())  # the caller's keeps its settings
            own.no_padding()
            own.no_truncation()
        self.own = own
        self._setting = threading.Lock()

    def ids(self, text: str, *, special_as_text: bool) -> list[int]:
        """The token ids of a text, with those that the model expects around it."""
        return self._encode(text, special_as_text).ids

    def encoded(self, text: str, *, special_as_text: bool) -> Encoded:
        """The same with the library's own offsets; a token that was put around the text covers none of it."""
        encoding = self._encode(text, special_as_text)
        offsets, mask = encoding.offsets, encoding.special_tokens_mask
        if not any(mask):
            return Encoded(encoding.ids, offsets)
        added = [bool(special) and start == end for special, (start, end) in zip(mask, offsets, strict=True)]
        return Encoded(encoding.ids, offsets, added)

    def _encode(self, text: str, special_as_text: bool) -> tokenizers.Encoding:
        own: Any = self.own
        with self._setting:  # it is a setting of the tokenizer and not of a call
            own.encode_special_tokens = special_as_text
            return own.encode(text)

    def each(self, texts: Sequence[str]) -> list[list[int]]:
        """The token ids of each text, with nothing put around it."""
        own: Any = self.own
        with self._setting:
            own.encode_special_tokens = True
            return [encoding.ids for encoding in own.encode_batch_fast([*texts], add_special_tokens=False)]

    def known(self) -> list[int]:
        """All ids, in order."""
        return sorted(self.own.get_vocab(with_added_tokens=True).values())

    def bytes_of(self, id: int) -> bytes | None:
        """The bytes that a token stands for (with a lower-casing tokenizer, of the lower-cased text)."""
        piece = self.own.id_to_token(id) if 0 <= id < 2**32 else None
        if piece is None:
            return None
        if id in self._verbatim:
            return piece.encode()
        if "ByteLevel" in self._decoders:
            if all(c in BYTE_OF for c in piece):
                return bytes(BYTE_OF[c] for c in piece)
            return piece.encode()
        if "ByteFallback" in self._decoders and len(piece) == 6 and piece.startswith("<0x"):
            return bytes.fromhex(piece[3:5])
        if "WordPiece" in self._decoders:
            return piece.removeprefix("##").encode()
        if self._decoders & {"Metaspace", "Replace"}:
            return piece.replace("▁", " ").encode()
        return piece.encode()

    @cached_property
    def unknown(self) -> int | None:
        """The id of the model's own token for what it does not know."""
        token = getattr(self.own.model, "unk_token", None)  # Unigram has none: it falls back on bytes
        return None if token is None else self.own.token_to_id(token)

    @cached_property
    def lost(self) -> frozenset[int]:
        """Bytes that a byte-level vocabulary has no token for."""
        if "ByteLevel" not in self._decoders or self.own.model.unk_token is not None:
            return frozenset()
        return frozenset(b for c, b in BYTE_OF.items() if self.own.token_to_id(c) is None)

    def special_ids(self) -> list[int]:
        """Ids of the special tokens."""
        return [id for id, token in self.own.get_added_tokens_decoder().items() if token.special]

    @cached_property
    def _verbatim(self) -> frozenset[int]:
        """Added tokens, which are written as in a text; not those that merging makes too (Gemma's runs of spaces)."""
        added, model = self.own.get_added_tokens_decoder(), self.own.model
        return frozenset(id for id, token in added.items() if token.special or model.token_to_id(token.content) != id)

    @cached_property
    def _decoders(self) -> frozenset[str]:
        """The kinds of decoder that turn tokens back into text."""
        decoder = self.own.decoder
        state = json.loads(decoder.__getstate__()) if decoder is not None else {}
        return frozenset(part.get("type", "") for part in (state, *state.get("decoders", ())))


def _byte_table() -> dict[str, int]:
    """The characters with which byte-level vocabularies write bytes (GPT-2's table): printable bytes stand for themselves, the others,
    in order, for the characters from U+0100 on.
    """
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [b for b in range(256) if b not in printable]
    return {chr(b): b for b in printable} | {chr(0x100 + i): b for i, b in enumerate(others)}


BYTE_OF = _byte_table()
"""How byte-level vocabularies write each byte."""
