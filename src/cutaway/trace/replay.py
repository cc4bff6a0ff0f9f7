"""Derives tensors from keyframes by running a part of the model again.

A replay is the same computation on the same inputs, so its numbers are the model's own.
"""

from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from typing import Any

import torch

from cutaway.models.anatomy.anatomy import Attention, Part, take
from cutaway.models.anatomy.infer import evaluating
from cutaway.models.attention import AttentionCall, Hook, attend_fused, listening
from cutaway.models.loaded_model import LoadedModel
from cutaway.models.state import changed
from cutaway.trace.hooks import Callers, Hooks, attend_visited
from cutaway.trace.recording import Recording
from cutaway.trace.running import Keyframe, Reached, canonical, entered_already, replay_block, run

_NEAR = {torch.float32: 1e-4, torch.float64: 1e-8}
"""The greatest difference, relative to the largest number of a tensor, that rounding explains; 5e-2 in other precisions."""


def replayed_sites(
    model: LoadedModel, index: int, frame: Keyframe, names: Collection[str], edits: Hooks
) -> dict[str, torch.Tensor]:
    """Tensors inside a block, by short site name, without batch axis.

    Args:
        names: the sites, without `resid_pre` and `resid_post`.
        edits: the hooks that changed the block when it was recorded.
    """
    seen: dict[str, torch.Tensor] = {}
    output = replay_block(model, index, frame, collecting(names, seen, edits))
    if not frame.patterns:  # other code computed its attention, so the choice of experts may have differed
        _check_same(model, index, frame, output)
    return seen


def _check_same(model: LoadedModel, index: int, frame: Keyframe, output: Any) -> None:
    """Raises `ModelChanged` if a block's result differs from its recorded one."""
    block = model.anatomy.blocks[index]
    was, now = (canonical(model.anatomy, take(each, block.gives)) for each in (frame.output, output))
    now = now.to(was.device)
    if torch.equal(was, now):
        return
    scale = (
        (was - frame.residual).abs().max() * _NEAR.get(was.dtype, 5e-2) if was.shape == frame.residual.shape else 0.0
    )
    rounding = was.abs().max() * torch.finfo(was.dtype).eps
    fits = was.dtype == now.dtype and was.shape == now.shape
    near = fits and bool((was - now).abs().max() <= scale + 8 * rounding)
    if not near and bool(was.isfinite().all()):
        raise changed(f"{block.path} gives a different result for the same input")


def light_sites(model: LoadedModel, index: int) -> list[str]:
    """The sites of a block that are free to observe while it is replayed for another."""
    block = model.anatomy.blocks[index]
    light = [name for name, site in block.sites.items() if isinstance(site.place, Part)]
    return light + [f"{a.name}.z" for a in block.attentions if a.inline is None]


def attention_calls(
    model: LoadedModel, wanted: Iterable[tuple[int, Attention]], frames: Sequence[Keyframe]
) -> list[AttentionCall]:
    """The arguments of attentions, by replays that stop at the call.

    Args:
        wanted: the index of each block, in order of call, and the attention in it.
        frames: the keyframes of all blocks.
    """
    hf = model.hf
    found: list[AttentionCall] = []

    def attend(call: AttentionCall) -> torch.Tensor:
        attention = callers.of(call)
        if attention == ending:
            found.append(call)
            raise Reached
        return attend_fused(call) if attention is None else attend_visited(call, attention, {})

    with listening(hf, attend, model.anatomy.implementation):
        for index, attention in wanted:
            block, frame, ending = model.anatomy.blocks[index], frames[index], attention
            module, callers = hf.get_submodule(block.path), Callers(hf, block)
            with evaluating(module), entered_already(module), suppress(Reached):
                module(*frame.args, **frame.kwargs)
    return found


def replay_outside(
    model: LoadedModel, recording: Recording, names: Collection[str], positions: torch.Tensor | None, edits: Hooks
) -> dict[str, torch.Tensor]:
    """Tensors before the first block and after the last, by running the model with its blocks returning their recorded results.

    Args:
        names: the sites; `logits` are `(positions, vocabulary)`, if the model has any.
        positions: positions to compute logits at; None for all.
    """
    seen: dict[str, torch.Tensor] = {}
    blocks = len(model.anatomy.blocks)
    left = run(
        model, recording.inputs, collecting(names, seen, edits),
        start=blocks, outputs=recording.outputs, keep=False, logits=0 if positions is None else positions,
    )  # fmt: skip
    seen |= {name: answer[0] for name, answer in left.answers.items()}
    if left.logits is not None:
        seen["logits"] = left.logits[0]
    return seen


def collecting(names: Collection[str], seen: dict[str, torch.Tensor], edits: Hooks) -> dict[str, Hook]:
    """Hooks that apply the edits and then store the first row of each named site in `seen`."""

    def collect(name: str) -> Hook:
        edit = edits.get(name)

        def visit(tensor: torch.Tensor) -> torch.Tensor | None:
            replaced = None if edit is None else edit(tensor)
            # A copy: some models later change their tensors in place.
            seen[name] = tensor[0].clone() if replaced is None else replaced[0]
            return replaced

        return visit

    return {**edits, **{name: collect(name) for name in names}}
