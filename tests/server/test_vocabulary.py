"""A vocabulary over the wire: pages, counts and single tokens, each against tiktoken."""

import itertools
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import tiktoken

import cutaway
from support.harmful import CRASHES
from support.serving import Page, Running

ROUTE = "/api/tokenizers/vocabulary"


@pytest.fixture
def gpt2(page: Page) -> tiktoken.Encoding:
    page.open_tokenizer("gpt2")
    return cutaway.tokenizer("gpt2").backend


def test_pages_put_together_are_the_vocabulary(page: Page, gpt2: tiktoken.Encoding) -> None:
    told = page.post(f"{ROUTE}/search", query={"tokenizer": "gpt2"}).json()
    assert told["size"] == told["found"] == gpt2.n_vocab
    for group in ("scripts", "kinds", "reaches"):
        assert sum(each["tokens"] for each in told[group]) == gpt2.n_vocab
    assert sum(map(sum, told["map"])) == gpt2.n_vocab
    pages = [
        page.post(f"{ROUTE}/page", query={"tokenizer": "gpt2"}, first=first, count=5000).json()
        for first in range(0, told["found"], 5000)
    ]
    ids = [*itertools.chain.from_iterable(each["ids"] for each in pages)]
    assert ids == [*range(gpt2.n_vocab)]
    written = itertools.chain.from_iterable(each["bytes"] for each in pages)
    assert [*map(bytes.fromhex, written)] == [gpt2.decode_single_token_bytes(id) for id in ids]


def test_a_token_tells_its_merge_and_what_it_is_a_part_of(page: Page, gpt2: tiktoken.Encoding) -> None:
    [id] = gpt2.encode(" the")
    token = page.get(f"{ROUTE}/token", id=id, tokenizer="gpt2").json()
    left, right = token["made_of"]
    assert bytes.fromhex(left["bytes"] + right["bytes"]) == b" the" == bytes.fromhex(token["bytes"])
    assert token["rank"] == gpt2._mergeable_ranks[b" the"]
    assert (token["reach"], token["script"], token["kind"]) == ("alone", "Latin", "word start")
    assert token["parts"] >= len(token["part_of"]) > 0
    for part in token["part_of"]:
        assert b" the" in gpt2.decode_single_token_bytes(part["id"])
        told = page.get(f"{ROUTE}/token", id=part["id"], tokenizer="gpt2").json()
        assert id in [each["id"] for each in told["made_of"]]


def test_the_place_of_a_token_is_where_its_page_has_it(page: Page, gpt2: tiktoken.Encoding) -> None:
    [id] = gpt2.encode("walking")
    asked = {"tokenizer": "gpt2", "what": "ing", "sort": "longest"}
    place = page.post(f"{ROUTE}/search", query=asked, near=id).json()["place"]
    assert page.post(f"{ROUTE}/page", query=asked, first=place, count=1).json()["ids"] == [id]


def test_merges_are_told_where_they_are_asked_for(page: Page, gpt2: tiktoken.Encoding) -> None:
    told = page.post(
        f"{ROUTE}/page", query={"tokenizer": "gpt2", "what": "ing"}, first=0, count=500, merges=True
    ).json()
    for id, left, right in zip(told["ids"], told["left"], told["right"], strict=True):
        parts = gpt2.decode_single_token_bytes(left) + gpt2.decode_single_token_bytes(right)
        assert parts == gpt2.decode_single_token_bytes(id)


def test_an_expression_that_can_not_be_read_is_refused_with_the_reason(page: Page, gpt2: tiktoken.Encoding) -> None:
    refused = page.post(f"{ROUTE}/search", query={"tokenizer": "gpt2", "what": "(a", "how": "regex"})
    assert (refused.status_code, refused.json()["code"]) == (422, "bad-search")
    assert "missing )" in refused.json()["message"]


@pytest.mark.parametrize("expression", [*CRASHES, "((a{999}){999}){999}", "^(?:-|--)+[a-z]$"])
def test_an_expression_that_would_end_or_hold_the_server_is_stopped(
    page: Page, server: Running, gpt2: tiktoken.Encoding, expression: str
) -> None:
    with ThreadPoolExecutor() as threads:
        query = {"tokenizer": "gpt2", "what": expression, "how": "regex"}
        answer = threads.submit(page.post, f"{ROUTE}/search", query=query)
        waits = []
        with server.page("beside") as beside:
            while not answer.done():
                started = time.monotonic()
                assert beside.get("/api/about").status_code == 200
                waits.append(time.monotonic() - started)
                time.sleep(0.02)
    refused = answer.result()
    assert (refused.status_code, refused.json()["code"]) == (422, "bad-search")
    assert refused.json()["hint"]
    assert max(waits, default=0) < 1
    found = page.post(f"{ROUTE}/search", query={"tokenizer": "gpt2", "what": "^the$", "how": "regex"}).json()
    assert found["found"] == 1


def test_a_token_that_is_not_there_is_refused(page: Page, gpt2: tiktoken.Encoding) -> None:
    refused = page.get(f"{ROUTE}/token", id=gpt2.n_vocab, tokenizer="gpt2")
    assert (refused.status_code, refused.json()["code"]) == (422, "bad-index")


def test_what_no_text_can_give_are_the_bytes_that_utf8_never_has(page: Page, gpt2: tiktoken.Encoding) -> None:
    written = {*"".join(map(chr, (*range(0xD800), *range(0xE000, 0x110000)))).encode()}
    bare = [piece for piece in gpt2.token_byte_values() if len(piece) == 1 and piece[0] not in written]
    told = page.get(f"{ROUTE}/reaches", tokenizer="gpt2").json()
    reaches = {each["name"]: each["tokens"] for each in told["reaches"]}
    assert (told["size"], reaches["never"], reaches["not found"]) == (gpt2.n_vocab, len(bare), 0)
    assert reaches["special"] == len(gpt2.special_tokens_set)
    texts = [piece.decode() for piece in gpt2.token_byte_values() if is_text(piece)]
    assert reaches["alone"] == sum(len(gpt2.encode_ordinary(text)) == 1 for text in texts)


def is_text(piece: bytes) -> bool:
    """Whether these bytes are whole characters."""
    return piece.decode("utf-8", errors="replace").encode() == piece
