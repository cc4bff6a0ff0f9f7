"""A sweep gives, for each edit, the number that a pass with that edit alone gives, and computes only what follows from it."""

import pytest
import torch
from torch import nn
from transformers import PreTrainedModel

from cutaway import Model
from cutaway.errors import BadIndex, Cancelled, NoSuchSite
from cutaway.progress import ProgressStep
from cutaway.trace.edits import BadEdit, Edit, ablate, replace, steer
from cutaway.trace.grids import cells, heads, neurons
from cutaway.trace.sweep import logit_difference, sweep
from cutaway.trace.trace import Trace
from support.architectures import CONFIGS, FURTHER, TARGET
from support.reference import FAMILIES, small

IDS = (3, 95, 12, 12, 57, 8, 41, 3, 76)
OTHER = (44, 7, 91, 60, 2, 2, 18, 83, 25)
METRIC = logit_difference(17, 50)


def traced(family: str, ids: tuple[int, ...] = IDS) -> Trace:
    return Model(small(family)).trace(ids)


def close(ours: torch.Tensor, theirs: torch.Tensor) -> None:
    torch.testing.assert_close(ours.double(), theirs.double(), atol=3e-5, rtol=1e-4)


def one_by_one(trace: Trace, edits: "list[Edit | list[Edit]]", position: int = -1) -> torch.Tensor:
    ends = [trace.rerun(edit).read("logits", (position,)) for edit in edits]
    return torch.stack([end[17] - end[50] for end in ends])


@pytest.mark.parametrize("family", FAMILIES)
def test_a_sweep_over_all_heads_equals_passes_with_hooks_on_the_projections(family: str) -> None:
    path = {
        "llama": "model.layers.{}.self_attn.o_proj", "gpt2": "transformer.h.{}.attn.c_proj",
        "bert": "bert.encoder.layer.{}.attention.output.dense",
    }[family]  # fmt: skip
    hf = small(family)
    expected = torch.empty(4, 6)
    for layer in range(4):
        for head in range(6):

            def zeroed(_: nn.Module, args: tuple, head: int = head) -> tuple:
                given = args[0].clone()
                given[..., head * 8 : head * 8 + 8] = 0
                return (given,)

            handle = hf.get_submodule(path.format(layer)).register_forward_pre_hook(zeroed)
            with torch.no_grad():
                logits = hf(torch.tensor([IDS])).logits[0, -1]
            handle.remove()
            expected[layer, head] = logits[17] - logits[50]
    grid = heads(traced(family))
    assert (grid.shape, grid.axes) == ((4, 6), ("layers", "heads"))
    found = sweep(traced(family), grid, METRIC)
    assert found.shape == (4, 6)
    close(found, expected)
    assert found.std() > 0.01


@pytest.mark.parametrize("family", FAMILIES)
def test_edits_of_every_kind_in_any_order_give_what_reruns_give(family: str) -> None:
    trace = traced(family)
    source = trace.model.trace(OTHER)
    edits: list[Edit | list[Edit]] = [
        ablate("layers.3.mlp.post", neuron=(1, 5)),
        ablate("embed", position=2),
        [replace("layers.2.resid_pre", source, position=4), ablate("layers.1.attn.z", head=3)],
        replace("layers.1.attn.pattern", source, head=2),
        steer("layers.3.resid_post", torch.ones(48)),
        ablate("layers.1.attn.scores", head=0, position=8),
        ablate("logits", neuron=17),
        ablate("layers.1.attn.result", head=1),
        [],
        ablate("layers.3.attn.k", head=0),
    ]
    expected = one_by_one(trace, edits)
    close(sweep(trace, edits, METRIC), expected)
    for batch in (1, 3):
        close(sweep(trace, edits, METRIC, batch=batch), expected)
    close(sweep(trace, edits, METRIC, position=5), one_by_one(trace, edits, 5))


@pytest.mark.parametrize("family", FAMILIES)
def test_patching_each_layer_at_each_position_equals_reruns(family: str) -> None:
    trace = traced(family)
    source = trace.model.trace(OTHER)
    for site in ("resid_pre", "attn.z", "mlp.out"):
        grid = cells(trace, site, source)
        assert grid.shape == (4, 9)
        edits: list[Edit | list[Edit]] = [
            replace(f"layers.{layer}.{site}", source[f"layers.{layer}.{site}"][..., position, :], position=position)
            for layer in range(4)
            for position in range(9)
        ]
        close(sweep(trace, grid, METRIC), one_by_one(trace, edits).reshape(4, 9))
    first = sweep(trace, cells(trace, "resid_pre", source), METRIC)[0]
    texts = [(*IDS[:p], OTHER[p], *IDS[p + 1 :]) for p in range(9)]  # the stream before the first block is the text
    ends = [trace.model.trace(text).read("logits", (-1,)) for text in texts]
    close(first, torch.stack([end[17] - end[50] for end in ends]))


def test_each_neuron_of_a_layer_is_ablated() -> None:
    trace = traced("llama")
    grid = neurons(trace, 2, to="mean", over=[trace.model.trace(OTHER)], position=-1)
    found = sweep(trace, grid, METRIC)
    assert found.shape == (80,)
    mean = trace.model.trace(OTHER)["layers.2.mlp.post"].mean(0)
    some: list[Edit | list[Edit]] = [replace("layers.2.mlp.post", mean[n], position=8, neuron=n) for n in (0, 41, 79)]
    close(found[[0, 41, 79]], one_by_one(trace, some))


def test_a_sweep_of_an_edited_trace_keeps_its_edits() -> None:
    trace = traced("gpt2").rerun(
        [ablate("layers.0.attn.z", head=1), ablate("layers.3.mlp.out", position=8), ablate("final_norm", neuron=0)]
    )
    edits: list[Edit | list[Edit]] = [ablate("layers.2.attn.z", head=h) for h in range(3)]
    close(sweep(trace, edits, METRIC), one_by_one(trace, edits))
    assert abs(sweep(trace, edits, METRIC) - sweep(traced("gpt2"), edits, METRIC)).min() > 1e-3


def test_a_model_without_logits_gives_the_vectors_it_ends_with() -> None:
    bert = small("bert").get_submodule("bert")
    assert isinstance(bert, PreTrainedModel)
    trace = Model(bert).trace(IDS)
    found = sweep(trace, heads(trace), lambda vectors: vectors.mean(0)[7])
    expected = trace.rerun(ablate("layers.2.attn.z", head=5))["layers.3.resid_post"].mean(0)[7]
    close(found[2, 5], expected)
    body = small("llama").get_submodule("model")
    assert isinstance(body, PreTrainedModel)
    llama = Model(body).trace(IDS)
    edits: list[Edit | list[Edit]] = [ablate("layers.1.mlp.out"), ablate("final_norm", position=3), []]
    found = sweep(llama, edits, lambda vectors: vectors.sum(0)[7])
    close(found, torch.stack([llama.rerun(edit)["final_norm"].sum(0)[7] for edit in edits]))


@pytest.mark.parametrize("architecture", ["bart", "t5"])
def test_both_stacks_can_be_swept(architecture: str) -> None:
    model = Model(CONFIGS[architecture]())
    trace, source = model.trace(IDS, target=TARGET), model.trace(OTHER, target=TARGET[::-1])
    for grid in (
        heads(trace), heads(trace, stack="encoder"), heads(trace, attention="cross_attn"), cells(trace, "resid_pre", source),
        cells(trace, "mlp.out", source, stack="encoder"),
    ):  # fmt: skip
        assert grid.shape[1] == (
            4 if grid.axes[1] == "heads" else 9 if grid.rows[0].startswith("encoder") else len(trace.target)
        )
        close(sweep(trace, grid, METRIC).flatten(), one_by_one(trace, list(grid)))


@pytest.mark.parametrize("architecture", ["mixtral", "gpt_oss", "deberta_v2", "bloom", "albert", "xlnet", "gemma2"])
def test_models_of_other_kinds_are_swept_in_batches_as_one_by_one(architecture: str) -> None:
    trace = Model((CONFIGS | FURTHER)[architecture]()).trace(IDS)
    own = heads(trace) if "layers.0.attn.z" in trace.sites else [ablate("layers.1.mlp.post", position=slice(3, 5))]
    edits: list[Edit | list[Edit]] = [
        *own,
        ablate("layers.1.attn.pattern", head=0),
        ablate("layers.2.resid_pre", position=7),
    ]
    close(sweep(trace, edits, METRIC), one_by_one(trace, edits))


def test_only_the_blocks_that_follow_are_computed_and_each_for_a_batch_at_once() -> None:
    trace = traced("llama")
    calls: list[int] = []
    for i in range(4):
        mlp = trace.model.hf.get_submodule(f"model.layers.{i}.mlp")
        mlp.register_forward_hook(lambda _, args, __: calls.append(args[0].shape[0]))
    grid = heads(trace)
    sweep(trace, grid, METRIC)
    assert calls == [6] * (4 + 3 + 2 + 1)
    calls.clear()
    sweep(trace, grid, METRIC, batch=4)
    assert sum(calls) == 6 * (4 + 3 + 2 + 1)


def test_what_follows_the_last_block_is_computed_for_all_at_once() -> None:
    trace = traced("llama")
    rows: list[int] = []
    head = trace.model.hf.get_submodule("lm_head")
    head.register_forward_hook(lambda _, args, output: rows.append(output.shape[0] * output.shape[1]))
    sweep(trace, heads(trace), METRIC)
    assert rows == [24]


def test_progress_counts_edits() -> None:
    steps: list[ProgressStep] = []
    trace = traced("gpt2")
    sweep(trace, heads(trace), METRIC, batch=4, progress=steps.append)
    assert [step.done for step in steps] == [0, 4, 6, 10, 12, 16, 18, 22, 24]
    assert {(step.total, step.unit) for step in steps} == {(24, "edits")}


def test_a_sweep_can_be_given_up_between_two_blocks() -> None:
    trace = traced("gpt2")
    before = trace["logits"].clone()
    computed: list[int] = []
    for i in range(4):
        trace.model.hf.get_submodule(f"transformer.h.{i}.mlp").register_forward_hook(lambda *_, i=i: computed.append(i))
    with pytest.raises(Cancelled):
        sweep(trace, heads(trace), METRIC, cancelled=lambda: len(computed) >= 2)
    assert computed == [0, 1]
    assert torch.equal(trace["logits"], before)
    assert sweep(trace, heads(trace), METRIC).shape == (4, 6)


def test_what_can_t_be_swept_is_refused_before_anything_runs() -> None:
    trace = traced("llama")
    steps: list[ProgressStep] = []
    with pytest.raises(BadIndex, match="no head 6"):
        sweep(trace, [ablate("layers.0.attn.z", head=h) for h in range(7)], METRIC, progress=steps.append)
    with pytest.raises(BadEdit):
        sweep(trace, [[ablate("embed"), replace("layers.0.resid_pre", torch.ones(2))]], METRIC, progress=steps.append)
    with pytest.raises(BadIndex, match="position 9"):
        sweep(trace, heads(trace), METRIC, position=9, progress=steps.append)
    with pytest.raises(BadIndex, match="at least"):
        sweep(trace, heads(trace), METRIC, batch=0, progress=steps.append)
    assert not steps
    with pytest.raises(BadIndex, match="not a token"):
        sweep(trace, heads(trace), logit_difference(3, 101))
    with pytest.raises(BadIndex, match="9 and 5 tokens"):
        cells(trace, "resid_pre", trace.model.trace(IDS[:5]))
    with pytest.raises(NoSuchSite, match="There are"):
        heads(trace, attention="cross_attn")
    with pytest.raises(NoSuchSite):
        neurons(trace, 4)
    assert sweep(trace, [], METRIC).shape == (0,)
