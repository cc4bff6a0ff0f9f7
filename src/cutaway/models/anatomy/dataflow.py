"""Dataflow: every operation that runs while a few tokens are watched, in order, and the origin of each tensor."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode

SAME = {
    "aten.view.default", "aten._unsafe_view.default", "aten.reshape.default", "aten.clone.default", "aten._to_copy.default",
    "aten.alias.default", "aten.detach.default", "aten.unsqueeze.default", "aten.squeeze.dim", "aten.squeeze.default",
    "aten.contiguous.default", "aten.expand.default", "aten.lift_fresh.default", "aten.squeeze.dims",
}  # fmt: skip
"""Operations that return their input's numbers in the same order."""


@dataclass(eq=False, slots=True)
class Value:
    """A tensor at one moment; a later in-place change makes a new value."""

    tensor: torch.Tensor
    step: "Operation | None" = None
    output: int = 0

    @property
    def shape(self) -> tuple[int, ...]:
        """The tensor's shape."""
        return tuple(self.tensor.shape)

    def root(self) -> "Value":
        """The earliest value with the same numbers in the same order."""
        value = self
        while value.step is not None and value.step.name in SAME and value.step.inputs:
            source = value.step.inputs[0]
            if source.tensor.numel() != value.tensor.numel():
                break
            value = source
        return value


@dataclass(eq=False, slots=True)
class Operation:
    """One operation, with its inputs and outputs.

    Attributes:
        at: its index among all events.
        name: for example `aten.add.Tensor`.
        path: the innermost module that was running.
        inputs, outputs: the values among its arguments, and its results.
        nth: its index among the module's operations of that name, once they are counted.
    """

    at: int
    name: str
    path: str
    inputs: list[Value]
    outputs: list[Value] = field(default_factory=list)
    nth: int = 0


class Dataflow(TorchDispatchMode):
    """Records every operation while it is active, and keeps the tensors.

    Args:
        where: returns the path of the innermost running module.
    """

    def __init__(self, where: Callable[[], str]) -> None:
        super().__init__()
        self.steps: list[Operation] = []
        self._where = where
        self._values: dict[int, Value] = {}
        self._users: dict[int, list[Operation]] = {}
        self._clock = 0

    def tick(self) -> int:
        """The time: a number that grows with each event."""
        self._clock += 1
        return self._clock

    def value(self, tensor: torch.Tensor) -> Value:
        """The tensor's present value."""
        found = self._values.get(id(tensor))
        if found is None:
            found = self._values[id(tensor)] = Value(tensor)
        return found

    def consumers(self, value: Value) -> list[Operation]:
        """The operations that use a value."""
        return self._users.get(id(value), [])

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = kwargs or {}
        step = Operation(self.tick(), str(func), self._where(), self._among((args, *kwargs.values())))
        for value in step.inputs:
            self._users.setdefault(id(value), []).append(step)
        result = func(*args, **kwargs)
        for i, tensor in enumerate(result if isinstance(result, (tuple, list)) else [result]):
            if isinstance(tensor, torch.Tensor):
                value = self._values[id(tensor)] = Value(tensor, step, i)
                step.outputs.append(value)
        self.steps.append(step)
        return result

    def _among(self, argument: Any) -> list[Value]:
        if isinstance(argument, torch.Tensor):
            return [self.value(argument)]
        if isinstance(argument, (tuple, list)):
            return [value for item in argument for value in self._among(item)]
        return []
