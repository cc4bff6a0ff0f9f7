"""Each formula of the walk, evaluated on the numbers that the walk shows, gives the numbers that the walk shows."""

import pytest
import torch

import cutaway
from cutaway import Model
from cutaway.lenses.attention_steps import products
from support.architectures import CONFIGS, IDS, TARGET, marian
from support.formulas import ALWAYS, CHECKS, Shown
from support.symbols import unknown_in
from support.texts import KINDS_OF_TEXTS, read_by

FAMILIES = sorted(CONFIGS)


def shown_of(name: str) -> Shown:
    model = Model(marian() if name == "marian" else CONFIGS[name]())
    return Shown(model, model.trace(IDS, target=TARGET) if model.anatomy.two_stacks else model.trace(IDS))


@pytest.mark.parametrize("name", FAMILIES)
def test_a_stage_s_formula_gives_the_numbers_that_it_stands_above(name: str) -> None:
    shown = shown_of(name)
    done: set[str] = set()
    for stage in shown.stages.values():
        assert not unknown_in(stage.formula), (stage.id, stage.formula)
        if stage.kind in CHECKS and stage.site and CHECKS[stage.kind](shown, stage):
            done.add(stage.kind)
        if stage.kind == "scaled":
            attention = stage.id.removesuffix(".scaled")
            dots = products(shown.trace, attention, 0, slice(0, 3), slice(0, 3), "dots")
            width = shown.trace.sites[f"{attention}.q"][-1]
            scale = width**-0.5 if "sqrt" in stage.formula else shown.constant(stage.formula)
            made = products(shown.trace, attention, 0, slice(0, 3), slice(0, 3), "scaled")
            torch.testing.assert_close(made, dots * scale, rtol=1e-3, atol=1e-4)
    assert {stage.kind for stage in shown.stages.values()} & ALWAYS <= done
    assert len(done) >= (3 if name == "mamba" else 7), done


@pytest.mark.parametrize("name", ["smollm2", "minilm", "textbook"])
def test_formulas_hold_for_the_weights_that_people_open_whatever_the_text(name: str) -> None:
    model = cutaway.load(name)
    target = "die katze saß" if model.anatomy.two_stacks else ""
    layers = {None, model.facts.layers - 1}
    for text in read_by(name):
        shown = Shown(model, model.trace(text, target=target))
        done = {
            stage.kind
            for stage in shown.stages.values()
            if stage.layer in layers and stage.kind in CHECKS and stage.site and CHECKS[stage.kind](shown, stage)
        }
        assert done >= {"query", "key", "value", "masked", "pattern", "weighted", "concat-out", "activation"}
        # A scale is the model's: it stands there for one token too.
        assert sum(stage.kind == "scaled" for stage in shown.stages.values()) == sum(
            len(block.attentions) for block in model.anatomy.blocks
        )


@pytest.mark.parametrize("text", KINDS_OF_TEXTS)
def test_a_gated_activation_is_the_activated_gate_times_the_other_half(smollm2: Model, text: str) -> None:
    trace = smollm2.trace(text)
    for layer in (0, 29):
        gate, up, post = (trace[f"layers.{layer}.mlp.{part}"] for part in ("gate", "pre", "post"))
        torch.testing.assert_close(post, torch.nn.functional.silu(gate) * up, rtol=1e-5, atol=1e-5)
