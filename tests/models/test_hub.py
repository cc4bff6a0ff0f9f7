"""Repositories of the hub: from a hub on this machine, by the hub's own client."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import huggingface_hub
import pytest
from tokenizers import Tokenizer
from transformers import AutoModelForCausalLM

from cutaway.errors import Cancelled, UnknownModel, UnsupportedModel, WeightsUnavailable
from cutaway.models import catalog, fetch
from cutaway.progress import ProgressStep
from cutaway.store import cache, provenance
from support import loopback, tiny
from support.loopback import REVISION

pytestmark = pytest.mark.slow

REPO = "owner/tiny"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tiny.write_folder(tmp_path_factory.mktemp("hub") / "tiny", width=256)
    (folder / "README.md").write_text("Not wanted.")
    (folder / "pytorch_model.bin").write_bytes(b"a pickle")
    return folder


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[loopback.Server]:
    """A hub, the only one that the client knows of; an empty cache of ours and an empty one of the user's."""
    monkeypatch.setenv("CUTAWAY_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path / "theirs"))
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    with loopback.serve() as server:
        monkeypatch.setenv("HF_ENDPOINT", server.url)
        yield server


def altered(model: Path, tmp_path: Path, **config: object) -> Path:
    """The model with other things in its config.json."""
    copy = shutil.copytree(model, tmp_path / "altered")
    said = json.loads((copy / "config.json").read_text())
    (copy / "config.json").write_text(json.dumps({**said, **config}))
    return copy


def test_a_repository_becomes_a_model_and_is_not_asked_for_again(hub, model):
    hub.add_repository(REPO, model)
    steps: list[ProgressStep] = []
    assert not fetch.cached(REPO)
    local = fetch.ensure(REPO, steps.append)
    assert local.folder == cache.model_folder(REPO)
    assert {path.name for path in local.folder.iterdir()} == {
        "config.json", "generation_config.json", "model.safetensors", "tokenizer.json", "cutaway.json",
    }  # fmt: skip
    assert (local.folder / "model.safetensors").read_bytes() == (model / "model.safetensors").read_bytes()
    assert (local.provenance.source, local.provenance.version) == ("Hugging Face hub", REVISION)
    assert local.provenance.licence == "mit"
    assert provenance.read(local.folder) == local.provenance
    assert Tokenizer.from_file(str(local.folder / "tokenizer.json")).padding is None
    download = [step for step in steps if step.what.startswith("Downloading")]
    assert {step.unit for step in download} == {"bytes"}
    assert download[-1].done == download[-1].total
    assert [step.done for step in download] == sorted(step.done for step in download)
    asked = len(hub.asked)
    assert fetch.cached(REPO)
    assert fetch.ensure(REPO) == local
    assert len(hub.asked) == asked
    assert not any(path.endswith((".bin", ".md")) for _, path, _ in hub.asked)


def test_a_connection_that_breaks_goes_on_where_it_broke(hub, model):
    hub.add_repository(REPO, model)
    path = f"/{REPO}/resolve/{REVISION}/model.safetensors"
    hub.broken.add(path)
    local = fetch.ensure(REPO)
    assert (local.folder / "model.safetensors").read_bytes() == (model / "model.safetensors").read_bytes()
    first, second = hub.ranges("model.safetensors")
    assert first == ""
    assert second.startswith("bytes=")
    assert int(second.removeprefix("bytes=").rstrip("-")) > 0


def test_a_sharded_repository_comes_with_all_its_shards(hub, model, tmp_path):
    folder = tmp_path / "sharded"
    AutoModelForCausalLM.from_pretrained(model).save_pretrained(folder, max_shard_size="500KB")
    (folder / "consolidated.safetensors").write_bytes(b"the same weights in the maker's own layout")
    hub.add_repository(REPO, folder)
    local = fetch.ensure(REPO)
    assert sorted(path.name for path in local.folder.glob("*.safetensors")) == sorted(
        path.name for path in folder.glob("model-*.safetensors")
    )
    AutoModelForCausalLM.from_pretrained(local.folder, local_files_only=True)


def test_a_repository_that_is_not_there_is_an_unknown_model(hub):
    with pytest.raises(UnknownModel, match="has no repository owner/tiny"):
        fetch.ensure(REPO)
    assert not any((cache.home() / "hub").iterdir())


def test_a_gated_repository_says_how_to_be_let_in(hub, model):
    hub.add_repository(REPO, model)
    hub.refusals[REPO] = (403, "GatedRepo")
    with pytest.raises(WeightsUnavailable, match="accepting its terms") as caught:
        fetch.ensure(REPO)
    assert "hf auth login" in caught.value.hint


def test_weights_behind_a_gate_say_how_to_be_let_in(hub, model):
    hub.add_repository(REPO, model)
    hub.refusals[f"{REPO}/resolve"] = (403, "GatedRepo")
    with pytest.raises(WeightsUnavailable, match="accepting its terms"):
        fetch.ensure(REPO)
    assert not fetch.cached(REPO)


def test_a_hub_in_trouble_is_said_to_be_in_trouble(hub, model):
    hub.refusals[REPO] = (500, "")
    with pytest.raises(WeightsUnavailable, match=r"500|can't be reached"):
        fetch.ensure(REPO)


def test_a_hub_out_of_reach_is_said_to_be_out_of_reach(hub, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")  # nobody listens there
    with pytest.raises(WeightsUnavailable, match="can't be reached") as caught:
        fetch.ensure(REPO)
    assert "network" in caught.value.hint


def test_forbidden_to_ask_says_what_forbids_it(hub, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(WeightsUnavailable, match="HF_HUB_OFFLINE"):
        fetch.ensure(REPO)
    assert hub.asked == []


def test_a_repository_with_pickles_only_is_refused_before_they_are_fetched(hub, model, tmp_path):
    folder = altered(model, tmp_path)
    (folder / "model.safetensors").unlink()
    hub.add_repository(REPO, folder)
    with pytest.raises(UnsupportedModel, match="pickles") as caught:
        fetch.ensure(REPO)
    assert "save_pretrained" in caught.value.hint
    assert not any(path.endswith(".bin") for _, path, _ in hub.asked)


def test_a_repository_with_code_of_its_own_is_refused_before_its_weights_are_fetched(hub, model, tmp_path):
    mapped = {"AutoConfig": "configuration_evil.Config"}
    folder = altered(model, tmp_path, model_type="evil", auto_map=mapped)
    (folder / "configuration_evil.py").write_text("raise SystemExit")
    hub.add_repository(REPO, folder)
    with pytest.raises(UnsupportedModel, match="never runs such code"):
        fetch.ensure(REPO)
    assert not any(path.endswith((".py", ".safetensors")) for _, path, _ in hub.asked)


def test_a_file_that_arrives_altered_is_thrown_away(hub, model):
    hub.add_repository(REPO, model)
    path = f"/{REPO}/resolve/{REVISION}/model.safetensors"
    good = hub.files[path]
    hub.files[path] = good[:-1] + bytes([good[-1] ^ 1])
    with pytest.raises(WeightsUnavailable, match="SHA-256 differs"):
        fetch.ensure(REPO)
    assert not fetch.cached(REPO)
    hub.files[path] = good
    assert fetch.ensure(REPO).folder.is_dir()


def test_after_a_cancelled_download_the_files_that_were_whole_are_kept(hub, model):
    hub.add_repository(REPO, model)
    hub.slow.add(f"/{REPO}/resolve/{REVISION}/model.safetensors")
    steps: list[ProgressStep] = []
    with pytest.raises(Cancelled):
        fetch.ensure(REPO, steps.append, cancelled=lambda: any("Downloading" in step.what for step in steps))
    assert not fetch.cached(REPO)
    hub.hurry.set()
    fetch.ensure(REPO)
    assert len(hub.ranges("/config.json")) == 1


def test_after_a_process_was_killed_half_way_the_next_one_fetches_the_rest(hub, model):
    hub.add_repository(REPO, model)
    hub.slow.add(f"/{REPO}/resolve/{REVISION}/model.safetensors")
    script = f"from cutaway.models import fetch; fetch.ensure({REPO!r}, lambda step: print(step.what, flush=True))"
    program = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert program.stdout
    assert any(line.startswith("Downloading") for line in program.stdout)
    program.kill()
    program.wait()
    program.stdout.close()
    assert not fetch.cached(REPO)
    hub.hurry.set()
    local = fetch.ensure(REPO)
    assert len(hub.ranges("/config.json")) == 1
    assert not any((cache.home() / "staging").iterdir())
    assert not any((cache.home() / "hub").iterdir())
    assert not any(path.is_dir() for path in local.folder.iterdir())


def test_a_copy_in_the_users_own_cache_is_used_where_it_is_without_asking(hub, model, tmp_path):
    theirs = tmp_path / "theirs" / "models--owner--tiny"
    shutil.copytree(model, theirs / "snapshots" / REVISION)
    (theirs / "refs").mkdir()
    (theirs / "refs" / "main").write_text(REVISION)
    assert fetch.cached(REPO)
    local = fetch.ensure(REPO)
    assert local.folder == theirs / "snapshots" / REVISION
    assert local.provenance.version == REVISION
    assert hub.asked == []
    assert not fetch.remove(REPO)
    assert local.folder.is_dir()


def test_a_copy_in_the_users_own_cache_under_the_name_it_had_before_is_found(hub, model, tmp_path):
    assert catalog.Hub("openai-community/gpt2", once="gpt2") in catalog.CATALOG["gpt2"].sources
    theirs = tmp_path / "theirs" / "models--gpt2"
    shutil.copytree(model, theirs / "snapshots" / REVISION)
    (theirs / "refs").mkdir()
    (theirs / "refs" / "main").write_text(REVISION)
    assert fetch.ensure("gpt2").folder == theirs / "snapshots" / REVISION


def test_a_half_copy_in_the_users_own_cache_is_not_used(hub, model, tmp_path):
    theirs = tmp_path / "theirs" / "models--owner--tiny"
    shutil.copytree(model, theirs / "snapshots" / REVISION, ignore=shutil.ignore_patterns("*.safetensors"))
    (theirs / "refs").mkdir()
    (theirs / "refs" / "main").write_text(REVISION)
    hub.add_repository(REPO, model)
    assert fetch.ensure(REPO).folder == cache.model_folder(REPO)
