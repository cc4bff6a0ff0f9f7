"""Other tools take what a trace gives: numpy, DLPack, Hugging Face's attentions, bertviz, and code written for TransformerLens."""

import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest
import torch
from torch.utils import dlpack

from cutaway import Model
from cutaway.errors import NoSuchSite, UnsupportedModel
from cutaway.load_trace import open_trace
from cutaway.trace.file import save
from cutaway.trace.interop import attentions, cross_attentions, encoder_attentions, to_numpy, to_transformer_lens
from cutaway.trace.trace import Trace
from support.architectures import CONFIGS, IDS, TARGET
from support.reference import FAMILIES, read_all, small


def traced(kind: str, *, patterns: bool = False) -> Trace:
    model = Model(CONFIGS[kind]())
    return model.trace(IDS, target=TARGET if model.anatomy.two_stacks else (), patterns=patterns)


def test_a_numpy_array_has_the_tensors_numbers() -> None:
    trace = traced("mixtral")
    for site in ("layers.1.attn.pattern", "layers.1.mlp.experts"):
        array = to_numpy(trace, site)
        assert array.shape == trace.sites[site]
        assert array.tolist() == trace[site].tolist()


def test_bfloat16_comes_to_numpy_as_float32_without_loss() -> None:
    trace = Model(CONFIGS["llama"]().bfloat16()).trace(IDS)
    array = to_numpy(trace, "logits")
    assert array.dtype == np.float32
    assert torch.equal(torch.from_numpy(array).bfloat16(), trace["logits"])


def test_every_tensor_goes_through_dlpack() -> None:
    trace = traced("gpt2")
    for site in trace:
        tensor = trace[site]
        assert np.array_equal(np.from_dlpack(tensor), tensor.numpy())
        assert torch.equal(dlpack.from_dlpack(tensor), tensor)


@pytest.mark.parametrize("kind", ["gpt2", "llama", "bert", "gpt_oss"])
def test_attentions_are_those_that_hugging_face_outputs(kind: str) -> None:
    trace = traced(kind)
    hf = CONFIGS[kind]()
    hf.set_attn_implementation("eager")
    with torch.no_grad():
        expected = hf(torch.tensor([IDS]), output_attentions=True).attentions
    found = attentions(trace)
    assert isinstance(found, tuple)
    assert len(found) == len(expected)
    for ours, theirs in zip(found, expected, strict=True):
        torch.testing.assert_close(ours, theirs, atol=1e-6, rtol=1e-5)


@pytest.mark.parametrize("kind", ["t5", "bart"])
@pytest.mark.parametrize("patterns", [False, True], ids=["derived", "kept"])
def test_a_two_stack_model_has_three_kinds_of_attentions(kind: str, patterns: bool) -> None:
    trace = traced(kind, patterns=patterns)
    hf = CONFIGS[kind]()
    hf.set_attn_implementation("eager")
    target = torch.tensor([[token.id for token in trace.target]])
    with torch.no_grad():
        output = hf(input_ids=torch.tensor([IDS]), decoder_input_ids=target, output_attentions=True)
    for ours, theirs in (
        (attentions(trace), output.decoder_attentions),
        (cross_attentions(trace), output.cross_attentions),
        (encoder_attentions(trace), output.encoder_attentions),
    ):
        assert len(ours) == len(theirs)
        for one, other in zip(ours, theirs, strict=True):
            torch.testing.assert_close(one, other, atol=1e-5, rtol=1e-5)


def test_attentions_come_from_a_file_of_patterns_as_well(tmp_path: Path) -> None:
    trace = traced("llama")
    save(trace, tmp_path / "patterns", "layers.*.attn.pattern")
    found = attentions(open_trace(tmp_path / "patterns"))
    assert all(torch.equal(a, b) for a, b in zip(found, attentions(trace), strict=True))


def test_where_there_are_no_such_attentions_that_is_said() -> None:
    with pytest.raises(UnsupportedModel, match=r"no cross_attn\.pattern"):
        cross_attentions(traced("llama"))
    with pytest.raises(UnsupportedModel, match=r"no attn\.pattern"):
        attentions(traced("mamba"))


def test_bertviz_draws_the_attentions(tmp_path: Path) -> None:
    """The real bertviz, which needs of its dependencies only IPython for this; neither is a dependency of ours."""
    library = tmp_path / "library"
    for packages in (("--no-deps", "bertviz"), ("ipython",)):
        subprocess.run(
            [sys.executable, "-m", "pip", "install", "--quiet", "--target", library, *packages],
            check=True,
            capture_output=True,
        )
    trace, two = traced("llama"), traced("t5")
    torch.save((attentions(trace), attentions(two), cross_attentions(two), encoder_attentions(two)), tmp_path / "given")
    script = f"""
        import json, torch
        from bertviz import head_view, model_view
        one, decoder, cross, encoder = torch.load({str(tmp_path / "given")!r})
        source, target = [f"s{{i}}" for i in range({len(two.tokens)})], [f"t{{i}}" for i in range({len(two.target)})]
        pages = [
            head_view(one, source, html_action="return"),
            model_view(one, source, html_action="return"),
            head_view(
                encoder_attention=encoder, decoder_attention=decoder, cross_attention=cross,
                encoder_tokens=source, decoder_tokens=target, html_action="return",
            ),
        ]
        print(json.dumps([page.data for page in pages]))
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(library)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    pages = json.loads(done.stdout)
    both = len(encoder_attentions(two))  # bertviz shows as many layers of the decoder as the encoder has
    for page, shown in zip(pages, (attentions(trace), attentions(trace), cross_attentions(two)[:both]), strict=True):
        assert all(json.dumps(layer[0].tolist()) in page for layer in shown)


HEADS = ("attn.q", "attn.k", "attn.v", "attn.z", "attn.result")


@pytest.mark.parametrize(
    ("family", "names"),
    [
        ("gpt2", {"hook_embed": "embed", "hook_pos_embed": "pos_embed", "blocks.{}.mlp.hook_pre": "layers.{}.mlp.pre"}),
        ("llama", {
            "hook_embed": "embed", "blocks.{}.mlp.hook_pre": "layers.{}.mlp.gate", "blocks.{}.mlp.hook_pre_linear": "layers.{}.mlp.pre",
        }),
    ],
)  # fmt: skip
def test_transformer_lens_names_have_what_hugging_face_computes(family: str, names: dict[str, str]) -> None:
    """Against an eager pass of Hugging Face under hooks; the names and what they mean are those of TransformerLens's documentation."""
    trace = Model(small(family)).trace(IDS)
    named = to_transformer_lens(trace)
    names = names | {
        "blocks.{}.hook_resid_pre": "layers.{}.resid_pre",
        "blocks.{}.ln1.hook_out": "layers.{}.norm1",
        "blocks.{}.attn.hook_pattern": "layers.{}.attn.pattern",
        "blocks.{}.hook_attn_out": "layers.{}.attn.out",
        "blocks.{}.hook_resid_mid": "layers.{}.resid_mid",
        "blocks.{}.ln2.hook_out": "layers.{}.norm2",
        "blocks.{}.mlp.hook_post": "layers.{}.mlp.post",
        "blocks.{}.hook_mlp_out": "layers.{}.mlp.out",
        "blocks.{}.hook_resid_post": "layers.{}.resid_post",
        "ln_final.hook_out": "final_norm",
    }
    expected = read_all(small(family), FAMILIES[family], IDS)
    for theirs, ours in names.items():
        for layer in range(4) if "{}" in ours else (0,):
            torch.testing.assert_close(
                named[theirs.format(layer)], expected[ours.format(layer)][None], atol=1e-4, rtol=1e-4
            )


def test_heads_come_behind_positions_as_transformer_lens_has_them() -> None:
    """GPT-2's q, k and v by hand from its weights, z through them, and each head's result."""
    hf = small("gpt2")
    named = to_transformer_lens(Model(hf).trace(IDS))
    expected = read_all(small("gpt2"), FAMILIES["gpt2"], IDS)
    for layer in range(4):
        block = hf.get_submodule(f"transformer.h.{layer}.attn")
        joint, out = block.get_submodule("c_attn"), block.get_submodule("c_proj").get_parameter("weight")
        with torch.no_grad():
            projected = joint(expected[f"layers.{layer}.norm1"])
            q, k, v = (y.unflatten(-1, (6, 8))[None] for y in projected.chunk(3, dim=-1))
            z = torch.einsum("bhqk,bkhd->bqhd", expected[f"layers.{layer}.attn.pattern"][None], v)
            result = torch.einsum("bqhd,hdm->bqhm", z, out.reshape(6, 8, 48))
        for name, tensor in (("q", q), ("k", k), ("v", v), ("z", z), ("result", result)):
            assert tensor.shape[:3] == (1, len(IDS), 6)
            torch.testing.assert_close(named[f"blocks.{layer}.attn.hook_{name}"], tensor, atol=1e-4, rtol=1e-4)


def test_queries_after_rotary_embedding_are_not_called_those_before_it() -> None:
    """SmolLM3 turns q and k in some layers only; here in the first and the last of three."""
    named = to_transformer_lens(traced("smollm3"))
    for layer, turns in enumerate((True, False, True)):
        for name in ("q", "k"):
            assert (f"blocks.{layer}.attn.hook_rot_{name}" in named) == turns
            assert (f"blocks.{layer}.attn.hook_{name}" in named) != turns
    with pytest.raises(NoSuchSite, match=r"hook_rot_q is after it"):
        named["blocks.0.attn.hook_q"]
    for kind, turns in (
        ("gpt_neox", True),
        ("gptj", True),
        ("falcon", True),
        ("gpt2", False),
        ("bloom", False),
        ("bert", False),
    ):
        assert ("blocks.0.attn.hook_rot_k" in to_transformer_lens(traced(kind))) == turns, kind


@pytest.mark.parametrize(
    ("kind", "offset"), [("gpt2", 0.0), ("llama", 0.0), ("gemma2", 1.0), ("gpt_neox", 0.0), ("t5", 0.0)]
)
def test_hook_normalized_is_what_the_norms_weight_is_applied_to(kind: str, offset: float) -> None:
    """Gemma's norms multiply with 1 + weight."""
    trace = traced(kind)
    named = to_transformer_lens(trace)
    norms = {"gpt2": "transformer.ln_f", "gpt_neox": "gpt_neox.final_layer_norm", "t5": "decoder.final_layer_norm"}
    norm = trace.model.hf.get_submodule(norms.get(kind, "model.norm"))
    name = "decoder_ln_final" if kind == "t5" else "ln_final"
    before = named[f"{name}.hook_normalized"]
    with torch.no_grad():
        after = before * (norm.get_parameter("weight") + offset) + getattr(norm, "bias", 0.0)
    torch.testing.assert_close(named[f"{name}.hook_out"], after, atol=1e-5, rtol=1e-5)
    torch.testing.assert_close(before.pow(2).mean(-1), torch.ones(before.shape[:2]), atol=1e-3, rtol=0)
    assert len([name for name in named if name.endswith("hook_normalized")]) > len(trace.model.anatomy.blocks)


def test_what_is_added_to_the_stream_is_after_gemmas_second_norms() -> None:
    named = to_transformer_lens(traced("gemma2"))
    middle = named["blocks.1.hook_resid_pre"] + named["blocks.1.hook_attn_out"]
    torch.testing.assert_close(middle, named["blocks.1.hook_resid_mid"])
    torch.testing.assert_close(middle + named["blocks.1.hook_mlp_out"], named["blocks.1.hook_resid_post"])


def test_a_two_stack_model_has_blocks_of_both_stacks() -> None:
    trace = traced("t5")
    named = to_transformer_lens(trace)
    assert named["encoder_blocks.1.attn.hook_pattern"].shape == (1, 4, len(IDS), len(IDS))
    assert named["decoder_blocks.1.cross_attn.hook_pattern"].shape == (1, 4, len(trace.target), len(IDS))
    added = named["decoder_blocks.1.hook_resid_mid"] + named["decoder_blocks.1.hook_cross_attn_out"]
    torch.testing.assert_close(added, named["decoder_blocks.1.hook_resid_mid2"])
    torch.testing.assert_close(
        added + named["decoder_blocks.1.hook_mlp_out"], named["decoder_blocks.1.hook_resid_post"]
    )


def test_every_name_can_be_read_and_others_are_told_from_them() -> None:
    named = to_transformer_lens(traced("llama"))
    assert {named[name].shape[0] for name in named} == {1}
    with pytest.raises(NoSuchSite, match=r"Did you mean .*blocks\.0\.attn\.hook_pattern"):
        named["blocks.0.attn.hook_patern"]
    assert "blocks.0.attn.hook_patern" not in named


def test_hook_normalized_is_not_told_of_a_norm_that_does_something_else() -> None:
    hf = small("llama")
    hf.model.layers[1].post_attention_layernorm.register_forward_hook(lambda module, given, gave: gave * 1.5)
    named = to_transformer_lens(Model(hf).trace(IDS))
    assert "blocks.1.ln1.hook_normalized" in named
    assert "blocks.1.ln2.hook_normalized" not in named
    norm = hf.model.layers[0].post_attention_layernorm
    plain = norm.forward
    norm.forward = lambda x: plain(x) * (1 + (x.abs().max() > 1e-3) * (x.shape[-2] == len(IDS)))
    with pytest.raises(UnsupportedModel, match="is not the norm of"):
        to_transformer_lens(Model(hf).trace(IDS))["blocks.0.ln2.hook_normalized"]
