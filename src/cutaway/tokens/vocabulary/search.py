"""Tokens found in a vocabulary: by what they say, by number, by length, by script and kind; and how many there are of each."""

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
"""The lengths that are counted together, in characters: from, and to (inclusive)."""
SECONDS = 2.0
"""How long a regular expression may search."""
LONGEST = 1000
"""How many characters may be searched for."""


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
class SearchResult:
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


def search(vocabulary: Vocabulary, query: Query, cancelled: Callable[[], bool] = never) -> SearchResult:
    """The tokens that are looked for. A regular expression searches in a process of its own, which can be killed.

    Args:
        cancelled: asked about twenty times a second while a regular expression searches; True gives it up.

    Raises:
        BadSearch: the bytes or the regular expression can't be read, or take too long.
        Cancelled: it was given up.
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
            "These are no bytes in hexadecimal.",
            "Write two digits a byte, as in: e2 9c 93. Digits are 0 to 9 and a to f.",
        ) from None


def _by_regex(what: str, vocabulary: Vocabulary, cancelled: Callable[[], bool]) -> np.ndarray:
    try:
        found = _process_of(vocabulary).call("search", what, seconds=SECONDS, cancelled=cancelled, raises=(Unreadable,))
    except Unreadable as error:
        raise BadSearch(
            f"This regular expression can't be read: {error.message}.",
            "Signs with a meaning of their own, such as ( and [, stand for themselves with \\ in front.",
        ) from None
    except PatternStopped as error:
        raise BadSearch(
            f"This regular expression {error.why()}.",
            "Simplify it: large numbers between { and }, and repetitions inside repetitions, as in (a+)+, are what takes long.",
        ) from None
    return np.frombuffer(found.encode(), np.uint8) == ord("1")


_PROCESSES: WeakKeyDictionary[Vocabulary, SandboxedProcess] = WeakKeyDictionary()
_STARTING = threading.Lock()


def _process_of(vocabulary: Vocabulary) -> SandboxedProcess:
    """The process that searches a vocabulary; it is kept warm for the next search."""
    with _STARTING:
        found = _PROCESSES.get(vocabulary)
        if found is None:
            texts = vocabulary.texts
            found = _PROCESSES[vocabulary] = SandboxedProcess(lambda: ("hold_texts", (texts,)))
        return found
