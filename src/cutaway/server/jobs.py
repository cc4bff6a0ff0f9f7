"""One thread that does the arithmetic of all pages in turn, and cancels work that is no longer needed.

Jobs belong to a page. Pages take turns, so that no page waits behind another's queue. A superseding job (a new trace) cancels its page's
older jobs: queued ones are dropped at once, and the running one stops at its next call of `check`, which a trace makes between two
blocks. A request waits for its job in the event loop, and drops it when its client disconnects.
"""

import asyncio
import contextlib
import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Generic, TypeVar

from fastapi import Request
from fastapi.concurrency import run_in_threadpool

from cutaway.errors import Cancelled, CutawayError
from cutaway.server.http.problems import Stopping
from cutaway.system_errors import is_out_of_memory, out_of_memory

if TYPE_CHECKING:
    from cutaway.server.http.deps import State
    from cutaway.trace.trace import Trace

T = TypeVar("T")
Check = Callable[[], None]  # raises Cancelled when the job is no longer needed


class Job(Generic[T]):
    """A piece of work of one page, and the future of its result. It is resolved at most once."""

    def __init__(self, page: str, work: Callable[[Check], T]) -> None:
        self.page = page
        self.future: Future[T] = Future()
        self._work = work
        self._resolve = threading.Lock()

    def cancel(self, why: CutawayError | None = None) -> None:
        """Resolves the future with the reason (None: cancelled). Running work stops at its next check."""
        with self._resolve:
            if not self.future.done():
                self.future.set_exception(why or Cancelled())

    def check(self) -> None:
        """Raises `Cancelled` if the job is cancelled."""
        if self.future.done():
            raise Cancelled()

    def run(self) -> None:
        """Does the work and resolves the future, unless it is cancelled first. Never raises."""
        if self.future.done():
            return
        try:
            result = self._work(self.check)
        except BaseException as error:
            # The traceback holds the frames, and so the tensors, of the work. The error's handler drops them.
            with self._resolve:
                if not self.future.done():
                    self.future.set_exception(error)
        else:
            with self._resolve:
                if not self.future.done():
                    self.future.set_result(result)


class Worker:
    """The thread and its queue. Methods may be called from any thread."""

    def __init__(self) -> None:
        self._queues: OrderedDict[str, deque[Job]] = OrderedDict()  # pages with work, the next one first
        self._running: Job | None = None
        self._closed = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="cutaway-worker", daemon=True)
        self._thread.start()

    @property
    def closed(self) -> bool:
        """Whether the server stops."""
        return self._closed

    def submit(self, page: str, work: Callable[[Check], T], *, supersedes: bool = False) -> Job[T]:
        """Queues work for a page.

        Args:
            page: the page that the work is for.
            work: does the work in the worker's thread; it gets `check`, to call where it could stop.
            supersedes: whether this makes the page's older jobs, queued or running, pointless.
        """
        job = Job(page, work)
        with self._changed:
            if self._closed:
                job.cancel(Stopping())
                return job
            if supersedes:
                for older in self._queues.pop(page, ()):
                    older.cancel()
                if self._running is not None and self._running.page == page:
                    self._running.cancel()
            self._queues.setdefault(page, deque()).append(job)
            self._changed.notify()
        return job

    def drop(self, job: Job) -> None:
        """Cancels a job and removes it from the queue, because its client is gone."""
        job.cancel()
        with self._changed:
            queue = self._queues.get(job.page)
            if queue is not None and job in queue:
                queue.remove(job)
                if not queue:
                    del self._queues[job.page]

    def close(self, timeout: float = 2.0) -> None:
        """Cancels everything, because the server stops, and waits up to `timeout` seconds for the thread to end."""
        with self._changed:
            self._closed = True
            for queue in self._queues.values():
                for job in queue:
                    job.cancel(Stopping())
            self._queues.clear()
            if self._running is not None:
                self._running.cancel(Stopping())
            self._changed.notify()
        self._thread.join(timeout)

    def _run(self) -> None:
        while True:
            with self._changed:
                self._running = None
                while not self._queues:
                    if self._closed:
                        return
                    self._changed.wait()
                page, queue = self._queues.popitem(last=False)
                self._running = job = queue.popleft()
                if queue:  # the page's other jobs wait until the other pages have had their turn
                    self._queues[page] = queue
            job.run()
            del job  # a job's result (a trace's tensors) must not stay alive while the thread waits


async def result_of(job: Job[T], worker: Worker, request: Request) -> T:
    """The result of a job that answers a request. If the request's connection closes first, the job is dropped.

    Raises:
        Cancelled: a newer request of the page superseded the job, or its client is gone.
        OutOfMemory: there was not enough memory.
        CutawayError: the job's own error.
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
    """The result of work in a separate thread.

    Args:
        work: gets a function that tells whether the request's connection has closed.
    """
    closed = threading.Event()
    gone = asyncio.create_task(_disconnected(request))
    gone.add_done_callback(lambda task: task.cancelled() or closed.set())
    try:
        return await run_in_threadpool(work, closed.is_set)
    finally:
        gone.cancel()


async def read_trace(state: "State", id: str, request: Request, page: str, job: "Callable[[Trace, Check], T]") -> T:
    """The result of a job on a trace in memory.

    Raises:
        TraceGone: the trace is not in memory.
        CutawayError: the job's own error.
    """
    held = state.traces.get(id)
    state.models.touch(held.model)

    def run(check: Check) -> T:
        try:
            return job(held.trace, check)
        finally:
            state.traces.weigh(id)

    return await result_of(state.worker.submit(page, run), state.worker, request)


async def _disconnected(request: Request) -> None:
    """Returns when the request's connection is closed. Its body, if any, must have been read."""
    with contextlib.suppress(CutawayError):  # an unexpected body over the limit: treat the client as gone
        while (await request.receive())["type"] != "http.disconnect":
            pass
