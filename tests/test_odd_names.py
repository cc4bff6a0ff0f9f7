"""Names that no file, folder or repository can have are refused in our words, by every route and every command."""

import contextlib
import io
import json
from pathlib import Path
from urllib.parse import quote

import pytest

from cutaway.cli import main
from cutaway.server.stores.models import ModelStore
from cutaway.store import cache
from support.serving import TINY, open_small, running

ODD = [
    "a" * 300, "é" * 200, "a" * 200 + "/" + "b" * 200, "a" * 97 + "/b", "owner/" + "b" * 97, "a/b.git", "a-/b", "a/b.", "a--b/c", "..",
    "../..", "a/../b", ".", "/", "~", "~nobody-of-that-name/x", "CON", "nul.txt", "a.", " ", "\0", "a\0b", "a\nb", "\ud800", "a/\udcff",
    "a\x1b[31m/b", "\u202e/x", "C:\\x", "file:///etc/passwd", "a" * 300 + ".gguf", "a" * 300 + ".json", "\0.json", "~draft", "~" * 300,
]  # fmt: skip


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CUTAWAY_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")  # nobody listens there
    return tmp_path / "home"


def test_no_route_fails_on_a_name(home: Path):
    with running(ModelStore(TINY, opener=open_small)) as server, server.page() as page:
        page.open(TINY)
        for name in ODD:
            q = quote(name, safe="", errors="surrogatepass")
            answers = [
                page.client.request(method, address)
                for method, address in (
                    ("GET", f"/api/model?name={q}"),
                    ("POST", f"/api/model/cancel?name={q}"),
                    ("POST", f"/api/tokenizers/open?name={q}"),
                    ("GET", f"/api/tokenizers/trained/{q}"),
                    ("DELETE", f"/api/tokenizers/trained/{q}"),
                    ("POST", f"/api/tokenizers/trained/{q}/save?as={q}"),
                    ("GET", f"/api/tokenizers/trained/{q}/tokenizer.json"),
                    ("GET", f"/{q}"),
                    ("GET", f"/assets/{q}"),
                    ("GET", f"/api/traces/{q}/sites"),
                )
            ]
            for address in ("/api/tokens", "/api/traces", "/api/tokenizers/compare"):
                body = json.dumps({"model": name, "text": "a", "tokenizers": [name]})
                answers.append(page.client.post(address, content=body, headers={"Content-Type": "application/json"}))
            failed = [(answer.request.url.path, answer.text) for answer in answers if answer.status_code >= 500]
            assert failed == [], repr(name)
    assert not home.exists()


def test_no_command_ends_in_a_traceback_on_a_name(home: Path, tmp_path: Path):
    text = tmp_path / "text.txt"
    text.write_text("the cat sat on the mat")
    for name in ODD:
        for command in (
            ["tokens", "x", "--tokenizer", name],
            ["fetch", "--tokenizer", name],
            ["trace", "--open", name],
            ["train-tokenizer", name],
            ["train-tokenizer", str(text), "--size", "257", "--name", name],
            ["train-tokenizer", str(text), "--size", "257", "--out", f"{home}/out/{name}"],
            *([["fetch", name]] if "\0" in name or len(name) > 97 else []),
        ):
            with contextlib.redirect_stderr(io.StringIO()), contextlib.redirect_stdout(io.StringIO()):
                assert main(command) in (0, 1), (command, name)


def test_folders_in_the_cache_have_names_that_any_system_takes():
    for name in ODD:
        slug = cache.slug(name)
        assert slug == cache.slug(slug)
        assert 0 < len(slug.encode()) <= 180
        assert slug[0] != "."
        assert slug[-1] != "."
        assert slug.split(".")[0].upper() not in ("CON", "NUL", "AUX", "PRN", "COM1", "LPT1")
    assert len({cache.slug("a" * 300 + end) for end in "xyz"}) == 3
    assert cache.slug("owner/name") == "owner--name"
