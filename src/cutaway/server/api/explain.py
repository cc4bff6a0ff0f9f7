"""Why a number is what it is, term by term."""

import math
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from cutaway.errors import BadIndex
from cutaway.server.http.deps import PROBLEMS, Page, State, as_json
from cutaway.server.jobs import Check, read_trace
from cutaway.trace.explain.explanation import Explanation, Input

if TYPE_CHECKING:
    from cutaway.trace.trace import Trace


class Explained(BaseModel):
    """An input of another number."""

    name: str = Field(
        description="A site, else the module that returned it, a weight's path, or the operation that computed it."
    )
    index: list[int]
    value: float | None
    leaf: bool = Field(description="Whether nothing earlier in the pass produced it.")


class ExplainedTerm(BaseModel):
    """One summand: coefficient × factors ÷ divisors."""

    label: str
    value: float | None
    coefficient: float
    factors: list[int] = Field(description="Indices of inputs that are multiplied.")
    divisors: list[int] = Field(description="Indices of inputs to divide by.")


class ExplanationAnswer(BaseModel):
    """Why a number is what it is."""

    site: str
    index: list[int]
    value: float | None = Field(description="As the model computed it.")
    operation: str
    formula: str
    sum: bool = Field(description="Whether it is a sum of the terms; else a function of the inputs.")
    terms: list[ExplainedTerm]
    remainder: float | None
    rest_count: int
    rounding: float | None = Field(description="The difference between the value and the sum in double precision.")
    inputs: list[Explained]


def explanation(trace: "Trace", found: Explanation) -> ExplanationAnswer:
    """Why a number is what it is, with each input once."""
    numbers = {id(each): number for number, each in enumerate(found.inputs)}

    def numbered(factors: tuple[Input, ...]) -> list[int]:
        return [numbers[id(factor)] if id(factor) in numbers else found.inputs.index(factor) for factor in factors]

    return ExplanationAnswer(
        site=found.site,
        index=list(found.index),
        value=_finite(found.value),
        operation=found.operation,
        formula=found.formula,
        sum=found.is_sum,
        terms=[
            ExplainedTerm(
                label=term.label,
                value=_finite(term.value),
                coefficient=term.coefficient,
                factors=numbered(term.factors),
                divisors=numbered(term.divisors),
            )
            for term in found.terms
        ],
        remainder=_finite(found.remainder),
        rest_count=found.rest_count,
        rounding=_finite(found.rounding),
        inputs=[
            Explained(name=each.name, index=list(each.index), value=_finite(each.value), leaf=each.is_leaf)
            for each in found.inputs
        ],
    )


def explain_router(state: State) -> APIRouter:
    """The route `/api/traces/{id}/explain`."""
    api = APIRouter(prefix="/api/traces/{id}", responses=PROBLEMS)

    @api.get("/explain", response_model=ExplanationAnswer)
    async def explain(
        id: str,
        site: str,
        index: Annotated[str, Query(description="One number per axis: '2,5,1'.")],
        request: Request,
        page: Page,
        path: Annotated[str, Query(description="The input to follow, then its input, and so on: '0.3'.")] = "",
        top: Annotated[int, Query(ge=1, le=256)] = 8,
    ) -> Response:
        at, steps = _numbers(index, ","), _numbers(path, ".")

        def answer(trace: "Trace", check: Check) -> Response:
            found = state.explanations.get(id, trace, site, at, steps, top)
            return as_json(explanation(trace, found))

        return await read_trace(state, id, request, page, answer)

    return api


def _numbers(text: str, between: str) -> tuple[int, ...]:
    parts = text.split(between) if text.strip() else []
    if not all(part.strip().isdecimal() and len(part) < 19 for part in parts):
        raise BadIndex(f"{text!r} are not numbers.", f"Write them as 2{between}5{between}1.")
    return tuple(int(part) for part in parts)


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
