"""The routes that ask a lens about a trace: why a number is what it is, what heads do, what follows from their patterns."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

from fastapi import APIRouter, Query, Request, Response

from cutaway.errors import BadIndex
from cutaway.server.api import lens_answers, schema
from cutaway.server.http import tensors as wire
from cutaway.server.http.deps import BINARY, PROBLEMS, TENSOR, Page, State, as_json
from cutaway.server.jobs import Check, read_trace

if TYPE_CHECKING:
    from cutaway.trace.trace import Trace

T = TypeVar("T")
MapName = Literal["self", "encoder", "decoder", "cross"]


def lens_router(state: State) -> APIRouter:
    """The routes under `/api/traces/{id}` that read with a lens."""
    api = APIRouter(prefix="/api/traces/{id}", responses=PROBLEMS)

    async def read(id: str, request: Request, page: str, job: "Callable[[Trace, Check], T]") -> T:
        """Runs a job on a held trace in the worker."""
        return await read_trace(state, id, request, page, job)

    @api.get("/explain", response_model=schema.ExplanationAnswer)
    async def explain(
        id: str,
        site: str,
        index: Annotated[str, Query(description="One number an axis: '2,5,1'.")],
        request: Request,
        page: Page,
        path: Annotated[str, Query(description="Which input to follow, and which of its, and so on: '0.3'.")] = "",
        top: Annotated[int, Query(ge=1, le=256)] = 8,
    ) -> Response:
        at, steps = _numbers(index, ","), _numbers(path, ".")

        def answer(trace: "Trace", check: Check) -> Response:
            found = state.explained.follow(id, trace, site, at, steps, top)
            return as_json(lens_answers.explanation(trace, found))

        return await read(id, request, page, answer)

    @api.get("/heads", response_model=schema.HeadsAnswer)
    async def heads(id: str, request: Request, page: Page, map: MapName = "self") -> Response:
        return await read(id, request, page, lambda trace, check: as_json(lens_answers.heads(trace, map, check)))

    @api.get("/induction", response_model=schema.HeadsAnswer)
    async def induction(id: str, request: Request, page: Page) -> Response:
        """Measured on repeated random tokens, so the same for every text of a model."""
        return await read(id, request, page, lambda trace, check: as_json(lens_answers.induction(trace, check)))

    @api.get("/rollout", response_class=Response, responses=TENSOR)
    async def rollout(
        id: str,
        position: int,
        request: Request,
        page: Page,
        map: MapName = "self",
        method: Literal["rollout", "flow"] = "rollout",
    ) -> Response:
        """From one position back to the input: `(layers + 1, tokens)`, or `(tokens,)` for flow."""

        def answer(trace: "Trace", check: Check) -> bytes:
            return wire.encode(lens_answers.rollout(trace, map, position, method, check), "float32")

        return _binary(await read(id, request, page, answer))

    @api.get("/scoring", response_class=Response, responses=TENSOR)
    async def scoring(id: str, attention: str, head: int, query: int, request: Request, page: Page) -> Response:
        """Every step of how one query is scored, one tensor each: q, k, products, dots, scaled, added, scores, pattern, v, z."""
        return _binary(
            await read(id, request, page, lambda trace, check: lens_answers.scoring(trace, attention, head, query))
        )

    @api.get("/products", response_class=Response, responses=TENSOR)
    async def products(
        id: str,
        attention: str,
        head: int,
        request: Request,
        page: Page,
        queries: str = ":",
        keys: str = ":",
        what: Literal["dots", "scaled"] = "dots",
    ) -> Response:
        """A window of raw products q · k of one head, or of these as they are scaled: `(queries, keys)`."""

        def answer(trace: "Trace", check: Check) -> bytes:
            return wire.encode(lens_answers.products(trace, attention, head, (queries, keys), what), "float32")

        return _binary(await read(id, request, page, answer))

    @api.get("/summary", response_class=Response, responses=TENSOR)
    async def summary(
        id: str,
        request: Request,
        page: Page,
        map: MapName = "self",
        layer: int | None = None,
        head: int | None = None,
        words: bool = False,
        pool: Annotated[int | None, Query(ge=1, le=4096)] = None,
        window: Annotated[
            str, Query(description="Queries and keys, in words where these are asked for: '0:512,0:512'.")
        ] = "",
        how: Literal["max", "mean"] = "mean",
    ) -> Response:
        """The mean of patterns, over the heads of a layer or of all, token by token or word by word: `(queries, keys)`.

        Where words are asked for, the metadata's `queries` and `keys` number each token's word.
        """

        def answer(trace: "Trace", check: Check) -> bytes:
            asked = lens_answers.Summary(map, layer, head, words, pool, window, how)
            return lens_answers.summary(trace, asked, check)

        return _binary(await read(id, request, page, answer))

    @api.get("/walk", response_model=schema.WalkAnswer)
    async def walk(id: str, request: Request, page: Page) -> Response:
        return await read(id, request, page, lambda trace, check: as_json(lens_answers.walk(trace)))

    return api


def _numbers(text: str, between: str) -> tuple[int, ...]:
    parts = text.split(between) if text.strip() else []
    if not all(part.strip().isdecimal() and len(part) < 19 for part in parts):
        raise BadIndex(f"{text!r} are no numbers.", f"Write them as 2{between}5{between}1.")
    return tuple(int(part) for part in parts)


def _binary(data: bytes) -> Response:
    # Ids are salted per server and a trace never changes, so the browser may keep what it read.
    return Response(data, media_type=BINARY, headers={"Cache-Control": "private, max-age=86400, immutable"})
