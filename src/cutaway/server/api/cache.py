"""Measures how much time a key-value cache saves, and how much of it another text could reuse."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from cutaway import generate
from cutaway.server.api.tokens import (
    TextRequest,
    TextToken,
    TokenFacts,
    check_traceable,
    token_answers,
    token_facts,
    tokens_of,
)
from cutaway.server.http.deps import PROBLEMS, Page, State, as_json
from cutaway.server.http.limits import check_size
from cutaway.server.http.lines import lines, piece_of
from cutaway.server.jobs import Check, result_of
from cutaway.trace.site_names import SiteName

if TYPE_CHECKING:
    from cutaway.model import Model


class CacheRequest(TextRequest):
    """A text to continue."""

    steps: int = Field(8, ge=1, le=64, description="The most tokens to write, once with a cache and once without.")


class CacheHeld(BaseModel):
    """The content of several alike layers of a cache."""

    kind: Literal["tokens", "window", "source", "state"] = Field(
        description="Keys and values of all tokens, of a window, of a source's tokens, or a state of fixed size."
    )
    layers: int = Field(description="How many layers are alike.")
    shape: list[int] = Field(description="Of one layer's keys: heads, positions, d_head; empty for a state.")
    window: int = Field(description="The size of the window; 0 if there is none.")
    bytes: int


class CacheStepAnswer(BaseModel):
    """One step of one of the two runs; a line of the answer. The runs take turns, for a few rounds."""

    round: int = Field(description="Counted from 0. Even rounds begin with the cache, odd ones without.")
    cached: bool
    number: int = Field(description="0 reads the text itself.")
    first: int = Field(description="The first computed position; earlier ones were reused.")
    last: int = Field(description="The position after the last computed one.")
    seconds: float = Field(description="Measured, until the next token was ready.")
    bytes: int = Field(description="The size of the cache after the step, counted from its tensors.")
    held: list[CacheHeld]
    token: TokenFacts = Field(description="The token that the step wrote: the most probable one.")


class PrefixRequest(TextRequest):
    """A text, and another one."""

    other: str


class KeyDifferences(BaseModel):
    """The difference between the two texts' keys in one layer."""

    layer: int
    site: str
    differences: list[float] = Field(description="For each cell, the greatest over all heads and dimensions.")


class PrefixAnswer(BaseModel):
    """How much of a text could be reused for another one, and why no more."""

    tokens: list[TextToken]
    other: list[TextToken]
    shared: int = Field(description="The length of their common prefix, in tokens.")
    reused: int = Field(description="How many of the other's tokens were not computed again.")
    obstacle: Literal["encoder", "state"] | None = Field(
        description="Why nothing could be reused: an encoder's tokens see each other, or a window or state can't be rolled back."
    )
    cold_seconds: float = Field(description="Seconds to read the other text from its start, measured.")
    warm_seconds: float | None = Field(description="Seconds to read it from where the texts diverge.")
    rounds: int = Field(description="How often both were measured; the shortest times count.")
    same: bool | None = Field(description="Whether both ways predict the same token.")
    max_logit_difference: float | None = Field(description="The greatest difference of their last logits.")
    cell: int = Field(description="How many positions a cell of `keys` covers.")
    keys: list[KeyDifferences] = Field(description="Layers without attention are left out.")


MOST_CELLS = 512
"""The most cells to show a layer's keys in."""


def measured_steps(model: "Model", body: CacheRequest, check: Check) -> Iterator[CacheStepAnswer]:
    """Both runs, step by step, in turns: a round is one run of each. The first round begins with the cache."""
    asked = tokens_of(model, body)
    check_traceable(model, asked)
    ids = [token.id for token in asked.tokens]
    given, source = ([token.id for token in asked.target], ids) if asked.target else (ids, [])
    spent, ended = 0.0, 0
    while ended < generate.kv_cache.ROUNDS and (ended == 0 or spent < generate.kv_cache.ENOUGH):
        for cached in (True, False) if ended % 2 == 0 else (False, True):
            for step in generate.kv_cache.measure(model, given, body.steps, cached, source, check):
                spent += step.seconds
                yield _step(model, cached, step, ended)
        ended += 1


def prefix_answer(model: "Model", body: PrefixRequest, check: Check) -> PrefixAnswer:
    """How much the other text could reuse of the first."""
    one = tokens_of(model, body)
    other = tokens_of(model, TextRequest(model=body.model, text=body.other, target=""))
    for asked in (one, other):
        check_traceable(model, asked)
    ids = [[token.id for token in asked.tokens] for asked in (one, other)]
    found = generate.prefix.compare(model, ids[0], ids[1], check)
    traces = [model.trace(each, on_block=lambda done, total: check()) for each in ids]
    cell = -(-min(map(len, ids)) // MOST_CELLS)
    keys = generate.prefix.key_differences(traces[0], traces[1], cell, check)
    return PrefixAnswer(
        tokens=token_answers(one.tokens, one.text),
        other=token_answers(other.tokens, other.text),
        shared=found.shared,
        reused=found.reused,
        obstacle=found.obstacle,
        cold_seconds=found.cold_seconds,
        warm_seconds=found.warm_seconds,
        rounds=found.rounds,
        same=found.same,
        max_logit_difference=found.max_logit_difference,
        cell=cell,
        keys=[
            KeyDifferences(layer=SiteName.of(site).layer or 0, site=site, differences=cells.tolist())
            for site, cells in keys.items()
        ],
    )


def _step(model: "Model", cached: bool, step: "generate.kv_cache.CacheStep", round: int) -> CacheStepAnswer:
    return CacheStepAnswer(
        round=round,
        cached=cached,
        number=step.number,
        first=step.first,
        last=step.last,
        seconds=step.seconds,
        bytes=step.bytes,
        held=[
            CacheHeld(kind=each.kind, layers=each.layers, shape=list(each.shape), window=each.window, bytes=each.bytes)
            for each in step.held
        ],
        token=token_facts(model, step.token),
    )


def cache_router(state: State) -> APIRouter:
    """The routes under `/api/cache`. A newer trace of the page ends their work, because their text is no longer on screen."""
    api = APIRouter(prefix="/api/cache", responses=PROBLEMS)
    models, worker = state.models, state.worker

    @api.post("/steps", response_class=StreamingResponse, responses=piece_of(CacheStepAnswer))
    async def cache_steps(body: CacheRequest, request: Request, page: Page) -> StreamingResponse:
        """Continues with a cache, then without one; one step per line."""
        check_size(body.text, body.target, appended=body.appended)
        opened = models.get(body.model)
        return await lines(worker, page, request, lambda check: measured_steps(opened, body, check))

    @api.post("/prefix", response_model=PrefixAnswer)
    async def cache_prefix(body: PrefixRequest, request: Request, page: Page) -> Response:
        """Reads another text from its start, and again with this one's cache."""
        check_size(body.text, body.target, appended=body.appended)
        check_size(body.other)
        opened = models.get(body.model)
        job = worker.submit(page, lambda check: as_json(prefix_answer(opened, body, check)))
        return await result_of(job, worker, request)

    return api
