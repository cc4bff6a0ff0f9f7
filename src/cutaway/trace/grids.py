"""The usual grids of edits for sweeps: every head, every layer at every position, every neuron."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, overload

from cutaway.arguments import checked
from cutaway.errors import BadIndex
from cutaway.trace.edits import Edit, ablate, replace
from cutaway.trace.selection import Asked, Source
from cutaway.trace.site_names import missing
from cutaway.trace.trace import Trace

Stack = Literal["encoder", "decoder"]
To = Literal["zero", "mean", "resample"]


@dataclass(frozen=True, eq=False)
class Grid(Sequence[Edit]):
    """Edits in rows and columns: a sweep over them gives a tensor of this shape.

    Attributes:
        edits: row after row.
        axes: what the axes count, for example `("layers", "heads")`.
        shape: the sizes of the axes.
        rows: along the first axis, the tensor that each row's edits change.
    """

    edits: tuple[Edit, ...]
    axes: tuple[str, ...]
    shape: tuple[int, ...]
    rows: tuple[str, ...]

    @overload
    def __getitem__(self, index: int) -> Edit: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Edit]: ...
    def __getitem__(self, index: int | slice) -> Edit | Sequence[Edit]:
        return self.edits[index]

    def __iter__(self) -> Iterator[Edit]:
        return iter(self.edits)

    def __len__(self) -> int:
        return len(self.edits)


@checked
def heads(
    trace: Trace,
    *,
    to: To = "zero",
    over: Sequence[Source] = (),
    seed: int = 0,
    position: Asked = None,
    attention: str = "attn",
    stack: Stack | None = None,
) -> Grid:
    """Ablates each head, by its `z`: `(layers, heads)`, for the layers that have attention.

    >>> grid = cutaway.heads(trace)
    >>> grid.axes, grid.shape
    (('layers', 'heads'), (30, 9))
    >>> grid[5].site, grid[5].where.head
    ('layers.0.attn.z', 5)

    Args:
        to, over, seed, position: as in `ablate`.
        attention: `attn`, or `cross_attn` in a decoder that looks at an encoder.
        stack: the stack of a two-stack model; None: the decoder.

    Raises:
        NoSuchSite: there is no such attention.
        BadIndex: layers have different numbers of heads, so they do not form a grid.
    """
    sites = _sites(trace, f"{attention}.z", stack)
    columns = _alike([trace.sites[site][0] for site in sites], "heads")
    edits = tuple(
        ablate(site, head=head, position=position, to=to, over=over, seed=seed)
        for site in sites
        for head in range(columns)
    )
    return Grid(edits, ("layers", "heads"), (len(sites), columns), tuple(sites))


@checked
def cells(trace: Trace, site: str, source: Source, *, head: Asked = None, stack: Stack | None = None) -> Grid:
    """Replaces each layer at each position by another trace's values: `(layers, positions)`, for the layers that have such a tensor.

    >>> grid = cutaway.cells(trace, "resid_pre", model.trace("The dog sat on the mat"))
    >>> grid.axes, grid.shape
    (('layers', 'positions'), (30, 6))

    Args:
        site: its name within a layer, such as `resid_pre` or `attn.z`.
        source: a trace with the same number of tokens.
        head: only this head or these.
        stack: the stack of a two-stack model; None: the decoder.

    Raises:
        NoSuchSite: there is no such tensor.
        BadIndex: the texts have different lengths.
    """
    sites = _sites(trace, site, stack)
    columns = trace.sites[sites[0]][-2]
    there = source.sites[sites[0]][-2] if sites[0] in source.sites else columns
    if there != columns:
        raise BadIndex(
            f"The texts have {columns} and {there} tokens, so their positions do not correspond.",
            "Patch between texts of the same number of tokens, or build the edits with `replace`.",
        )
    edits = tuple(replace(name, source, head=head, position=position) for name in sites for position in range(columns))
    return Grid(edits, ("layers", "positions"), (len(sites), columns), tuple(sites))


@checked
def neurons(
    trace: Trace,
    layer: int | str,
    *,
    to: To = "zero",
    over: Sequence[Source] = (),
    seed: int = 0,
    position: Asked = None,
) -> Grid:
    """Ablates each neuron of a layer's MLP, by its `mlp.post`: `(neurons,)`.

    >>> grid = cutaway.neurons(trace, 3)
    >>> grid.axes, grid.shape
    (('neurons',), (1536,))

    Args:
        layer: its number (in a two-stack model, of the decoder), or its name, such as `encoder.layers.3`.
        to, over, seed, position: as in `ablate`.

    Raises:
        NoSuchSite: there is no such layer, or its MLP has no neurons of its own (a mixture of experts).
    """
    site = (
        f"{layer}.mlp.post"
        if isinstance(layer, str)
        else f"{trace.model.anatomy.blocks[-1].stack}layers.{layer}.mlp.post"
    )
    if site not in trace.sites:
        raise missing(site, trace.sites, trace.model.anatomy.unseen)
    count = trace.sites[site][-1]
    edits = tuple(ablate(site, neuron=n, position=position, to=to, over=over, seed=seed) for n in range(count))
    return Grid(edits, ("neurons",), (count,), (site,))


def _sites(trace: Trace, short: str, stack: Stack | None) -> list[str]:
    """A tensor's full names in the layers that have it, in order of call."""
    blocks = trace.model.anatomy.blocks
    prefix = blocks[-1].stack if stack is None else f"{stack}."
    own = [f"{block.name}.{short}" for block in blocks if block.stack == prefix]
    found = [site for site in own if site in trace.sites]
    if not found:
        raise missing(own[0] if own else f"{prefix}layers.0.{short}", trace.sites)
    return found


def _alike(sizes: Sequence[int], what: str) -> int:
    if len({*sizes}) > 1:
        raise BadIndex(
            f"The layers have different numbers of {what}: {sizes}.", "Build the edits with `ablate`, layer by layer."
        )
    return sizes[0]
