"""`trace.explain`: why a number is what it is and from what it was computed, down to a row of the embedding table.

It runs a block again with every operation on tape, and so follows the model's own code, whatever its architecture.
"""

import operator
import weakref

from cutaway.arguments import fits, shown
from cutaway.errors import BadIndex
from cutaway.trace.explain.building import Builder
from cutaway.trace.explain.explanation import Explanation
from cutaway.trace.reader import TraceReader
from cutaway.trace.site_names import SiteName, missing
from cutaway.trace.sites import normalise

_AXES = {
    "scores": ("head", "query", "key"), "pattern": ("head", "query", "key"), "sink": ("head", "query"),
    "pre": ("position", "neuron"), "gate": ("position", "neuron"), "post": ("position", "neuron"),
    "router": ("position", "expert"), "experts": ("position", "choice"), "weights": ("position", "choice"),
    "logits": ("position", "token"),
}  # fmt: skip

_builders: "weakref.WeakValueDictionary[int, Builder]" = weakref.WeakValueDictionary()
"""By the trace's id: a builder keeps its trace alive, so the id stays valid as long as the builder is here."""


def explain(
    trace: TraceReader, site: str, *, index: tuple[int, ...] | None = None, top: int = 8, **axes: int
) -> Explanation:
    """Why one number is what it is.

    Args:
        site: a name of `Trace.sites`.
        index: one integer per axis, which may be negative; or name the axes instead:

            - attention's scores and pattern: `head`, `query`, `key`; its sink: `head`, `query`;
            - q, k, v, z and result: `head`, `position`, `dimension` (for k and v a key/value head);
            - mlp.pre, mlp.gate and mlp.post: `position`, `neuron`;
            - a router's logits: `position`, `expert`; its experts and weights: `position`, `choice`;
            - logits: `position`, `token`;
            - all others: `position`, `dimension`.
        top: the most terms to list; the others are added up.

    Returns:
        The operation, its terms and their inputs, each of which can be explained in turn.

    Raises:
        NoSuchSite: the model has no such site.
        BadIndex: an axis is missing or does not exist, or an index is outside its axis.
    """
    shape = trace.sites.get(site) if isinstance(site, str) else None
    if shape is None:
        raise missing(site, trace.sites, trace.model.anatomy.unseen)
    asked = _index(site, shape, index, axes)
    if top < 1:
        raise BadIndex(f"An explanation can't have {top} terms.", "Ask for at least one term.")
    builder = _builders.get(id(trace))
    if builder is None:
        builder = _builders[id(trace)] = Builder(trace)
    return builder.site(site, tuple(part.start for part in normalise(asked, shape, site)), top)


def axis_names(site: str, count: int) -> tuple[str, ...]:
    """The names of a site's axes for choosing one of its numbers."""
    known = _AXES.get(SiteName.of(site).tensor)
    if known is not None and len(known) == count:
        return known
    return ("head", "position", "dimension")[-count:]


def _index(site: str, shape: tuple[int, ...], index: tuple[int, ...] | None, axes: dict[str, int]) -> tuple[int, ...]:
    names = axis_names(site, len(shape))
    sizes = ", ".join(f"{name} (0 to {size - 1})" for name, size in zip(names, shape, strict=True))
    if index is not None:
        if axes or not fits(index, tuple[int, ...]) or len(index) != len(shape):
            raise BadIndex(
                f"{shown(index)} is not an index of one number of {site}.", f"It needs, in this order: {sizes}."
            )
        return tuple(operator.index(i) for i in index)
    strange = [name for name in axes if name not in names]
    if strange:
        raise BadIndex(f"{site} has no axis called {strange[0]}.", f"It has {sizes}.")
    lacking = [name for name in names if name not in axes]
    if lacking:
        raise BadIndex(
            f"The index of a number of {site} is incomplete: {', '.join(lacking)} is missing.", f"Name {sizes}."
        )
    return tuple(operator.index(axes[name]) for name in names)
