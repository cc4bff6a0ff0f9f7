"""What the model predicts at a position: its distribution over the whole vocabulary."""

from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from cutaway import lenses
from cutaway.server.api.tokens import TokenFacts
from cutaway.server.http.deps import PROBLEMS, Page, State, as_json
from cutaway.server.jobs import Check, result_of

if TYPE_CHECKING:
    from cutaway.trace.trace import Trace

MAX_CANDIDATES = 1000


class CandidateToken(TokenFacts):
    """A possible token at a position."""

    logit: float
    probability: float


class PredictionAnswer(BaseModel):
    """The model's distribution over its whole vocabulary at one position."""

    position: int = Field(description="The position whose last vector was read.")
    predicts: Literal["next", "masked"]
    top: list[CandidateToken] = Field(description="The most probable tokens, most probable first.")
    entropy: float = Field(description="Of the whole distribution, in bits.")
    rest_count: int = Field(description="How many tokens are not in `top`.")
    rest_probability: float = Field(description="Their total probability.")


class ClassAnswer(BaseModel):
    """A class, with its score."""

    label: str
    score: float
    share: float | None = Field(description="The score as a share of all classes or a probability; see `shares`.")


class ClassesAnswer(BaseModel):
    """A classifier's scores."""

    position: int | None = Field(description="The token that is scored; null for the text as a whole.")
    shares: Literal["softmax", "sigmoid", "none"] = Field(
        description="Shares of one whole, a separate probability for each class, or none: the score itself is the answer."
    )
    classes: list[ClassAnswer] = Field(description="In the order of the model's configuration.")


def prediction_answer(found: "lenses.Prediction") -> PredictionAnswer:
    """A prediction in the API's form."""
    return PredictionAnswer(
        position=found.position,
        predicts=found.predicts,
        top=[
            CandidateToken(
                id=candidate.id,
                text=candidate.text,
                bytes=candidate.bytes.hex(),
                special=candidate.special,
                logit=candidate.logit,
                probability=candidate.probability,
            )
            for candidate in found.top
        ],
        entropy=found.entropy,
        rest_count=found.rest_count,
        rest_probability=found.rest_probability,
    )


def next_token(trace: "Trace") -> PredictionAnswer | None:
    """The ten most probable next tokens, for a model that predicts them."""
    return prediction_answer(lenses.predict(trace, top=10)) if trace.model.facts.predicts == "next" else None


def prediction_router(state: State) -> APIRouter:
    """The routes `/api/traces/{id}/prediction` and `/classes`."""
    api = APIRouter(prefix="/api", responses=PROBLEMS)
    models, worker, traces = state.models, state.worker, state.traces

    @api.get("/traces/{id}/prediction", response_model=PredictionAnswer)
    async def prediction(
        id: str,
        request: Request,
        page: Page,
        position: int = -1,
        top: Annotated[int, Query(ge=1, le=MAX_CANDIDATES)] = 20,
    ) -> Response:
        held = traces.get(id)
        models.touch(held.model)

        def predict(check: Check) -> Response:
            return as_json(prediction_answer(lenses.predict(held.trace, position, top)))

        return await result_of(worker.submit(page, predict), worker, request)

    @api.get("/traces/{id}/classes", response_model=ClassesAnswer)
    async def classes(id: str, request: Request, page: Page, position: int | None = None) -> Response:
        held = traces.get(id)
        models.touch(held.model)

        def score(check: Check) -> Response:
            found = lenses.class_scores(held.trace, position)
            return as_json(
                ClassesAnswer(
                    position=found.position,
                    shares=found.shares,
                    classes=[
                        ClassAnswer(label=each.label, score=each.score, share=each.share) for each in found.classes
                    ],
                )
            )

        return await result_of(worker.submit(page, score), worker, request)

    return api
