"""How much time a key-value cache saves: the same continuation, measured with and without one."""

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from transformers.cache_utils import Cache, DynamicLayer, DynamicSlidingWindowLayer, EncoderDecoderCache

from cutaway.generate.cached_forward import CachedForward, Check, never, tensors_of
from cutaway.generate.eos import eos_ids
from cutaway.models.loaded_model import LoadedModel

ROUNDS = 3
"""The most measurements of each way, in turns, so that other load on the machine affects both."""
ENOUGH = 2.0
"""Seconds of measured steps after which no new round begins."""

Kind = Literal["tokens", "window", "source", "state"]


@dataclass(frozen=True, slots=True)
class HeldLayers:
    """The content of several alike layers of a cache.

    Attributes:
        kind: keys and values of all tokens, of a window, of the source's tokens (two stacks), or a state of fixed size.
        layers: how many layers are alike.
        shape: of one layer's keys, `(key_value_heads, positions, d_head)`; empty for a state.
        window: the most positions of a window; 0 if there is none.
        bytes: of all these layers together.
    """

    kind: Kind
    layers: int
    shape: tuple[int, ...]
    window: int
    bytes: int


@dataclass(frozen=True, slots=True)
class CacheStep:
    """One step of writing.

    Attributes:
        number: 0 reads the text itself (prefill), each later step one token (decode).
        first, last: the positions computed, `last` excluded; earlier ones were reused.
        seconds: measured from the tokens to the next token.
        bytes: the size of the cache afterwards, counted from its tensors; 0 without a cache.
        held: the same by kind.
        token: the id of the most probable next token.
    """

    number: int
    first: int
    last: int
    seconds: float
    bytes: int
    held: tuple[HeldLayers, ...]
    token: int


def measure(
    model: LoadedModel,
    ids: Sequence[int],
    steps: int,
    cached: bool,
    source: Sequence[int] = (),
    check: Check = never,
    clock: Callable[[], float] = time.perf_counter,
) -> Iterator[CacheStep]:
    """Writes the most probable tokens, and measures each step as the caller iterates.

    A few tokens are read first without being counted, so that the first step does not include the warm-up.

    Args:
        ids: the text's tokens; a two-stack model's target, which begins with its start token.
        steps: the most tokens to write. It stops earlier if the model ends its text, or if its context is full.
        cached: whether to keep keys and values.
        source: a two-stack model's source.

    Raises:
        UnsupportedModel: the model does not predict next tokens.
        TextTooLong: there are more tokens than the model's context holds.
        Cancelled: when `check` raises it.
    """
    reading = CachedForward(model, source, cached=cached)
    CachedForward(model, source, cached=cached).read(reading.row(ids[:4]))
    ends = eos_ids(model)
    read, new = 0, list(ids)
    for number in range(steps):
        check()
        started = clock()
        logits = reading.read(reading.row(new), check=check)
        token = int(logits[0, -1].argmax())  # waits until the device is done
        seconds = clock() - started
        first, read = read if reading.cached else 0, read + len(new)
        yield CacheStep(number, first, read, seconds, reading.bytes, held(reading.cache), token)
        if token in ends or read >= (model.facts.longest or math.inf):
            return
        new = [token]


def held(cache: Any) -> tuple[HeldLayers, ...]:
    """The content of a cache, grouped by alike layers."""
    if cache is None:
        return ()
    if isinstance(cache, EncoderDecoderCache):
        source = held(cache.cross_attention_cache)
        return (
            *held(cache.self_attention_cache),
            *(HeldLayers("source", each.layers, each.shape, 0, each.bytes) for each in source),
        )
    alike: dict[tuple[Kind, tuple[int, ...], int], list[int]] = {}
    for layer in cache.layers if isinstance(cache, Cache) else (cache,):
        kind = _kind(layer)
        keys = getattr(layer, "keys", None)
        shape = tuple(keys.shape[1:]) if kind != "state" and keys is not None else ()
        window = layer.sliding_window if isinstance(layer, DynamicSlidingWindowLayer) else 0
        alike.setdefault((kind, shape, window), []).append(sum(tensor.nbytes for tensor in tensors_of(vars(layer))))
    return tuple(HeldLayers(*what[:1], len(of_each), *what[1:], sum(of_each)) for what, of_each in alike.items())


def _kind(layer: Any) -> Kind:
    if isinstance(layer, DynamicSlidingWindowLayer):
        return "window"
    return "tokens" if isinstance(layer, DynamicLayer) else "state"
