"""The views of prediction on models that are no plain decoders: two stacks, a window, a state, and attention beside a state.

Each answer is held against Transformers' own pass over all tokens, or against its `generate`.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, cast

import pytest
import torch
from transformers import JambaConfig, JambaForCausalLM, MambaConfig, MambaForCausalLM, MistralConfig, MistralForCausalLM

from cutaway import Model
from cutaway.server.stores.models import ModelStore
from support.generated import generated
from support.serving import TWO_STACKS, Page, Running, byte_tokenizer, running, two_stacks

WINDOW, STATE, HYBRID = "tests/window", "tests/state", "tests/state-and-attention"
TEXT = "hello there you"
PROMPT, ANSWER, WRONG = "one plus one?", "two", "three"
SIZES: Any = {"vocab_size": 256, "hidden_size": 24, "initializer_range": 0.3}
HEADS: Any = {"intermediate_size": 40, "num_attention_heads": 3, "num_key_value_heads": 3}


def window() -> Model:
    """A random model whose layers see six tokens back."""
    return opened(WINDOW, MistralForCausalLM, MistralConfig(**SIZES, **HEADS, num_hidden_layers=3, sliding_window=6))


def state() -> Model:
    """A random model without attention."""
    return opened(STATE, MambaForCausalLM, MambaConfig(**SIZES, state_size=8, num_hidden_layers=3))


def hybrid() -> Model:
    """A random model in which every second layer attends, and the others keep a state."""
    config = JambaConfig(
        **SIZES, **HEADS, num_hidden_layers=4, attn_layer_period=2, attn_layer_offset=1, num_experts=2, mamba_d_state=8, mamba_dt_rank=4
    )  # fmt: skip
    return opened(HYBRID, JambaForCausalLM, config)


def opened(name: str, kind: Callable[[Any], Any], config: Any) -> Model:
    torch.manual_seed(7)
    return Model(kind(config).eval(), byte_tokenizer(), name=name)


@dataclass(frozen=True)
class Kind:
    """A kind of model: how it is made, what its cache holds, what stands against a prefix; its blocks, and the norm before its head."""

    make: Callable[[], Model]
    held: set[str]
    obstacle: str | None
    blocks: str
    norm: str


KINDS = {
    TWO_STACKS: Kind(two_stacks, {"tokens", "source"}, "encoder", "decoder.block", "decoder.final_layer_norm"),
    WINDOW: Kind(window, {"window"}, "state", "model.layers", "model.norm"),
    STATE: Kind(state, {"state"}, "state", "backbone.layers", "backbone.norm_f"),
    HYBRID: Kind(hybrid, {"tokens", "state"}, "state", "model.layers", "model.final_layernorm"),
}


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    library = ModelStore(WINDOW, opener=lambda name, *_: KINDS[name].make(), most=len(KINDS))
    with running(library) as server, server.page() as page:
        for name in KINDS:
            assert page.open(name)["state"] == "ready"
        yield server


@pytest.fixture
def page(server: Running) -> Iterator[Page]:
    with server.page() as page:
        yield page


@pytest.fixture(params=KINDS)
def model(request: pytest.FixtureRequest) -> Model:
    return KINDS[request.param].make()


def read(page: Page, path: str, model: Model, **body: Any) -> list[dict[str, Any]]:
    answer = page.post(f"/api/{path}", model=model.name, text=TEXT, **body)
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.text.splitlines()]


def ids_of(model: Model, text: str) -> list[int]:
    return [token.id for token in model.tokens(text)]


def passed(model: Model, text: str, following: list[int]) -> Any:
    """One pass over a text and what follows it, without a cache; the decoder's, from its start token, in two stacks."""
    hf, ids = cast(Any, model.hf), ids_of(model, text)
    options = {"use_cache": False}
    with torch.no_grad():
        if model.anatomy.two_stacks:
            return hf(torch.tensor([ids]), decoder_input_ids=torch.tensor([[0, *following]]), **options)
        return hf(torch.tensor([ids + following]), **options)


def shares(model: Model, text: str, following: list[int]) -> torch.Tensor:
    """What the model gives after the text and after each token that follows it, `(following + 1, vocabulary)`."""
    return passed(model, text, following).logits[0, -len(following) - 1 :].double().softmax(-1)


def theirs(model: Model, count: int, **options: Any) -> list[int]:
    given = torch.tensor([ids_of(model, TEXT)])
    found = generated(model, given, max_new_tokens=count, do_sample=False, pad_token_id=0, **options)[0].tolist()
    return found[1:] if model.anatomy.two_stacks else found[given.shape[1] :]


def test_what_is_written_is_generate_s(page: Page, model: Model) -> None:
    pieces = read(page, "continuations", model, count=12, choosing={"temperature": 0})
    assert [piece["step"]["id"] for piece in pieces] == theirs(model, 12)


def test_a_branch_begins_where_it_should_whatever_was_read_before(page: Page, model: Model) -> None:
    """A state can't be taken back, so it begins anew; the numbers are those of a pass over the branch alone."""
    branches = [
        {"on": -1, "place": 0, "ids": [5, 60, 7, 8, 90, 10, 11, 12]},
        {"on": 0, "place": 3, "ids": [70, 71, 72]},
        {"on": -1, "place": 0, "ids": [33, 34]},
    ]
    paths = [branches[0]["ids"], [5, 60, 7, 70, 71, 72], [33, 34]]
    for told, path in zip(read(page, "trees", model, branches=branches), paths, strict=True):
        expected = shares(model, TEXT, path)
        first = len(path) - len(told["steps"])
        for at, step in enumerate(told["steps"], first):
            assert step["probability"] == pytest.approx(float(expected[at, path[at]]), rel=1e-3)


def test_the_best_beam_is_generate_s(page: Page, model: Model) -> None:
    steps = read(page, "beams", model, beams=3, count=8)
    assert steps[-1]["found"][0]["ids"] == theirs(model, 8, num_beams=3)


def test_steps_with_a_cache_write_what_those_without_write(page: Page, model: Model) -> None:
    steps = read(page, "cache/steps", model, steps=9)
    ways = sorted({(step["round"], not step["cached"]) for step in steps})
    runs = [[step for step in steps if (step["round"], not step["cached"]) == way] for way in ways]
    assert ways[0] == (0, False) and {way[1] for way in ways} == {False, True}
    for run in runs:
        assert [step["token"]["id"] for step in run] == theirs(model, len(run))
    assert {held["kind"] for step in runs[0] for held in step["held"]} == KINDS[model.name].held
    assert all(step["last"] - step["first"] == 1 for step in runs[0][1:])
    grows = [one["bytes"] < other["bytes"] for one, other in pairwise(runs[0][1:])]
    assert set(grows) == {bool(KINDS[model.name].held & {"tokens"})}


def test_a_prefix_is_used_or_what_stands_against_it_is_named(page: Page, model: Model) -> None:
    (answer,) = read(page, "cache/prefix", model, other="hello there me")
    assert (answer["shared"], answer["reused"], answer["obstacle"]) == (12, 0, KINDS[model.name].obstacle)
    assert answer["same"] is (None if model.anatomy.two_stacks else True)


def test_an_answer_has_the_probability_that_a_pass_over_it_gives(page: Page, model: Model) -> None:
    asked = {"prompt": PROMPT, "answer": ANSWER, "wrong": [WRONG]}
    answer = page.post("/api/prompts", model=model.name, prompts=[asked])
    assert answer.status_code == 200, answer.text
    for told in json.loads(answer.text)["answers"]:
        ids = [token["id"] for token in told["tokens"]]
        assert ids == ids_of(model, ("" if model.anatomy.two_stacks else " ") + told["text"])
        expected = shares(model, PROMPT, ids)
        found = [token["probability"] for token in told["tokens"]]
        assert found == pytest.approx([float(expected[at, id]) for at, id in enumerate(ids)], rel=1e-3)


def test_the_next_token_is_chosen_from_what_a_pass_gives(page: Page, model: Model) -> None:
    answer = page.get(f"/api/traces/{page.trace(TEXT, model.name)['id']}/sampling", temperature=0.7)
    stage = answer.json()["stages"][-1]
    expected = (passed(model, TEXT, []).logits[0, -1].double() / 0.7).softmax(-1)
    found = dict(zip((token["id"] for token in answer.json()["tokens"]), stage["probabilities"], strict=True))
    assert found == pytest.approx({id: float(expected[id]) for id in found}, rel=1e-3)


def test_the_lens_reads_each_layer_by_the_model_s_own_head(page: Page, model: Model) -> None:
    hf, kind = cast(Any, model.hf), KINDS[model.name]
    id = page.trace(TEXT, model.name)["id"]
    rows = page.get(f"/api/traces/{id}/lens/rows").json()
    ends = [row["site"] for row in rows["rows"] if row["place"] in ("embedding", "post")]
    answer = page.get(f"/api/traces/{id}/lens", rows=ends, positions=f"0:{rows['positions']}").json()
    states: list[torch.Tensor] = []
    blocks = hf.get_submodule(kind.blocks)
    blocks[0].register_forward_pre_hook(lambda _, given: states.append(given[0]))
    for block in blocks:
        block.register_forward_hook(lambda _, __, gave: states.append(gave[0] if isinstance(gave, tuple) else gave))
    passed(model, TEXT, [])
    assert len(answer["probabilities"]) == len(states)
    scale = hf.config.d_model**-0.5 if model.anatomy.two_stacks else 1
    for row, state in enumerate(states):
        with torch.no_grad():
            logits = hf.lm_head(hf.get_submodule(kind.norm)(state) * scale)[0]
        likely = logits.double().softmax(-1).max(-1)
        assert answer["probabilities"][row] == pytest.approx(likely.values.tolist(), rel=1e-3)
        assert answer["ids"][row] == likely.indices.tolist()


def test_a_row_of_the_lens_says_what_was_added(page: Page, model: Model) -> None:
    rows = page.get(f"/api/traces/{page.trace(TEXT, model.name)['id']}/lens/rows").json()["rows"]
    first, second = ([row["added"] for row in rows if row["layer"] == layer] for layer in (0, 1))
    expected = {
        TWO_STACKS: [["attention"], ["cross-attention"], ["MLP"]],
        WINDOW: [["attention"], ["MLP"]],
        STATE: [["mixer"]],
        HYBRID: [["attention"], ["MLP"]],
    }
    assert second == expected[model.name]
    assert first == [[], *([["mixer"], ["MLP"]] if model.name == HYBRID else second)]
