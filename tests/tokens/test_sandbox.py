"""Untrusted patterns run where they can be killed: whatever they do, the process that asked goes on and is told why."""

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
import tiktoken
import tokenizers
from tokenizers import AddedToken, Regex, decoders, models, normalizers, pre_tokenizers, processors

import cutaway
from cutaway.errors import Cancelled, UnsupportedModel
from cutaway.tokens.sandbox import known
from cutaway.tokens.sandbox.process import MOST_PROCESSES, PatternStopped, SandboxedProcess
from cutaway.tokens.sandbox.sandboxed_backend import SandboxedLibrary
from cutaway.tokens.tokenizer import Tokenizer
from cutaway.tokens.training import trained
from cutaway.tokens.vocabulary import Query, vocabulary_of
from cutaway.tokens.vocabulary.search import search
from support.harmful import BOMB

pytestmark = pytest.mark.slow

TEXT = "Hello big world, 1234 times!\n  She said: “naïve”  <|end|> 🙂\n"
UNUSUAL = r"\w{1,3}|\s?[^\w\s]|\s+"


def byte_level(pattern: str, normaliser: Any = None) -> tokenizers.Tokenizer:
    """A tokenizer over bytes whose pattern is this one."""
    own = tokenizers.Tokenizer(
        models.BPE({c: i for i, c in enumerate(sorted(pre_tokenizers.ByteLevel.alphabet()))}, [])
    )
    cut = pre_tokenizers.Split(Regex(pattern), "isolated")
    own.pre_tokenizer = pre_tokenizers.Sequence(
        [cut, pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)]
    )
    own.decoder = decoders.ByteLevel()
    own.add_special_tokens(["<|end|>"])
    if normaliser is not None:
        own.normalizer = normaliser
    return own


def as_file(own: tokenizers.Tokenizer, folder: Path, pattern: str | None = None) -> Path:
    """A `tokenizer.json` of a tokenizer, with another pattern if there is one."""
    state = json.loads(own.to_str())
    if pattern is not None:
        state["pre_tokenizer"]["pretokenizers"][0]["pattern"] = {"Regex": pattern}
    file = folder / "mine.json"
    file.write_text(json.dumps(state), encoding="utf-8")
    return file


def children() -> set[int]:
    """The processes that this one started and that still run."""
    stats = [file.read_text().rpartition(")") for file in Path("/proc").glob("[0-9]*/stat")]
    return {
        int(front.split()[0])
        for front, _, rest in stats
        if int(rest.split()[1]) == os.getpid() and rest.split()[0] != "Z"
    }


def test_an_unusual_tokenizer_says_what_its_library_says() -> None:
    own = byte_level(UNUSUAL, normalizers.Sequence([normalizers.NFC(), normalizers.Replace(Regex("“|”"), '"')]))
    tokenizer = Tokenizer(own)
    assert isinstance(tokenizer.library, SandboxedLibrary)
    encoding = own.encode(TEXT)
    assert tokenizer.encode(TEXT) == encoding.ids
    assert [token.id for token in tokenizer.tokens(TEXT)] == encoding.ids
    assert tokenizer.library.each(["a b", TEXT]) == [
        own.encode(each, add_special_tokens=False).ids for each in ("a b",)
    ] + [tokenizer.encode(TEXT, special_as_text=True)]
    assert len(vocabulary_of(tokenizer)) == 257


def test_the_replay_of_an_unusual_tokenizer_is_the_replay_that_runs_here() -> None:
    own = byte_level(UNUSUAL, normalizers.Sequence([normalizers.NFC(), normalizers.Replace(Regex("“|”"), '"')]))
    there, here = Tokenizer(own).replay(TEXT), Tokenizer(own, trusted=True).replay(TEXT)
    assert [(p.start, p.end, p.text, p.rule, p.ids) for p in there.pieces] == [
        (p.start, p.end, p.text, p.rule, p.ids) for p in here.pieces
    ]
    assert there.normalisations == here.normalisations
    assert any(step.changed for step in there.normalisations)


def test_an_encoding_of_tiktoken_with_a_pattern_of_its_own_says_what_tiktoken_says() -> None:
    ranks = {bytes([i]): i for i in range(256)}
    own = tiktoken.Encoding("mine", pat_str=UNUSUAL, mergeable_ranks=ranks, special_tokens={"<|end|>": 256})
    tokenizer = Tokenizer(own)
    assert isinstance(tokenizer.library, SandboxedLibrary)
    assert tokenizer.encode(TEXT) == own.encode(TEXT, allowed_special="all")
    assert [p.text for p in tokenizer.replay(TEXT).pieces] == [
        p.text for p in Tokenizer(own, trusted=True).replay(TEXT).pieces
    ]


HARMFUL: dict[str, tuple[Any, str]] = {
    "quadratic": (lambda: byte_level(r"\s+$"), " " * 100_000 + "!"),
    "exponential": (lambda: byte_level(r"(a+)+$|."), "a" * 60 + "!"),
    "recursive": (lambda: byte_level(r"(?<x>a\g<x>?b|a\g<x>)"), "a" * 50_000 + "!"),
    "a normaliser that writes ten for one, nine times": (
        lambda: byte_level("a", normalizers.Sequence([normalizers.Replace("a", "a" * 10)] * 9)),
        "a",
    ),
    "a normaliser's pattern": (lambda: byte_level("a", normalizers.Replace(Regex(r"(?:a|aa)+$"), "b")), "a" * 60 + "!"),
}


@pytest.mark.parametrize("name", HARMFUL)
def test_a_tokenizer_that_would_never_end_is_stopped_and_told_of(name: str) -> None:
    make, text = HARMFUL[name]
    tokenizer = Tokenizer(make())
    started = time.monotonic()
    with pytest.raises(PatternStopped, match=r"A pattern of this tokenizer .*on this text") as caught:
        tokenizer.encode(text)
    assert caught.value.hint
    assert time.monotonic() - started < 20
    with pytest.raises(PatternStopped):
        _ = tokenizer.replay(text).pieces
    assert tokenizer.encode("x")  # it goes on


@pytest.mark.parametrize("pattern", [BOMB, "(?<a>x)" + "(?:\\g<a>|y)" * 3 + BOMB.replace("a", "b")])
def test_a_file_whose_pattern_never_compiles_is_refused(tmp_path: Path, pattern: str) -> None:
    file = as_file(byte_level("a"), tmp_path, pattern)
    with pytest.raises(PatternStopped, match="when the file was opened"):
        cutaway.tokenizer(str(file))
    hidden = tmp_path / "hidden.json"
    hidden.write_text(file.read_text().replace('"Regex"', '"\\u0052egex"'))
    with pytest.raises(PatternStopped, match="when the file was opened"):
        cutaway.tokenizer(str(hidden))


def test_a_file_whose_pattern_can_not_be_read_is_no_tokenizer(tmp_path: Path) -> None:
    with pytest.raises(UnsupportedModel, match="not a file of the tokenizers library"):
        cutaway.tokenizer(str(as_file(byte_level("a"), tmp_path, "(a")))


def test_a_saved_training_whose_file_was_swapped_is_refused(tmp_path: Path) -> None:
    cutaway.train_bpe("a cat, a hat", 260).save(tmp_path / "mine")
    as_file(byte_level("a"), tmp_path, BOMB).rename(tmp_path / "mine" / "tokenizer.json")
    with pytest.raises(PatternStopped):
        trained.load(tmp_path / "mine")


def test_the_tokenizers_that_people_have_run_here(tmp_path: Path) -> None:
    for name in ("gpt2", "claude2", "llama3", "gemma3", "smollm2", "minilm"):
        own = cutaway.tokenizer(name).backend
        if isinstance(own, tokenizers.Tokenizer):
            assert known.runs_here(own) and known.opens_here(own.to_str()), name
            assert not isinstance(Tokenizer(own).library, SandboxedLibrary), name
        else:
            assert not isinstance(Tokenizer(own).library, SandboxedLibrary), name


def test_what_may_take_long_does_not_run_here() -> None:
    def with_(**parts: Any) -> tokenizers.Tokenizer:
        own = byte_level(r"\s+")
        for name, part in parts.items():
            setattr(own, name, part)
        return own

    assert known.runs_here(with_())
    word_piece = tokenizers.Tokenizer(models.WordPiece({"[UNK]": 0}, unk_token="[UNK]", max_input_chars_per_word=10**9))
    twice = processors.TemplateProcessing(single="$A $A", pair="$A $B", special_tokens=[])
    slow = {
        "pattern": with_(pre_tokenizer=pre_tokenizers.Split(Regex(r"\s*$"), "isolated")),
        "inner pattern": with_(
            pre_tokenizer=pre_tokenizers.Sequence(
                [pre_tokenizers.Digits(), pre_tokenizers.Split(Regex("b+c"), "removed")]
            )
        ),
        "normaliser": with_(normalizer=normalizers.Replace(Regex("b+c"), "")),
        "growth": with_(normalizer=normalizers.Sequence([normalizers.Replace("a", "aaa")] * 3)),
        "decoder": with_(decoder=decoders.Replace(Regex("b+c"), "")),
        "template": with_(post_processor=twice),
        "long words": word_piece,
    }
    assert [name for name, own in slow.items() if known.runs_here(own)] == []
    own = byte_level(r"\s+")
    own.add_tokens([AddedToken("Regex", lstrip=True), '"Regex": "x"'])
    assert known.opens_here(own.to_str().replace('"Regex"', '"Regex"'))


def test_work_that_nobody_waits_for_is_given_up_at_once() -> None:
    gone = threading.Event()
    vocabulary = vocabulary_of(cutaway.tokenizer("gpt2"))
    assert len(search(vocabulary, Query(what="^the$", how="regex")).rows) == 1
    threading.Timer(0.3, gone.set).start()
    started = time.monotonic()
    with pytest.raises(Cancelled):  # and not because it took too long
        search(vocabulary, Query(what="^(?:-|--)+[a-z]$", how="regex"), gone.is_set)
    assert time.monotonic() - started < 1.9


def test_processes_are_few_and_none_is_left_behind() -> None:
    tokenizer = [Tokenizer(byte_level(UNUSUAL)) for _ in range(MOST_PROCESSES + 2)]
    before = children()
    assert [len(each.encode("one two")) for each in tokenizer] == [7] * len(tokenizer)
    assert len(children() - before) <= MOST_PROCESSES
    assert len(tokenizer[0].encode("one two")) == 7  # one that was ended starts again
    del tokenizer
    deadline = time.monotonic() + 5
    while children() - before and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not children() - before


def test_a_process_ends_with_the_one_that_started_it() -> None:
    program = (
        "import os, sys\nfrom cutaway.tokens.sandbox.process import SandboxedProcess\np = SandboxedProcess()\n"
        "p.call('check_pattern', 'a+')\nprint(p._running._process.pid, flush=True)\nos.kill(os.getpid(), 9)"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    pid = int(said.stdout)
    deadline = time.monotonic() + 10
    while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not Path(f"/proc/{pid}").exists()


def test_what_takes_all_memory_is_stopped_for_want_of_memory() -> None:
    growing = byte_level("a", normalizers.Sequence([normalizers.Replace("a", "a" * 10)] * 9))
    process = SandboxedProcess(lambda: ("hold_tokenizer", ("tokenizers", growing.to_str())))
    with pytest.raises(PatternStopped) as caught:
        process.call("ids", "a" * 9, True, seconds=120)
    assert caught.value.reason in ("memory", "crash")  # Rust ends its process where Python raises
    assert process.call("ids", "x", True)
