"""How an attention makes queries and keys and scores them, inferred from a few tokens: rotation, norms, biases, scale, window."""

import math
from collections.abc import Iterator
from typing import Literal

import torch
from torch import Tensor

from cutaway.models.anatomy.anatomy import AttentionTraits, VectorTraits
from cutaway.models.anatomy.block_events import ADD, Inside
from cutaway.models.anatomy.dataflow import Operation, Value
from cutaway.models.anatomy.probe import Heard
from cutaway.models.attention import HIDDEN, attend_eagerly

_PRODUCTS = {
    f"aten.{name}.default"
    for name in ("mm", "addmm", "bmm", "baddbmm", "convolution", "_fused_sdp_choice", "embedding")
}
_TIMES = {"aten.mul.Tensor", "aten.mul_.Tensor", "aten.mul.Scalar"}
_OVER = {"aten.div.Tensor", "aten.div_.Tensor", "aten.div.Scalar"}
_NORMS = ("rsqrt", "layer_norm", "rms_norm")
Beyond = Literal["nothing", "row", "cap", "bias", "unknown"]
_CLOSE = 1e-4
"""How far scores may be from scaled products, relative to the largest, to count as equal."""


def traits_heard(heard: Heard, inside: Inside) -> AttentionTraits:
    """The traits of an attention that went through the registered function."""
    call = heard.call
    keys = call.key.repeat_interleave(call.query.shape[1] // call.key.shape[1], 1)
    scores = attend_eagerly(call).scores
    named = call.options.get("scaling")
    scale, beyond = scoring(call.query @ keys.mT, scores, named if isinstance(named, float) else None)
    if beyond != "nothing" and isinstance(call.options.get("softcap"), float):
        beyond = "cap"
    window = call.options.get("sliding_window")
    q, k, v = (_made(each, inside) for each in (heard.query, heard.key, heard.value))
    return AttentionTraits(scale, beyond, q, k, v, window if isinstance(window, int) else 0)


def traits_inline(
    scores: Value, product: tuple[Value, Value] | None, value: Value | None, inside: Inside
) -> AttentionTraits:
    """The traits of an attention in a module's own code.

    Args:
        scores: the softmax's input.
        product: the queries and keys that were multiplied, if that was observed.
        value: the values, if they were observed.
    """
    if product is None or product[0].tensor.shape[-1] != product[1].tensor.shape[-2]:
        return AttentionTraits()
    query, key = product
    dots = query.tensor @ key.tensor
    if dots.numel() != scores.tensor.numel():
        return AttentionTraits()
    scale, beyond = scoring(dots, scores.tensor.reshape(dots.shape), None, query.shape[-1] ** -0.5)
    q, k, v = (VectorTraits() if each is None else _made(each, inside) for each in (query, key, value))
    return AttentionTraits(scale, beyond, q, k, v, _window_of_buffers(scores.step, inside))


def scoring(
    dots: Tensor, scores: Tensor, named: float | None, likely: float | None = None
) -> tuple[float | None, Beyond]:
    """The factor that turns products of queries and keys into scores, and any other change to them.

    Args:
        dots, scores: `(…, queries, keys)`; masked pairs don't count.
        named: the scale that the model names; it is trusted if products are not only scaled.
        likely: a scale to try if none is named.
    """
    seen = scores > HIDDEN
    x, y = dots.double(), scores.double()
    if int(seen.sum()) < 3 or not float(x[seen].abs().max()) > 0:
        return named, "unknown"
    close = max(_CLOSE, 2 * torch.finfo(scores.dtype).eps) * float(y[seen].abs().max())
    scale = float(x[seen] @ y[seen]) / float(x[seen] @ x[seen])
    if float((y - scale * x)[seen].abs().max()) <= close:
        return scale, "nothing"
    for one in (named or likely, 1.0):
        if one is None:
            continue
        rest = torch.where(seen, y - one * x, torch.nan)
        by_distance = (rest[..., 1:, 1:] - rest[..., :-1, :-1], rest.diff(dim=-1).diff(dim=-1))
        if _are_small(rest - rest.nanmean(-1, keepdim=True), close):
            return one, "row"
        if any(_are_small(each, close) for each in by_distance):
            return one, "bias"
    return named, "unknown"


def _are_small(numbers: Tensor, close: float) -> bool:
    """Whether all numbers are zero apart from rounding; masked pairs (NaN) don't count."""
    return float(numbers.nan_to_num().abs().max()) <= close


def _made(value: Value, inside: Inside) -> VectorTraits:
    """The operations on queries, keys or values since their product with a matrix."""
    steps = list(inside.made_of(value, lambda step: step.name not in _PRODUCTS))
    factors = list(_factors(steps, inside))
    turned = sum(factor.shape[-1] * (4 if factor.is_complex() else 1) for factor in factors) // 2
    squares = sum(
        factor.shape[-1] * (2 if factor.is_complex() else 1) * float(factor.abs().double().pow(2).mean())
        for factor in factors
    )
    return VectorTraits(
        turned=turned,
        stretch=(squares / turned) ** 0.5 if turned else 1.0,
        normed=any(word in step.name for step in steps for word in _NORMS),
        biased=any(step.name == "aten.addmm.default" or _adds_row(step) for step in steps),
        clipped=any("clamp" in step.name for step in steps),
        scale=math.prod(_constant(step, inside) for step in steps),
    )


def _constant(step: Operation, inside: Inside) -> float:
    """The constant by which an operation multiplies its input; 1 if it does something else."""
    given = [value for value in step.inputs if value.tensor.numel() > 1]
    if step.name not in _TIMES | _OVER or len(given) != 1 or not _is_of_stream(given[0], inside):
        return 1.0
    return float(step.outputs[0].tensor.double().norm() / given[0].tensor.double().norm())


def _adds_row(step: Operation) -> bool:
    """Whether an operation adds one row of weights to each position's row."""
    rows = [value for value in step.inputs if value.step is None and len(value.shape) == 1 and value.shape[0] > 1]
    return step.name in ADD and len(step.inputs) == 2 and len(rows) == 1


def _factors(steps: list[Operation], inside: Inside) -> Iterator[Tensor]:
    """The factors that rotate a vector: each rotated number is the sum of two numbers, each times a factor for its position."""
    for step in steps:
        if step.name not in _TIMES or len(step.inputs) != 2:
            continue
        of_stream = [_is_of_stream(value, inside) for value in step.inputs]
        if of_stream.count(True) == 1:
            factor = step.inputs[of_stream.index(False)].tensor
            if _is_of_position(factor, {inside.positions, inside.seen.source}):
                yield factor


def _is_of_position(factor: Tensor, positions: set[int]) -> bool:
    """Whether a factor has a row of several numbers for each position, different between the first and the last."""
    axes = [axis for axis, size in enumerate(factor.shape[:-1]) if size in positions]
    if not axes or factor.shape[-1] < 2 or factor.dtype == torch.bool:
        return False
    return not torch.allclose(factor.select(axes[0], 0), factor.select(axes[0], -1))


def _is_of_stream(value: Value, inside: Inside) -> bool:
    """Whether a value was computed, in this block, from the block's input."""
    waiting, seen = [value], set[int]()
    while waiting:
        one = waiting.pop()
        if one.root() is inside.stream.root():
            return True
        if id(one) in seen or one.step is None or one.step.at < inside.block.at:
            continue
        seen.add(id(one))
        waiting += one.step.inputs
    return False


def _window_of_buffers(step: Operation | None, inside: Inside) -> int:
    """How many keys the last row of a module's own square mask shows, if they are fewer than its rows."""
    path = inside.block.path if step is None else step.path
    module = next((call.module for call in inside.calls if call.path == path), inside.block.module)
    for buffer in module.buffers(recurse=False):
        if buffer.dtype == torch.bool and buffer.dim() > 1 and buffer.shape[-1] == buffer.shape[-2] > 1:
            row = int(buffer.reshape(-1, *buffer.shape[-2:])[0, -1].sum())
            return row if row < buffer.shape[-1] else 0
    return 0
