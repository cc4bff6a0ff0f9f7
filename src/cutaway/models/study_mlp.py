"""Finding what an MLP's result was made of: its two or three products, its activation, and the routing of a mixture of experts."""

from cutaway.models.anatomy import Site
from cutaway.models.dataflow import Step, Value
from cutaway.models.inside import Inside

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
    """`mlp.pre`, `mlp.gate` and `mlp.post` of the MLP that gave `out`, each with when it is seen; and the MLP's width."""
    down = inside.giver(out)
    if down is None or not down.matrix or (post := down.first_given) is None:
        return {}, 0
    width = post.shape[-1]
    found = {"mlp.post": (down.at, Site(inside.entrance(down), width))}
    for name, value in _before_activation(post, inside).items():
        at = inside.place(value)
        if at is not None and value.shape[-1] == width:
            found[name] = (at[0], Site(at[1], width))
    return found, width


def find_mixture(inside: Inside) -> dict[str, Value]:
    """The routing of a mixture of experts: `router` (a logit for each expert), `experts` (those chosen), `weights`."""
    chosen = [
        step
        for step in inside.steps
        if step.name == "aten.topk.default"
        and step.outputs[0].tensor.numel() == inside.positions * step.outputs[0].shape[-1]
    ]
    if not chosen:
        return {}
    step = chosen[-1]
    found = {"experts": step.outputs[1]}
    router = _router(step, inside)
    if router is not None:
        found["router"] = inside.as_given(router)
    weights = _weights(step, inside)
    if weights is not None:
        found["weights"] = weights
    return found


def _before_activation(post: Value, inside: Inside) -> dict[str, Value]:
    """What went into the activation function, and what it was multiplied with where there is a gate."""
    given = _activated(post, inside)
    if given is not None:
        return {"mlp.pre": given}
    step = inside.as_given(post).root().step
    if step is None or step.name != "aten.mul.Tensor" or len(step.inputs) != 2:
        return {}
    for one, other in (step.inputs, step.inputs[::-1]):
        gate = _activated(one, inside)
        if gate is not None:
            return {"mlp.gate": gate, "mlp.pre": inside.as_given(other)}
    return {}


def _activated(value: Value, inside: Inside) -> Value | None:
    """What an activation function was given, if it gave `value`."""
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


def _router(chosen: Step, inside: Inside) -> Value | None:
    """The product that the choice of experts was made from, `(positions, experts)`."""
    waiting, seen = [chosen.inputs[0]], set()
    while waiting:
        value = waiting.pop(0)
        step = value.step
        if step is None or id(step) in seen or step.at < inside.block.at:
            continue
        seen.add(id(step))
        if step.name in _PRODUCTS:
            return next((v for v in _views(step.outputs[0], inside) if inside.giver(v) is not None), step.outputs[0])
        waiting += step.inputs
    return None


def _views(value: Value, inside: Inside) -> list[Value]:
    """A value and what was made of it without changing a number."""
    found = [value]
    for seen in found:
        found += [o for s in inside.seen.flow.consumers(seen) for o in s.outputs if o.root() is value.root()]
    return found


def _weights(chosen: Step, inside: Inside) -> Value | None:
    """The last thing made of the choice that still has one number for each chosen expert."""
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
