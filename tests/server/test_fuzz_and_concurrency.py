"""Twenty pages at once, three hundred strange texts, hostile requests: right answers or clear messages, never a fault."""

import json
import random
import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
import torch
from safetensors.torch import load

from cutaway import Model
from cutaway.lenses.logits import predict
from fuzz_server import fuzz
from support.columns import tokens_told
from support.serving import TINY, Page, Running

pytestmark = pytest.mark.slow


def test_twenty_pages_at_once_get_right_answers(server: Running, model: Model) -> None:
    def visit(number: int) -> None:
        randomness = random.Random(number)
        with server.page(f"page {number}") as page:
            for step in range(4):
                text = "".join(randomness.choices("abcdefgh ü😀", k=20 + step))
                expected = model.trace(text)
                id = page.trace(text)["id"]
                site = f"layers.{step}.attn.pattern"
                arrived = load(page.get(f"/api/traces/{id}/tensor", site=site, index="1").content)["data"]
                assert torch.allclose(arrived, expected[site][1], atol=1e-6)
                top = page.get(f"/api/traces/{id}/prediction").json()["top"]
                assert top[0]["id"] == predict(expected).top[0].id

    with ThreadPoolExecutor(20) as threads:
        list(threads.map(visit, range(20)))


def strange_texts() -> list[str]:
    """300 texts, the same each time: each kind of trouble alone, then mixtures."""
    randomness = random.Random(300)
    whole = [chr(c) for c in range(0x110000) if unicodedata.category(chr(c)) not in ("Cn", "Cs", "Co")]
    surrogates = [chr(c) for c in range(0xD800, 0xE000)]
    pieces = [
        "👩‍👩‍👧‍👦", "🏳️‍🌈", "🇫🇷", "👋🏽", "e\u0301\u0327", "Z̷̢͎a̸l̴g̵o̶", "שלום עולם", "مرحبا بالعالم", "\u202e reversed \u202c", "\0",
        "\x1b[31m", "\r\n", "\ufeff", "\ufffd", "\uffff", "\u200b", "ﷺ", "한국어", "नमस्ते", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢",
        "<script>", "</s>", "<|im_end|>", "{{}}", "%00", " ", "\t",
    ]  # fmt: skip
    texts = ["", " ", "\0", "a" * 1_000_000, "😀" * 250_000, "\ud83d\ude00"]
    texts += pieces
    while len(texts) < 300:
        texts.append(
            "".join(randomness.choices([*pieces, *randomness.choices(whole, k=20)], k=randomness.randint(1, 25)))
        )
        if len(texts) % 5 == 0:
            texts.append(texts[-1] + randomness.choice(surrogates))
    return texts[:300]


def test_three_hundred_strange_texts_give_an_answer_or_a_message(page: Page, model: Model) -> None:
    seen = set()
    for text in strange_texts():
        body = json.dumps({"model": TINY, "text": text}).encode()  # lone surrogates become \udXXX, as in browsers
        for path in ("/api/tokens", "/api/traces"):
            answer = page.client.post(path, content=body, headers={"Content-Type": "application/json"})
            seen.add(answer.status_code)
            if answer.status_code == 200 and path == "/api/tokens":
                told = tokens_told(answer.json()["tokens"], answer.json()["text"])
                covered = b"".join(bytes.fromhex(token["bytes"]) for token in told)
                assert covered == text.encode("utf-16", "surrogatepass").decode("utf-16").encode()  # JSON joins pairs
            elif answer.status_code != 200:
                assert 400 <= answer.status_code < 500, (answer.status_code, text[:100])
                assert answer.json()["message"]
    assert seen == {200, 413, 422}
    assert page.trace("still here")["id"]


def test_bodies_that_are_no_request_give_a_message(page: Page) -> None:
    bodies = [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"text"',
        b"\xff\xfe\xfd",
        b'{"model": "tests/tiny", "text": "\xff"}',
        b'{"model": "tests/tiny"}',
        b'{"model": "tests/tiny", "text": null}',
        b'{"model": "tests/tiny", "text": 5}',
        b'{"model": "tests/tiny", "text": "a", "appended": [NaN]}',
        b'{"model": "tests/tiny", "text": "a", "appended": [1.5]}',
        b'{"model": "tests/tiny", "text": "a", "appended": [-1]}',
        b'{"model": "tests/tiny", "text": "a", "appended": [256]}',
        b'{"model": "tests/tiny", "text": "a", "appended": [4294967296]}',
        b'{"model": "tests/tiny", "text": "a", "appended": [1' + b"0" * 40 + b"]}",
        b'{"model": "tests/tiny", "text": "a", "appended": [1' + b"0" * 5000 + b"]}",
        b'{"model": "tests/tiny", "text": "a", "appended": [' + b"1," * 300_000 + b"1]}",
        b'{"model": "tests/tiny", "text": "a", "appended": "abc"}',
        b'{"model": "\\ud800", "text": "a"}',
        b'{"model": "\\u0000", "text": "a"}',
        b'{"model": "../..", "text": "a"}',
        b'{"model": "", "text": "a"}',
        b"[" * 100_000,
        b'{"text":' * 10_000,
    ]
    for body in bodies:
        for path in ("/api/tokens", "/api/traces"):
            answer = page.client.post(path, content=body, headers={"Content-Type": "application/json"})
            assert 400 <= answer.status_code < 500, (answer.status_code, path, body[:80])
            assert answer.json()["message"]


def test_a_lone_surrogate_is_named_as_what_it_is(page: Page) -> None:
    answer = page.client.post(
        "/api/traces",
        content=b'{"model": "tests/tiny", "text": "a\\ud800"}',
        headers={"Content-Type": "application/json"},
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "bad-text")
    assert "surrogate" in answer.json()["message"]


def test_an_empty_text_has_no_tokens_and_no_trace(page: Page) -> None:
    assert page.post("/api/tokens", model=TINY, text="").json()["tokens"]["ids"] == []
    refusal = page.post("/api/traces", model=TINY, text="")
    assert (refusal.status_code, refusal.json()["code"]) == (422, "bad-text")


def test_a_text_over_the_limit_of_characters_names_the_limit(page: Page) -> None:
    limit = page.get("/api/about").json()["max_characters"]
    at_the_limit = page.post("/api/tokens", model="gpt2", text="é" * limit)
    assert at_the_limit.json()["code"] == "model-not-ready"  # let in: the next thing that is in the way
    refusal = page.post("/api/tokens", model="gpt2", text="é" * (limit + 1))
    assert refusal.status_code == 413
    assert (refusal.json()["limit"], refusal.json()["got"]) == (limit, limit + 1)


def test_hostile_requests_are_answered_and_leave_the_server_as_it_was() -> None:
    """A few hundred of those of `fuzz_server`, which sends thousands."""
    report = fuzz(400, seed=15)
    assert report.ended is None, report
    assert report.faults == []
    assert report.statuses[200] > 50, report
    assert report.growth < 300 * 2**20
