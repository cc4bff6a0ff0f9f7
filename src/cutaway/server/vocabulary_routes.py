"""The routes that search a vocabulary and tell of its tokens."""

from functools import lru_cache
from typing import TYPE_CHECKING

from fastapi import APIRouter, BackgroundTasks, Response

from cutaway.server.asking import PROBLEMS, State, as_json
from cutaway.server.vocabulary_answers import page_answer, query_of, reaches_answer, search_answer, token_answer
from cutaway.server.vocabulary_schema import (
    VocabularyAnswer,
    VocabularyPage,
    VocabularyPageRequest,
    VocabularyQuery,
    VocabularyReaches,
    VocabularySearch,
    VocabularyToken,
)

if TYPE_CHECKING:
    from cutaway.tokens.vocabulary import Found, Query, Vocabulary

KEPT = 16
"""How many searches are held, so that the pages of one are read without searching again."""


def vocabulary_router(state: State) -> APIRouter:
    """The routes under `/api/tokenizers/vocabulary`."""
    api = APIRouter(prefix="/api/tokenizers/vocabulary", responses=PROBLEMS)

    @lru_cache(KEPT)
    def searched(vocabulary: "Vocabulary", query: "Query") -> "Found":
        from cutaway.tokens.vocabulary import search

        return search(vocabulary, query)

    def opened(tokenizer: str, model: str) -> "Vocabulary":
        from cutaway.tokens.vocabulary import vocabulary_of

        return vocabulary_of(state.tokenizers.get(tokenizer, model))

    def found(asked: VocabularyQuery) -> "tuple[Vocabulary, Found]":
        vocabulary = opened(asked.tokenizer, asked.model)
        return vocabulary, searched(vocabulary, query_of(asked))

    @api.post("/search")
    def search_vocabulary(body: VocabularySearch, then: BackgroundTasks) -> VocabularyAnswer:
        vocabulary, tokens = found(body.query)
        then.add_task(lambda: vocabulary.merges)  # so that they are there when a token is opened
        return search_answer(vocabulary, tokens, body.near)

    @api.get("/reaches")
    def vocabulary_reaches(tokenizer: str = "", model: str = "") -> VocabularyReaches:
        return reaches_answer(*found(VocabularyQuery(tokenizer=tokenizer, model=model)))

    @api.post("/page", response_model=VocabularyPage)
    def vocabulary_page(body: VocabularyPageRequest) -> Response:
        return as_json(page_answer(*found(body.query), body.first, body.count, merges=body.merges))

    @api.get("/token")
    def vocabulary_token(id: int, tokenizer: str = "", model: str = "") -> VocabularyToken:
        return token_answer(opened(tokenizer, model), id)

    return api
