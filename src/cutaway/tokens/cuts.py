"""Where a tokenizer cuts a text, kept small: for texts that are seen under several tokenizers at once."""

import time
from dataclasses import dataclass
from typing import NamedTuple

from cutaway.tokens.tokenizer import Tokenizer, check_text, spans_of


class Odd(NamedTuple):
    """A token that is not just the characters from where the one before it ends to where it ends itself.

    It is a part of a character, or stands for no text, or the tokenizer changed or passed over something.

    Attributes:
        at: which token.
        start: where what it stands for begins, in code points.
        bytes: its own bytes.
    """

    at: int
    start: int
    bytes: bytes


@dataclass(frozen=True, slots=True)
class Cuts:
    """A text under one tokenizer.

    Attributes:
        ids: the token ids.
        ends: where each token ends, in code points; a part of a character ends where the character ends.
        odd: the tokens that these two don't tell whole.
        special: the positions of special tokens, such as an end-of-text mark.
        added: the positions of those that were put around the text and not read from it.
        seconds: how long the library took to encode.
    """

    ids: list[int]
    ends: list[int]
    odd: list[Odd]
    special: list[int]
    added: list[int]
    seconds: float


def cut(tokenizer: Tokenizer, text: str, *, special_as_text: bool = False) -> Cuts:
    """Cut a text into tokens.

    Args:
        special_as_text: as in `Tokenizer.encode`.

    Raises:
        BadText: for a text that is no valid Unicode.
    """
    check_text(text)
    library = tokenizer.library
    started = time.perf_counter()
    found = library.encoded(text, special_as_text=special_as_text)
    seconds = time.perf_counter() - started
    written = [tokenizer.bytes_of(id) for id in found.ids]
    added = [at for at, each in enumerate(found.added or ()) if each]
    covering = written.copy()
    for at in added:
        covering[at] = b""
    spans = spans_of(covering, text, library.lost) or found.offsets or []
    odd: list[Odd] = []
    ends: list[int] = []
    before = 0
    for at, (bytes, (start, end)) in enumerate(zip(written, spans, strict=True)):
        if start == end:  # stands for no text, and so where the token before it ends
            start = end = before
        if start != before or bytes != text[start:end].encode():
            odd.append(Odd(at, start, bytes))
        ends.append(end)
        before = end
    return Cuts(
        found.ids,
        ends,
        odd,
        [at for at, id in enumerate(found.ids) if id in library.special],
        added,
        seconds,
    )


def other_count(tokenizer: Tokenizer, text: str, cuts: Cuts, *, special_as_text: bool = False) -> int:
    """How many tokens there are when special tokens in the text are read the other way: as text if they are parsed, and parsed if not."""
    if special_as_text:
        if not any(beginning in text for beginning in tokenizer.library.beginnings):
            return len(cuts.ids)
    elif len(cuts.special) == len(cuts.added):
        return len(cuts.ids)
    return len(tokenizer.library.ids(text, special_as_text=not special_as_text))
