"""The walk: every step from the text to the next word."""

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from cutaway.server.http.deps import PROBLEMS, Page, State, as_json
from cutaway.server.jobs import read_trace

if TYPE_CHECKING:
    from cutaway.trace.trace import Trace


class Stage(BaseModel):
    """One step from the text to the next word."""

    id: str
    kind: str
    stack: str
    layer: int | None
    title: str
    site: str | None = Field(description="The tensor that comes out; null where it is none of the trace's.")
    shape: list[int]
    axes: list[str]
    inputs: list[str] = Field(description="The stages that it is computed from.")
    formula: str
    operation: str
    code: str | None = Field(description="The same step in the reference implementation, where that covers the model.")
    weights: list[tuple[str, list[int]]]
    note: str
    traits: list[str] = Field(
        description="What is true of this step in this model; sentences about it are chosen by these."
    )


class WalkAnswer(BaseModel):
    """The stages, in the order of computation."""

    stages: list[Stage]


def walk_answer(trace: "Trace") -> WalkAnswer:
    """The steps from the text to the next word."""
    from cutaway.lenses.walk import stages

    return WalkAnswer(
        stages=[
            Stage(
                id=stage.id,
                kind=stage.kind,
                stack=stage.stack,
                layer=stage.layer,
                title=stage.title,
                site=stage.site,
                shape=list(stage.shape),
                axes=list(stage.axes),
                inputs=list(stage.inputs),
                formula=stage.formula,
                operation=stage.operation,
                code=stage.code,
                weights=[(name, list(shape)) for name, shape in stage.weights],
                note=stage.note,
                traits=list(stage.traits),
            )
            for stage in stages(trace.model, trace)
        ]
    )


def walk_router(state: State) -> APIRouter:
    """The route `/api/traces/{id}/walk`."""
    api = APIRouter(prefix="/api/traces/{id}", responses=PROBLEMS)

    @api.get("/walk", response_model=WalkAnswer)
    async def walk(id: str, request: Request, page: Page) -> Response:
        return await read_trace(state, id, request, page, lambda trace, check: as_json(walk_answer(trace)))

    return api
