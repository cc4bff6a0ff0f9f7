"""What a vocabulary has, as the page reads it."""

from typing import TYPE_CHECKING

from cutaway.server.api.vocabulary_schema import (
    VocabularyAnswer,
    VocabularyCount,
    VocabularyLength,
    VocabularyPage,
    VocabularyPiece,
    VocabularyQuery,
    VocabularyReaches,
    VocabularyToken,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np

    from cutaway.tokens.vocabulary.search import Found, Query
    from cutaway.tokens.vocabulary.table import Vocabulary

LISTED = 200
"""How many of the tokens that one is a part of are told."""


def query_of(asked: VocabularyQuery) -> "Query":
    """A search as the engine reads it."""
    from cutaway.tokens.vocabulary import Query

    return Query(
        what=asked.what,
        how=asked.how,
        ids=(asked.least_id, asked.greatest_id),
        characters=(asked.shortest, asked.longest),
        scripts=frozenset(asked.scripts),
        kinds=frozenset(asked.kinds),
        reaches=frozenset(asked.reaches),
        sort=asked.sort,
    )


def search_answer(vocabulary: "Vocabulary", found: "Found", near: int | None) -> VocabularyAnswer:
    """What a search found, in numbers."""
    from cutaway.tokens.vocabulary.kinds import KINDS
    from cutaway.tokens.vocabulary.search import LENGTHS

    return VocabularyAnswer(
        size=len(vocabulary),
        found=len(found.rows),
        algorithm=vocabulary.algorithm.name if vocabulary.algorithm else "",
        place=None if near is None else _place(vocabulary, found, near),
        scripts=_counts(vocabulary.scripts, found.scripts),
        kinds=_counts(KINDS, found.kinds),
        reaches=reaches_answer(vocabulary, found).reaches,
        lengths=[VocabularyLength(least=least, most=most) for least, most in LENGTHS],
        map=found.lengths.tolist(),
    )


def reaches_answer(vocabulary: "Vocabulary", found: "Found") -> VocabularyReaches:
    """How a text gives the tokens that a search found, and how many it can't give."""
    from cutaway.tokens.vocabulary.reach import REACHES

    return VocabularyReaches(size=len(vocabulary), reaches=_counts(REACHES, found.reaches))


def page_answer(vocabulary: "Vocabulary", found: "Found", first: int, count: int, *, merges: bool) -> VocabularyPage:
    """Some of the tokens that a search found."""
    from cutaway.tokens.vocabulary.kinds import KINDS
    from cutaway.tokens.vocabulary.reach import REACHES

    rows = found.rows[first : first + count]
    listed = rows.tolist()
    ids = vocabulary.ids

    def joined(side: "np.ndarray") -> list[int | None]:
        return [None if row < 0 else int(ids[row]) for row in side[rows].tolist()]

    return VocabularyPage(
        first=first,
        ids=ids[rows].tolist(),
        bytes=[vocabulary.bytes[row].hex() for row in listed],
        texts=[vocabulary.texts[row] for row in listed],
        scripts=[vocabulary.scripts[i] for i in vocabulary.script[rows].tolist()],
        kinds=[KINDS[i] for i in vocabulary.kind[rows].tolist()],
        reaches=[REACHES[i] for i in vocabulary.reach[rows].tolist()],
        left=joined(vocabulary.merges.left) if merges else [],
        right=joined(vocabulary.merges.right) if merges else [],
        rank=[None if rank < 0 else rank for rank in vocabulary.merges.rank[rows].tolist()] if merges else [],
    )


def token_answer(vocabulary: "Vocabulary", id: int) -> VocabularyToken:
    """All that is known of one token.

    Raises:
        BadIndex: there is no token of that id.
    """
    from cutaway.tokens.vocabulary.kinds import KINDS
    from cutaway.tokens.vocabulary.reach import REACHES

    row = vocabulary.row(id)
    merges = vocabulary.merges
    rank = int(merges.rank[row])
    parts = vocabulary.part_of(row).tolist()
    return VocabularyToken(
        **_piece(vocabulary, row).model_dump(),
        characters=int(vocabulary.characters[row]),
        script=vocabulary.scripts[vocabulary.script[row]],
        kind=KINDS[vocabulary.kind[row]],
        reach=REACHES[vocabulary.reach[row]],
        why=vocabulary.why.get(row, ""),
        witness=vocabulary.witness.get(row, ""),
        encoded=[_piece(vocabulary, vocabulary.row(id)) for id in vocabulary.encoded(row)],
        algorithm=vocabulary.algorithm.name if vocabulary.algorithm else "",
        rank=None if rank < 0 else rank,
        made_of=[] if rank < 0 else [_piece(vocabulary, int(s[row])) for s in (merges.left, merges.right)],
        part_of=[_piece(vocabulary, part) for part in parts[:LISTED]],
        parts=len(parts),
    )


def _counts(names: "Iterable[str]", numbers: "np.ndarray") -> list[VocabularyCount]:
    return [VocabularyCount(name=name, tokens=int(n)) for name, n in zip(names, numbers, strict=True)]


def _piece(vocabulary: "Vocabulary", row: int) -> VocabularyPiece:
    id = int(vocabulary.ids[row])
    return VocabularyPiece(
        id=id,
        text=vocabulary.texts[row],
        bytes=vocabulary.bytes[row].hex(),
        special=id in vocabulary.library.special,
    )


def _place(vocabulary: "Vocabulary", found: "Found", id: int) -> int | None:
    """Where a token is among those found; in the order of ids, where it would be."""
    import numpy as np

    if not len(found.rows):
        return None
    row = int(np.searchsorted(vocabulary.ids, id))
    exact = np.flatnonzero(found.rows == row)
    if len(exact):
        return int(exact[0])
    return int(np.argmin(np.abs(vocabulary.ids[found.rows] - id)))
