"""What lenses found, as the answers that the page reads."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from cutaway.errors import BadIndex, UnsupportedModel
from cutaway.server.api import schema
from cutaway.server.api.answers import attention_maps
from cutaway.server.http import tensors as wire

if TYPE_CHECKING:
    import torch

    from cutaway.server.jobs import Check
    from cutaway.trace.explain.explanation import Explanation, Input
    from cutaway.trace.trace import Trace


def explanation(trace: "Trace", found: "Explanation") -> schema.ExplanationAnswer:
    """Why a number is what it is, with each input once."""
    numbers = {id(each): number for number, each in enumerate(found.inputs)}

    def numbered(factors: "tuple[Input, ...]") -> list[int]:
        return [numbers[id(factor)] if id(factor) in numbers else found.inputs.index(factor) for factor in factors]

    return schema.ExplanationAnswer(
        site=found.site,
        index=list(found.index),
        value=_finite(found.value),
        operation=found.operation,
        formula=found.formula,
        sum=found.is_sum,
        terms=[
            schema.ExplainedTerm(
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
            schema.Explained(name=each.name, index=list(each.index), value=_finite(each.value), leaf=each.is_leaf)
            for each in found.inputs
        ],
    )


def heads(trace: "Trace", map: str, check: "Check") -> schema.HeadsAnswer:
    """What the heads of one kind of attention do with this text."""
    from cutaway.lenses.heads import MEASURES, head_scores

    scores = head_scores(trace, sites_of(trace, map), on_layer=_checking(check))
    return _measured({name: scores[name] for name in MEASURES if name in scores})


def induction(trace: "Trace", check: "Check") -> schema.HeadsAnswer:
    """What the heads of the trace's model do with random tokens that repeat."""
    from cutaway.lenses.heads import induction_scores

    return _measured(induction_scores(trace.model, on_layer=_checking(check)))


def rollout(
    trace: "Trace", map: str, position: int, method: Literal["rollout", "flow"], check: "Check"
) -> "torch.Tensor":
    """How much of each input token is in a position, by attention alone."""
    from cutaway.lenses.rollout import flow_from, rollout_from

    follow = rollout_from if method == "rollout" else flow_from
    return follow(trace, sites_of(trace, map), position, on_layer=_checking(check))


def scoring(trace: "Trace", attention: str, head: int, query: int) -> bytes:
    """Every step of how one query is scored, one named tensor each."""
    from cutaway.lenses.attention_steps import score_steps

    return wire.encode_all(score_steps(trace, attention, head, query).tensors())


def products(
    trace: "Trace", attention: str, head: int, window: tuple[str, str], what: Literal["dots", "scaled"]
) -> "torch.Tensor":
    """A window of raw or scaled products of one head."""
    from cutaway.lenses.attention_steps import products as products_of

    queries, keys = _window(trace, f"{attention}.pattern", window)
    return products_of(trace, attention, head, queries, keys, what)


@dataclass(frozen=True, slots=True)
class Summary:
    """Which patterns to take the mean of, and how to show it.

    Attributes:
        layer, head: None: all of them.
        window: queries and keys, as an index is written; of words where words are asked for.
        pool: the most cells on a side.
        how: what a cell is of what it stands for.
    """

    map: str
    layer: int | None
    head: int | None
    words: bool
    pool: int | None
    window: str
    how: Literal["max", "mean"]


def summary(trace: "Trace", asked: Summary, check: "Check") -> bytes:
    """The mean of patterns, token by token or word by word."""
    from cutaway.lenses.mean_patterns import by_word, mean_pattern, tokens_of, words
    from cutaway.trace.attention_patterns import pool

    sites = sites_of(trace, asked.map)
    if asked.layer is not None:
        if not 0 <= asked.layer < len(sites):
            raise BadIndex(f"There is no layer {asked.layer}.", f"They go from 0 to {len(sites) - 1}.")
        sites = [sites[asked.layer]]
    site = next((site for site in sites if site), None)
    if site is None:
        raise UnsupportedModel("There is no attention pattern here.", "Choose another layer.")
    chosen = None if asked.head is None else [asked.head]
    metadata: dict[str, str] = {}
    window = asked.window or ":,:"
    if asked.words:
        queries_of, keys_of = _ends(trace, asked.map)
        ends = [
            words(getattr(trace, queries_of), trace.text if queries_of == "tokens" else None),
            words(trace.key_tokens(site), trace.text if keys_of == "tokens" else None),
        ]
        counted = _selected(window, tuple(numbers[-1] + 1 for numbers in ends))
        queries, keys = (tokens_of(numbers, few) for numbers, few in zip(ends, counted, strict=True))
        part = mean_pattern(trace, sites, chosen, queries, keys, on_layer=_checking(check))
        found = by_word(part, ends[0][queries], ends[1][keys])
        metadata = {"queries": ",".join(map(str, ends[0])), "keys": ",".join(map(str, ends[1]))}
    else:
        queries, keys = _selected(window, trace.sites[site][1:])
        found = mean_pattern(trace, sites, chosen, queries, keys, on_layer=_checking(check))
    if asked.pool is not None and max(found.shape) > asked.pool:
        size = (math.ceil(found.shape[0] / asked.pool), math.ceil(found.shape[1] / asked.pool))
        metadata |= {"pool": asked.how, "shape": ",".join(map(str, found.shape))}
        found = pool(found, size, asked.how)
    return wire.encode(found, "float32", metadata)


def walk(trace: "Trace") -> schema.WalkAnswer:
    """The steps from the text to the next word."""
    from cutaway.lenses.walk import stages

    return schema.WalkAnswer(
        stages=[
            schema.Stage(
                id=stage.id,
                kind=stage.kind,
                stack=stage.stack,
                layer=stage.layer,
                title=stage.title,
                site=stage.site,
                shape=list(stage.shape),
                axes=list(stage.axes),
                inputs=list(stage.inputs),
                formula=stage.formula,
                operation=stage.operation,
                code=stage.code,
                weights=[(name, list(shape)) for name, shape in stage.weights],
                note=stage.note,
                traits=list(stage.traits),
            )
            for stage in stages(trace.model, trace)
        ]
    )


def sites_of(trace: "Trace", map: str) -> list[str | None]:
    """The pattern of each layer of one kind of attention.

    Raises:
        UnsupportedModel: the model has no such kind.
    """
    maps = {each.name: each for each in attention_maps(trace.model)}
    if map not in maps:
        raise UnsupportedModel(f"This model has no attention called {map}.", f"It has: {', '.join(maps)}.")
    return maps[map].patterns


def _ends(trace: "Trace", map: str) -> tuple[str, str]:
    found = next(each for each in attention_maps(trace.model) if each.name == map)
    return found.queries, found.keys


def _window(trace: "Trace", site: str, window: tuple[str, ...]) -> tuple[slice, slice]:
    shape = trace.sites.get(site)
    if shape is None:
        raise BadIndex(f"{site} has no such window.", "Ask for a head's pattern.")
    return _selected(",".join(window), shape[1:])


def _selected(window: str, shape: tuple[int, ...]) -> tuple[slice, slice]:
    if window.count(",") != 1:
        raise BadIndex(f"{window} is no window.", "Write queries and keys as 0:512,0:512.")
    selection = wire.select(window, shape)
    queries, keys = (slice(at, at + 1) if isinstance(at, int) else at for at in selection.index)
    return queries, keys


def _measured(scores: "dict[str, torch.Tensor]") -> schema.HeadsAnswer:
    from cutaway.lenses.heads import MEASURES

    return schema.HeadsAnswer(
        measures=[
            schema.Measure(
                name=name,
                title=MEASURES[name].title,
                definition=MEASURES[name].definition,
                source=MEASURES[name].source,
                unit=MEASURES[name].unit,
            )
            for name in scores
        ],
        scores={name: [[_finite(x) for x in row] for row in values.tolist()] for name, values in scores.items()},
    )


def _checking(check: "Check") -> Callable[[int, int], None]:
    return lambda done, total: check()


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
