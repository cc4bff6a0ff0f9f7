"""Attention patterns as lenses read them: layer by layer, a few queries at a time, in float32. Memory never holds a long pattern whole."""

from collections.abc import Iterator, Sequence

import torch

from cutaway.errors import BadIndex
from cutaway.models.attention import HIDDEN
from cutaway.trace.running import OnBlock
from cutaway.trace.site_names import missing
from cutaway.trace.trace import Trace

_CELLS = 2**22
"""The most weights in a tile, over all its heads."""

Sites = Sequence[str | None]
"""The pattern of each layer of one kind of attention, such as `layers.3.attn.pattern`; None for a layer that has none."""


def each_layer(sites: Sites, on_layer: OnBlock | None) -> Iterator[tuple[int, str | None]]:
    """The layers' numbers and patterns; calls `on_layer` before each with the number done and the total."""
    for layer, site in enumerate(sites):
        if on_layer is not None:
            on_layer(layer, len(sites))
        yield layer, site


def check_patterns(trace: Trace, sites: Sites) -> None:
    """Raises `NoSuchSite` if a site is not a pattern of the trace."""
    for site in sites:
        if site is not None and len(trace.sites[site]) != 3:
            raise missing(f"{site.rpartition('.')[0]}.pattern", trace.sites)


def tiles(
    trace: Trace,
    site: str,
    heads: slice = slice(None),
    queries: slice = slice(None),
    keys: slice = slice(None),
) -> Iterator[tuple[slice, torch.Tensor]]:
    """A pattern, a few queries at a time.

    Yields:
        The range of queries, and their weights `(heads, queries, keys)`.
    """
    shape = trace.sites[site]
    start, stop, _ = queries.indices(shape[1])
    rows = max(1, _CELLS // (len(range(*heads.indices(shape[0]))) * shape[2] or 1))
    for first in range(start, stop, rows):
        tile = slice(first, min(first + rows, stop))
        yield tile, trace.read(site, (heads, tile, keys)).float()


def visible_keys(trace: Trace, site: str, queries: slice) -> torch.Tensor:
    """Which keys the queries may look at, by the mask of the first head: `(queries, keys)`, boolean.

    If a model's scores can't be observed: the keys that any head gives weight to.
    """
    scores = site.removesuffix("pattern") + "scores"
    if scores not in trace.sites:
        return (trace.read(site, (slice(None), queries)) > 0).any(0)
    return ~is_masked(trace.read(scores, (0, queries)))


def is_masked(scores: torch.Tensor) -> torch.Tensor:
    """Which scores a mask has made so low that their share is 0."""
    return ~(scores > HIDDEN)


def is_cross(sites: Sites) -> bool:
    """Whether these are patterns of cross-attention, whose queries and keys are different tokens."""
    return any(site is not None and ".cross_attn." in site for site in sites)


def position_in(count: int, position: int) -> int:
    """A position counted from the start, also if it was given from the end.

    Raises:
        BadIndex: there is no such position.
    """
    if not -count <= position < count:
        raise BadIndex(f"There is no position {position}.", f"The text has {count} tokens, 0 to {count - 1}.")
    return position % count
