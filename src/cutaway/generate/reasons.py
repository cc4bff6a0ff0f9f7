"""Why a filter cut what it cut: its threshold, in the filter's own terms.

Entropies and surprises are in bits. `kind` says which record it is where it is written as JSON.
"""

from dataclasses import dataclass
from typing import Literal


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
