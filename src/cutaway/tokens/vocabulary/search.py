"""Searches a vocabulary by text, id, length, script and kind, and counts the matches of each."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal
from weakref import WeakKeyDictionary

import numpy as np

from cutaway.errors import CutawayError
from cutaway.tokens.sandbox.process import PatternStopped, SandboxedProcess, Unreadable, never
from cutaway.tokens.vocabulary.kinds import KINDS, Kind
from cutaway.tokens.vocabulary.reach import REACHES, Reach
from cutaway.tokens.vocabulary.table import Vocabulary

How = Literal["text", "bytes", "regex"]
Sort = Literal["id", "longest", "shortest"]
Range = tuple[int | None, int | None]

LENGTHS: tuple[tuple[int, int | None], ...] = (
    *((n, n) for n in range(13)), (13, 16), (17, 24), (25, 32), (33, 64), (65, None),
)  # fmt: skip
"""The bins for lengths in characters: from, and to (inclusive)."""
SECONDS = 2.0
"""How long a regular expression may search."""
LONGEST = 1000
"""The longest text to search for, in characters."""


class BadSearch(CutawayError):
    """A search that can't be read, or that takes too long."""

    code = "bad-search"


@dataclass(frozen=True, slots=True)
class Query:
    """The conditions of a search; empty fields match everything.

    Attributes:
        what: the text, bytes (hexadecimal, spaces allowed) or regular expression to find in a token.
        how: which of these `what` is.
        ids: the least and the greatest id.
        characters: the least and the greatest length, in characters.
        scripts, kinds, reaches: a token has one of these.
        sort: the order; tokens of equal length are in the order of ids.
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
class SearchResult:
    """The result of a search.

    A count shows how many tokens would match with only that choice in its group, and all other conditions unchanged.

    Attributes:
        rows: the matching rows of the vocabulary, in the order of the query.
        scripts, kinds, reaches: the count of each, in the order of `Vocabulary.scripts`, `KINDS` and `REACHES`.
        lengths: `(scripts, len(LENGTHS))` the count of each script and length, ignoring the query's own scripts and lengths.
    """

    rows: np.ndarray
    scripts: np.ndarray
    kinds: np.ndarray
    reaches: np.ndarray
    lengths: np.ndarray


def search(vocabulary: Vocabulary, query: Query, cancelled: Callable[[], bool] = never) -> SearchResult:
    """Searches a vocabulary. A regular expression runs in a separate process, which can be killed.

    Args:
        cancelled: called about twenty times a second while a regular expression is running; True cancels it.

    Raises:
        BadSearch: the bytes or the regular expression can't be read, or take too long.
        Cancelled: `cancelled` returned True.
    """
    said = _matching(vocabulary, query, cancelled) & _within(vocabulary.ids, query.ids)
    length = _within(vocabulary.characters, query.characters)
    script = _among(vocabulary.script, vocabulary.scripts, query.scripts)
    kind = _among(vocabulary.kind, KINDS, query.kinds)
    reach = _among(vocabulary.reach, REACHES, query.reaches)
    rows = np.flatnonzero(said & length & script & kind & reach)
    if query.sort != "id":
        sizes = vocabulary.characters[rows]
        rows = rows[np.argsort(-sizes if query.sort == "longest" else sizes, kind="stable")]
    return SearchResult(
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


def _matching(vocabulary: Vocabulary, query: Query, cancelled: Callable[[], bool]) -> np.ndarray:
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
            return _by_regex(what, vocabulary, cancelled)


def _hexadecimal(what: str) -> bytes:
    try:
        return bytes.fromhex(what)
    except ValueError:
        raise BadSearch(
            "These are not bytes in hexadecimal.",
            "Write two digits per byte, as in: e2 9c 93. Digits are 0 to 9 and a to f.",
        ) from None


def _by_regex(what: str, vocabulary: Vocabulary, cancelled: Callable[[], bool]) -> np.ndarray:
    try:
        found = _process_of(vocabulary).call("search", what, seconds=SECONDS, cancelled=cancelled, raises=(Unreadable,))
    except Unreadable as error:
        raise BadSearch(
            f"This regular expression can't be read: {error.message}.",
            "To search for special signs such as ( and [, put \\ in front of them.",
        ) from None
    except PatternStopped as error:
        raise BadSearch(
            f"This regular expression {error.why()}.",
            "Simplify it: large numbers between { and }, and repetitions inside repetitions, as in (a+)+, take long.",
        ) from None
    return np.frombuffer(found.encode(), np.uint8) == ord("1")


_PROCESSES: WeakKeyDictionary[Vocabulary, SandboxedProcess] = WeakKeyDictionary()
_STARTING = threading.Lock()


def _process_of(vocabulary: Vocabulary) -> SandboxedProcess:
    """The process that searches a vocabulary; it stays warm for the next search."""
    with _STARTING:
        found = _PROCESSES.get(vocabulary)
        if found is None:
            texts = vocabulary.texts
            found = _PROCESSES[vocabulary] = SandboxedProcess(lambda: ("hold_texts", (texts,)))
        return found
