"""A difference of two traces says what changed, where, and by how much, as computed by hand from their tensors."""

import math
from pathlib import Path

import pytest
import torch

from cutaway import Model
from cutaway.errors import BadIndex, NoSuchSite, UnsupportedModel
from cutaway.trace import diff as module
from cutaway.trace.diff import diff
from cutaway.trace.edits import ablate, replace, steer
from cutaway.trace.trace import Trace
from support.architectures import CONFIGS, TARGET
from support.reference import FAMILIES, small

IDS = (3, 95, 12, 12, 57, 8, 41, 3, 76)
OTHER = (44, 7, 91, 60, 2, 2, 18, 83, 25)


def traced(family: str, ids: tuple[int, ...] = IDS) -> Trace:
    return Model(small(family)).trace(ids)


@pytest.mark.parametrize("family", FAMILIES)
def test_each_site_s_change_is_that_of_its_tensors(family: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces are made small, so that each tensor is compared in several."""
    monkeypatch.setattr(module, "_CELLS", 100)
    trace = traced(family)
    edited = trace.rerun(steer("layers.1.attn.z", torch.ones(8), head=2))
    found = diff(trace, edited)
    assert tuple(found) == tuple(trace.sites)
    for site, change in found.items():
        if site.endswith("scores"):
            continue
        before, after = trace[site].double(), edited[site].double()
        assert change.site == site
        assert change.max_abs == pytest.approx((after - before).abs().max().item(), rel=1e-5)
        assert change.relative == pytest.approx(((after - before).norm() / before.norm()).item(), rel=1e-5)
        if site != "logits":  # a few positions' logits alone are rounded otherwise
            assert change.changed == (after != before).sum()
    assert found["layers.1.attn.z"].max_abs == pytest.approx(1, rel=1e-6)
    assert found["layers.1.attn.z"].changed == 9 * 8


def test_nothing_changes_before_an_edit_and_a_trace_does_not_differ_from_itself() -> None:
    trace = traced("llama")
    found = diff(trace, trace.rerun(ablate("layers.2.attn.z", head=0)))
    changed = [change.changed > 0 for change in found.values()]
    first = list(found).index("layers.2.attn.z")
    assert not any(changed[:first])
    assert all(changed[first:])
    same = diff(trace, traced("llama"))
    assert not any(change.changed or change.max_abs or change.relative for change in same.values())
    assert same.top() == []
    assert same.changed_predictions == ()
    assert max(shift.divergence for shift in same.predictions) == 0


def test_masked_scores_are_equal_and_do_not_drown_the_others() -> None:
    trace, other = traced("gpt2"), traced("gpt2", OTHER)
    found = diff(trace, other)["layers.2.attn.scores"]
    seen = torch.ones(9, 9).tril().bool()
    before, after = (t["layers.2.attn.scores"][:, seen].double() for t in (trace, other))
    assert found.max_abs == pytest.approx((after - before).abs().max().item(), rel=1e-9)
    assert found.relative == pytest.approx(((after - before).norm() / before.norm()).item(), rel=1e-9)
    hidden = trace.rerun(replace("layers.2.attn.scores", torch.tensor(-math.inf), head=1, position=5, key=2))
    change = diff(trace, hidden)["layers.2.attn.scores"]
    assert (change.max_abs, change.relative, change.changed) == (math.inf, math.inf, 1)


def test_the_most_changed_come_first_and_layers_can_be_followed() -> None:
    trace = traced("bert")
    found = diff(trace, trace.rerun(ablate("layers.1.mlp.out", position=3)))
    top = found.top(5)
    assert len(top) == 5
    everything = sorted((change.relative for change in found.values()), reverse=True)
    assert [change.relative for change in top] == everything[:5]
    layers = found.layers("resid_post")
    assert list(layers) == [f"layers.{i}" for i in range(4)]
    assert [change.changed > 0 for change in layers.values()] == [False, True, True, True]
    assert layers["layers.2"] is found["layers.2.resid_post"]
    with pytest.raises(NoSuchSite):
        found.layers("mlp.gate")


@pytest.mark.parametrize("family", FAMILIES)
def test_predictions_are_compared_over_the_whole_vocabulary(family: str, monkeypatch: pytest.MonkeyPatch) -> None:
    trace = traced(family)
    edited = trace.rerun(ablate("layers.0.mlp.out"))
    monkeypatch.setattr(module, "_CELLS", 300)
    found = diff(trace, edited).predictions
    before, after = (t["logits"].double().log_softmax(-1) for t in (trace, edited))
    nats = torch.nn.functional.kl_div(after, before, reduction="none", log_target=True).sum(-1)
    assert [shift.divergence for shift in found] == pytest.approx((nats / math.log(2)).tolist(), rel=1e-6)
    assert [shift.position for shift in found] == list(range(9))
    assert [shift.before for shift in found] == before.argmax(-1).tolist()
    assert [shift.after for shift in found] == after.argmax(-1).tolist()
    changed = diff(trace, edited).changed_predictions
    assert {shift.position for shift in changed} == {i for i in range(9) if before[i].argmax() != after[i].argmax()}
    assert changed


def test_a_prediction_that_became_impossible_diverges_without_end() -> None:
    trace = traced("gpt2")
    best = int(trace["logits"][4].argmax())
    never = trace.rerun(replace("logits", torch.tensor(-math.inf), position=4, neuron=best))
    found = diff(trace, never).predictions
    assert found[4].divergence == math.inf
    assert found[4].after != best
    back = diff(never, trace).predictions[4].divergence
    share = trace["logits"][4].double().softmax(-1)[best].item()
    assert back == pytest.approx(-math.log2(1 - share), rel=1e-6)


def test_numbers_of_experts_differ_or_do_not() -> None:
    model = Model(CONFIGS["mixtral"]())
    trace, other = model.trace(IDS), model.trace(OTHER)
    change = diff(trace, other)["layers.1.mlp.experts"]
    differs = trace["layers.1.mlp.experts"] != other["layers.1.mlp.experts"]
    assert change.changed == differs.sum() > 0
    assert change.relative == pytest.approx(differs.double().mean().item())
    assert change.max_abs == 1


def test_only_what_is_asked_for_is_computed() -> None:
    trace = traced("llama")
    computed: list[int] = []
    found = diff(trace, trace.model.trace(OTHER))
    for i in range(4):
        trace.model.hf.get_submodule(f"model.layers.{i}.mlp").register_forward_hook(lambda *_, i=i: computed.append(i))
    assert found["layers.3.resid_pre"].changed
    assert computed == []
    assert found["layers.2.mlp.out"].changed
    assert set(computed) == {2}


def test_texts_of_different_lengths_and_models_with_nothing_in_common_are_not_compared() -> None:
    trace = traced("llama")
    with pytest.raises(BadIndex, match="9 and 4 tokens"):
        diff(trace, trace.model.trace(IDS[:4]))
    model = Model(CONFIGS["t5"]())
    with pytest.raises(BadIndex, match="targets have 8 and 5 tokens"):
        diff(model.trace(IDS, target=TARGET), model.trace(IDS, target=TARGET[:4]))
    with pytest.raises(UnsupportedModel, match="no tensor of the same name and shape"):
        diff(trace, Model(CONFIGS["mamba"]()).trace(IDS))
    gpt = diff(trace, traced("gpt2"))
    assert "layers.3.resid_post" in gpt
    assert "layers.3.mlp.gate" not in gpt
    with pytest.raises(NoSuchSite):
        gpt["layers.3.mlp.gate"]


def test_saved_tensors_are_compared_like_a_trace(tmp_path: Path) -> None:
    from cutaway.load_trace import open_trace

    trace = traced("gpt2")
    edited = trace.rerun(ablate("layers.1.attn.z", head=2))
    edited.save(tmp_path / "edited.safetensors", ["layers.*.resid_post"])
    saved = open_trace(tmp_path / "edited.safetensors")
    found = diff(trace, saved)
    assert tuple(found) == tuple(f"layers.{i}.resid_post" for i in range(4))
    assert found["layers.3.resid_post"] == diff(trace, edited)["layers.3.resid_post"]
    with pytest.raises(UnsupportedModel, match="no logits"):
        found.predictions  # noqa: B018
