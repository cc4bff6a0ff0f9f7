"""Attention scores and patterns, derived from what the attention function was called with.

The model file's own eager attention computes them, with its soft-max tapped, so they are what the model means by them. Large ones
are computed by a few lines of our own where these give the same. Only the heads and queries asked for are computed.
"""

from typing import Any, Literal

import torch
from torch import nn
from torch.overrides import TorchFunctionMode

from cutaway.models.attention import AttentionCall, eager_forward

What = Literal["scores", "pattern"]
_LARGE = 2**20
"""From this many cells on, our own lines compute what eager attention would, with a fraction of its memory traffic."""


def derive(call: AttentionCall, heads: slice, queries: slice, what: What) -> torch.Tensor:
    """Scores or pattern of some heads and queries of one attention call.

    Args:
        heads, queries: normalised slices (no None, no negative bounds).
        what: the scores as the soft-max is given them (scaled and masked), or the pattern that it gives.

    Returns:
        `(heads, queries, keys)`.
    """
    cells = (heads.stop - heads.start) * (queries.stop - queries.start) * call.key.shape[2]
    if cells >= _LARGE and _is_plain(call, heads, queries, what):
        return _derive_plainly(call, heads, queries, what)
    return _derive_eagerly(call, heads, queries, what)


def _derive_eagerly(call: AttentionCall, heads: slice, queries: slice, what: What) -> torch.Tensor:
    """By the model file's own eager attention."""
    query_heads, key_heads = call.query.shape[1], call.key.shape[1]
    wanted = torch.arange(query_heads)[heads]
    whole = _has_head_options(call)
    query = call.query if whole else call.query[:, heads]
    key = call.key if whole else call.key[:, wanted // (query_heads // key_heads)]
    nothing = key[..., :0]  # the weighted sum of values is not asked for
    mask = _additive_mask(call, queries)
    if mask is not None and mask.shape[1] > 1 and not whole:
        mask = mask[:, heads]
    module = call.module if whole else _Ungrouped(call.module)
    tap = _SoftmaxTap()
    with torch.no_grad(), tap:
        _, pattern = eager_forward(call.module)(
            module, query[:, :, queries], key, nothing, mask, **{**call.options, "dropout": 0.0}
        )
    found = (tap.scores if what == "scores" else pattern)[0]
    return found[heads] if whole else found


def _derive_plainly(call: AttentionCall, heads: slice, queries: slice, what: What) -> torch.Tensor:
    """Soft-max of scaled products plus mask, head by head into one tensor."""
    group = call.query.shape[1] // call.key.shape[1]
    mask = _additive_mask(call, queries)
    if mask is None:
        mask = call.query.new_zeros(1, 1, 1, call.key.shape[2])
    scaling = call.options["scaling"]
    count, keys = queries.stop - queries.start, call.key.shape[2]
    found = call.query.new_empty(heads.stop - heads.start, count, keys)
    scores = call.query.new_empty(count, keys)
    with torch.no_grad():
        for row, head in zip(found, range(heads.start, heads.stop), strict=True):
            hidden = mask[0, min(head, mask.shape[1] - 1)].expand(count, keys)
            into = row if what == "scores" else scores
            torch.addmm(hidden, call.query[0, head, queries], call.key[0, head // group].T, alpha=scaling, out=into)
            if what == "pattern":
                torch.softmax(scores, dim=-1, out=row)
    return found


def _is_plain(call: AttentionCall, heads: slice, queries: slice, what: What) -> bool:
    """Whether our own lines compute what this model means by attention: no option that they do not know, and on four queries
    of one head, the same numbers.
    """
    if call.query.dtype != torch.float32 or _has_head_options(call):
        return False
    if call.options.get("scaling") is None or any(
        call.options.get(name) is not None for name in ("softcap", "s_aux", "position_bias")
    ):
        return False
    head = slice(heads.start, heads.start + 1)
    few = slice(max(queries.start, queries.stop - 4), queries.stop)
    ours, theirs = (way(call, head, few, what) for way in (_derive_plainly, _derive_eagerly))
    return torch.allclose(ours, theirs, rtol=1e-5, atol=1e-6)


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
