"""How the next token is chosen, filter by filter."""

import math
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, Field

from cutaway import generate
from cutaway.generate.reasons import Reason
from cutaway.generate.settings import FilterName, FilterSettings, ProcessorName, Settings
from cutaway.server.api.tokens import TokenFacts, token_facts
from cutaway.server.http.deps import PROBLEMS, Page, State, as_json
from cutaway.server.jobs import Check, read_trace

if TYPE_CHECKING:
    from cutaway.generate.filter_steps import FilterStep
    from cutaway.model import Model
    from cutaway.trace.trace import Trace


class SamplingToken(TokenFacts):
    """A listed token."""

    stood: bool = Field(description="Whether it occurs earlier in the text.")


class SamplingStage(BaseModel):
    """A distribution over the whole vocabulary: the model's own, or after a filter."""

    name: Literal["model"] | FilterName | ProcessorName
    setting: float | None = Field(description="The filter's setting.")
    logits: list[float | None] = Field(description="Of each listed token; null if it is cut.")
    probabilities: list[float | None] = Field(description="Of each listed token; null if it is cut.")
    rest_count: int = Field(description="How many of the remaining tokens are not listed.")
    rest_probability: float = Field(description="Their total probability.")
    entropy: float = Field(description="In bits.")
    left: int = Field(description="How many tokens are left.")
    cut: int = Field(description="How many tokens this filter cut.")
    cut_share: float = Field(description="Their total probability before the cut.")
    reason: Reason | None = Field(description="The threshold in the filter's own terms.")
    own: bool = Field(description="Whether the model's own generation config asks for it.")


class SamplingDrawn(BaseModel):
    """The token that the seed draws."""

    id: int
    chance: float
    number: float | None = Field(description="The random number from 0 to 1 that drew it; null for a greedy choice.")
    start: float = Field(description="The start of its interval.")
    end: float


class SamplingStretch(BaseModel):
    """An interval of the cumulative distribution, between 0 and 1."""

    id: int | None = Field(description="The token; null for several that are not listed.")
    tokens: int
    start: float
    end: float


class SamplingOften(BaseModel):
    """How often a token was drawn; `id` null counts all tokens that are not listed."""

    id: int | None
    tokens: int = Field(description="How many different tokens were drawn.")
    count: int


class SamplingAnswer(BaseModel):
    """How the token after a position is chosen."""

    position: int
    tokens: list[SamplingToken] = Field(description="The listed tokens, the model's most probable first.")
    stages: list[SamplingStage]
    drawn: SamplingDrawn
    line: list[SamplingStretch]
    draws: int = Field(description="How many seeds, from this one on, drew the tokens that `often` counts.")
    often: list[SamplingOften] = Field(description="Most often drawn first.")


def sampling_answer(model: "Model", found: "generate.Sampling", draws: int) -> SamplingAnswer:
    """The choice of a token, step by step; `draws` is the number of draws."""
    drawn = next(stretch for stretch in found.line if stretch.id == found.drawn.id)
    return SamplingAnswer(
        position=found.position,
        tokens=[SamplingToken(**dict(token_facts(model, id)), stood=id in found.stood) for id in found.listed],
        stages=[_stage(stage, found.listed) for stage in found.stages],
        drawn=SamplingDrawn(
            id=found.drawn.id,
            chance=found.drawn.filtered_probability,
            number=found.drawn.uniform,
            start=drawn.start,
            end=drawn.end,
        ),
        line=[SamplingStretch(**asdict(stretch)) for stretch in found.line],
        draws=draws,
        often=_often(found),
    )


def _stage(stage: "FilterStep", listed: list[int]) -> SamplingStage:
    logits = [_finite(float(stage.logits[id])) for id in listed]
    probabilities = [float(stage.probabilities[id]) for id in listed]
    others = stage.probabilities.clone()
    others[listed] = 0
    return SamplingStage(
        name=stage.name,
        setting=stage.setting,
        logits=logits,
        probabilities=[None if logit is None else p for logit, p in zip(logits, probabilities, strict=True)],
        rest_count=stage.left - sum(logit is not None for logit in logits),
        rest_probability=float(others.sum()),
        entropy=stage.entropy,
        left=stage.left,
        cut=stage.cut,
        cut_share=stage.cut_share,
        reason=stage.reason,
        own=stage.own,
    )


def _often(found: "generate.Sampling") -> list[SamplingOften]:
    others = {id: count for id, count in found.often.items() if id not in found.listed}
    listed = [SamplingOften(id=id, tokens=1, count=count) for id, count in found.often.items() if id in found.listed]
    if not others:
        return listed
    return [*listed, SamplingOften(id=None, tokens=len(others), count=sum(others.values()))]


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def sampling_router(state: State) -> APIRouter:
    """The route under `/api/traces/{id}` that filters and samples."""
    api = APIRouter(prefix="/api/traces/{id}", responses=PROBLEMS)

    @api.get("/sampling", response_model=SamplingAnswer)
    async def sampling(
        id: str,
        request: Request,
        page: Page,
        filters: Annotated[FilterSettings, Depends()],
        position: int = -1,
        seed: Annotated[int, Query(ge=0, lt=2**53)] = 0,
        top: Annotated[int, Query(ge=1, le=50, description="How many of each stage's tokens to list.")] = 10,
        draws: Annotated[int, Query(ge=0, le=1000, description="How many seeds to draw with, from this one on.")] = 0,
    ) -> Response:
        """The model's distribution, the distribution after each active filter, and the token that the seed draws."""

        def answer(trace: "Trace", check: Check) -> Response:
            settings = Settings.of(filters)
            found = generate.sample(trace, settings, position=position, seed=seed, top=top, draws=draws, check=check)
            return as_json(sampling_answer(trace.model, found, draws))

        return await read_trace(state, id, request, page, answer)

    return api
