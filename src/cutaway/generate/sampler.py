"""Drawing a token: by a seed, so that the same seed gives the same text, today and after a restart, on every branch.

The number that decides depends on the seed and on the tokens before alone, and not on what was drawn elsewhere.
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
    """A token that was chosen.

    Attributes:
        id: which.
        filtered_probability: its probability after the filters: with which it was drawn; 1 where the most probable is always taken.
        uniform: what decided, from 0 to 1: the first token, from the most probable on, at which the probabilities add up to more;
            None where nothing was drawn.
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
        seen: the ids of all tokens before it.
        settings: how.
        seed: any whole number.
        acting: what acts before temperature, by `config_processors.processors` of the model; None: what the settings alone ask for.
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
    """A number from 0 (included) to 1 (excluded), by chance but the same for the same seed and tokens."""
    said = ",".join(map(str, (seed, *seen))).encode()
    return (int.from_bytes(hashlib.blake2b(said, digest_size=8).digest(), "big") >> 11) / 2**53
