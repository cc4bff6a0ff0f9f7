"""A model that reads token after token and keeps earlier keys and values in Transformers' own cache."""

import inspect
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, cast

import torch
from transformers.cache_utils import (
    Cache,
    DynamicCache,
    DynamicIndexedLayer,
    DynamicLayer,
    DynamicSlidingWindowLayer,
    EncoderDecoderCache,
)

from cutaway.defaults import DEFAULT_MODEL
from cutaway.errors import TextTooLong, UnsupportedModel
from cutaway.models.anatomy.infer import evaluating
from cutaway.models.loaded_model import LoadedModel
from cutaway.models.placement import device_of
from cutaway.models.state import ModelState
from cutaway.system_errors import memory_errors

CHUNK = 512
"""The most tokens to read at once, so that a long text can be cancelled on the way."""

Check = Callable[[], None]
"""Called between parts of the work; may raise `Cancelled`."""


def never() -> None:
    """The `Check` of work that is never cancelled."""


class CachedForward:
    """Rows of tokens that a model has read, with its cache.

    The forward pass and its arguments are those of Transformers' `generate`. In a two-stack model the rows are the decoder's, and the
    source is encoded once.

    Args:
        model: one that predicts next tokens.
        source: ids of a two-stack model's source; empty for one stack.
        cached: whether to keep keys and values; if not, or if the model can't, it reads every token again each time.

    Raises:
        UnsupportedModel: the model does not predict next tokens.
    """

    def __init__(self, model: LoadedModel, source: Sequence[int] = (), *, cached: bool = True) -> None:
        if model.facts.predicts != "next":
            raise UnsupportedModel(
                f"{model.name} does not predict next tokens, so it writes no text.",
                f"Choose one that does, such as {DEFAULT_MODEL}.",
            )
        self.model = model
        self.source = tuple(source)
        self.cached = cached and not model.anatomy.has_virtual  # whose passes put virtual tokens before all others
        self.ids = torch.empty((1, 0), dtype=torch.long, device=device_of(model.hf))
        """The tokens read so far, `(rows, positions)`."""
        self._kept: dict[str, Any] = {}
        self._state: ModelState | None = None
        self._encoded: Any = None
        parameters = inspect.signature(model.hf.forward).parameters
        self._parameters = frozenset(parameters)
        self._takes_more = any(each.kind is each.VAR_KEYWORD for each in parameters.values())

    @property
    def cache(self) -> Any:
        """Transformers' cache, or the model's own state; None before the first token, or if nothing is kept."""
        return next(iter(self._kept.values()), None)

    @property
    def bytes(self) -> int:
        """The size of the cache."""
        return sum(tensor.nbytes for tensor in tensors_of(self.cache))

    def row(self, ids: Sequence[int]) -> torch.Tensor:
        """Tokens as a batch for `read`, `(1, tokens)`, on the model's device."""
        return torch.tensor([list(ids)], dtype=torch.long, device=self.ids.device)

    @memory_errors()
    def read(self, ids: torch.Tensor, keep: int = 1, check: Check = never) -> torch.Tensor:
        """Reads more tokens.

        Args:
            ids: `(rows, new)`, the new tokens, with the same rows as before.
            keep: for how many of the last tokens to return logits, at least 1.
            check: called between parts of a long text.

        Returns:
            Logits, `(rows, keep, vocabulary)`, in the model's dtype.

        Raises:
            TextTooLong: there are more tokens than the model's context holds.
            ModelChanged: the model's numbers have changed since the first tokens were read.
            Cancelled: when `check` raises it. The tokens read until then stay read.
        """
        longest = self.model.facts.longest
        if longest is not None and self.ids.shape[1] + ids.shape[1] > longest:
            raise TextTooLong(
                f"{self.model.name} reads at most {longest:,} tokens, and there are {self.ids.shape[1] + ids.shape[1]:,}.",
                "Shorten the text, or end the continuation earlier.",
            )
        if not self.cached:
            self.ids = torch.cat([self.ids, ids], 1)
            return self._pass(self.ids.shape[1], keep)
        found: list[torch.Tensor] = []
        read, new = 0, ids.shape[1]
        while read < new:
            check()
            part = min(self._at_once(new), new - read)
            self.ids = torch.cat([self.ids, ids[:, read : read + part]], 1)
            read += part
            found.append(self._pass(part, max(1, min(part, read - (new - keep)))))
        return torch.cat(found, 1)[:, -keep:]

    def crop(self, count: int) -> bool:
        """Removes the last `count` tokens. Returns whether the cache allows it; if not, everything is forgotten."""
        if not count:
            return True
        cache = self.cache
        self.ids = self.ids[:, : self.ids.shape[1] - count]
        if self.ids.shape[1] and _can_crop(cache):
            cache.crop(-count)
            return True
        self.ids = self.ids[:, :0]
        self._kept = {}
        return False

    def reorder(self, rows: torch.Tensor) -> None:
        """Continues with these rows, `(rows,)`: a row may appear once, several times, or not at all."""
        self.ids = self.ids[rows]
        cache = self.cache
        if isinstance(cache, Cache):
            cache.reorder_cache(cast(torch.LongTensor, rows))
        elif cache is not None:
            raise UnsupportedModel(
                f"The state that {self.model.name} keeps of a text can't be shared by several beams.",
                "Write one continuation at a time.",
            )

    def _at_once(self, new: int) -> int:
        """The most tokens for one pass: after its first pass, a recurrent state advances one token at a time."""
        if not self._kept and cast(Any, self.model.hf)._supports_default_dynamic_cache():
            self._kept = {
                "cache_params" if "cache_params" in self._parameters else "past_key_values": self._empty_cache()
            }
        if _keeps_tokens(self.cache):
            return CHUNK
        return 1 if self.ids.shape[1] else new

    def _pass(self, new: int, keep: int) -> torch.Tensor:
        hf = self.model.hf
        with self.model.lock, self._as_begun(), evaluating(hf):
            given = self._whole() if self.model.anatomy.has_virtual else self._given(new, keep)
            output = hf(**given, return_dict=True)
        if self.cached:
            self._kept = {
                name: output[name] for name in ("past_key_values", "cache_params") if output.get(name) is not None
            }
            self.cached = bool(self._kept)  # a model that gives nothing to be handed on is read whole each time
        return output.logits[:, -keep:]

    def _whole(self) -> dict[str, Any]:
        """The arguments of the forward pass over all tokens."""
        two = self.model.anatomy.two_stacks
        inputs = self.model.inputs_of(self.row(self.source), self.ids) if two else self.model.inputs_of(self.ids)
        return inputs.arguments(len(self.ids))

    def _as_begun(self) -> AbstractContextManager[None]:
        """The model as it was for the first tokens: their cache is useless to any other."""
        if self._state is None:
            self._state = self.model.as_it_is().state()
        return self._state.entered(whole=True, sampled=False)  # a sample takes longer than a token should

    def _given(self, new: int, keep: int) -> dict[str, Any]:
        """The arguments of the forward pass over the last `new` tokens, as `generate` makes them."""
        hf, (rows, positions) = cast(Any, self.model.hf), self.ids.shape
        first = positions == new
        options: dict[str, Any] = {"use_cache": self.cached, "logits_to_keep": keep}
        if self.model.anatomy.two_stacks:
            options |= {"encoder_outputs": self._encoding(rows), "attention_mask": self._ones(rows, len(self.source))}
        else:
            options["attention_mask"] = self._ones(rows, positions)
            if "position_ids" in self._parameters:
                options["position_ids"] = torch.arange(positions, device=self.ids.device).expand(rows, -1)
        given = hf.prepare_inputs_for_generation(
            self.ids, next_sequence_length=None if first else new, is_first_iteration=first, **options, **self._kept
        )
        return {name: value for name, value in given.items() if name in self._parameters or self._takes_more}

    def _empty_cache(self) -> Cache:
        if self.model.anatomy.two_stacks:
            # Layers are added as they come: the stacks may have different numbers of them.
            return EncoderDecoderCache(DynamicCache(), DynamicCache())
        return DynamicCache(config=self.model.hf.config.get_text_config(decoder=True))

    def _encoding(self, rows: int) -> Any:
        if self._encoded is None:
            self._encoded = self.model.hf.get_encoder()(input_ids=self.row(self.source), return_dict=True)
        if rows == 1:
            return self._encoded
        return type(self._encoded)(last_hidden_state=self._encoded.last_hidden_state.expand(rows, -1, -1))

    def _ones(self, rows: int, positions: int) -> torch.Tensor:
        return torch.ones((rows, positions), dtype=torch.long, device=self.ids.device)


def _keeps_tokens(cache: Any) -> bool:
    """Whether a cache holds keys and values of each token (or of a window), and no recurrent state."""
    return _layers_are(cache, DynamicLayer, DynamicIndexedLayer, DynamicSlidingWindowLayer)


def _can_crop(cache: Any) -> bool:
    """Whether tokens can be removed again: a window has already dropped those that would re-enter it."""
    return _layers_are(cache, DynamicLayer, DynamicIndexedLayer)


def _layers_are(cache: Any, *kinds: type) -> bool:
    if isinstance(cache, EncoderDecoderCache):
        return _layers_are(cache.self_attention_cache, *kinds)
    return type(cache) is DynamicCache and all(type(layer) in kinds for layer in cache.layers)


def tensors_of(value: Any) -> Iterator[torch.Tensor]:
    """All tensors in a cache."""
    if isinstance(value, torch.Tensor):
        yield value
    elif isinstance(value, EncoderDecoderCache):
        yield from tensors_of(value.self_attention_cache)
        yield from tensors_of(value.cross_attention_cache)
    elif isinstance(value, Cache):
        for layer in value.layers:
            yield from tensors_of(list(vars(layer).values()))
    elif isinstance(value, dict):
        yield from tensors_of(list(value.values()))
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from tensors_of(item)
    elif hasattr(value, "__dict__"):
        yield from tensors_of(
            [item for item in vars(value).values() if isinstance(item, (torch.Tensor, list, tuple, dict))]
        )
