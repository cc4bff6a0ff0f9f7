"""The tokenizer object has what hands expect of one, takes ids as arrays, and says in words what it can't take."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from transformers import AutoTokenizer

import cutaway
from cutaway.errors import CutawayError
from cutaway.models.fetch import ensure

TEXTS = ["The cat sat.", " naïve 🦜", "", "<|im_start|>user"]


@pytest.mark.parametrize("name", ["smollm2", "minilm"])
def test_encoding_and_decoding_are_those_of_transformers(name: str) -> None:
    theirs = AutoTokenizer.from_pretrained(ensure(name).folder)
    ours = cutaway.tokenizer(name)
    for add in (True, False):
        assert ours.encode_batch(TEXTS, add_special_tokens=add) == theirs(TEXTS, add_special_tokens=add)["input_ids"]
    for text in TEXTS:
        ids = theirs(text)["input_ids"]
        assert ours.encode(text, add_special_tokens=False) == theirs.encode(text, add_special_tokens=False)
        for skip in (True, False):
            assert ours.decode(ids, skip_special_tokens=skip) == theirs.decode(ids, skip_special_tokens=skip)
    assert len(ours) == len(theirs) == ours.size
    for id in (0, 100, len(ours) - 1):
        assert ours.id_to_token(id) == theirs.convert_ids_to_tokens(id)
        assert ours.token_to_id(theirs.convert_ids_to_tokens(id)) == id


def test_an_encoding_of_tiktoken_has_the_same_methods() -> None:
    ours = cutaway.tokenizer("gpt2")
    ids = ours.backend.encode("hello world")
    assert ours.decode(ids) == "hello world"
    assert (ours.token_to_id(" world"), ours.id_to_token(995), ours.token_to_id("no such token")) == (
        995,
        " world",
        None,
    )
    assert ours.encode("hello world", add_special_tokens=False) == ids
    assert ours.decode([*ids, 50256], skip_special_tokens=True) == "hello world"


@pytest.mark.parametrize("name", ["gpt2", "smollm2"])
def test_a_tokenizer_is_shown_in_a_short_line(name: str) -> None:
    tokenizer = cutaway.tokenizer(name)
    assert f"{tokenizer.size:,} tokens" in repr(tokenizer)
    assert len(repr(tokenizer)) < 80


@pytest.mark.parametrize("made", [list, tuple, np.array, torch.tensor, lambda ids: np.array(ids, np.uint16), iter])
def test_ids_may_be_arrays_and_tensors(made: Callable[[list[int]], Any]) -> None:
    tokenizer = cutaway.tokenizer("gpt2")
    ids = tokenizer.encode("hello world")
    assert tokenizer.decode(made(ids)) == tokenizer.text_of(made(ids)) == "hello world"
    assert [token.id for token in tokenizer.tokens_of(made(ids))] == ids
    assert [token.id for token in tokenizer.tokens("a", appended=made(ids))][1:] == ids
    assert tokenizer.bytes_of(next(iter(made(ids)))) == b"hello"


WRONG: list[Callable[[cutaway.Tokenizer], Any]] = [
    lambda t: t.encode(5),  # pyright: ignore[reportArgumentType]
    lambda t: t.encode(b"a"),  # pyright: ignore[reportArgumentType]
    lambda t: t.encode(["a"]),  # pyright: ignore[reportArgumentType]
    lambda t: t.encode_batch("ab"),
    lambda t: t.encode_batch(5),  # pyright: ignore[reportArgumentType]
    lambda t: t.encode_batch([5]),  # pyright: ignore[reportArgumentType]
    lambda t: t.tokens(None),  # pyright: ignore[reportArgumentType]
    lambda t: t.tokens("a", appended=5),  # pyright: ignore[reportArgumentType]
    lambda t: t.tokens("a", appended=["x"]),  # pyright: ignore[reportArgumentType]
    lambda t: t.replay(3),  # pyright: ignore[reportArgumentType]
    lambda t: t.decode(5),
    lambda t: t.decode("ab"),
    lambda t: t.decode([1.5]),
    lambda t: t.decode([[1]]),
    lambda t: t.decode(torch.tensor([[1]])),
    lambda t: t.decode(torch.tensor([1.0])),
    lambda t: t.decode([10**9]),
    lambda t: t.decode([-1]),
    lambda t: t.decode([True]),
    lambda t: t.bytes_of("a"),
    lambda t: t.bytes_of(None),
    lambda t: t.bytes_of(2**70),
    lambda t: t.text_of(None),
    lambda t: t.is_special("x"),
    lambda t: t.from_file("/nowhere/at-all"),
    lambda t: cutaway.Tokenizer(5),
    lambda t: cutaway.Tokenizer(None),
    lambda t: cutaway.train_bpe(5, 300),  # pyright: ignore[reportArgumentType]
    lambda t: cutaway.train_bpe([5], 300),  # pyright: ignore[reportArgumentType]
    lambda t: cutaway.train_bpe("a", "b"),  # pyright: ignore[reportArgumentType]
    lambda t: cutaway.train_bpe("a", 300, 5),  # pyright: ignore[reportArgumentType]
    lambda t: cutaway.train_bpe("a", 300, specials="ab"),
    lambda t: cutaway.train_bpe("a", 300, min_frequency=0),
    lambda t: cutaway.train_bpe("a", 300, reserved=-1),
]


@pytest.mark.parametrize("number", range(len(WRONG)))
@pytest.mark.parametrize("name", ["gpt2", "smollm2"])
def test_what_can_not_be_taken_is_said_in_words(number: int, name: str) -> None:
    with pytest.raises(CutawayError) as caught:
        WRONG[number](cutaway.tokenizer(name))
    assert caught.value.message


def test_what_is_no_id_has_no_token() -> None:
    tokenizer = cutaway.tokenizer("gpt2")
    assert [tokenizer.id_to_token(id) for id in (-1, 10**9, "a", None)] == [None] * 4
    assert tokenizer.token_to_id(5) is None  # pyright: ignore[reportArgumentType]


def test_a_model_without_a_tokenizer_opens_for_token_ids(tmp_path: Path) -> None:
    from support import tiny

    folder = tiny.write_folder(tmp_path)
    (folder / "tokenizer.json").unlink()
    model = cutaway.load(str(folder))
    assert model.tokenizer is None
    assert model.trace([5, 6, 7]).sites["logits"] == (3, 320)
    with pytest.raises(CutawayError, match="has no tokenizer in it"):
        cutaway.tokenizer(str(folder))
