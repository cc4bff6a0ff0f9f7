"""Routes of the prediction room: what a key-value cache saves, and what another text could reuse of it."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from cutaway.server.api import cache_answers as answers
from cutaway.server.api import cache_schema as schema
from cutaway.server.http.deps import PROBLEMS, Page, State, as_json
from cutaway.server.http.limits import check_size
from cutaway.server.http.lines import lines, piece_of
from cutaway.server.jobs import result_of


def cache_router(state: State) -> APIRouter:
    """The routes under `/api/cache`. A newer trace of the page ends their work: the text that they measure is no longer shown."""
    api = APIRouter(prefix="/api/cache", responses=PROBLEMS)
    library, worker = state.library, state.worker

    @api.post("/steps", response_class=StreamingResponse, responses=piece_of(schema.CacheStep))
    async def cache_steps(body: schema.CacheRequest, request: Request, page: Page) -> StreamingResponse:
        """Writes on with a cache, then without one; one step a line."""
        check_size(body)
        opened = library.model(body.model)
        return await lines(worker, page, request, lambda check: answers.steps(opened, body, check))

    @api.post("/prefix", response_model=schema.PrefixAnswer)
    async def cache_prefix(body: schema.PrefixRequest, request: Request, page: Page) -> Response:
        """Reads another text anew, and after this one."""
        check_size(body)
        check_size(body.model_copy(update={"text": body.other}))
        opened = library.model(body.model)
        job = worker.submit(page, lambda check: as_json(answers.prefix(opened, body, check)))
        return await result_of(job, worker, request)

    return api
