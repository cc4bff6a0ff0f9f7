"""Identifies a file's model by its class, its configuration and a sample of every parameter. A name alone proves nothing."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import torch
from transformers import PreTrainedModel

from cutaway.models.quantised import stored

_SAMPLED = 64
"""How many values of each parameter to compare."""
_BESIDE = frozenset(
    ("architectures", "dtype", "torch_dtype", "transformers_version", "name_or_path", "id2label", "label2id", "use_cache",
     "output_attentions", "output_hidden_states", "return_dict", "chunk_size_feed_forward", "problem_type", "gradient_checkpointing")
)  # fmt: skip
"""Settings that change nothing inside, or that are stored elsewhere."""


def identity(hf: PreTrainedModel) -> dict[str, Any]:
    """The properties that identify a model, as plain JSON data."""
    return {
        "architecture": type(hf).__name__,
        "dtype": str(hf.dtype).removeprefix("torch."),
        "config": json.loads(json.dumps(_settings(hf.config.to_dict()), default=str)),
        "parameters": {name: _digest(tensor) for name, tensor in stored(hf)},
    }


def difference(saved: Mapping[str, Any], hf: PreTrainedModel) -> str:
    """How a model differs from the one with the `identity` in `saved`; empty if it does not.

    Settings that only one of the two has are ignored, because another version of Transformers may have added them. So are the values of
    parameters that are not in memory.
    """
    here = identity(hf)
    if saved["architecture"] != here["architecture"]:
        return f"it is of a {saved['architecture']}, and this is a {here['architecture']}"
    changed = _changed(saved["config"], here["config"])
    if changed:
        return "its configuration has " + ", ".join(changed[:3])
    if saved["dtype"] != here["dtype"]:
        return f"it was made in {saved['dtype']}, and this model is in {here['dtype']}"
    theirs, ours = saved["parameters"], here["parameters"]
    if theirs.keys() != ours.keys():
        odd = sorted(theirs.keys() ^ ours.keys())
        return f"{odd[0]} is a parameter of only one of the two"
    others = [name for name in ours if ours[name] != theirs[name] and ours[name] and theirs[name]]
    if others:
        return f"{len(others)} of {len(ours)} parameters have other values, {others[0]} among them"
    return ""


def _settings(config: Mapping[str, Any]) -> dict[str, Any]:
    return {
        str(name): _settings(value) if isinstance(value, dict) else value
        for name, value in config.items()
        if not str(name).startswith("_") and not str(name).endswith(("token_id", "token_ids")) and name not in _BESIDE
    }


def _changed(theirs: Mapping[str, Any], ours: Mapping[str, Any], within: str = "") -> list[str]:
    found: list[str] = []
    for name in theirs.keys() & ours.keys():
        there, here = theirs[name], ours[name]
        if isinstance(there, dict) and isinstance(here, dict):
            found += _changed(there, here, f"{within}{name}.")
        elif there != here:
            found.append(f"{within}{name} = {there!r} where this model has {here!r}")
    return sorted(found)


def _digest(parameter: torch.Tensor) -> str:
    """A digest of dtype, shape and a sample of values; empty for a parameter that is not in memory."""
    if parameter.is_meta:
        return ""
    flat = parameter.detach().flatten()
    count = min(_SAMPLED, len(flat))
    at = torch.arange(count, device=flat.device) * max(0, len(flat) - 1) // max(1, count - 1)
    sample = flat[at].cpu().contiguous()
    digest = hashlib.blake2b(f"{parameter.dtype} {tuple(parameter.shape)}".encode(), digest_size=8)
    digest.update(sample.view(torch.uint8).numpy().tobytes())
    return digest.hexdigest()
