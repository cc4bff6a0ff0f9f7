"""Models are opened in turn: few may wait, each can be cancelled, and one that is on this machine never waits for a download."""

import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import huggingface_hub
import pytest

from cutaway.models import fetch
from cutaway.progress import Progress
from cutaway.server.stores.models import MOST_FAILED, MOST_WAITING, ModelStore
from cutaway.store import cache
from support import loopback, tiny
from support.serving import TINY, Page, running
from support.serving import tiny as tiny_model

HERE = "owner/here"


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[loopback.Server]:
    """A hub that has one model at once, and forty others only slowly."""
    monkeypatch.setenv("CUTAWAY_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path / "theirs"))
    folder = tiny.write_folder(tmp_path / "tiny")
    with loopback.serve() as server:
        monkeypatch.setenv("HF_ENDPOINT", server.url)
        server.add_repository(HERE, folder)
        for number in range(40):
            server.add_repository(f"owner/far-{number}", folder)
            server.slow.add(f"/owner/far-{number}/resolve/{loopback.REVISION}/model.safetensors")
        fetch.ensure(HERE)
        yield server


def ask(page: Page, name: str, what: str = "open") -> Any:
    return page.client.post(f"/api/model/{what}", params={"name": name})


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_of_forty_models_few_wait_one_that_is_here_opens_and_each_can_be_cancelled(hub: loopback.Server):
    with running(ModelStore(HERE)) as server, server.page() as page:
        answers = [ask(page, f"owner/far-{number}") for number in range(40)]
        assert [answer.status_code for answer in answers] == [200] * MOST_WAITING + [429] * (40 - MOST_WAITING)
        refusal = answers[-1].json()
        assert refusal["code"] == "too-many-models"
        assert "cancel" in refusal["hint"]
        assert page.open(HERE)["state"] == "ready"
        first = page.get("/api/model", name="owner/far-0").json()
        assert first["state"] == "opening"
        for number in range(MOST_WAITING - 1):
            assert ask(page, f"owner/far-{number}", "cancel").json()["state"] == "absent"
        last = f"owner/far-{MOST_WAITING - 1}"  # it comes next, whatever was before it
        until(lambda: "Downloading" in page.get("/api/model", name=last).json()["progress"]["what"])
        assert ask(page, "owner/far-39").status_code == 200
        assert ask(page, last, "cancel").json()["state"] == "absent"
        hub.hurry.set()
        assert page.open("owner/far-39")["state"] == "ready"
    assert not any((cache.home() / "staging").iterdir())


def test_a_model_that_is_cancelled_while_it_opens_is_not_open_afterwards():
    go, entered = threading.Event(), threading.Event()

    def opener(name: str, progress: Progress, cancelled: Callable[[], bool]):
        if name == "tests/slow":
            entered.set()
            assert go.wait(10)
        return tiny_model(name)

    with running(ModelStore(TINY, opener=opener)) as server, server.page() as page:
        ask(page, "tests/slow")
        assert entered.wait(10)
        assert ask(page, "tests/slow", "cancel").json()["state"] == "absent"
        go.set()
        assert page.open(TINY)["state"] == "ready"
        assert page.get("/api/model", name="tests/slow").json()["state"] == "absent"
        assert ask(page, TINY, "cancel").json()["state"] == "ready"
        assert ask(page, "../secret", "cancel").status_code == 404


def test_few_of_those_that_failed_are_remembered():
    def opener(name: str, progress: Progress, cancelled: Callable[[], bool]):
        raise RuntimeError(hashlib.sha256(name.encode()).hexdigest())

    with running(ModelStore(TINY, opener=opener)) as server, server.page() as page:
        for number in range(MOST_FAILED + 5):
            assert page.open(f"tests/bad-{number}")["state"] == "failed"
        failed = [each for each in page.get("/api/models").json() if each["state"] == "failed"]
        assert len(failed) == MOST_FAILED
