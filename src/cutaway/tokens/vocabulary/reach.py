"""Whether a text can produce a token, and how we know.

A text whose encoding contains the token proves that one can. Three arguments prove that none can:

- *bytes*: its bytes occur in no valid text: UTF-8 never has this sequence.
- *merges*: merging its own bytes ends in other tokens. If some text produced it, every merge within its bounds would happen in the same
  order as in the token alone, because nothing crosses the bounds of a final token; so the token alone would produce it too. A library
  that looks up whole pieces before merging can still produce it, for a piece that is exactly this token, made of whole characters.
- *character*: it stands for a byte of characters without a token, but the character that is this byte has one.

If none of these applies, texts are tried; if all fail, the verdict is just that none of them produced it.
"""

import codecs
from collections.abc import Sequence
from typing import Literal, get_args

from cutaway.tokens.backend import Library

Reach = Literal["alone", "beside", "part", "special", "never", "not found"]
"""
- alone: its own text encodes to this one token.
- beside: not alone, but in one of the texts tried: its text next to something else.
- part: its bytes are not whole characters, so it has no text to try; merging makes it.
- special: it is a special token; if these are parsed, its name in the text becomes it.
- never: no text produces it, and that is proved.
- not found: none of the texts tried produced it.
"""

REACHES: tuple[Reach, ...] = get_args(Reach)

BESIDE: tuple[tuple[str, str], ...] = (
    ("a", ""), ("", "a"), ("a", "a"), (" ", ""), ("", " "), ("x", ""), ("e", ""), ("s", ""), ("1", ""), ("", "1"), (".", ""),
    ("", "."), ("\n", ""), ("", "\n"), ("z", ""), ("q", ""), ("é", ""), ("ж", ""), ("中", ""), ("ا", ""), ("क", ""), ("…", ""),
)  # fmt: skip
"""Texts to put before and after a token's text if it does not come out alone."""


def in_some_text(piece: bytes) -> bool:
    """Whether a valid UTF-8 text can contain this sequence of bytes.

    >>> in_some_text(bytes([0x9F, 0x98])), in_some_text(bytes([0xFF]))
    (True, False)
    """
    start = 0
    while start < min(3, len(piece)) and piece[start] & 0xC0 == 0x80:
        start += 1
    try:
        codecs.getincrementaldecoder("utf-8")().decode(piece[start:], final=False)
    except UnicodeDecodeError:
        return False
    return True


def encoded_alone(library: Library, texts: Sequence[str], ids: Sequence[int]) -> list[bool]:
    """For each text, whether it encodes to exactly the token of this id."""
    return [found == [id] for found, id in zip(library.each(texts), ids, strict=True)]


def witnesses(library: Library, texts: Sequence[str], ids: Sequence[int]) -> list[str | None]:
    """For each token, a text around it whose encoding contains it; None if all attempts fail."""
    found: list[str | None] = [None] * len(texts)
    for before, behind in BESIDE:
        left = [i for i, witness in enumerate(found) if witness is None]
        tried = [before + texts[i] + behind for i in left]
        for i, text, encoding in zip(left, tried, library.each(tried), strict=True):
            if ids[i] in encoding:
                found[i] = text
    return found
