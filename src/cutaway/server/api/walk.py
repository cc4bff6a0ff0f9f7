"""The walk: every step from the text to the next word."""

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from cutaway import lenses
from cutaway.lenses.walk_steps import Stage
from cutaway.server.http.deps import PROBLEMS, Page, State, as_json
from cutaway.server.jobs import read_trace

if TYPE_CHECKING:
    from cutaway.trace.trace import Trace


class WalkAnswer(BaseModel):
    """The stages, in the order of computation."""

    stages: tuple[Stage, ...]


def walk_answer(trace: "Trace") -> WalkAnswer:
    """The steps from the text to the next word."""
    return WalkAnswer(stages=lenses.walk.stages(trace.model, trace))


def walk_router(state: State) -> APIRouter:
    """The route `/api/traces/{id}/walk`."""
    api = APIRouter(prefix="/api/traces/{id}", responses=PROBLEMS)

    @api.get("/walk", response_model=WalkAnswer)
    async def walk(id: str, request: Request, page: Page) -> Response:
        return await read_trace(state, id, request, page, lambda trace, check: as_json(walk_answer(trace)))

    return api
