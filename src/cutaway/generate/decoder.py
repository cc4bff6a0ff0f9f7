"""The logits after one text and then another, reading a shared beginning only once."""

from collections.abc import Sequence

import torch

from cutaway.generate.cached_forward import CachedForward, Check, never
from cutaway.models.loaded_model import LoadedModel


class Decoder:
    """The model's logits after any sequence of tokens; reads only the tokens that differ from the last sequence.

    Args:
        model: one that predicts next tokens.
        source: ids of a two-stack model's source, while its target is decoded; empty for one stack.

    Raises:
        UnsupportedModel: the model does not predict next tokens.
    """

    def __init__(self, model: LoadedModel, source: Sequence[int] = ()) -> None:
        self.reading = CachedForward(model, source)
        self.computed = 0
        """How many tokens the last call of `after` read; the rest were cached."""
        self._held: tuple[int, ...] = ()

    @property
    def held(self) -> tuple[int, ...]:
        """The tokens whose keys and values are cached."""
        return self._held

    @property
    def bytes(self) -> int:
        """The size of the cache."""
        return self.reading.bytes

    def after(self, ids: Sequence[int], count: int = 1, check: Check = never) -> torch.Tensor:
        """The logits after each of the last `count` tokens, `(count, vocabulary)`, in float32.

        Args:
            ids: all tokens of the text and its continuation; a two-stack model's target with its start token. At least `count`.
            count: at least 1.
            check: called between parts of a long text.

        Raises:
            TextTooLong: there are more tokens than the model's context holds.
            Cancelled: when `check` raises it.
        """
        known = min(shared(self._held, ids), len(ids) - count)
        if not self.reading.crop(len(self._held) - known):
            known = 0
        self._held = tuple(ids[:known])
        try:
            logits = self.reading.read(self.reading.row(ids[known:]), count, check)[0].float()
        finally:
            self._held = tuple(ids[: self.reading.ids.shape[1]])
        self.computed = len(ids) - known
        return logits


def shared(one: Sequence[int], other: Sequence[int]) -> int:
    """The length of two texts' common prefix, in tokens.

    >>> shared([1, 2, 3], [1, 2, 4, 5])
    2
    """
    return next(
        (at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), min(len(one), len(other))
    )
