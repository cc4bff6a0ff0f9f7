"""A disk that is full while something is fetched, converted or saved is said to be full, and what is there stays whole."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from cutaway.models import fetch
from cutaway.store import cache
from support import faults, loopback, tiny

pytestmark = pytest.mark.slow


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[loopback.Server]:
    monkeypatch.setenv("CUTAWAY_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "theirs"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with loopback.serve() as server:
        monkeypatch.setenv("HF_ENDPOINT", server.url)
        server.add_repository("owner/tiny", tiny.write_folder(tmp_path / "tiny"))
        yield server


def refused(*arguments: str, file_bytes: int) -> str:
    ended = faults.python(
        "-m", "cutaway", *arguments, prepare=faults.limited(file_bytes=file_bytes), env={**os.environ}
    )
    assert ended.returncode == 1, ended
    assert "Traceback" not in ended.stderr, ended.stderr
    return " ".join(ended.stderr.split())


@pytest.mark.parametrize("file_bytes", [2_000, 50_000])
def test_a_model_that_does_not_fit_says_that_the_disk_is_full(hub: loopback.Server, file_bytes: int):
    said = refused("fetch", "owner/tiny", file_bytes=file_bytes)
    assert f"The disk that holds {cache.home()}" in said
    assert "is full" in said
    assert "CUTAWAY_HOME" in said
    assert not cache.model_folder("owner/tiny").exists()
    assert fetch.ensure("owner/tiny").folder.is_dir()


def test_a_conversion_that_does_not_fit_says_that_the_disk_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CUTAWAY_HOME", str(tmp_path / "home"))
    file = tiny.write_gguf(tmp_path / "tiny.gguf")
    said = refused("trace", "abc", "--model", str(file), file_bytes=100_000)
    assert "is full" in said
    assert "CUTAWAY_HOME" in said
    assert not any((cache.home() / "models").glob("*"))
    assert not any((cache.home() / "staging").iterdir())


def test_a_trace_that_does_not_fit_says_that_the_disk_is_full(tmp_path: Path):
    folder = tiny.write_folder(tmp_path / "tiny")
    out = tmp_path / "out.safetensors"
    said = refused("trace", "abc " * 12, "--model", str(folder), "--out", str(out), file_bytes=5_000)
    assert f"{out} can't be written: the disk is full." in said
    assert [path.name for path in tmp_path.iterdir()] == ["tiny"]
