"""A vocabulary: search, pages of tokens, and one token in full."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
from fastapi import APIRouter, BackgroundTasks, Request, Response
from pydantic import BaseModel, Field

from cutaway.server.api.tokens import TokenFacts
from cutaway.server.http.deps import PROBLEMS, State, as_json
from cutaway.server.jobs import in_thread
from cutaway.tokens import vocabulary as vocabularies

if TYPE_CHECKING:
    from cutaway.tokens.vocabulary import Query, SearchResult, Vocabulary

Number = Annotated[int, Field(ge=-(2**53), le=2**53)]
MOST = 5000
KindName = Literal["special", "bytes", "whitespace", "number", "word start", "letters", "punctuation", "mixed"]
ReachName = Literal["alone", "beside", "part", "special", "never", "not found"]
SortName = Literal["id", "longest", "shortest"]


class VocabularyQuery(BaseModel):
    """The conditions of a search in a vocabulary; empty fields match everything."""

    tokenizer: str = Field(default="", description="Its name; empty: the model's own.")
    model: str = Field(default="", description="The model that is open, for its own tokenizer.")
    what: str = Field(default="", description="The text, bytes or regular expression to find in a token.")
    how: Literal["text", "bytes", "regex"] = "text"
    least_id: Number | None = None
    greatest_id: Number | None = None
    shortest: Number | None = Field(default=None, description="The least length, in characters.")
    longest: Number | None = Field(default=None, description="The greatest length, in characters.")
    scripts: list[str] = Field(default=[], max_length=200)
    kinds: list[KindName] = []
    reaches: list[ReachName] = []
    sort: SortName = "id"


class VocabularySearch(BaseModel):
    """A search, and a token to locate among the results."""

    query: VocabularyQuery
    near: Number | None = Field(default=None, description="The id of that token.")


class VocabularyPageRequest(BaseModel):
    """A page of a search's results."""

    query: VocabularyQuery
    first: int = Field(ge=0, description="How many to skip.")
    count: int = Field(ge=1, le=MOST)
    merges: bool = Field(
        default=False, description="Whether to include the merge of each token, which may take time to compute."
    )


class VocabularyCount(BaseModel):
    """A choice, and how many tokens would match with only it in its group, and all other conditions unchanged."""

    name: str
    tokens: int


class VocabularyReaches(BaseModel):
    """How many tokens of a vocabulary a text can produce, and how."""

    size: int = Field(description="How many tokens the vocabulary has.")
    reaches: list[VocabularyCount]


class VocabularyLength(BaseModel):
    """A bin of lengths in characters, both ends inclusive."""

    least: int
    most: int | None


class VocabularyAnswer(BaseModel):
    """How many tokens a search found, counted by kind, script and length."""

    size: int = Field(description="How many tokens the vocabulary has.")
    found: int
    algorithm: str = Field(description="How the tokenizer makes tokens; empty if that is unknown.")
    place: int | None = Field(
        description="The index of the named token among the results, or of the next one in order if it is not among them."
    )
    scripts: list[VocabularyCount]
    kinds: list[VocabularyCount]
    reaches: list[VocabularyCount]
    lengths: list[VocabularyLength] = Field(description="The columns of `map`.")
    map: list[list[int]] = Field(
        description="For each of `scripts`, the count of each length, ignoring the query's own scripts and lengths."
    )


class VocabularyPage(BaseModel):
    """Tokens as columns, in the order of the search."""

    first: int
    ids: list[int]
    bytes: list[str] = Field(description="In hexadecimal.")
    texts: list[str]
    scripts: list[str]
    kinds: list[str]
    reaches: list[str]
    left: list[int | None] = Field(
        description="The id of the left token that its merge joins; the three fields are empty if merges are not included."
    )
    right: list[int | None]
    rank: list[int | None]


class VocabularyToken(TokenFacts):
    """Everything known about one token."""

    characters: int
    script: str
    kind: KindName
    reach: ReachName
    why: Literal["", "bytes", "merges", "character"] = Field(
        description="The proof that no text produces it; empty if there is none."
    )
    witness: str = Field(description="A text that produces it, if it does not come out alone; else empty.")
    encoded: list[TokenFacts] = Field(
        description="The encoding of its own text; if its bytes are not text, the result of merging them."
    )
    algorithm: str
    rank: int | None = Field(description="Of the merge that makes it, counted from 0; null if there is none.")
    made_of: list[TokenFacts] = Field(description="The two tokens that this merge joins.")
    part_of: list[TokenFacts] = Field(description="The first tokens whose merge joins this one with another.")
    parts: int = Field(description="How many such tokens there are.")


LISTED = 200
"""How many of the tokens that contain a token to list."""


def query_of(asked: VocabularyQuery) -> "Query":
    """The engine's query for a request."""
    return vocabularies.Query(
        what=asked.what,
        how=asked.how,
        ids=(asked.least_id, asked.greatest_id),
        characters=(asked.shortest, asked.longest),
        scripts=frozenset(asked.scripts),
        kinds=frozenset(asked.kinds),
        reaches=frozenset(asked.reaches),
        sort=asked.sort,
    )


def search_answer(vocabulary: "Vocabulary", found: "SearchResult", near: int | None) -> VocabularyAnswer:
    """The counts of a search's results."""
    return VocabularyAnswer(
        size=len(vocabulary),
        found=len(found.rows),
        algorithm=vocabulary.algorithm.name if vocabulary.algorithm else "",
        place=None if near is None else _place(vocabulary, found, near),
        scripts=_counts(vocabulary.scripts, found.scripts),
        kinds=_counts(vocabularies.kinds.KINDS, found.kinds),
        reaches=reaches_answer(vocabulary, found).reaches,
        lengths=[VocabularyLength(least=least, most=most) for least, most in vocabularies.search.LENGTHS],
        map=found.lengths.tolist(),
    )


def reaches_answer(vocabulary: "Vocabulary", found: "SearchResult") -> VocabularyReaches:
    """How many of a search's results a text can produce, and how."""
    return VocabularyReaches(size=len(vocabulary), reaches=_counts(vocabularies.reach.REACHES, found.reaches))


def page_answer(
    vocabulary: "Vocabulary", found: "SearchResult", first: int, count: int, *, merges: bool
) -> VocabularyPage:
    """A page of a search's results."""
    rows = found.rows[first : first + count]
    listed = rows.tolist()
    ids = vocabulary.ids

    def joined(side: np.ndarray) -> list[int | None]:
        return [None if row < 0 else int(ids[row]) for row in side[rows].tolist()]

    return VocabularyPage(
        first=first,
        ids=ids[rows].tolist(),
        bytes=[vocabulary.bytes[row].hex() for row in listed],
        texts=[vocabulary.texts[row] for row in listed],
        scripts=[vocabulary.scripts[i] for i in vocabulary.script[rows].tolist()],
        kinds=[vocabularies.kinds.KINDS[i] for i in vocabulary.kind[rows].tolist()],
        reaches=[vocabularies.reach.REACHES[i] for i in vocabulary.reach[rows].tolist()],
        left=joined(vocabulary.merges.left) if merges else [],
        right=joined(vocabulary.merges.right) if merges else [],
        rank=[None if rank < 0 else rank for rank in vocabulary.merges.rank[rows].tolist()] if merges else [],
    )


def token_answer(vocabulary: "Vocabulary", id: int) -> VocabularyToken:
    """Everything known about one token.

    Raises:
        BadIndex: there is no token of that id.
    """
    row = vocabulary.row(id)
    merges = vocabulary.merges
    rank = int(merges.rank[row])
    parts = vocabulary.part_of(row).tolist()
    return VocabularyToken(
        **_piece(vocabulary, row).model_dump(),
        characters=int(vocabulary.characters[row]),
        script=vocabulary.scripts[vocabulary.script[row]],
        kind=vocabularies.kinds.KINDS[vocabulary.kind[row]],
        reach=vocabularies.reach.REACHES[vocabulary.reach[row]],
        why=vocabulary.why.get(row, ""),
        witness=vocabulary.witness.get(row, ""),
        encoded=[_piece(vocabulary, vocabulary.row(id)) for id in vocabulary.encoded(row)],
        algorithm=vocabulary.algorithm.name if vocabulary.algorithm else "",
        rank=None if rank < 0 else rank,
        made_of=[] if rank < 0 else [_piece(vocabulary, int(s[row])) for s in (merges.left, merges.right)],
        part_of=[_piece(vocabulary, part) for part in parts[:LISTED]],
        parts=len(parts),
    )


def _counts(names: Iterable[str], numbers: np.ndarray) -> list[VocabularyCount]:
    return [VocabularyCount(name=name, tokens=int(n)) for name, n in zip(names, numbers, strict=True)]


def _piece(vocabulary: "Vocabulary", row: int) -> TokenFacts:
    id = int(vocabulary.ids[row])
    return TokenFacts(
        id=id,
        text=vocabulary.texts[row],
        bytes=vocabulary.bytes[row].hex(),
        special=id in vocabulary.library.special,
    )


def _place(vocabulary: "Vocabulary", found: "SearchResult", id: int) -> int | None:
    """A token's index among the results; in the order of ids, where it would be."""
    if not len(found.rows):
        return None
    row = int(np.searchsorted(vocabulary.ids, id))
    exact = np.flatnonzero(found.rows == row)
    if len(exact):
        return int(exact[0])
    return int(np.argmin(np.abs(vocabulary.ids[found.rows] - id)))


def vocabulary_router(state: State) -> APIRouter:
    """The routes under `/api/tokenizers/vocabulary`."""
    api = APIRouter(prefix="/api/tokenizers/vocabulary", responses=PROBLEMS)

    def opened(tokenizer: str, model: str) -> "Vocabulary":
        return vocabularies.vocabulary_of(state.tokenizers.get(tokenizer, model))

    def found(asked: VocabularyQuery, gone: Callable[[], bool]) -> "tuple[Vocabulary, SearchResult]":
        vocabulary = opened(asked.tokenizer, asked.model)
        return vocabulary, state.searches.get(vocabulary, query_of(asked), gone)

    @api.post("/search")
    async def search_vocabulary(body: VocabularySearch, then: BackgroundTasks, request: Request) -> VocabularyAnswer:
        def answer(gone: Callable[[], bool]) -> VocabularyAnswer:
            vocabulary, tokens = found(body.query, gone)
            then.add_task(lambda: vocabulary.merges)  # so that they are ready when a token is opened
            return search_answer(vocabulary, tokens, body.near)

        return await in_thread(request, answer)

    @api.get("/reaches")
    def vocabulary_reaches(tokenizer: str = "", model: str = "") -> VocabularyReaches:
        return reaches_answer(*found(VocabularyQuery(tokenizer=tokenizer, model=model), lambda: False))

    @api.post("/page", response_model=VocabularyPage)
    async def vocabulary_page(body: VocabularyPageRequest, request: Request) -> Response:
        def answer(gone: Callable[[], bool]) -> Response:
            return as_json(page_answer(*found(body.query, gone), body.first, body.count, merges=body.merges))

        return await in_thread(request, answer)

    @api.get("/token")
    def vocabulary_token(id: int, tokenizer: str = "", model: str = "") -> VocabularyToken:
        return token_answer(opened(tokenizer, model), id)

    return api
