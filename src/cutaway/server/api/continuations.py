"""Routes that write on: a continuation token by token, a tree told again, a beam search step by step.

Each piece of these answers is a job of its own under the page's name with a mark, so that looking at something else waits for one
token at most, and a newer trace does not end what is written.
"""

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse

from cutaway.server.api import continuations_answers as answers
from cutaway.server.api import continuations_schema as schema
from cutaway.server.http.deps import PROBLEMS, Page, State
from cutaway.server.http.limits import check_size
from cutaway.server.http.lines import lines, piece_of


def continuations_router(state: State) -> APIRouter:
    """The routes that write."""
    api = APIRouter(prefix="/api", responses=PROBLEMS)

    @api.post("/continuations", response_class=StreamingResponse, responses=piece_of(schema.Continued))
    async def continuations(body: schema.ContinuationRequest, request: Request, page: Page) -> StreamingResponse:
        """Writes on, one token a line, until one ends the text."""
        check_size(body)
        opened, name = state.library.model(body.model), state.library.name_of(body.model)
        return await lines(
            state.worker, f"{page} writing", request,
            lambda check: answers.written(state.decoders, page, name, opened, body, check),
        )  # fmt: skip

    @api.post("/trees", response_class=StreamingResponse, responses=piece_of(schema.Told))
    async def trees(body: schema.TreeRequest, request: Request, page: Page) -> StreamingResponse:
        """What the model gives the tokens of branches that were written before, some tokens a line."""
        check_size(body)
        opened, name = state.library.model(body.model), state.library.name_of(body.model)
        return await lines(
            state.worker, f"{page} writing", request,
            lambda check: answers.told(state.decoders, page, name, opened, body, check),
        )  # fmt: skip

    @api.post("/beams", response_class=StreamingResponse, responses=piece_of(schema.BeamStep))
    async def beams(body: schema.BeamsRequest, request: Request, page: Page) -> StreamingResponse:
        """A beam search, one step a line."""
        check_size(body)
        opened = state.library.model(body.model)
        return await lines(
            state.worker, f"{page} writing", request, lambda check: answers.searched(opened, body, check)
        )

    return api
