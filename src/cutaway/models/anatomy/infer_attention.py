"""Finds a block's attentions: by calls of the registered function, or around the softmax of a model that computes its own."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import torch

from cutaway.models.anatomy.anatomy import Attention, HeadsSite, Op
from cutaway.models.anatomy.block_events import Inside
from cutaway.models.anatomy.dataflow import SAME, Operation, Value
from cutaway.models.anatomy.infer_traits import traits_heard, traits_inline
from cutaway.models.anatomy.probe import Call, Heard
from cutaway.models.projection import NoHeadShares, Projected, head_shares, is_plain

SOFTMAX = {"aten._softmax.default", "aten._safe_softmax.default"}
_ON_THE_WAY = SAME | {
    f"aten.{name}"
    for name in (
        "add.Tensor", "add_.Tensor", "mul.Tensor", "mul_.Tensor", "mul.Scalar", "div.Tensor", "div_.Tensor", "div.Scalar", "sub.Tensor",
        "where.self", "masked_fill.Scalar", "masked_fill.Tensor", "masked_fill_.Scalar", "masked_fill_.Tensor", "tanh.default",
        "maximum.default", "clamp.default",
    )
}  # fmt: skip
_PRODUCTS = {"aten.bmm.default", "aten.baddbmm.default", "aten.baddbmm_.default"}
_MOVES = SAME | {"aten.permute.default", "aten.transpose.int"}
_HEADS = ("q", "k", "v", "scores", "pattern")


@dataclass(frozen=True, slots=True)
class FoundAttention:
    """An attention, its time, and its result after the output projection."""

    attention: Attention
    at: int
    out: Value | None


def find_attentions(inside: Inside) -> list[FoundAttention]:
    """The attentions of a block, in order, each with a name of its own."""
    found = [_heard(heard, inside) for heard in inside.heard] or list(_inline(inside))
    counts: dict[str, int] = {}
    named = []
    for each in found:
        name = each.attention.name
        count = counts[name] = counts.get(name, 0) + 1
        named.append(each if count == 1 else replace(each, attention=replace(each.attention, name=f"{name}{count}")))
    return named


def _heard(heard: Heard, inside: Inside) -> FoundAttention:
    """An attention that went through the registered function."""
    calls = (c for c in reversed(inside.calls) if c.module is heard.call.module and c.at < heard.at)
    module = next(calls, inside.block)
    _, heads, queries, d_head = heard.query.shape
    projection = _projection(heard.output, inside)
    keys = heard.key.shape[2]
    cross, virtual = _kind(queries, keys, inside)
    out = projection.first_gave if projection is not None else _whole(module, inside)
    no_result = _why_no_result(projection, heads, heard.output.tensor[0])
    sites = (*_HEADS, *(("sink",) if heard.sink else ()), "z", *(() if no_result else ("result",)))
    attention = Attention(
        name="cross_attn" if cross else "attn",
        path=module.path,
        inline=None,
        fused=heard.fused,
        sink=heard.sink,
        output_projection=None if projection is None else projection.path,
        heads=heads,
        key_value_heads=heard.key.shape[1],
        d_head=d_head,
        d_value=heard.value.shape[-1],
        d_out=0 if out is None else out.shape[-1],
        call=sum(h.call.module is heard.call.module and h.at < heard.at for h in inside.heard),
        sites=sites,
        no_result=no_result,
        virtual_keys=virtual,
        traits=traits_heard(heard, inside),
    )
    return FoundAttention(attention, heard.at, out)


def _kind(queries: int, keys: int, inside: Inside) -> tuple[bool, int]:
    """Whether keys come from another stack than the queries, and how many of them belong to no query's token."""
    two = len(inside.seen.arguments) > 1
    if not two or keys == queries + inside.block.past:
        return False, max(0, keys - queries)
    return True, max(0, keys - inside.seen.source)


def _inline(inside: Inside) -> Iterator[FoundAttention]:
    """Attentions that modules compute in their own code: a softmax of every query over every key, between two products."""
    lengths = {inside.seen.positions, inside.seen.source}
    for step in inside.steps:
        if step.name not in SOFTMAX:
            continue
        scores, pattern = step.inputs[0], step.outputs[0]
        if len(scores.shape) not in (3, 4) or not {*scores.shape[-2:]} <= lengths:
            continue
        heads = scores.shape[-3]
        places = {"scores": HeadsSite(Op(step.path, step.name, step.nth, 0))}
        product = _score_product(scores, inside)
        sizes: dict[str, tuple[int, int]] = {}
        if product is not None:
            for name, operand, swapped in (("q", product[0], False), ("k", product[1], True)):
                _note(name, operand, swapped, heads, inside, places, sizes)
        places["pattern"] = HeadsSite(Op(step.path, step.name, step.nth))
        summed = _weighted_sum(pattern, inside)
        z: Value | None = None
        if summed is not None:
            z = summed.outputs[0]
            _note("v", summed.inputs[1], False, heads, inside, places, sizes)
            places["z"] = HeadsSite(Op(summed.path, summed.name, summed.nth))
        projection = None if z is None else _projection(z, inside)
        module = next((c for c in reversed(inside.calls) if c.path == step.path and c.at < step.at), inside.block)
        out = projection.first_gave if projection is not None else _whole(module, inside)
        order = ("q", "k", "v", "scores", "pattern", "z")
        no_result = _why_no_result(
            projection, heads, z.tensor.reshape(heads, -1, z.shape[-1]).transpose(0, 1) if z else None
        )
        attention = Attention(
            name="cross_attn" if scores.shape[-1] != scores.shape[-2] else "attn",
            path=step.path,
            inline=places,
            fused=False,
            sink=False,
            output_projection=None if projection is None else projection.path,
            heads=heads,
            key_value_heads=sizes.get("k", (heads, 0))[0],
            d_head=sizes.get("q", (heads, 0))[1],
            d_value=z.shape[-1] if z is not None else 0,
            d_out=0 if out is None else out.shape[-1],
            call=0,
            sites=(*(name for name in order if name in places), *(() if no_result else ("result",))),
            no_result=no_result,
            traits=traits_inline(scores, product, None if summed is None else summed.inputs[1], inside),
        )
        yield FoundAttention(attention, step.at, out)


def _note(
    name: str,
    operand: Value,
    swapped: bool,
    heads: int,
    inside: Inside,
    places: dict[str, HeadsSite],
    sizes: dict[str, tuple[int, int]],
) -> None:
    """Notes the place where an operand of a product has its own number of heads."""
    value = _with_heads(operand)
    step = value.step
    if step is None or step.at < inside.block.at:
        return
    rows, columns = (-1, -2) if swapped else (-2, -1)
    if value.shape[rows] not in (inside.seen.positions, inside.seen.source):
        return
    own = value.shape[-3] if len(value.shape) == 4 else heads
    places[name] = HeadsSite(Op(step.path, step.name, step.nth, None, value.output), swapped)
    sizes[name] = (own, value.shape[columns])


def _with_heads(operand: Value) -> Value:
    """The earliest form of an operand that has four axes, before heads were repeated or folded into the batch."""
    best = value = operand
    while value.step is not None and value.step.name in SAME:
        value = value.step.inputs[0]
        if len(value.shape) == 4 and value.shape[0] == 1 and value.shape[-2:] == operand.shape[-2:]:
            best = value
    return best


def _score_product(scores: Value, inside: Inside) -> tuple[Value, Value] | None:
    """The query and the key of the product nearest to the scores."""
    for step in inside.made_of(scores, lambda step: step.name in _ON_THE_WAY):
        if step.name in _PRODUCTS and step.outputs[0].tensor.numel() == scores.tensor.numel():
            return step.inputs[-2], step.inputs[-1]
    return None


def _weighted_sum(pattern: Value, inside: Inside) -> Operation | None:
    """The product of the pattern, or of a tensor made from it, with the values."""
    waiting, seen = [pattern], set()
    while waiting:
        value = waiting.pop(0)
        for step in inside.seen.flow.consumers(value):
            if id(step) in seen:
                continue
            seen.add(id(step))
            if step.name == "aten.bmm.default" and step.inputs[0] is value:
                return step
            if step.name in SAME | {"aten.mul.Tensor"}:
                waiting += step.outputs
    return None


def _projection(z: Value, inside: Inside) -> Call | None:
    """The module that multiplies the joined heads by a matrix."""
    width = z.tensor.numel() // inside.positions
    for call in inside.calls:
        given = call.first_given
        if not call.matrix or given is None or len(call.gave) != 1:
            continue
        if given.shape[-1] == width and _moved(given) is _moved(z):
            return call
    return None


def _why_no_result(projection: Call | None, heads: int, z: torch.Tensor | None) -> str:
    """Why heads have no share in a projection's output; empty if they have.

    Args:
        z: each head's output, `(positions, heads, d_value)`.
    """
    if projection is None or z is None or projection.first_given is None or projection.first_gave is None:
        return "no module of its own mixes its heads by one product with a matrix"
    given, gave = projection.first_given.tensor, projection.first_gave.tensor
    if not torch.equal(given.reshape(z.shape).to(z.dtype), z):
        return "its heads do not lie side by side in the input of its output projection"
    if is_plain(projection.module):
        return ""
    given = given if projection.before is None else projection.before
    swapped = given.dim() == 3 and given.shape[0] != 1 and given.shape[1] == 1
    try:
        head_shares(Projected(projection.module, given, (), {}, gave, heads, int(swapped)))
    except NoHeadShares:
        return "its output projection of all heads is not the sum of its projections of each: it is not linear"
    except Exception as error:  # a foreign hook or module may raise anything when called alone
        return f"its output projection can't be called for one head alone: {error}"
    return ""


def _moved(value: Value) -> Value:
    """The earliest value with the same numbers in any order."""
    while (
        value.step is not None
        and value.step.name in _MOVES
        and value.step.inputs[0].tensor.numel() == value.tensor.numel()
    ):
        value = value.step.inputs[0]
    return value


def _whole(module: Call, inside: Inside) -> Value | None:
    """A whole attention module's output, if it has the shape of the residual stream."""
    gave = module.first_gave
    return gave if module is not inside.block and gave is not None and inside.is_stream(gave) else None
