"""A decoder of Llama type, step by step: SmolLM2, Llama and their relatives."""

import math
from typing import Any

from torch import Tensor

from cutaway.reference.steps import Weights, causal, concatenate, linear, rms_norm, rotate, silu, softmax, split

CLASSES = ("LlamaForCausalLM",)
"""The classes of Transformers that are built like this."""


def runs(config: Any) -> bool:
    """Whether this lesson computes what a model of this configuration means."""
    rope = getattr(config, "rope_parameters", None) or {}
    return config.model_type == "llama" and config.hidden_act == "silu" and rope.get("rope_type") == "default"


def logits(weights: Weights, config: Any, ids: Tensor) -> Tensor:
    """`(n,)` token ids → `(n, vocabulary)`."""
    x = weights["model.embed_tokens.weight"][ids]  #: embed
    for layer in range(config.num_hidden_layers):
        x = block(x, weights, f"model.layers.{layer}", config)
    x = rms_norm(x, weights, "model.norm", config.rms_norm_eps)  #: final_norm
    return linear(x, weights, "lm_head")  #: logits


def block(x: Tensor, weights: Weights, at: str, config: Any) -> Tensor:
    """One block: attention looks around, the MLP thinks over, and each adds what it found to the stream."""
    heads, groups = config.num_attention_heads, config.num_key_value_heads
    theta = config.rope_parameters["rope_theta"]
    normed = rms_norm(x, weights, f"{at}.input_layernorm", config.rms_norm_eps)  #: norm1
    q = rotate(split(linear(normed, weights, f"{at}.self_attn.q_proj"), heads), theta)  #: attn.q
    k = rotate(split(linear(normed, weights, f"{at}.self_attn.k_proj"), groups), theta)  #: attn.k
    v = split(linear(normed, weights, f"{at}.self_attn.v_proj"), groups)  #: attn.v
    k, v = (each.repeat_interleave(heads // groups, 0) for each in (k, v))  # several heads share keys and values
    products = q @ k.mT  #: attn.products
    scaled = products / math.sqrt(q.shape[-1])  #: attn.scaled
    scores = scaled + causal(len(x))  #: attn.scores
    pattern = softmax(scores)  #: attn.pattern
    z = pattern @ v  #: attn.z
    out = linear(concatenate(z), weights, f"{at}.self_attn.o_proj")  #: attn.out
    x = x + out  #: resid_mid
    normed = rms_norm(x, weights, f"{at}.post_attention_layernorm", config.rms_norm_eps)  #: norm2
    gate = linear(normed, weights, f"{at}.mlp.gate_proj")  #: mlp.gate
    up = linear(normed, weights, f"{at}.mlp.up_proj")  #: mlp.pre
    active = silu(gate) * up  #: mlp.post
    down = linear(active, weights, f"{at}.mlp.down_proj")  #: mlp.out
    return x + down  #: resid_post
