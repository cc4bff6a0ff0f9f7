"""How a model knows where a token stands, found by observation where that can be seen."""

import inspect
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor

from cutaway.models.model import Model
from cutaway.trace.trace import Trace

Sort = Literal["sinusoidal", "learned", "rotary", "relative", "relative vectors", "alibi", "none"]


@dataclass(frozen=True, slots=True)
class Positions:
    """How positions come in.

    Attributes:
        sort: which of the ways.
        site: the vectors that are added; None where none are.
        note: the same in a sentence or two.
        formula: for KaTeX.
    """

    sort: Sort
    site: str | None
    note: str
    formula: str


_SAID: dict[Sort, tuple[str, str]] = {
    "sinusoidal": (
        "Sines and cosines of ever greater length are added: the table was not learned.",
        r"P_{i,2j} = \sin\frac{i}{10000^{2j/d}}, \quad P_{i,2j+1} = \cos\frac{i}{10000^{2j/d}}",
    ),
    "learned": ("A row of a learned table is added for each position.", r"x_i + P_i"),
    "rotary": (
        "Nothing is added here. Queries and keys are turned by angles that grow with the position.",
        r"q_i \leftarrow R_i\, q_i, \quad k_j \leftarrow R_j\, k_j, \quad q_i \cdot k_j \text{ depends on } i - j",
    ),
    "relative": (
        "Nothing is added here. Each head adds a learned number to a score, by the distance of query and key.",
        r"s_{ij} = q_i \cdot k_j + b_{i-j}",
    ),
    "relative vectors": (
        "Nothing is added here. Each query is also multiplied with a vector for the distance of query and key.",
        r"s_{ij} = q_i \cdot k_j + q_i \cdot r_{i-j}",
    ),
    "alibi": (
        "Nothing is added here. Each head takes something from a score that grows with the distance of query and key.",
        r"s_{ij} = \frac{q_i \cdot k_j}{\sqrt{d_k}} - m\,(i - j)",
    ),
    "none": ("No vector says where a token stands; a causal mask or a running state tells before from after.", ""),
}


def kind_of_positions(model: Model, trace: Trace, stack: str = "") -> Positions:
    """How a stack (`encoder.`, `decoder.` or nothing) knows positions."""
    site = f"{stack}pos_embed"
    if site in trace.sites:
        return _said("sinusoidal" if is_sinusoid(trace[site]) else "learned", site)
    return _said(_without_vectors(model), None)


def is_sinusoid(table: Tensor) -> bool:
    """Whether rows of consecutive positions are sines and cosines of angles that grow evenly: `(positions, d)`.

    The two parts of a wave may stand side by side or in two halves, and the table may begin at any position.
    """
    if len(table) < 3:
        return bool(torch.allclose((table.double() ** 2).sum(-1), torch.tensor(table.shape[1] / 2).double(), rtol=1e-3))
    half = table.shape[1] // 2
    rows = table.double()
    for sines, cosines in (
        (rows[:, :half], rows[:, half : 2 * half]),
        (rows[:, 0::2][:, :half], rows[:, 1::2][:, :half]),
    ):
        turns = torch.complex(cosines, sines)
        if not torch.allclose(turns.abs(), torch.ones(()).double(), atol=1e-3):
            continue
        steps = turns[1:] / turns[:-1]
        if torch.allclose(steps, steps[:1].expand_as(steps), atol=1e-3):
            return True
    return False


def _without_vectors(model: Model) -> Sort:
    modules = dict(model.hf.named_modules())
    if any("rotary" in type(module).__name__.lower() for module in modules.values()):
        return "rotary"
    if any("relative_attention_bias" in path or "relative_position" in path for path in modules):
        return "relative"
    sources = [
        inspect.getsource(type(module))
        for module in {type(m): m for m in modules.values()}.values()
        if "modeling_" in type(module).__module__
    ]
    if any("rel_embeddings" in source or "relative_positional" in source for source in sources):
        return "relative vectors"
    if any("build_alibi" in source or "build_mpt_alibi" in source for source in sources):
        return "alibi"
    if any("rotary" in source for source in sources):
        return "rotary"
    return "none"


def _said(sort: Sort, site: str | None) -> Positions:
    note, formula = _SAID[sort]
    return Positions(sort, site, f"{sort.capitalize()}. {note}" if sort != "none" else note, formula)
