"""Whether a text can give a token, and how we know.

A token that is in the encoding of some text is a proof by itself. That none gives it is proved in three ways:

- *bytes*: its bytes stand in no valid text: UTF-8 never has them in a row.
- *merges*: merging its own bytes ends in other tokens. If some text gave it, then every merge within its bounds would have been done in
  the same order as when it stands alone, since nothing crosses the bounds of a token in the end; so it would come out alone too. A
  library that looks whole pieces up before it merges can still give it, for a piece that is just this token, made of whole characters.
- *character*: it stands for a byte in characters that have no token, and the character that is this byte has one.

Where neither is there, texts are tried, and what is said is that none of them gave it.
"""

import codecs
from collections.abc import Sequence
from typing import Literal, get_args

from cutaway.tokens.backend import Library

Reach = Literal["alone", "beside", "part", "special", "never", "not found"]
"""
- alone: its own text is encoded as this one token.
- beside: not alone, but in one of the texts that were tried: its text with something beside it.
- part: its bytes are no whole characters, so it has no text to try; merging makes it.
- special: it is a special token; where those are parsed, its name in the text is it.
- never: no text gives it, and that is proved.
- not found: none of the texts that were tried gave it.
"""

REACHES: tuple[Reach, ...] = get_args(Reach)

BESIDE: tuple[tuple[str, str], ...] = (
    ("a", ""), ("", "a"), ("a", "a"), (" ", ""), ("", " "), ("x", ""), ("e", ""), ("s", ""), ("1", ""), ("", "1"), (".", ""),
    ("", "."), ("\n", ""), ("", "\n"), ("z", ""), ("q", ""), ("é", ""), ("ж", ""), ("中", ""), ("ا", ""), ("क", ""), ("…", ""),
)  # fmt: skip
"""What is put before and behind a token's text when it does not come out alone."""


def in_some_text(piece: bytes) -> bool:
    """Whether a valid text in UTF-8 can have these bytes in a row.

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
    """Of each text, whether it is encoded as the one token of this id."""
    return [found == [id] for found, id in zip(library.each(texts), ids, strict=True)]


def witnesses(library: Library, texts: Sequence[str], ids: Sequence[int]) -> list[str | None]:
    """Of each token, a text with something beside it whose encoding has it; None where none of those tried has it."""
    found: list[str | None] = [None] * len(texts)
    for before, behind in BESIDE:
        left = [i for i, witness in enumerate(found) if witness is None]
        tried = [before + texts[i] + behind for i in left]
        for i, text, encoding in zip(left, tried, library.each(tried), strict=True):
            if ids[i] in encoding:
                found[i] = text
    return found
