"""The same sentences in many languages, and how many tokens each takes."""

import logging
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from cutaway.errors import CutawayError
from cutaway.server.api.compare import MOST
from cutaway.server.http.deps import PROBLEMS, State, as_json
from cutaway.server.http.problems import Problem, problem_of
from cutaway.tokens.languages import Language, counts, languages


class LanguageCounts(BaseModel):
    """The token counts under one tokenizer; or, in `problem`, why there are none."""

    tokenizer: str
    problem: Problem | None = None
    tokens: list[list[int]] = Field(
        default=[],
        description="For each language, the number of tokens of each sentence, without those put around every text.",
    )
    unknown: list[list[int]] = Field(
        default=[],
        description="The same for unknown tokens, which stand for text that the vocabulary can't write.",
    )


class LanguagesAnswer(BaseModel):
    """The languages, English first, and the counts of each requested tokenizer."""

    languages: list[Language]
    tokenizers: list[LanguageCounts]


log = logging.getLogger(__name__)


def languages_router(state: State) -> APIRouter:
    """`GET /api/tokenizers/languages`."""
    api = APIRouter(prefix="/api/tokenizers", responses=PROBLEMS)

    @api.get("/languages", response_model=LanguagesAnswer)
    def tokenizer_languages(
        tokenizers: Annotated[
            str, Query(description=f"Up to {MOST} names, separated by commas; an empty one is the model's own.")
        ] = "",
        model: str = "",
    ) -> Response:
        names = list(dict.fromkeys(tokenizers.split(",")))[:MOST]
        return as_json(languages_answer(state, names, model))

    return api


def languages_answer(state: State, names: list[str], model: str) -> LanguagesAnswer:
    """The languages, and their counts under each tokenizer. If one fails, the others still answer."""

    def counted(name: str) -> LanguageCounts:
        try:
            tokenizer = state.tokenizers.get(name, model)
            found = [counts(tokenizer, language) for language in languages()]
            return LanguageCounts(
                tokenizer=name, tokens=[each.tokens for each in found], unknown=[each.unknown for each in found]
            )
        except CutawayError as error:
            return LanguageCounts(tokenizer=name, problem=problem_of(error))
        except Exception as error:
            log.exception("Counting sentences by the tokenizer %s failed", name)
            return LanguageCounts(tokenizer=name, problem=problem_of(error))

    return LanguagesAnswer(
        languages=list(languages()),
        tokenizers=[counted(name) for name in names],
    )
