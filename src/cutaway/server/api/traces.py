"""Traces: runs a text through a model, and makes the result readable by an id."""

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from cutaway.server.api.attention import AttentionMap, attention_maps
from cutaway.server.api.prediction import PredictionAnswer, next_token
from cutaway.server.api.tokens import TextRequest, check_traceable, tokens_of
from cutaway.server.http.deps import PROBLEMS, Page, State, as_json
from cutaway.server.http.limits import check_size
from cutaway.server.http.problems import TraceGone
from cutaway.server.jobs import Check, result_of


class TraceAnswer(BaseModel):
    """One recorded forward pass, readable by its id. Its tokens are those of the request: `POST /api/tokens`."""

    id: str
    model: str
    maps: list[AttentionMap] = Field(description="Its kinds of attention, at least one.")
    seconds: float = Field(description="How long the forward pass took when it was recorded, measured.")
    bytes: int = Field(description="The recording's size in memory.")
    reused: bool = Field(description="True if an earlier recording of the same tokens was still in memory.")
    prediction: PredictionAnswer | None = Field(
        default=None,
        description="At the last position, the ten most probable: sent along to save a request; null if it predicts no next token.",
    )


def traces_router(state: State) -> APIRouter:
    """The route `/api/traces`."""
    api = APIRouter(prefix="/api", responses=PROBLEMS)
    models, worker, traces = state.models, state.worker, state.traces

    @api.post("/traces", response_model=TraceAnswer)
    async def create_trace(body: TextRequest, request: Request, page: Page) -> Response:
        check_size(body.text, body.target, appended=body.appended)
        opened, name = models.get(body.model), models.name_of(body.model)

        def record(check: Check) -> Response:
            asked = tokens_of(opened, body)
            check_traceable(opened, asked)
            key = traces.id_of(name, asked.ids)
            try:
                trace, reused = traces.get(key).trace, True
            except TraceGone:
                trace = opened.trace(
                    body.text, target=body.target, appended=body.appended, on_block=lambda done, total: check()
                )
                traces.put(key, name, trace)
                reused = False
            return as_json(
                TraceAnswer(
                    id=key,
                    model=body.model,
                    maps=attention_maps(opened),
                    seconds=trace.seconds,
                    bytes=trace.bytes_held,
                    reused=reused,
                    prediction=next_token(trace),
                )
            )

        return await result_of(worker.submit(page, record, supersedes=True), worker, request)

    return api
