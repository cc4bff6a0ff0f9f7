"""One text under several tokenizers, and the same sentences in many languages, as the page is told of them."""

from typing import Any

import pytest

import cutaway
from cutaway import Model
from support.columns import tokens_told
from support.serving import CONTEXT, TINY, Page

TEXT = "Hi 🦜, naïve <|endoftext|> 東京"


def compare(page: Page, *names: str, text: str = TEXT, **more: Any) -> dict[str, Any]:
    answer = page.post("/api/tokenizers/compare", text=text, tokenizers=names, model=TINY, **more)
    assert answer.status_code == 200, answer.text
    return answer.json()


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize("as_text", [False, True])
def test_ids_and_ends_are_tiktoken_s(page: Page, as_text: bool) -> None:
    page.open_tokenizer("gpt2")
    (told,) = compare(page, "gpt2", special_as_text=as_text)["tokenizers"]
    encoding = cutaway.tokenizer("gpt2").backend
    ids = encoding.encode_ordinary(TEXT) if as_text else encoding.encode(TEXT, allowed_special="all")
    other = encoding.encode(TEXT, allowed_special="all") if as_text else encoding.encode_ordinary(TEXT)
    columns = told["tokens"]
    assert columns["ids"] == ids
    assert told["otherwise"] == len(other) != len(ids)
    assert columns["special"] == [at for at, id in enumerate(ids) if id == encoding.eot_token]
    # What tokens stand for, put together from the answer alone, is the text.
    pieces = [bytes.fromhex(token["bytes"]) for token in tokens_told(columns, TEXT)]
    assert pieces == encoding.decode_tokens_bytes(ids)
    assert columns["ends"][-1] == utf16(TEXT)
    assert told["seconds"] > 0


def test_characters_and_bytes_are_the_text_s(page: Page) -> None:
    page.open_tokenizer("gpt2")
    answer = compare(page, "gpt2")
    assert (answer["characters"], answer["bytes"]) == (len(TEXT), len(TEXT.encode()))


def test_the_model_s_own_tokenizer_and_contexts(page: Page, model: Model) -> None:
    page.open_tokenizer("bert")
    own, bert = compare(page, "", "bert", text="hello")["tokenizers"]
    assert model.tokenizer is not None
    assert own["tokens"]["ids"] == model.tokenizer.backend.encode("hello").ids
    assert own["context"] == CONTEXT
    assert bert["tokens"]["ids"] == cutaway.tokenizer("bert").backend.encode("hello").ids
    assert bert["added"] == [0, len(bert["tokens"]["ids"]) - 1]
    assert bert["context"] == 512


def test_one_that_is_not_there_hides_none_of_the_others(page: Page) -> None:
    page.open_tokenizer("gpt2")
    first, wrong, last = compare(page, "gpt2", "no-such", "")["tokenizers"]
    assert wrong["problem"]["code"] == "unknown-model"
    assert wrong["tokens"]["ids"] == []
    assert first["problem"] is None
    assert len(last["tokens"]["ids"]) == len(TEXT.encode())


def test_too_many_tokenizers_and_too_long_a_text_are_refused(page: Page) -> None:
    refused = page.post("/api/tokenizers/compare", text="a", tokenizers=["gpt2"] * 7)
    assert (refused.status_code, refused.json()["code"]) == (422, "bad-request")
    refused = page.post("/api/tokenizers/compare", text="a" * 200_001, tokenizers=[])
    assert (refused.status_code, refused.json()["code"]) == (413, "too-large")


def test_half_a_character_is_no_text(page: Page) -> None:
    body = b'{"text": "a\\ud800", "tokenizers": [""]}'
    headers = {"Content-Type": "application/json"}
    refused = page.client.post("/api/tokenizers/compare", content=body, headers=headers)
    assert refused.status_code == 422
    assert refused.json()["code"] in ("bad-text", "bad-request")


def test_sentences_in_many_languages_are_counted_as_the_libraries_do(page: Page) -> None:
    for name in ("gpt2", "bert"):
        page.open_tokenizer(name)
    answer = page.get("/api/tokenizers/languages", tokenizers="gpt2,bert,no-such", model=TINY).json()
    gpt2, bert, wrong = answer["tokenizers"]
    tiktoken, library = (cutaway.tokenizer(name).backend for name in ("gpt2", "bert"))
    for language, ours, theirs in zip(answer["languages"], gpt2["tokens"], bert["tokens"], strict=True):
        assert ours == [len(tiktoken.encode_ordinary(sentence)) for sentence in language["sentences"]]
        assert theirs == [
            len(library.encode(sentence, add_special_tokens=False).ids) for sentence in language["sentences"]
        ]
    assert wrong["problem"]["code"] == "unknown-model"
    assert wrong["tokens"] == []
