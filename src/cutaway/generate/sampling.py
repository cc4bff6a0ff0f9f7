"""How the token after a position of a trace is chosen, from the model's distribution to the token drawn by a seed."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import torch

from cutaway.defaults import DEFAULT_MODEL
from cutaway.errors import BadIndex, UnsupportedModel
from cutaway.generate.cdf import Cdf, Interval
from cutaway.generate.config_processors import processors
from cutaway.generate.filter_steps import FilterStep, filter_steps
from cutaway.generate.sampler import Drawn, uniform_of
from cutaway.generate.settings import Settings
from cutaway.generate.threads import one_thread
from cutaway.trace.trace import Trace


@dataclass(frozen=True, slots=True)
class Sampling:
    """The choice of one token, step by step.

    Attributes:
        position: the chosen token follows it.
        stages: the model's distribution, and the distribution after each active filter.
        listed: the ids among the most probable of any stage, and the drawn one; the model's most probable first.
        stood: the listed ids that occur earlier in the text.
        drawn: the token that the seed draws.
        line: the intervals, from 0 to 1, of the listed tokens that can be drawn.
        often: id → how often the seeds drew it, most often first.
    """

    position: int
    stages: list[FilterStep]
    listed: list[int]
    stood: frozenset[int]
    drawn: Drawn
    line: list[Interval]
    often: dict[int, int]


def sample(
    trace: Trace,
    settings: Settings,
    *,
    position: int = -1,
    seed: int = 0,
    top: int = 10,
    draws: int = 0,
    check: Callable[[], None] = lambda: None,
) -> Sampling:
    """Chooses the token after a position.

    Args:
        trace: of a model that predicts next tokens; in a two-stack model, positions are the decoder's.
        settings: how to choose.
        position: the position before the token; negative ones count from the end.
        seed: any integer.
        top: how many of each stage's most probable tokens to list.
        draws: how many draws to count, by `seed` and the seeds after it.
        check: called now and then; may raise `Cancelled` to stop.

    Raises:
        UnsupportedModel: the model does not predict the next token.
        BadIndex: there is no such position.
    """
    logits, seen, position = before_choosing(trace, position)
    check()
    with one_thread():
        source = trace.ids if trace.target else ()
        found = filter_steps(logits, seen, settings, processors(trace.model, seen, settings, source))
        check()
        cdf = Cdf(found[-1].logits)
        number = uniform_of(seed, seen)
        (place,) = cdf.at([number])
        drawn = Drawn(int(cdf.ids[place]), float(cdf.shares[place]), None if settings.greedy else number)
        listed = _listed(found, top, drawn.id)
        return Sampling(
            position=position,
            stages=found,
            listed=listed,
            stood=frozenset(listed) & frozenset(seen),
            drawn=drawn,
            line=cdf.intervals(listed),
            often=_often(cdf, seen, seed, draws, check),
        )


def before_choosing(trace: Trace, position: int = -1) -> tuple[torch.Tensor, tuple[int, ...], int]:
    """The starting point for choosing the token after a position.

    Returns:
        The model's logits, `(vocabulary,)`; the ids up to the position, as `generate` passes them to its logits processors; the
        position, counted from the start.

    Raises:
        UnsupportedModel: the model does not predict the next token.
        BadIndex: there is no such position.
    """
    model = trace.model
    if model.facts.predicts != "next":
        raise UnsupportedModel(
            f"{model.name} does not predict the next token, so it can't choose one.",
            f"Choose a model that writes, such as {DEFAULT_MODEL}.",
        )
    tokens = trace.target or trace.tokens
    if not -len(tokens) <= position < len(tokens):
        raise BadIndex(f"There is no position {position}.", f"There are {len(tokens)} tokens, 0 to {len(tokens) - 1}.")
    position %= len(tokens)
    seen = tuple(token.id for token in tokens[: position + 1] if not token.virtual)
    return trace.read("logits", (position,)), seen, position


def _listed(found: list[FilterStep], top: int, drawn: int) -> list[int]:
    ids = {drawn}
    for stage in found:
        best = stage.logits.topk(min(top, stage.left)).indices
        ids.update(best.tolist())
    first = found[0].logits
    return sorted(ids, key=lambda token: (-float(first[token]), token))


def _often(cdf: Cdf, seen: tuple[int, ...], seed: int, draws: int, check: Callable[[], None]) -> dict[int, int]:
    numbers: list[float] = []
    for first in range(seed, seed + draws, _AT_ONCE):
        check()
        numbers += _numbers(seen, first, min(_AT_ONCE, seed + draws - first))
    return dict(Counter(int(cdf.ids[place]) for place in cdf.at(numbers)).most_common())


_AT_ONCE = 50
"""How many seeds become numbers between two calls of `check`."""


@lru_cache(maxsize=2 * 1000 // _AT_ONCE)
def _numbers(seen: tuple[int, ...], first: int, count: int) -> tuple[float, ...]:
    # Cached, because they do not depend on the settings: dragging a slider needs the same ones again and again.
    return tuple(uniform_of(seed, seen) for seed in range(first, first + count))
