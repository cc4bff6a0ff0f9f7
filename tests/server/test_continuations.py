"""Continuations over the wire: a line a token, as Transformers' `generate` writes them; given up when nobody reads on."""

import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import torch

from cutaway import Model
from support.generated import generated
from support.serving import TINY, TWO_STACKS, Page, Running, tiny, two_stacks

TEXT = "hello there"


def read(page: Page, path: str, **body: Any) -> list[dict[str, Any]]:
    return list(streamed(page, path, **body))


def streamed(page: Page, path: str, **body: Any) -> Iterator[dict[str, Any]]:
    with page.client.stream("POST", f"/api/{path}", json={"model": TINY, "text": TEXT, **body}) as answer:
        if answer.status_code != 200:
            answer.read()
            raise AssertionError(answer.text)
        yield from map(json.loads, answer.iter_lines())


def theirs(model: Model, ids: list[int], count: int, **options: Any) -> list[int]:
    given = torch.tensor([ids])
    found = generated(model, given, max_new_tokens=count, pad_token_id=0, **options)[0].tolist()
    return found[1:] if model.anatomy.two_stacks else found[len(ids) :]


@pytest.mark.parametrize(("name", "make"), [(TINY, tiny), (TWO_STACKS, two_stacks)])
def test_the_most_probable_tokens_are_generate_s(server: Running, name: str, make: Any) -> None:
    model = make()
    ids = [token.id for token in model.tokens(TEXT)]
    with server.page() as page:
        page.open(name)
        pieces = read(page, "continuations", model=name, count=12, choosing={"temperature": 0})
    assert [piece["step"]["id"] for piece in pieces] == theirs(model, ids, 12, do_sample=False)


def test_each_token_has_what_an_independent_pass_gives_it(server: Running) -> None:
    model = tiny()
    with server.page() as page:
        page.open(TINY)
        pieces = read(page, "continuations", count=6, choosing={"seed": 4})
    ids = [token.id for token in model.tokens(TEXT)]
    with torch.no_grad():
        logits = model.hf(torch.tensor([[*ids, *(piece["step"]["id"] for piece in pieces)]])).logits[0]
    whole = logits.double().softmax(-1)
    for at, piece in enumerate(pieces):
        shares = whole[len(ids) - 1 + at]
        step, prediction = piece["step"], piece["step"]["prediction"]
        assert step["probability"] == pytest.approx(float(shares[step["id"]]), rel=1e-3)
        assert prediction["position"] == len(ids) - 1 + at
        listed = {each["id"]: each["probability"] for each in prediction["top"]}
        assert listed == pytest.approx({id: float(shares[id]) for id in listed}, rel=1e-3)
        assert set(listed) == set(shares.topk(10).indices.tolist())
        assert prediction["entropy"] == pytest.approx(float(-(shares * shares.log2()).sum()), rel=1e-3)
        assert (piece["computed"], piece["reused"]) == ((len(ids), 0) if at == 0 else (1, len(ids) + at - 1))
        assert piece["seconds"] > 0


def test_the_same_seed_is_the_same_text_on_another_page(server: Running) -> None:
    found = []
    for name in ("one", "another"):
        with server.page(name) as page:
            page.open(TINY)
            found.append([p["step"]["id"] for p in read(page, "continuations", count=16, choosing={"seed": 11})])
    assert found[0] == found[1]


def test_a_tree_is_told_as_it_was_written(server: Running) -> None:
    with server.page("writer") as page:
        page.open(TINY)
        first = [p["step"] for p in read(page, "continuations", count=70, choosing={"seed": 1})]
        chosen = first[5]["prediction"]["top"][3]["id"]
        after = [step["id"] for step in first[:5]]
        second = [
            p["step"]
            for p in read(page, "continuations", after=after, first=chosen, count=5, choosing={"temperature": 0})
        ]
    branches = [
        {"on": -1, "place": 0, "ids": [step["id"] for step in first], "choosing": {"seed": 1}},
        {"on": 0, "place": 5, "ids": [step["id"] for step in second], "choosing": {"temperature": 0}},
    ]
    with server.page("reader") as page:
        pieces = read(page, "trees", branches=branches)
    told: dict[int, list[dict[str, Any]]] = {0: [], 1: []}
    for piece in pieces:
        assert piece["first"] == len(told[piece["branch"]])
        told[piece["branch"]] += piece["steps"]
    for branch, written in enumerate((first, second)):
        assert [step["id"] for step in told[branch]] == [step["id"] for step in written]
        for again, before in zip(told[branch], written, strict=True):
            assert again["probability"] == pytest.approx(before["probability"], rel=1e-3)
            assert (again["chance"] or 0) == pytest.approx(before["chance"] or 0, rel=1e-3)
            assert again["number"] == before["number"]
    assert told[1][0]["chance"] is None


def test_beams_are_generate_s(server: Running) -> None:
    model = tiny()
    ids = [token.id for token in model.tokens(TEXT)]
    with server.page() as page:
        page.open(TINY)
        steps = read(page, "beams", beams=3, count=10)
    assert [step["step"] for step in steps] == list(range(10))
    assert steps[-1]["found"][0]["ids"] == theirs(model, ids, 10, do_sample=False, num_beams=3)
    kept = [sum(each["fate"] == "kept" for each in step["candidates"]) for step in steps]
    assert kept == [3] * 9 + [0]


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("continuations", {"choosing": {"temperature": -1}}, "bad-settings"),
        ("continuations", {"after": [999]}, "bad-index"),
        ("continuations", {"first": 999}, "bad-index"),
        ("continuations", {"count": 0}, "bad-request"),
        ("continuations", {"text": ""}, "bad-text"),
        ("trees", {"branches": [{"on": 0, "place": 0, "ids": [1]}]}, "bad-index"),
        ("trees", {"branches": [{"on": -1, "place": 0, "ids": [999]}]}, "bad-index"),
        ("beams", {"beams": 17}, "bad-settings"),
    ],
)
def test_what_can_t_be_done_is_said(server: Running, path: str, body: dict[str, Any], code: str) -> None:
    with server.page() as page:
        page.open(TINY)
        answer = page.client.post(f"/api/{path}", json={"model": TINY, "text": TEXT, **body})
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_a_continuation_that_fills_the_context_says_so_in_its_last_line(server: Running) -> None:
    with server.page() as page:
        page.open("tests/small-context")
        pieces = read(page, "continuations", model="tests/small-context", count=20)
    assert len(pieces) == 16 - len(TEXT) + 2
    assert pieces[-1]["problem"]["code"] == "text-too-long"


def test_what_nobody_reads_any_more_ends_within_a_token(server: Running) -> None:
    state = server.app.state.cutaway
    with server.page("leaver") as page:
        page.open(TINY)
        with page.client.stream(
            "POST", "/api/continuations", json={"model": TINY, "text": TEXT, "count": 4000}
        ) as answer:
            pieces = answer.iter_lines()
            for _ in range(5):
                next(pieces)
    decoder = state.decoders._held["leaver"][2]
    time.sleep(0.5)
    length = len(decoder.held)
    time.sleep(0.5)
    assert len(decoder.held) == length < 1000


def test_what_is_looked_at_meanwhile_waits_for_a_token_and_ends_nothing(server: Running) -> None:
    with server.page("busy") as page, server.page("busy") as beside:
        page.open(TINY)
        count, waited, piece = 0, [], {}

        def look() -> None:
            for number in range(5):
                started = time.perf_counter()
                beside.trace(f"another text {number}")
                waited.append(time.perf_counter() - started)

        looking = threading.Thread(target=look)
        for piece in streamed(page, "continuations", count=300):
            assert "problem" not in piece
            count += 1
            if count == 10:
                looking.start()
        looking.join()
    assert count == 300 or piece["step"]["ends"]
    assert len(waited) == 5
    assert max(waited) < 5
