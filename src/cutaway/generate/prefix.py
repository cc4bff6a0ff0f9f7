"""What a prompt cache can reuse: the common prefix of two texts, and why nothing else."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import torch

from cutaway.generate.cached_forward import CachedForward, Check, never
from cutaway.generate.decoder import shared
from cutaway.models.loaded_model import LoadedModel
from cutaway.trace.attention_patterns import pool
from cutaway.trace.trace import Trace

TIMES = 3
"""The most measurements of each way; the shortest counts, because other load on the machine only adds time."""
ENOUGH = 2.0
"""Seconds after which no new round begins."""
WARM = 64
"""The most tokens to read as a warm-up."""

Obstacle = Literal["encoder", "state"]


@dataclass(frozen=True, slots=True)
class Prefix:
    """A text read from its start, and read again with the cache of another text.

    Attributes:
        shared: the length of their common prefix, in tokens.
        reused: how many of the second text's tokens were not computed again. The last token always is, for the prediction.
        obstacle: why nothing could be reused: tokens of an encoder see later ones; or tokens can't be removed from a window or a
            recurrent state. None if nothing prevented it.
        cold_seconds: seconds to read the second text from its start.
        warm_seconds: seconds to read it from where the texts diverge, with the earlier keys and values cached; None in a two-stack model.
        rounds: how often both were measured.
        token: the most probable next token, from the cold reading.
        same: whether the warm reading gives the same token; None in a two-stack model.
        max_logit_difference: the greatest difference between the last logits of both readings: just rounding, if reuse is sound.
    """

    shared: int
    reused: int
    obstacle: Obstacle | None
    cold_seconds: float
    warm_seconds: float | None
    rounds: int
    token: int
    same: bool | None
    max_logit_difference: float | None


def compare(
    model: LoadedModel,
    one: Sequence[int],
    other: Sequence[int],
    check: Check = never,
    clock: Callable[[], float] = time.perf_counter,
) -> Prefix:
    """Reads a text from its start, and again with the common prefix cached from another text.

    Args:
        one, other: token ids; a two-stack model's sources.

    Raises:
        UnsupportedModel: the model does not predict next tokens.
        TextTooLong: there are more tokens than the model's context holds.
        Cancelled: when `check` raises it.
    """
    common = shared(one, other)
    if model.anatomy.two_stacks:
        start = [token.id for token in model.target_tokens()]
        seconds, logits = _timed(CachedForward(model, other), start, check, clock)
        return Prefix(common, 0, "encoder", seconds, None, 1, int(logits.argmax()), None, None)
    _timed(CachedForward(model), other[:WARM], check, clock)  # a first reading takes longer than those after it

    def round_of_both() -> tuple[float, torch.Tensor, int, float, torch.Tensor]:
        cold_seconds, logits = _timed(CachedForward(model), other, check, clock)
        reading = CachedForward(model)
        reading.read(reading.row(one), check=check)
        reading.crop(len(one) - min(common, len(other) - 1))
        reused = reading.ids.shape[1]
        warm_seconds, after = _timed(reading, other[reused:], check, clock)
        return cold_seconds, logits, reused, warm_seconds, after

    rounds = [round_of_both()]
    while (
        len(rounds) < TIMES
        and sum(cold_seconds + warm_seconds for cold_seconds, _, _, warm_seconds, _ in rounds) < ENOUGH
    ):
        rounds.append(round_of_both())
    _, logits, reused, _, after = rounds[0]
    return Prefix(
        shared=common,
        reused=reused,
        obstacle=None if reused or not min(common, len(other) - 1) else "state",
        cold_seconds=min(each[0] for each in rounds),
        warm_seconds=min(each[3] for each in rounds),
        rounds=len(rounds),
        token=int(logits.argmax()),
        same=bool(logits.argmax() == after.argmax()),
        max_logit_difference=float((logits - after).abs().max()),
    )


def key_differences(one: Trace, other: Trace, cell: int = 1, check: Check = never) -> dict[str, torch.Tensor]:
    """How far the keys of two texts differ, layer by layer: at each common position, the greatest difference over heads and dimensions.

    Args:
        cell: of how many positions the greatest is taken.
        check: called before each layer.

    In a two-stack model these are the encoder's keys. Layers without attention are left out.

    Returns:
        The keys' site → `(positions of the shorter text ÷ cell,)`.
    """
    found: dict[str, torch.Tensor] = {}
    for block in one.model.anatomy.blocks:
        site = f"{block.name}.attn.k"
        if block.name.startswith("decoder.") or site not in one.sites:
            continue
        check()
        mine, theirs = one[site].float(), other[site].float()
        count = min(mine.shape[1], theirs.shape[1])
        differences = (mine[:, :count] - theirs[:, :count]).abs().amax((0, 2)).cpu()
        found[site] = pool(differences[None], (1, cell))[0]
    return found


def _timed(
    reading: CachedForward, ids: Sequence[int], check: Check, clock: Callable[[], float]
) -> tuple[float, torch.Tensor]:
    """The seconds until the last logits `(vocabulary,)` are on the CPU, and these logits."""
    check()
    started = clock()
    logits = reading.read(reading.row(ids), check=check)[0, -1].float().cpu()
    return clock() - started, logits
