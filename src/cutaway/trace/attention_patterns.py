"""Attention scores and patterns, derived from the arguments of the attention function.

The model file's own eager attention computes them, with its softmax tapped, so they are the model's own numbers. A few lines of our own,
with a fraction of its memory traffic, replace it if they give the same. Only the requested heads and queries are computed, and an
overview of a pattern is assembled from tiles, so that memory never holds a long one whole.
"""

import math
import mmap
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal
from weakref import WeakKeyDictionary

import torch
from torch import nn

from cutaway.models.attention import AttentionCall, additive_mask, attend_eagerly, causal_mask
from cutaway.system_errors import memory_errors

What = Literal["scores", "pattern"]
_WHATS: tuple[What, ...] = ("scores", "pattern")
_plain: WeakKeyDictionary[nn.Module, bool] = WeakKeyDictionary()
_CACHED, _ROWS = 2**19, 128
"""How many scores our own lines compute at once: few enough to stay in the processor's cache until the softmax reads them, but at least
as many queries as a product needs to be fast."""
_LARGE = 2**25
"""From this many weights on, they use memory that is zero already, so that zeros need not be written."""
_kept_mask = lru_cache(maxsize=32)(causal_mask)
"""Masks of a few queries, at most `_CACHED` numbers each; all layers share them."""
_TILE = 2**22
"""How many cells of a pattern are in memory at once while it is pooled."""


@dataclass(frozen=True, slots=True)
class Overview:
    """A pooled pattern: windows of queries × keys, each with its greatest and its mean weight.

    Attributes:
        max, mean: `(rows, columns)`.
        window: how many queries and keys a window has (the last ones may have fewer).
    """

    max: torch.Tensor
    mean: torch.Tensor
    window: tuple[int, int]


def derive(call: AttentionCall, heads: slice, queries: slice, what: What) -> torch.Tensor:
    """Scores or pattern of some heads and queries of one attention call.

    Args:
        heads, queries: normalised slices (no None, no negative bounds).
        what: the softmax's input (scaled and masked scores), or its output, the pattern.

    Returns:
        `(heads, queries, keys)`.
    """
    return (_derive_plainly if _is_plain(call) else _derive_eagerly)(call, heads, queries, what)


def attend_keeping(call: AttentionCall, fused: bool) -> tuple[torch.Tensor, torch.Tensor]:
    """Computes a call of one row and keeps its pattern, in about the same time as without.

    Args:
        fused: whether PyTorch's kernel computes this attention correctly.

    Returns:
        The output, `(1, queries, heads, d_value)`, and the pattern, `(heads, queries, keys)`.
    """
    if not fused or not _is_plain(call):
        attended = attend_eagerly(call)
        return attended.output, attended.pattern[0]
    heads, count = call.query.shape[1:3]
    output = call.query.new_empty(1, count, heads, call.value.shape[-1])
    return output, _derive_plainly(call, slice(0, heads), slice(0, count), "pattern", output[0])


def tiles(call: AttentionCall, head: int, queries: slice, height: int, what: What) -> Iterator[torch.Tensor]:
    """Scores or pattern of one head, a few queries at a time.

    Args:
        queries: normalised.
        height: the number of queries of a tile is a multiple of this, except in the last tile.

    Yields:
        `(queries of the tile, keys)`.
    """
    only = slice(head, head + 1)
    rows = max(1, _TILE // call.key.shape[2] // height) * height
    plain = _is_plain(call)
    for start in range(queries.start, queries.stop, rows):
        tile = slice(start, min(start + rows, queries.stop))
        yield (_derive_plainly if plain else _derive_eagerly)(call, only, tile, what)[0]


def overview(call: AttentionCall, head: int, queries: slice, keys: slice, cells: int) -> Overview:
    """A window of a pattern, pooled to at most `cells` × `cells`, tile by tile.

    Args:
        queries, keys: normalised.
    """
    sizes = (queries.stop - queries.start, keys.stop - keys.start)
    window = (max(1, math.ceil(sizes[0] / cells)), max(1, math.ceil(sizes[1] / cells)))
    seen = (tile[:, keys] for tile in tiles(call, head, queries, window[0], "pattern"))
    found = [(pool(tile, window, "max"), pool(tile, window, "mean")) for tile in seen]
    most, mean = (torch.cat(parts) for parts in zip(*found, strict=True))
    return Overview(most, mean, window)


def pool(rows: torch.Tensor, window: tuple[int, int], how: Literal["max", "mean"] = "max") -> torch.Tensor:
    """`(…, rows, columns)` → the maximum or the mean of each window; windows at the ends may be smaller.

    It pools rows first, then columns: PyTorch's own 2D pooling takes ten times as long.
    """
    return _windows(_windows(rows, window[0], how).mT, window[1], how).mT


def _windows(rows: torch.Tensor, size: int, how: Literal["max", "mean"]) -> torch.Tensor:
    """The maximum or mean of each `size` consecutive rows, and of the remaining ones."""
    if size == 1:
        return rows
    whole = rows.shape[-2] // size * size
    reduce = torch.amax if how == "max" else torch.mean
    parts = [reduce(rows[..., :whole, :].unflatten(-2, (-1, size)), -2)] if whole else []
    if whole < rows.shape[-2]:
        parts.append(reduce(rows[..., whole:, :], -2, keepdim=True))
    return torch.cat(parts, -2)


def _derive_eagerly(call: AttentionCall, heads: slice, queries: slice, what: What) -> torch.Tensor:
    """By the model file's own eager attention."""
    # Possibly something separate for each head.
    whole = not call.direct and next(call.module.parameters(recurse=False), None) is not None
    mask = additive_mask(call, queries)
    options = dict(call.options)
    query, key, module = call.query, call.key, call.module
    if not whole:
        query_heads, key_heads = query.shape[1], key.shape[1]
        wanted = torch.arange(query_heads, device=query.device)[heads]
        query, key = query[:, heads], key[:, wanted // (query_heads // key_heads)]
        module = _Ungrouped(call.module)
    options = {name: _part(option, call, slice(None) if whole else heads, queries) for name, option in options.items()}
    if mask is not None and mask.dim() == 4 and mask.shape[1] > 1 and not whole:
        mask = mask[:, heads]
    if mask is None:  # an explicit mask, so that a few queries do not count as the first ones
        mask = query.new_zeros(1, 1, 1, key.shape[2])
    nothing = key[..., :0]  # the weighted sum of values is not needed
    few = replace(call, query=query[:, :, queries], key=key, value=nothing, mask=mask, options=options)
    with torch.no_grad():
        attended = attend_eagerly(few, module=module)
    found = (attended.scores if what == "scores" else attended.pattern)[0]
    return found[heads] if whole else found


def _derive_plainly(
    call: AttentionCall, heads: slice, queries: slice, what: What, output: torch.Tensor | None = None
) -> torch.Tensor:
    """Softmax of scaled products plus mask, a few queries at a time, without the keys that none of them sees.

    Args:
        output: receives the weighted sums of the values, `(queries, heads, d_value)`.
    """
    query, keys = call.query[0, heads], call.key.shape[2]
    key, found = _of_heads(call.key, call, heads).mT, _blank(call, len(query), queries.stop - queries.start)
    value = None if output is None else _of_heads(call.value, call, heads)
    rows = max(_ROWS, _CACHED // max(1, len(query) * keys))
    with torch.no_grad():
        for start in range(queries.start, queries.stop, rows):
            few = slice(start, min(start + rows, queries.stop))
            hidden, first, seen = _hidden(call, few, what)
            row = found[:, start - queries.start : few.stop - queries.start]
            if found.numel() < _LARGE:
                row[..., seen:] = 0
            row = row[..., :seen]
            scores = row if what == "scores" or row.is_contiguous() else query.new_empty(row.shape)
            torch.baddbmm(scores, query[:, few], key[..., :seen], beta=0, alpha=call.options["scaling"], out=scores)
            scores[..., first:] += hidden if len(hidden) == 1 else hidden[heads]
            if what == "scores":
                continue
            torch.softmax(scores, dim=-1, out=scores)
            if scores is not row:
                row.copy_(scores)
            if output is not None and value is not None:
                output[few] = torch.bmm(scores, value[:, :seen]).transpose(0, 1)
    return found


def _of_heads(tensor: torch.Tensor, call: AttentionCall, heads: slice) -> torch.Tensor:
    """Keys or values, `(1, key_value_heads, keys, width)`, expanded to these heads: `(heads, keys, width)`."""
    group = call.query.shape[1] // tensor.shape[1]
    first, last = heads.start // group, (heads.stop - 1) // group + 1
    each = tensor[0, first:last, None].expand(-1, group, -1, -1).flatten(0, 1)
    return each[heads.start - first * group : heads.stop - first * group]


def _blank(call: AttentionCall, heads: int, queries: int) -> torch.Tensor:
    """Memory for `(heads, queries, keys)`: zeros from `_LARGE` on, which on a CPU cost nothing until written to."""
    shape = (heads, queries, call.key.shape[2])
    if math.prod(shape) < _LARGE:
        return call.query.new_empty(shape)
    if call.query.device.type != "cpu":
        return call.query.new_zeros(shape)
    size = math.prod(shape) * call.query.itemsize
    with memory_errors(asked=size):
        untouched = mmap.mmap(-1, size)
    return torch.frombuffer(untouched, dtype=call.query.dtype).view(shape)


def _hidden(call: AttentionCall, queries: slice, what: What) -> tuple[torch.Tensor, int, int]:
    """The mask for some queries' products, `(heads or 1, queries, keys)`, the key it begins with, and the end of the visible keys.

    A causal mask does not affect the keys before the first of these queries, and hides those after the last.
    """
    if call.causal and what == "pattern":
        count = queries.stop - queries.start
        mask = _kept_mask(0, count, count, call.query.dtype, call.query.device)
        return mask[0], queries.start, queries.stop
    mask = _mask(call, queries)
    seen = _seen(mask, call.key.shape[2]) if what == "pattern" else call.key.shape[2]
    return mask[..., :seen], 0, seen


def _seen(mask: torch.Tensor, keys: int) -> int:
    """How many keys, from the first on, can get weight; all, if a query sees none, because its weights are then equal."""
    visible = mask > torch.finfo(mask.dtype).min
    if mask.shape[-1] != keys or not visible.any(-1).all():
        return keys
    return int(visible.flatten(0, -2).any(0).nonzero()[-1]) + 1


def _mask(call: AttentionCall, queries: slice) -> torch.Tensor:
    """The mask that is added to scaled products; broadcasts to `(heads, queries, keys)`."""
    size = (queries.stop - queries.start) * call.key.shape[2]
    if call.causal and size <= _CACHED:
        return _kept_mask(queries.start, queries.stop, call.key.shape[2], call.query.dtype, call.query.device)[0]
    mask = additive_mask(call, queries)
    return call.query.new_zeros(1, 1, 1) if mask is None else mask[0]


def _is_plain(call: AttentionCall) -> bool:
    """Whether our own lines compute this module's attention: it has no unknown option, and gives the same numbers on four queries of its
    first and last head. The result is cached per module.
    """
    if (
        call.query.dtype != torch.float32
        or call.options.get("scaling") is None
        or call.options.get("softcap") is not None
    ):
        return False
    own = not call.direct and next(call.module.parameters(recurse=False), None) is not None
    if own or (call.mask is not None and call.mask.dim() != 4):
        return False
    if any(isinstance(option, torch.Tensor) and option.is_floating_point() for option in call.options.values()):
        return False
    if call.module not in _plain:
        _plain[call.module] = all(_agree(call, head) for head in (0, call.query.shape[1] - 1))
    return _plain[call.module]


def _agree(call: AttentionCall, head: int) -> bool:
    last = call.query.shape[2]
    few = (call, slice(head, head + 1), slice(max(0, last - 4), last))
    return all(
        torch.allclose(_derive_plainly(*few, what), _derive_eagerly(*few, what), rtol=1e-5, atol=1e-6)
        for what in _WHATS
    )


def _part(option: Any, call: AttentionCall, heads: slice, queries: slice) -> Any:
    """The part of an option for a few heads and queries, cut along its axes for them."""
    if not isinstance(option, torch.Tensor) or not option.is_floating_point():
        return option
    count = call.query.shape[1]
    if option.dim() == 1 and option.shape[0] == count:
        return option[heads]
    if option.dim() == 4:
        option = option[:, heads] if option.shape[1] == count else option
        return option[:, :, queries] if option.shape[2] == call.query.shape[2] else option
    return option


class _Ungrouped:
    """An attention module for the eager function when each query head has its own keys."""

    def __init__(self, module: nn.Module) -> None:
        self._module = module
        self.num_key_value_groups = 1

    def __getattr__(self, name: str) -> Any:
        return getattr(self._module, name)
