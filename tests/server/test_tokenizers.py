"""The server's tokenizers: listed, opened in the background, fetched again where damaged, and a clear word where there is none."""

import dataclasses
from pathlib import Path

import pytest

import cutaway
import loopback
from cutaway.models.catalog import Hub
from cutaway.tokens import catalog, fetch
from serving import Page, byte_tokenizer


def test_all_that_can_be_had_are_listed(page: Page) -> None:
    listed = page.get("/api/tokenizers").json()
    assert [each["name"] for each in listed] == list(fetch.names())
    assert all(each["summary"] and each["title"] for each in listed)


def test_one_that_is_opened_says_how_many_tokens_it_has(page: Page) -> None:
    status = page.open_tokenizer("gpt2")
    assert (status["state"], status["vocabulary"]) == ("ready", cutaway.tokenizer("gpt2").backend.n_vocab)


def test_a_name_that_is_none_is_refused_with_those_that_are(page: Page) -> None:
    refused = page.client.post("/api/tokenizers/open", params={"name": "../secret"})
    assert (refused.status_code, refused.json()["code"]) == (404, "unknown-model")
    assert "cl100k" in refused.json()["hint"]


def test_a_damaged_one_is_fetched_again(page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUTAWAY_HOME", str(tmp_path / "home"))
    (tmp_path / "repository").mkdir()
    byte_tokenizer().save(str(tmp_path / "repository" / "tokenizer.json"))
    entry = dataclasses.replace(catalog.CATALOG["qwen3"], name="tiny", sources=(Hub("owner/tiny"),), pins=())
    monkeypatch.setitem(catalog.CATALOG, "tiny", entry)
    with loopback.serve() as hub:
        hub.add_repository("owner/tiny", tmp_path / "repository")
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        kept = fetch.ensure("tiny").file
        whole = kept.read_bytes()
        kept.write_text("{")
        opened = page.open_tokenizer("tiny")
    assert (opened["state"], opened["vocabulary"]) == ("ready", 256)
    assert kept.read_bytes() == whole
