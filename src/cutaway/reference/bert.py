"""An encoder of BERT type, step by step."""

import math
from typing import Any

import torch
from torch import Tensor

from cutaway.reference.steps import ACTIVATIONS, Weights, concatenate, layer_norm, linear, softmax, split

CLASSES = ("BertForMaskedLM", "BertModel")
"""The classes of Transformers that are built like this."""


def runs(config: Any) -> bool:
    """Whether this lesson computes what a model of this configuration means."""
    return config.model_type == "bert" and config.hidden_act in ACTIVATIONS and not config.is_decoder


def logits(weights: Weights, config: Any, ids: Tensor) -> Tensor:
    """`(n,)` token ids → `(n, vocabulary)`; the last vectors `(n, d)` of a model without a prediction head."""
    base = "bert." if "bert.embeddings.word_embeddings.weight" in weights else ""
    table = f"{base}embeddings."
    x = weights[f"{table}word_embeddings.weight"][ids]  #: embed
    segment = weights[f"{table}token_type_embeddings.weight"][0]  #: type_embed
    positions = weights[f"{table}position_embeddings.weight"][torch.arange(len(ids))]  #: pos_embed
    x = layer_norm(x + segment + positions, weights, f"{table}LayerNorm", config.layer_norm_eps)  #: embed_norm
    for layer in range(config.num_hidden_layers):
        x = block(x, weights, f"{base}encoder.layer.{layer}", config)
    if "cls.predictions.bias" not in weights:
        return x
    x = ACTIVATIONS[config.hidden_act](linear(x, weights, "cls.predictions.transform.dense"))
    x = layer_norm(x, weights, "cls.predictions.transform.LayerNorm", config.layer_norm_eps)
    return linear(x, weights, "cls.predictions.decoder")  #: logits


def block(x: Tensor, weights: Weights, at: str, config: Any) -> Tensor:
    """One block. The stream is normalised after each addition; every token sees every other."""
    heads, epsilon = config.num_attention_heads, config.layer_norm_eps
    q = split(linear(x, weights, f"{at}.attention.self.query"), heads)  #: attn.q
    k = split(linear(x, weights, f"{at}.attention.self.key"), heads)  #: attn.k
    v = split(linear(x, weights, f"{at}.attention.self.value"), heads)  #: attn.v
    products = q @ k.mT  #: attn.products
    scores = products / math.sqrt(q.shape[-1])  #: attn.scaled
    pattern = softmax(scores)  #: attn.pattern
    z = pattern @ v  #: attn.z
    out = linear(concatenate(z), weights, f"{at}.attention.output.dense")  #: attn.out
    x = x + out  #: resid_mid
    x = layer_norm(x, weights, f"{at}.attention.output.LayerNorm", epsilon)  #: norm1
    up = linear(x, weights, f"{at}.intermediate.dense")  #: mlp.pre
    active = ACTIVATIONS[config.hidden_act](up)  #: mlp.post
    down = linear(active, weights, f"{at}.output.dense")  #: mlp.out
    return layer_norm(x + down, weights, f"{at}.output.LayerNorm", epsilon)  #: norm2
