"""A tape of every operation that runs under it, which knows the one that wrote a number in memory.

Views write nothing, so a number is followed through them by its place in the storage. An in-place change is a write like any other; the
tape keeps the earlier numbers.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode

from cutaway.models.quantised import parts

Index = tuple[int, ...]


@dataclass(eq=False, slots=True)
class TapeStep:
    """One operation.

    Attributes:
        number: its index on the tape.
        func: the operation.
        args, kwargs: its arguments, with tensors by reference.
        path: the module that was running.
        inputs: every tensor among the arguments, in order; complex ones, here and below, as returned by `as_real`.
        outputs: every tensor that it returned.
        written: every tensor whose numbers it wrote: arguments changed in place, then new ones.
    """

    number: int
    func: Any
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    path: str
    inputs: tuple[torch.Tensor, ...]
    outputs: tuple[torch.Tensor, ...] = ()
    written: tuple[torch.Tensor, ...] = ()

    @property
    def name(self) -> str:
        """The operation's name without its variant: `add` for `aten.add_.Tensor`."""
        return self.func._schema.name.rpartition(":")[2].rstrip("_")


@dataclass(frozen=True, slots=True)
class WrittenBy:
    """The writer of a number: a step, the index of the tensor among those that it wrote, and the number's index in it."""

    step: TapeStep
    item: int
    index: Index


@dataclass(frozen=True, slots=True)
class _Write:
    number: int
    item: int
    tensor: torch.Tensor
    before: torch.Tensor | None


class Tape(TorchDispatchMode):
    """Records operations while it is active, with their inputs and outputs.

    Times are numbers of steps: at time `t` the steps with smaller numbers have run.

    Args:
        where: returns the path of the running module.
    """

    def __init__(self, where: Callable[[], str]) -> None:
        super().__init__()
        self.steps: list[TapeStep] = []
        self._where = where
        self._writes: dict[int, list[_Write]] = {}

    @property
    def now(self) -> int:
        """The time: the number of the next step."""
        return len(self.steps)

    def writer(self, tensor: torch.Tensor, index: Index, time: int) -> WrittenBy | None:
        """The writer of a tensor's number at a time; None if it existed before the tape."""
        at = offset(tensor, index)
        for write in reversed(self._writes.get(storage(tensor), ())):
            if write.number < time and (found := locate(write.tensor, at)) is not None:
                return WrittenBy(self.steps[write.number], write.item, found)
        return None

    def as_of(self, tensor: torch.Tensor, time: int) -> torch.Tensor:
        """A tensor's state at a time, without gradient."""
        tensor = tensor.detach()
        later = [write for write in self._writes.get(storage(tensor), ()) if write.number >= time]
        if all(write.before is None for write in later):
            return tensor
        memory = torch.as_strided(tensor, (tensor.untyped_storage().nbytes() // tensor.itemsize,), (1,), 0).clone()
        for write in reversed(later):
            if write.before is not None:
                there = write.tensor
                memory.as_strided(there.shape, there.stride(), there.storage_offset()).copy_(write.before)
        return memory.as_strided(tensor.shape, tensor.stride(), tensor.storage_offset())

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = kwargs or {}
        step = TapeStep(self.now, func, args, kwargs, self._where(), tuple(map(as_real, tensors((args, kwargs)))))
        changed = tuple(map(as_real, _changed(func, args, kwargs)))
        before = [tensor.clone() for tensor in changed]
        result = func(*args, **kwargs)
        step.outputs = tuple(map(as_real, tensors(result)))
        given = {storage(tensor) for tensor in step.inputs}
        made = [tensor for tensor in step.outputs if storage(tensor) not in given]
        step.written = (*changed, *made)
        for item, tensor in enumerate(step.written):
            write = _Write(step.number, item, tensor, before[item] if item < len(before) else None)
            self._writes.setdefault(storage(tensor), []).append(write)
        self.steps.append(step)
        return result


def tensors(value: Any) -> Iterator[torch.Tensor]:
    """Every tensor in a tree of tuples, lists and dictionaries, in order."""
    if isinstance(value, torch.Tensor):
        yield value
    elif isinstance(value, dict):
        yield from tensors(tuple(value.values()))
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from tensors(item)


def as_real(tensor: torch.Tensor) -> torch.Tensor:
    """A complex tensor as a view of its real and imaginary parts, along a last axis of two; any other unchanged."""
    return torch.view_as_real(tensor) if tensor.is_complex() else tensor


def storage(tensor: torch.Tensor) -> int:
    """The storage of a tensor, the same for every view of it."""
    return int(next(parts(tensor))[1].untyped_storage().data_ptr())


def offset(tensor: torch.Tensor, index: Index) -> int:
    """The byte offset of a tensor's number in its storage."""
    elements = tensor.storage_offset() + sum(i * step for i, step in zip(index, tensor.stride(), strict=True))
    return int(elements) * tensor.itemsize


def locate(tensor: torch.Tensor, at: int) -> Index | None:
    """The index of a tensor's number at a byte of its storage; None if it has none there."""
    left, rest = divmod(at, tensor.itemsize)
    left -= tensor.storage_offset()
    if rest or left < 0 or tensor.numel() == 0:
        return None
    found = [0] * tensor.dim()
    strides = tensor.stride()
    for axis in sorted(range(tensor.dim()), key=lambda axis: -strides[axis]):
        if strides[axis] and tensor.shape[axis] > 1:
            found[axis] = min(left // strides[axis], tensor.shape[axis] - 1)
            left -= found[axis] * strides[axis]
    return None if left else tuple(found)


def _changed(func: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Iterator[torch.Tensor]:
    """The tensors that an operation changes in place."""
    if not func._schema.is_mutable:
        return
    for at, argument in enumerate(func._schema.arguments):
        if argument.alias_info is not None and argument.alias_info.is_write:
            yield from tensors(args[at] if at < len(args) else kwargs.get(argument.name))
