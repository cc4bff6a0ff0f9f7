"""Facts that differ between models and decide which sentences about them are true, read from their parts."""

from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor, nn
from transformers import PreTrainedModel

from cutaway.models.anatomy.anatomy import Anatomy, Block
from cutaway.models.facts import NormPlace, Traits
from cutaway.models.quantised import parts
from cutaway.store.provenance import UNTRAINED, Provenance

Gains = Literal["none", "weights", "one plus weights"]


def traits_of(hf: PreTrainedModel, anatomy: Anatomy, provenance: Provenance | None, tokens: int) -> Traits:
    """The traits of a model.

    Args:
        tokens: how many tokens its tokenizer has; 0 without one.
    """
    blocks = [block for block in anatomy.blocks if block.stack == anatomy.blocks[-1].stack]
    names = {name for block in blocks for name in block.order}
    return Traits(
        trained=provenance is None or provenance.source != UNTRAINED,
        quantisation="" if provenance is None else provenance.quantisation,
        tied=_is_tied(hf),
        shared_weights=len({block.path for block in blocks}) < len(blocks),
        attending=sum(bool(block.attentions) for block in blocks),
        parallel=any(is_parallel(block) for block in blocks),
        gated="mlp.gate" in names,
        experts="mlp.experts" in names,
        final_norm=bool({"final_norm", f"{anatomy.blocks[-1].stack}final_norm"} & set(anatomy.head)),
        norm_place=norm_place(blocks[0]),
        tokens=tokens,
    )


def is_parallel(block: Block) -> bool:
    """Whether a block adds attention and MLP together, to their common input."""
    return bool(block.attentions) and "resid_mid" not in block.order and "mlp.out" in block.order


def norm_place(block: Block) -> NormPlace:
    """The place of a block's norms."""
    if not block.normalises_first:
        return "sums"
    inputs = bool({"norm1", "norm2"} & set(block.order))
    results = bool({"norm1_post", "norm2_post"} & set(block.order))
    return "both" if inputs and results else "inputs" if inputs else "results" if results else "nowhere"


@dataclass(frozen=True, slots=True)
class NormTraits:
    """The kind of a norm, observed on a few rows.

    Attributes:
        centred: whether it subtracts the mean (a layer norm), or not (an RMS norm).
        gains: whether it multiplies by learned gains, and whether they are stored as their difference from one.
        biased: whether it adds a learned bias.
    """

    centred: bool
    gains: Gains
    biased: bool


def norm_traits(norm: nn.Module, width: int) -> NormTraits | None:
    """The kind of a norm for rows of `width`; None if it is neither a layer norm nor an RMS norm."""
    reference = next(iter(norm.parameters()), torch.zeros(()))
    rows = torch.linspace(-2, 3, 3 * width, dtype=torch.float64).sin().reshape(1, 3, width) + 0.5
    rows = rows.to(reference.device, reference.dtype)
    with torch.no_grad():
        try:
            given, raised, nothing = (norm(each) for each in (rows, rows + 1, torch.zeros_like(rows)))
        except (TypeError, ValueError, RuntimeError):  # a norm of more than one tensor, such as one with a gate
            return None
    if not all(isinstance(each, Tensor) and each.shape == rows.shape for each in (given, raised, nothing)):
        return None
    near = 1e-3 if reference.dtype in (torch.float32, torch.float64) else 5e-2
    centred = torch.allclose(given, raised, rtol=near, atol=near)
    biased = float(nothing.abs().max()) > 0
    plain = rows.double() - (rows.double().mean(-1, keepdim=True) if centred else 0)
    plain = plain / plain.pow(2).mean(-1, keepdim=True).sqrt()
    scaled = (given - nothing).double()
    weight = getattr(norm, "weight", None)
    weight = torch.zeros(width) if weight is None else weight.detach().cpu()
    factors: dict[Gains, Tensor] = {"none": torch.ones(width), "weights": weight, "one plus weights": 1 + weight}
    for gains, factor in factors.items():
        if torch.allclose(scaled.cpu(), plain.cpu() * factor.double(), rtol=near, atol=near):
            return NormTraits(centred, gains, biased)
    return None


def _is_tied(hf: PreTrainedModel) -> bool:
    output = hf.get_output_embeddings()
    table, unembedding = (getattr(each, "weight", None) for each in (hf.get_input_embeddings(), output))
    if not isinstance(table, Tensor) or not isinstance(unembedding, Tensor):
        return False
    first, other = (next(parts(each))[1] for each in (table, unembedding))  # a quantised one has no memory of its own
    return first.data_ptr() == other.data_ptr() and table.shape == unembedding.shape
