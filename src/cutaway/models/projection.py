"""What an output projection makes of each head: shares that add up to what the module gave, or an error that says that there are none.

A projection may be more than a product with its weight: it may have adapters, hooks, a quantised or derived weight. So the product is
used only for a module that is nothing else; any other is called, with what one head gives and zeros in the place of all others.
Either way the shares are held against what the module itself gave for the same input.
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
"""The greatest difference between a sum and the module's output, relative to what is added, that rounding explains."""
_ROUNDINGS = 4
"""The same in other precisions, in units of their rounding."""


class NoHeadShares(CutawayError):
    """What a projection gives is not the sum of what it makes of each head."""

    code = "no-head-shares"


@dataclass(frozen=True, slots=True)
class Projected:
    """One call of an output projection.

    Attributes:
        module: the projection.
        given: what it was handed, before any hook on it; the heads lie side by side along the last axis.
        further, keywords: its other arguments.
        gave: what came out, after the hooks of others.
        heads: how many heads there are.
        batch_axis: which axis of `given` is the batch.
    """

    module: nn.Module
    given: torch.Tensor
    further: tuple[Any, ...]
    keywords: dict[str, Any]
    gave: torch.Tensor
    heads: int
    batch_axis: int = 0

    def call(self, given: torch.Tensor) -> torch.Tensor:
        """What the module makes of something else."""
        with without_own(self.module):
            return self.module(given, *self.further, **self.keywords)

    def alone(self, head: int) -> torch.Tensor:
        """What the module was handed, with zeros in the place of all other heads."""
        alone = torch.zeros_like(self.given)
        own = slice(head * (alone.shape[-1] // self.heads), (head + 1) * (alone.shape[-1] // self.heads))
        alone[..., own] = self.given[..., own]
        return alone


Shares = tuple[torch.Tensor, torch.Tensor | None]
"""What the module makes of each head, stacked in front, and what it adds to their sum."""


def head_shares(projected: Projected) -> torch.Tensor:
    """Each head's share of what a projection gave: `(heads, …)`, shaped as that is.

    Their sum, and what the projection makes of zeros (its bias, mostly), is what it gave.

    Raises:
        NoHeadShares: it is not.
    """
    for shares, constant in _attempts(projected):
        if _add_up(shares, constant, projected.gave):
            return shares
    raise NoHeadShares(
        f"What {type(projected.module).__name__} makes of all heads is not the sum of what it makes of each, so no head has a share.",
        "It is not linear: it rounds what it is given, or a hook changes it. Read or edit `attn.z`, which goes in, or `attn.out`.",
    )


def is_plain(module: nn.Module) -> bool:
    """Whether a module is a product with its weight, plus a bias perhaps, and nothing else."""
    if type(module) not in (nn.Linear, Conv1D) or "forward" in vars(module) or is_hooked(module):
        return False
    weight = module._parameters.get("weight")
    return type(weight) is nn.Parameter and weight.is_floating_point() and not weight.is_meta


def _attempts(projected: Projected) -> Iterator[Shares]:
    """Ways to the shares, the cheapest first."""
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
    """By one call of the module for all heads; None where it can't be called so."""
    axis, heads = projected.batch_axis, range(projected.heads)
    try:
        gave = projected.call(torch.cat([projected.alone(head) for head in heads], axis))
        constant = projected.call(torch.zeros_like(projected.given))
        shares = torch.stack(gave.chunk(projected.heads, axis))
    except Exception:  # whatever a hook raises that did not expect so many rows
        return None
    return (shares - constant, constant) if shares.shape[1:] == constant.shape else None


def _one_by_one(projected: Projected) -> Shares:
    """By a call of the module for each head, with just the shape that it had."""
    constant = projected.call(torch.zeros_like(projected.given))
    shares = [projected.call(projected.alone(head)) - constant for head in range(projected.heads)]
    return torch.stack(shares), constant


def _add_up(shares: torch.Tensor, constant: torch.Tensor | None, gave: torch.Tensor) -> bool:
    """Whether shares and constant are what came out, but for rounding."""
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
