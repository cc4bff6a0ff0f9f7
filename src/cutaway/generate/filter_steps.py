"""What each filter does to a distribution: the tokens that it cuts, their probability, and its threshold.

Each step's probabilities are the softmax over the whole vocabulary of the filter's logits, in float64. Entropies and surprises are in
bits.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import torch

from cutaway.generate.config_processors import Processors
from cutaway.generate.filters import Filtered, steps
from cutaway.generate.reasons import Reason, reason_of
from cutaway.generate.settings import BadSettings, FilterName, ProcessorName, Settings


@dataclass(frozen=True, slots=True)
class FilterStep:
    """A distribution, and the filter that made it from the one before.

    Attributes:
        name: the filter; `model` for the model's own distribution.
        setting: the filter's setting, if it is one number; None for the model.
        logits: `(vocabulary,)` in float32; −∞ for tokens that are cut.
        probabilities: `(vocabulary,)` in float64.
        entropy: of the whole distribution, in bits.
        left: how many tokens are left.
        cut: how many tokens this filter cut.
        cut_share: their total probability before the cut.
        reason: its threshold, in the filter's own terms; None for the model.
        own: whether it comes from the model's own generation config rather than the settings.
    """

    name: Literal["model"] | FilterName | ProcessorName
    setting: float | None
    logits: torch.Tensor
    probabilities: torch.Tensor
    entropy: float
    left: int
    cut: int
    cut_share: float
    reason: Reason | None
    own: bool


def filter_steps(
    logits: torch.Tensor, seen: Sequence[int], settings: Settings, acting: Processors | None = None
) -> list[FilterStep]:
    """The model's distribution, and the distribution after each active filter, in order.

    Temperature 0 is the last filter: it leaves only the token with the greatest logit.

    Args:
        logits: the model's, `(vocabulary,)`.
        seen: ids of the earlier tokens, which a repetition penalty acts on.
        settings: how the token is chosen.
        acting: the processors before temperature, from `config_processors.processors`; None: those of the settings alone.

    Raises:
        BadSettings: a setting so near to 0 that dividing by it overflows, or one of the model's own that leaves no token.
    """
    first = logits.float().cpu()
    found = [_stage("model", None, first)]
    for step in steps(first, seen, settings, acting):
        if not step.after.max().isfinite():
            if step.own:
                raise BadSettings(f"The model's own {step.name} leaves no token here.", "Choose another position.")
            if step.name not in ("temperature", "repetition_penalty"):
                raise BadSettings(f"{step.name} leaves no token here.", "Choose another setting.")
            raise BadSettings(f"{step.name} is {step.setting}, too near to 0.", "Choose a larger one.")
        found.append(_after(found[-1], step, seen, settings))
    if settings.greedy:
        now = found[-1].logits
        only = torch.full_like(now, -torch.inf)
        only[now.argmax()] = now.max()
        found.append(_after(found[-1], Filtered("temperature", now, only, settings.temperature), seen, settings))
    return found


def _after(before: FilterStep, step: Filtered, seen: Sequence[int], settings: Settings) -> FilterStep:
    gone = (before.logits > -torch.inf) & (step.after == -torch.inf)
    share = float(before.probabilities[gone].sum())
    after = _stage(step.name, step.setting, step.after, int(gone.sum()), share, step.own)
    return replace(after, reason=reason_of(before, after, seen, settings))


def _stage(
    name: Literal["model"] | FilterName | ProcessorName,
    setting: float | None,
    logits: torch.Tensor,
    cut: int = 0,
    cut_share: float = 0.0,
    own: bool = False,
) -> FilterStep:
    logs = logits.double().log_softmax(-1)
    probabilities = logs.exp()
    entropy = abs(float((probabilities * logs.clamp_min(-1e9)).sum())) / math.log(2)
    left = int((logits > -torch.inf).sum())
    return FilterStep(name, setting, logits, probabilities, entropy, left, cut, cut_share, None, own)
