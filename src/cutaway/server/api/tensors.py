"""The tensors of a trace: a list of all, and a part of one."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from cutaway.errors import NoSuchSite
from cutaway.server.http import tensors as wire
from cutaway.server.http.deps import PROBLEMS, Page, State
from cutaway.server.jobs import Check, result_of


class SitesAnswer(BaseModel):
    """Every tensor that can be read from a trace, in the order of computation."""

    sites: dict[str, list[int]]


def tensors_router(state: State) -> APIRouter:
    """The routes `/api/traces/{id}/sites` and `/tensor`."""
    api = APIRouter(prefix="/api", responses=PROBLEMS)
    models, worker, traces = state.models, state.worker, state.traces

    @api.get("/traces/{id}/sites")
    def sites(id: str) -> SitesAnswer:
        return SitesAnswer(sites={name: list(shape) for name, shape in traces.get(id).trace.sites.items()})

    @api.get("/traces/{id}/tensor", response_class=Response, responses=wire.TENSOR)
    async def tensor(
        id: str,
        site: str,
        request: Request,
        page: Page,
        index: str = "",
        dtype: wire.Dtype = "float32",
        pool: Annotated[int | None, Query(ge=1, le=4096)] = None,
    ) -> Response:
        held = traces.get(id)
        models.touch(held.model)

        def read(check: Check) -> bytes:
            shape = held.trace.sites.get(site)
            if shape is None:
                raise NoSuchSite("This trace has no tensor of that name.", "GET /api/traces/{id}/sites lists them.")
            try:
                return wire.answer(held.trace, site, wire.select(index, shape), dtype, pool)
            finally:
                traces.weigh(id)

        data = await result_of(worker.submit(page, read), worker, request)
        return wire.TensorResponse(data)

    return api
