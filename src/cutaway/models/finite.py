"""Whether a model's weights are numbers: NaN and infinity are what a damaged file, or a training that ran away, leaves."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import nn


def not_finite(hf: "nn.Module") -> dict[str, int]:
    """The parameters that hold NaN or infinity, and how many each; those that lie on the disk are not read.

    One sum a parameter tells: it is finite unless a number in it is not, or the numbers are too large to be summed.
    """
    import torch

    from cutaway.models.quantised import stored

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
    """What `not_finite` found in the model of that name, in words."""
    return (
        f"{name} holds {sum(found.values()):,} weights that are no finite numbers (NaN or infinity), the first in {next(iter(found))}: "
        "what is computed with them is no number either. If they should be numbers, copy or fetch the model again."
    )
