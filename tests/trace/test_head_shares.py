"""What heads add to the stream adds up to what their output projection gave, whatever that does beside multiplying by its weight."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
from peft import LoraConfig, get_peft_model
from torch import nn
from transformers import PreTrainedModel

import cutaway
from cutaway import Model, Trace
from cutaway.errors import CutawayError
from support.architectures import CONFIGS, IDS
from support.wrapped import LINEAR, NOT_LINEAR, O_PROJ, scaled, scaled_before, with_lora

NEAR = 1e-5


def _projection(hf: Any, layer: int) -> nn.Module:
    return hf.model.layers[layer].self_attn.o_proj if hasattr(hf, "model") else hf.transformer.h[layer].attn.c_proj


def _of_nothing(trace: Trace, layer: int) -> torch.Tensor:
    """What the projection makes of zeros: its bias, or what a hook puts in."""
    z = trace[f"layers.{layer}.attn.z"]
    with torch.no_grad():
        return _projection(trace.model.hf, layer)(torch.zeros(1, z.shape[1], z.shape[0] * z.shape[2]))[0]


def _rest(trace: Trace, layer: int) -> float:
    """By how much heads and constant differ from what the projection gave."""
    total = trace[f"layers.{layer}.attn.result"].sum(0) + _of_nothing(trace, layer)
    return (total - trace[f"layers.{layer}.attn.out"]).abs().max().item()


def _last_logits(hf: PreTrainedModel) -> torch.Tensor:
    with torch.no_grad():
        return hf(torch.tensor([IDS])).logits[0, -1]


@pytest.mark.parametrize("name", LINEAR)
def test_results_of_all_heads_add_up_to_what_the_projection_gave(name: str) -> None:
    hf = LINEAR[name]()
    plain = _last_logits(hf)
    trace = Model(hf).trace(list(IDS))
    torch.testing.assert_close(trace["logits"][-1], plain, atol=1e-4, rtol=1e-4)
    for layer in range(3):
        assert _rest(trace, layer) < NEAR, layer
        post = f"layers.{layer}.resid_post"
        following = f"layers.{layer + 1}.resid_pre"
        if following in trace.sites and not name.startswith("pre-hook on a block"):
            assert torch.equal(trace[post], trace[following])


@pytest.mark.parametrize("name", LINEAR)
def test_the_result_of_one_head_is_what_the_projection_makes_of_it_alone(name: str) -> None:
    trace = Model(LINEAR[name]()).trace(list(IDS))
    z = trace["layers.1.attn.z"].clone()
    z[torch.arange(len(z)) != 2] = 0
    with torch.no_grad():
        alone = _projection(trace.model.hf, 1)(z.transpose(0, 1).reshape(1, z.shape[1], -1))[0]
    torch.testing.assert_close(trace["layers.1.attn.result"][2], alone - _of_nothing(trace, 1), atol=NEAR, rtol=NEAR)


@pytest.mark.parametrize("name", NOT_LINEAR)
def test_no_result_is_listed_where_heads_have_no_share(name: str) -> None:
    model = Model(NOT_LINEAR[name]())
    trace = model.trace(list(IDS))
    assert "layers.1.attn.result" not in trace.sites
    assert "not linear" in model.anatomy.unseen["layers.1.attn.result"]
    assert trace["layers.1.attn.out"].shape == trace["layers.1.norm1"].shape


@pytest.mark.parametrize("name", ["LoRA", "DoRA", "IA3", "two adapters", "8 bits of torchao", "pre-hook"])
def test_why_a_result_is_what_it_is_adds_up(name: str) -> None:
    trace = Model(LINEAR[name]()).trace(list(IDS))
    for site in ("attn.result", "attn.out", "attn.q", "mlp.out", "resid_post"):
        shape = trace.sites[f"layers.1.{site}"]
        said = trace.explain(f"layers.1.{site}", index=(2,) * len(shape))
        assert said.value == pytest.approx(float(trace[f"layers.1.{site}"][(2,) * len(shape)]), abs=1e-5)
        assert said.recompute() == pytest.approx(said.value, abs=1e-5)


@pytest.mark.parametrize("site", ["layers.1.attn.z", "layers.1.attn.result"])
def test_a_head_taken_away_beside_an_adapter_is_the_merged_model_without_its_z(site: str) -> None:
    tuned = with_lora()
    edited = Model(tuned).trace(list(IDS)).rerun(cutaway.ablate(site, head=2))
    torch.manual_seed(1)
    config = LoraConfig(r=4, target_modules=["o_proj"], init_lora_weights=False)
    merged: Any = get_peft_model(CONFIGS["llama"](), config).eval().merge_and_unload()

    def without(_: nn.Module, args: tuple[torch.Tensor, ...]) -> tuple[torch.Tensor]:
        z = args[0].clone()
        width = z.shape[-1] // merged.config.num_attention_heads
        z[..., 2 * width : 3 * width] = 0
        return (z,)

    merged.get_submodule(O_PROJ).register_forward_pre_hook(without)
    torch.testing.assert_close(edited["logits"][-1], _last_logits(merged), atol=1e-4, rtol=1e-4)


def test_results_read_the_same_before_and_after_an_edit_of_what_they_add_up_to() -> None:
    trace = Model(LINEAR["LoRA"]()).trace(list(IDS))
    edited = trace.rerun(cutaway.ablate("layers.1.attn.out"))
    torch.testing.assert_close(edited["layers.1.attn.result"], trace["layers.1.attn.result"])
    assert not edited["layers.1.attn.out"].any()


def _more_in_keywords(_: nn.Module, args: Any, keywords: Any) -> Any:
    return args, {**keywords, "hidden_states": keywords["hidden_states"] + 1}


def _nothing(_: nn.Module, args: Any, output: Any) -> Any:
    return torch.zeros_like(output)


def _more(_: nn.Module, args: Any, output: Any) -> Any:
    return output + 1


LATE: dict[str, tuple[str, Callable[[nn.Module], Any]]] = {
    "hook on a projection": (O_PROJ, lambda m: m.register_forward_hook(scaled)),
    "pre-hook on a projection": (O_PROJ, lambda m: m.register_forward_pre_hook(scaled_before)),
    "pre-hook on the MLP's projection": (
        "model.layers.1.mlp.down_proj", lambda m: m.register_forward_pre_hook(scaled_before),
    ),
    "pre-hook on a norm": (
        "model.layers.1.post_attention_layernorm", lambda m: m.register_forward_pre_hook(lambda _, a: (a[0] + 1,)),
    ),
    "pre-hook on attention": (
        "model.layers.1.self_attn",
        lambda m: m.register_forward_pre_hook(_more_in_keywords, with_kwargs=True),
    ),
    "hook on attention": (
        "model.layers.1.self_attn", lambda m: m.register_forward_hook(lambda _, a, o: (o[0] * 1.5 + 1, *o[1:])),
    ),
    "hook on the MLP": ("model.layers.1.mlp", lambda m: m.register_forward_hook(scaled)),
    "hook that takes the MLP away": (
        "model.layers.1.mlp", lambda m: m.register_forward_hook(_nothing),
    ),
    "hook on a block": ("model.layers.1", lambda m: m.register_forward_hook(_more)),
    "pre-hook on a block": ("model.layers.1", lambda m: m.register_forward_pre_hook(lambda _, a: (a[0] + 1,))),
    "hook on the head": ("lm_head", lambda m: m.register_forward_hook(scaled)),
    "hook on the embedding": ("model.embed_tokens", lambda m: m.register_forward_hook(scaled)),
}  # fmt: skip


@pytest.mark.parametrize("name", LATE)
def test_hooks_that_come_after_the_model_was_opened_are_seen_as_those_before(name: str) -> None:
    path, put = LATE[name]
    early, late = CONFIGS["llama"](), CONFIGS["llama"]()
    put(early.get_submodule(path))
    opened = Model(late)
    put(late.get_submodule(path))
    before, after = Model(early).trace(list(IDS)), opened.trace(list(IDS))
    assert list(before.sites) == list(after.sites)
    for site in before.sites:
        torch.testing.assert_close(after[site], before[site], atol=NEAR, rtol=NEAR, msg=site)


def test_a_hook_that_leaves_heads_no_share_is_said_when_they_are_read() -> None:
    model = Model(CONFIGS["llama"]())
    model.hf.get_submodule(O_PROJ).register_forward_hook(lambda m, a, o: o.tanh())
    trace = model.trace(list(IDS))
    with pytest.raises(CutawayError, match=r"not the sum|no head has a share|not linear"):
        trace["layers.1.attn.result"]
    assert _rest(trace, 0) < NEAR
    said = trace.explain("layers.1.attn.out", position=2, dimension=3)
    assert said.recompute() == pytest.approx(said.value, abs=1e-6)


def test_adapters_that_come_and_go_are_seen() -> None:
    base = CONFIGS["llama"]()
    model = Model(base)
    torch.manual_seed(1)
    targets = ["o_proj", "q_proj", "down_proj", "embed_tokens", "lm_head"]
    peft: Any = get_peft_model(base, LoraConfig(r=4, target_modules=targets, init_lora_weights=False)).eval()
    tuned = model.trace(list(IDS))
    assert _rest(tuned, 1) < NEAR
    assert torch.equal(tuned["embed"], tuned["layers.0.resid_pre"])
    with peft.disable_adapter():
        assert torch.equal(model.trace(list(IDS))["logits"], Model(CONFIGS["llama"]()).trace(list(IDS))["logits"])
        opened = Model(base)
    again = opened.trace(list(IDS))
    torch.testing.assert_close(again["layers.1.attn.out"], model.trace(list(IDS))["layers.1.attn.out"])
    assert _rest(again, 1) < NEAR
