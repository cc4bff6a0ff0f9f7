"""WordPiece and Unigram: what comes of a training encodes as the library's own, and a training that is given up leaves nothing."""

import math
import random
import re
import sysconfig
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest
import sentencepiece
import tokenizers
from tokenizers import models, pre_tokenizers, trainers
from transformers import BertTokenizer, PreTrainedTokenizerFast

from cutaway.errors import BadFile, BadText, Cancelled
from cutaway.progress import ProgressStep
from cutaway.tokens.tokenizer import Tokenizer as Face
from cutaway.tokens.training.in_subprocess import train_unigram, train_wordpiece
from cutaway.tokens.training.train_bpe import train_bpe
from cutaway.tokens.training.trained import NameTaken, Trained, load, trained_folder
from cutaway.tokens.training.training_limits import BadTraining, read_text

LIBRARY = Path(sysconfig.get_path("stdlib"))
SOURCES = "".join((LIBRARY / name).read_text(encoding="utf-8") for name in ("argparse.py", "heapq.py", "textwrap.py"))
ALPHABET = "etaoin shrdlu  \t\"'=()_.:0123456789ABCé你😀"


def random_texts(count: int) -> list[str]:
    drawn = random.Random(5)
    return ["".join(drawn.choices(ALPHABET, k=drawn.randint(1, 80))) for _ in range(count)]


@pytest.fixture(scope="module")
def wordpiece() -> Trained:
    return train_wordpiece(SOURCES, 1500, ("[CLS]", "[SEP]"))


@pytest.fixture(scope="module")
def of_unigram() -> Trained:
    return train_unigram(SOURCES, 1500, ("<|end|>",))


@pytest.fixture(scope="module")
def own() -> sentencepiece.SentencePieceProcessor:
    """sentencepiece's own model of the same text, made through its files and not through an iterator."""
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / "text.txt"
        text.write_text("".join(f"{line}\n" for line in SOURCES.split("\n") if line.strip()), encoding="utf-8")
        sentencepiece.SentencePieceTrainer.Train(
            f"--input={text} --model_prefix={folder}/own --vocab_size=1499 --model_type=unigram --byte_fallback=true "
            "--normalization_rule_name=identity --remove_extra_whitespaces=false --allow_whitespace_only_pieces=true "
            "--unk_id=0 --bos_id=-1 --eos_id=-1 --pad_id=-1 --minloglevel=2"
        )
        return sentencepiece.SentencePieceProcessor(model_proto=(Path(folder) / "own.model").read_bytes())


def test_wordpiece_has_the_size_that_was_asked_and_its_special_tokens_first(wordpiece: Trained) -> None:
    assert (wordpiece.size, wordpiece.stopped_early) == (1500, False)
    assert [wordpiece.tokenizer.id_to_token(id) for id in range(3)] == ["[UNK]", "[CLS]", "[SEP]"]


@pytest.mark.parametrize("size", [14, 15, 16, 17, 18, 19, 50])
def test_wordpiece_learns_what_the_librarys_trainer_learns(size: int) -> None:
    times = {"ab": 30, "abc": 7, "de": 20, "def": 3, "gh": 11}  # no two pairs are equally frequent
    text = " ".join(word for word, count in times.items() for _ in range(count))
    plain = tokenizers.Tokenizer(models.WordPiece(unk_token="[UNK]"))  # pyright: ignore[reportCallIssue]
    plain.pre_tokenizer = pre_tokenizers.Whitespace()
    plain.train_from_iterator([text], trainers.WordPieceTrainer(vocab_size=size, special_tokens=["[UNK]"]))
    assert train_wordpiece(text, size).tokenizer.get_vocab().keys() == plain.get_vocab().keys()


def test_wordpiece_has_every_word_when_nothing_is_left_to_learn() -> None:
    trained = train_wordpiece(SOURCES, 100_000)
    words = re.findall(r"[^\W_]+", SOURCES)
    assert trained.stopped_early
    assert [each.tokens for each in trained.tokenizer.encode_batch(words)] == [[word] for word in words]


def test_wordpiece_encodes_as_bert_does_with_its_vocabulary(wordpiece: Trained, tmp_path: Path) -> None:
    wordpiece.save(tmp_path / "words")
    fast = PreTrainedTokenizerFast(tokenizer_file=str(tmp_path / "words" / "tokenizer.json"))
    bert = BertTokenizer(vocab=wordpiece.tokenizer.get_vocab(), do_lower_case=False, unk_token="[UNK]")
    for text in [*SOURCES.split("\n"), *random_texts(300)]:
        ids = wordpiece.tokenizer.encode(text).ids
        assert fast.encode(text, add_special_tokens=False) == ids
        assert bert.encode(text, add_special_tokens=False) == ids


def test_unigram_has_the_pieces_and_probabilities_of_sentencepiece(of_unigram: Trained, own) -> None:
    tokenizer = of_unigram.tokenizer
    assert (of_unigram.size, of_unigram.stopped_early) == (1500, False)
    assert [tokenizer.id_to_token(id) for id in range(1499)] == [own.id_to_piece(id) for id in range(1499)]
    assert tokenizer.id_to_token(1499) == "<|end|>"


def test_unigram_encodes_as_sentencepiece_does(of_unigram: Trained, own, tmp_path: Path) -> None:
    of_unigram.save(tmp_path / "pieces")
    fast = PreTrainedTokenizerFast(tokenizer_file=str(tmp_path / "pieces" / "tokenizer.json"))
    face = Face(of_unigram.tokenizer)
    lines = [*SOURCES.split("\n"), *random_texts(300)]
    otherwise = 0
    for line in lines:
        ids, wanted = of_unigram.tokenizer.encode(line).ids, own.encode(line)
        if ids != wanted:  # then both are equally probable
            otherwise += 1
            assert math.isclose(sum(map(own.get_score, ids)), sum(map(own.get_score, wanted)), rel_tol=1e-6)
        assert fast.encode(line, add_special_tokens=False) == ids
        assert of_unigram.tokenizer.decode(ids) == line
        assert [(token.start, token.end) for token in face.tokens(line)] or not line
    assert otherwise < len(lines) / 100


@pytest.mark.parametrize("algorithm", ["wordpiece", "of_unigram"])
def test_the_tokens_of_the_text_are_counted(algorithm: str, request: pytest.FixtureRequest) -> None:
    trained: Trained = request.getfixturevalue(algorithm)
    assert trained.text_tokens == sum(len(trained.tokenizer.encode(line).ids) for line in SOURCES.split("\n"))
    assert trained.curve == [trained.text_tokens]


@pytest.mark.parametrize("train", [train_wordpiece, train_unigram])
def test_a_training_that_is_given_up_leaves_neither_process_nor_files(train, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = set(psutil.Process().children(recursive=True))
    given_up = threading.Event()
    steps: list[ProgressStep] = []

    def heard(step: ProgressStep) -> None:
        steps.append(step)
        given_up.set()

    started = time.monotonic()
    with pytest.raises(Cancelled):
        train(SOURCES * 60, 8000, progress=heard, cancelled=given_up.is_set)
    assert time.monotonic() - started < 20
    assert steps
    assert set(psutil.Process().children(recursive=True)) <= before
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("train", [train_wordpiece, train_unigram])
def test_steps_are_told_in_order(train) -> None:
    steps: list[ProgressStep] = []
    train(SOURCES, 700, progress=steps.append)
    said = list(dict.fromkeys(step.what for step in steps))
    assert said[-1] == "Counting the tokens of the text"
    assert len(said) == 3
    for step in steps:
        assert step.total is None or 0 <= step.done <= step.total


@pytest.mark.parametrize(
    ("train", "text", "size", "error", "says"),
    [
        (train_wordpiece, "", 500, BadText, "empty"),
        (train_wordpiece, " \n ", 500, BadText, "no words"),
        (train_unigram, " \n ", 500, BadText, "no words"),
        (train_unigram, SOURCES, 257, BadTraining, "258"),
        (train_unigram, SOURCES, 300, BadTraining, r"each character of this text: \d+"),
        (train_wordpiece, SOURCES, 100, BadTraining, r"at the beginning of a word and inside: \d+"),
        (train_wordpiece, SOURCES, 200_001, BadTraining, "200,000"),
    ],
)
def test_what_can_not_be_trained_is_refused(train, text: str, size: int, error, says: str) -> None:
    with pytest.raises(error, match=says) as caught:
        train(text, size)
    assert caught.value.hint


@pytest.mark.parametrize("train", [train_wordpiece, train_unigram])
def test_the_size_that_a_refusal_asks_for_is_enough(train) -> None:
    with pytest.raises(BadTraining) as caught:
        train(SOURCES, 270 if train is train_unigram else 20, ("<a>", "<b>"))
    least = int("".join(c for c in caught.value.hint if c.isdigit()))
    assert train(SOURCES, least, ("<a>", "<b>")).size == least


def test_a_saved_training_comes_back_whole(tmp_path: Path) -> None:
    trained = train_bpe("the cat sat on the mat, the rat sat\r\n" * 3, 290, "gpt2", ("<|end|>", "<é>"))
    trained.save(tmp_path / "deep" / "small")
    back = load(tmp_path / "deep" / "small")
    assert back.merges == trained.merges
    assert (back.curve, back.size, back.seconds, back.bytes) == (
        trained.curve, trained.size, trained.seconds, trained.bytes,
    )  # fmt: skip
    assert (back.pattern_name, back.specials, back.asked) == ("gpt2", ("<|end|>", "<é>"), 290)
    assert back.tokenizer.to_str() == trained.tokenizer.to_str()
    with pytest.raises(NameTaken, match="small"):
        trained.save(tmp_path / "deep" / "small")
    trained.save(tmp_path / "deep" / "small", replace=True)
    assert [file.name for file in (tmp_path / "deep").iterdir()] == ["small"]


def test_a_save_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    first, second = train_bpe("abab", 257), train_bpe("cdcd", 257)
    first.save(tmp_path / "one")
    kept = (tmp_path / "one" / "training.json").read_bytes()
    unwritable: Any = b"JSON has no bytes"
    with pytest.raises(TypeError):
        replace(second, specials=(unwritable,)).save(tmp_path / "one", replace=True)
    assert (tmp_path / "one" / "training.json").read_bytes() == kept
    assert [file.name for file in tmp_path.iterdir()] == ["one"]


def test_a_folder_of_something_else_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.jpg").write_text("")
    with pytest.raises(BadFile, match="holds no training"):
        train_bpe("abab", 257).save(tmp_path / "photos")
    assert [file.name for file in (tmp_path / "photos").iterdir()] == ["cat.jpg"]
    with pytest.raises(BadFile, match="no trained tokenizer"):
        load(tmp_path / "photos")


def test_a_damaged_training_is_told(tmp_path: Path) -> None:
    train_bpe("abab", 257).save(tmp_path / "one")
    (tmp_path / "one" / "training.json").write_text("{")
    with pytest.raises(BadFile, match="damaged"):
        load(tmp_path / "one")


@pytest.mark.parametrize("name", ["", "a b", "../up", "a,b", "gpt2", ".hidden"])
def test_a_name_that_could_not_be_used_is_refused(name: str) -> None:
    with pytest.raises(BadTraining):
        trained_folder(name)


def test_files_that_are_no_texts_are_told(tmp_path: Path) -> None:
    (tmp_path / "latin").write_bytes(b"caf\xe9")
    (tmp_path / "large").write_bytes(b"a" * 20_000_001)
    (tmp_path / "lines").write_bytes(b"a\r\nb\r")
    assert read_text(tmp_path / "lines") == "a\r\nb\r"
    for name, says in (("latin", "byte 3"), ("large", "20,000,001"), ("none", "No such file"), (".", "directory")):
        with pytest.raises(BadText, match=says):
            read_text(tmp_path / name)
