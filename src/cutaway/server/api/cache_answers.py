"""What caches hold and save, as the answers that the page reads."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cutaway.server.api import cache_schema as schema
from cutaway.server.api.answers import check_traceable, token_answers, token_facts, tokens_of
from cutaway.server.api.schema import TextRequest
from cutaway.server.jobs import Check

if TYPE_CHECKING:
    from cutaway.generate.kv_cache import CacheStep
    from cutaway.models.model import Model

MOST_CELLS = 512
"""How many cells a layer's keys are shown in at most."""


def steps(model: "Model", body: schema.CacheRequest, check: Check) -> Iterator[schema.CacheStep]:
    """Both runs, step by step, measured in turns: a round is one run of each. The first round begins with the cache."""
    from cutaway.generate.kv_cache import ENOUGH, ROUNDS, measure

    asked = tokens_of(model, body)
    check_traceable(model, asked)
    ids = [token.id for token in asked.tokens]
    given, source = ([token.id for token in asked.target], ids) if asked.target else (ids, [])
    spent, ended = 0.0, 0
    while ended < ROUNDS and (ended == 0 or spent < ENOUGH):
        for cached in (True, False) if ended % 2 == 0 else (False, True):
            for step in measure(model, given, body.steps, cached, source, check):
                spent += step.seconds
                yield _step(model, cached, step, ended)
        ended += 1


def prefix(model: "Model", body: schema.PrefixRequest, check: Check) -> schema.PrefixAnswer:
    """What the other text could reuse of the first."""
    from cutaway.generate.prefix import compare, key_differences
    from cutaway.trace.attention_patterns import pool

    one = tokens_of(model, body)
    other = tokens_of(model, TextRequest(model=body.model, text=body.other, target=""))
    for asked in (one, other):
        check_traceable(model, asked)
    ids = [[token.id for token in asked.tokens] for asked in (one, other)]
    found = compare(model, ids[0], ids[1], check)
    traces = [model.trace(each, on_block=lambda done, total: check()) for each in ids]
    cell = -(-min(map(len, ids)) // MOST_CELLS)
    keys = key_differences(traces[0], traces[1], check)
    return schema.PrefixAnswer(
        tokens=token_answers(one.tokens, one.text),
        other=token_answers(other.tokens, other.text),
        shared=found.shared,
        reused=found.reused,
        obstacle=found.obstacle,
        anew=found.anew,
        again=found.again,
        rounds=found.rounds,
        same=found.same,
        apart=found.apart,
        cell=cell,
        keys=[
            schema.KeyDifferences(layer=_layer(site), site=site, differences=pool(row[None], (1, cell))[0].tolist())
            for site, row in keys.items()
        ],
    )


def _layer(site: str) -> int:
    return int(site.split("layers.")[1].split(".")[0])


def _step(model: "Model", cached: bool, step: "CacheStep", round: int) -> schema.CacheStep:
    return schema.CacheStep(
        round=round,
        cached=cached,
        number=step.number,
        first=step.first,
        last=step.last,
        seconds=step.seconds,
        bytes=step.bytes,
        held=[
            schema.CacheHeld(
                kind=each.kind, layers=each.layers, shape=list(each.shape), window=each.window, bytes=each.bytes
            )
            for each in step.held
        ],
        token=schema.CacheToken(**token_facts(model, step.token)),
    )
