"""A server whose machine has no memory, no room or no right to write says so, with 503 and a way out; and it goes on."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

import cutaway
from cutaway.store import cache
from support import faults
from support.serving import TINY

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
SERVE = """
import sys, threading; sys.path[:0] = [sys.argv[1]]
import uvicorn
from fastapi import FastAPI
from support.serving import TINY, open_small
from cutaway.server.app import create_app
from cutaway.server.stores.models import ModelStore
from cutaway.server.run import Server, listen
library = ModelStore(TINY, opener=open_small)
app = create_app(library)

@app.post("/leave")
def leave_memory(bytes: int) -> None:
    leave(bytes)

with listen("127.0.0.1", 0) as listening:
    print(listening.getsockname()[1], flush=True)
    Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=2), app).run(sockets=[listening])
"""
TEXT = "the cat sat on the mat and the dog sat on the cat " * 20


@contextmanager
def serving(prepare: Callable[[], None] | None = None) -> Iterator[tuple[httpx.Client, subprocess.Popen[str]]]:
    """A server in a process of its own, with its model open."""
    program = subprocess.Popen(
        [sys.executable, "-c", faults.LITTLE_MEMORY + SERVE, str(ROOT)],
        env={**os.environ, "OMP_NUM_THREADS": "1"},  # OpenMP ends the process where it can't start a thread
        preexec_fn=prepare, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        assert program.stdout
        with httpx.Client(base_url=f"http://127.0.0.1:{program.stdout.readline().strip()}", timeout=60) as client:
            client.post("/api/model/open", params={"name": TINY})
            while client.get("/api/model", params={"name": TINY}).json()["state"] == "opening":
                time.sleep(0.05)
            yield client, program
    finally:
        program.kill()
        program.communicate()


def trace(client: httpx.Client, text: str) -> httpx.Response:
    return client.post("/api/traces", json={"model": TINY, "text": text})


def test_work_that_memory_does_not_hold_is_503_with_what_to_do_and_the_server_goes_on():
    with serving() as (client, _):
        id = trace(client, "x" * 4000).json()["id"]
        site = {"site": "layers.3.attn.scores"}
        assert client.get(f"/api/traces/{id}/tensor", params={**site, "pool": 16}).status_code == 200
        assert trace(client, "ab").status_code == 200
        client.post("/leave", params={"bytes": 60_000_000})
        short = client.get(f"/api/traces/{id}/tensor", params={**site, "index": "0:1"})
        assert (short.status_code, short.json()["code"]) == (503, "out-of-memory")
        assert "not enough memory" in short.json()["message"]
        assert "Shorten the text" in short.json()["hint"]
        assert trace(client, "abc").status_code == 200


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A trained tokenizer in a cache of its own."""
    monkeypatch.setenv("CUTAWAY_HOME", str(tmp_path / "home"))
    folder = cache.trained_folder("mine")
    cutaway.train_bpe(TEXT, 260).save(folder)
    return folder


def train(client: httpx.Client) -> str:
    answer = client.post("/api/tokenizers/train", params={"size": 270}, content=TEXT)
    return next(name for line in reversed(answer.text.splitlines()) if (name := _name(line)))


def _name(line: str) -> str:
    return ((json.loads(line).get("trained")) or {}).get("name", "")


def test_a_full_disk_is_503_and_leaves_what_was_there(mine: Path):
    before = {path.name: path.read_bytes() for path in mine.iterdir()}
    with serving(faults.limited(file_bytes=1000)) as (client, _):
        refused = client.post(f"/api/tokenizers/trained/{train(client)}/save", params={"as": "mine", "replace": "true"})
        assert (refused.status_code, refused.json()["code"]) == (503, "cannot-write")
        assert "disk is full" in refused.json()["message"]
        assert "Make room" in refused.json()["hint"]
        assert client.get("/api/tokenizers/trained").json() == ["mine"]
    assert {path.name: path.read_bytes() for path in mine.iterdir()} == before


def test_what_may_not_be_written_to_is_neither_saved_nor_said_to_be_deleted(mine: Path):
    folders = [cache.home(), *(path for path in cache.home().rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    try:
        with serving(faults.limited(heed_modes=True)) as (client, _):
            for refused in (
                client.delete("/api/tokenizers/trained/mine"),
                client.post(f"/api/tokenizers/trained/{train(client)}/save", params={"as": "other"}),
            ):
                assert (refused.status_code, refused.json()["code"]) == (503, "cannot-write")
                assert "can't be written: Permission denied" in refused.json()["message"]
            assert client.get("/api/tokenizers/trained").json() == ["mine"]
            assert client.get("/api/tokenizers/trained/mine").status_code == 200
    finally:
        for folder in folders:
            folder.chmod(0o755)
    with serving() as (client, _):
        assert client.delete("/api/tokenizers/trained/mine").status_code == 204
        assert client.get("/api/tokenizers/trained").json() == []
        assert client.delete("/api/tokenizers/trained/mine").status_code == 410


def test_a_damaged_one_can_be_deleted(mine: Path):
    (mine / "training.json").write_text("{")
    with serving() as (client, _):
        assert client.delete("/api/tokenizers/trained/mine").status_code == 204
    assert not mine.exists()


def test_a_server_that_is_told_to_end_ends_at_once():
    with serving() as (client, program):
        assert trace(client, "abc").status_code == 200
        program.send_signal(signal.SIGTERM)
        assert program.wait(5) in (0, -signal.SIGTERM)


def test_whoever_follows_a_training_is_told_that_the_server_stops():
    draw = random.Random(0)
    text = " ".join("".join(draw.choices("abcdefghij", k=8)) for _ in range(100_000))
    with serving() as (client, program):
        with client.stream("POST", "/api/tokenizers/train", params={"size": 60_000}, content=text) as answer:
            lines = answer.iter_lines()
            next(lines)
            program.send_signal(signal.SIGTERM)
            last = [*lines][-1]
        assert json.loads(last)["problem"]["code"] == "stopping"
        assert program.wait(10) in (0, -signal.SIGTERM)
