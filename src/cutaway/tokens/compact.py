"""A compact record of where a tokenizer cuts a text, for texts that are shown under several tokenizers at once."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from cutaway.tokens.tokenizer import Tokenizer, check_text, spans_of


class Irregular(NamedTuple):
    """A token that is not simply the characters from the end of the one before it to its own end.

    It is a part of a character, or stands for no text, or the tokenizer changed or skipped something.

    Attributes:
        at: the token's index.
        start: where its text begins, in code points.
        bytes: its own bytes.
    """

    at: int
    start: int
    bytes: bytes


@dataclass(frozen=True, slots=True)
class CompactEncoding:
    """A text under one tokenizer.

    Attributes:
        ids: the token ids.
        ends: where each token ends, in code points; a part of a character ends where the character ends.
        odd: the tokens that `ids` and `ends` don't describe fully.
        special: the positions of special tokens, such as an end-of-text mark.
        added: the positions of tokens that were put around the text rather than read from it.
        seconds: how long the library took to encode.
    """

    ids: list[int]
    ends: list[int]
    odd: list[Irregular]
    special: list[int]
    added: list[int]
    seconds: float


def cut(tokenizer: Tokenizer, text: str, *, special_as_text: bool = False) -> CompactEncoding:
    """Cuts a text into tokens.

    Args:
        special_as_text: as in `Tokenizer.encode`.

    Raises:
        BadText: the text is not valid Unicode.
    """
    check_text(text)
    library = tokenizer.library
    started = time.perf_counter()
    found = library.encoded(text, special_as_text=special_as_text)
    seconds = time.perf_counter() - started
    added = [at for at, each in enumerate(found.added or ()) if each]
    around = set(added)
    marks = [id in library.special or at in around for at, id in enumerate(found.ids)]
    written = library.in_text([tokenizer.bytes_of(id) for id in found.ids], text, marks)
    covering = written.copy()
    for at in added:
        covering[at] = b""
    whole = text.encode()
    if b"".join(covering) == whole:
        ends, odd = _of_bytes(covering, whole)
    else:
        ends, odd = _of_spans(written, spans_of(covering, text, library.lost) or found.offsets or (), text)
    special = [at for at, id in enumerate(found.ids) if id in library.special]
    return CompactEncoding(
        found.ids, ends, [Irregular(at, start, written[at]) for at, start in odd], special, added, seconds
    )


def _of_bytes(pieces: Sequence[bytes], whole: bytes) -> tuple[list[int], list[tuple[int, int]]]:
    """Where tokens end whose bytes in a row are the text, and which are odd, with their starts: those that don't begin and end where
    characters do, or have no bytes.

    >>> _of_bytes([b"a", b"\xc3", b"\xa9"], "a\u00e9".encode())
    ([1, 2, 2], [(1, 1), (2, 1)])
    """
    leads = np.ones(len(whole) + 1, bool)
    leads[:-1] = (np.frombuffer(whole, np.uint8) & 0xC0) != 0x80
    characters = np.cumsum(leads) - 1  # of each byte, the character that it belongs to
    bounds = np.zeros(len(pieces) + 1, int)
    np.cumsum(np.fromiter(map(len, pieces), int, len(pieces)), out=bounds[1:])
    first, after = bounds[:-1], bounds[1:]
    empty = first == after
    starts = characters[first]
    ends = np.where(empty, starts, characters[after] + ~leads[after])
    odd = np.flatnonzero(empty | ~leads[first] | ~leads[after])
    return ends.tolist(), [*zip(odd.tolist(), starts[odd].tolist(), strict=True)]


def _of_spans(
    written: Sequence[bytes], spans: Sequence[tuple[int, int]], text: str
) -> tuple[list[int], list[tuple[int, int]]]:
    """The same by the spans of tokens, in code points, for a tokenizer that changed the text or skipped some of it."""
    ends: list[int] = []
    odd: list[tuple[int, int]] = []
    before = 0
    for at, (bytes, (start, end)) in enumerate(zip(written, spans, strict=True)):
        if start == end:  # stands for no text, so it lies at the end of the token before it
            start = end = before
        if start != before or bytes != text[start:end].encode():
            odd.append((at, start))
        ends.append(end)
        before = end
    return ends, odd


def other_count(tokenizer: Tokenizer, text: str, cuts: CompactEncoding, *, special_as_text: bool = False) -> int:
    """How many tokens there are if special tokens in the text are read the other way: as text instead of parsed, or parsed."""
    if special_as_text:
        if not any(beginning in text for beginning in tokenizer.library.beginnings):
            return len(cuts.ids)
    elif len(cuts.special) == len(cuts.added):
        return len(cuts.ids)
    return len(tokenizer.library.ids(text, special_as_text=not special_as_text))
