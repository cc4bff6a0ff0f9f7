"""Tokens found in a vocabulary: by what they say, by number, by length, by script and kind; and how many there are of each."""

import math
import time
from dataclasses import dataclass
from typing import Literal

import numpy as np
import regex

from cutaway.errors import CutawayError
from cutaway.tokens.vocabulary.kinds import KINDS, Kind
from cutaway.tokens.vocabulary.reach import REACHES, Reach
from cutaway.tokens.vocabulary.table import Vocabulary

How = Literal["text", "bytes", "regex"]
Sort = Literal["id", "longest", "shortest"]
Range = tuple[int | None, int | None]

LENGTHS: tuple[tuple[int, int | None], ...] = (
    *((n, n) for n in range(13)), (13, 16), (17, 24), (25, 32), (33, 64), (65, None),
)  # fmt: skip
"""The lengths that are counted together, in characters: from, and to (inclusive)."""
SECONDS = 2.0
"""How long a regular expression may search."""
LONGEST = 1000
"""How many characters may be searched for."""
MOST_REPEATS = 10_000
"""The product of the counts that a regular expression may have between braces."""
_REPEATS = regex.compile(r"\{\s*(\d*)\s*,?\s*(\d*)\s*\}")


class BadSearch(CutawayError):
    """A search that can't be read, or that takes too long."""

    code = "bad-search"


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for; what is left empty leaves nothing out.

    Attributes:
        what: the text, bytes (hexadecimal, spaces allowed) or regular expression that a token has.
        how: which of these it is.
        ids: the least and the greatest id.
        characters: the least and the greatest length, in characters.
        scripts, kinds, reaches: a token is of one of these.
        sort: the order; tokens of one length are in the order of ids.
    """

    what: str = ""
    how: How = "text"
    ids: Range = (None, None)
    characters: Range = (None, None)
    scripts: frozenset[str] = frozenset()
    kinds: frozenset[Kind] = frozenset()
    reaches: frozenset[Reach] = frozenset()
    sort: Sort = "id"


@dataclass(frozen=True, slots=True)
class Found:
    """The tokens that a search found.

    A count beside a choice says how many tokens there would be with that choice alone in its group, all else as asked.

    Attributes:
        rows: their rows in the vocabulary, in the order asked.
        scripts, kinds, reaches: how many there are of each, in the order of `Vocabulary.scripts`, `KINDS` and `REACHES`.
        lengths: `(scripts, len(LENGTHS))` how many there are of each script and length, whatever of these two was asked.
    """

    rows: np.ndarray
    scripts: np.ndarray
    kinds: np.ndarray
    reaches: np.ndarray
    lengths: np.ndarray


def search(vocabulary: Vocabulary, query: Query) -> Found:
    """The tokens that are looked for.

    Raises:
        BadSearch: the bytes or the regular expression can't be read, or take too long.
    """
    said = _matching(vocabulary, query) & _within(vocabulary.ids, query.ids)
    length = _within(vocabulary.characters, query.characters)
    script = _among(vocabulary.script, vocabulary.scripts, query.scripts)
    kind = _among(vocabulary.kind, KINDS, query.kinds)
    reach = _among(vocabulary.reach, REACHES, query.reaches)
    rows = np.flatnonzero(said & length & script & kind & reach)
    if query.sort != "id":
        sizes = vocabulary.characters[rows]
        rows = rows[np.argsort(-sizes if query.sort == "longest" else sizes, kind="stable")]
    return Found(
        rows,
        _counts(vocabulary.script, said & length & kind & reach, len(vocabulary.scripts)),
        _counts(vocabulary.kind, said & length & script & reach, len(KINDS)),
        _counts(vocabulary.reach, said & length & script & kind, len(REACHES)),
        _map(vocabulary, said & kind & reach),
    )


def _within(values: np.ndarray, bounds: Range) -> np.ndarray:
    least, most = bounds
    inside = np.ones(len(values), bool)
    if least is not None:
        inside &= values >= least
    if most is not None:
        inside &= values <= most
    return inside


def _among(values: np.ndarray, names: tuple[str, ...], wanted: frozenset[str]) -> np.ndarray:
    if not wanted:
        return np.ones(len(values), bool)
    return np.isin(values, [i for i, name in enumerate(names) if name in wanted])


def _counts(values: np.ndarray, mask: np.ndarray, size: int) -> np.ndarray:
    return np.bincount(values[mask], minlength=size)


def _map(vocabulary: Vocabulary, mask: np.ndarray) -> np.ndarray:
    starts = np.asarray([least for least, _ in LENGTHS])
    bins = np.searchsorted(starts, vocabulary.characters[mask], side="right") - 1
    cells = vocabulary.script[mask].astype(np.int64) * len(LENGTHS) + bins
    size = len(vocabulary.scripts) * len(LENGTHS)
    return np.bincount(cells, minlength=size).reshape(len(vocabulary.scripts), len(LENGTHS))


def _matching(vocabulary: Vocabulary, query: Query) -> np.ndarray:
    what, every = query.what, np.ones(len(vocabulary), bool)
    if len(what) > LONGEST:
        raise BadSearch(f"This is {len(what):,} characters long; {LONGEST:,} can be searched for.", "Shorten it.")
    if not what:
        return every
    match query.how:
        case "text":
            return np.fromiter((what in text for text in vocabulary.texts), bool, len(vocabulary))
        case "bytes":
            wanted = _hexadecimal(what)
            return np.fromiter((wanted in piece for piece in vocabulary.bytes), bool, len(vocabulary))
        case "regex":
            return _by_regex(what, vocabulary.texts)


def _hexadecimal(what: str) -> bytes:
    try:
        return bytes.fromhex(what)
    except ValueError:
        raise BadSearch(
            "These are no bytes in hexadecimal.",
            "Write two digits a byte, as in: e2 9c 93. Digits are 0 to 9 and a to f.",
        ) from None


def _by_regex(what: str, texts: list[str]) -> np.ndarray:
    repeats = math.prod(max(1, *(int(n or 1) for n in pair)) for pair in _REPEATS.findall(what))
    if repeats > MOST_REPEATS:  # the library writes repetitions out before it can be told to stop
        raise BadSearch(
            f"This regular expression repeats something up to {repeats:,} times; {MOST_REPEATS:,} is the most.",
            "Write smaller numbers between { and }: few tokens are longer than a hundred characters.",
        )
    try:
        pattern = regex.compile(what)
    except regex.error as error:
        raise BadSearch(
            f"This regular expression can't be read: {error}.",
            "Signs with a meaning of their own, such as ( and [, stand for themselves with \\ in front.",
        ) from None
    except (OverflowError, RecursionError, MemoryError):
        raise BadSearch("This regular expression is too large.", "Simplify it.") from None
    end = time.monotonic() + SECONDS
    found = np.zeros(len(texts), bool)
    try:
        for row, text in enumerate(texts):
            found[row] = pattern.search(text, timeout=max(0.001, end - time.monotonic())) is not None
    except TimeoutError:
        raise BadSearch(
            f"This regular expression takes too long: it was given up after {SECONDS:g} seconds.",
            "Simplify it: repetitions inside repetitions, as in (a+)+, are what takes long.",
        ) from None
    return found
