"""The `tokenizers` library: vocabularies of strings, with decoders that define how they write bytes and spaces."""

import threading
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import tokenizers

from cutaway.errors import BadText
from cutaway.tokens.backend import Encoded, Library
from cutaway.tokens.byte_table import BYTE_OF
from cutaway.tokens.decoding import Decoding, state_of


class HuggingFace(Library):
    """A tokenizer of the `tokenizers` library."""

    def __init__(self, own: tokenizers.Tokenizer) -> None:
        if own.padding or own.truncation:
            own = tokenizers.Tokenizer.from_str(own.to_str())  # the caller's keeps its settings
            own.no_padding()
            own.no_truncation()
        self.own = own
        self._setting = threading.Lock()

    def ids(self, text: str, *, special_as_text: bool, add_special_tokens: bool = True) -> list[int]:
        """The token ids of a text, with those that the model expects around it."""
        return self._encode(text, special_as_text, add_special_tokens).ids

    def encoded(self, text: str, *, special_as_text: bool) -> Encoded:
        """The ids with the library's own offsets; a token that was put around the text covers none of it."""
        encoding = self._encode(text, special_as_text)
        offsets, mask = encoding.offsets, encoding.special_tokens_mask
        if not any(mask):
            return Encoded(encoding.ids, offsets)
        added = [bool(special) and start == end for special, (start, end) in zip(mask, offsets, strict=True)]
        return Encoded(encoding.ids, offsets, added)

    def _encode(self, text: str, special_as_text: bool, add_special_tokens: bool = True) -> tokenizers.Encoding:
        own: Any = self.own
        with self._setting:  # this is a setting of the tokenizer, not of a call
            own.encode_special_tokens = special_as_text
            try:
                return own.encode(text, add_special_tokens=add_special_tokens)
            except BaseException as error:  # the library raises nothing narrower, and Rust's panics are no `Exception`
                if isinstance(error, Exception) or type(error).__name__ == "PanicException":
                    raise self._not_encoded(text, error) from error
                raise

    def each(self, texts: Sequence[str]) -> list[list[int]]:
        """The token ids of each text, with nothing around it; empty for a text that the vocabulary can't write."""
        own: Any = self.own
        with self._setting:
            own.encode_special_tokens = True
            try:
                return [encoding.ids for encoding in own.encode_batch_fast([*texts], add_special_tokens=False)]
            except Exception:  # one of them can't be written, and the library doesn't tell which
                return [self._ids_or_none(text) for text in texts]

    def _ids_or_none(self, text: str) -> list[int]:
        try:
            return self.own.encode(text, add_special_tokens=False).ids
        except Exception:  # the library raises nothing narrower
            return []

    def _not_encoded(self, text: str, error: BaseException) -> BadText:
        """The error for a text without tokens; it names the part that has none."""
        own: Any = self.own
        part = text
        try:
            normal = own.normalizer.normalize_str(text) if own.normalizer is not None else text
            pieces = (
                [piece for piece, _ in own.pre_tokenizer.pre_tokenize_str(normal)] if own.pre_tokenizer else [normal]
            )
            part = next((piece for piece in pieces if not self._writes(piece)), text)
            if type(own.model).__name__ != "WordLevel":  # which has no token for a part of a word either
                part = next((character for character in part if not self._writes(character)), part)
        except Exception:  # then the text as a whole is named
            pass
        return BadText(
            f"This tokenizer has no token for {_short(part)!r} in {_short(text)!r}, and no unknown token to replace it ({error}).",
            "Remove what its vocabulary does not know, or choose another tokenizer.",
        )

    def _writes(self, piece: str) -> bool:
        try:
            self.own.model.tokenize(piece)
        except Exception:  # the library raises nothing narrower
            return False
        return True

    def known(self) -> list[int]:
        """All ids, in order."""
        return sorted(self.own.get_vocab(with_added_tokens=True).values())

    def token(self, id: int) -> str | None:
        """A token as the vocabulary writes it."""
        return self.own.id_to_token(id) if 0 <= id < 2**32 else None

    def id_of(self, token: str) -> int | None:
        """The id of a token in the vocabulary's own spelling."""
        return self.own.token_to_id(token)

    def bytes_of(self, id: int) -> bytes | None:
        """The bytes that a token stands for (with a lower-casing tokenizer, of the lower-cased text)."""
        piece = self.token(id)
        if piece is None:
            return None
        if id in self._verbatim or piece in self._plain:
            return piece.encode()
        return self._decoding.bytes_of(piece)

    def in_text(self, pieces: Sequence[bytes], text: str, special: Sequence[bool]) -> list[bytes]:
        """Tokens within their text: without the space that the tokenizer puts in front of it, and without the last end-of-word mark."""
        decoding, found = self._decoding, list(pieces)
        own = [place for place, each in enumerate(special) if not each]
        if own and decoding.start and found[own[0]].startswith(b" ") and b"".join(found) != text.encode():
            first = found[own[0]]
            spaces = len(first) - len(first.lstrip(b" "))
            found[own[0]] = first[min(spaces, decoding.start) :]
        return self.joined(found, special)

    def joined(self, pieces: Sequence[bytes], special: Sequence[bool]) -> list[bytes]:
        """Consecutive tokens: an end-of-word mark becomes a space between words, and nothing after the last."""
        last = next((place for place in reversed(range(len(special))) if not special[place]), None)
        found = list(pieces)
        if self._decoding.suffix and last is not None and found[last].endswith(b" "):
            found[last] = found[last][:-1]
        return found

    def decode(self, ids: Sequence[int], *, skip_special_tokens: bool) -> str | None:
        """The library's text of tokens; None if it has no decoder and the vocabulary is not plain text."""
        if self.own.decoder is None and self._decoding:
            return None
        return self.own.decode([*ids], skip_special_tokens=skip_special_tokens)

    @cached_property
    def unknown(self) -> int | None:
        """The id of the model's own unknown token."""
        if type(self.own.model).__name__ == "Unigram":
            return (state_of(self.own.model) or {}).get("unk_id")
        token = getattr(self.own.model, "unk_token", None)
        return None if token is None else self.own.token_to_id(token)

    @cached_property
    def lost(self) -> frozenset[int]:
        """Bytes that a byte-level vocabulary has no token for."""
        if not self._decoding.byte_level or self.unknown is not None:
            return frozenset()
        return frozenset(b for c, b in BYTE_OF.items() if self.own.token_to_id(c) is None)

    def special_ids(self) -> list[int]:
        """Ids of the special tokens."""
        return [id for id, token in self.own.get_added_tokens_decoder().items() if token.special]

    @cached_property
    def _verbatim(self) -> frozenset[int]:
        """Added tokens, which are spelt as in a text, except those that merging also produces (Gemma's runs of spaces)."""
        added, model = self.own.get_added_tokens_decoder(), self.own.model
        return frozenset(id for id, token in added.items() if token.special or model.token_to_id(token.content) != id)

    @cached_property
    def _plain(self) -> frozenset[str]:
        """Tokens that begin a word but look like continuations, because the text itself contains the mark."""
        model: Any = self.own.model
        prefix = getattr(model, "continuing_subword_prefix", None)
        if not prefix or type(model).__name__ != "BPE":
            return frozenset()
        plain: set[str] = set()
        for left, right in (state_of(model) or {}).get("merges", ()):
            made = left + right.removeprefix(prefix)
            if made.startswith(prefix) and (left in plain or not left.startswith(prefix)):
                plain.add(made)
        return frozenset(plain)

    @cached_property
    def _decoding(self) -> Decoding:
        return Decoding(self.own)


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
