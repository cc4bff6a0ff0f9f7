"""Keys and values before those of a text (prefix tuning), in a form for calling blocks repeatedly."""

import copy
from collections.abc import Iterable, Iterator
from typing import Any

import torch
from transformers.cache_utils import Cache, DynamicCache, EncoderDecoderCache


class GivenPast(DynamicCache):
    """A cache that returns its initial content followed by new entries, and stores nothing new."""

    @classmethod
    def of(cls, cache: Cache) -> "GivenPast":
        """A snapshot of a cache, which later changes to the cache do not affect."""
        past = cls.__new__(cls)
        vars(past).update(vars(cache))
        past.layers = [copy.copy(layer) for layer in cache.layers]
        return past

    def update(
        self, key_states: torch.Tensor, value_states: torch.Tensor, layer_idx: int, *args: Any, **kwargs: Any
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """The keys and values of a layer, followed by the new ones."""
        if layer_idx >= len(self.layers):
            return key_states, value_states
        layer: Any = copy.copy(self.layers[layer_idx])
        return layer.update(key_states, value_states, *args, **kwargs)


class GivenPair(EncoderDecoderCache):
    """The same for a decoder with cross-attention, whose keys are computed from the source each time."""

    @classmethod
    def of(cls, cache: EncoderDecoderCache) -> "GivenPair":
        """A snapshot of a cache."""
        past = cls.__new__(cls)
        vars(past).update(vars(cache))
        past.self_attention_cache = GivenPast.of(cache.self_attention_cache)
        past.cross_attention_cache = GivenPast.of(DynamicCache())
        past.is_updated = _Never()
        return past


class _Never(dict[int, bool]):
    """The layers that have the source's keys: always none, whatever is set."""

    def __setitem__(self, layer: int, updated: bool) -> None: ...

    def __missing__(self, layer: int) -> bool:
        return False


def without_memory(value: Any) -> Any:
    """A cache for a pass without memory: its content before the pass, or None if it was empty. Anything else stays unchanged."""
    if isinstance(value, (GivenPast, GivenPair)) or not isinstance(value, Cache):
        return value
    if isinstance(value, EncoderDecoderCache):
        return GivenPair.of(value) if _length(value.self_attention_cache) else None
    return GivenPast.of(value) if _length(value) and isinstance(value, DynamicCache) else None


def past_length(arguments: Iterable[Any]) -> int:
    """For how many tokens the arguments contain keys and values."""
    given = (a.self_attention_cache if isinstance(a, GivenPair) else a for a in arguments)
    return max((int(each.get_seq_length()) for each in given if isinstance(each, GivenPast)), default=0)


def tensors_given(value: Any) -> Iterator[torch.Tensor]:
    """The keys and values of a given past; empty for anything else."""
    if isinstance(value, GivenPair):
        yield from tensors_given(value.self_attention_cache)
    elif isinstance(value, GivenPast):
        for layer in value.layers:
            yield from (t for t in vars(layer).values() if isinstance(t, torch.Tensor))


def _length(cache: Cache) -> int:
    return int(cache.get_seq_length()) if cache.layers else 0
