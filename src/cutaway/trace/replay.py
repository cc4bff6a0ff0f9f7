"""Replaying: tensors derived from keyframes by running a part of the model again.

A replay is the same computation on the same inputs, so its numbers are the model's own numbers.
"""

from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

import torch

from cutaway.models.anatomy import Attention, Part
from cutaway.models.attention import AttentionCall, Visit, attend_fused, listening
from cutaway.models.study import evaluating
from cutaway.trace.running import Keyframe, Reached, replay_block, run
from cutaway.trace.visiting import Callers, Visits, attend_visited

if TYPE_CHECKING:
    from cutaway.models.model import Model
    from cutaway.trace.record import Recording


def replayed_sites(
    model: "Model", index: int, frame: Keyframe, names: Collection[str], edits: Visits
) -> dict[str, torch.Tensor]:
    """Tensors inside a block, by its short site names, without batch axis.

    Args:
        names: which sites; `resid_pre` and `resid_post` are not among them.
        edits: visits that change the block, as they did when it was recorded.
    """
    seen: dict[str, torch.Tensor] = {}
    replay_block(model, index, frame, collecting(names, seen, edits))
    return seen


def light_sites(model: "Model", index: int) -> list[str]:
    """The sites of a block that cost nothing to see while it is replayed for another."""
    block = model.anatomy.blocks[index]
    light = [name for name, site in block.sites.items() if isinstance(site.place, Part)]
    return light + [f"{a.name}.z" for a in block.attentions if a.inline is None]


def attention_calls(
    model: "Model", wanted: Iterable[tuple[int, Attention]], frames: Sequence[Keyframe]
) -> list[AttentionCall]:
    """What attentions were called with, by replays that each end there.

    Args:
        wanted: which block, in order of call, and which of its attentions.
        frames: every block's.
    """
    hf = model.hf
    found: list[AttentionCall] = []

    def attend(call: AttentionCall) -> torch.Tensor:
        attention = callers.of(call)
        if attention == ending:
            found.append(call)
            raise Reached
        return attend_fused(call) if attention is None else attend_visited(call, attention, {})

    with evaluating(hf), listening(hf, attend, model.anatomy.implementation):
        for index, attention in wanted:
            block, frame, ending = model.anatomy.blocks[index], frames[index], attention
            callers = Callers(hf, block)
            with suppress(Reached):
                hf.get_submodule(block.path)(*frame.args, **frame.kwargs)
    return found


def replay_outside(
    model: "Model", recording: "Recording", names: Collection[str], positions: torch.Tensor | None, edits: Visits
) -> dict[str, torch.Tensor]:
    """Tensors before the first block and after the last, by running the model with its blocks giving what they gave.

    Args:
        names: which sites; with `logits` `(positions, vocabulary)` where the model gives any.
        positions: positions to compute logits at; None for all of them.
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


def collecting(names: Collection[str], seen: dict[str, torch.Tensor], edits: Visits) -> dict[str, Visit]:
    """Visits that put the first row of each named site into `seen`, after the edits, which are made as well."""

    def collect(name: str) -> Visit:
        edit = edits.get(name)

        def visit(tensor: torch.Tensor) -> torch.Tensor | None:
            replaced = None if edit is None else edit(tensor)
            # A copy: some models go on to change in place what they have computed.
            seen[name] = tensor[0].clone() if replaced is None else replaced[0]
            return replaced

        return visit

    return {**edits, **{name: collect(name) for name in names}}
