"""Flattens blocks' results into named tensors and a JSON description, and restores them.

It handles only tensors, numbers, texts, tuples, lists and dictionaries: a file contains no code and no class.
"""

from collections.abc import Callable, Collection
from typing import Any

import torch

from cutaway.errors import UnsupportedModel


def flatten(value: Any, name: str, tensors: dict[str, torch.Tensor], needed: Collection[int]) -> Any:
    """Describes a value, and puts its tensors into `tensors`, each once.

    Args:
        name: the name of its first tensor; others get a number after it.
        tensors: name → tensor, as it is in memory. Tensors already in it are not added again.
        needed: the `storage` of the tensors that matter; only the shape of others is described.

    Raises:
        UnsupportedModel: the value is of another kind.
    """
    if isinstance(value, torch.Tensor):
        if storage(value) not in needed:
            return {"unused": list(value.shape), "dtype": str(value.dtype).removeprefix("torch.")}
        order = sorted(
            range(value.dim()), key=lambda axis: -value.stride(axis)
        )  # so that it gets the same memory layout again
        whole = value.permute(order)
        known = next((n for n, t in tensors.items() if _same(t, whole)), None)
        if known is None:
            known = (
                name if name not in tensors else next(n for i in range(1, 2**31) if (n := f"{name}.{i}") not in tensors)
            )
            tensors[known] = whole
        return {"tensor": known, "order": order}
    if type(value) in (tuple, list):
        return {type(value).__name__: [flatten(item, name, tensors, needed) for item in value]}
    if type(value) is dict and all(isinstance(key, str) for key in value):
        return {"dict": {key: flatten(item, name, tensors, needed) for key, item in value.items()}}
    if value is None or isinstance(value, (bool, int, float, str)):
        return {"value": value}
    raise UnsupportedModel(
        f"The blocks of this model return a {type(value).__name__}, which can't be stored in a file.",
        "Save chosen tensors instead: trace.save(file, sites=[…]).",
    )


def unflatten(said: Any, tensor: Callable[[str], torch.Tensor]) -> Any:
    """The value that `flatten` described.

    Args:
        tensor: returns the tensor of a name.

    Raises:
        KeyError, TypeError, ValueError, AttributeError: it is not such a description.
    """
    ((kind, what), *rest) = said.items()
    if kind == "tensor":
        order = said["order"]
        return tensor(what).permute([order.index(axis) for axis in range(len(order))])
    if kind == "unused":
        dtype = getattr(torch, said["dtype"])  # NaN, so that any use of it would show
        return torch.full((), float("nan") if dtype.is_floating_point else 0, dtype=dtype).expand(what)
    if rest:
        raise ValueError(f"{kind} stands alone")
    if kind in ("tuple", "list"):
        items = [unflatten(item, tensor) for item in what]
        return tuple(items) if kind == "tuple" else items
    if kind == "dict":
        return {key: unflatten(item, tensor) for key, item in what.items()}
    if kind == "value":
        return what
    raise ValueError(kind)


def storage(tensor: torch.Tensor) -> int:
    """The start of the memory of a tensor and all its views."""
    return tensor.untyped_storage().data_ptr()


def _same(a: torch.Tensor, b: torch.Tensor) -> bool:
    return (a.data_ptr(), a.shape, a.stride(), a.dtype) == (b.data_ptr(), b.shape, b.stride(), b.dtype)
