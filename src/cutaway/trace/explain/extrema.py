"""Operations that select numbers of a row by size: largest, least, and sorting."""

from cutaway.trace.explain.functions import Function, FunctionPart, Values, is_complex
from cutaway.trace.explain.graph import Element
from cutaway.trace.explain.sums import row
from cutaway.trace.explain.tape import Index, TapeStep, WrittenBy

_EXTREMES = {
    "max": "largest",
    "amax": "largest",
    "argmax": "largest",
    "min": "least",
    "amin": "least",
    "argmin": "least",
}
_ORDERS = {"topk", "sort", "argsort"}


def choice(element: Element, written: WrittenBy) -> Function | None:
    """How a number, or its index, was selected from a row; None for an operation that selects nothing."""
    step = written.step
    if len(step.inputs) != 1 or step.inputs[0].dim() == 0 or is_complex(step):
        return None
    if step.name in _EXTREMES:
        return _extreme(element, written)
    if step.name == "argsort" or (step.name in _ORDERS and written.item == 1):
        return _ordered(element, written)
    return None


def _extreme(element: Element, written: WrittenBy) -> Function:
    step, axes = written.step, written.step.inputs[0].dim()
    place: tuple[int | None, ...] = (None,) * axes
    if len(step.args) > 1 and step.args[1] is not None and step.args[1] != []:
        axis = _axis(step, 1, axes)
        place = _across(written.index, axis, len(written.index) == axes)
    line = row(element, step, 0, place)
    word = _EXTREMES[step.name]
    choose = max if word == "largest" else min
    which = written.item == 1 or step.name.startswith("arg")

    def compute(values: Values) -> float:
        found = choose(values)
        return float(list(values).index(found) if which else found)

    words = f"which is the {word} of a row" if which else f"the {word} of a row"
    inputs = tuple(line.at(j) for j in range(len(line.values)))
    part = FunctionPart(words, compute(line.values.tolist()))
    return Function(words, f"{'arg ' * which}{'max' if word == 'largest' else 'min'} x", inputs, (part,), compute)


def _ordered(element: Element, written: WrittenBy) -> Function:
    step, index = written.step, written.index
    axis = _axis(step, 2 if step.name == "topk" else 1, len(index), -1)
    line = row(element, step, 0, _across(index, axis, True))
    flags = {"topk": 3, "sort": 2, "argsort": 2}
    falling = step.args[flags[step.name]] if len(step.args) > flags[step.name] else step.name == "topk"

    def compute(values: Values) -> float:
        order = sorted(range(len(values)), key=lambda j: -values[j] if falling else values[j])
        return float(order[index[axis]])

    words = f"which is number {index[axis] + 1} of a row, {'largest' if falling else 'least'} first"
    inputs = tuple(line.at(j) for j in range(len(line.values)))
    part = FunctionPart(words, compute(line.values.tolist()))
    return Function(words, f"order of x, [{index[axis]}]", inputs, (part,), compute)


def _axis(step: TapeStep, position: int, axes: int, default: int = 0) -> int:
    axis = step.args[position] if len(step.args) > position else step.kwargs.get("dim", default)
    return (axis[0] if isinstance(axis, (tuple, list)) else axis) % axes


def _across(index: Index, axis: int, kept: bool) -> tuple[int | None, ...]:
    """The row through an index along an axis, whether the index includes that axis or not."""
    return (*index[:axis], None, *index[axis + kept :])
