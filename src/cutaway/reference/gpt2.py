"""A decoder of GPT-2 type, step by step."""

import math
from typing import Any

import torch
from torch import Tensor

from cutaway.reference.steps import ACTIVATIONS, Weights, causal, concatenate, layer_norm, softmax, split

CLASSES = ("GPT2LMHeadModel",)
"""The classes of Transformers that are built like this."""


def runs(config: Any) -> bool:
    """Whether this lesson computes what a model of this configuration means."""
    if config.model_type != "gpt2" or config.activation_function not in ACTIVATIONS:
        return False
    return config.scale_attn_weights and not config.scale_attn_by_inverse_layer_idx


def logits(weights: Weights, config: Any, ids: Tensor) -> Tensor:
    """`(n,)` token ids → `(n, vocabulary)`."""
    x = weights["transformer.wte.weight"][ids]  #: embed
    positions = weights["transformer.wpe.weight"][torch.arange(len(ids))]  #: pos_embed
    x = x + positions  #: resid_pre
    for layer in range(config.n_layer):
        x = block(x, weights, f"transformer.h.{layer}", config)
    x = layer_norm(x, weights, "transformer.ln_f", config.layer_norm_epsilon)  #: final_norm
    return x @ weights["lm_head.weight"].T  #: logits


def block(x: Tensor, weights: Weights, at: str, config: Any) -> Tensor:
    """One block: attention looks around, the MLP thinks over, and each adds what it found to the stream."""
    normed = layer_norm(x, weights, f"{at}.ln_1", config.layer_norm_epsilon)  #: norm1
    parts = project(normed, weights, f"{at}.attn.c_attn").chunk(3, -1)  # queries, keys and values come from one matrix
    q = split(parts[0], config.n_head)  #: attn.q
    k = split(parts[1], config.n_head)  #: attn.k
    v = split(parts[2], config.n_head)  #: attn.v
    products = q @ k.mT  #: attn.products
    scaled = products / math.sqrt(q.shape[-1])  #: attn.scaled
    scores = scaled + causal(len(x))  #: attn.scores
    pattern = softmax(scores)  #: attn.pattern
    z = pattern @ v  #: attn.z
    out = project(concatenate(z), weights, f"{at}.attn.c_proj")  #: attn.out
    x = x + out  #: resid_mid
    normed = layer_norm(x, weights, f"{at}.ln_2", config.layer_norm_epsilon)  #: norm2
    up = project(normed, weights, f"{at}.mlp.c_fc")  #: mlp.pre
    active = ACTIVATIONS[config.activation_function](up)  #: mlp.post
    down = project(active, weights, f"{at}.mlp.c_proj")  #: mlp.out
    return x + down  #: resid_post


def project(x: Tensor, weights: Weights, path: str) -> Tensor:
    """`(n, inputs)` → `(n, outputs)`. GPT-2 keeps its matrices as `(inputs, outputs)`."""
    return x @ weights[f"{path}.weight"] + weights[f"{path}.bias"]
