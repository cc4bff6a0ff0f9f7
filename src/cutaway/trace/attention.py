"""Attention scores and patterns, derived from what the attention function was called with.

The model file's own eager attention computes them, with its soft-max tapped, so they are what the model means by them. Only the heads and
queries asked for are computed.
"""

from typing import Any

import torch
from torch import nn
from torch.overrides import TorchFunctionMode

from cutaway.models.attention import AttentionCall, eager_forward


def derive(call: AttentionCall, heads: slice, queries: slice) -> tuple[torch.Tensor, torch.Tensor]:
    """Scores and pattern of some heads and queries of one attention call.

    Args:
        heads, queries: normalised slices (no None, no negative bounds).

    Returns:
        scores (scaled and masked, as the soft-max is given them) and pattern, each `(heads, queries, keys)`.
    """
    query_heads, key_heads = call.query.shape[1], call.key.shape[1]
    group = query_heads // key_heads
    wanted = torch.arange(query_heads)[heads]
    whole = _has_head_options(call)
    query = call.query if whole else call.query[:, heads]
    key = call.key if whole else call.key[:, wanted // group]
    nothing = key[..., :0]  # the weighted sum of values is not asked for
    mask = _additive_mask(call, queries)
    if mask is not None and mask.shape[1] > 1 and not whole:
        mask = mask[:, heads]
    module = call.module if whole else _Ungrouped(call.module)
    tap = _SoftmaxTap()
    options = {**call.options, "dropout": 0.0}
    with torch.no_grad(), tap:
        _, pattern = eager_forward(call.module)(module, query[:, :, queries], key, nothing, mask, **options)
    scores = tap.scores
    return (scores[0][heads], pattern[0][heads]) if whole else (scores[0], pattern[0])


class _Ungrouped:
    """An attention module as the eager function sees it once each query head has been given its own keys."""

    def __init__(self, module: nn.Module) -> None:
        self._module = module
        self.num_key_value_groups = 1

    def __getattr__(self, name: str) -> Any:
        return getattr(self._module, name)


class _SoftmaxTap(TorchFunctionMode):
    """Keeps what the last soft-max was given."""

    scores: torch.Tensor

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        if getattr(func, "__name__", "") == "softmax":
            self.scores = args[0]
        return func(*args, **(kwargs or {}))


def _has_head_options(call: AttentionCall) -> bool:
    """Whether the call carries something with one entry a head besides q, k, v and mask, so that heads can't be taken apart here."""
    extra = any(isinstance(v, torch.Tensor) and v.dim() >= 4 for v in call.options.values())
    return extra or hasattr(call.module, "sinks")


def _additive_mask(call: AttentionCall, queries: slice) -> torch.Tensor | None:
    """The mask as eager attention wants it: 0 where a key may be seen, the dtype's least number where not."""
    least = torch.finfo(call.query.dtype).min
    if call.mask is not None:
        mask = call.mask if call.mask.shape[2] == 1 else call.mask[:, :, queries]
        if mask.dtype != torch.bool:
            return mask
        return torch.zeros(mask.shape, dtype=call.query.dtype, device=mask.device).masked_fill_(~mask, least)
    if not call.causal:
        return None
    rows = torch.arange(call.query.shape[2], device=call.query.device)[queries]
    keys = torch.arange(call.key.shape[2], device=call.query.device)
    hidden = keys[None, :] > rows[:, None]
    return torch.zeros(hidden.shape, dtype=call.query.dtype, device=hidden.device).masked_fill_(hidden, least)[
        None, None
    ]
