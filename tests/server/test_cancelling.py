"""Work that nobody waits for is given up: in the queue at once, in a forward pass between two blocks."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from urllib.parse import urlsplit

import httpx
import pytest

from cutaway import Model
from cutaway.errors import Cancelled
from cutaway.progress import Progress
from cutaway.server.jobs import Worker
from cutaway.server.stores.models import ModelStore
from support.serving import TINY, Running, running, tiny

LAYERS = 12


class Gate:
    """Counts the blocks of a model that run on long texts, and holds each until the gate is open."""

    def __init__(self, model: Model) -> None:
        self.open = threading.Event()
        self.entered = threading.Event()
        self.blocks = 0
        for block in model.hf.model.layers:
            block.register_forward_pre_hook(self._enter, with_kwargs=True)

    def _enter(self, block, args, kwargs) -> None:
        hidden = args[0] if args else kwargs["hidden_states"]
        if hidden.shape[1] > 100:
            self.blocks += 1
            self.entered.set()
            assert self.open.wait(30)


@pytest.fixture
def gated() -> Iterator[tuple[Running, Gate]]:
    gates: list[Gate] = []

    def opener(name: str, progress: Progress, cancelled: Callable[[], bool]) -> Model:
        model = tiny(name, layers=LAYERS)
        gates.append(Gate(model))
        return model

    with running(ModelStore(TINY, opener=opener)) as server:
        with server.page() as page:
            page.open(TINY)
        try:
            yield server, gates[0]
        finally:
            gates[0].open.set()


def trace(server: Running, id: str, text: str) -> httpx.Response:
    with server.page(id) as page:
        return page.post("/api/traces", model=TINY, text=text)


def test_a_newer_trace_of_a_page_stops_the_older_between_two_blocks(gated: tuple[Running, Gate]) -> None:
    server, gate = gated
    with ThreadPoolExecutor() as threads:
        old = threads.submit(trace, server, "A", "x" * 200)
        assert gate.entered.wait(10)
        new = threads.submit(trace, server, "A", "short")
        # The old request is answered at once, while its block still runs.
        assert (old.result(10).status_code, old.result().json()["code"]) == (409, "cancelled")
        assert not new.done()
        gate.open.set()
        assert new.result(10).status_code == 200
    assert gate.blocks == 1 < LAYERS


def test_another_page_does_not_wait_for_abandoned_work(gated: tuple[Running, Gate]) -> None:
    server, gate = gated
    with ThreadPoolExecutor() as threads:
        last = threads.submit(trace, server, "A", "x" * 200)
        assert gate.entered.wait(10)
        other = threads.submit(trace, server, "B", "mine")
        for n in range(1, 6):
            newer = threads.submit(trace, server, "A", "x" * (200 + n))
            assert last.result(10).status_code == 409
            last = newer
        gate.open.set()
        assert other.result(10).status_code == 200
        assert last.result(10).status_code == 200
    assert gate.blocks == 1 + LAYERS  # one block of the running one, and the last one whole


def test_a_closed_connection_stops_its_trace(gated: tuple[Running, Gate]) -> None:
    server, gate = gated
    connection = HTTPConnection(urlsplit(server.url).netloc)
    body = json.dumps({"model": TINY, "text": "x" * 200})
    connection.request("POST", "/api/traces", body, {"Content-Type": "application/json", "X-Cutaway-Page": "A"})
    assert gate.entered.wait(30)
    connection.close()
    time.sleep(1)  # let the server see that the connection is closed
    gate.open.set()
    assert trace(server, "B", "mine").status_code == 200
    assert gate.blocks == 1


def test_a_page_s_newer_trace_leaves_other_pages_alone(gated: tuple[Running, Gate]) -> None:
    server, gate = gated
    with ThreadPoolExecutor() as threads:
        first = threads.submit(trace, server, "A", "x" * 200)
        assert gate.entered.wait(10)
        second = threads.submit(trace, server, "B", "z" * 200)
        gate.open.set()
        assert first.result(10).status_code == second.result(10).status_code == 200
    assert gate.blocks == 2 * LAYERS


def test_requests_without_a_page_supersede_nothing(gated: tuple[Running, Gate]) -> None:
    server, gate = gated

    def nameless(text: str) -> int:
        return httpx.post(f"{server.url}/api/traces", json={"model": TINY, "text": text}, timeout=30).status_code

    with ThreadPoolExecutor() as threads:
        first = threads.submit(nameless, "x" * 200)
        assert gate.entered.wait(10)
        second = threads.submit(nameless, "short")
        gate.open.set()
        assert first.result(10) == second.result(10) == 200


def test_tokens_never_wait_for_a_forward_pass(gated: tuple[Running, Gate]) -> None:
    server, gate = gated
    with ThreadPoolExecutor() as threads, server.page("B") as page:
        slow = threads.submit(trace, server, "A", "x" * 200)
        assert gate.entered.wait(10)
        assert page.post("/api/tokens", model=TINY, text="quick").status_code == 200
        assert not slow.done()
        gate.open.set()
        slow.result(10)


def test_the_server_stops_in_the_middle_of_a_forward_pass() -> None:
    gates: list[Gate] = []

    def opener(name: str, progress: Progress, cancelled: Callable[[], bool]) -> Model:
        model = tiny(name, layers=LAYERS)
        gates.append(Gate(model))
        return model

    with ThreadPoolExecutor() as threads:
        with running(ModelStore(TINY, opener=opener)) as server:
            with server.page() as page:
                page.open(TINY)
            left = threads.submit(trace, server, "A", "x" * 200)
            assert gates[0].entered.wait(10)
            threading.Timer(0.5, gates[0].open.set).start()
        answer = left.result(10)
    assert (answer.status_code, answer.json()["code"]) == (503, "stopping")
    assert "stopping" in answer.json()["message"]
    assert gates[0].blocks == 1


def test_pages_take_turns() -> None:
    worker = Worker()
    hold, order = threading.Event(), []
    worker.submit("first", lambda check: hold.wait(10))
    jobs = [worker.submit(page, lambda check, page=page: order.append(page)) for page in "AAAABBC"]
    hold.set()
    for job in jobs:
        job.future.result(10)
    worker.close()
    assert order == [*"ABCABAA"]


def test_a_job_that_fails_does_not_stop_the_worker() -> None:
    worker = Worker()
    with pytest.raises(ZeroDivisionError):
        worker.submit("A", lambda check: 1 // 0).future.result(10)
    assert worker.submit("A", lambda check: 1).future.result(10) == 1
    worker.close()
    with pytest.raises(Cancelled, match="The server is stopping"):
        worker.submit("A", lambda check: 1).future.result(10)
