"""The route that counts the tokens of the same sentences in many languages."""

import logging
from typing import Annotated

from fastapi import APIRouter, Query, Response

from cutaway.errors import CutawayError
from cutaway.server.api.compare_schema import MOST
from cutaway.server.api.languages_schema import LanguageCounts, LanguagesAnswer, LanguageSentences
from cutaway.server.http.deps import PROBLEMS, State, as_json
from cutaway.server.http.problems import problem_of

log = logging.getLogger(__name__)


def languages_router(state: State) -> APIRouter:
    """`GET /api/tokenizers/languages`."""
    api = APIRouter(prefix="/api/tokenizers", responses=PROBLEMS)

    @api.get("/languages", response_model=LanguagesAnswer)
    def tokenizer_languages(
        tokenizers: Annotated[
            str, Query(description=f"Up to {MOST} names, with commas between; an empty one is the model's own.")
        ] = "",
        model: str = "",
    ) -> Response:
        names = list(dict.fromkeys(tokenizers.split(",")))[:MOST]
        return as_json(languages_answer(state, names, model))

    return api


def languages_answer(state: State, names: list[str], model: str) -> LanguagesAnswer:
    """The languages, and what each takes under each tokenizer. One that fails hides none of the others."""
    from cutaway.tokens.languages import counts, languages

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
        languages=[
            LanguageSentences(code=each.code, name=each.name, own=each.own, sentences=list(each.sentences))
            for each in languages()
        ],
        tokenizers=[counted(name) for name in names],
    )
