"""The routes of the logit lens: which streams there are, a rectangle of the grid, and one cell in full."""

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request, Response

from cutaway.server.api import answers, logit_lens_answers, schema
from cutaway.server.api.logit_lens_schema import LensAnswer, LensRows
from cutaway.server.http import tensors as wire
from cutaway.server.http.deps import PROBLEMS, Page, State, as_json
from cutaway.server.jobs import Check, read_trace
from cutaway.server.stores.streams import StreamStore

if TYPE_CHECKING:
    from cutaway.trace.trace import Trace


def logit_lens_router(state: State) -> APIRouter:
    """The routes under `/api/traces/{id}/lens`."""
    api = APIRouter(prefix="/api/traces/{id}/lens", responses=PROBLEMS)
    streams = StreamStore()

    @api.get("/rows", response_model=LensRows)
    def lens_rows(id: str) -> Response:
        return as_json(logit_lens_answers.rows(state.traces.get(id).trace))

    @api.get("", response_model=LensAnswer)
    async def lens(
        id: str,
        request: Request,
        page: Page,
        rows: Annotated[list[str], Query(description="Sites of `/lens/rows`.", max_length=1024)],
        positions: Annotated[str, Query(description="A range: '0:16'; empty: all.")],
        follow: Annotated[
            int | None, Query(description="A token's id; without one, what really stands where each prediction points.")
        ] = None,
    ) -> Response:
        def answer(trace: "Trace", check: Check) -> Response:
            selection = wire.select(positions.strip() or ":", (logit_lens_answers.positions(trace),))
            (at,) = selection.index
            columns = range(at, at + 1) if isinstance(at, int) else range(at.start, at.stop)
            read = streams.reader(id, trace)
            return as_json(logit_lens_answers.rectangle(trace, rows, columns, follow, read, check))

        return await read_trace(state, id, request, page, answer)

    @api.get("/cell", response_model=schema.PredictionAnswer)
    async def lens_cell(
        id: str,
        row: str,
        position: int,
        request: Request,
        page: Page,
        top: Annotated[int, Query(ge=1, le=1000)] = 20,
    ) -> Response:
        def answer(trace: "Trace", check: Check) -> Response:
            from cutaway.lenses.logitlens import lens_at

            found = lens_at(trace, row, position, top, streams.reader(id, trace))
            return as_json(answers.prediction_answer(found))

        return await read_trace(state, id, request, page, answer)

    return api
