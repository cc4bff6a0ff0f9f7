"""Every tensor that a trace gives equals what an independent pass of Hugging Face's own code gives."""

import math

import pytest
import torch
from transformers import PreTrainedModel
from transformers.models.llama.modeling_llama import apply_rotary_pos_emb

from cutaway import Model
from support.reference import FAMILIES, read_all, small

IDS = (3, 99, 12, 12, 57, 8, 41, 3, 76)
TOLERANCE = {"attn.pattern": 1e-5, "logits": 1e-4}


def tolerance(site: str) -> float:
    return next((value for ending, value in TOLERANCE.items() if site.endswith(ending)), 1e-4)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_site_seen_by_hooks_on_an_eager_pass_is_the_same_in_the_trace(family: str) -> None:
    trace = Model(small(family)).trace(IDS)
    expected = read_all(small(family), FAMILIES[family], IDS)
    for site, tensor in expected.items():
        error = (trace[site] - tensor).abs().max().item()
        assert error <= tolerance(site), f"{site}: {error}"


@pytest.mark.parametrize("family", FAMILIES)
def test_no_site_is_listed_that_is_not_compared_here_or_below(family: str) -> None:
    trace = Model(small(family)).trace(IDS)
    compared = set(read_all(small(family), FAMILIES[family], IDS))
    attention = ("attn.q", "attn.k", "attn.v", "attn.scores", "attn.z", "attn.result")
    assert {site for site in trace.sites if not site.endswith(attention)} == compared


@pytest.mark.parametrize("family", FAMILIES)
def test_each_site_has_the_shape_it_is_listed_with(family: str) -> None:
    trace = Model(small(family)).trace(IDS)
    assert {site: tuple(trace[site].shape) for site in trace} == dict(trace.sites)


@pytest.mark.parametrize("family", FAMILIES)
def test_replayed_block_equals_next_keyframe_bit_for_bit(family: str) -> None:
    from cutaway.trace.running import replay_block

    model = Model(small(family))
    frames = model.trace(IDS).recording.keyframes
    for i, frame in enumerate(frames):
        output = replay_block(model, i, frame, {})
        replayed = output if isinstance(output, torch.Tensor) else output[0]
        given = frame.output if isinstance(frame.output, torch.Tensor) else frame.output[0]
        assert torch.equal(replayed, given)
        assert i + 1 == len(frames) or torch.equal(replayed, frames[i + 1].residual)


def test_last_residual_through_the_final_norm_is_the_final_norm() -> None:
    for family in ("llama", "gpt2"):
        hf = small(family)
        trace = Model(hf).trace(IDS)
        norm = hf.get_submodule(FAMILIES[family].final_norm or "")
        with torch.no_grad():
            assert torch.equal(norm(trace["layers.3.resid_post"]), trace["final_norm"])


def projections(
    hf: PreTrainedModel, family: str, layer: int, x: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """q, k, v `(heads, positions, d_head)` from the weights by hand, with rotary embedding for Llama."""
    block = hf.get_submodule(FAMILIES[family].block.format(layer))

    def split(y: torch.Tensor) -> torch.Tensor:
        return y.unflatten(-1, (-1, 8)).transpose(0, 1)

    if family == "gpt2":
        joint = block.get_submodule("attn.c_attn")
        q, k, v = (x @ joint.get_parameter("weight") + joint.get_parameter("bias")).chunk(3, dim=-1)
        return split(q), split(k), split(v)
    names = ("query", "key", "value") if family == "bert" else ("q_proj", "k_proj", "v_proj")
    home = "attention.self" if family == "bert" else "self_attn"
    q, k, v = (split(block.get_submodule(f"{home}.{name}")(x)) for name in names)
    if family == "llama":
        cos, sin = hf.get_submodule("model.rotary_emb")(x[None], torch.arange(len(x))[None])
        q, k = (y[0] for y in apply_rotary_pos_emb(q[None], k[None], cos, sin))
    return q, k, v


@pytest.mark.parametrize("family", FAMILIES)
@torch.no_grad()
def test_attention_by_hand_from_the_weights(family: str) -> None:
    hf = small(family)
    trace = Model(hf).trace(IDS)
    for layer in range(4):
        site = f"layers.{layer}."
        source = trace[site + ("resid_pre" if family == "bert" else "norm1")]
        q, k, v = projections(hf, family, layer, source)
        for name, expected in (("attn.q", q), ("attn.k", k), ("attn.v", v)):
            torch.testing.assert_close(trace[site + name], expected, atol=1e-5, rtol=1e-5)
        keys, values = (y.repeat_interleave(6 // len(y), dim=0) for y in (k, v))
        scores = q @ keys.transpose(1, 2) / math.sqrt(8)
        visible = torch.ones(len(IDS), len(IDS), dtype=torch.bool)
        if family != "bert":
            visible = visible.tril()
        torch.testing.assert_close(trace[site + "attn.scores"][:, visible], scores[:, visible], atol=1e-4, rtol=1e-5)
        assert (trace[site + "attn.scores"][:, ~visible] < -1e30).all()
        pattern = scores.masked_fill(~visible, -math.inf).softmax(-1)
        torch.testing.assert_close(trace[site + "attn.pattern"], pattern, atol=1e-5, rtol=0)
        torch.testing.assert_close(trace[site + "attn.z"], pattern @ values, atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize("family", FAMILIES)
@torch.no_grad()
def test_heads_results_and_the_bias_add_up_to_the_attention_output(family: str) -> None:
    hf = small(family)
    trace = Model(hf).trace(IDS)
    path = {"llama": "self_attn.o_proj", "gpt2": "attn.c_proj", "bert": "attention.output.dense"}[family]
    for layer in range(4):
        projection = hf.get_submodule(FAMILIES[family].block.format(layer)).get_submodule(path)
        bias = getattr(projection, "bias", None)
        total = trace[f"layers.{layer}.attn.result"].sum(0) + (0 if bias is None else bias)
        torch.testing.assert_close(total, trace[f"layers.{layer}.attn.out"], atol=1e-4, rtol=1e-5)


@pytest.mark.parametrize("family", ("llama", "gpt2"))
def test_the_residual_stream_adds_up(family: str) -> None:
    trace = Model(small(family)).trace(IDS)
    for i in range(4):
        added = trace[f"layers.{i}.resid_pre"] + trace[f"layers.{i}.attn.out"]
        assert torch.equal(added, trace[f"layers.{i}.resid_mid"])
        torch.testing.assert_close(
            added + trace[f"layers.{i}.mlp.out"], trace[f"layers.{i}.resid_post"], atol=1e-6, rtol=0
        )


def test_smollm2_equals_an_eager_pass_of_hugging_face(smollm2: Model) -> None:
    trace = smollm2.trace("When Mary and John went to the store, John gave a drink to")
    before = str(smollm2.hf.config._attn_implementation)
    try:
        expected = read_all(smollm2.hf, FAMILIES["llama"], trace.ids)
    finally:
        smollm2.hf.set_attn_implementation(before)
    for site, tensor in expected.items():
        scale = 1.0 if site == "logits" or site.endswith("pattern") else max(1.0, tensor.abs().max().item())
        error = (trace[site] - tensor).abs().max().item() / scale
        assert error <= tolerance(site), f"{site}: {error}"


def test_minilm_equals_an_eager_pass_of_hugging_face(minilm: Model) -> None:
    trace = minilm.trace("The animal didn't cross the street because it was too tired.")
    family = FAMILIES["bert"]
    bare = type(family)(
        family.make, "encoder.layer.{}", family.outputs, family.inputs,
        {name: path.removeprefix("bert.") for name, path in family.stem.items()}, None,
    )  # fmt: skip
    before = str(minilm.hf.config._attn_implementation)
    try:
        expected = read_all(minilm.hf, bare, trace.ids)
    finally:
        minilm.hf.set_attn_implementation(before)
    for site, tensor in expected.items():
        error = (trace[site] - tensor).abs().max().item()
        assert error <= tolerance(site), f"{site}: {error}"
