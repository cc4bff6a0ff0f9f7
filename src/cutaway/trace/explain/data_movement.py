"""Follows a number through operations that only move numbers: copies, joins, look-ups, choices by a mask or an index."""

from dataclasses import dataclass
from typing import Any

import torch

from cutaway.trace.explain.graph import Element, Graph
from cutaway.trace.explain.tape import Index, TapeStep, WrittenBy, tensors

_COPIES = {"clone", "_to_copy"}
_WHOLE = {torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64, torch.bool}
_MAPPED = {
    "constant_pad_nd", "flip", "gather", "index", "index_put", "index_select", "repeat", "roll", "scatter", "select_scatter",
    "slice_scatter", "take", "tril", "triu",
}  # fmt: skip
_CHOSEN = {"topk", "sort"}
_MOVED_ARGUMENTS = {"self", "src", "values"}


@dataclass(frozen=True, slots=True)
class Constant:
    """A number that an operation itself introduced."""


def entry(graph: Graph, step: TapeStep, item: int, index: Index) -> Element:
    """A number of a step's input at the time of the step."""
    return Element(graph, step.inputs[item], index, step.number)


def broadcast(graph: Graph, step: TapeStep, item: int, index: Index) -> Element:
    """The number of a step's input that an elementwise step uses for the number at `index` of its output."""
    shape = step.inputs[item].shape
    own = index[len(index) - len(shape) :]
    return entry(graph, step, item, tuple(0 if size == 1 else i for i, size in zip(own, shape, strict=True)))


def input_number(step: TapeStep, position: int) -> int:
    """The index of a positional argument among a step's inputs."""
    return sum(1 for _ in tensors(step.args[:position]))


def moved_from(graph: Graph, written: WrittenBy) -> Element | Constant | None:
    """Where a number came from, if the step that wrote it only moved it; None if it was computed."""
    step, index = written.step, written.index
    if not step.inputs:
        return Constant()
    name = step.name
    if name == "_to_copy" and step.inputs[0].is_floating_point() and step.written[0].dtype in _WHOLE:
        return None  # this truncates decimals
    if name in _COPIES and step.inputs[0].dim() == len(index) - 1:  # from real to complex
        return entry(graph, step, 0, index[:-1]) if index[-1] == 0 else Constant()
    if name in _COPIES and step.inputs[0].dim() == len(index):
        return entry(graph, step, 0, index)
    if name == "copy":
        return broadcast(graph, step, 1, index)
    if name in ("fill", "zero"):
        return entry(graph, step, 1, ()) if len(step.inputs) > 1 else Constant()
    if name in ("zeros_like", "ones_like", "full_like", "empty_like", "new_zeros", "new_ones", "new_full", "new_empty"):
        return Constant()
    if any(tensor.is_complex() for tensor in tensors((step.args, step.kwargs))):
        return None
    if name == "embedding":
        row = int(step.inputs[1][index[:-1]])
        return entry(graph, step, 0, (row, index[-1]))
    if name == "cat":
        return _joined(graph, step, index)
    if name == "stack":
        axis = _axis(step, 1, len(index))
        return entry(graph, step, index[axis], index[:axis] + index[axis + 1 :])
    if name == "where":
        return _chosen_by_mask(graph, step, index)
    if name == "masked_fill":
        if not broadcast(graph, step, 1, index).value:
            return entry(graph, step, 0, index)
        return entry(graph, step, 2, ()) if len(step.inputs) > 2 else Constant()
    if name in _CHOSEN and written.item == 0:
        axis = _axis(step, 2 if name == "topk" else 1, len(index), default=-1)
        place = int(step.outputs[1][index])
        return entry(graph, step, 0, (*index[:axis], place, *index[axis + 1 :]))
    if name in ("sum", "mean") and step.inputs[0].numel() == step.written[0].numel():
        return _reshaped(graph, step, index)
    if name in _MAPPED and not _accumulates(step):
        return _mapped(graph, step, index)
    return None


def _joined(graph: Graph, step: TapeStep, index: Index) -> Element:
    axis = _axis(step, 1, len(index))
    left = index[axis]
    for item, tensor in enumerate(step.inputs):
        size = tensor.shape[axis] if tensor.dim() == len(index) else 0  # an empty tensor of one axis joins anything
        if left < size:
            return entry(graph, step, item, (*index[:axis], left, *index[axis + 1 :]))
        left -= size
    raise IndexError(index)


def _chosen_by_mask(graph: Graph, step: TapeStep, index: Index) -> Element | Constant:
    position = 1 if broadcast(graph, step, 0, index).value else 2
    if not isinstance(step.args[position], torch.Tensor):
        return Constant()
    return broadcast(graph, step, input_number(step, position), index)


def _reshaped(graph: Graph, step: TapeStep, index: Index) -> Element:
    flat = 0
    for i, size in zip(index, step.written[0].shape, strict=True):
        flat = flat * size + i
    own: list[int] = []
    for size in reversed(step.inputs[0].shape):
        own.insert(0, flat % size)
        flat //= size
    return entry(graph, step, 0, tuple(own))


def _mapped(graph: Graph, step: TapeStep, index: Index) -> Element | Constant:
    """Finds the origin by repeating the move with numbered entries instead of the numbers."""
    found = graph.maps.get(step.number)
    if found is None:
        found = graph.maps[step.number] = _numbered_move(step)
    number = int(found[index]) - 1
    if number < 0:
        return Constant()
    for item, tensor in enumerate(step.inputs):
        if item not in _moved_inputs(step):
            continue
        if number < tensor.numel():
            own: list[int] = []
            for size in reversed(tensor.shape):
                own.insert(0, number % size)
                number //= size
            return entry(graph, step, item, tuple(own))
        number -= tensor.numel()
    raise IndexError(index)


def _numbered_move(step: TapeStep) -> torch.Tensor:
    """The step's output for inputs whose entries are numbered from 1; 0 marks numbers from elsewhere."""
    start = 1
    args: list[Any] = []
    for argument, given in zip(step.func._schema.arguments, step.args, strict=False):
        if isinstance(given, torch.Tensor) and argument.name in _MOVED_ARGUMENTS:
            numbers = torch.arange(start, start + given.numel(), device=given.device).reshape(given.shape)
            args.append(numbers)
            start += given.numel()
        else:
            args.append(0 if argument.name == "value" and not isinstance(given, torch.Tensor) else given)
    kwargs = {name: 0 if name == "value" else given for name, given in step.kwargs.items()}
    return step.func(*args, **kwargs)


def _moved_inputs(step: TapeStep) -> set[int]:
    pairs = zip(step.func._schema.arguments, step.args, strict=False)
    return {
        input_number(step, position)
        for position, (argument, given) in enumerate(pairs)
        if isinstance(given, torch.Tensor) and argument.name in _MOVED_ARGUMENTS
    }


def _accumulates(step: TapeStep) -> bool:
    """Whether a step adds to existing numbers rather than replacing them."""
    named = dict(zip((a.name for a in step.func._schema.arguments), step.args, strict=False)) | step.kwargs
    return bool(named.get("accumulate")) or "reduce" in named


def _axis(step: TapeStep, position: int, axes: int, default: int = 0) -> int:
    axis = step.args[position] if len(step.args) > position else step.kwargs.get("dim", default)
    return axis % axes
