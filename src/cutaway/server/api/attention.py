"""Attention: a model's kinds of attention, measures of its heads, and results computed from their patterns."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from cutaway import lenses
from cutaway.errors import BadIndex, UnsupportedModel
from cutaway.lenses.head_measures import MEASURES, Measure
from cutaway.server.http import tensors as wire
from cutaway.server.http.deps import PROBLEMS, Page, State, as_json
from cutaway.server.jobs import Check, read_trace

if TYPE_CHECKING:
    import torch

    from cutaway.model import Model
    from cutaway.trace.trace import Trace

MapName = Literal["self", "encoder", "decoder", "cross"]


class AttentionMap(BaseModel):
    """One kind of attention in a model: which tokens look at which, in each of a stack's layers."""

    name: Literal["self", "encoder", "decoder", "cross"]
    layers: int = Field(description="How many blocks the stack has.")
    heads: int = Field(description="The most heads that a block has; 0 in a model without attention.")
    patterns: list[str | None] = Field(
        description="For each layer, the name of its attention pattern; null if the layer has no attention."
    )
    queries: Literal["tokens", "target"] = Field(description="The tokens that look.")
    keys: Literal["tokens", "target"] = Field(description="The tokens that are looked at.")
    causal: bool = Field(description="Whether a query sees no key ahead of it.")
    key_value_heads: int = Field(description="How many sets of keys and values its heads share.")
    scale: float | None = Field(description="The factor on products of queries and keys; null if it is unknown.")
    beyond: Literal["nothing", "row", "cap", "bias", "unknown"] = Field(
        description="Changes to products besides scaling and masking: subtracting the row's maximum, a cap, a bias by distance."
    )
    sink: bool = Field(description="Whether a part of each row goes to no key.")
    turned: list[int] = Field(description="For each layer, how many numbers of a query are turned by position.")
    windows: list[int] = Field(
        description="For each layer, less than how many tokens away a key has to be; 0 without a window."
    )


class ValueLengths(BaseModel):
    """The lengths of value vectors: means over layers and value heads."""

    first: float = Field(description="Those of the first token.")
    others: float = Field(description="Those of all other tokens.")


class HeadsAnswer(BaseModel):
    """Measures of heads: each is `(layers, heads)`, with null for a missing head or if there is nothing to measure."""

    measures: list[Measure]
    scores: dict[str, list[list[float | None]]]
    value_lengths: ValueLengths | None = Field(
        default=None, description="Of the tokens looked at; null if that is only one, or if it was not requested."
    )


def attention_maps(model: "Model") -> list[AttentionMap]:
    """A model's kinds of attention; for a model without attention, one kind without heads."""
    if not model.anatomy.two_stacks:
        return [_map(model, "self", "", "attn", ("tokens", "tokens"), causal=model.anatomy.causal)]
    return [
        _map(model, "encoder", "encoder.", "attn", ("tokens", "tokens"), causal=False),
        _map(model, "decoder", "decoder.", "attn", ("target", "target"), causal=True),
        _map(model, "cross", "decoder.", "cross_attn", ("target", "tokens"), causal=False),
    ]


def _map(
    model: "Model",
    name: Literal["self", "encoder", "decoder", "cross"],
    stack: str,
    attention: str,
    ends: tuple[Literal["tokens", "target"], Literal["tokens", "target"]],
    *,
    causal: bool,
) -> AttentionMap:
    blocks = [block for block in model.anatomy.blocks if block.name.startswith(f"{stack}layers.")]
    found = [next((a for a in block.attentions if a.name == attention), None) for block in blocks]
    first = next((a for a in found if a), None)
    return AttentionMap(
        name=name,
        layers=len(blocks),
        heads=max((a.heads for a in found if a), default=0),
        patterns=[f"{block.name}.{a.name}.pattern" if a else None for block, a in zip(blocks, found, strict=True)],
        queries=ends[0],
        keys=ends[1],
        causal=causal,
        key_value_heads=first.key_value_heads if first else 0,
        scale=first.traits.scale if first else None,
        beyond=first.traits.beyond if first else "unknown",
        sink=first is not None and first.sink,
        turned=[a.traits.q.turned if a else 0 for a in found],
        windows=[a.traits.window if a else 0 for a in found],
    )


def heads_answer(trace: "Trace", map: str, check: "Check") -> HeadsAnswer:
    """Measures the heads of one kind of attention on this text."""
    sites = sites_of(trace, map)
    scores = lenses.head_scores(trace, sites, on_layer=_checking(check))
    found = lenses.heads.value_lengths(trace, sites, on_layer=_checking(check))
    first, others = (None, None) if found is None else (_finite(length) for length in found)
    lengths = None if first is None or others is None else ValueLengths(first=first, others=others)
    return _measured({name: scores[name] for name in MEASURES if name in scores}, lengths)


def induction_answer(trace: "Trace", check: "Check") -> HeadsAnswer:
    """Measures the heads of the trace's model on repeated random tokens."""
    return _measured(lenses.induction_scores(trace.model, on_layer=_checking(check)))


def rollout_from_position(
    trace: "Trace", map: str, position: int, method: Literal["rollout", "flow"], check: "Check"
) -> "torch.Tensor":
    """How much of each input token is in a position, by attention alone."""
    follow = lenses.rollout_from if method == "rollout" else lenses.flow_from
    return follow(trace, sites_of(trace, map), position, on_layer=_checking(check))


def scoring_steps(trace: "Trace", attention: str, head: int, query: int) -> bytes:
    """Every step of scoring one query, each a named tensor."""
    return wire.encode_all(lenses.score_steps(trace, attention, head, query).tensors())


def products_in_window(
    trace: "Trace", attention: str, head: int, window: tuple[str, str], what: Literal["dots", "scaled"]
) -> "torch.Tensor":
    """A window of raw or scaled products of one head."""
    queries, keys = _window(trace, f"{attention}.pattern", window)
    return lenses.attention_steps.products(trace, attention, head, queries, keys, what)


@dataclass(frozen=True, slots=True)
class Summary:
    """The patterns to average, and how to show the mean.

    Attributes:
        layer, head: the layer and head; None: all.
        window: queries and keys, written like an index; of words if `words` is True.
        pool: the most cells on a side.
        how: how a cell summarises the weights that it covers.
    """

    map: str
    layer: int | None
    head: int | None
    words: bool
    pool: int | None
    window: str
    how: Literal["max", "mean"]


def mean_of_patterns(trace: "Trace", asked: Summary, check: "Check") -> bytes:
    """The mean of patterns, token by token or word by word."""
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
            lenses.mean_patterns.words(getattr(trace, queries_of), trace.text if queries_of == "tokens" else None),
            lenses.mean_patterns.words(trace.key_tokens(site), trace.text if keys_of == "tokens" else None),
        ]
        counted = _selected(window, tuple(numbers[-1] + 1 for numbers in ends))
        queries, keys = (
            lenses.mean_patterns.tokens_of(numbers, few) for numbers, few in zip(ends, counted, strict=True)
        )
        part = lenses.mean_pattern(trace, sites, chosen, queries, keys, on_layer=_checking(check))
        found = lenses.mean_patterns.by_word(part, ends[0][queries], ends[1][keys])
        metadata = {"queries": ",".join(map(str, ends[0])), "keys": ",".join(map(str, ends[1]))}
    else:
        queries, keys = _selected(window, trace.sites[site][1:])
        found = lenses.mean_pattern(trace, sites, chosen, queries, keys, on_layer=_checking(check))
    if asked.pool is not None and max(found.shape) > asked.pool:
        metadata |= {"pool": asked.how, "shape": ",".join(map(str, found.shape))}
        found = lenses.mean_patterns.shrunk(found, asked.pool, asked.how)
    return wire.encode(found, "float32", metadata)


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
        raise BadIndex(f"{window} is not a window.", "Write queries and keys as 0:512,0:512.")
    selection = wire.select(window, shape)
    queries, keys = (slice(at, at + 1) if isinstance(at, int) else at for at in selection.index)
    return queries, keys


def _measured(scores: "dict[str, torch.Tensor]", lengths: ValueLengths | None = None) -> HeadsAnswer:
    return HeadsAnswer(
        measures=[MEASURES[name] for name in scores],
        scores={name: [[_finite(x) for x in row] for row in values.tolist()] for name, values in scores.items()},
        value_lengths=lengths,
    )


def _checking(check: "Check") -> Callable[[int, int], None]:
    return lambda done, total: check()


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def attention_router(state: State) -> APIRouter:
    """The routes under `/api/traces/{id}` that read attention."""
    api = APIRouter(prefix="/api/traces/{id}", responses=PROBLEMS)

    @api.get("/heads", response_model=HeadsAnswer)
    async def heads(id: str, request: Request, page: Page, map: MapName = "self") -> Response:
        return await read_trace(state, id, request, page, lambda trace, check: as_json(heads_answer(trace, map, check)))

    @api.get("/induction", response_model=HeadsAnswer)
    async def induction(id: str, request: Request, page: Page) -> Response:
        """Measured on repeated random tokens, so it is the same for every text of a model."""
        return await read_trace(state, id, request, page, lambda trace, check: as_json(induction_answer(trace, check)))

    @api.get("/rollout", response_class=Response, responses=wire.TENSOR)
    async def rollout(
        id: str,
        position: int,
        request: Request,
        page: Page,
        map: MapName = "self",
        method: Literal["rollout", "flow"] = "rollout",
    ) -> Response:
        """From one position back to the input: `(layers + 1, tokens)`, or `(tokens,)` for flow."""

        def answer(trace: "Trace", check: Check) -> bytes:
            return wire.encode(rollout_from_position(trace, map, position, method, check), "float32")

        return wire.TensorResponse(await read_trace(state, id, request, page, answer))

    @api.get("/scoring", response_class=Response, responses=wire.TENSOR)
    async def scoring(id: str, attention: str, head: int, query: int, request: Request, page: Page) -> Response:
        """Every step of scoring one query, one tensor each: q, k, products, dots, scaled, added, scores, pattern, v, z."""
        return wire.TensorResponse(
            await read_trace(
                state, id, request, page, lambda trace, check: scoring_steps(trace, attention, head, query)
            )
        )

    @api.get("/products", response_class=Response, responses=wire.TENSOR)
    async def products(
        id: str,
        attention: str,
        head: int,
        request: Request,
        page: Page,
        queries: str = ":",
        keys: str = ":",
        what: Literal["dots", "scaled"] = "dots",
    ) -> Response:
        """A window of one head's products q · k, raw or scaled: `(queries, keys)`."""

        def answer(trace: "Trace", check: Check) -> bytes:
            return wire.encode(products_in_window(trace, attention, head, (queries, keys), what), "float32")

        return wire.TensorResponse(await read_trace(state, id, request, page, answer))

    @api.get("/summary", response_class=Response, responses=wire.TENSOR)
    async def summary(
        id: str,
        request: Request,
        page: Page,
        map: MapName = "self",
        layer: int | None = None,
        head: int | None = None,
        words: bool = False,
        pool: Annotated[int | None, Query(ge=1, le=4096)] = None,
        window: Annotated[
            str, Query(description="Queries and keys, counted in words if `words` is true: '0:512,0:512'.")
        ] = "",
        how: Literal["max", "mean"] = "mean",
    ) -> Response:
        """The mean of patterns, over the heads of one layer or of all, token by token or word by word: `(queries, keys)`.

        For words, the metadata's `queries` and `keys` number each token's word.
        """

        def answer(trace: "Trace", check: Check) -> bytes:
            asked = Summary(map, layer, head, words, pool, window, how)
            return mean_of_patterns(trace, asked, check)

        return wire.TensorResponse(await read_trace(state, id, request, page, answer))

    return api
