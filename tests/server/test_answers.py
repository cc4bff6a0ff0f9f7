"""Offsets in answers count UTF-16 code units, as JavaScript does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cutaway.server.answers import utf16_offsets
from serving import TINY, Page


@given(st.text())
def test_offsets_are_lengths_of_prefixes_in_utf16(text: str) -> None:
    assert list(utf16_offsets(text)) == [len(text[:n].encode("utf-16-le")) // 2 for n in range(len(text) + 1)]


@pytest.mark.parametrize("text", ["a😀b", "👩‍👩‍👧‍👦!", "ü", "e\u0301", "שלום", "\0"])
def test_tokens_cover_the_text_that_javascript_would_slice(page: Page, text: str) -> None:
    answer = page.post("/api/tokens", model=TINY, text=text).json()
    units = text.encode("utf-16-le")
    for token in answer["tokens"]:
        covered = units[2 * token["start"] : 2 * token["end"]].decode("utf-16-le")
        assert bytes.fromhex(token["bytes"]) in covered.encode()
    assert b"".join(bytes.fromhex(token["bytes"]) for token in answer["tokens"]) == text.encode()


def test_appended_tokens_follow_the_text(page: Page) -> None:
    ids = [token["id"] for token in page.post("/api/tokens", model=TINY, text="é!").json()["tokens"]]
    answer = page.post("/api/tokens", model=TINY, text="😀", appended=ids).json()
    assert answer["text"] == "😀é!"
    assert [(token["start"], token["end"]) for token in answer["tokens"]] == [(0, 2)] * 4 + [(2, 3)] * 2 + [(3, 4)]
    assert [token["appended"] for token in answer["tokens"]] == [False] * 4 + [True] * 3


def test_half_a_character_appended_is_shown_as_a_replacement(page: Page) -> None:
    first_byte_of_e_acute = page.post("/api/tokens", model=TINY, text="é").json()["tokens"][0]["id"]
    answer = page.post("/api/tokens", model=TINY, text="a", appended=[first_byte_of_e_acute]).json()
    assert answer["text"] == "a\ufffd"
    assert (answer["tokens"][1]["start"], answer["tokens"][1]["end"]) == (1, 2)
