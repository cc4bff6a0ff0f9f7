"""The routes of the API: each reads a request, asks the library or the worker, and says what came of it."""

from importlib.metadata import version
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from cutaway._version import __version__
from cutaway.errors import NoSuchSite
from cutaway.server.api import answers, schema
from cutaway.server.http import tensors as wire
from cutaway.server.http.deps import BINARY, PROBLEMS, TENSOR, Page, State, as_json
from cutaway.server.http.limits import MAX_CHARACTERS, check_size
from cutaway.server.http.problems import TraceGone
from cutaway.server.jobs import Check, result_of

MAX_CANDIDATES = 1000


def router(state: State) -> APIRouter:
    """The routes under `/api`."""
    api = APIRouter(prefix="/api", responses=PROBLEMS)
    library, worker, traces = state.library, state.worker, state.traces

    @api.get("/about", response_model=schema.About)
    def about() -> Response:
        return as_json(
            schema.About(
                version=__version__,
                versions={name: version(name) for name in ("torch", "transformers")},
                model=library.started,
                text=state.text,
                max_characters=MAX_CHARACTERS,
                models=library.statuses(),
            )
        )

    @api.get("/models")
    def models() -> list[schema.ModelStatus]:
        return library.statuses()

    @api.get("/model")
    def model(name: str) -> schema.ModelStatus:
        return library.status(name)

    @api.post("/model/open")
    def open_model(name: str) -> schema.ModelStatus:
        return library.open(name)

    @api.post("/model/cancel")
    def cancel_model(name: str) -> schema.ModelStatus:
        return library.cancel(name)

    @api.post("/tokens", response_model=schema.TokensAnswer)
    async def tokens(body: schema.TextRequest) -> Response:
        check_size(body)
        opened = library.model(body.model)

        def answer() -> Response:
            return as_json(answers.tokens_answer(opened, body))

        return await run_in_threadpool(answer)

    @api.post("/traces", response_model=schema.TraceAnswer)
    async def create_trace(body: schema.TextRequest, request: Request, page: Page) -> Response:
        check_size(body)
        opened, name = library.model(body.model), library.name_of(body.model)

        def record(check: Check) -> Response:
            asked = answers.tokens_of(opened, body)
            answers.check_traceable(opened, asked)
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
                schema.TraceAnswer(
                    id=key,
                    model=body.model,
                    maps=answers.attention_maps(opened),
                    seconds=trace.seconds,
                    bytes=trace.bytes_held,
                    reused=reused,
                    prediction=answers.next_token(trace),
                )
            )

        return await result_of(worker.submit(page, record, supersedes=True), worker, request)

    @api.get("/traces/{id}/sites")
    def sites(id: str) -> schema.SitesAnswer:
        return schema.SitesAnswer(sites={name: list(shape) for name, shape in traces.get(id).trace.sites.items()})

    @api.get("/traces/{id}/tensor", response_class=Response, responses=TENSOR)
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
        library.touch(held.model)

        def read(check: Check) -> bytes:
            shape = held.trace.sites.get(site)
            if shape is None:
                raise NoSuchSite("This trace has no tensor of that name.", "GET /api/traces/{id}/sites lists them.")
            try:
                return wire.answer(held.trace, site, wire.select(index, shape), dtype, pool)
            finally:
                traces.weigh(id)

        data = await result_of(worker.submit(page, read), worker, request)
        # Ids are salted per server and a trace never changes, so the browser may keep what it read.
        return Response(data, media_type=BINARY, headers={"Cache-Control": "private, max-age=86400, immutable"})

    @api.get("/traces/{id}/prediction", response_model=schema.PredictionAnswer)
    async def prediction(
        id: str,
        request: Request,
        page: Page,
        position: int = -1,
        top: Annotated[int, Query(ge=1, le=MAX_CANDIDATES)] = 20,
    ) -> Response:
        held = traces.get(id)
        library.touch(held.model)

        def predict(check: Check) -> Response:
            from cutaway.lenses.logits import predict

            return as_json(answers.prediction_answer(predict(held.trace, position, top)))

        return await result_of(worker.submit(page, predict), worker, request)

    return api
