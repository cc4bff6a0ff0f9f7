"""The meaning of quantised parameters, and the tensors that hold their numbers.

Packages store rounded weights in different ways: as a class of several tensors (torchao), or as several numbers per byte with separate
scales (bitsandbytes). A parameter's own shape may then count bytes.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import torch
from torch import nn

_ROWS = 32
"""How many rows of a 4-bit weight bitsandbytes packs together on a processor with bfloat16 multiplication."""
_PACKAGES = {
    "bitsandbytes": "bitsandbytes accelerate",
    "torchao": "torchao",
    "gptq": "gptqmodel optimum",
    "awq": "gptqmodel",
    "hqq": "hqq",
    "quanto": "optimum-quanto",
    "compressed-tensors": "compressed-tensors",
}
"""A configuration's name of a storage method → the packages that Transformers needs to read it."""


def learned_shape(parameter: torch.Tensor) -> torch.Size:
    """The shape of the numbers that a parameter stands for, however many of them share a byte."""
    return torch.Size(getattr(getattr(parameter, "quant_state", None), "shape", None) or parameter.shape)


def is_quantised(parameter: torch.Tensor) -> bool:
    """Whether a parameter can't be used directly in arithmetic, because its numbers are rounded and their scales stored separately."""
    odd = hasattr(parameter, "__tensor_flatten__") or getattr(parameter, "quant_state", None) is not None
    return odd or not parameter.is_floating_point()


def parts(tensor: Any) -> Iterator[tuple[str, torch.Tensor]]:
    """The tensors that hold a tensor's numbers, with the suffixes of their names: a quantised tensor consists of several."""
    if not hasattr(tensor, "__tensor_flatten__"):
        yield "", tensor
        return
    for name in tensor.__tensor_flatten__()[0]:
        for further, part in parts(getattr(tensor, name)):
            yield f".{name}{further}", part


def stored(hf: nn.Module) -> Iterator[tuple[str, torch.Tensor]]:
    """Every tensor that holds numbers of a parameter, by name, including separate scales."""
    for name, parameter in hf.named_parameters():
        for further, part in parts(parameter):
            yield f"{name}{further}", part
    for path, module in hf.named_modules():
        for name, scale in scales(vars(module)):
            yield f"{path}.{name}".lstrip("."), scale


def scales(attributes: Mapping[str, Any]) -> Iterator[tuple[str, torch.Tensor]]:
    """The scales of a module's rounded weights, if bitsandbytes keeps them in its own objects.

    Args:
        attributes: the module's attributes.
    """
    for name, parameter in attributes.get("_parameters", {}).items():
        yield from _tensors(f"{name}.quant_state", getattr(parameter, "quant_state", None))
        rows = getattr(parameter, "SCB", None)  # until the first pass; after that in its state
        rows = getattr(attributes.get("state"), "SCB", None) if rows is None and name == "weight" else rows
        if isinstance(rows, torch.Tensor):
            yield f"{name}.SCB", rows


def _tensors(name: str, state: Any) -> Iterator[tuple[str, torch.Tensor]]:
    for key, value in sorted(getattr(state, "__dict__", {}).items()):
        if isinstance(value, torch.Tensor):
            yield f"{name}.{key}", value
        elif type(value) is type(state):  # scales that are rounded themselves
            yield from _tensors(f"{name}.{key}", value)


def why_not_run(hf: nn.Module) -> str:
    """Why a package can't run a model that it quantised, if Cutaway knows the reason; otherwise empty."""
    for path, module in hf.named_modules():
        state = getattr(getattr(module, "weight", None), "quant_state", None)
        if state is None or not getattr(module, "support_avx512bf16_for_cpu", False):
            continue
        rows, columns = state.shape
        if rows % _ROWS or columns % state.blocksize:
            return (
                f"on this processor bitsandbytes runs 4-bit layers whose input is a multiple of {state.blocksize} wide and whose output "
                f"a multiple of {_ROWS}; {path} takes {columns} numbers and gives {rows}"
            )
    return ""


def needed(quantisation: Mapping[str, Any]) -> str:
    """The command that installs the packages for a model's `quantization_config`; empty if they are unknown."""
    packages = _PACKAGES.get(str(quantisation.get("quant_method", "")), "")
    if not packages and (quantisation.get("load_in_4bit") or quantisation.get("load_in_8bit")):
        packages = _PACKAGES["bitsandbytes"]
    return f"python -m pip install {packages}" if packages else ""
