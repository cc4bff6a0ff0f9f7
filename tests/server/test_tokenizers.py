"""The server's tokenizers: listed, opened in the background, fetched again where damaged, and a clear word where there is none."""

import base64
import dataclasses
from pathlib import Path

import pytest

import cutaway
from cutaway.models import fetch_tokenizer as fetch
from cutaway.models.catalog import Hub
from cutaway.server.http.security import LARGER
from cutaway.server.stores.tokenizers import MOST_FILES
from cutaway.tokens import catalog
from support import loopback
from support.serving import Page, byte_tokenizer


def test_all_that_can_be_had_are_listed(page: Page) -> None:
    listed = page.get("/api/tokenizers").json()
    dropped = [each["name"] for each in listed if each["name"].startswith("~")]
    assert [each["name"] for each in listed] == [*fetch.names(), *dropped]
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


def test_a_file_is_held_under_a_name_of_its_own_until_it_is_saved(page: Page, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("CUTAWAY_HOME", str(tmp_path / "home"))
    own = byte_tokenizer()
    content = own.to_str().encode("utf-8-sig")
    sent = page.client.post("/api/tokenizers/files", params={"filename": "C:\\folder\\mine.json"}, content=content)
    status = sent.json()
    assert (sent.status_code, status["title"], status["state"], status["file"]) == (200, "mine.json", "ready", True)
    assert status["vocabulary"] == own.get_vocab_size()
    assert status["name"] in [each["name"] for each in page.get("/api/tokenizers").json()]
    assert page.client.post("/api/tokenizers/open", params={"name": status["name"]}).json() == status
    save = f"/api/tokenizers/files/{status['name']}/save"
    assert page.client.post(save, params={"as": "gpt2"}).json()["code"] == "bad-training"
    assert page.client.post(save, params={"as": "mine"}).json()["name"] == "mine"
    assert cutaway.tokenizer("mine").encode("aé") == own.encode("aé").ids
    assert page.client.post(save, params={"as": "again"}).status_code == 404
    assert page.get("/api/tokenizers/trained").json() == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "unsupported-model"),
        (b"{}", "unsupported-model"),
        (b"GGUF\x03\0\0\0", "unsupported-model"),
        (b"\n\xff\xff", "bad-file"),
        (b"QQ== 1\nQQ== 2\n", "bad-file"),
        (b'{"vocab": {"a": 1}}' + b"[" * 100_000, "unsupported-model"),
    ],
)
def test_a_file_that_is_no_tokenizer_is_refused_in_words(content: bytes, code: str, page: Page) -> None:
    sent = page.client.post("/api/tokenizers/files", params={"filename": "a.bin"}, content=content)
    assert sent.status_code in (400, 404, 422)
    assert sent.json()["code"] == code
    assert sent.json()["hint"]


def test_a_file_over_the_limit_is_refused(page: Page) -> None:
    path = "/api/tokenizers/files"
    sent = page.client.post(path, params={"filename": "a"}, content=bytes(LARGER[path] + 1))
    assert (sent.status_code, sent.json()["code"]) == (413, "too-large")


def test_how_a_file_is_cut_that_does_not_say_so_is_said(page: Page) -> None:
    ranks = b"".join(base64.b64encode(bytes([byte])) + b" %d\n" % byte for byte in range(256))
    status = page.client.post("/api/tokenizers/files", params={"filename": "mine.tiktoken"}, content=ranks).json()
    assert "cut as in gpt4" in status["notes"][0]


def test_only_the_files_used_last_are_held(page: Page) -> None:
    content = byte_tokenizer().to_str().encode()
    names = [
        page.client.post("/api/tokenizers/files", params={"filename": "a.json"}, content=content).json()["name"]
        for _ in range(MOST_FILES + 1)
    ]
    listed = [each["name"] for each in page.get("/api/tokenizers").json()]
    assert [name in listed for name in names] == [False, *[True] * MOST_FILES]
    refused = page.client.post("/api/tokenizers/open", params={"name": names[0]})
    assert "Give the file again" in refused.json()["hint"]
