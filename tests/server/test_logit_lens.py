"""The logit lens over the wire: the same as the engine's."""

from collections.abc import Iterator

import pytest

from cutaway.lenses import lens_at, logit_lens
from cutaway.lenses.logitlens import following, streams
from cutaway.server.stores.models import ModelStore
from cutaway.trace.trace import Trace
from support.serving import HEADLESS, TWO_STACKS, Page, Running, open_small, running

TEXT = "two words, two"


@pytest.fixture
def asked(page: Page, server: Running) -> tuple[str, Trace]:
    id = page.trace(TEXT)["id"]
    return id, server.app.state.cutaway.traces.get(id).trace


@pytest.fixture(scope="module")
def stacks() -> Iterator[Running]:
    with running(ModelStore(TWO_STACKS, opener=open_small)) as server, server.page() as page:
        assert page.open(TWO_STACKS)["state"] == "ready"
        yield server


def test_the_rows_are_named_in_order_of_computation(page: Page, asked: tuple[str, Trace]) -> None:
    id, trace = asked
    answer = page.get(f"/api/traces/{id}/lens/rows").json()
    assert [row["site"] for row in answer["rows"]] == [*streams(trace, ("mid", "cross", "post"))]
    assert [(row["layer"], row["place"]) for row in answer["rows"]] == [
        (0, "embedding"), *((layer, place) for layer in range(4) for place in ("mid", "post"))
    ]  # fmt: skip
    assert answer["positions"] == len(TEXT)


@pytest.mark.parametrize("follow", [None, 119])
def test_a_rectangle_of_the_grid(page: Page, asked: tuple[str, Trace], follow: int | None) -> None:
    id, trace = asked
    rows = [*streams(trace, ("mid", "post"))][2:5]
    query = {} if follow is None else {"follow": follow}
    answer = page.get(f"/api/traces/{id}/lens", rows=rows, positions="9:14", **query).json()
    wanted: list[tuple[int]] | list[int]
    wanted = [(each,) for each in following(trace, range(9, 14))] if follow is None else [follow]
    found = logit_lens(trace, range(9, 14), rows=rows, follow=wanted)
    assert (answer["rows"], answer["start"]) == (rows, 9)
    assert answer["ids"] == found.ids[..., 0].tolist()
    assert answer["ranks"] == found.ranks[..., 0].tolist()
    assert answer["followed"] == found.followed[:, 0].tolist()
    for name, values in (
        ("probabilities", found.probabilities[..., 0]),
        ("followed_probabilities", found.followed_probabilities[..., 0]),
        ("entropy", found.entropy),
    ):
        for told, row in zip(answer[name], values.tolist(), strict=True):
            assert told == pytest.approx(row, rel=1e-4)
    shown = {*answer["followed"], *(each for row in answer["ids"] for each in row)}
    assert {int(key): token["bytes"] for key, token in answer["tokens"].items()} == {
        each: trace.model.tokenizer.bytes_of(each).hex() for each in shown if trace.model.tokenizer
    }


def test_the_last_position_follows_what_the_model_finds_most_probable(page: Page, asked: tuple[str, Trace]) -> None:
    id, trace = asked
    answer = page.get(f"/api/traces/{id}/lens", rows=[streams(trace)[-1]], positions=f"0:{len(TEXT)}").json()
    assert [chr(int(answer["tokens"][str(each)]["bytes"], 16)) for each in answer["followed"][:-1]] == [*TEXT[1:]]
    assert (answer["followed"][-1], answer["ranks"][0][-1]) == (answer["ids"][0][-1], 0)


def test_one_cell_in_full(page: Page, asked: tuple[str, Trace]) -> None:
    id, trace = asked
    answer = page.get(f"/api/traces/{id}/lens/cell", row="layers.1.resid_mid", position=4, top=7).json()
    found = lens_at(trace, "layers.1.resid_mid", 4, 7)
    assert [each["id"] for each in answer["top"]] == [each.id for each in found.top]
    assert [each["probability"] for each in answer["top"]] == pytest.approx([each.probability for each in found.top])
    assert (answer["position"], answer["rest_count"]) == (4, found.rest_count)
    assert answer["entropy"] == pytest.approx(found.entropy)


def test_streams_that_take_a_replay_are_read_once(page: Page, asked: tuple[str, Trace]) -> None:
    id, trace = asked
    replays: list[int] = []
    handles = [
        layer.self_attn.register_forward_pre_hook(lambda *_, i=i: replays.append(i))
        for i, layer in enumerate(trace.model.hf.model.layers)
    ]
    try:
        for start in (0, 4, 8):
            rows = ["layers.0.resid_mid", "layers.2.resid_mid"]
            assert page.get(f"/api/traces/{id}/lens", rows=rows, positions=f"{start}:{start + 4}").status_code == 200
    finally:
        for handle in handles:
            handle.remove()
    assert replays == [0, 2]


def test_a_decoder_s_layers_are_read_in_two_stacks(stacks: Running) -> None:
    with stacks.page() as page:
        id = page.post("/api/traces", model=TWO_STACKS, text="hello", target="abc").json()["id"]
        trace: Trace = stacks.app.state.cutaway.traces.get(id).trace
        rows = page.get(f"/api/traces/{id}/lens/rows").json()
        assert {row["place"] for row in rows["rows"]} == {"embedding", "mid", "cross", "post"}
        assert rows["positions"] == 4
        last = rows["rows"][-1]["site"]
        answer = page.get(f"/api/traces/{id}/lens", rows=[last], positions="0:4").json()
        assert answer["ids"][0] == trace["logits"].argmax(-1).tolist()
        assert answer["followed"] == [*(token.id for token in trace.target[1:]), answer["ids"][0][-1]]


@pytest.mark.parametrize("positions", ["", " ", ":"])
def test_no_range_is_all_positions(page: Page, asked: tuple[str, Trace], positions: str) -> None:
    id, trace = asked
    path, rows = f"/api/traces/{id}/lens", [streams(trace)[0]]
    answer = page.get(path, rows=rows, positions=positions)
    assert answer.json() == page.get(path, rows=rows, positions=f"0:{len(TEXT)}").json()
    assert len(answer.json()["ids"][0]) == len(TEXT)


def test_what_can_t_be_asked_is_refused(page: Page, asked: tuple[str, Trace], monkeypatch: pytest.MonkeyPatch) -> None:
    id, trace = asked
    path, row = f"/api/traces/{id}/lens", streams(trace)[0]
    for query, code in (
        ({"rows": [row], "positions": "20:30"}, "bad-index"),
        ({"rows": ["layers.0.mlp.out"], "positions": "0:2"}, "no-such-site"),
        ({"rows": [row], "positions": "0:2", "follow": 256}, "bad-index"),
        ({"rows": [row], "positions": "0:2", "follow": 2**63}, "bad-index"),
        ({"rows": [row], "positions": "0:2", "follow": -(10**30)}, "bad-index"),
    ):
        assert page.get(path, **query).json()["code"] == code
    monkeypatch.setattr("cutaway.server.api.logit_lens.MOST_CELLS", 3)
    assert page.get(path, rows=[row], positions="0:4").json()["code"] == "too-large"
    headless = page.trace("hello", HEADLESS)["id"]
    assert page.get(f"/api/traces/{headless}/lens/rows").json()["code"] == "unsupported-model"
    assert page.get(f"/api/traces/{headless}/lens", rows=[row], positions="0:2").json()["code"] == "unsupported-model"
    assert page.get("/api/traces/gone/lens/rows").json()["code"] == "trace-gone"
