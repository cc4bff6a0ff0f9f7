"""Recording: one forward pass that leaves a keyframe a block.

A keyframe holds what a block and its attention were called with, by reference: the causes from which every tensor inside the block
can be derived later. Nothing is copied and nothing is computed that the model would not compute anyway.
"""

import inspect
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import torch
from transformers import PreTrainedModel

from cutaway.models.anatomy import Anatomy, evaluating, first_tensor
from cutaway.models.attention import AttentionCall, listening

OnBlock = Callable[[int, int], None]
"""Called before each block with how many are done and how many there are; may raise `Cancelled` to stop the pass."""


@dataclass(frozen=True, slots=True)
class Keyframe:
    """What one block was called with.

    Attributes:
        args, kwargs: the block's arguments, by reference. The first tensor among them is the residual stream `(1, positions, d_model)`.
        attention: what its attention function was called with.
    """

    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    attention: AttentionCall

    @property
    def residual(self) -> torch.Tensor:
        """The residual stream as the block got it, `(1, positions, d_model)`."""
        tensor = first_tensor(self.args)
        tensor = first_tensor(self.kwargs) if tensor is None else tensor
        assert tensor is not None
        return tensor


@dataclass(frozen=True, slots=True)
class Recording:
    """What a forward pass left behind.

    Attributes:
        ids: `(1, positions)`, the token ids.
        keyframes: one a block.
        last: what the last block returned, as it returned it.
        last_logits: `(vocabulary,)` at the last position; None where the model gives no logits.
        seconds: how long the pass took, measured.
    """

    ids: torch.Tensor
    keyframes: tuple[Keyframe, ...]
    last: Any
    last_logits: torch.Tensor | None
    seconds: float

    @property
    def bytes_held(self) -> int:
        """Bytes of all storages that this recording keeps alive, each counted once."""
        storages = {s.data_ptr(): s.nbytes() for t in self._tensors() if (s := t.untyped_storage()).nbytes()}
        return sum(storages.values())

    def _tensors(self) -> Iterable[torch.Tensor]:
        yield self.ids
        yield from _flatten(self.last)
        if self.last_logits is not None:
            yield self.last_logits
        for frame in self.keyframes:
            call = frame.attention
            yield from _flatten((frame.args, frame.kwargs, call.query, call.key, call.value, call.mask, call.output))


def record(hf: PreTrainedModel, anatomy: Anatomy, ids: torch.Tensor, on_block: OnBlock | None = None) -> Recording:
    """Runs `hf` on `ids` `(1, positions)` and keeps a keyframe a block.

    Raises:
        Cancelled: when `on_block` raises it.
    """
    arguments: list[tuple[tuple[Any, ...], dict[str, Any]]] = []
    attention: list[AttentionCall] = []
    last: list[Any] = []
    total = len(anatomy.blocks)

    def entering(_: torch.nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        if on_block is not None:
            on_block(len(arguments), total)
        arguments.append((args, kwargs))

    with evaluating(hf), ExitStack() as stack:
        for block in anatomy.blocks:
            module = hf.get_submodule(block.path)
            stack.callback(module.register_forward_pre_hook(entering, with_kwargs=True).remove)
        final = hf.get_submodule(anatomy.blocks[-1].path)
        stack.callback(final.register_forward_hook(lambda _module, _args, output: last.append(output)).remove)
        stack.enter_context(listening(hf, attention.append))
        started = time.perf_counter()
        output = hf(input_ids=ids, **forward_options(hf, logits_to_keep=1))
        seconds = time.perf_counter() - started
    frames = tuple(Keyframe(args, kwargs, call) for (args, kwargs), call in zip(arguments, attention, strict=True))
    logits = output.logits[0, -1] if anatomy.logits else None
    if logits is not None and output.logits.shape[1] > 1:
        logits = logits.clone()  # a view would keep all positions alive
    return Recording(ids, frames, last[0], logits, seconds)


def forward_options(hf: PreTrainedModel, **wanted: Any) -> dict[str, Any]:
    """Those of `wanted`, and `use_cache=False`, that this model's forward pass knows."""
    known = inspect.signature(hf.forward).parameters
    return {name: value for name, value in {"use_cache": False, **wanted}.items() if name in known}


def _flatten(value: Any) -> Iterable[torch.Tensor]:
    if isinstance(value, torch.Tensor):
        yield value
    elif isinstance(value, dict):
        yield from _flatten(tuple(value.values()))
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from _flatten(item)
