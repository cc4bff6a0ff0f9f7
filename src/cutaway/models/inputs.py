"""A model's inputs for one pass: token ids, and any other arguments of its forward pass."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import torch


@dataclass(frozen=True, slots=True)
class Inputs:
    """The inputs of one pass.

    Attributes:
        ids: `(1, tokens)`, token ids; a two-stack model's source.
        target: `(1, tokens)`, token ids for a two-stack model's decoder; None for one stack.
        virtual: prefix of a stack → how many positions the model puts before its tokens.
        further: arguments besides the tokens, for one row.
    """

    ids: torch.Tensor
    target: torch.Tensor | None = None
    virtual: Mapping[str, int] = field(default_factory=dict)
    further: Mapping[str, Any] = field(default_factory=dict)

    def arguments(self, batch: int) -> dict[str, torch.Tensor]:
        """The arguments of the model's forward pass, the same in each of `batch` rows."""
        given = {"input_ids": self.ids} | ({} if self.target is None else {"decoder_input_ids": self.target})
        beside = {
            name: value.expand(batch, *value.shape[1:]) if isinstance(value, torch.Tensor) and value.dim() else value
            for name, value in self.further.items()
        }
        return {name: ids.expand(batch, -1) for name, ids in given.items()} | beside

    def positions(self, prefix: str) -> int:
        """How many positions the stack with that prefix (`encoder.`, `decoder.` or empty) has, including virtual ones."""
        ids = self.target if prefix == "decoder." and self.target is not None else self.ids
        return ids.shape[1] + self.virtual.get(prefix, 0)
