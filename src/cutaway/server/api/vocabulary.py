"""The routes that search a vocabulary and tell of its tokens."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING

from fastapi import APIRouter, BackgroundTasks, Request, Response

from cutaway.server.api.vocabulary_answers import page_answer, query_of, reaches_answer, search_answer, token_answer
from cutaway.server.api.vocabulary_schema import (
    VocabularyAnswer,
    VocabularyPage,
    VocabularyPageRequest,
    VocabularyQuery,
    VocabularyReaches,
    VocabularySearch,
    VocabularyToken,
)
from cutaway.server.http.deps import PROBLEMS, State, as_json
from cutaway.server.jobs import in_thread

if TYPE_CHECKING:
    from cutaway.tokens.vocabulary import Found, Query, Vocabulary

KEPT = 16
"""How many searches are held, so that the pages of one are read without searching again."""


def vocabulary_router(state: State) -> APIRouter:
    """The routes under `/api/tokenizers/vocabulary`."""
    api = APIRouter(prefix="/api/tokenizers/vocabulary", responses=PROBLEMS)

    kept: OrderedDict[tuple[Vocabulary, Query], Found] = OrderedDict()
    keeping = threading.Lock()

    def searched(vocabulary: "Vocabulary", query: "Query", gone: Callable[[], bool]) -> "Found":
        from cutaway.tokens.vocabulary import search

        with keeping:
            known = kept.get((vocabulary, query))
        found = known or search(vocabulary, query, gone)
        with keeping:
            kept[vocabulary, query] = found
            kept.move_to_end((vocabulary, query))
            while len(kept) > KEPT:
                kept.popitem(last=False)
        return found

    def opened(tokenizer: str, model: str) -> "Vocabulary":
        from cutaway.tokens.vocabulary import vocabulary_of

        return vocabulary_of(state.tokenizers.get(tokenizer, model))

    def found(asked: VocabularyQuery, gone: Callable[[], bool]) -> "tuple[Vocabulary, Found]":
        vocabulary = opened(asked.tokenizer, asked.model)
        return vocabulary, searched(vocabulary, query_of(asked), gone)

    @api.post("/search")
    async def search_vocabulary(body: VocabularySearch, then: BackgroundTasks, request: Request) -> VocabularyAnswer:
        def answer(gone: Callable[[], bool]) -> VocabularyAnswer:
            vocabulary, tokens = found(body.query, gone)
            then.add_task(lambda: vocabulary.merges)  # so that they are there when a token is opened
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
