"""What a quantised parameter stands for, and the tensors that hold its numbers.

Packages store rounded weights in ways of their own: as a class made of several tensors (torchao), or as several numbers in a byte with
scales beside them (bitsandbytes). A parameter's own shape may then be that of bytes.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import torch
from torch import nn

_ROWS = 32
"""How many rows of a 4-bit weight bitsandbytes packs together on a processor that multiplies in bfloat16."""
_PACKAGES = {
    "bitsandbytes": "bitsandbytes accelerate",
    "torchao": "torchao",
    "gptq": "gptqmodel optimum",
    "awq": "gptqmodel",
    "hqq": "hqq",
    "quanto": "optimum-quanto",
    "compressed-tensors": "compressed-tensors",
}
"""How weights are stored, as configurations name it → what Transformers needs to read them."""


def learned_shape(parameter: torch.Tensor) -> torch.Size:
    """The shape of the numbers that a parameter stands for, however many of them lie in a byte."""
    return torch.Size(getattr(getattr(parameter, "quant_state", None), "shape", None) or parameter.shape)


def is_quantised(parameter: torch.Tensor) -> bool:
    """Whether a parameter can't be calculated with as it is: its numbers are rounded, and their scales are elsewhere."""
    odd = hasattr(parameter, "__tensor_flatten__") or getattr(parameter, "quant_state", None) is not None
    return odd or not parameter.is_floating_point()


def parts(tensor: Any) -> Iterator[tuple[str, torch.Tensor]]:
    """The tensors that hold a tensor's numbers, with what its names for them add to its own: a quantised one is made of several."""
    if not hasattr(tensor, "__tensor_flatten__"):
        yield "", tensor
        return
    for name in tensor.__tensor_flatten__()[0]:
        for further, part in parts(getattr(tensor, name)):
            yield f".{name}{further}", part


def stored(hf: nn.Module) -> Iterator[tuple[str, torch.Tensor]]:
    """By names: every tensor that holds numbers of a parameter, scales that lie beside it among them."""
    for name, parameter in hf.named_parameters():
        for further, part in parts(parameter):
            yield f"{name}{further}", part
    for path, module in hf.named_modules():
        for name, scale in scales(vars(module)):
            yield f"{path}.{name}".lstrip("."), scale


def scales(attributes: Mapping[str, Any]) -> Iterator[tuple[str, torch.Tensor]]:
    """The tensors that a module's rounded weights are multiplied by, where bitsandbytes keeps them in objects of its own.

    Args:
        attributes: the module's.
    """
    for name, parameter in attributes.get("_parameters", {}).items():
        yield from _tensors(f"{name}.quant_state", getattr(parameter, "quant_state", None))
        rows = getattr(parameter, "SCB", None)  # until the first pass; then with what it left
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
    """Why a package can't run a model that it quantised, where Cutaway knows that; empty otherwise."""
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
    """The command that installs what a model's `quantization_config` needs; empty where that is not known."""
    packages = _PACKAGES.get(str(quantisation.get("quant_method", "")), "")
    if not packages and (quantisation.get("load_in_4bit") or quantisation.get("load_in_8bit")):
        packages = _PACKAGES["bitsandbytes"]
    return f"python -m pip install {packages}" if packages else ""
