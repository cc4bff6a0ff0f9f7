"""The walk names tensors that are there, in the order in which they are computed."""

import pytest
import torch

from cutaway import Model
from cutaway.lenses.attention_steps import products
from cutaway.lenses.position_encoding import is_sinusoid, kind_of_positions
from cutaway.lenses.walk import Stage, stages
from cutaway.trace.trace import Trace
from support.architectures import CONFIGS, FURTHER, IDS, TARGET, marian
from support.reference import small

TWO_STACKS = ("t5", "marian", "bart")
NAMES = (
    "llama", "gpt2", "bert", "albert", "gpt_neox", "gptj", "bloom", "mixtral", "gemma2", "gpt_oss", "deepseek_v3", "mamba", *TWO_STACKS,
)  # fmt: skip


def walked(name: str) -> tuple[Model, Trace, tuple[Stage, ...]]:
    model = Model(marian() if name == "marian" else (CONFIGS | FURTHER)[name]())
    trace = model.trace(IDS, target=TARGET) if name in TWO_STACKS else model.trace(IDS)
    return model, trace, stages(model, trace)


@pytest.mark.parametrize("name", NAMES)
def test_every_stage_is_there_in_order(name: str) -> None:
    _, trace, found = walked(name)
    ids = [stage.id for stage in found]
    assert len(set(ids)) == len(ids)
    named = [stage.site for stage in found if stage.site]
    assert named == sorted(named, key=list(trace.sites).index)
    for number, stage in enumerate(found):
        if stage.site:
            assert trace[stage.site].shape == stage.shape
        if stage.shape and stage.kind != "softmax":
            assert len(stage.axes) == len(stage.shape)
        assert set(stage.inputs) <= set(ids[:number]), stage.id


@pytest.mark.parametrize("name", NAMES)
def test_nothing_that_can_be_read_is_left_out_but_what_a_step_already_shows(name: str) -> None:
    _, trace, found = walked(name)
    shown = {stage.site for stage in found}
    left = {site.rpartition("layers.")[2].partition(".")[2] or site for site in trace.sites if site not in shown}
    assert left <= {"resid_pre", "attn.result", "cross_attn.result"}


@pytest.mark.parametrize("name", NAMES)
def test_every_step_but_the_first_follows_from_another(name: str) -> None:
    _, _, found = walked(name)
    assert [stage.id for stage in found if not stage.inputs and stage.kind != "tokens"] == []


@pytest.mark.parametrize("name", ["llama", "gpt2", "bert", "marian"])
def test_code_and_weights_stand_where_they_are_used(name: str) -> None:
    model, _, found = walked(name)
    for stage in found:
        if stage.kind in ("query", "key", "value", "concat-out", "mlp-up", "mlp-down", "norm", "embed"):
            assert stage.code, stage.id
            assert stage.weights or stage.kind == "embed", stage.id
        for path, shape in stage.weights:
            assert model.hf.get_parameter(path).shape == shape
    assert any(stage.weights for stage in found if stage.kind == "embed")


@pytest.mark.parametrize(
    ("name", "sum_", "first"),
    [
        ("gpt2", "layers.0.resid_pre", "layers.0.norm1"),
        ("bert", "embed_norm", "layers.0.attn.q"),
        ("marian", "encoder.layers.0.resid_pre", "encoder.layers.0.attn.q"),
    ],
)
def test_what_enters_the_first_block_is_made_of_tokens_and_positions(name: str, sum_: str, first: str) -> None:
    _, _, found = walked(name)
    stages_ = {stage.id: stage for stage in found}
    assert {each.rpartition(".")[2] for each in stages_[sum_].inputs} >= {"embed", "pos_embed"}
    assert sum_ in stages_[first].inputs


def test_every_step_of_cross_attention_says_so() -> None:
    _, _, found = walked("marian")
    assert {stage.title.endswith(", cross-attention") for stage in found if "cross_attn." in stage.id} == {True}
    assert not any("cross-attention" in stage.title for stage in found if ".attn." in stage.id)


def test_the_textbook_s_rows_are_made_larger_before_positions_are_added() -> None:
    _, trace, _ = walked("marian")
    made = trace["encoder.embed"] * 24**0.5 + trace["encoder.pos_embed"]
    torch.testing.assert_close(trace["encoder.layers.0.resid_pre"], made)


@pytest.mark.parametrize(
    ("name", "scaled"),
    [("llama", True), ("gpt2", True), ("gpt_neo", False), ("t5", False), ("gemma2", False), ("bloom", False)],
)
def test_a_scale_is_a_step_only_where_the_model_scales(name: str, scaled: bool) -> None:
    _, trace, found = walked(name)
    assert any(stage.kind == "scaled" for stage in found) == scaled
    for stage in found:
        if stage.kind == "scaled":
            attention = stage.id.removesuffix(".scaled")
            torch.testing.assert_close(
                products(trace, attention, 0, slice(2, 3), slice(0, 2), "scaled"),
                trace[f"{attention}.scores"][0, 2:3, :2],
            )


@pytest.mark.parametrize(
    ("name", "mean"),
    [
        ("llama", False), ("t5", False), ("gpt2", True), ("bert", True), ("marian", True), ("gemma2", False), ("olmo", True),
        ("cohere", True), ("nemotron", True), ("olmo2", False),
    ],
)  # fmt: skip
def test_a_norm_s_formula_takes_the_mean_away_where_the_norm_does(name: str, mean: bool) -> None:
    _, _, found = walked(name)
    for stage in found:
        if stage.kind == "norm" and stage.site:
            assert ("layer norm" if mean else "rms norm") in stage.traits
            if "operatorname" not in stage.formula:
                assert (r"\mu" in stage.formula) == mean


@pytest.mark.parametrize(
    ("name", "sort"),
    [
        ("llama", "rotary"), ("gpt2", "learned"), ("bert", "learned"), ("marian", "sinusoidal"), ("t5", "relative"), ("bloom", "alibi"),
        ("mpt", "alibi"), ("gptj", "rotary"), ("falcon", "rotary"), ("mamba", "none"), ("deberta_v2", "relative vectors"),
        ("xlnet", "relative vectors"),
    ],
)  # fmt: skip
def test_positions_are_called_what_they_are(name: str, sort: str) -> None:
    model = Model(marian() if name == "marian" else (CONFIGS | FURTHER)[name]())
    two = model.anatomy.two_stacks
    trace = model.trace(IDS, target=TARGET) if two else model.trace(IDS)
    assert kind_of_positions(model, trace, "encoder." if two else "").sort == sort


def test_a_table_of_the_paper_s_formula_is_sinusoidal_and_others_are_not() -> None:
    position, wave = torch.arange(9)[:, None], torch.arange(0, 12, 2)
    angles = position / 10000 ** (wave / 12)
    side_by_side = torch.stack([angles.sin(), angles.cos()], -1).flatten(1)
    assert is_sinusoid(side_by_side)
    assert is_sinusoid(torch.cat([angles.sin(), angles.cos()], -1))
    assert not is_sinusoid(torch.randn(9, 12))
    assert not is_sinusoid(side_by_side[torch.randperm(9, generator=torch.Generator().manual_seed(1))])


def test_other_families_can_be_walked_too() -> None:
    for name in ("qwen3_next", "jamba", "olmo2"):
        if name in FURTHER:
            model = Model(FURTHER[name]())
            trace = model.trace(IDS)
            assert {stage.site for stage in stages(model, trace) if stage.site} <= set(trace.sites)


def test_a_small_model_s_walk_reads_as_the_lesson_does() -> None:
    model = Model(small("llama"))
    found = stages(model, model.trace((3, 5, 8)))
    block = [stage.kind for stage in found if stage.layer == 0]
    assert block == [
        "norm", "query", "key", "value", "products", "scaled", "masked", "pattern", "weighted", "concat-out", "residual",
        "norm", "mlp-gate", "mlp-up", "activation", "mlp-down", "residual",
    ]  # fmt: skip
    assert [stage.kind for stage in found if stage.layer is None] == [
        "tokens", "embed", "positions", "final-norm", "logits", "softmax", "sampling",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "routed"),
    [("mixtral", [True, True, True]), ("qwen3_moe", [False, True, False]), ("llama", [False, False, False])],
)
def test_results_of_experts_are_told_from_those_of_one_mlp(name: str, routed: list[bool]) -> None:
    _, _, stages = walked(name)
    down = [stage for stage in stages if stage.kind == "mlp-down"]
    assert ["experts" in stage.traits for stage in down] == routed
    assert [r"\sum_{\text{chosen}}" in stage.formula for stage in down] == routed
