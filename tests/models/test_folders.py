"""Folders in Hugging Face format are used where they are, and what can't be opened is refused with a reason."""

import json
from pathlib import Path

import pytest

from cutaway.errors import CutawayError, UnsupportedModel, WeightsUnavailable
from cutaway.models import fetch
from cutaway.store import cache, provenance
from support import tiny


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CUTAWAY_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tiny.write_folder(tmp_path / "model")


def refusal(folder: Path) -> CutawayError:
    assert not fetch.cached(str(folder))
    with pytest.raises(CutawayError) as caught:
        fetch.ensure(str(folder))
    assert caught.value.hint
    return caught.value


def test_a_folder_is_used_where_it_is_and_left_as_it_is(folder: Path, home: Path):
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert fetch.cached(str(folder))
    local = fetch.ensure(str(folder))
    assert local.folder == folder
    assert str(folder) in local.provenance.source
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert not home.exists()


def test_a_folder_that_came_from_cutaway_remembers_where_from(folder: Path):
    came = provenance.Provenance("package x", "1.0", "Q4_1", "MIT", "2026-01-02")
    came.save(folder)
    assert fetch.ensure(str(folder)).provenance == came


def test_a_folder_with_pickles_only_is_refused_with_a_way_out(folder: Path):
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    error = refusal(folder)
    assert isinstance(error, UnsupportedModel)
    assert "pytorch_model.bin" in error.message
    assert "save_pretrained" in error.hint


def test_a_folder_without_weights_or_without_configuration_is_refused(folder: Path):
    (folder / "model.safetensors").unlink()
    assert "model.safetensors" in refusal(folder).message
    (folder / "config.json").unlink()
    assert "config.json" in refusal(folder).message


def test_a_folder_that_only_has_a_gguf_file_points_to_the_file(tmp_path: Path):
    (tmp_path / "model.gguf").touch()
    assert str(tmp_path / "model.gguf") in refusal(tmp_path).hint


def test_weights_cut_short_are_refused(folder: Path):
    weights = folder / "model.safetensors"
    for kept in (0, 4, 100, weights.stat().st_size - 1):
        weights.write_bytes(weights.read_bytes()[:kept])
        assert isinstance(refusal(folder), WeightsUnavailable)


@pytest.mark.parametrize("text", ["", "[]", "{", '"config"', "\udcff"])
def test_a_configuration_that_is_none_is_refused(folder: Path, text: str):
    (folder / "config.json").write_bytes(text.encode(errors="surrogateescape"))
    assert isinstance(refusal(folder), WeightsUnavailable)


@pytest.mark.parametrize(
    "index", [{}, {"weight_map": {}}, {"weight_map": {"a": "../../secret"}}, {"weight_map": {"a": "gone"}}]
)
def test_an_index_that_does_not_lead_to_files_beside_it_is_refused(folder: Path, index: dict):
    (folder / "model.safetensors").unlink()
    (folder / "model.safetensors.index.json").write_text(json.dumps(index))
    assert isinstance(refusal(folder), WeightsUnavailable)


def test_an_architecture_that_transformers_lacks_is_refused(folder: Path):
    config = json.loads((folder / "config.json").read_text())
    for changed in (
        {"model_type": "nothing-like-it"},
        {"model_type": None},
        {"model_type": "x", "auto_map": {"AutoModel": "x.X"}},
    ):
        (folder / "config.json").write_text(json.dumps({**config, **changed}))
        with pytest.raises(UnsupportedModel):
            fetch.ensure(str(folder))
    assert not cache.home().exists()
