"""Tokens are the library's own; their bytes and places add up to the text."""

import functools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from transformers import AutoTokenizer

from cutaway import Model, Tokenizer
from cutaway.errors import BadIndex, BadText
from cutaway.models.fetch import ensure

TEXTS = (
    "The capital of France is",
    "  two  spaces\n\ttab",
    "naïve café 東京 שלום",
    "👩‍👩‍👧‍👦 family",
    "e\u0301 e\u0301",
    "\0NUL\x7f",
    "<|im_start|>user",
    "",
)
UNICODE = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)


@pytest.mark.parametrize("name", ["smollm2", "minilm"])
@pytest.mark.parametrize("text", TEXTS)
def test_ids_equal_transformers(name: str, text: str) -> None:
    folder = ensure(name).folder
    expected = AutoTokenizer.from_pretrained(folder)(text)["input_ids"]
    assert Tokenizer.from_file(folder / "tokenizer.json").encode(text) == expected


@settings(max_examples=300, deadline=None)
@given(text=UNICODE)
def test_byte_level_tokens_cover_the_text_byte_for_byte(smollm2: Model, text: str) -> None:
    """All but the bytes that SmolLM2's vocabulary lacks: its tokenizer passes over those without a word."""
    tokenizer = smollm2.tokenizer
    assert tokenizer is not None
    lacking = {b for b in range(256) if bytes([b]) not in _single_bytes(tokenizer)}
    tokens = tokenizer.tokens(text)
    assert [t.id for t in tokens] == tokenizer.encode(text)
    assert b"".join(t.bytes for t in tokens) == bytes(b for b in text.encode() if b not in lacking)
    covered = {i for t in tokens for i in range(t.start, t.end)}
    assert covered >= {i for i, c in enumerate(text) if not lacking & set(c.encode())}


@functools.cache
def _single_bytes(tokenizer: Tokenizer) -> frozenset[bytes]:
    return frozenset(piece for id in range(tokenizer.size) if len(piece := tokenizer.bytes_of(id)) == 1)


def test_tokens_that_make_one_character_together_carry_its_bounds(smollm2: Model) -> None:
    assert smollm2.tokenizer is not None
    parts = [t for t in smollm2.tokenizer.tokens("a 🦜 b") if t.start <= 2 < t.end and "\ufffd" in t.text]
    assert len(parts) > 1
    assert parts[-1].end == 3
    assert b"".join(t.bytes for t in parts).lstrip() == "🦜".encode()


def test_appended_tokens_keep_their_ids_where_their_text_would_encode_otherwise(smollm2: Model) -> None:
    tokenizer = smollm2.tokenizer
    assert tokenizer is not None
    halves = [tokenizer.encode(" Par")[0], tokenizer.encode("is")[0]]
    tokens = tokenizer.tokens("to", appended=halves)
    assert [t.id for t in tokens][-2:] == halves != tokenizer.encode("to Paris")[-2:]
    assert [(t.start, t.end, t.appended) for t in tokens] == [(0, 2, False), (2, 6, True), (6, 8, True)]
    assert tokenizer.text_of([t.id for t in tokens]) == "to Paris"


def test_half_a_character_can_be_appended(smollm2: Model) -> None:
    tokenizer = smollm2.tokenizer
    assert tokenizer is not None
    first = tokenizer.encode("🦜")[0]
    token = tokenizer.tokens("", appended=[first])[0]
    assert "🦜".encode().startswith(token.bytes)
    assert token.text == "\ufffd" * len(token.bytes)


def test_special_tokens_are_marked(minilm: Model) -> None:
    assert minilm.tokenizer is not None
    first, *inner, last = minilm.tokenizer.tokens("Hello there")
    assert (first.text, first.special, last.text, last.special) == ("[CLS]", True, "[SEP]", True)
    assert not any(t.special for t in inner)
    assert first.start == first.end
    assert [("Hello there"[t.start : t.end]) for t in inner] == ["Hello", "there"]


def test_lone_surrogates_are_refused_by_name(smollm2: Model) -> None:
    assert smollm2.tokenizer is not None
    with pytest.raises(BadText, match="character 3"):
        smollm2.tokenizer.tokens("ab\ud800c")
    with pytest.raises(BadIndex, match="not a token"):
        smollm2.tokenizer.tokens("a", appended=[10**9])


def test_padding_and_truncation_of_a_tokenizer_are_not_applied_nor_changed(tmp_path: Path) -> None:
    from tokenizers import Tokenizer as Backend

    backend = Backend.from_file(str(ensure("minilm").folder / "tokenizer.json"))
    backend.enable_truncation(8)
    backend.enable_padding(length=8)
    assert len(Tokenizer(backend).encode("one two three four five six seven eight nine ten")) == 12
    assert len(backend.encode("one").ids) == 8
