"""A request about a held trace: the job that answers it, done in the worker."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from fastapi import Request

from cutaway.server.http.deps import State
from cutaway.server.jobs import Check
from cutaway.server.waiting import result_of

if TYPE_CHECKING:
    from cutaway.trace.trace import Trace

T = TypeVar("T")


async def read_trace(state: State, id: str, request: Request, page: str, job: "Callable[[Trace, Check], T]") -> T:
    """What a job finds in a held trace.

    Raises:
        TraceGone: it is not held.
        CutawayError: what the job raises.
    """
    held = state.traces.get(id)
    state.library.touch(held.model)

    def run(check: Check) -> T:
        try:
            return job(held.trace, check)
        finally:
            state.traces.weigh(id)

    return await result_of(state.worker.submit(page, run), state.worker, request)
