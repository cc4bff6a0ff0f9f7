"""How a model encodes positions, by observation as far as possible."""

import inspect
from dataclasses import dataclass, replace
from typing import Literal

import torch
from torch import Tensor

from cutaway.model import Model
from cutaway.trace.trace import Trace

Sort = Literal["sinusoidal", "learned", "rotary", "relative", "relative vectors", "alibi", "none"]


@dataclass(frozen=True, slots=True)
class Positions:
    """How positions enter the model.

    Attributes:
        sort: the kind of encoding.
        site: the tensor of position vectors that are added; None if none are.
        note: the encoding in a sentence or two.
        formula: for KaTeX.
    """

    sort: Sort
    site: str | None
    note: str
    formula: str


_SAID: dict[Sort, tuple[str, str]] = {
    "sinusoidal": (
        "The model adds waves of longer and longer wavelength. The table comes from a formula; nothing in it was learned.",
        "",
    ),
    "learned": ("The model adds a row of a learned table for each position.", r"x_i + W_P[i]"),
    "rotary": (
        "Nothing is added here. Queries and keys are turned by angles that grow with the position.",
        r"q_i \leftarrow q_i R_i, \quad k_j \leftarrow k_j R_j, \quad (q R_i)(k R_j)^\top = q\, R_{i-j}\, k^\top",
    ),
    "relative": (
        "Nothing is added here. Each head adds a learned number to a score, by the distance of query and key.",
        r"s_{ij} \leftarrow s_{ij} + b_{i-j}",
    ),
    "relative vectors": (
        "Nothing is added here. Each query is also multiplied by a vector for the distance of query and key.",
        r"s_{ij} \leftarrow s_{ij} + q_i \cdot \delta_{i-j}",
    ),
    "alibi": (
        "Nothing is added here. Each head lowers a score: the farther apart query and key are, the more.",
        r"s_{ij} \leftarrow s_{ij} - \lambda_h\,(i - j)",
    ),
    "none": ("No vector says where a token stands; a causal mask or a running state tells before from after.", ""),
}
_WAVE = r"\frac{i}{10000^{2c/d_{\text{model}}}}"
_SIDE_BY_SIDE = rf"W_P[i, 2c] = \sin{_WAVE}, \quad W_P[i, 2c+1] = \cos{_WAVE}"
_HALVES = rf"W_P[i, c] = \sin{_WAVE}, \quad W_P[i, \tfrac12 d_{{\text{{model}}}} + c] = \cos{_WAVE}"


def kind_of_positions(model: Model, trace: Trace, stack: str = "") -> Positions:
    """How a stack (`encoder.`, `decoder.` or an empty name) encodes positions."""
    site = f"{stack}pos_embed"
    if site in trace.sites:
        table = trace[site]
        if not is_sinusoid(table):
            return _encoding("learned", site)
        return replace(_encoding("sinusoidal", site), formula=_formula_of(table, model.anatomy.first_position or 0))
    return _encoding(_without_vectors(model, stack), None)


def _formula_of(table: Tensor, first: int) -> str:
    """The formula of a table of sines and cosines; empty if it is neither arrangement of the paper's waves."""
    count, width = table.shape
    waves = torch.arange(0, width, 2) / width
    for start in (0, first):
        angles = torch.arange(start, start + count)[:, None] / 10000**waves
        for formula, made in (
            (_SIDE_BY_SIDE, torch.stack([angles.sin(), angles.cos()], -1).flatten(1)),
            (_HALVES, torch.cat([angles.sin(), angles.cos()], -1)),
        ):
            if made.shape == table.shape and torch.allclose(made.double(), table.double().cpu(), atol=1e-3):
                return formula
    return ""


def is_sinusoid(table: Tensor) -> bool:
    """Whether the rows of a table `(positions, d)` are sines and cosines of angles that grow evenly with position.

    The sine and cosine of a wave may stand side by side or in two halves, and the table may begin at any position.
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


def _without_vectors(model: Model, stack: str) -> Sort:
    attentions = [each for block in model.anatomy.blocks if block.stack == stack for each in block.attentions]
    if any(each.traits.q.turned for each in attentions):
        return "rotary"
    modules = dict(model.hf.named_modules())
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
    return "none"


def _encoding(sort: Sort, site: str | None) -> Positions:
    note, formula = _SAID[sort]
    return Positions(sort, site, f"{sort.capitalize()}. {note}" if sort != "none" else note, formula)
