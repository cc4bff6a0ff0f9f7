"""Waiting, in the event loop, for work that the worker's thread does; and giving it up when the client goes away."""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import TypeVar

from fastapi import Request
from fastapi.concurrency import run_in_threadpool

from cutaway.errors import Cancelled, CutawayError
from cutaway.server.jobs import Job, Worker
from cutaway.system_errors import is_out_of_memory, out_of_memory

T = TypeVar("T")


async def result_of(job: Job[T], worker: Worker, request: Request) -> T:
    """The result of a job that answers a request. If the request's connection closes first, the job is dropped.

    Raises:
        Cancelled: a newer request of the page took the job's place, or nobody waits for it.
        OutOfMemory: there was not enough for it.
        CutawayError: what the job raised.
    """
    result = asyncio.wrap_future(job.future)
    gone = asyncio.create_task(_disconnected(request))
    try:
        await asyncio.wait({result, gone}, return_when=asyncio.FIRST_COMPLETED)
        if result.done():
            return result.result()
        raise Cancelled()
    except (MemoryError, RuntimeError, OSError) as error:
        if is_out_of_memory(error):
            raise out_of_memory(error) from None  # the traceback holds tensors
        raise
    finally:
        gone.cancel()
        result.cancel()
        worker.drop(job)


async def in_thread(request: Request, work: Callable[[Callable[[], bool]], T]) -> T:
    """What some work makes in a thread of its own.

    Args:
        work: is given a function that says whether the request's connection has closed, so that nobody waits any more.
    """
    closed = threading.Event()
    gone = asyncio.create_task(_disconnected(request))
    gone.add_done_callback(lambda task: task.cancelled() or closed.set())
    try:
        return await run_in_threadpool(work, closed.is_set)
    finally:
        gone.cancel()


async def _disconnected(request: Request) -> None:
    """Return when the request's connection is closed. Its body, if it has one, must have been read."""
    with contextlib.suppress(CutawayError):  # a body over the limit, sent where none is read: nobody to wait for
        while (await request.receive())["type"] != "http.disconnect":
            pass
