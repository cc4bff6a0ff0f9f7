"""Why a filter cut what it cut: its threshold, in the filter's own terms.

Entropies and surprises are in bits. `kind` says which record it is where it is written as JSON.
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
    """Tokens that stood before had their logits divided by the penalty, or multiplied.

    Attributes:
        tokens: how many different ones.
        before, after: what they had together, and have.
    """

    tokens: int
    before: float
    after: float
    kind: Literal["repetition"] = "repetition"


@dataclass(frozen=True, slots=True)
class Temperature:
    """All logits were divided, and nothing cut: the entropy before and after."""

    before: float
    after: float
    kind: Literal["temperature"] = "temperature"


@dataclass(frozen=True, slots=True)
class Greedy:
    """Only the token with the greatest logit is left: its probability before, and how many have that logit (the first is taken)."""

    greatest: float
    equal: int
    kind: Literal["greedy"] = "greedy"


@dataclass(frozen=True, slots=True)
class TopK:
    """The least logit and probability (before) that are kept; more than k are where several have that logit."""

    logit: float
    probability: float
    kind: Literal["top_k"] = "top_k"


@dataclass(frozen=True, slots=True)
class TopP:
    """The share at which it stops, and the share without the last token that is kept: too little by itself."""

    share: float
    short: float
    kind: Literal["top_p"] = "top_p"


@dataclass(frozen=True, slots=True)
class MinP:
    """The greatest probability (before), and the least that is kept: the setting times it."""

    greatest: float
    threshold: float
    kind: Literal["min_p"] = "min_p"


@dataclass(frozen=True, slots=True)
class Typical:
    """The entropy, the surprises nearest to it that are kept, from the least to the most, and the share that these reach."""

    entropy: float
    least: float
    most: float
    share: float
    kind: Literal["typical"] = "typical"


@dataclass(frozen=True, slots=True)
class Changed:
    """A rule that has no threshold: how many of the tokens that are left have another logit than before."""

    changed: int
    kind: Literal["changed"] = "changed"


Reason = Changed | Repetition | Temperature | Greedy | TopK | TopP | MinP | Typical


def reason_of(before: "FilterStep", after: "FilterStep", seen: Sequence[int], settings: FilterSettings) -> Reason:
    """Why a filter left what it left, of the distributions before and after it; `seen` are the ids of the tokens before."""
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
