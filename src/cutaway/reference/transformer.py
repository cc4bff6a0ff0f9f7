"""The original encoder–decoder, step by step: sinusoidal positions, norms after additions. Marian models are built like this."""

import math
from typing import Any

from torch import Tensor

from cutaway.reference.steps import (
    ACTIVATIONS,
    Weights,
    causal,
    concatenate,
    layer_norm,
    linear,
    sinusoid,
    softmax,
    split,
)

CLASSES = ("MarianMTModel",)
"""The classes of Transformers that are built like this."""


def runs(config: Any) -> bool:
    """Whether this lesson computes what a model of this configuration means."""
    return config.model_type == "marian" and config.activation_function in ACTIVATIONS


def logits(weights: Weights, config: Any, ids: Tensor, target: Tensor) -> Tensor:
    """Source ids `(n,)` and the ids that the decoder is given `(m,)` → `(m, vocabulary)`."""
    source = embedded(weights, config, "model.encoder", ids)
    for layer in range(config.encoder_layers):
        source = encoder_block(source, weights, f"model.encoder.layers.{layer}", config)
    x = embedded(weights, config, "model.decoder", target)
    for layer in range(config.decoder_layers):
        x = decoder_block(x, source, weights, f"model.decoder.layers.{layer}", config)
    return linear(x, weights, "lm_head") + weights["final_logits_bias"]  #: logits


def embedded(weights: Weights, config: Any, stack: str, ids: Tensor) -> Tensor:
    """Each token's row of the table, made larger, and its place in the text."""
    scale = math.sqrt(config.d_model) if config.scale_embedding else 1.0
    x = weights[f"{stack}.embed_tokens.weight"][ids]  #: embed
    positions = sinusoid(len(ids), config.d_model)  #: pos_embed
    return x * scale + positions  #: resid_pre


def encoder_block(x: Tensor, weights: Weights, at: str, config: Any) -> Tensor:
    """Attention among the source's own tokens, then the MLP."""
    heads = config.encoder_attention_heads
    x = x + attention(x, x, weights, f"{at}.self_attn", heads)  #: resid_mid
    x = layer_norm(x, weights, f"{at}.self_attn_layer_norm", 1e-5)  #: norm1
    return mlp(x, weights, at, config)


def decoder_block(x: Tensor, source: Tensor, weights: Weights, at: str, config: Any) -> Tensor:
    """Attention among the tokens written so far, then to the source, then the MLP."""
    heads = config.decoder_attention_heads
    x = x + attention(x, x, weights, f"{at}.self_attn", heads, causal(len(x)))  #: resid_mid
    x = layer_norm(x, weights, f"{at}.self_attn_layer_norm", 1e-5)  #: norm1
    x = x + attention(x, source, weights, f"{at}.encoder_attn", heads)  #: resid_cross
    x = layer_norm(x, weights, f"{at}.encoder_attn_layer_norm", 1e-5)  #: norm_cross
    return mlp(x, weights, at, config)


def attention(x: Tensor, seen: Tensor, weights: Weights, at: str, heads: int, mask: Tensor | float = 0.0) -> Tensor:
    """Queries from `x`; keys and values from what it may look at, `x` itself or the source."""
    q = split(linear(x, weights, f"{at}.q_proj"), heads)  #: attn.q
    k = split(linear(seen, weights, f"{at}.k_proj"), heads)  #: attn.k
    v = split(linear(seen, weights, f"{at}.v_proj"), heads)  #: attn.v
    products = q @ k.mT  #: attn.products
    scaled = products / math.sqrt(q.shape[-1])  #: attn.scaled
    scores = scaled + mask  #: attn.scores
    pattern = softmax(scores)  #: attn.pattern
    z = pattern @ v  #: attn.z
    return linear(concatenate(z), weights, f"{at}.out_proj")  #: attn.out


def mlp(x: Tensor, weights: Weights, at: str, config: Any) -> Tensor:
    """Out to the width of the MLP and back, added and normalised."""
    up = linear(x, weights, f"{at}.fc1")  #: mlp.pre
    active = ACTIVATIONS[config.activation_function](up)  #: mlp.post
    down = linear(active, weights, f"{at}.fc2")  #: mlp.out
    return layer_norm(x + down, weights, f"{at}.final_layer_norm", 1e-5)  #: norm2
