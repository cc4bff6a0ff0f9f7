"""Keys and values that a model is given before any of a text's (prefix tuning), as blocks can be called with again and again."""

import copy
from collections.abc import Iterable, Iterator
from typing import Any

import torch
from transformers.cache_utils import Cache, DynamicCache, EncoderDecoderCache


class GivenPast(DynamicCache):
    """A cache that gives what it had at first, followed by what is new, and keeps nothing new."""

    @classmethod
    def of(cls, cache: Cache) -> "GivenPast":
        """What a cache has now; it may be filled on without a change here."""
        past = cls.__new__(cls)
        vars(past).update(vars(cache))
        past.layers = [copy.copy(layer) for layer in cache.layers]
        return past

    def update(
        self, key_states: torch.Tensor, value_states: torch.Tensor, layer_idx: int, *args: Any, **kwargs: Any
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """The keys and values of a layer with the new ones behind them."""
        if layer_idx >= len(self.layers):
            return key_states, value_states
        layer: Any = copy.copy(self.layers[layer_idx])
        return layer.update(key_states, value_states, *args, **kwargs)


class GivenPair(EncoderDecoderCache):
    """The same for a decoder with cross-attention, whose keys are made of the source each time."""

    @classmethod
    def of(cls, cache: EncoderDecoderCache) -> "GivenPair":
        """What a cache has now."""
        past = cls.__new__(cls)
        vars(past).update(vars(cache))
        past.self_attention_cache = GivenPast.of(cache.self_attention_cache)
        past.cross_attention_cache = GivenPast.of(DynamicCache())
        past.is_updated = _Never()
        return past


class _Never(dict[int, bool]):
    """Which layers have the source's keys: none, whatever is noted."""

    def __setitem__(self, layer: int, updated: bool) -> None: ...

    def __missing__(self, layer: int) -> bool:
        return False


def without_memory(value: Any) -> Any:
    """A cache as a pass without memory may have it: what was in it before the pass; None for an empty one. Anything else as it is."""
    if isinstance(value, (GivenPast, GivenPair)) or not isinstance(value, Cache):
        return value
    if isinstance(value, EncoderDecoderCache):
        return GivenPair.of(value) if _length(value.self_attention_cache) else None
    return GivenPast.of(value) if _length(value) and isinstance(value, DynamicCache) else None


def past_length(arguments: Iterable[Any]) -> int:
    """Of how many tokens keys and values are among arguments."""
    given = (a.self_attention_cache if isinstance(a, GivenPair) else a for a in arguments)
    return max((int(each.get_seq_length()) for each in given if isinstance(each, GivenPast)), default=0)


def tensors_given(value: Any) -> Iterator[torch.Tensor]:
    """The keys and values of a given past; nothing of anything else."""
    if isinstance(value, GivenPair):
        yield from tensors_given(value.self_attention_cache)
    elif isinstance(value, GivenPast):
        for layer in value.layers:
            yield from (t for t in vars(layer).values() if isinstance(t, torch.Tensor))


def _length(cache: Cache) -> int:
    return int(cache.get_seq_length()) if cache.layers else 0
