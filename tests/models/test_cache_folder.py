"""The cache's places, and its promise: a model is there whole or not at all, and is fetched by one process at a time."""

import subprocess
import sys
from pathlib import Path

import pytest

from cutaway.errors import Cancelled
from cutaway.models import fetch
from cutaway.store import cache


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CUTAWAY_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_the_environment_names_the_folder_or_the_platform_does(home: Path, monkeypatch: pytest.MonkeyPatch):
    assert cache.home() == home
    monkeypatch.delenv("CUTAWAY_HOME")
    assert cache.home().name == "cutaway"
    assert cache.home().is_absolute()


def test_different_names_have_different_folders_inside_the_cache(home: Path):
    names = ["gpt2", "owner/gpt2", "owner/gpt2.1", "..", "a/../b", "gguf-Smol LM-0a1b"]
    folders = [cache.model_folder(name) for name in names]
    assert len(set(folders)) == len(names)
    assert all(folder.resolve().parent == home / "models" for folder in folders)


def test_a_folder_of_the_user_is_never_removed(home: Path, monkeypatch: pytest.MonkeyPatch):
    kept = cache.model_folder("kept")
    kept.mkdir(parents=True)
    for name in ("..", ".", str(home)):
        monkeypatch.chdir(kept)
        assert not fetch.remove(name)
    assert kept.is_dir()


def test_a_staged_model_replaces_the_one_before_whole(home: Path):
    for content in ("old", "new"):
        with cache.staging("m") as stage:
            stage.model.mkdir()
            (stage.model / content).touch()
            cache.publish(stage, cache.model_folder("m"))
    assert [path.name for path in cache.model_folder("m").iterdir()] == ["new"]
    assert not any((home / "staging").iterdir())


def test_a_failed_attempt_leaves_nothing(home: Path):
    with pytest.raises(RuntimeError), cache.staging("m") as stage:
        stage.model.mkdir()
        raise RuntimeError
    assert not any((home / "staging").iterdir())
    assert not cache.model_folder("m").exists()


HOLD = """
import sys
from cutaway.models import fetch
from cutaway.store import cache
with cache.lock("theirs", waiting=print, cancelled=lambda: False), cache.staging("theirs"):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_sweeping_takes_what_was_left_and_leaves_what_another_process_works_on(home: Path):
    other = subprocess.Popen([sys.executable, "-c", HOLD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert other.stdin
    assert other.stdout
    try:
        assert other.stdout.readline() == "held\n"
        for name in ("mine", "abandoned"):
            (home / "staging" / name / "1-x" / "work").mkdir(parents=True)
        with cache.lock("mine", waiting=lambda: None, cancelled=lambda: False):
            cache.sweep("mine")
        assert [path.name for path in (home / "staging").iterdir()] == ["theirs"]
        told = []
        with (
            pytest.raises(Cancelled),
            cache.lock("theirs", waiting=lambda: told.append(1), cancelled=lambda: bool(told)),
        ):
            pass
        assert told == [1]
    finally:
        other.communicate("")
    with cache.lock("theirs", waiting=lambda: None, cancelled=lambda: True):
        pass  # free again
