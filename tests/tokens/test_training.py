"""Byte-pair encoding: the merges are rustbpe's, the counts are the text's, and the tokenizer that comes of it encodes as they say."""

import random
import subprocess
import sys
import sysconfig
from collections import Counter
from collections.abc import Sequence
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Regex, Tokenizer, pre_tokenizers
from transformers import PreTrainedTokenizerFast

import cutaway
from cutaway.errors import BadIndex, BadText, Cancelled
from cutaway.tokens.tokenizer import Tokenizer as Face
from cutaway.tokens.training.bpe_merges import TrainedMerge
from cutaway.tokens.training.compression import compressed_by, compression
from cutaway.tokens.training.encoding import encode_with
from cutaway.tokens.training.split_patterns import PATTERNS
from cutaway.tokens.training.splitter import Splitter
from cutaway.tokens.training.train_bpe import train_bpe
from cutaway.tokens.training.trained import Trained
from cutaway.tokens.training.training_limits import BadTraining

rustbpe: Any = import_module("rustbpe")  # it has no types

LIBRARY = Path(sysconfig.get_path("stdlib"))
SOURCES = "".join((LIBRARY / name).read_text(encoding="utf-8") for name in ("argparse.py", "heapq.py", "textwrap.py"))
MIXED = (
    "The cat's café — naïve, 12345 and 67,890.\r\n\r\n\tДо свидания! 你好,世界。 👩‍👩‍👧 🇫🇷🇫🇷 don't DON'T we'LL\n"
    "HTTPServer parseJSON x² ½ ﬁ İstanbul ſo'ſ e\u0301a\u0308 \u00a0\u2003end   \n\n\n  if x:\r\n\r\n" * 6
)
ADVERSARIAL = [
    *("a" * n for n in (1, 2, 3, 4, 5, 7, 8, 9, 31, 100, 1000)),
    "aaa aa aaaa a aaaaa aaaaaaa aaaaaa " * 3,
    "ab" * 300 + " " + "ba" * 300,
    "abcabcab bcabca cab abc " * 5,
    "zy yx xw wv vu zy yx xw wv vu",  # every count the same
    "😀😀😀 😀😁 😁😀 🧑‍🚀🧑‍🚀",
    "one\r\ntwo\r\n\r\nthree\n\r\n\r" * 4,
    "\0\0\0 \x7f\x80\xff" * 3,
]
SOUP = st.text(st.sampled_from("aab  \r\n\t01é😀'sSß中"), min_size=1, max_size=200)


def rust_merges(text: str | Sequence[str], count: int, pattern: str) -> list[bytes]:
    """What rustbpe's merges make, in order."""
    tokenizer = rustbpe.Tokenizer()
    tokenizer.train_from_iterator([text] if isinstance(text, str) else text, 256 + count, pattern=pattern)
    return [bytes(token) for token, _ in tokenizer.get_mergeable_ranks()[256:]]


def merge_everywhere(word: list[bytes], pair: tuple[bytes, bytes]) -> list[bytes]:
    done: list[bytes] = []
    place = 0
    while place < len(word):
        if (*word[place : place + 2],) == pair:
            done.append(pair[0] + pair[1])
            place += 2
        else:
            done.append(word[place])
            place += 1
    return done


def plain_tokens(text: str, pattern: str, merges: Sequence[TrainedMerge]) -> list[list[bytes]]:
    """The text, one list a piece, after these merges one after the other: loops over everything, no shortcut."""
    words = [[bytes([b]) for b in match.group().encode()] for match in regex.finditer(pattern, text)]
    for merge in merges:
        words = [merge_everywhere(word, merge.pair) for word in words]
    return words


@pytest.fixture(scope="module")
def trained() -> Trained:
    return train_bpe(SOURCES, 1500, specials=("<|end|>",))


@pytest.mark.parametrize("pattern", [*PATTERNS.values(), r"[\s\S]+", r"\S+|\s+", r"(a)|\1*b|[\s\S]"])
def test_merges_equal_those_of_rustbpe(pattern: str) -> None:
    for text in [MIXED, *ADVERSARIAL]:
        merges = train_bpe(text, 256 + 400, pattern).merges
        assert [merge.result for merge in merges] == rust_merges(text, 400, pattern), text


@pytest.mark.parametrize("name", PATTERNS)
@pytest.mark.parametrize("count", [0, 1, 100, 3000])
def test_merges_of_source_code_equal_those_of_rustbpe(name: str, count: int) -> None:
    merges = train_bpe(SOURCES, 256 + count, name).merges
    assert [merge.result for merge in merges] == rust_merges(SOURCES, count, PATTERNS[name])


@settings(max_examples=150, deadline=None)
@given(text=SOUP, pattern=st.sampled_from([*PATTERNS.values(), r"[\s\S]+"]))
def test_merges_of_random_texts_equal_those_of_rustbpe(text: str, pattern: str) -> None:
    assert [merge.result for merge in train_bpe(text, 400, pattern).merges] == rust_merges(text, 144, pattern)


def test_no_merge_reaches_from_one_chunk_into_the_next() -> None:
    chunks = ["ab", "ab", "ab cd", "cd", " c"]
    merges = train_bpe(chunks, 300).merges
    assert [merge.result for merge in merges] == rust_merges(chunks, 44, PATTERNS["gpt4"])


def test_what_a_pattern_leaves_out_is_not_learnt_from_but_encoded() -> None:
    text = "12 ab 34 ab,ab;12 "
    trained = train_bpe(text, 300, "[a-z]+")
    assert [merge.result for merge in trained.merges] == rust_merges(text, 44, "[a-z]+") == [b"ab"]
    ids = encode_with(trained, text)
    assert trained.tokenizer.encode(text).ids == ids
    assert trained.tokenizer.decode(ids) == text


@pytest.mark.parametrize("pattern", PATTERNS.values())
def test_pieces_are_those_of_the_tokenizers_library_for_every_public_character_that_it_knows(pattern: str) -> None:
    characters = "".join(chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000)
    unknown = pre_tokenizers.Split(Regex(r"[\p{Cn}\p{Co}]+"), "removed")
    known = "".join(piece for piece, _ in unknown.pre_tokenize_str(characters))
    split = pre_tokenizers.Split(Regex(pattern), "isolated")
    splitter = Splitter(pattern)
    for start in range(0, len(known), 100):
        text = " ".join(f"a{c}b {c}{c}'{c} 1" for c in known[start : start + 100])
        assert [*splitter.pieces(text)] == [piece for piece, _ in split.pre_tokenize_str(text)]


@pytest.mark.parametrize("text", [MIXED, "aaa aa aaaa a aaaaa aaaaaaa aaaaaa" * 3, SOURCES[:2000]])
def test_counts_are_those_of_the_text_at_that_moment(text: str) -> None:
    trained = train_bpe(text, 256 + 300)
    for number in sorted(random.Random(7).sample(range(len(trained.merges)), min(12, len(trained.merges)))):
        merge = trained.merges[number]
        before = plain_tokens(text, trained.pattern, trained.merges[:number])
        after = plain_tokens(text, trained.pattern, trained.merges[: number + 1])
        counts = Counter(pair for word in before for pair in pairwise(word))
        assert merge.number == number + 1
        assert merge.count == counts[merge.pair] == max(counts.values())
        assert merge.saved == sum(map(len, before)) - sum(map(len, after))
        assert trained.curve[number : number + 2] == [sum(map(len, before)), sum(map(len, after))]
        shown = [word for word in before if b"".join(word) == merge.example.encode()]
        assert merge.pair in [*pairwise(shown[0])]


def test_the_example_is_the_most_frequent_piece_that_has_it() -> None:
    merges = train_bpe("hat cat cat cat hat hats", 400, "gpt2").merges
    assert {merge.result: merge.example for merge in merges}[b"at"] == " cat"


def test_the_vocabulary_is_bytes_then_merges_then_special_tokens(trained: Trained) -> None:
    face = Face(trained.tokenizer)
    assert face.ids == tuple(range(1500))
    assert [face.bytes_of(id) for id in range(256)] == [bytes([b]) for b in range(256)]
    assert [face.bytes_of(256 + n) for n in range(1243)] == [merge.result for merge in trained.merges]
    assert face.bytes_of(1499) == b"<|end|>"
    assert [id for id in face.ids if face.is_special(id)] == [1499]
    assert (trained.size, trained.stopped_early, trained.bytes) == (1500, False, len(SOURCES.encode()))


def test_it_is_a_name_of_the_package_that_is_loaded_when_it_is_used() -> None:
    assert cutaway.train_bpe is train_bpe
    assert isinstance(cutaway.train_bpe("abab", 257), cutaway.Trained)
    script = "import sys, cutaway; print('tokenizers' in sys.modules); cutaway.train_bpe('abab', 257); print('torch' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert said.split() == ["False", "False"]


def test_the_saved_file_encodes_alike_in_tokenizers_and_transformers(trained: Trained, tmp_path: Path) -> None:
    trained.save(tmp_path / "code")
    file = str(tmp_path / "code" / "tokenizer.json")
    library, fast = Tokenizer.from_file(file), PreTrainedTokenizerFast(tokenizer_file=file)
    rust = rustbpe.Tokenizer()
    rust.train_from_iterator([SOURCES], 1499, pattern=trained.pattern)
    drawn = random.Random(3)
    alphabet = "etaoin shrdlu  \n\r\t\"'=()_.:0123456789ABCé你😀\u0301ſİ"
    texts = ["".join(drawn.choices(alphabet, k=drawn.randint(1, 120))) for _ in range(300)]
    for text in [MIXED, SOURCES, *ADVERSARIAL, *texts]:
        ids = encode_with(trained, text)
        assert library.encode(text).ids == ids
        assert fast.encode(text, add_special_tokens=False) == ids
        assert rust.encode(text) == ids
        assert library.decode(ids) == text


def test_the_first_merges_alone_encode_as_a_smaller_training_does(trained: Trained) -> None:
    text = MIXED + SOURCES[:3000] + "a" * 5000
    for k in (0, 1, 2, 17, 300, 1000, 1242, 1243):
        smaller = train_bpe(SOURCES, 256 + k)
        assert encode_with(trained, text, merges=k) == smaller.tokenizer.encode(text).ids
    with pytest.raises(BadIndex, match="no 1,244 merges"):
        encode_with(trained, text, merges=1244)


def test_a_token_made_of_hundreds_of_others_comes_apart_again() -> None:
    text = " ".join(["".join(map(chr, range(0x4E00, 0x4E00 + 700)))] * 2)
    trained = train_bpe(text, 10_000)
    for k in (0, 5, len(trained.merges) // 2, len(trained.merges)):
        plain = plain_tokens(text, trained.pattern, trained.merges[:k])
        assert len(encode_with(trained, text, merges=k)) == sum(map(len, plain))


def test_compression_is_the_number_of_tokens_after_each_merge(trained: Trained) -> None:
    held_out = (LIBRARY / "shlex.py").read_text(encoding="utf-8") + MIXED
    sizes = [0, 1, 10, 99, 700, 1243]
    curve = compression(trained, held_out, sizes)
    assert [point.tokens for point in curve] == [len(encode_with(trained, held_out, merges=k)) for k in sizes]
    assert [point.vocabulary for point in curve] == [257 + k for k in sizes]
    assert curve[0].tokens == curve[0].bytes == len(held_out.encode())
    assert compressed_by(Face(trained.tokenizer), held_out) == curve[-1]
    assert [point.tokens for point in compression(trained, SOURCES)] == trained.curve


def test_training_stops_when_nothing_is_left_to_merge() -> None:
    trained = train_bpe("aaaa bb", 5000)
    assert trained.stopped_early
    assert [merge.result for merge in trained.merges] == rust_merges("aaaa bb", 4744, PATTERNS["gpt4"])
    assert trained.size == 256 + len(trained.merges)


def test_each_merge_is_told_and_a_cancelled_training_ends_before_the_next() -> None:
    told: list[TrainedMerge] = []
    with pytest.raises(Cancelled):
        train_bpe(SOURCES, 5000, on_step=told.append, cancelled=lambda: len(told) == 25)
    assert tuple(told) == train_bpe(SOURCES, 256 + 25).merges


@pytest.mark.parametrize(
    ("text", "size", "options", "error", "says"),
    [
        ("", 300, {}, BadText, "empty"),
        ([], 300, {}, BadText, "empty"),
        ("a\ud800", 300, {}, BadText, "character 2"),
        ("a" * 20_000_001, 300, {}, BadText, "20,000,001 bytes"),
        ("ab", 255, {}, BadTraining, "256"),
        ("ab", 256, {"specials": ["<a>"]}, BadTraining, "257"),
        ("ab", 200_001, {}, BadTraining, "200,000"),
        ("ab", 300, {"specials": ["<a>", "<a>"]}, BadTraining, "twice"),
        ("ab", 300, {"specials": [""]}, BadTraining, "empty"),
        ("the the", 300, {"specials": ["the"]}, BadTraining, "ordinary"),
        ("ab", 300, {"pattern": "("}, BadTraining, "nor a regular expression"),
        ("ab", 300, {"pattern": "(?s:.)"}, BadTraining, "nor a regular expression"),
        ("ab\ncd", 300, {"pattern": "(?m).+"}, BadTraining, "one thing"),
        ("a" * 60, 300, {"pattern": r"(a|a)*\d|b"}, BadTraining, "too many ways"),
        ("a" * 60 + "b", 300, {"pattern": "(a+)+$|b"}, BadTraining, "too many ways"),
        ("ab", 300, {"pattern": "(?:ab|cd){300000}|."}, BadTraining, "was stopped|crash"),
        ("ab", 300, {"pattern": "(?:" + "(?:ab|cd)" * 20 + "){10000}"}, BadTraining, "was stopped|crash"),
        ("ab", 300, {"pattern": "b*"}, BadTraining, "the empty string"),
        ("ab", 300, {"pattern": r"(?=a)|\d"}, BadText, "matches nothing"),
        ("ab", 300, {"pattern": r"\d"}, BadText, "matches nothing"),
    ],
)
def test_what_can_not_be_trained_is_refused_with_a_way_out(text, size: int, options, error, says: str) -> None:
    with pytest.raises(error, match=says) as caught:
        train_bpe(text, size, **options)
    assert caught.value.hint
