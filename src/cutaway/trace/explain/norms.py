"""Norms: layer norm, and RMS norm, which models compute by a handful of operations and which is explained here as one."""

import math
from collections.abc import Sequence

from cutaway.trace.explain.data_movement import broadcast, entry
from cutaway.trace.explain.functions import Function, FunctionPart, Values
from cutaway.trace.explain.graph import Element
from cutaway.trace.explain.origins import Origin, Places
from cutaway.trace.explain.sums import Row, Run, factors, row, summands
from cutaway.trace.explain.tape import WrittenBy


def layer_norm(element: Element, written: WrittenBy) -> Function:
    """A result of a fused layer norm."""
    step, index, graph = written.step, written.index, element.graph
    shape, weight, bias, epsilon = step.args[1:5]
    axes = len(shape)
    line = row(element, step, 0, (*index[: len(index) - axes], *[None] * axes))
    count, place = len(line.values), 0
    for i, size in zip(index[-axes:], shape, strict=True):
        place = place * size + i
    gains = [entry(graph, step, 1, index[-axes:])] if weight is not None else []
    shifts = [entry(graph, step, len(step.inputs) - 1, index[-axes:])] if bias is not None else []

    def parts(values: Values) -> tuple[FunctionPart, ...]:
        own, numbers = values[0], values[1 : count + 1]
        gain = values[count + 1] if gains else 1.0
        mean = sum(numbers) / count
        deviation = math.sqrt(sum((v - mean) ** 2 for v in numbers) / count + epsilon)
        gained = (count + 1,) if gains else ()
        found = [
            FunctionPart("x × gain ÷ deviation", own * gain / deviation, 1 / deviation, (0, *gained)),
            FunctionPart("−mean × gain ÷ deviation", -mean * gain / deviation, -mean / deviation, gained),
        ]
        if shifts:
            found.append(FunctionPart("shift", values[-1], 1.0, (len(values) - 1,)))
        return tuple(found)

    inputs = (line.at(place), *(line.at(j) for j in range(count)), *gains, *shifts)
    formula = f"(x[i] − mean) ÷ √(variance + {epsilon:.3g}){' · gain' if gains else ''}{' + shift' if shifts else ''}"
    return Function(
        "layer norm",
        formula,
        inputs,
        parts([e.value for e in inputs]),
        lambda values: sum(p.value for p in parts(values)),
    )


def rms_norm(
    places: Places, coefficient: float, numbers: Sequence[Origin], divisors: Sequence[Origin]
) -> Function | None:
    """A product as an RMS norm, if one factor is the inverse root mean square of a row that contains another factor."""
    for scale, inverse in (*((n, True) for n in numbers), *((d, False) for d in divisors)):
        if len(divisors) != (0 if inverse else 1):
            continue
        found = _mean_square(places, scale, -0.5 if inverse else 0.5)
        if found is None:
            continue
        squares, epsilon = found
        others = [number for number in numbers if number is not scale]
        line = [_root(places, squares.at(j)) for j in range(len(squares.values))]
        at = {(place.name, place.index): j for j, place in enumerate(line) if place is not None}
        own = next((n for n in others if (n.name, n.index) in at), None)
        if own is not None and len(at) == len(line):
            gains = [number for number in others if number is not own]
            known = [place.element for place in line if place is not None]
            return _rms(coefficient, known, at[own.name, own.index], gains, epsilon)
    return None


def _rms(coefficient: float, line: list[Element], own: int, gains: list[Origin], epsilon: float) -> Function:
    count = len(line)

    def part(values: Values) -> FunctionPart:
        root = math.sqrt(sum(v * v for v in values[1 : count + 1]) / count + epsilon)
        value = coefficient * values[0] * math.prod(values[count + 1 :]) / root
        return FunctionPart(
            "x × gain ÷ root mean square", value, coefficient / root, (0, *range(count + 1, count + 1 + len(gains)))
        )

    inputs = (line[own], *line, *(gain.element for gain in gains))
    formula = f"x[i] ÷ √(mean of x² + {epsilon:.3g}){' · gain' * bool(gains)}"
    return Function(
        "RMS norm", formula, inputs, (part([e.value for e in inputs]),), lambda values: part(values).value
    )  # fmt: skip


def _mean_square(places: Places, place: Origin, power: float) -> tuple[Row, float] | None:
    """The row of squares whose mean, raised to this power, is the number; and the constant added to the mean."""
    if place.kind != "operation" or place.written is None or _power(place.written) != power:
        return None
    under = places.place(broadcast(place.element.graph, place.written.step, 0, place.written.index))
    epsilon = 0.0
    if under.written is not None and under.written.step.name == "add" and len(under.written.step.inputs) == 1:
        epsilon = float(under.written.step.args[1])
        under = places.place(broadcast(under.element.graph, under.written.step, 0, under.written.index))
    if under.written is None or under.written.step.name != "mean":
        return None
    found = summands(under.element, under.written)
    return (found[0].left, epsilon) if found and isinstance(found[0], Run) else None


def _root(places: Places, square: Element) -> Origin | None:
    """The number whose square another number is."""
    place = places.place(square)
    if place.kind != "operation" or place.written is None:
        return None
    if _power(place.written) == 2:
        return places.place(broadcast(place.element.graph, place.written.step, 0, place.written.index))
    both = factors(place.element, place.written)
    if both is None or both[1]:
        return None
    left, right = (places.place(e) for e in both[0])
    return left if (left.name, left.index) == (right.name, right.index) else None


def _power(written: WrittenBy) -> float | None:
    """The exponent of an operation that raises its input to a power."""
    step = written.step
    if step.name == "pow" and not hasattr(step.args[1], "shape"):
        return float(step.args[1])
    return {"rsqrt": -0.5, "sqrt": 0.5, "square": 2.0}.get(step.name)
