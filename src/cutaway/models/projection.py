"""Each head's share of an output projection: shares that add up to the module's output, or an error if there are none.

A projection may be more than a product with its weight: it may have adapters, hooks, or a quantised or derived weight. So the product is
used only for a plain module; any other is called with one head's output and zeros for all others. Either way, the shares are compared
with the module's own output for the same input.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn
from transformers.pytorch_utils import Conv1D

from cutaway.errors import CutawayError
from cutaway.models.foreign_hooks import is_hooked, without_own

NEAR = {torch.float32: 1e-5, torch.float64: 1e-12}
"""The greatest difference between a sum and the module's output, relative to the summands, that rounding explains."""
_ROUNDINGS = 4
"""The same in other precisions, in units of their rounding."""


class NoHeadShares(CutawayError):
    """A projection's output is not the sum of its projections of each head."""

    code = "no-head-shares"


@dataclass(frozen=True, slots=True)
class Projected:
    """One call of an output projection.

    Attributes:
        module: the projection.
        given: its input, before any hook on it; the heads lie side by side along the last axis.
        further, keywords: its other arguments.
        gave: its output, after foreign hooks.
        heads: the number of heads.
        batch_axis: the axis of the batch in `given`.
    """

    module: nn.Module
    given: torch.Tensor
    further: tuple[Any, ...]
    keywords: dict[str, Any]
    gave: torch.Tensor
    heads: int
    batch_axis: int = 0

    def call(self, given: torch.Tensor) -> torch.Tensor:
        """The module's output for another input."""
        with without_own(self.module):
            return self.module(given, *self.further, **self.keywords)

    def alone(self, head: int) -> torch.Tensor:
        """The module's input, with zeros for all other heads."""
        alone = torch.zeros_like(self.given)
        own = slice(head * (alone.shape[-1] // self.heads), (head + 1) * (alone.shape[-1] // self.heads))
        alone[..., own] = self.given[..., own]
        return alone


Shares = tuple[torch.Tensor, torch.Tensor | None]
"""The projection of each head, stacked in front, and the constant that the module adds to their sum."""


def head_shares(projected: Projected) -> torch.Tensor:
    """Each head's share of a projection's output: `(heads, …)`, followed by the output's shape.

    Their sum plus the projection of zeros (mostly its bias) equals the output.

    Raises:
        NoHeadShares: it does not.
    """
    for shares, constant in _attempts(projected):
        if _add_up(shares, constant, projected.gave):
            return shares
    raise NoHeadShares(
        f"The output of {type(projected.module).__name__} for all heads is not the sum of its outputs for each, so no head has a share.",
        "It is not linear: it rounds its input, or a hook changes it. Read or edit `attn.z`, its input, or `attn.out`.",
    )


def is_plain(module: nn.Module) -> bool:
    """Whether a module is just a product with its weight, perhaps plus a bias."""
    if type(module) not in (nn.Linear, Conv1D) or "forward" in vars(module) or is_hooked(module):
        return False
    weight = module._parameters.get("weight")
    return type(weight) is nn.Parameter and weight.is_floating_point() and not weight.is_meta


def _attempts(projected: Projected) -> Iterator[Shares]:
    """Attempts at the shares, cheapest first."""
    if is_plain(projected.module) and projected.module.get_parameter("weight").dtype == projected.given.dtype:
        yield _by_weight(projected)
    together = _together(projected)
    if together is not None:
        yield together
    yield _one_by_one(projected)


def _by_weight(projected: Projected) -> Shares:
    weight = projected.module.get_parameter("weight")
    matrix = weight if isinstance(projected.module, Conv1D) else weight.T
    z = projected.given.unflatten(-1, (projected.heads, -1)).movedim(-2, 0)
    rows = matrix.reshape(projected.heads, -1, matrix.shape[-1])
    shares = torch.matmul(z.flatten(1, -2), rows).unflatten(1, z.shape[1:-1])
    return shares, projected.module._parameters.get("bias")


def _together(projected: Projected) -> Shares | None:
    """By one call of the module for all heads; None if it can't be called like this."""
    axis, heads = projected.batch_axis, range(projected.heads)
    try:
        gave = projected.call(torch.cat([projected.alone(head) for head in heads], axis))
        constant = projected.call(torch.zeros_like(projected.given))
        shares = torch.stack(gave.chunk(projected.heads, axis))
    except Exception:  # a hook may raise anything for this many rows
        return None
    return (shares - constant, constant) if shares.shape[1:] == constant.shape else None


def _one_by_one(projected: Projected) -> Shares:
    """By a call of the module for each head, with the original shape."""
    constant = projected.call(torch.zeros_like(projected.given))
    shares = [projected.call(projected.alone(head)) - constant for head in range(projected.heads)]
    return torch.stack(shares), constant


def _add_up(shares: torch.Tensor, constant: torch.Tensor | None, gave: torch.Tensor) -> bool:
    """Whether shares and constant add up to the output, apart from rounding."""
    if shares.shape[1:] != gave.shape:
        return False
    exact = torch.float64 if gave.dtype == torch.float64 else torch.float32
    total = shares.sum(0, dtype=exact)
    added = shares.abs().sum(0, dtype=exact).amax(-1, keepdim=True)
    if constant is not None:
        total += constant
        added += len(shares) * constant.abs().amax(-1, keepdim=True)
    near = NEAR.get(gave.dtype, _ROUNDINGS * torch.finfo(gave.dtype).eps)
    close = (total - gave).abs() <= near * (added + gave.abs().amax(-1, keepdim=True))
    return bool((close | ~gave.isfinite()).all())
