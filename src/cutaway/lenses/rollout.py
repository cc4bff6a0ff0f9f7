"""From a position back to the input, by attention alone: rollout and flow.

After Abnar & Zuidema 2020, Quantifying Attention Flow in Transformers. Both are approximations. They follow where heads look, averaged
over heads, with half of each step for the residual stream. They ignore what the values contain and everything the MLPs do.
"""

import torch
from torch import Tensor

from cutaway.arguments import checked
from cutaway.errors import TextTooLong, UnsupportedModel
from cutaway.lenses.patterns import Sites, check_patterns, each_layer, is_cross, position_in, tiles
from cutaway.trace.running import OnBlock
from cutaway.trace.trace import Trace

MOST_FOR_FLOW = 64
"""The most tokens for a flow: it takes one maximum flow for each."""


@checked
def rollout_from(trace: Trace, sites: Sites, position: int, *, on_layer: OnBlock | None = None) -> Tensor:
    """How much of each token is in a position, at each depth: the position's row in the product of the layers' matrices.

    >>> sites = [f"layers.{layer}.attn.pattern" for layer in range(30)]
    >>> rollout = cutaway.lenses.rollout_from(trace, sites, -1)
    >>> rollout.shape, rollout[0].tolist()  # it starts as the position itself
    (torch.Size([31, 6]), [0.0, 0.0, 0.0, 0.0, 0.0, 1.0])

    A layer's matrix is half the mean of its heads, each row made to sum to one, and half the identity.

    Args:
        sites: the patterns of one stack's layers; layers without attention are skipped.
        position: where to start; negative ones count from the end.
        on_layer: called before each layer, from the last one down; may raise `Cancelled` to stop.

    Returns:
        `(layers + 1, tokens)`, for the layers that have attention. The first row is the position itself, after the last layer; the
        last row is the input. Each sums to one.

    Raises:
        BadIndex: there is no such position.
        UnsupportedModel: these are patterns of cross-attention, or there are none.
    """
    found, count = _checked(trace, sites)
    at = position_in(count, position)
    share = torch.zeros(count, dtype=torch.float64)
    share[at] = 1
    rows = [share]
    for _, site in each_layer(found[::-1], on_layer):
        assert site is not None
        share = _back(trace, site, share)
        rows.append(share)
    return torch.stack(rows).float()


@checked
def flow_from(trace: Trace, sites: Sites, position: int, *, on_layer: OnBlock | None = None) -> Tensor:
    """The most that can flow from a position down to each input token, with the matrices of `rollout_from` as capacities.

    >>> sites = [f"layers.{layer}.attn.pattern" for layer in range(30)]
    >>> flow = cutaway.lenses.flow_from(trace, sites, -1)
    >>> flow.shape, bool(((flow >= 0) & (flow <= 1)).all())
    (torch.Size([6]), True)

    Args:
        sites, position: as in `rollout_from`.
        on_layer: called before each layer and then before each token; may raise `Cancelled` to stop.

    Returns:
        `(tokens,)`, each between 0 and 1; they need not sum to one.

    Raises:
        TextTooLong: the text has more than `MOST_FOR_FLOW` tokens.
        BadIndex, UnsupportedModel: as in `rollout_from`.
    """
    import networkx

    found, count = _checked(trace, sites)
    at = position_in(count, position)
    if count > MOST_FOR_FLOW:
        raise TextTooLong(
            f"Flow can be computed for texts of up to {MOST_FOR_FLOW} tokens; this one has {count}.",
            "Shorten the text, or look at the rollout.",
        )
    graph: networkx.DiGraph[tuple[int, int]] = networkx.DiGraph()
    reached = {at}
    for depth, site in each_layer(found[::-1], on_layer):
        assert site is not None
        matrix = step_matrix(trace, site)
        below: set[int] = set()
        for row in reached:
            for column in matrix[row].nonzero().flatten().tolist():
                graph.add_edge((depth, row), (depth + 1, column), capacity=float(matrix[row, column]))
                below.add(column)
        reached = below
    flows = torch.zeros(count)
    for done, token in enumerate(reached):
        if on_layer is not None:
            on_layer(done, len(reached))
        flows[token] = networkx.maximum_flow_value(graph, (0, at), (len(found), token))
    return flows


def step_matrix(trace: Trace, site: str) -> Tensor:
    """Half the mean of a layer's heads, each row made to sum to one, and half the identity: `(tokens, tokens)`, float64."""
    mean = trace.read(site).double().mean(0)
    return mean / mean.sum(-1, keepdim=True) / 2 + torch.eye(len(mean), dtype=mean.dtype, device=mean.device) / 2


def _back(trace: Trace, site: str, share: Tensor) -> Tensor:
    """Turns shares of a layer's output into shares of its input; reads only the queries that have a share."""
    stop = int(share.nonzero()[-1]) + 1
    below = share / 2
    for queries, pattern in tiles(trace, site, queries=slice(0, stop)):
        mean = pattern.double().mean(0).cpu()
        below = below + share[queries] @ (mean / mean.sum(-1, keepdim=True)) / 2
    return below


def _checked(trace: Trace, sites: Sites) -> tuple[list[str], int]:
    found = [site for site in sites if site is not None]
    if is_cross(sites):
        raise UnsupportedModel("Rollout can't follow attention to another stack.", "Choose attention within a stack.")
    if not found:
        raise UnsupportedModel("There is no attention to follow here.", "Choose a model that has attention.")
    check_patterns(trace, found)
    _, queries, keys = trace.sites[found[0]]
    if queries != keys:
        raise UnsupportedModel(
            f"{keys - queries} keys here belong to virtual tokens, which no layer writes to, so their values come from no input.",
            "Look at single layers, or at the model without its prefix.",
        )
    return found, queries
