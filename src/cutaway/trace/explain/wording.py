"""Names the operation that computed a number, in words and as a formula."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from cutaway.trace.explain.origins import Origin, Places
from cutaway.trace.explain.sums import Run
from cutaway.trace.site_names import SiteName

HIDDEN = 1e4
"""A constant below the negative of this hides something from a softmax."""


@dataclass(frozen=True)
class Summand:
    """One term of a sum: coefficient × factors ÷ divisors; `said` is the joint name of its factors, if they have one."""

    coefficient: float
    factors: tuple[Origin, ...] = ()
    divisors: tuple[Origin, ...] = ()
    said: str = ""

    @property
    def value(self) -> float:
        over = math.prod(place.value for place in self.divisors)
        number = self.coefficient * math.prod(place.value for place in self.factors)
        return number / over if over else math.nan

    @property
    def label(self) -> str:
        if self.said:
            return self.said
        if not self.factors:
            return "hidden by the mask" if self.value < -HIDDEN else "constant"
        return " × ".join(short(place.name) for place in self.factors) + "".join(
            f" ÷ {short(place.name)}" for place in self.divisors
        )


def word_sum(places: Places, pieces: Sequence[Summand | Run]) -> tuple[str, str]:
    """The name of a sum, and its formula."""
    runs = [piece for piece in pieces if isinstance(piece, Run)]
    rest = [piece for piece in pieces if isinstance(piece, Summand)]
    formula = joined([*(_run_formula(places, run) for run in runs), *(_formula(piece) for piece in rest)])
    if not runs:
        return _sum_name(rest), formula or "0"
    name = _run_name(places, runs[0])
    scaled = [", scaled"] if any(isinstance(run.coefficients, float) and run.coefficients != 1 for run in runs) else []
    masked = ["masked"] if any(not piece.factors and piece.value < -HIDDEN for piece in rest) else []
    weights = ["with bias"] if any(len(p.factors) == 1 and p.factors[0].kind == "weight" for p in rest) else []
    others = [short(p.factors[0].name) for p in rest if p.factors and p.factors[0].kind != "weight"]
    added = [f"plus {' and '.join(dict.fromkeys(others))}"] if others else []
    return name + "".join(scaled) + "".join(f", {what}" for what in (*weights, *added, *masked)), formula


def joined(parts: Sequence[str]) -> str:
    """Terms with their signs between them: `a − b`, and not `a + −b`."""
    return "".join(
        part if not i else f" − {part[1:]}" if part.startswith(("−", "-")) else f" + {part}"
        for i, part in enumerate(parts)
    )


def short(name: str) -> str:
    """A site's name without its block, or a module's or weight's name without its parents."""
    site = SiteName.of(name)
    if site.block is not None:
        return site.short
    if " of " in name:  # something else that a block returned
        return name
    path = name.rpartition(": ")[2]
    operation, inside, module = path.partition(" in ")
    if inside:
        return f"{operation} in {module.rpartition('.')[2]}"
    return ".".join(path.split(".")[-2:])


def _run_name(places: Places, run: Run) -> str:
    if run.right is None:
        if not isinstance(run.coefficients, float):
            return "sum of inputs × coefficients"
        return "sum" if run.coefficients == 1 else "mean"
    ends = [places.place(row.at(0)) for row in (run.left, run.right)]
    if any(place.kind == "weight" for place in ends):
        return "projection"
    if any(place.name.endswith(".pattern") for place in ends):
        return "weighted sum"
    return "dot product"


def _run_formula(places: Places, run: Run) -> str:
    if not len(run.left.values):
        return "0"
    names = [short(places.place(row.at(0)).name) for row in (run.left, run.right) if row is not None]
    if not isinstance(run.coefficients, float):
        return f"Σ coefficient · {' · '.join(names)}"
    coefficient = "" if run.coefficients == 1 else f"{run.coefficients:.6g} × "
    return f"{coefficient}Σ {' · '.join(names)}"


def _formula(piece: Summand) -> str:
    if not piece.factors:
        return piece.label if piece.value < -HIDDEN else f"{piece.coefficient:.6g}"
    if abs(piece.coefficient) == 1:
        return ("−" if piece.coefficient < 0 else "") + piece.label
    sign = "−" if piece.coefficient < 0 else ""
    return f"{sign}{abs(piece.coefficient):.6g} × {piece.label}"


def _sum_name(pieces: Sequence[Summand]) -> str:
    if not pieces:
        return "nothing"
    if len(pieces) > 1:
        return "rotation by position" if all(piece.said for piece in pieces) else "sum"
    (piece,) = pieces
    if piece.divisors:
        return "quotient"
    if len(piece.factors) > 1:
        return "product"
    return "scaled" if piece.coefficient != 1 else "the same number"
