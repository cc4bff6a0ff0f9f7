"""Routes of the prediction room: how the next token is chosen from the model's distribution."""

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request, Response

from cutaway.server.api import sampling_schema as schema
from cutaway.server.api.sampling_answers import sampling_answer
from cutaway.server.http.deps import PROBLEMS, Page, State, as_json
from cutaway.server.jobs import Check, read_trace

if TYPE_CHECKING:
    from cutaway.trace.trace import Trace


def sampling_router(state: State) -> APIRouter:
    """The route under `/api/traces/{id}` that filters and draws."""
    api = APIRouter(prefix="/api/traces/{id}", responses=PROBLEMS)

    @api.get("/sampling", response_model=schema.SamplingAnswer)
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
