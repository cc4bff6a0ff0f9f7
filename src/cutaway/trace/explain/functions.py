"""Numbers that are a function of others, not a sum of products: softmax, activation functions, and anything else."""

import itertools
import math
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch

from cutaway.trace.explain.data_movement import broadcast, entry
from cutaway.trace.explain.graph import Element
from cutaway.trace.explain.sums import Row, Run, row
from cutaway.trace.explain.tape import TapeStep, WrittenBy, storage, tensors

Values = Sequence[float]


@dataclass(frozen=True)
class FunctionPart:
    """A part of a function's result.

    Attributes:
        label: a short name.
        value: its part of the number.
        coefficient, inputs: the part equals the coefficient × these inputs, by their indices in the function's list; empty if unknown.
    """

    label: str
    value: float
    coefficient: float = 1.0
    inputs: tuple[int, ...] = ()


@dataclass(frozen=True)
class Function:
    """How a number is computed from others.

    Attributes:
        operation, formula: in words and in symbols.
        inputs: the numbers that it is computed from.
        parts: the parts that add up to it.
        compute: computes the number from the inputs' values.
        whole: whether each input stands for its whole tensor.
    """

    operation: str
    formula: str
    inputs: tuple[Element, ...]
    parts: tuple[FunctionPart, ...]
    compute: Callable[[Values], float]
    whole: bool = False


def softmax(element: Element, written: WrittenBy) -> Function:
    """A result of a softmax."""
    step, index = written.step, written.index
    axis = step.args[1] % len(index)
    line = row(element, step, 0, (*index[:axis], None, *index[axis + 1 :]))
    others = sorted((j for j in range(len(line.values)) if j != index[axis]), key=lambda j: -float(line.values[j]))

    def compute(values: Values) -> float:
        most = max(values)
        if most == -math.inf:  # everything is masked
            return 0.0
        return math.exp(values[0] - most) / sum(math.exp(v - most) for v in values)

    inputs = tuple(line.at(j) for j in (index[axis], *others))
    value = compute([float(line.values[j]) for j in (index[axis], *others)])
    return Function(
        "softmax", "exp(s[i]) ÷ Σ exp(s[j])", inputs, (FunctionPart("exp(s[i]) ÷ Σ exp(s[j])", value),), compute
    )


def pointwise(element: Element, written: WrittenBy) -> Function:
    """A result of an elementwise operation."""
    step, index, graph = written.step, written.index, element.graph
    inputs = tuple(broadcast(graph, step, item, index) for item in range(len(step.inputs)))
    kinds = [step.inputs[item].dtype for item in range(len(step.inputs))]

    def compute(values: Values) -> float:
        numbers = [
            torch.tensor(value, dtype=torch.float64 if kind.is_floating_point else kind)
            for value, kind in zip(values, kinds, strict=True)
        ]
        return float(_again(step, numbers))

    name = plain_name(step)
    value = compute([e.value for e in inputs])
    return Function(name, f"{name}({', '.join('xyz'[: len(inputs)])})", inputs, (FunctionPart(name, value),), compute)


def by_gradient(element: Element, written: WrittenBy) -> Function | list[Run] | None:
    """The effect of an unknown operation, from the gradient of its result.

    If the result is a sum of inputs × coefficients (a convolution, a running sum), the gradient gives the coefficients. Otherwise it is a
    function of the inputs whose gradient is not zero.

    Returns:
        None for an operation without gradient.
    """
    step, graph = written.step, element.graph
    found = _gradients(element, written)
    if found is None:
        return None
    value, gradients = found
    if not gradients:
        return None
    given = [graph.tape.as_of(tensor, step.number) for tensor in step.inputs]
    sums = {item: float((given[item].double() * g.double()).sum()) for item, g in gradients.items()}
    runs = {item: _run(element, step, item, g, given[item]) for item, g in gradients.items()}
    near = 1e-5 * max(1e-3, abs(value), *(abs(s) for s in sums.values()))
    for count in range(1, len(sums) + 1):
        for chosen in itertools.combinations(sums, count):
            if abs(sum(sums[item] for item in chosen) - value) <= near:
                return [runs[item] for item in chosen if len(runs[item].left.values)]
    places = [(i, run.left.at(j)) for i, run in runs.items() for j in range(len(run.left.values))]
    item = _output(step, written.item)

    def compute(values: Values) -> float:
        numbers = [tensor.clone() for tensor in given]
        for (i, place), number in zip(places, values, strict=True):
            numbers[i][place.index] = number
        return float(list(tensors(_again(step, numbers)))[item or 0][written.index])

    name = plain_name(step)
    return Function(name, f"{name}(…)", tuple(place for _, place in places), (FunctionPart(name, value),), compute)


def _run(element: Element, step: TapeStep, item: int, gradient: torch.Tensor, given: torch.Tensor) -> Run:
    places = gradient.nonzero()
    values = given[gradient != 0].double()

    def at(number: int) -> Element:
        return entry(element.graph, step, item, tuple(int(i) for i in places[number]))

    return Run(gradient[gradient != 0].double(), Row(values, at))


def _gradients(element: Element, written: WrittenBy) -> tuple[float, dict[int, torch.Tensor]] | None:
    """The number, computed again, and its gradient for each numeric input."""
    step = written.step
    item = _output(step, written.item)
    if item is None:
        return None
    given = [element.graph.tape.as_of(tensor, step.number).detach().clone() for tensor in step.inputs]
    leaves = [t.requires_grad_() if t.is_floating_point() else t for t in given]
    try:
        with torch.enable_grad(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # operations that warn about a missing gradient
            result = list(tensors(_again(step, [t.clone() for t in leaves])))[item]
            number = torch.view_as_real(result)[written.index] if result.is_complex() else result[written.index]
            wanted = [i for i, t in enumerate(leaves) if t.requires_grad]
            found = torch.autograd.grad(number, [leaves[i] for i in wanted], allow_unused=True)
    except (RuntimeError, NotImplementedError):
        return None
    return float(number.detach()), {i: g for i, g in zip(wanted, found, strict=True) if g is not None}


def _output(step: TapeStep, item: int) -> int | None:
    """The index among a step's outputs of the tensor at this index among those that it wrote."""
    written = step.written[item]
    same = (i for i, t in enumerate(step.outputs) if storage(t) == storage(written) and t.shape == written.shape)
    return next(same, None)


def _again(step: TapeStep, numbers: Sequence[torch.Tensor]) -> Any:
    """The operation's result for other inputs."""
    left = iter(numbers)

    def put(value: Any) -> Any:
        if isinstance(value, torch.Tensor):
            new = next(left)
            return torch.view_as_complex(new) if value.is_complex() else new
        if isinstance(value, dict):
            return {key: put(item) for key, item in value.items()}
        if isinstance(value, (tuple, list)):
            return type(value)(put(item) for item in value)
        return value

    args, kwargs = put(step.args), put(step.kwargs)
    return step.func(*args, **kwargs)


def whole(element: Element, written: WrittenBy) -> Function:
    """The explanation of an unknown operation: computing it again gives the number."""
    step, graph = written.step, element.graph
    given = [graph.tape.as_of(tensor, step.number) for tensor in step.inputs]
    item, name = _output(step, written.item) or 0, plain_name(step)

    def compute(_: Values) -> float:
        return float(list(tensors(_again(step, [tensor.clone() for tensor in given])))[item][written.index])

    inputs = tuple(entry(graph, step, i, (0,) * t.dim()) for i, t in enumerate(step.inputs) if t.numel())
    part = FunctionPart(name, float(step.outputs[item][written.index]))
    return Function(name, f"{step.func} of whole tensors", inputs, (part,), compute, whole=True)


def plain_name(step: TapeStep) -> str:
    """An operation's name in plain letters."""
    return step.name.strip("_").replace("_", " ")


def is_complex(step: TapeStep) -> bool:
    """Whether an operation involves complex numbers."""
    return any(t.is_complex() for t in tensors((step.args, step.kwargs)))
