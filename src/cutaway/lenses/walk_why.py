"""Why a number of the walk is what it is, including dot products and scaled ones, which are in none of the trace's tensors."""

from typing import Literal

from cutaway.errors import BadIndex
from cutaway.lenses.attention_steps import products, scaling_of
from cutaway.trace.explain.explanation import Explanation, Input, Term
from cutaway.trace.trace import Trace


def explain_step(trace: Trace, step: str, index: tuple[int, ...], top: int = 8) -> Explanation:
    """Why one number of a step is what it is.

    Args:
        step: the id of a stage: a site, or an attention's name with `.products` or `.scaled`.
        index: one integer per axis: head, query and key for products and scaled products.
        top: the most terms to list; the others are added up.

    Raises:
        NoSuchSite, BadIndex: as in `Trace.explain`; a model that does more than scale its products has no `.scaled`.
    """
    attention, _, what = step.rpartition(".")
    if step in trace.sites or what not in ("products", "scaled"):
        return trace.explain(step, index=index, top=top)
    shape = trace.sites.get(f"{attention}.scores")
    if shape is None:
        return trace.explain(f"{attention}.scores", index=index, top=top)  # says which sites there are
    if len(index) != 3 or not all(0 <= at < size for at, size in zip(index, shape, strict=True)):
        raise BadIndex(f"{index} is no head, query and key of {step}.", f"Its shape is {list(shape)}.")
    return _product(trace, attention, index, top) if what == "products" else _scaled(trace, attention, index, top)


def _product(trace: Trace, attention: str, index: tuple[int, ...], top: int) -> Explanation:
    head, query, key = index
    shared = head * trace.sites[f"{attention}.k"][0] // trace.sites[f"{attention}.q"][0]
    ends = ((f"{attention}.q", (head, query)), (f"{attention}.k", (shared, key)))
    q, k = (trace.read(site, place).double().tolist() for site, place in ends)

    def factor(end: int, dimension: int, value: float) -> Input:
        site, place = ends[end]
        at = (*place, dimension)
        return Input(site, at, value, is_leaf=False, behind=lambda: trace.explain(site, index=at, top=top))

    order = sorted(range(len(q)), key=lambda at: -abs(q[at] * k[at]))
    terms = [
        Term(f"dimension {at}", q[at] * k[at], factors=(factor(0, at, q[at]), factor(1, at, k[at])))
        for at in order[:top]
    ]
    return Explanation(
        site=f"{attention}.products",
        index=index,
        value=_value(trace, attention, index, "dots"),
        operation="sum of the products of a query and a key, dimension by dimension",
        formula="q · k",
        terms=tuple(terms),
        remainder=sum(q[at] * k[at] for at in order[top:]),
        rest_count=max(0, len(order) - top),
        inputs=tuple(factor for term in terms for factor in term.factors),
    )


def _scaled(trace: Trace, attention: str, index: tuple[int, ...], top: int) -> Explanation:
    value = _value(trace, attention, index, "scaled")
    scaling = scaling_of(trace, attention, index[0])
    assert scaling is not None  # otherwise there would be no value
    product = Input(
        f"{attention}.products",
        index,
        _value(trace, attention, index, "dots"),
        is_leaf=False,
        behind=lambda: _product(trace, attention, index, top),
    )
    term = Term("product", scaling * product.value, coefficient=scaling, factors=(product,))
    return Explanation(
        site=f"{attention}.scaled",
        index=index,
        value=value,
        operation="a product of query and key, scaled",
        formula=f"{scaling:.4g} × (q · k)",
        terms=(term,),
        inputs=(product,),
    )


def _value(trace: Trace, attention: str, index: tuple[int, ...], what: Literal["dots", "scaled"]) -> float:
    head, query, key = index
    return products(trace, attention, head, slice(query, query + 1), slice(key, key + 1), what).item()
