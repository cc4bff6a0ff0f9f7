"""`trace.explain`: why a number is what it is, from what it was computed, down to a row of the embedding table.

A block is run again with every operation on tape, so this follows what the model's own code did, whatever its architecture.
"""

import operator
import weakref

from cutaway.arguments import fits, shown
from cutaway.errors import BadIndex
from cutaway.trace.explain.building import Builder
from cutaway.trace.explain.explanation import Explanation, Input, NothingBehind, Term
from cutaway.trace.reader import TraceReader
from cutaway.trace.sites import missing, normalise

__all__ = ["Explanation", "Input", "NothingBehind", "Term", "axis_names", "explain"]

_AXES = {
    "scores": ("head", "query", "key"), "pattern": ("head", "query", "key"), "sink": ("head", "query"),
    "pre": ("position", "neuron"), "gate": ("position", "neuron"), "post": ("position", "neuron"),
    "router": ("position", "expert"), "experts": ("position", "choice"), "weights": ("position", "choice"),
    "logits": ("position", "token"),
}  # fmt: skip

_builders: "weakref.WeakValueDictionary[int, Builder]" = weakref.WeakValueDictionary()
"""By the trace's id: a builder holds its trace, so as long as it is here, so is that."""


def explain(
    trace: TraceReader, site: str, *, index: tuple[int, ...] | None = None, top: int = 8, **axes: int
) -> Explanation:
    """Why one number is what it is.

    Args:
        site: a name of `Trace.sites`.
        index: one integer an axis, which may be negative; or name the axes instead:

            - attention's scores and pattern: `head`, `query`, `key`; its sink: `head`, `query`;
            - q, k, v, z and result: `head`, `position`, `dimension` (for k and v a key/value head);
            - mlp.pre, mlp.gate and mlp.post: `position`, `neuron`;
            - a router's logits: `position`, `expert`; its experts and weights: `position`, `choice`;
            - logits: `position`, `token`;
            - all others: `position`, `dimension`.
        top: how many terms to list at most; the others are summed up.

    Returns:
        The operation, its terms and their inputs, each of which can be explained in turn.

    Raises:
        NoSuchSite: the model has no such site.
        BadIndex: an axis is missing or not there, or an index is outside of it.
    """
    shape = trace.sites.get(site) if isinstance(site, str) else None
    if shape is None:
        raise missing(site, trace.sites, trace.model.anatomy.unseen)
    asked = _index(site, shape, index, axes)
    if top < 1:
        raise BadIndex(f"An explanation of {top} terms says nothing.", "Ask for one term at least.")
    builder = _builders.get(id(trace))
    if builder is None:
        builder = _builders[id(trace)] = Builder(trace)
    return builder.site(site, tuple(part.start for part in normalise(asked, shape, site)), top)


def axis_names(site: str, count: int) -> tuple[str, ...]:
    """What the axes of a site's tensor are called when one of its numbers is asked for."""
    known = _AXES.get(site.rpartition(".")[2])
    if known is not None and len(known) == count:
        return known
    return ("head", "position", "dimension")[-count:]


def _index(site: str, shape: tuple[int, ...], index: tuple[int, ...] | None, axes: dict[str, int]) -> tuple[int, ...]:
    names = axis_names(site, len(shape))
    sizes = ", ".join(f"{name} (0 to {size - 1})" for name, size in zip(names, shape, strict=True))
    if index is not None:
        if axes or not fits(index, tuple[int, ...]) or len(index) != len(shape):
            raise BadIndex(f"{shown(index)} is no index of one number of {site}.", f"It needs, in this order: {sizes}.")
        return tuple(operator.index(i) for i in index)
    strange = [name for name in axes if name not in names]
    if strange:
        raise BadIndex(f"{site} has no axis called {strange[0]}.", f"It has {sizes}.")
    lacking = [name for name in names if name not in axes]
    if lacking:
        raise BadIndex(f"One number of {site} was not told: {', '.join(lacking)} is missing.", f"Name {sizes}.")
    return tuple(operator.index(axes[name]) for name in names)
