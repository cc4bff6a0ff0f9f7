"""Filters of a distribution, one after another: Transformers' own logits processors, in the order in which `generate` applies them.

Logits are `(vocabulary,)` in float32, −∞ for tokens that are cut.
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
    """One filter, with the logits before and after it.

    Attributes:
        name: the filter's name in `Settings` or in the model's generation config.
        before, after: logits, `(vocabulary,)`.
        setting: its value, if that is one number.
        own: whether it comes from the model's own generation config rather than the settings.
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
        seen: ids of the earlier tokens, which a repetition penalty acts on.
        settings: temperature 0 skips the division and takes the greatest logit.
        acting: the processors before temperature, from `config_processors.processors`; None: those of the settings alone.
    """
    after = logits.float()
    for step in steps(logits, seen, settings, acting):
        after = step.after
    return after


def steps(
    logits: torch.Tensor, seen: Sequence[int], settings: Settings, acting: Processors | None = None
) -> Iterator[Filtered]:
    """The active filters, in order; of the model's own, only those that change these logits."""
    ids = torch.tensor([list(seen)], dtype=torch.long, device=logits.device)
    now = logits.float()[None]
    for each in of_settings(settings, len(seen)) if acting is None else acting:
        # Some of Transformers' processors write into their input.
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
