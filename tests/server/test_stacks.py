"""What the page is told of models that are not one stack of attention: two stacks, none, some layers without."""

from collections.abc import Iterator
from typing import Any

import pytest
import torch
from safetensors.torch import load

from cutaway.server.stores.models import ModelStore
from cutaway.trace.trace import Trace
from support.columns import tokens_told
from support.serving import HYBRID, NO_ATTENTION, TINY, TWO_STACKS, Page, Running, open_small, running, two_stacks


@pytest.fixture(scope="module")
def stacks() -> Iterator[Running]:
    """A server of its own: one holds only a few models."""
    with running(ModelStore(TWO_STACKS, opener=open_small)) as server:
        yield server


@pytest.fixture
def page(stacks: Running) -> Iterator[Page]:
    with stacks.page() as page:
        yield page


def test_two_stacks_have_three_kinds_of_attention(page: Page) -> None:
    page.open(TWO_STACKS)
    answer = page.post("/api/traces", model=TWO_STACKS, text="hello", target="abc").json()
    told = page.post("/api/tokens", model=TWO_STACKS, text="hello", target="abc").json()
    sizes = {stack: len(told[stack]["ids"]) for stack in ("tokens", "target")}
    kinds = {each["name"]: each for each in answer["maps"]}
    assert {name: (each["layers"], each["heads"]) for name, each in kinds.items()} == {
        "encoder": (3, 3),
        "decoder": (2, 3),
        "cross": (2, 3),
    }
    expected = _hugging_face("hello", "abc")
    for name, theirs in expected.items():
        for layer, weights in enumerate(theirs):
            site = kinds[name]["patterns"][layer]
            data = load(page.get(f"/api/traces/{answer['id']}/tensor", site=site).content)["data"]
            torch.testing.assert_close(data, weights[0], atol=1e-5, rtol=1e-5)
        assert expected[name][0].shape[2:] == (sizes[kinds[name]["queries"]], sizes[kinds[name]["keys"]])


def _hugging_face(text: str, target: str) -> dict[str, tuple[torch.Tensor, ...]]:
    """Its own eager pass over the same bytes."""
    model = two_stacks()
    assert model.tokenizer is not None
    source, given = (model.tokenizer.backend.encode(each).ids for each in (text, target))
    model.hf.set_attn_implementation("eager")
    with torch.no_grad():
        output = model.hf(
            input_ids=torch.tensor([source]), decoder_input_ids=torch.tensor([[0, *given]]), output_attentions=True
        )
    return {
        "encoder": output.encoder_attentions,
        "decoder": output.decoder_attentions,
        "cross": output.cross_attentions,
    }


def test_another_target_is_another_trace_and_appended_tokens_follow_it(page: Page) -> None:
    page.open(TWO_STACKS)
    given: list[dict[str, Any]] = [{}, {"target": "ab"}, {"target": "a", "appended": [66]}, {"target": "ab"}]
    ids = [page.post("/api/traces", model=TWO_STACKS, text="hello", **more).json()["id"] for more in given]
    assert len(set(ids[:2])) == 2
    assert ids[1] == ids[3]
    told = page.post("/api/tokens", model=TWO_STACKS, text="hello", **given[2]).json()
    assert told["target"]["ids"][-1] == 66
    assert [token["text"] for token in tokens_told(told["tokens"], told["text"])] == list("hello")


def test_tokens_of_two_stacks_come_with_the_target(page: Page) -> None:
    page.open(TWO_STACKS)
    page.open(TINY)
    answer = page.post("/api/tokens", model=TWO_STACKS, text="hello", target="abc").json()
    assert [token["text"] for token in tokens_told(answer["tokens"], answer["text"])] == list("hello")
    assert [token["text"] for token in tokens_told(answer["target"], answer["target_text"])][1:] == list("abc")
    assert page.post("/api/tokens", model=TINY, text="hello", target="abc").json()["target"]["ids"] == []


def test_a_model_without_attention_says_so(page: Page) -> None:
    page.open(NO_ATTENTION)
    answer = page.trace("hello", NO_ATTENTION)
    (only,) = answer["maps"]
    assert only["heads"] == 0
    assert set(only["patterns"]) == {None}
    refused = page.get(f"/api/traces/{answer['id']}/summary")
    assert refused.status_code == 422
    assert "pattern" in refused.json()["message"]


def test_a_hybrid_has_gaps_where_layers_have_no_attention(page: Page, stacks: Running) -> None:
    page.open(HYBRID)
    answer = page.trace("hello", HYBRID)
    (only,) = answer["maps"]
    trace: Trace = stacks.app.state.cutaway.traces.get(answer["id"]).trace
    named = [f"layers.{layer}.attn.pattern" for layer in range(only["layers"])]
    assert only["patterns"] == [site if site in trace.sites else None for site in named]
    assert None in only["patterns"]
    assert any(only["patterns"])
