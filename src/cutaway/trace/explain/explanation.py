"""The explanation of one number: the operation, its terms, and its inputs."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from cutaway.errors import CutawayError


class NothingBehind(CutawayError):
    """A number that nothing in the pass produced: a weight, a token id, a constant."""

    code = "nothing-behind"


@dataclass(frozen=True)
class Input:
    """An input of another number.

    Attributes:
        name: the site that it is in (`layers.3.attn.q`), else the module that returned it (`layers.3: model.layers.3.self_attn.q_proj`),
            else a weight's path (`model.layers.3.self_attn.q_proj.weight`), else the operation that computed it and its place.
        index: its index in that tensor. Sites have no batch axis; other tensors are the model's own. Empty for a whole tensor.
        value: its value.
        is_leaf: whether nothing earlier in the pass produced it.
    """

    name: str
    index: tuple[int, ...]
    value: float
    is_leaf: bool
    behind: "Callable[[], Explanation] | None" = field(default=None, repr=False, compare=False)

    def explain(self) -> "Explanation":
        """Why this number is what it is.

        Raises:
            NothingBehind: nothing in the pass produced it: `is_leaf`.
        """
        if self.behind is None:
            raise NothingBehind(
                f"Nothing else in this pass produced {self}.",
                "Explain another input; `is_leaf` marks those that can't be explained.",
            )
        return self.behind()

    def __str__(self) -> str:
        return f"{self.name}[{', '.join(map(str, self.index))}]" if self.index else self.name


@dataclass(frozen=True)
class Term:
    """One summand: coefficient × factors ÷ divisors, or the result of a function.

    Attributes:
        label: a short name.
        value: its part of the number.
        coefficient: the constant factor.
        factors, divisors: the numbers to multiply and to divide by; empty for a function.
    """

    label: str
    value: float
    coefficient: float = 1.0
    factors: tuple[Input, ...] = ()
    divisors: tuple[Input, ...] = ()


@dataclass(frozen=True)
class Explanation:
    """Why a number is what it is.

    Attributes:
        site: the number's site (or, for an input of another explanation, its module or operation).
        index: its index there.
        value: the number that the model computed, in its own precision.
        operation: the operation that computed it, in a few words.
        formula: the operation as a formula.
        terms: the summands that contribute most, largest first; for a function, one term.
        remainder: the sum of all other summands, `rest_count` of them.
        inputs: the inputs of the listed terms; for a function, all its inputs.
    """

    site: str
    index: tuple[int, ...]
    value: float
    operation: str
    formula: str
    terms: tuple[Term, ...]
    remainder: float = 0.0
    rest_count: int = 0
    inputs: tuple[Input, ...] = ()
    function: Callable[[], float] | None = field(default=None, repr=False, compare=False)

    @cached_property
    def total(self) -> float:
        """The sum of the terms and the remainder, in double precision."""
        return sum(term.value for term in self.terms) + self.remainder

    @property
    def rounding(self) -> float:
        """The difference between the model's own number and `total`: the model computes in its own precision, and attention by a fused
        kernel, while here every score is computed.
        """
        return 0.0 if self.value == self.total or math.isnan(self.total) else self.value - self.total

    @property
    def is_sum(self) -> bool:
        """Whether the number is a sum of terms; otherwise it is a function of `inputs`."""
        return self.function is None

    def recompute(self) -> float:
        """The number, computed again from the inputs (in a sum: from the terms and the remainder), in double precision."""
        return self.total if self.function is None else self.function()

    def __str__(self) -> str:
        where = f"{self.site}[{', '.join(map(str, self.index))}]"
        lines = [f"{where} = {self.value:.6g}", f"  {self.operation}: {self.formula}"]
        lines += [f"  {term.value:+12.6g}   {_made_of(term, self.is_sum)}" for term in self.terms]
        if self.rest_count:
            lines.append(f"  {self.remainder:+12.6g}   {self.rest_count} further terms")
        if self.rounding:
            lines.append(f"  {self.rounding:+12.3g}   rounding")
        if not self.is_sum:
            shown = [f"{i} ({i.value:.6g})" for i in self.inputs[:_SHOWN]]
            further = len(self.inputs) - len(shown)
            lines.append(f"  from {', '.join(shown)}" + (f" and {further} more" if further else ""))
        return "\n".join(lines)

    __repr__ = __str__


_SHOWN = 4
"""How many inputs of a function to print."""


def _made_of(term: Term, is_sum: bool) -> str:
    if not is_sum or not term.factors:
        return term.label
    coefficient = {1.0: [], -1.0: ["−1"]}.get(term.coefficient, [f"{term.coefficient:.6g}"])
    numbers = [f"{factor} ({factor.value:.6g})" for factor in term.factors]
    over = [f"{divisor} ({divisor.value:.6g})" for divisor in term.divisors]
    return " ÷ ".join((" × ".join((*coefficient, *numbers)), *over))
