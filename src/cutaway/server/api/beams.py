"""Beam search, step by step."""

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from cutaway import generate
from cutaway.generate.settings import Settings
from cutaway.server.api.continuations import source_and_path
from cutaway.server.api.tokens import TextRequest, TokenFacts, token_facts
from cutaway.server.http.deps import PROBLEMS, Page, State
from cutaway.server.http.limits import check_size
from cutaway.server.http.lines import lines, piece_of
from cutaway.server.jobs import Check

if TYPE_CHECKING:
    from cutaway.model import Model


class BeamsRequest(TextRequest):
    """A text to continue by beam search."""

    beams: int = 4
    count: int = Field(12, ge=1, le=256)
    length_penalty: float | None = Field(
        None, ge=-10, le=10, description="Null: the value in the model's own generation config."
    )


class BeamCandidate(TokenFacts):
    """A beam with one more token."""

    beam: int = Field(description="The index of the beam that it extends, among those before.")
    ends: bool = Field(description="Whether the token ends the text.")
    probability: float
    score: float = Field(description="Log-probability of all its tokens.")
    fate: str = Field(description="kept, ended or dropped.")
    to: int | None = Field(description="Its index among the beams of the next step.")


class BeamFound(BaseModel):
    """A finished continuation."""

    ids: list[int]
    text: str
    score: float = Field(description="Log-probability ÷ length to the power of the length penalty.")


class BeamStep(BaseModel):
    """One step of a beam search."""

    step: int
    candidates: list[BeamCandidate]
    found: list[BeamFound] = Field(description="The best finished continuations so far, best first.")
    seconds: float = Field(description="How long the step took, measured.")


def searched(model: "Model", asked: BeamsRequest, check: "Check") -> Iterator[BeamStep]:
    """A beam search that continues a text."""
    source, path = source_and_path(model, asked)
    settings = Settings(temperature=0, length_penalty=asked.length_penalty)
    search = generate.Beams(model, path, source, beams=asked.beams, count=asked.count, settings=settings)
    started = time.perf_counter()
    for number, candidates in enumerate(search.steps(check)):
        seconds = time.perf_counter() - started
        yield BeamStep(
            step=number,
            candidates=[
                BeamCandidate(
                    **dict(token_facts(model, each.id)),
                    ends=each.id in generate.eos_ids(model),
                    beam=each.beam,
                    probability=each.probability,
                    score=each.score,
                    fate=each.fate,
                    to=each.to,
                )
                for each in candidates
            ],
            found=[
                BeamFound(ids=list(each.ids), text=_text(model, each.ids), score=each.score) for each in search.found
            ],
            seconds=seconds,
        )
        started = time.perf_counter()


def _text(model: "Model", ids: tuple[int, ...]) -> str:
    return model.tokenizer.text_of(list(ids)) if model.tokenizer is not None else ""


def beams_router(state: State) -> APIRouter:
    """The route `/api/beams`."""
    api = APIRouter(prefix="/api", responses=PROBLEMS)

    @api.post("/beams", response_class=StreamingResponse, responses=piece_of(BeamStep))
    async def beams(body: BeamsRequest, request: Request, page: Page) -> StreamingResponse:
        """A beam search, one step per line."""
        check_size(body.text, body.target, appended=body.appended)
        opened = state.models.get(body.model)
        return await lines(state.worker, f"{page} writing", request, lambda check: searched(opened, body, check))

    return api
