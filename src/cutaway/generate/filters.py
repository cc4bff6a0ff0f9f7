"""Filters of a distribution, each as Transformers' logits processor of that name computes it, and one after the other.

Logits are `(vocabulary,)` in float32; what a filter cuts is −∞.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import torch

from cutaway.generate.settings import Settings

Name = Literal["repetition_penalty", "temperature", "top_k", "top_p", "min_p", "typical_p"]
CUT = -torch.inf


@dataclass(frozen=True, slots=True)
class Filtered:
    """One filter's work.

    Attributes:
        name: which, as in `Settings`.
        before, after: logits, `(vocabulary,)`.
    """

    name: Name
    before: torch.Tensor
    after: torch.Tensor


def filtered(logits: torch.Tensor, seen: Sequence[int], settings: Settings) -> torch.Tensor:
    """The logits that a token is drawn from, `(vocabulary,)`.

    Args:
        logits: the model's, `(vocabulary,)`.
        seen: ids of the tokens before, which a repetition penalty acts on.
        settings: temperature 0 divides by nothing: the greatest logit is taken.
    """
    after = logits.float()
    for step in steps(logits, seen, settings):
        after = step.after
    return after


def steps(logits: torch.Tensor, seen: Sequence[int], settings: Settings) -> Iterator[Filtered]:
    """The filters that change something by these settings, in the order in which they act."""
    now = logits.float()
    for name, after in _acting(settings, seen):
        before, now = now, after(now)
        yield Filtered(name, before, now)


def repetition_penalty(logits: torch.Tensor, seen: Sequence[int], penalty: float) -> torch.Tensor:
    """Makes tokens that were seen less probable."""
    ids = torch.tensor(sorted({id for id in seen if id < len(logits)}), dtype=torch.long, device=logits.device)
    found = logits[ids]
    return logits.scatter(0, ids, torch.where(found < 0, found * penalty, found / penalty))


def temperature(logits: torch.Tensor, by: float) -> torch.Tensor:
    """Sharpens (below 1) or flattens (above 1)."""
    return logits / by


def top_k(logits: torch.Tensor, count: int) -> torch.Tensor:
    """Keeps the greatest `count`, and those that equal the last of them."""
    least = torch.topk(logits, min(count, len(logits))).values[-1]
    return logits.masked_fill(logits < least, CUT)


def top_p(logits: torch.Tensor, share: float) -> torch.Tensor:
    """Keeps the most probable tokens that together have at least `share`, and one at least."""
    ordered, ids = torch.sort(logits)
    cut = ordered.softmax(-1).cumsum(-1) <= 1 - share
    cut[-1] = False
    return logits.masked_fill(torch.zeros_like(cut).scatter(0, ids, cut), CUT)


def min_p(logits: torch.Tensor, share: float) -> torch.Tensor:
    """Keeps tokens with at least `share` times the greatest probability."""
    probabilities = logits.softmax(-1)
    return logits.masked_fill(probabilities < share * probabilities.max(), CUT)


def typical_p(logits: torch.Tensor, mass: float) -> torch.Tensor:
    """Keeps the tokens whose surprise is nearest to the entropy, until together they have `mass`."""
    logs = logits.log_softmax(-1)
    entropy = -(logs * logs.exp()).nansum()
    distance, ids = torch.sort((-logs - entropy).abs())
    last = (logits[ids].softmax(-1).cumsum(-1) < mass).sum().clamp(max=len(logits) - 1)
    cut = distance > distance[last]
    cut[0] = False
    return logits.masked_fill(torch.zeros_like(cut).scatter(0, ids, cut), CUT)


def _acting(settings: Settings, seen: Sequence[int]) -> Iterator[tuple[Name, Callable[[torch.Tensor], torch.Tensor]]]:
    if settings.repetition_penalty != 1:
        yield "repetition_penalty", lambda logits: repetition_penalty(logits, seen, settings.repetition_penalty)
    if settings.greedy:
        return
    if settings.temperature != 1:
        yield "temperature", lambda logits: temperature(logits, settings.temperature)
    if settings.top_k:
        yield "top_k", lambda logits: top_k(logits, settings.top_k)
    if settings.top_p < 1:
        yield "top_p", lambda logits: top_p(logits, settings.top_p)
    if settings.min_p:
        yield "min_p", lambda logits: min_p(logits, settings.min_p)
    if settings.typical_p < 1:
        yield "typical_p", lambda logits: typical_p(logits, settings.typical_p)
