"""The server's tokenizers: listed, opened in the background, and a clear word where there is none."""

import cutaway
from cutaway.tokens import fetch
from serving import Page


def test_all_that_can_be_had_are_listed(page: Page) -> None:
    listed = page.get("/api/tokenizers").json()
    assert [each["name"] for each in listed] == list(fetch.names())
    assert all(each["summary"] and each["title"] for each in listed)


def test_one_that_is_opened_says_how_many_tokens_it_has(page: Page) -> None:
    status = page.open_tokenizer("gpt2")
    assert (status["state"], status["vocabulary"]) == ("ready", cutaway.tokenizer("gpt2").backend.n_vocab)


def test_a_name_that_is_none_is_refused_with_those_that_are(page: Page) -> None:
    refused = page.client.post("/api/tokenizers/open", params={"name": "../secret"})
    assert (refused.status_code, refused.json()["code"]) == (404, "unknown-model")
    assert "cl100k" in refused.json()["hint"]
