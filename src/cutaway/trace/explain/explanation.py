"""What an explanation of one number holds: the operation, its terms, and the numbers that it was made of."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from cutaway.errors import CutawayError


class NothingBehind(CutawayError):
    """A number that follows from nothing in the pass: a weight, a token id, a constant."""

    code = "nothing-behind"


@dataclass(frozen=True)
class Input:
    """A number that another one was made of.

    Attributes:
        name: the site that it is in (`layers.3.attn.q`), else the module that gave it (`layers.3: model.layers.3.self_attn.q_proj`), else a
            weight by its path (`model.layers.3.self_attn.q_proj.weight`), else the operation that made it and where.
        index: where in that tensor. Sites have no batch axis; other tensors are as the model has them. Empty for what stands for a
            whole tensor.
        value: the number, as it went in.
        is_leaf: whether nothing in the pass is behind it.
    """

    name: str
    index: tuple[int, ...]
    value: float
    is_leaf: bool
    behind: "Callable[[], Explanation] | None" = field(default=None, repr=False, compare=False)

    def explain(self) -> "Explanation":
        """Why this number is what it is.

        Raises:
            NothingBehind: nothing in the pass is: `is_leaf`.
        """
        if self.behind is None:
            raise NothingBehind(
                f"{self} follows from nothing else in this pass.",
                "Explain another input; `is_leaf` tells which can't be.",
            )
        return self.behind()

    def __str__(self) -> str:
        return f"{self.name}[{', '.join(map(str, self.index))}]" if self.index else self.name


@dataclass(frozen=True)
class Term:
    """One summand: coefficient × factors ÷ divisors, or what a function gives.

    Attributes:
        label: what it is, in short.
        value: its part of the number.
        coefficient: the constant in front.
        factors, divisors: the numbers that are multiplied, and divided by; for a function of them neither.
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
        site: the site (or, for an input of another explanation, the module or operation) that the number is in.
        index: where in it.
        value: the number, as the model computed it, in its own precision.
        operation: what computed it, in a few words.
        formula: the same as a formula.
        terms: the summands that contribute most, largest first; for a function of its inputs, one term.
        remainder: the sum of all other summands, `rest_count` of them.
        inputs: the numbers that the listed terms are made of; of a function, all that it is computed from.
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
        """By how much the model's own number differs from `total`: it computes in its own precision, and attention by a fused kernel
        where here every score is computed.
        """
        return 0.0 if self.value == self.total or math.isnan(self.total) else self.value - self.total

    @property
    def is_sum(self) -> bool:
        """Whether the number is a sum of terms; else it is a function of `inputs`."""
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
"""How many inputs of a function are printed."""


def _made_of(term: Term, is_sum: bool) -> str:
    if not is_sum or not term.factors:
        return term.label
    coefficient = {1.0: [], -1.0: ["−1"]}.get(term.coefficient, [f"{term.coefficient:.6g}"])
    numbers = [f"{factor} ({factor.value:.6g})" for factor in term.factors]
    over = [f"{divisor} ({divisor.value:.6g})" for divisor in term.divisors]
    return " ÷ ".join((" × ".join((*coefficient, *numbers)), *over))
