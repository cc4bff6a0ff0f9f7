"""How many tokens a text may have: the configuration's statement, and the model's own limit."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import nn

from cutaway.models.anatomy.anatomy import Anatomy, Part
from cutaway.models.quantised import learned_shape

_STATED = (
    "max_position_embeddings",
    "n_positions",
    "max_seq_len",
    "max_sequence_length",
    "max_encoder_position_embeddings",
    "seq_length",
    "context_length",
)
"""Configurations' names for the number of tokens that a model was made for, the usual name first."""


def stated_context(config: Any) -> int | None:
    """The most tokens according to a configuration (of the text part, if there are several); None if it states none."""
    text = config.get_text_config()
    found = (getattr(text, name, None) for name in _STATED)
    return next((limit for limit in found if isinstance(limit, int) and 0 < limit < 2**30), None)


def table_rows(hf: nn.Module, anatomy: Anatomy) -> int | None:
    """How many positions of a text a model's table of positions covers; None if it has no such table."""
    table = next((site for name, site in anatomy.stem.items() if name.endswith("pos_embed")), None)
    if table is None or anatomy.first_position is None or not isinstance(table.place, Part):
        return None
    weight = getattr(hf.get_submodule(table.place.path), "weight", None)
    return learned_shape(weight)[0] - anatomy.first_position if isinstance(weight, torch.Tensor) else None


def runs_on(config: Any) -> bool:
    """Whether a model without a table of positions is made to read more tokens than its configuration states.

    These are models whose rotation is scaled for longer texts, whose attention depends only on distances (ALiBi), and those with a window
    in every layer: no query is farther from a key than in a shorter text.
    """
    text = config.get_text_config()
    if getattr(text, "alibi", None) is True or getattr(text, "position_embedding_type", "") == "alibi":
        return True
    rope = getattr(text, "rope_parameters", None) or getattr(text, "rope_scaling", None) or {}
    kinds = [rope, *(each for each in rope.values() if isinstance(each, dict))]
    types = {str(each.get("rope_type") or each.get("type")) for each in kinds if "rope_type" in each or "type" in each}
    if types - {"default"}:
        return True
    return _windows_only(text)


def _windows_only(text: Any) -> bool:
    if not isinstance(getattr(text, "sliding_window", None), int) or getattr(text, "use_sliding_window", True) is False:
        return False
    layers = getattr(text, "layer_types", None)
    return layers is None or set(layers) == {"sliding_attention"}


@contextmanager
def fresh_rotations(hf: nn.Module) -> Iterator[None]:
    """A context in which rotations that adapt to the longest text so far are in their initial state.

    Otherwise a text would get different numbers after a longer one. They are restored afterwards.
    """
    before = [(module, prefix, *_state(module, prefix)) for module, prefix in _growing(hf)]
    for module, prefix, length, _ in before:
        original = getattr(module, f"{prefix}original_inv_freq")
        if length != module.original_max_seq_len:
            _set_state(module, prefix, module.original_max_seq_len, original)
    try:
        yield
    finally:
        for module, prefix, length, frequencies in before:
            if _state(module, prefix)[0] != length:
                _set_state(module, prefix, length, frequencies)


def _growing(hf: nn.Module) -> list[tuple[Any, str]]:
    end = "max_seq_len_cached"
    return [
        (module, name.removesuffix(end))
        for module in hf.modules()
        for name in vars(module)
        if name.endswith(end) and hasattr(module, f"{name.removesuffix(end)}original_inv_freq")
    ]


def _state(module: Any, prefix: str) -> tuple[Any, torch.Tensor]:
    return getattr(module, f"{prefix}max_seq_len_cached"), getattr(module, f"{prefix}inv_freq")


def _set_state(module: Any, prefix: str, length: Any, frequencies: torch.Tensor) -> None:
    device = getattr(module, f"{prefix}inv_freq").device
    module.register_buffer(f"{prefix}inv_freq", frequencies.to(device), persistent=False)
    setattr(module, f"{prefix}max_seq_len_cached", length)
