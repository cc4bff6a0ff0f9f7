"""Replaying: tensors derived from keyframes by running a part of the model again.

A replay is the same computation on the same inputs, so its numbers are the model's own numbers.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import torch
from torch import nn
from transformers import PreTrainedModel

from cutaway.models.anatomy import Anatomy, Block, Part, evaluating, first_tensor, output_matrix
from cutaway.models.attention import AttentionCall, listening
from cutaway.trace.record import Keyframe, Recording, forward_options


def replay_block(hf: PreTrainedModel, block: Block, frame: Keyframe) -> dict[str, torch.Tensor]:
    """Calls a block again with its keyframe.

    Returns:
        Short site name → tensor without batch axis, for each part of the block, and `resid_post` `(positions, d_model)`.
    """
    seen: dict[str, torch.Tensor] = {}
    with evaluating(hf), listening(hf, _ignore), _seeing(hf, block.parts, seen):
        output = hf.get_submodule(block.path)(*frame.args, **frame.kwargs)
    residual = first_tensor(output)
    assert residual is not None
    seen["resid_post"] = residual[0]
    return seen


def replay_outside(
    hf: PreTrainedModel, anatomy: Anatomy, recording: Recording, parts: dict[str, Part], positions: torch.Tensor | None
) -> dict[str, torch.Tensor]:
    """Runs the model again with its blocks replaced by what they gave: what remains lies before the first block or after the last.

    Args:
        parts: what to see on the way.
        positions: positions to compute logits at; None for all of them.

    Returns:
        Name → tensor without batch axis, with `logits` `(positions, vocabulary)` where the model gives any.
    """
    seen: dict[str, torch.Tensor] = {}
    keep: Any = 0 if positions is None else positions
    options = forward_options(hf, logits_to_keep=keep)
    with evaluating(hf), _blocks_giving(hf, anatomy, recording.last), _seeing(hf, parts, seen):
        output = hf(input_ids=recording.ids, **options)
    if anatomy.logits:
        logits = output.logits[0]
        seen["logits"] = logits if positions is None or "logits_to_keep" in options else logits[positions]
    return seen


def head_results(hf: PreTrainedModel, block: Block, z: torch.Tensor, heads: slice, positions: slice) -> torch.Tensor:
    """Each head's share of the attention output: its `z` through its rows of the output projection, without the bias.

    Args:
        z: `(all heads of the block, all positions, d_value)`.
        heads, positions: which of them are wanted.

    Returns:
        `(heads, positions, d_model)`.
    """
    matrix = output_matrix(hf.get_submodule(block.output_projection)).reshape(block.heads, block.d_value, -1)
    with torch.no_grad():
        return torch.matmul(z[heads, positions], matrix[heads])


def _ignore(call: AttentionCall) -> None:
    """A replayed block attends as it did when it was recorded; what its attention was given is known already."""


@contextmanager
def _seeing(hf: PreTrainedModel, parts: dict[str, Part], seen: dict[str, torch.Tensor]) -> Iterator[None]:
    """Within this context, each part's tensor is put into `seen` when the model comes by it."""

    def see_input(name: str) -> Any:
        def hook(_: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
            tensor = first_tensor(args)
            tensor = first_tensor(kwargs) if tensor is None else tensor
            assert tensor is not None
            seen[name] = _without_batch(tensor)

        return hook

    def see_output(name: str) -> Any:
        def hook(_: nn.Module, args: tuple[Any, ...], output: Any) -> None:
            tensor = first_tensor(output)
            assert tensor is not None
            seen[name] = _without_batch(tensor)

        return hook

    with ExitStack() as stack:
        for name, part in parts.items():
            module = hf.get_submodule(part.path)
            if part.end == "input":
                stack.callback(module.register_forward_pre_hook(see_input(name), with_kwargs=True).remove)
            else:
                stack.callback(module.register_forward_hook(see_output(name)).remove)
        yield


def _without_batch(tensor: torch.Tensor) -> torch.Tensor:
    return tensor[0] if tensor.dim() == 3 else tensor


@contextmanager
def _blocks_giving(hf: PreTrainedModel, anatomy: Anatomy, output: Any) -> Iterator[None]:
    """Within this context, every block returns `output` without computing anything."""
    modules = [hf.get_submodule(block.path) for block in anatomy.blocks]
    before = [vars(module).get("forward") for module in modules]
    for module in modules:
        module.forward = lambda *_args, **_kwargs: output
    try:
        yield
    finally:
        for module, forward in zip(modules, before, strict=True):
            if forward is None:
                del module.forward
            else:
                module.forward = forward
