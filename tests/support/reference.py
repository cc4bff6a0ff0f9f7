"""An independent reading of a model: eager attention and hooks on modules named by hand, none of Cutaway's code."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import nn
from transformers import (
    BertConfig,
    BertForMaskedLM,
    GPT2Config,
    GPT2LMHeadModel,
    LlamaConfig,
    LlamaForCausalLM,
    PreTrainedModel,
)


@dataclass(frozen=True)
class Family:
    """How one type of model is made small, and where Hugging Face's code keeps what in it."""

    make: Callable[[], PreTrainedModel]
    block: str
    outputs: dict[str, str]
    inputs: dict[str, str]
    stem: dict[str, str]
    final_norm: str | None


def _llama() -> PreTrainedModel:
    return LlamaForCausalLM(
        LlamaConfig(
            vocab_size=101, hidden_size=48, intermediate_size=80, num_hidden_layers=4, num_attention_heads=6,
            num_key_value_heads=2, max_position_embeddings=64, initializer_range=0.3,
        )
    )  # fmt: skip


def _gpt2() -> PreTrainedModel:
    return GPT2LMHeadModel(
        GPT2Config(vocab_size=101, n_embd=48, n_layer=4, n_head=6, n_positions=64, initializer_range=0.3)
    )


def _bert() -> PreTrainedModel:
    return BertForMaskedLM(
        BertConfig(
            vocab_size=101, hidden_size=48, intermediate_size=80, num_hidden_layers=4, num_attention_heads=6,
            max_position_embeddings=64, initializer_range=0.3,
        )
    )  # fmt: skip


FAMILIES = {
    "llama": Family(
        make=_llama,
        block="model.layers.{}",
        outputs={
            "norm1": "input_layernorm", "attn.out": "self_attn", "norm2": "post_attention_layernorm",
            "mlp.pre": "mlp.up_proj", "mlp.gate": "mlp.gate_proj", "mlp.out": "mlp",
        },
        inputs={"resid_mid": "post_attention_layernorm", "mlp.post": "mlp.down_proj"},
        stem={"embed": "model.embed_tokens"},
        final_norm="model.norm",
    ),
    "gpt2": Family(
        make=_gpt2,
        block="transformer.h.{}",
        outputs={
            "norm1": "ln_1", "attn.out": "attn", "norm2": "ln_2", "mlp.pre": "mlp.c_fc", "mlp.post": "mlp.act", "mlp.out": "mlp",
        },
        inputs={"resid_mid": "ln_2"},
        stem={"embed": "transformer.wte", "pos_embed": "transformer.wpe"},
        final_norm="transformer.ln_f",
    ),
    "bert": Family(
        make=_bert,
        block="bert.encoder.layer.{}",
        outputs={
            "attn.out": "attention.output.dense", "norm1": "attention.output.LayerNorm", "mlp.pre": "intermediate.dense",
            "mlp.post": "intermediate", "mlp.out": "output.dense", "norm2": "output.LayerNorm",
        },
        inputs={"resid_mid": "attention.output.LayerNorm"},
        stem={
            "embed": "bert.embeddings.word_embeddings", "pos_embed": "bert.embeddings.position_embeddings",
            "type_embed": "bert.embeddings.token_type_embeddings", "embed_norm": "bert.embeddings.LayerNorm",
        },
        final_norm=None,
    ),
}  # fmt: skip


def small(family: str) -> PreTrainedModel:
    """A small model of a family with random weights, the same at every call."""
    torch.manual_seed(17)
    return FAMILIES[family].make().eval()


def read_all(hf: PreTrainedModel, family: Family, ids: Sequence[int]) -> dict[str, torch.Tensor]:
    """Every site that can be read off an eager pass of `hf` with hooks, by Cutaway's names. Changes `hf` to eager attention."""
    hf.set_attn_implementation("eager")
    found: dict[str, torch.Tensor] = {}
    handles = []

    def keep(name: str, module: nn.Module, end: str) -> None:
        def hook(_: nn.Module, args: tuple, kwargs: dict, output: object) -> None:
            value = output if end == "output" else args[0]
            tensor = value[0] if isinstance(value, tuple) else value
            assert isinstance(tensor, torch.Tensor)
            found[name] = tensor[0] if tensor.dim() == 3 else tensor

        handles.append(module.register_forward_hook(hook, with_kwargs=True))

    layers = hf.config.num_hidden_layers
    for i in range(layers):
        block = hf.get_submodule(family.block.format(i))
        keep(f"layers.{i}.resid_post", block, "output")
        for name, path in family.outputs.items():
            keep(f"layers.{i}.{name}", block.get_submodule(path), "output")
        for name, path in family.inputs.items():
            keep(f"layers.{i}.{name}", block.get_submodule(path), "input")
    for name, path in family.stem.items():
        keep(name, hf.get_submodule(path), "output")
    if family.final_norm:
        keep("final_norm", hf.get_submodule(family.final_norm), "output")
    with torch.no_grad():
        output = hf(torch.tensor([list(ids)]), output_attentions=True, output_hidden_states=True)
    for handle in handles:
        handle.remove()
    for i in range(layers):
        found[f"layers.{i}.attn.pattern"] = output.attentions[i][0]
        found[f"layers.{i}.resid_pre"] = output.hidden_states[i][0]
    if "logits" in output:
        found["logits"] = output.logits[0]
    return found
