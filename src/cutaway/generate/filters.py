"""Filters of a distribution, one after the other: Transformers' own logits processors, in the order in which `generate` applies them.

Logits are `(vocabulary,)` in float32; what a filter cuts is −∞.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import torch
from transformers.generation.logits_process import (
    MinPLogitsWarper,
    RepetitionPenaltyLogitsProcessor,
    TemperatureLogitsWarper,
    TopKLogitsWarper,
    TopPLogitsWarper,
    TypicalLogitsWarper,
)

from cutaway.generate.own import FIRST, OwnName, Processors
from cutaway.generate.settings import Settings

Name = Literal["repetition_penalty", "temperature", "top_k", "top_p", "min_p", "typical_p"] | OwnName


@dataclass(frozen=True, slots=True)
class Filtered:
    """One filter's work.

    Attributes:
        name: which, as in `Settings` or in the model's generation config.
        before, after: logits, `(vocabulary,)`.
    """

    name: Name
    before: torch.Tensor
    after: torch.Tensor


def filtered(logits: torch.Tensor, seen: Sequence[int], settings: Settings, own: Processors = ()) -> torch.Tensor:
    """The logits that a token is drawn from, `(vocabulary,)`.

    Args:
        logits: the model's, `(vocabulary,)`.
        seen: ids of the tokens before, which a repetition penalty acts on.
        settings: temperature 0 divides by nothing: the greatest logit is taken.
        own: what the model's own generation config asks for.
    """
    after = logits.float()
    for step in steps(logits, seen, settings, own):
        after = step.after
    return after


def steps(logits: torch.Tensor, seen: Sequence[int], settings: Settings, own: Processors = ()) -> Iterator[Filtered]:
    """The filters that act by these settings, in their order; of the model's own those alone that change something here."""
    ids = torch.tensor([list(seen)], dtype=torch.long, device=logits.device)
    now = logits.float()[None]
    for name, process in _acting(settings, own):
        # Some of Transformers' processors write into what they are given.
        before, now = now, process(ids, now.clone())
        if name not in _OWN or not torch.equal(before, now):
            yield Filtered(name, before[0], now[0])


_OWN = frozenset(get_args(OwnName))


def _acting(settings: Settings, own: Processors) -> Iterator[tuple[Name, Callable[..., torch.Tensor]]]:
    yield from [each for each in own if each[0] in FIRST]
    if settings.repetition_penalty != 1:
        yield "repetition_penalty", RepetitionPenaltyLogitsProcessor(float(settings.repetition_penalty))
    yield from [each for each in own if each[0] not in FIRST]
    if settings.greedy:
        return
    if settings.temperature != 1:
        yield "temperature", TemperatureLogitsWarper(float(settings.temperature))
    if settings.top_k:
        yield "top_k", TopKLogitsWarper(settings.top_k)
    if settings.top_p < 1:
        yield "top_p", TopPLogitsWarper(settings.top_p)
    if settings.min_p:
        yield "min_p", MinPLogitsWarper(settings.min_p)
    if settings.typical_p < 1:
        yield "typical_p", TypicalLogitsWarper(settings.typical_p)
