"""Filters of a distribution, one after the other: Transformers' own logits processors, in the order in which `generate` applies them.

Logits are `(vocabulary,)` in float32; what a filter cuts is −∞.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import torch
from transformers.generation.logits_process import (
    MinPLogitsWarper,
    TemperatureLogitsWarper,
    TopKLogitsWarper,
    TopPLogitsWarper,
    TypicalLogitsWarper,
)

from cutaway.generate.config_processors import Processors, of_settings
from cutaway.generate.settings import FilterName, ProcessorName, Settings


@dataclass(frozen=True, slots=True)
class Filtered:
    """One filter's work.

    Attributes:
        name: which, as in `Settings` or in the model's generation config.
        before, after: logits, `(vocabulary,)`.
        setting: its value, where that is one number.
        own: whether the model's own generation config asks for it, and not the settings.
    """

    name: FilterName | ProcessorName
    before: torch.Tensor
    after: torch.Tensor
    setting: float | None
    own: bool = False


def filtered(
    logits: torch.Tensor, seen: Sequence[int], settings: Settings, acting: Processors | None = None
) -> torch.Tensor:
    """The logits that a token is drawn from, `(vocabulary,)`.

    Args:
        logits: the model's, `(vocabulary,)`.
        seen: ids of the tokens before, which a repetition penalty acts on.
        settings: temperature 0 divides by nothing: the greatest logit is taken.
        acting: what acts before temperature, by `config_processors.processors` of the model; None: what the settings alone ask for.
    """
    after = logits.float()
    for step in steps(logits, seen, settings, acting):
        after = step.after
    return after


def steps(
    logits: torch.Tensor, seen: Sequence[int], settings: Settings, acting: Processors | None = None
) -> Iterator[Filtered]:
    """The filters that act by these settings, in their order; of the model's own those alone that change something here."""
    ids = torch.tensor([list(seen)], dtype=torch.long, device=logits.device)
    now = logits.float()[None]
    for each in of_settings(settings, len(seen)) if acting is None else acting:
        # Some of Transformers' processors write into what they are given.
        before, now = now, each.apply(ids, now.clone())
        if not each.own or not torch.equal(before, now):
            yield Filtered(each.name, before[0], now[0], each.setting, each.own)
    for name, warper in _warpers(settings):
        before, now = now, warper(ids, now.clone())
        yield Filtered(name, before[0], now[0], getattr(settings, name))


def _warpers(settings: Settings) -> Iterator[tuple[FilterName, Callable[..., torch.Tensor]]]:
    if settings.greedy:
        return
    if settings.temperature != 1:
        yield "temperature", TemperatureLogitsWarper(float(settings.temperature))
    if settings.top_k:
        yield "top_k", TopKLogitsWarper(settings.top_k)
    if settings.top_p < 1:
        yield "top_p", TopPLogitsWarper(float(settings.top_p))
    if settings.min_p:
        yield "min_p", MinPLogitsWarper(float(settings.min_p))
    if settings.typical_p < 1:
        yield "typical_p", TypicalLogitsWarper(float(settings.typical_p))
