"""Finds virtual tokens: positions of the stream that a model puts before a text (prompt tuning, a learned first token)."""

from collections.abc import Mapping

import torch
from transformers import PreTrainedModel

from cutaway.errors import UnsupportedModel
from cutaway.models.anatomy.probe import Call, Watched, without_cache
from cutaway.models.attention import attend_fused, listening


def find_virtual(hf: PreTrainedModel, seen: Watched, calls: Mapping[str, Call], implementation: str) -> dict[str, int]:
    """How many positions of each stack's stream come before the text's; adds them to the positions in `seen`.

    Args:
        calls: name of a block → its call.

    Raises:
        UnsupportedModel: blocks of one stack have streams of different lengths, or the text's positions can't be identified.
    """
    found: dict[str, int] = {}
    for stack in dict.fromkeys(name[: name.index("layers.")] for name in calls):
        own = [call for name, call in calls.items() if name.startswith(f"{stack}layers.")]
        lengths = {_rows(call) for call in own}
        if len(lengths) > 1:
            raise UnsupportedModel(
                f"The blocks of {type(hf).__name__} have streams of different lengths ({', '.join(map(str, sorted(lengths)))} for one "
                "text), so their positions are not those of its tokens.",
                "Choose a model that keeps a position for each token.",
            )
        name = "decoder_input_ids" if stack == "decoder." else "input_ids"
        count = seen.arguments[name].shape[1]
        if lengths == {count}:
            continue
        first = _first_changed(hf, seen, name, own[0], implementation)
        if first is None or first + count > _rows(own[0]):
            raise UnsupportedModel(
                f"{type(hf).__name__} gives its first block {_rows(own[0])} positions for {count} tokens, and their positions can't be "
                "matched.",
                "Choose a model that keeps a position for each token.",
            )
        if first:
            found[stack] = first
    seen.positions += found.get("decoder.", found.get("", 0))
    seen.source += found.get("encoder.", found.get("", 0))
    return found


def _rows(call: Call) -> int:
    """How many positions a block's stream has."""
    assert call.stream is not None
    given = call.given[call.stream[0]]
    return given.tensor.numel() // given.shape[-1]


def _first_changed(hf: PreTrainedModel, seen: Watched, name: str, block: Call, implementation: str) -> int | None:
    """The first row of a block's stream that changes with the first token."""
    assert block.stream is not None
    slot = block.stream[0]
    before = block.given[slot].tensor
    ids = seen.arguments[name].clone()
    ids[0, 0] = ids[0, -1]
    shown: list[torch.Tensor] = []

    def entering(_: object, args: tuple[torch.Tensor, ...], kwargs: dict[str, torch.Tensor]) -> None:
        shown.append(kwargs[slot] if isinstance(slot, str) else args[slot or 0])

    hook = block.module.register_forward_pre_hook(entering, with_kwargs=True)
    try:
        with listening(hf, attend_fused, implementation):
            hf(**{**seen.arguments, name: ids}, **seen.further, **without_cache(hf))
    finally:
        hook.remove()
    width = before.shape[-1]
    changed = (shown[0].reshape(-1, width) != before.reshape(-1, width)).any(-1).nonzero()
    return int(changed[0]) if len(changed) else None
