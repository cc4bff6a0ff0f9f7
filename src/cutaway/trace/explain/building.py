"""Builds explanations: the sum or function that a number is, the terms to list, and their inputs."""

import math
from collections.abc import Callable, Sequence

import torch

from cutaway.trace.explain.explanation import Explanation, Input, Term
from cutaway.trace.explain.extrema import choice
from cutaway.trace.explain.functions import Function, by_gradient, is_complex, pointwise, softmax, whole
from cutaway.trace.explain.graph import Element
from cutaway.trace.explain.norms import layer_norm, rms_norm
from cutaway.trace.explain.origins import Address, Origin, Places
from cutaway.trace.explain.rotations import as_rotation
from cutaway.trace.explain.sums import Run, Scaled, factors, summands
from cutaway.trace.explain.tape import Index
from cutaway.trace.explain.wording import Summand, word_sum
from cutaway.trace.reader import TraceReader

Piece = Summand | Run

_MOST_PIECES = 64
"""About the most sums and products that a sum is expanded into."""


class Builder:
    """Makes explanations of a trace's numbers."""

    def __init__(self, trace: TraceReader) -> None:
        self._trace = trace
        self._places = Places(trace)

    def site(self, name: str, index: Index, top: int) -> Explanation:
        """Explains a site's number.

        Args:
            index: one integer per axis, none negative.
            top: how many terms to list.
        """
        with self._trace.as_made(whole=True):
            value = float(self._trace.read(name, index))
            return self._explained(self._places.site(name, index), name, index, value, top)

    def _found_again(self, address: Address, name: str, index: Index, top: int) -> Explanation:
        with self._trace.as_made(whole=True):
            element = self._places.at(address)
            return self._explained(element, name, index, element.value, top)

    def _explained(self, element: Element, name: str, index: Index, value: float, top: int) -> Explanation:
        place = self._places.origin(element)
        while True:
            if place.written is None:
                return self._ended(place, name, index, value, top)
            found = self._computed(place)
            further = None if isinstance(found, Function) else _same(found)
            if further is None:
                break
            place = further
        if isinstance(found, Function):
            return self._function(found, name, index, value, top)
        return self._sum(found, name, index, value, top)

    def _ended(self, place: Origin, name: str, index: Index, value: float, top: int) -> Explanation:
        """The explanation of a number that was only looked up, or put in."""
        words = {"weight": "looked up among the weights", "edit": "put in by an edit"}
        made_of = (self._input(place, top),) if place.kind == "weight" else ()
        term = Term(place.name, place.value, 1.0, made_of)
        return Explanation(
            name, index, value, words.get(place.kind, "put in as it is"), place.name, (term,), inputs=made_of
        )

    def _computed(self, place: Origin) -> "Function | list[Piece]":
        written = place.written
        assert written is not None
        step, pieces = written.step, self._pieces(place)
        alone = pieces[0] if len(pieces) == 1 else None
        if not isinstance(alone, Summand) or not alone.factors:
            return pieces
        if alone.factors != (place,):
            return rms_norm(self._places, alone.coefficient, alone.factors, alone.divisors) or pieces
        if not is_complex(step):
            if step.name in ("_softmax", "_safe_softmax"):
                return softmax(place.element, written)
            if step.name == "native_layer_norm" and written.item == 0:
                return layer_norm(place.element, written)
            if torch.Tag.pointwise in step.func.tags:
                return pointwise(place.element, written)
        found = choice(place.element, written) or by_gradient(place.element, written)
        if found is None:
            return whole(place.element, written)
        return found if isinstance(found, Function) else list(found)

    def _pieces(self, place: Origin) -> list[Piece]:
        """The pieces of a computed number's sum; unnamed sums inside it are expanded as well."""
        found: list[Piece] = []
        waiting = [(1.0, place, True)]
        while waiting:
            coefficient, part, first = waiting.pop(0)
            if part.kind == "constant":
                if part.value:
                    found.append(Summand(coefficient * part.value))
                continue
            parts = self._parts(part, first) if len(waiting) + len(found) < _MOST_PIECES else None
            if parts is None:
                found.append(self._product(coefficient, part, first))
                continue
            for piece in parts:
                if isinstance(piece, Scaled):
                    waiting.append((coefficient * piece.coefficient, self._places.place(piece.element), False))
                elif isinstance(piece, Run):
                    found.append(Run(piece.coefficients * coefficient, piece.left, piece.right))
                else:
                    found.append(Summand(coefficient * piece))
        return found

    def _parts(self, place: Origin, first: bool) -> list[Scaled | Run | float] | None:
        """One step of expanding a sum; None if it can't be expanded further."""
        if place.written is None or (place.kind != "operation" and not first):
            return None
        if place.written.step.name in ("sum", "mean") and not first:
            return None
        return summands(place.element, place.written)

    def _product(self, coefficient: float, place: Origin, first: bool) -> Summand:
        """A number as a product; unnamed products inside it are expanded as well."""
        numbers: list[Origin] = []
        divisors: list[Origin] = []
        waiting = [(place, False, first)]
        while waiting:
            part, below, whole = waiting.pop(0)
            both = None
            if part.written is not None and (part.kind == "operation" or whole):
                both = factors(part.element, part.written)
                alone = None if both else summands(part.element, part.written)
                if alone is not None and len(alone) == 1 and isinstance(alone[0], Scaled):
                    coefficient *= 1 / alone[0].coefficient if below else alone[0].coefficient
                    waiting.append((self._places.place(alone[0].element), below, False))
                    continue
            if both is None:
                (divisors if below else numbers).append(part)
                continue
            waiting += [(self._places.place(element), below, False) for element in both[0]]
            waiting += [(self._places.place(element), not below, False) for element in both[1]]
        return Summand(coefficient, tuple(numbers), tuple(divisors))

    def _sum(self, pieces: Sequence[Piece], name: str, index: Index, value: float, top: int) -> Explanation:
        pieces = as_rotation(self._places, pieces, name, index) or pieces
        terms, remainder, count = self._terms(pieces, top)
        operation, formula = word_sum(self._places, pieces)
        inputs = tuple(i for term in terms for i in (*term.factors, *term.divisors))
        return Explanation(
            name, index, value, operation, formula, terms, remainder, count, tuple(dict.fromkeys(inputs))
        )

    def _terms(self, pieces: Sequence[Piece], top: int) -> tuple[tuple[Term, ...], float, int]:
        """The largest terms, the sum of the others, and their number; zero terms do not count."""
        found: list[tuple[float, Callable[[], Term]]] = []
        remainder, count = 0.0, 0
        for piece in pieces:
            if isinstance(piece, Summand):
                found.append((piece.value, lambda piece=piece: self._term(piece, top)))
                continue
            values = piece.values().clone()
            largest = values.abs().topk(min(top, len(values))).indices.tolist()
            found += [(float(values[j]), lambda piece=piece, j=j: self._term_of(piece, j, top)) for j in largest]
            values[largest] = 0
            remainder += float(values.sum())
            count += int(values.count_nonzero())
        found = sorted((each for each in found if each[0] != 0), key=lambda each: -abs(each[0]))
        remainder += sum(value for value, _ in found[top:])
        return tuple(make() for _, make in found[:top]), remainder, count + len(found[top:])

    def _term(self, piece: Summand, top: int) -> Term:
        numbers, divisors = (tuple(self._input(p, top) for p in each) for each in (piece.factors, piece.divisors))
        return Term(piece.label, piece.value, piece.coefficient, numbers, divisors)

    def _term_of(self, run: Run, number: int, top: int) -> Term:
        every = run.coefficients
        coefficient = float(every[number]) if isinstance(every, torch.Tensor) else every
        rows = (run.left,) if run.right is None else (run.left, run.right)
        return self._term(Summand(coefficient, tuple(self._places.place(row.at(number)) for row in rows)), top)

    def _function(self, found: Function, name: str, index: Index, value: float, top: int) -> Explanation:
        places = [self._places.place(element) for element in found.inputs]
        if found.whole:
            inputs = tuple(Input(place.name, (), math.nan, True) for place in places)
        else:
            inputs = tuple(self._input(place, top) for place in places)
        parts = sorted(found.parts, key=lambda part: -abs(part.value))
        terms = tuple(Term(p.label, p.value, p.coefficient, tuple(inputs[i] for i in p.inputs)) for p in parts)
        values = [each.value for each in inputs]
        return Explanation(
            name, index, value, found.operation, found.formula, terms,
            inputs=tuple(dict.fromkeys(inputs)), function=lambda: found.compute(values),
        )  # fmt: skip

    def _input(self, place: Origin, top: int) -> Input:
        """A place as an explanation's input. It holds no tape: its own explanation is replayed on demand."""
        name, index, address = place.name, place.index, place.address
        behind: Callable[[], Explanation] | None = None
        if place.kind == "site":
            behind = lambda: self.site(name, index, top)  # noqa: E731
        elif address is not None:
            behind = lambda: self._found_again(address, name, index, top)  # noqa: E731
        return Input(name, index, place.value, behind is None, behind)


def _same(pieces: Sequence[Piece]) -> Origin | None:
    """The one unnamed number that a sum consists of; None if there is more to it."""
    alone = pieces[0] if len(pieces) == 1 else None
    if not isinstance(alone, Summand) or alone.coefficient != 1 or len(alone.factors) != 1 or alone.divisors:
        return None
    return alone.factors[0] if alone.factors[0].kind in ("operation", "weight") else None
