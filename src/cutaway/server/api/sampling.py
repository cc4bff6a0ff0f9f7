"""How the next token is chosen, filter by filter."""

import math
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from cutaway.server.api.tokens import token_facts
from cutaway.server.http.deps import PROBLEMS, Page, State, as_json
from cutaway.server.jobs import Check, read_trace

if TYPE_CHECKING:
    from cutaway.generate.filter_steps import Reason as EngineReason
    from cutaway.generate.filter_steps import Stage
    from cutaway.generate.sampling import Sampling
    from cutaway.models.model import Model
    from cutaway.trace.trace import Trace


class ChangedReason(BaseModel):
    """A rule that has no threshold."""

    kind: Literal["changed"] = "changed"
    changed: int = Field(description="How many of the tokens that are left have another logit than before.")


class RepetitionReason(BaseModel):
    """Logits of the tokens that stood before were changed."""

    kind: Literal["repetition"] = "repetition"
    tokens: int = Field(description="How many different tokens stood before.")
    before: float = Field(description="What they had together.")
    after: float = Field(description="What they have together.")


class TemperatureReason(BaseModel):
    """All logits were divided: the entropy before and after, in bits."""

    kind: Literal["temperature"] = "temperature"
    before: float
    after: float


class GreedyReason(BaseModel):
    """Only the token with the greatest logit is left."""

    kind: Literal["greedy"] = "greedy"
    greatest: float = Field(description="Its probability before.")
    equal: int = Field(description="How many tokens have that logit.")


class TopKReason(BaseModel):
    """The least logit that is kept, and its probability before."""

    kind: Literal["top_k"] = "top_k"
    logit: float
    probability: float


class TopPReason(BaseModel):
    """The share at which the kept tokens stop, and what it would be with one fewer."""

    kind: Literal["top_p"] = "top_p"
    share: float
    short: float


class MinPReason(BaseModel):
    """The least probability that is kept: the setting times the greatest."""

    kind: Literal["min_p"] = "min_p"
    greatest: float
    threshold: float


class TypicalReason(BaseModel):
    """The surprises that are kept, those nearest to the entropy (all in bits), and what they have together."""

    kind: Literal["typical"] = "typical"
    entropy: float
    least: float
    most: float
    share: float


Reason = Annotated[
    ChangedReason
    | RepetitionReason
    | TemperatureReason
    | GreedyReason
    | TopKReason
    | TopPReason
    | MinPReason
    | TypicalReason,
    Field(discriminator="kind"),
]


class SamplingToken(BaseModel):
    """A token that is listed."""

    id: int
    text: str
    bytes: str
    special: bool
    stood: bool = Field(description="It stands in the text before.")


class SamplingStage(BaseModel):
    """A distribution over the whole vocabulary: the model's, or what a filter left of it."""

    name: Literal[
        "model", "repetition_penalty", "temperature", "top_k", "top_p", "min_p", "typical_p",
        "sequence_bias", "encoder_repetition_penalty", "no_repeat_ngram_size", "encoder_no_repeat_ngram_size", "bad_words_ids",
        "min_length", "min_new_tokens", "forced_bos_token_id", "forced_eos_token_id", "remove_invalid_values",
        "exponential_decay_length_penalty", "suppress_tokens", "begin_suppress_tokens", "renormalize_logits",
        "presence_penalty", "frequency_penalty",
    ]  # fmt: skip
    setting: float | None = Field(description="The filter's setting.")
    logits: list[float | None] = Field(description="Of each listed token; null for what is cut.")
    probabilities: list[float | None] = Field(description="Of each listed token; null for what is cut.")
    rest_count: int = Field(description="How many tokens are left that are not listed.")
    rest_probability: float = Field(description="What they have together.")
    entropy: float = Field(description="In bits.")
    left: int = Field(description="How many tokens are left.")
    cut: int = Field(description="How many this filter cut.")
    cut_share: float = Field(description="What these had together before it.")
    reason: Reason | None = Field(description="The threshold in the filter's own terms.")
    own: bool = Field(description="Whether the model's own generation config asks for it.")


class SamplingDrawn(BaseModel):
    """The token that the seed draws."""

    id: int
    chance: float
    number: float | None = Field(description="From 0 to 1: what decided; null where nothing is drawn.")
    start: float = Field(description="Where its part of the line begins.")
    end: float


class SamplingStretch(BaseModel):
    """A part of the line from 0 to 1."""

    id: int | None = Field(description="The token; null for several that are not listed.")
    tokens: int
    start: float
    end: float


class SamplingOften(BaseModel):
    """How often as many draws gave a token; null for all tokens that are not listed."""

    id: int | None
    tokens: int = Field(description="How many different tokens were drawn.")
    count: int


class SamplingAnswer(BaseModel):
    """How the token after a position is chosen."""

    position: int
    tokens: list[SamplingToken] = Field(description="The listed ones, the model's most probable first.")
    stages: list[SamplingStage]
    drawn: SamplingDrawn
    line: list[SamplingStretch]
    draws: int = Field(description="By how many seeds, from this one on, tokens were drawn to be counted.")
    often: list[SamplingOften] = Field(description="The most often drawn first.")


BODIES = {
    "Changed": ChangedReason,
    "Repetition": RepetitionReason,
    "Temperature": TemperatureReason,
    "Greedy": GreedyReason,
    "TopK": TopKReason,
    "TopP": TopPReason,
    "MinP": MinPReason,
    "Typical": TypicalReason,
}


def sampling_answer(model: "Model", found: "Sampling", draws: int) -> SamplingAnswer:
    """The whole way to a token; `draws` is how often it was drawn."""
    drawn = next(stretch for stretch in found.line if stretch.id == found.drawn.id)
    return SamplingAnswer(
        position=found.position,
        tokens=[SamplingToken(**token_facts(model, id), stood=id in found.stood) for id in found.listed],
        stages=[_stage(stage, found.listed) for stage in found.stages],
        drawn=SamplingDrawn(
            id=found.drawn.id,
            chance=found.drawn.chance,
            number=found.drawn.number,
            start=drawn.start,
            end=drawn.end,
        ),
        line=[SamplingStretch(**asdict(stretch)) for stretch in found.line],
        draws=draws,
        often=_often(found),
    )


def _stage(stage: "Stage", listed: list[int]) -> SamplingStage:
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
        reason=_reason(stage.reason),
        own=stage.own,
    )


def _reason(reason: "EngineReason | None") -> Reason | None:
    return None if reason is None else BODIES[type(reason).__name__](**asdict(reason))


def _often(found: "Sampling") -> list[SamplingOften]:
    others = {id: count for id, count in found.often.items() if id not in found.listed}
    listed = [SamplingOften(id=id, tokens=1, count=count) for id, count in found.often.items() if id in found.listed]
    if not others:
        return listed
    return [*listed, SamplingOften(id=None, tokens=len(others), count=sum(others.values()))]


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def sampling_router(state: State) -> APIRouter:
    """The route under `/api/traces/{id}` that filters and draws."""
    api = APIRouter(prefix="/api/traces/{id}", responses=PROBLEMS)

    @api.get("/sampling", response_model=SamplingAnswer)
    async def sampling(
        id: str,
        request: Request,
        page: Page,
        position: int = -1,
        repetition_penalty: float | None = None,
        temperature: float = 1.0,
        top_k: Annotated[int, Query(le=2**31 - 1)] = 0,
        top_p: float = 1.0,
        min_p: float = 0.0,
        typical_p: float = 1.0,
        seed: Annotated[int, Query(ge=0, lt=2**53)] = 0,
        top: Annotated[int, Query(ge=1, le=50, description="How many of each stage's tokens are listed.")] = 10,
        draws: Annotated[int, Query(ge=0, le=1000, description="By how many seeds, from this one on.")] = 0,
    ) -> Response:
        """The model's distribution, what each filter that acts leaves of it, and the token that the seed draws."""

        def answer(trace: "Trace", check: Check) -> Response:
            from cutaway.generate.sampling import sample
            from cutaway.generate.settings import Settings

            settings = Settings(repetition_penalty, temperature, top_k, top_p, min_p, typical_p)
            found = sample(trace, settings, position=position, seed=seed, top=top, draws=draws, check=check)
            return as_json(sampling_answer(trace.model, found, draws))

        return await read_trace(state, id, request, page, answer)

    return api
