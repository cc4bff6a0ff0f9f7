"""What the server holds is bounded: traces in bytes, models in number and bytes."""

import threading
import time
from collections.abc import Callable

import pytest

from cutaway import Model
from cutaway.errors import Cancelled, WeightsUnavailable
from cutaway.progress import Progress, ProgressStep
from cutaway.server.http.problems import TraceGone
from cutaway.server.stores.models import ModelStore
from cutaway.server.stores.traces import TraceStore
from support.serving import TINY, Page, open_small, running, tiny


def test_traces_over_the_limit_go_least_recently_used_first(model: Model) -> None:
    trace = model.trace("hello")
    traces = TraceStore(limit=3 * trace.bytes_held)
    for id in "abc":
        traces.put(id, TINY, trace)
    traces.get("a")
    traces.put("d", TINY, trace)
    assert traces.bytes <= traces.limit
    with pytest.raises(TraceGone):
        traces.get("b")
    assert [traces.get(id).trace for id in "acd"] == [trace] * 3


def test_what_reading_adds_to_a_trace_is_counted(model: Model) -> None:
    first, second = model.trace("hello"), model.trace("other")
    traces = TraceStore(limit=first.bytes_held + second.bytes_held)
    traces.put("first", TINY, first)
    traces.put("second", TINY, second)
    second["layers.0.mlp.out"]  # replays a block, which the trace keeps
    traces.weigh("second")
    assert traces.bytes == second.bytes_held
    assert len(traces) == 1


def test_a_trace_over_the_limit_is_held_until_the_next(model: Model) -> None:
    traces = TraceStore(limit=1)
    traces.put("a", TINY, model.trace("a"))
    assert traces.get("a")
    traces.put("b", TINY, model.trace("b"))
    assert len(traces) == 1


def test_a_trace_that_went_is_gone_for_the_page() -> None:
    with running(ModelStore(TINY, opener=open_small), trace_bytes=1) as server, server.page() as page:
        page.open(TINY)
        first = page.trace("first")["id"]
        page.trace("second")
        assert page.get(f"/api/traces/{first}/sites").status_code == 410
        again = page.trace("first")
        assert (again["id"], again["reused"]) == (first, False)


def test_a_fourth_model_takes_the_place_of_the_least_recently_used() -> None:
    names = [f"tests/model-{n}" for n in range(4)]
    with running(ModelStore(names[0], opener=open_small, most=3)) as server, server.page() as page:
        for name in names[:3]:
            page.open(name)
        old = page.trace("a", names[1])["id"]
        page.trace("a", names[0])
        page.trace("a", names[2])
        page.open(names[3])
        states = {status["name"]: status["state"] for status in page.get("/api/models").json()}
        assert [states.get(name, "absent") for name in names] == ["ready", "absent", "ready", "ready"]
        assert page.get(f"/api/traces/{old}/sites").status_code == 410


def test_models_are_bounded_in_bytes_too() -> None:
    weight = sum(p.nbytes for p in tiny().hf.parameters())
    with running(ModelStore(TINY, opener=open_small, most_bytes=weight * 2)) as server, server.page() as page:
        for name in (TINY, "tests/b", "tests/c"):
            assert page.open(name)["state"] == "ready"
        assert page.get("/api/model", name=TINY).json()["state"] == "absent"


def test_a_request_for_a_model_that_opens_joins_it(tmp_path) -> None:
    opened: list[str] = []
    go = threading.Event()

    def opener(name: str, progress: Progress, cancelled: Callable[[], bool]) -> Model:
        opened.append(name)
        progress(ProgressStep("Unpacking", 3, 10, "tensors"))
        assert go.wait(10)
        return tiny(name)

    with running(ModelStore(TINY, opener=opener)) as server, server.page() as page:
        for _ in range(3):
            status = page.client.post("/api/model/open", params={"name": TINY}).json()
            assert status["state"] == "opening"
        while (progress := page.get("/api/model", name=TINY).json()["progress"])["what"] != "Unpacking":
            pass
        assert progress == {"what": "Unpacking", "done": 3, "total": 10, "unit": "tensors"}
        early = page.post("/api/traces", model=TINY, text="a")
        assert (early.status_code, early.json()["code"]) == (409, "model-not-ready")
        go.set()
        assert page.open(TINY)["state"] == "ready"
    assert opened == [TINY]


def test_a_model_that_failed_can_be_tried_again() -> None:
    attempts: list[str] = []

    def opener(name: str, progress: Progress, cancelled: Callable[[], bool]) -> Model:
        attempts.append(name)
        if len(attempts) == 1:
            raise WeightsUnavailable("The disk is full.", "Free 200 MB.")
        return tiny(name)

    with running(ModelStore(TINY, opener=opener)) as server, server.page() as page:
        status = page.open(TINY)
        assert status["state"] == "failed"
        assert (status["problem"]["code"], status["problem"]["hint"]) == ("weights-unavailable", "Free 200 MB.")
        assert page.open(TINY)["state"] == "ready"


def test_a_fault_while_opening_is_told_and_harms_nothing(caplog) -> None:
    def opener(name: str, progress: Progress, cancelled: Callable[[], bool]) -> Model:
        if name == "tests/bad":
            raise RuntimeError("secret \ud800")
        return tiny(name)

    with running(ModelStore(TINY, opener=opener)) as server, server.page() as page:
        status = page.open("tests/bad")
        assert (status["state"], status["problem"]["code"]) == ("failed", "error")
        assert page.open(TINY)["state"] == "ready"


def test_closing_stops_an_opening() -> None:
    stopped = threading.Event()
    started = threading.Event()

    def opener(name: str, progress: Progress, cancelled: Callable[[], bool]) -> Model:
        while not cancelled():
            started.set()
            time.sleep(0.01)
        stopped.set()
        raise Cancelled()

    library = ModelStore(TINY, opener=opener)
    library.open(TINY)
    assert started.wait(10)
    library.close()
    assert stopped.is_set()


def test_about_tells_what_the_server_was_started_for(page: Page) -> None:
    about = page.get("/api/about").json()
    assert (about["model"], about["text"]) == (TINY, "hello")
    ready = next(status for status in about["models"] if status["name"] == TINY)
    assert ready["state"] == "ready"
    assert (ready["facts"]["layers"], ready["facts"]["heads"], ready["facts"]["context"]) == (4, 3, 4096)
    assert "smollm2" in {status["name"] for status in about["models"]}
