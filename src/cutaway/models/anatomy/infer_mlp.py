"""Finds the parts of an MLP: its two or three products, its activation, and the routing of a mixture of experts."""

import torch

from cutaway.models.anatomy.anatomy import Site
from cutaway.models.anatomy.block_events import Inside, site_at
from cutaway.models.anatomy.dataflow import Operation, Value

_ACTIVATIONS = {
    f"aten.{name}.default"
    for name in (
        "silu",
        "gelu",
        "relu",
        "sigmoid",
        "tanh",
        "hardtanh",
        "elu",
        "leaky_relu",
        "mish",
        "softplus",
        "silu_",
        "relu_",
    )
}
_SLOPES = 4
"""The most numbers that an activation function learns."""
_PRODUCTS = {"aten.mm.default", "aten.addmm.default", "aten.bmm.default"}


def find_mlp(out: Value, inside: Inside) -> tuple[dict[str, tuple[int, Site]], int]:
    """`mlp.pre`, `mlp.gate` and `mlp.post` of the MLP that produced `out`, each with its time; and the MLP's width."""
    down = inside.giver(out)
    if down is None or not down.matrix or (post := down.first_given) is None:
        return {}, 0
    width = post.shape[-1]
    found = {"mlp.post": (down.at, site_at(inside.entrance(down), post))}
    for name, value in _before_activation(post, inside).items():
        at = inside.place(value)
        if at is not None and value.shape[-1] == width:
            found[name] = (at[0], site_at(at[1], value))
    return found, width


def find_mixture(inside: Inside) -> dict[str, Value]:
    """The routing of a mixture of experts: `router` (a logit for each expert), `experts` (those chosen), `weights`."""
    found = _handed_to_experts(inside) or _chosen(inside)
    if found:
        router = _router(found.get("weights", found["experts"]), inside)
        if router is not None:
            found["router"] = inside.as_given(router)
    return found


def _handed_to_experts(inside: Inside) -> dict[str, Value]:
    """The inputs of a module that takes, for each position, the indices of some experts and a weight for each."""
    for call in inside.calls:
        given = [value for value in call.given.values() if _one_row_a_position(value, inside)]
        experts = next((v for v in given if not v.tensor.is_floating_point() and v.tensor.dtype != torch.bool), None)
        weights = next(
            (v for v in given if v.tensor.is_floating_point() and experts and v.shape == experts.shape), None
        )
        if experts is not None and weights is not None:
            return {"experts": experts, "weights": weights}
    return {}


def _chosen(inside: Inside) -> dict[str, Value]:
    """The last top-k choice at each position, and the weights computed from it."""
    chosen = [s for s in inside.steps if s.name == "aten.topk.default" and _one_row_a_position(s.outputs[0], inside)]
    if not chosen:
        return {}
    weights = _weights(chosen[-1], inside)
    return {"experts": chosen[-1].outputs[1]} | ({} if weights is None else {"weights": weights})


def _one_row_a_position(value: Value, inside: Inside) -> bool:
    return len(value.shape) >= 2 and value.tensor.numel() == inside.positions * value.shape[-1]


def _before_activation(post: Value, inside: Inside) -> dict[str, Value]:
    """The input of the activation function, and the factor on its result if there is a gate."""
    given = _activated(post, inside)
    if given is not None:
        return {"mlp.pre": given}
    step = inside.as_given(post).root().step
    if step is not None and step.name == "aten.mul.Tensor" and len(step.inputs) == 2:
        for one, other in (step.inputs, step.inputs[::-1]):
            gate = _activated(one, inside)
            if gate is not None:
                return {"mlp.gate": gate, "mlp.pre": inside.as_given(other)}
    only = _only_product(post, inside)
    return {} if only is None else {"mlp.pre": only}


def _only_product(post: Value, inside: Inside) -> Value | None:
    """The one product that `post` was computed from, element by element: an activation function written out in operations."""
    products: list[Operation] = []
    for step in inside.made_of(post, lambda step: step.name not in _PRODUCTS):
        if step.name in _PRODUCTS:
            products.append(step)
        elif any(v.tensor.numel() not in (1, step.outputs[0].tensor.numel()) for v in step.inputs):
            return None
    return _seen_first(products[0].outputs[0], inside) if len(products) == 1 else None


def _activated(value: Value, inside: Inside) -> Value | None:
    """The input of the activation function that produced `value`, if one did."""
    root = value.root()
    for call in inside.calls:
        given, gave = call.first_given, call.first_gave
        learned = sum(p.numel() for p in call.module.parameters())
        if given is None or gave is None or learned > _SLOPES:
            continue
        if gave.root() is root and given.root() is not root and given.shape == gave.shape:
            return inside.as_given(given)
    if root.step is not None and root.step.name in _ACTIVATIONS:
        return inside.as_given(root.step.inputs[0])
    return None


def _router(made: Value, inside: Inside) -> Value | None:
    """The product behind a choice of experts, `(positions, experts)`."""
    steps = inside.made_of(made, lambda step: step.name not in _PRODUCTS)
    product = next((step for step in steps if step.name in _PRODUCTS), None)
    return None if product is None else _seen_first(product.outputs[0], inside)


def _seen_first(product: Value, inside: Inside) -> Value:
    """A product as returned by the module that computed it, if one did."""
    return next((v for v in _views(product, inside) if inside.giver(v) is not None), product)


def _views(value: Value, inside: Inside) -> list[Value]:
    """A value and everything made from it without changing a number."""
    found = [value]
    for seen in found:
        found += [o for s in inside.seen.flow.consumers(seen) for o in s.outputs if o.root() is value.root()]
    return found


def _weights(chosen: Operation, inside: Inside) -> Value | None:
    """The last tensor computed from the choice that still has one number for each chosen expert."""
    shape = chosen.outputs[0].shape
    made = {id(value) for value in chosen.outputs}
    last: Value | None = None
    for step in inside.steps:
        if step is chosen:
            last = chosen.outputs[0]
        elif step.at > chosen.at and any(id(v) in made for v in step.inputs):
            for value in step.outputs:
                if value.tensor.is_floating_point() and value.shape == shape:
                    last = value
                    made.add(id(value))
                elif value.shape[:-1] == shape[:-1]:
                    made.add(id(value))
    return last
