"""What a token of the `tokenizers` library stands for: the decoder's settings define how it writes bytes, spaces and parts of words."""

import json
import re
from collections.abc import Iterator
from typing import Any

import tokenizers
from tokenizers import Regex, decoders

from cutaway.tokens.byte_table import BYTE_OF
from cutaway.tokens.sandbox.known import KNOWN

_BYTE = re.compile(r"<0x([0-9A-Fa-f]{2})>")


class Decoding:
    """Reads tokens one by one, as a tokenizer's decoder does.

    Without a decoder, the pre-tokenizer and the model show what it would undo. Replacements by an unknown pattern are left alone here;
    `Library.decode` makes them.

    Args:
        own: the tokenizer.

    Attributes:
        byte_level: whether tokens are written in bytes, each a character of GPT-2's table.
        fallback: whether `<0x41>` and the like are single bytes.
        start: how many spaces to drop at the very beginning of a text.
        suffix: the end-of-word mark, which becomes a space; empty if there is none.
    """

    def __init__(self, own: tokenizers.Tokenizer) -> None:
        decoder = state_of(own.decoder)
        self._steps = [*_flat(decoder)] if decoder is not None else [*_implied(own)]
        kinds = [step.get("type") for step in self._steps]
        self.byte_level = "ByteLevel" in kinds
        self.fallback = "ByteFallback" in kinds
        self.suffix = next((step["suffix"] for step in self._steps if step.get("type") == "BPEDecoder"), "")
        self.start = self._start()
        self._patterns = {
            place: _replacing(step)
            for place, step in enumerate(self._steps)
            if step.get("type") == "Replace" and step["pattern"].get("Regex") in KNOWN
        }

    def __bool__(self) -> bool:
        """Whether there is anything to undo."""
        return bool(self._steps)

    def bytes_of(self, piece: str) -> bytes:
        """The bytes that a token stands for, anywhere in a text."""
        fused = False
        for place, step in enumerate(self._steps):
            match step:
                case {"type": "ByteLevel"}:
                    if all(character in BYTE_OF for character in piece):
                        return bytes(BYTE_OF[character] for character in piece)
                case {"type": "ByteFallback"}:
                    if found := _BYTE.fullmatch(piece):
                        return bytes.fromhex(found[1])
                case {"type": "WordPiece", "prefix": prefix}:
                    piece = piece if piece == prefix else piece.removeprefix(prefix)
                case {"type": "Metaspace", "replacement": replacement}:
                    piece = piece.replace(replacement, " ")
                case {"type": "BPEDecoder", "suffix": suffix} if suffix:
                    piece = piece.replace(suffix, " ")
                case {"type": "Replace", "pattern": {"String": pattern}, "content": content} if pattern:
                    piece = piece.replace(pattern, content)
                case {"type": "Replace"} if place in self._patterns:
                    piece = self._patterns[place].decode([piece])
                case {"type": "CTC", "pad_token": pad, "word_delimiter_token": delimiter}:
                    piece = piece.replace(pad, "").replace(delimiter, " ")
                case {"type": "Strip", "content": content, "start": start, "stop": stop} if not fused:
                    piece = _stripped(piece, content, start, stop)
                case {"type": "Fuse"}:
                    fused = True
                case _:
                    pass
        return piece.encode()

    def _start(self) -> int:
        fused = False
        for step in self._steps:
            match step:
                case {"type": "Metaspace"}:
                    return int(step.get("prepend_scheme", "always") != "never")
                case {"type": "Fuse"}:
                    fused = True
                case {"type": "Strip", "content": " ", "start": start} if fused:
                    return start
                case _:
                    pass
        return 0


def state_of(part: Any) -> dict[str, Any] | None:
    """The settings of a tokenizer's part; empty for custom code; None if there is no such part."""
    if part is None:
        return None
    try:
        return json.loads(part.__getstate__())
    except Exception:  # the library raises nothing narrower
        return {}


def _flat(decoder: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The steps of a decoder in order."""
    if decoder.get("type") != "Sequence":
        yield decoder
        return
    for step in decoder.get("decoders", ()):
        yield from _flat(step)


def _implied(own: Any) -> Iterator[dict[str, Any]]:
    """The steps that a decoder would have to undo."""
    pre_tokenizer = state_of(own.pre_tokenizer) or {}
    for step in pre_tokenizer.get("pretokenizers", (pre_tokenizer,)):
        if step.get("type") in ("ByteLevel", "Metaspace"):
            yield step
    model = own.model
    if prefix := getattr(model, "continuing_subword_prefix", None):
        yield {"type": "WordPiece", "prefix": prefix}
    if suffix := getattr(model, "end_of_word_suffix", None):
        yield {"type": "BPEDecoder", "suffix": suffix}
    if getattr(model, "byte_fallback", False):
        yield {"type": "ByteFallback"}


def _replacing(step: dict[str, Any]) -> Any:
    return decoders.Replace(Regex(step["pattern"]["Regex"]), step["content"])


def _stripped(piece: str, content: str, start: int, stop: int) -> str:
    """A token without up to `start` copies of a character at its beginning and `stop` at its end."""
    first = next(
        (place for place, character in enumerate(piece[:start]) if character != content), min(start, len(piece))
    )
    rest = piece[first:]
    kept = len(rest)
    while kept > max(0, len(rest) - stop) and rest[kept - 1] == content:
        kept -= 1
    return rest[:kept]
