"""Records one forward pass with a keyframe for each block.

A keyframe holds a block's arguments and its result, by reference: every tensor inside the block can be derived from them later. This
copies nothing, and computes nothing that the model would not compute anyway.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import torch

from cutaway.models.loaded_model import LoadedModel
from cutaway.models.past import tensors_given
from cutaway.models.state import ModelState
from cutaway.trace.running import Inputs, Keyframe, OnBlock, RunResult, run


@dataclass(frozen=True, slots=True)
class Recording:
    """The record of a forward pass.

    Attributes:
        inputs: the token ids.
        keyframes: one per block, in order of call.
        last: the residual stream after the last block, `(1, positions, d_model)`.
        last_logits: `(vocabulary,)` at the last position; None if the model has no logits.
        seconds: how long the pass took, measured.
        state: the model's state during the pass.
    """

    inputs: Inputs
    keyframes: tuple[Keyframe, ...]
    last: torch.Tensor
    last_logits: torch.Tensor | None
    seconds: float
    state: ModelState

    @property
    def outputs(self) -> tuple[Any, ...]:
        """The result of each block, in order of call."""
        return tuple(frame.output for frame in self.keyframes)

    @property
    def bytes_held(self) -> int:
        """Bytes of all storages that this recording keeps alive, each counted once."""
        storages = {s.data_ptr(): s.nbytes() for t in self._tensors() if (s := t.untyped_storage()).nbytes()}
        return sum(storages.values())

    def _tensors(self) -> Iterable[torch.Tensor]:
        yield from tensors_in((self.inputs.ids, self.inputs.target, self.last, self.last_logits))
        for frame in self.keyframes:
            yield from tensors_in((frame.args, frame.kwargs, frame.output))
            for call in frame.calls.values():
                yield from tensors_in((call.query, call.key, call.mask, call.options))
            yield from frame.patterns.values()


def record(model: LoadedModel, inputs: Inputs, on_block: OnBlock | None = None, patterns: bool = False) -> Recording:
    """Runs the model and keeps a keyframe for each block, with the block's attention patterns if requested.

    Raises:
        Cancelled: when `on_block` raises it.
    """
    state = model.state()
    left = run(model, inputs, on_block=on_block, patterns=patterns)
    state.settle()
    return recording(inputs, left, state)


def recording(inputs: Inputs, left: RunResult, state: ModelState) -> Recording:
    """The recording of a run of one row.

    Args:
        state: the model's state.
    """
    logits = None
    if left.logits is not None:
        logits = left.logits[0, -1]
        if left.logits.shape[1] > 1:
            logits = logits.clone()  # a view would keep all positions alive
    return Recording(inputs, left.frames, left.last, logits, left.seconds, state)


def tensors_in(value: Any) -> Iterable[torch.Tensor]:
    """Every tensor in a tree of tuples, lists and dictionaries."""
    if isinstance(value, torch.Tensor):
        yield value
    elif isinstance(value, dict):
        yield from tensors_in(tuple(value.values()))
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from tensors_in(item)
    else:
        yield from tensors_given(value)
