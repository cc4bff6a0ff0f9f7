"""`cutaway train-tokenizer` leaves a tokenizer that other commands know by its name, or nothing."""

import json
import os
import re
import signal
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

import pytest

from cutaway.cli import main
from cutaway.tokens.training.trained import load

pytestmark = pytest.mark.slow

SOURCE = Path(sysconfig.get_path("stdlib")) / "argparse.py"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own."""
    monkeypatch.setenv("CUTAWAY_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.mark.parametrize("algorithm", ["bpe", "wordpiece", "unigram"])
def test_a_trained_tokenizer_is_used_by_its_name(algorithm: str, home: Path, capsys) -> None:
    arguments = ["train-tokenizer", str(SOURCE), "--size", "700", "--algorithm", algorithm, "--name", "mine"]
    assert main([*arguments, "--special", "<|end|>"]) == 0
    printed = capsys.readouterr()
    assert "700 tokens." in printed.out
    assert "--tokenizer mine" in printed.out
    assert printed.err
    assert main(["tokens", "def main() <|end|>", "--tokenizer", "mine", "--json"]) == 0
    tokens = json.loads(capsys.readouterr().out)["mine"]["tokens"]
    assert [token["id"] for token in tokens] == load(home / "trained" / "mine").tokenizer.encode(
        "def main() <|end|>"
    ).ids
    assert tokens[-1]["special"]


def test_json_tells_every_merge(home: Path, tmp_path: Path, capsys) -> None:
    out = tmp_path / "there"
    assert (
        main(["train-tokenizer", str(SOURCE), "--size", "300", "--pattern", "o200k", "--out", str(out), "--json"]) == 0
    )
    said = json.loads(capsys.readouterr().out)
    trained = load(out)
    assert [tuple(map(bytes.fromhex, merge["pair"])) for merge in said["merges"]] == [m.pair for m in trained.merges]
    assert (said["size"], said["tokens"], said["name"]) == (300, trained.text_tokens, None)
    for path in (out, out / "tokenizer.json"):
        assert main(["tokens", "def", "--tokenizer", str(path)]) == 0
    assert not home.exists()


@pytest.mark.parametrize("where", ["--name", "--out"])
def test_a_trained_tokenizer_is_replaced_only_when_that_is_said(where: str, home: Path, tmp_path: Path, capsys) -> None:
    folder = home / "trained" / "mine" if where == "--name" else tmp_path / "mine"
    arguments = ["train-tokenizer", str(SOURCE), where, "mine" if where == "--name" else str(folder)]
    assert main([*arguments, "--size", "300"]) == 0
    before = (folder / "tokenizer.json").read_bytes()
    capsys.readouterr()
    assert main([*arguments, "--size", "310"]) == 1
    said = capsys.readouterr().err
    assert "There is a tokenizer called mine already." in said
    assert f"another {where}" in said
    assert "--replace" in said
    assert "Merging" not in said  # it is said before anything is trained
    assert (folder / "tokenizer.json").read_bytes() == before
    assert main([*arguments, "--size", "310", "--replace"]) == 0
    assert load(folder).size == 310


def test_a_text_with_too_little_to_learn_is_told(home: Path, tmp_path: Path, capsys) -> None:
    text = tmp_path / "a few words.txt"
    text.write_text("aaaa bb")
    assert main(["train-tokenizer", str(text)]) == 0
    said = capsys.readouterr().out
    assert "no more to learn" in said
    (folder,) = (home / "trained").iterdir()
    assert f"--tokenizer {folder.name}" in said


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--size", "10"], "256"),
        (["--pattern", "("], "nor a regular expression"),
        (["--algorithm", "unigram", "--pattern", "gpt2"], "Leave --pattern out"),
        (["--name", "gpt2"], "Choose another name"),
    ],
)
def test_what_can_not_be_is_told_and_nothing_is_left(arguments: list[str], says: str, home: Path, capsys) -> None:
    assert main(["train-tokenizer", str(SOURCE), *arguments]) == 1
    assert says in capsys.readouterr().err
    assert not (home / "trained").exists()


@pytest.mark.parametrize("algorithm", ["bpe", "unigram"])
def test_ctrl_c_leaves_nothing(algorithm: str, home: Path, tmp_path: Path) -> None:
    text, temporary = tmp_path / "long.txt", tmp_path / "temporary"
    text.write_text("".join(re.sub("e", chr(97 + n % 26) + str(n), SOURCE.read_text()) for n in range(60)))
    temporary.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "cutaway", "train-tokenizer", str(text), "--algorithm", algorithm, "--size", "60000"],
        env={**os.environ, "TMPDIR": str(temporary)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    assert process.stderr.readline()  # the first step
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130, said
    assert not (home / "trained").exists()
    assert list(temporary.iterdir()) == []


def test_frequencies_reserved_tokens_and_an_alphabet_are_heeded(tmp_path: Path, capsys) -> None:
    text = tmp_path / "text.txt"
    text.write_text("the cat the cat the hat\n" * 3 + "a zebra\n")
    train = ["train-tokenizer", str(text), "--json", "--replace", "--out", str(tmp_path / "out")]
    assert main([*train, "--size", "400", "--min-frequency", "4", "--special", "<|end|>", "--reserved", "2"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["merges"]
    assert min(merge["count"] for merge in said["merges"]) >= 4
    assert said["specials"] == ["<|end|>", "<|reserved_0|>", "<|reserved_1|>"]
    for algorithm, size in (("wordpiece", 200), ("unigram", 300)):
        assert main([*train, "--size", str(size), "--algorithm", algorithm, "--alphabet", "éß"]) == 0
        capsys.readouterr()
        vocabulary = load(tmp_path / "out").tokenizer.get_vocab()
        assert {"é", "ß"} <= vocabulary.keys()
    for wrong in (["--alphabet", "é"], ["--min-frequency", "0"], ["--reserved", "-1"]):
        assert main([*train, "--size", "400", *wrong]) == 1
        assert "Error" in capsys.readouterr().err
    assert main([*train, "--size", "400", "--algorithm", "unigram", "--min-frequency", "3"]) == 1
    assert "Leave --min-frequency out" in capsys.readouterr().err
