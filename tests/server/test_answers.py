"""Offsets in answers count UTF-16 code units, as JavaScript does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cutaway
from cutaway.server.api.tokens import token_answers, token_columns, utf16_offsets
from support.columns import tokens_told
from support.serving import TINY, Page


@given(st.text())
def test_offsets_are_lengths_of_prefixes_in_utf16(text: str) -> None:
    assert list(utf16_offsets(text)) == [len(text[:n].encode("utf-16-le")) // 2 for n in range(len(text) + 1)]


@pytest.mark.parametrize("text", ["a😀b", "👩‍👩‍👧‍👦!", "ü", "e\u0301", "שלום", "\0"])
def test_tokens_cover_the_text_that_javascript_would_slice(page: Page, text: str) -> None:
    tokens = tokens_told(page.post("/api/tokens", model=TINY, text=text).json()["tokens"], text)
    units = text.encode("utf-16-le")
    for token in tokens:
        covered = units[2 * token["start"] : 2 * token["end"]].decode("utf-16-le")
        assert bytes.fromhex(token["bytes"]) in covered.encode()
    assert b"".join(bytes.fromhex(token["bytes"]) for token in tokens) == text.encode()


def test_appended_tokens_follow_the_text(page: Page) -> None:
    ids = page.post("/api/tokens", model=TINY, text="é!").json()["tokens"]["ids"]
    answer = page.post("/api/tokens", model=TINY, text="😀", appended=ids).json()
    assert answer["text"] == "😀é!"
    tokens = tokens_told(answer["tokens"], answer["text"])
    assert [(token["start"], token["end"]) for token in tokens] == [(0, 2)] * 4 + [(2, 3)] * 2 + [(3, 4)]
    assert [token["appended"] for token in tokens] == [False] * 4 + [True] * 3


def test_half_a_character_appended_is_shown_as_a_replacement(page: Page) -> None:
    first_byte_of_e_acute = page.post("/api/tokens", model=TINY, text="é").json()["tokens"]["ids"][0]
    answer = page.post("/api/tokens", model=TINY, text="a", appended=[first_byte_of_e_acute]).json()
    assert answer["text"] == "a\ufffd"
    last = tokens_told(answer["tokens"], answer["text"])[1]
    assert (last["start"], last["end"], last["text"]) == (1, 2, "\ufffd")


TEXTS = ["Hi 🦜, naïve ÀÉ <|endoftext|>", "", "👩‍👩‍👧‍👦!", " two  spaces\n\t\r\n", "東京 שלום e\u0301 𒀀", "\0\ufeff"]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("name", ["gpt2", "bert", "llama3", "gemma3", "smollm2"])
def test_columns_say_all_that_each_token_says_by_itself(name: str, text: str) -> None:
    tokens = cutaway.tokenizer(name).tokens(text)
    told = tokens_told(token_columns(tokens, text).model_dump(), text)
    assert told == [token.model_dump() for token in token_answers(tokens, text)]
