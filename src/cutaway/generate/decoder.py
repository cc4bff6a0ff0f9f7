"""What follows a text, for one text after another: what two of them begin with is read once."""

from collections.abc import Sequence

import torch

from cutaway.generate.cached_forward import CachedForward, Check, never
from cutaway.models.loaded_model import LoadedModel


class Decoder:
    """Gives the model's logits after any sequence of tokens, and reads only what is not yet read.

    Args:
        model: one that predicts next tokens.
        source: ids of a two-stack model's source, whose target is decoded; empty for one stack.

    Raises:
        UnsupportedModel: for a model that predicts no next token.
    """

    def __init__(self, model: LoadedModel, source: Sequence[int] = ()) -> None:
        self.reading = CachedForward(model, source)
        self.computed = 0
        """How many tokens the last call of `after` read; what it was given beyond these it knew."""
        self._held: tuple[int, ...] = ()

    @property
    def held(self) -> tuple[int, ...]:
        """The tokens whose keys and values are kept."""
        return self._held

    @property
    def bytes(self) -> int:
        """What is kept of them."""
        return self.reading.bytes

    def after(self, ids: Sequence[int], count: int = 1, check: Check = never) -> torch.Tensor:
        """The logits after each of the last `count` tokens, `(count, vocabulary)`, in float32.

        Args:
            ids: all tokens of the text, and of what follows it; a two-stack model's target with its start token. At least `count`.
            count: at least 1.
            check: called between two parts of a long text.

        Raises:
            TextTooLong: for more tokens than the model's context holds.
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
    """How many tokens two texts begin with that are the same.

    >>> shared([1, 2, 3], [1, 2, 4, 5])
    2
    """
    return next(
        (at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), min(len(one), len(other))
    )
