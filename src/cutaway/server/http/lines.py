"""Answers that arrive piece by piece: one JSON value per line, each computed by its own job.

Between two pieces the worker serves its other pages, so that a long answer blocks nothing. When the client stops reading, no further
piece is computed.
"""

import json
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any, TypeVar

from fastapi import Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel
from pydantic_core import PydanticSerializationError

from cutaway.errors import CutawayError
from cutaway.server.http.problems import Problem, problem_of
from cutaway.server.jobs import Check, Worker, result_of

LINES = "application/x-ndjson"
Piece = TypeVar("Piece", bound=BaseModel)


def written(answer: BaseModel) -> str:
    """An answer as JSON, without validating it a second time."""
    try:
        return answer.model_dump_json()
    except PydanticSerializationError:  # half of a surrogate pair, in a name that was sent or read: JSON can escape it
        return json.dumps(answer.model_dump())


class Failed(BaseModel):
    """The last line of an answer that could not be finished."""

    problem: Problem


def piece_of(schema: type[BaseModel]) -> dict[int | str, dict[str, Any]]:
    """The API's description of an answer in pieces of this kind."""
    return {
        200: {
            "description": f'One `{schema.__name__}` per line; a last line `{{"problem": …}}` if it could not be finished.',
            "model": schema,
        }
    }


async def lines(
    worker: Worker, page: str, request: Request, start: Callable[[Check], Iterator[Piece]]
) -> StreamingResponse:
    """The pieces of an iterator as lines.

    Args:
        start: makes the iterator, in the worker; its `Check` raises `Cancelled` when the client no longer waits for the current piece.

    Raises:
        CutawayError: the first piece failed; the request then fails like any other.
    """
    current: list[Check] = []

    def check() -> None:
        current[0]()

    pieces: Iterator[Piece] | None = None

    def make(own: Check) -> Piece | None:
        nonlocal pieces
        current[:] = [own]
        if pieces is None:
            pieces = iter(start(check))
        return next(pieces, None)

    async def piece() -> Piece | None:
        return await result_of(worker.submit(page, make), worker, request)

    first = await piece()

    async def all_lines() -> AsyncIterator[str]:
        found = first
        try:
            while found is not None:
                yield written(found) + "\n"
                found = await piece()
        except CutawayError as error:
            yield written(Failed(problem=problem_of(error))) + "\n"

    return StreamingResponse(all_lines(), media_type=LINES, headers={"Cache-Control": "no-store"})
