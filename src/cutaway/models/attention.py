"""Listening to attention: one function, registered with Transformers, that computes as always and tells what it was given.

Most models of Transformers look up their attention function in a registry. Cutaway registers one that hands over to PyTorch's fused
kernel and reports the call to whoever listens. The mask function is registered under the same name: without
it, models would silently go without a mask.
"""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn
from transformers import PreTrainedModel
from transformers.integrations.sdpa_attention import sdpa_attention_forward
from transformers.masking_utils import ALL_MASK_ATTENTION_FUNCTIONS, sdpa_mask
from transformers.modeling_utils import ALL_ATTENTION_FUNCTIONS

NAME = "cutaway"


@dataclass(frozen=True, slots=True)
class AttentionCall:
    """What an attention function was called with, by reference.

    Attributes:
        module: the attention module that called.
        query: `(1, heads, queries, d_head)`, as scored (after rotary embedding, before scaling).
        key: `(1, key_value_heads, keys, d_head)`.
        value: `(1, key_value_heads, keys, d_value)`.
        mask: boolean (True: may be seen) or additive, broadcastable to `(1, heads, queries, keys)`; or None.
        options: the other keyword arguments (scaling and whatever the architecture adds).
        output: what came out, `(1, queries, heads, d_value)`.
    """

    module: nn.Module
    query: torch.Tensor
    key: torch.Tensor
    value: torch.Tensor
    mask: torch.Tensor | None
    options: dict[str, Any]
    output: torch.Tensor

    @property
    def causal(self) -> bool:
        """Whether, with no mask given, each query sees only the keys up to itself."""
        declared = self.options.get("is_causal")
        if declared is None:
            declared = getattr(self.module, "is_causal", True)
        return self.mask is None and bool(declared) and self.query.shape[2] > 1


Listener = Callable[[AttentionCall], None]
_listening = threading.local()


def _attention(
    module: nn.Module,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attention_mask: torch.Tensor | None,
    **options: Any,
) -> tuple[torch.Tensor, None]:
    output, _ = sdpa_attention_forward(module, query, key, value, attention_mask, **options)
    listener: Listener | None = getattr(_listening, "to", None)
    if listener is not None:
        listener(AttentionCall(module, query, key, value, attention_mask, options, output))
    return output, None


ALL_ATTENTION_FUNCTIONS.register(NAME, _attention)
ALL_MASK_ATTENTION_FUNCTIONS.register(NAME, sdpa_mask)


@contextmanager
def listening(hf: PreTrainedModel, to: Listener) -> Iterator[None]:
    """Within this context, `to` hears of every attention call that `hf` makes in this thread; afterwards all is as before."""
    before = hf.config._attn_implementation
    previous = getattr(_listening, "to", None)
    hf.config._attn_implementation = NAME
    _listening.to = to
    try:
        yield
    finally:
        _listening.to = previous
        hf.config._attn_implementation = before


def eager_forward(module: nn.Module) -> Callable[..., tuple[torch.Tensor, torch.Tensor]]:
    """The model file's own `eager_attention_forward`: the reference for what this attention computes."""
    return sys.modules[type(module).__module__].eager_attention_forward
