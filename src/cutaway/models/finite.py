"""Checks a model's weights for NaN and infinity, which come from a damaged file or a diverged training."""

import torch
from torch import nn

from cutaway.models.quantised import stored


def not_finite(hf: nn.Module) -> dict[str, int]:
    """The parameters that contain NaN or infinity, and how many each; those on the disk are not read.

    One sum per parameter decides: it is finite unless a number is not, or the numbers are too large to add up.
    """
    plain = (torch.float64, torch.float32, torch.bfloat16, torch.float16)
    found: dict[str, int] = {}
    with torch.inference_mode():
        for name, parameter in stored(hf):
            if parameter.dtype not in plain or parameter.is_meta or bool(torch.isfinite(parameter.sum())):
                continue
            count = int((~torch.isfinite(parameter)).sum())
            if count:
                found[name] = count
    return found


def not_finite_sentence(name: str, found: dict[str, int]) -> str:
    """The result of `not_finite` for a model, in words."""
    return (
        f"{name} has {sum(found.values()):,} weights that are not finite numbers (NaN or infinity), the first in {next(iter(found))}: "
        "anything computed with them is not finite either. If they should be numbers, copy or fetch the model again."
    )
