"""A trace in other tools' formats: numpy arrays, Hugging Face's tuples of attentions (for bertviz).

DLPack needs nothing from here: the tensors of a trace are PyTorch's own, so `np.from_dlpack(trace[site])` works.
TransformerLens's names are in `cutaway.trace.transformer_lens`.
"""

import re
from collections.abc import Mapping

import numpy as np
import torch

from cutaway.errors import UnsupportedModel
from cutaway.trace.reader import TraceReader
from cutaway.trace.transformer_lens import to_transformer_lens as to_transformer_lens


def to_numpy(trace: Mapping[str, torch.Tensor], site: str) -> np.ndarray:
    """A tensor as a numpy array of the same shape, on the CPU.

    numpy has no bfloat16: such a tensor becomes float32, which represents each of its values exactly.

    Args:
        trace: a `Trace` or a `SavedTrace`.
        site: a name of its `sites`.

    Raises:
        NoSuchSite: there is no such site.
    """
    tensor = trace[site].detach().cpu()
    return (tensor.float() if tensor.dtype == torch.bfloat16 else tensor).numpy()


def attentions(trace: Mapping[str, torch.Tensor]) -> tuple[torch.Tensor, ...]:
    """Each layer's attention pattern, as returned by Hugging Face's `output_attentions`; in a two-stack model, the decoder's own.

    All of them are in memory at once: `heads × positions²` numbers per layer. Layers without attention are skipped.

    Args:
        trace: a `Trace`, or a `SavedTrace` in which the patterns were saved.

    Returns:
        One `(1, heads, queries, keys)` per layer.

    Raises:
        UnsupportedModel: there is no such pattern.
    """
    return _patterns(trace, r"(?:decoder\.)?layers\.\d+\.attn\.pattern", "attn.pattern")


def cross_attentions(trace: Mapping[str, torch.Tensor]) -> tuple[torch.Tensor, ...]:
    """How each layer of a two-stack model's decoder looks at the encoder's output: `(1, heads, queries, source positions)` each.

    Raises:
        UnsupportedModel: there is no such pattern.
    """
    return _patterns(trace, r"decoder\.layers\.\d+\.cross_attn\.pattern", "cross_attn.pattern")


def encoder_attentions(trace: Mapping[str, torch.Tensor]) -> tuple[torch.Tensor, ...]:
    """The attention patterns of a two-stack model's encoder: `(1, heads, source positions, source positions)` each.

    Raises:
        UnsupportedModel: there is no such pattern.
    """
    return _patterns(trace, r"encoder\.layers\.\d+\.attn\.pattern", "encoder's attn.pattern")


def _patterns(trace: Mapping[str, torch.Tensor], sites: str, what: str) -> tuple[torch.Tensor, ...]:
    found = [site for site in trace if re.fullmatch(sites, site)]
    if not found:
        raise UnsupportedModel(f"There is no {what} in {trace!r}.", "`trace.sites` lists all sites.")
    patterns = trace.read_all(found) if isinstance(trace, TraceReader) else {site: trace[site] for site in found}
    return tuple(pattern[None] for pattern in patterns.values())
