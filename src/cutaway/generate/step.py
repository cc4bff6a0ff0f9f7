"""One token of a continuation: its probability, and how it was chosen."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch

from cutaway.errors import BadIndex
from cutaway.generate.config_processors import Processors
from cutaway.generate.sampler import draw
from cutaway.generate.settings import Settings
from cutaway.generate.threads import one_thread


@dataclass(frozen=True, slots=True)
class Step:
    """One token of a continuation.

    Attributes:
        id: the token.
        probability: from the model, over the whole vocabulary, before any filter.
        filtered_probability: after the filters; 1 for a greedy choice, None if it was chosen by hand.
        uniform: the random number from 0 to 1 that drew it, if it was drawn.
    """

    id: int
    probability: float
    filtered_probability: float | None
    uniform: float | None


def sampled_step(
    logits: torch.Tensor, seen: Sequence[int], settings: Settings, seed: int, acting: Processors | None = None
) -> Step:
    """The next token, chosen by settings and seed.

    Args:
        logits: the model's, `(vocabulary,)`.
        seen: ids of all earlier tokens.
        acting: the processors before temperature, from `config_processors.processors`; None: those of the settings alone.
    """
    found = draw(logits, seen, settings, seed, acting)
    return Step(found.id, probability_of(logits, found.id), found.filtered_probability, found.uniform)


def step_for(
    logits: torch.Tensor, seen: Sequence[int], settings: Settings, seed: int, id: int, acting: Processors | None = None
) -> Step:
    """The step of a given token: drawn, if settings and seed choose it, else chosen by hand.

    Raises:
        BadIndex: there is no such token.
    """
    if not 0 <= id < len(logits):
        raise BadIndex(f"There is no token {id}.", f"Ids go from 0 to {len(logits) - 1}.")
    found = draw(logits, seen, settings, seed, acting)
    if found.id == id:
        return Step(id, probability_of(logits, id), found.filtered_probability, found.uniform)
    return Step(id, probability_of(logits, id), None, None)


def probability_of(logits: torch.Tensor, id: int) -> float:
    """A token's probability over the whole vocabulary, by a softmax in float64."""
    with one_thread():
        given = logits.cpu().double()
        return float((given[id] - given.logsumexp(-1)).exp())
