"""Expands a number into a sum of products: additions, scalings, matrix products, and unnamed operations between them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch

from cutaway.trace.explain.data_movement import broadcast, entry, input_number
from cutaway.trace.explain.graph import Element
from cutaway.trace.explain.tape import Index, TapeStep, WrittenBy

_FEW = 16
"""Sums of up to this many numbers list each number, so that each can be expanded further."""
_PRODUCTS = {"mm", "bmm", "addmm", "baddbmm", "mv", "addmv", "dot", "_grouped_mm", "linear"}


@dataclass(frozen=True)
class Row:
    """A row of numbers.

    Attributes:
        values: `(n,)`, in double precision.
        at: returns the entry at an index.
    """

    values: torch.Tensor
    at: Callable[[int], Element]


@dataclass(frozen=True)
class Run:
    """Many summands of one kind: coefficients × left (× right), entry by entry.

    Attributes:
        coefficients: `(n,)`, or one for all.
    """

    coefficients: torch.Tensor | float
    left: Row
    right: Row | None = None

    def values(self) -> torch.Tensor:
        """The summands, `(n,)`."""
        products = self.left.values if self.right is None else self.left.values * self.right.values
        return products * self.coefficients


@dataclass(frozen=True, slots=True)
class Scaled:
    """Part of a sum: a coefficient × a number that can be expanded further."""

    coefficient: float
    element: Element


def summands(element: Element, written: WrittenBy) -> list[Scaled | Run | float] | None:
    """The summands of a number, one step back (a float is a constant); None if the step that wrote it is not a sum.

    Args:
        element: the number, in the graph of the step.
    """
    step, index, graph = written.step, written.index, element.graph
    if any(tensor.dim() > 0 and tensor.is_complex() for tensor in step.args if isinstance(tensor, torch.Tensor)):
        return None
    if step.name in ("add", "sub", "rsub"):
        return _added(element, step, index)
    if step.name == "neg":
        return [Scaled(-1.0, broadcast(graph, step, 0, index))]
    if step.name == "mul" and len(step.inputs) == 1:
        scalar = step.args[1] if isinstance(step.args[0], torch.Tensor) else step.args[0]
        return [Scaled(float(scalar), broadcast(graph, step, 0, index))]
    if step.name == "div" and len(step.inputs) == 1 and "rounding_mode" not in step.kwargs:
        return [Scaled(1.0 / float(step.args[1]), broadcast(graph, step, 0, index))]
    if step.name in _PRODUCTS:
        return list(_multiplied(element, step, index))
    if step.name in ("sum", "mean") and written.item == 0:
        run = _summed(element, step, index)
        if step.name == "sum" and len(run.left.values) <= _FEW:
            return [Scaled(1.0, run.left.at(j)) for j in range(len(run.left.values))]
        return [run]
    return None


def factors(element: Element, written: WrittenBy) -> tuple[list[Element], list[Element]] | None:
    """The factors and divisors of a number, one step back; None if the step is not a product."""
    step, index, graph = written.step, written.index, element.graph
    if len(step.inputs) != 2 or any(t.is_complex() for t in step.args if isinstance(t, torch.Tensor)):
        return None
    if step.name == "mul":
        return [broadcast(graph, step, item, index) for item in (0, 1)], []
    if step.name == "div" and "rounding_mode" not in step.kwargs:
        return [broadcast(graph, step, 0, index)], [broadcast(graph, step, 1, index)]
    return None


def _added(element: Element, step: TapeStep, index: Index) -> list[Scaled | Run | float]:
    signs = {"add": (1.0, 1.0), "sub": (1.0, -1.0), "rsub": (-1.0, 1.0)}[step.name]
    alpha = float(step.kwargs.get("alpha", step.args[2] if len(step.args) > 2 else 1))
    scaled = (signs[0], signs[1] * alpha) if step.name != "rsub" else (signs[0] * alpha, signs[1])
    found: list[Scaled | Run | float] = []
    for position, coefficient in enumerate(scaled):
        given = step.args[position]
        if isinstance(given, torch.Tensor):
            item = input_number(step, position)
            found.append(Scaled(coefficient, broadcast(element.graph, step, item, index)))
        elif given:
            found.append(coefficient * float(given))
    return found


def _multiplied(element: Element, step: TapeStep, index: Index) -> Iterator[Scaled | Run]:
    """The dot product of an entry of a matrix product, and anything added to it."""
    graph, kind = element.graph, step.name
    beta, alpha = (float(step.kwargs.get(name, 1)) for name in ("beta", "alpha"))
    if kind == "linear":
        rows = (row(element, step, 0, (*index[:-1], None)), row(element, step, 1, (index[-1], None)))
        yield Run(1.0, *rows)
        if len(step.inputs) > 2:
            yield Scaled(1.0, entry(graph, step, 2, index[-1:]))
        return
    added = kind in ("addmm", "baddbmm", "addmv")
    first = 1 if added else 0
    if kind == "_grouped_mm":
        left, right = _grouped(step, index)
    elif kind == "dot":
        left, right = (None,), (None,)
    elif kind in ("mv", "addmv"):
        left, right = (index[0], None), (None,)
    else:
        left, right = (*index[:-1], None), (*index[:-2], None, index[-1])
    yield Run(alpha if added else 1.0, row(element, step, first, left), row(element, step, first + 1, right))
    if added and beta:
        yield Scaled(beta, broadcast(graph, step, 0, index))


def _grouped(step: TapeStep, index: Index) -> tuple[tuple[int | None, ...], tuple[int | None, ...]]:
    """The row and column of a grouped product, in which each row uses its group's matrix."""
    if step.inputs[0].dim() == 3:
        return (index[0], index[1], None), (index[0], None, index[2])
    ends = step.inputs[2]
    group = int((ends <= index[0]).sum())
    return (index[0], None), (group, None, index[1])


def _summed(element: Element, step: TapeStep, index: Index) -> Run:
    tensor = step.inputs[0]
    axes = step.args[1] if len(step.args) > 1 and step.args[1] else range(tensor.dim())
    over = {axis % tensor.dim() for axis in ([axes] if isinstance(axes, int) else axes)}
    kept = len(index) == tensor.dim()
    rest = iter(i for axis, i in enumerate(index) if not (kept and axis in over))
    place = tuple(None if axis in over else next(rest) for axis in range(tensor.dim()))
    numbers = row(element, step, 0, place)
    return Run(1.0 / len(numbers.values) if step.name == "mean" else 1.0, numbers)


def row(element: Element, step: TapeStep, item: int, place: tuple[int | None, ...]) -> Row:
    """A step's input along the axes where `place` has None."""
    graph = element.graph
    tensor = graph.tape.as_of(step.inputs[item], step.number)
    part = tensor[tuple(slice(None) if i is None else i for i in place)]
    sizes = tuple(part.shape)

    def at(number: int) -> Element:
        own: list[int] = []
        for size in reversed(sizes):
            own.insert(0, number % size)
            number //= size
        rest = iter(own)
        return entry(graph, step, item, tuple(next(rest) if i is None else i for i in place))

    return Row(part.reshape(-1).double(), at)
