"""Transformers' own `generate`, which its types hide."""

from typing import Any, cast

import torch

from cutaway import Model


def generated(model: Model, ids: torch.Tensor, **options: Any) -> Any:
    """What `generate` gives; with an attention mask that hides nothing."""
    return cast(Any, model.hf).generate(ids, **{"attention_mask": torch.ones_like(ids), **options})
