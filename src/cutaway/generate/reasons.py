"""Why a filter cut certain tokens: its threshold, in the filter's own terms.

Entropies and surprises are in bits. `kind` identifies the record in JSON.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from cutaway.generate.settings import FilterSettings

if TYPE_CHECKING:
    from cutaway.generate.filter_steps import FilterStep


@dataclass(frozen=True, slots=True)
class Repetition:
    """The penalty divided or multiplied the logits of earlier tokens.

    Attributes:
        tokens: how many different tokens.
        before, after: their total probability.
    """

    tokens: int
    before: float
    after: float
    kind: Literal["repetition"] = "repetition"


@dataclass(frozen=True, slots=True)
class Temperature:
    """All logits were divided, and none cut: the entropy before and after."""

    before: float
    after: float
    kind: Literal["temperature"] = "temperature"


@dataclass(frozen=True, slots=True)
class Greedy:
    """Only the token with the greatest logit is left: its earlier probability, and how many tokens share that logit (the first wins)."""

    greatest: float
    equal: int
    kind: Literal["greedy"] = "greedy"


@dataclass(frozen=True, slots=True)
class TopK:
    """The least logit that is kept, and its earlier probability; ties can keep more than k tokens."""

    logit: float
    probability: float
    kind: Literal["top_k"] = "top_k"


@dataclass(frozen=True, slots=True)
class TopP:
    """The total probability of the kept tokens, and the total without the last one, which falls short of p."""

    share: float
    short: float
    kind: Literal["top_p"] = "top_p"


@dataclass(frozen=True, slots=True)
class MinP:
    """The greatest earlier probability, and the least that is kept: the setting times the greatest."""

    greatest: float
    threshold: float
    kind: Literal["min_p"] = "min_p"


@dataclass(frozen=True, slots=True)
class Typical:
    """The entropy, the range of surprises around it that are kept, and the total probability that they reach."""

    entropy: float
    least: float
    most: float
    share: float
    kind: Literal["typical"] = "typical"


@dataclass(frozen=True, slots=True)
class Changed:
    """A rule without a threshold: how many of the remaining tokens have a different logit than before."""

    changed: int
    kind: Literal["changed"] = "changed"


Reason = Changed | Repetition | Temperature | Greedy | TopK | TopP | MinP | Typical


def reason_of(before: "FilterStep", after: "FilterStep", seen: Sequence[int], settings: FilterSettings) -> Reason:
    """Why a filter left these tokens, from the distributions before and after it; `seen` holds the ids of the earlier tokens."""
    kept = after.logits > -math.inf
    had = before.probabilities[kept]
    match after.name:
        case "repetition_penalty":
            stood = sorted(set(seen))
            shares = [float(stage.probabilities[stood].sum()) for stage in (before, after)]
            return Repetition(len(stood), shares[0], shares[1])
        case "temperature" if settings.greedy:
            return Greedy(float(had[0]), int((before.logits == before.logits.max()).sum()))
        case "temperature":
            return Temperature(before.entropy, after.entropy)
        case "top_k":
            return TopK(float(before.logits[kept].min()), float(had.min()))
        case "top_p":
            return TopP(float(had.sum()), float(had.sum() - had.min()))
        case "min_p":
            greatest = float(before.probabilities.max())
            return MinP(greatest, settings.min_p * greatest)
        case "typical_p":
            surprises = had.log2().abs()
            return Typical(before.entropy, float(surprises.min()), float(surprises.max()), float(had.sum()))
        case _:
            return Changed(int((after.logits[kept] != before.logits[kept]).sum()))
