"""What lenses find, over the wire: the same as the engine's, with what can't be asked refused."""

import math
from collections.abc import Iterator

import pytest
import torch
from safetensors.torch import load

from cutaway.lenses.attention_steps import score_steps
from cutaway.lenses.heads import head_scores, induction_scores
from cutaway.lenses.mean_patterns import by_word, mean_pattern, words
from cutaway.lenses.rollout import flow_from, rollout_from
from cutaway.lenses.walk import stages
from cutaway.server.stores.models import ModelStore
from cutaway.trace.trace import Trace
from support.serving import TWO_STACKS, Page, Running, open_small, running

TEXT = "two words, two"


@pytest.fixture(scope="module")
def stacks() -> Iterator[Running]:
    with running(ModelStore(TWO_STACKS, opener=open_small)) as server, server.page() as page:
        assert page.open(TWO_STACKS)["state"] == "ready"
        yield server


@pytest.fixture
def asked(page: Page, server: Running) -> tuple[str, Trace]:
    id = page.trace(TEXT)["id"]
    return id, server.app.state.cutaway.traces.get(id).trace


def sites(trace: Trace) -> list[str | None]:
    return [f"{block.name}.attn.pattern" for block in trace.model.anatomy.blocks]


def test_what_heads_do(page: Page, asked: tuple[str, Trace]) -> None:
    id, trace = asked
    for path, expected in (
        ("heads", head_scores(trace, sites(trace))),
        ("induction", induction_scores(trace.model)),
    ):
        answer = page.get(f"/api/traces/{id}/{path}").json()
        assert [measure["name"] for measure in answer["measures"]] == list(expected)
        assert all(measure["definition"] and measure["source"] for measure in answer["measures"])
        for name, values in expected.items():
            for row, told in zip(values.tolist(), answer["scores"][name], strict=True):
                assert told == pytest.approx([None if math.isnan(x) else x for x in row], abs=1e-6)


def test_rollout_and_flow(page: Page, asked: tuple[str, Trace]) -> None:
    id, trace = asked
    for method, follow in (("rollout", rollout_from), ("flow", flow_from)):
        answer = page.get(f"/api/traces/{id}/rollout", position=4, method=method)
        torch.testing.assert_close(load(answer.content)["data"], follow(trace, sites(trace), 4))
    assert page.get(f"/api/traces/{id}/rollout", position=999).json()["code"] == "bad-index"


def test_scoring_step_by_step(page: Page, asked: tuple[str, Trace]) -> None:
    id, trace = asked
    answer = load(page.get(f"/api/traces/{id}/scoring", attention="layers.2.attn", head=1, query=5).content)
    expected = score_steps(trace, "layers.2.attn", 1, 5).tensors()
    assert answer.keys() == expected.keys()
    for name, tensor in expected.items():
        torch.testing.assert_close(answer[name], tensor)


def test_products_of_a_window(page: Page, asked: tuple[str, Trace]) -> None:
    id, trace = asked
    ask = {"attention": "layers.0.attn", "head": 2, "queries": "3:6", "keys": "0:4"}
    found = load(page.get(f"/api/traces/{id}/products", **ask).content)["data"]
    q, k = trace["layers.0.attn.q"][2], trace["layers.0.attn.k"][2]
    torch.testing.assert_close(found, (q @ k.T)[3:6, 0:4], atol=1e-5, rtol=1e-5)


def test_means_by_token_and_by_word(page: Page, asked: tuple[str, Trace]) -> None:
    id, trace = asked
    whole = load(page.get(f"/api/traces/{id}/summary").content)["data"]
    torch.testing.assert_close(whole, mean_pattern(trace, sites(trace)))
    part = load(page.get(f"/api/traces/{id}/summary", layer=1, head=2, window="2:6,0:5").content)["data"]
    torch.testing.assert_close(part, trace["layers.1.attn.pattern"][2, 2:6, 0:5])
    numbers = words(trace.tokens, TEXT)
    assert numbers == [0] * 3 + [1] * 7 + [2] * 4
    joined = load(page.get(f"/api/traces/{id}/summary", layer=1, words=True).content)["data"]
    torch.testing.assert_close(joined, by_word(mean_pattern(trace, sites(trace)[1:2]), numbers, numbers))
    assert joined.shape == (3, 3)
    for queries, keys in ((slice(1, 3), slice(0, 2)), (slice(2, 3), slice(2, 3)), (slice(0, 1), slice(1, 3))):
        window = f"{queries.start}:{queries.stop},{keys.start}:{keys.stop}"
        part = load(page.get(f"/api/traces/{id}/summary", layer=1, words=True, window=window).content)["data"]
        torch.testing.assert_close(part, joined[queries, keys])
    refused = page.get(f"/api/traces/{id}/summary", layer=1, words=True, window="3:4,0:1")
    assert (refused.status_code, refused.json()["code"]) == (422, "bad-index")


def test_the_walk(page: Page, asked: tuple[str, Trace]) -> None:
    id, trace = asked
    answer = page.get(f"/api/traces/{id}/walk").json()["stages"]
    expected = stages(trace.model, trace)
    assert [stage["id"] for stage in answer] == [stage.id for stage in expected]
    assert [tuple(stage["shape"]) for stage in answer] == [stage.shape for stage in expected]
    assert all(stage["code"] for stage in answer if stage["kind"] in ("query", "pattern", "mlp-up"))


def test_two_stacks_are_asked_by_kind(stacks: Running) -> None:
    with stacks.page() as page:
        id = page.post("/api/traces", model=TWO_STACKS, text="hello", target="ab").json()["id"]
        trace: Trace = stacks.app.state.cutaway.traces.get(id).trace
        for kind, prefix in (("encoder", "encoder."), ("decoder", "decoder.")):
            found = load(page.get(f"/api/traces/{id}/summary", map=kind).content)["data"]
            named = [site for site in trace.sites if site.startswith(prefix) and site.endswith(".attn.pattern")]
            torch.testing.assert_close(found, mean_pattern(trace, named))
        answer = page.get(f"/api/traces/{id}/heads", map="cross").json()
        assert set(answer["scores"]) == {"first", "entropy", "focus"}
        refused = page.get(f"/api/traces/{id}/rollout", map="cross", position=0)
        assert (refused.status_code, refused.json()["code"]) == (422, "unsupported-model")
        assert page.get(f"/api/traces/{id}/heads", map="self").status_code == 422
