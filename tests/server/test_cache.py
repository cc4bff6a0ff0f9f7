"""The cache over the wire: the engine's own steps and comparison, line by line."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from cutaway import Model
from cutaway.generate.kv_cache import measure
from cutaway.generate.prefix import key_differences
from cutaway.server.api.cache import MOST_CELLS
from cutaway.server.stores.models import ModelStore
from support.serving import HEADLESS, SMALL_CONTEXT, TINY, TWO_STACKS, Page, Running, open_small, running, two_stacks

TEXT = "two words"


@pytest.fixture(scope="module")
def stacks() -> Iterator[Running]:
    with running(ModelStore(TWO_STACKS, opener=open_small)) as server, server.page() as page:
        assert page.open(TWO_STACKS)["state"] == "ready"
        yield server


def steps(page: Page, **body: Any) -> list[dict[str, Any]]:
    answer = page.post("/api/cache/steps", **{"model": TINY, "text": TEXT, "steps": 3, **body})
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.text.splitlines()]


def test_each_step_is_a_line_first_with_a_cache_then_without(page: Page, model: Model) -> None:
    lines = steps(page, appended=[65])
    found = [line for line in lines if line["round"] == 0]
    assert [line["cached"] for line in found] == [True] * 3 + [False] * 3
    ids = [model.tokens(TEXT)[at].id for at in range(len(TEXT))] + [65]
    for cached in (True, False):
        told = [line for line in found if line["cached"] is cached]
        for line, step in zip(told, measure(model, ids, 3, cached), strict=True):
            assert (line["number"], line["first"], line["last"]) == (step.number, step.first, step.last)
            assert (line["bytes"], line["token"]["id"]) == (step.bytes, step.token)
            assert sum(each["bytes"] for each in line["held"]) == step.bytes
            assert line["seconds"] > 0
    # Both are measured again in turns, and write the same.
    assert [line["cached"] for line in lines if line["round"] == 1] == [False] * 3 + [True] * 3
    for line in lines:
        first = next(each for each in found if (each["cached"], each["number"]) == (line["cached"], line["number"]))
        assert line["token"] == first["token"]


def test_two_stacks_write_with_the_text_as_their_source(stacks: Running) -> None:
    model = two_stacks()
    with stacks.page() as page:
        found = steps(page, model=TWO_STACKS, target="ab")
    target = [token.id for token in model.target_tokens("ab")]
    source = [token.id for token in model.tokens(TEXT)]
    for line, step in zip(found[:3], measure(model, target, 3, True, source), strict=False):
        assert (line["first"], line["last"], line["token"]["id"]) == (step.first, step.last, step.token)
        assert {each["kind"] for each in line["held"]} == {"tokens", "source"}


def test_what_two_texts_share_and_how_their_keys_differ(page: Page, model: Model) -> None:
    answer = page.post("/api/cache/prefix", model=TINY, text="a shared text", other="a shared word").json()
    assert (answer["shared"], answer["reused"], answer["obstacle"], answer["same"]) == (9, 9, None, True)
    assert [token["text"] for token in answer["other"]] == list("a shared word")
    assert answer["cold_seconds"] > 0 and answer["warm_seconds"] > 0
    expected = key_differences(model.trace("a shared text"), model.trace("a shared word"))
    assert answer["cell"] == 1
    for told, (site, row) in zip(answer["keys"], expected.items(), strict=True):
        assert told["site"] == site
        assert told["differences"] == pytest.approx(row.tolist(), abs=1e-5)


def test_long_texts_come_in_cells_of_several_positions(page: Page, model: Model) -> None:
    one, other = "a" * 700, "a" * 600 + "b" * 150
    answer = page.post("/api/cache/prefix", model=TINY, text=one, other=other).json()
    assert answer["cell"] == 2
    expected = key_differences(model.trace(one), model.trace(other))["layers.2.attn.k"]
    assert len(answer["keys"][2]["differences"]) == 350 <= MOST_CELLS
    assert answer["keys"][2]["differences"] == pytest.approx(expected.reshape(-1, 2).amax(1).tolist(), abs=1e-4)


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("steps", {"model": HEADLESS, "text": "a"}, "unsupported-model"),
        ("steps", {"model": SMALL_CONTEXT, "text": "a" * 17}, "text-too-long"),
        ("steps", {"model": TINY, "text": ""}, "bad-text"),
        ("steps", {"model": TINY, "text": "a", "steps": 0}, "bad-request"),
        ("prefix", {"model": SMALL_CONTEXT, "text": "a", "other": "a" * 17}, "text-too-long"),
        ("prefix", {"model": TINY, "text": "a", "other": ""}, "bad-text"),
        ("prefix", {"model": TINY, "text": "a", "other": "a" * 200_001}, "too-large"),
    ],
)
def test_what_cannot_be_measured_is_refused(page: Page, path: str, body: dict[str, Any], code: str) -> None:
    answer = page.post(f"/api/cache/{path}", **body)
    assert answer.status_code >= 400
    assert answer.json()["code"] == code
