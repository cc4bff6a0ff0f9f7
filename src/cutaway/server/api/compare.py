"""One text under several tokenizers. If one fails, the others still answer."""

import logging
from collections.abc import Sequence

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from cutaway.errors import CutawayError
from cutaway.server.api.tokens import TokenColumns, utf16_offsets
from cutaway.server.http.deps import PROBLEMS, State, as_json
from cutaway.server.http.limits import check_size
from cutaway.server.http.problems import Problem, problem_of
from cutaway.tokens.catalog import CATALOG
from cutaway.tokens.compact import cut, other_count
from cutaway.tokens.tokenizer import Tokenizer, check_text, readable

MOST = 6


class CompareRequest(BaseModel):
    """A text, and the tokenizers to cut it with."""

    text: str
    tokenizers: list[str] = Field(max_length=MOST, description="Their names; the empty one is the model's own.")
    model: str = Field(default="", description="The model that is open, for its own tokenizer.")
    special_as_text: bool = Field(
        default=False, description="Read special tokens written out in the text as plain text."
    )


class ComparedText(BaseModel):
    """A text under one tokenizer; if that failed, only `problem` is set."""

    tokenizer: str
    problem: Problem | None = None
    tokens: TokenColumns = TokenColumns()
    added: list[int] = Field(
        default=[], description="The positions of tokens that were put around the text rather than read from it."
    )
    otherwise: int = Field(default=0, description="How many tokens there are if special tokens are read the other way.")
    context: int | None = Field(
        default=None, description="How many tokens its model can read at once, if it belongs to a single one."
    )
    seconds: float = Field(default=0, description="How long the tokenizer's library took.")


class CompareAnswer(BaseModel):
    """A text under several tokenizers, in the order of the request."""

    characters: int = Field(description="How many code points the text has.")
    bytes: int = Field(description="How many bytes the text has in UTF-8.")
    tokenizers: list[ComparedText]


log = logging.getLogger(__name__)


def compare_router(state: State) -> APIRouter:
    """`POST /api/tokenizers/compare`."""
    api = APIRouter(prefix="/api/tokenizers", responses=PROBLEMS)

    @api.post("/compare", response_model=CompareAnswer)
    def compare_tokenizers(body: CompareRequest) -> Response:
        check_size(body.text)
        return as_json(compare_answer(state, body))

    return api


def compare_answer(state: State, asked: CompareRequest) -> CompareAnswer:
    """The text under each requested tokenizer.

    Raises:
        BadText: the text is not valid Unicode.
    """
    check_text(asked.text)
    units = utf16_offsets(asked.text)

    def compared(name: str) -> ComparedText:
        try:
            tokenizer = state.tokenizers.get(name, asked.model)
            return _compared(tokenizer, name, _context(state, name, asked.model), asked, units)
        except CutawayError as error:
            return ComparedText(tokenizer=name, problem=problem_of(error))
        except Exception as error:
            log.exception("Cutting a text by the tokenizer %s failed", name)
            return ComparedText(tokenizer=name, problem=problem_of(error))

    return CompareAnswer(
        characters=len(asked.text),
        bytes=len(asked.text.encode()),
        tokenizers=[compared(name) for name in asked.tokenizers],
    )


def _compared(
    tokenizer: Tokenizer, name: str, context: int | None, asked: CompareRequest, units: Sequence[int]
) -> ComparedText:
    cuts = cut(tokenizer, asked.text, special_as_text=asked.special_as_text)
    columns = TokenColumns.model_construct(
        ids=cuts.ids,
        ends=cuts.ends if isinstance(units, range) else [units[end] for end in cuts.ends],
        odd=[odd.at for odd in cuts.odd],
        odd_starts=[units[odd.start] for odd in cuts.odd],
        odd_bytes=[odd.bytes.hex() for odd in cuts.odd],
        odd_texts=[readable(odd.bytes) for odd in cuts.odd],
        special=cuts.special,
    )
    return ComparedText(
        tokenizer=name,
        tokens=columns,
        added=cuts.added,
        otherwise=other_count(tokenizer, asked.text, cuts, special_as_text=asked.special_as_text),
        context=context,
        seconds=cuts.seconds,
    )


def _context(state: State, name: str, model: str) -> int | None:
    if not name:
        return state.models.get(model).facts.context
    entry = CATALOG.get(name)
    return entry.context if entry else None
