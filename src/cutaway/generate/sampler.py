"""Drawing a token by a seed: the same seed gives the same text on every branch, also after a restart.

The uniform number depends only on the seed and the earlier tokens, not on other draws.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import torch

from cutaway.generate.cdf import Cdf
from cutaway.generate.config_processors import Processors
from cutaway.generate.filters import filtered
from cutaway.generate.settings import Settings
from cutaway.generate.threads import one_thread


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chosen token.

    Attributes:
        id: the token.
        filtered_probability: its probability after the filters, with which it was drawn; 1 for a greedy choice.
        uniform: the random number from 0 to 1: it selects the first token at which the cumulative probability exceeds it. None for a
            greedy choice.
    """

    id: int
    filtered_probability: float
    uniform: float | None


def draw(
    logits: torch.Tensor, seen: Sequence[int], settings: Settings, seed: int, acting: Processors | None = None
) -> Drawn:
    """Chooses the next token.

    Args:
        logits: the model's, `(vocabulary,)`.
        seen: the ids of all earlier tokens.
        settings: how to choose.
        seed: any integer.
        acting: the processors before temperature, from `config_processors.processors`; None: those of the settings alone.
    """
    with one_thread():
        left = filtered(logits.cpu(), seen, settings, acting)
        if settings.greedy:
            return Drawn(int(left.argmax()), 1.0, None)
        cdf = Cdf(left)
        uniform = uniform_of(seed, seen)
        (place,) = cdf.at([uniform])
        return Drawn(int(cdf.ids[place]), float(cdf.shares[place]), uniform)


def uniform_of(seed: int, seen: Sequence[int]) -> float:
    """A pseudo-random number in [0, 1), the same for the same seed and tokens."""
    said = ",".join(map(str, (seed, *seen))).encode()
    return (int.from_bytes(hashlib.blake2b(said, digest_size=8).digest(), "big") >> 11) / 2**53
