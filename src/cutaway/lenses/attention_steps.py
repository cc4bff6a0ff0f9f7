"""How a head scores keys, step by step: every product, their sum, the scale, the mask, the weight, and what is fetched."""

from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor

from cutaway.arguments import checked
from cutaway.errors import BadIndex, NoSuchSite
from cutaway.lenses.patterns import is_masked
from cutaway.trace.trace import Trace

_CLOSE = 1e-4
"""How far scores may be from scaled products, relative to the largest, for a scale to be told from them."""


_ENOUGH = 3
"""How many scores must be seen for a scale to be told: through one any line fits."""


@dataclass(frozen=True, slots=True)
class ScoreSteps:
    """The steps from one query to what it fetches.

    Attributes:
        q: `(d_head,)`.
        k: `(keys, d_head)`, of the key head that this query head uses.
        products: `(keys, d_head)`, `q` times each key, element by element.
        dots: `(keys,)`, their sums.
        scaling: what the sums are multiplied by, `(1,)`; None where scores are more than scaled and masked sums (biases, soft-caps).
        scaled: `(keys,)`; None with `scaling`.
        added: `(keys,)`, what makes scores of the scaled sums: the mask; None with `scaling`.
        scores, pattern: `(keys,)`, as the soft-max was given them and gave them.
        v: `(keys, d_value)`.
        z: `(d_value,)`, the sum of the values, each times its weight.
        sink: `(1,)`, what goes to no key; None where the model has no sinks.
    """

    q: Tensor
    k: Tensor
    products: Tensor
    dots: Tensor
    scaling: Tensor | None
    scaled: Tensor | None
    added: Tensor | None
    scores: Tensor
    pattern: Tensor
    v: Tensor
    z: Tensor
    sink: Tensor | None

    def tensors(self) -> dict[str, Tensor]:
        """The steps that there are, by name."""
        named = {name: getattr(self, name) for name in self.__slots__}
        return {name: tensor for name, tensor in named.items() if tensor is not None}


@checked
def score_steps(trace: Trace, attention: str, head: int, query: int) -> ScoreSteps:
    """Every step of how one query of one head is scored and what it fetches.

    >>> steps = cutaway.lenses.score_steps(trace, "layers.3.attn", head=5, query=-1)
    >>> steps.products.shape, steps.z.shape
    (torch.Size([6, 64]), torch.Size([64]))
    >>> steps.scaling.item()  # 1/√64
    0.125

    Args:
        attention: the prefix of its sites, for example `layers.3.attn` or `decoder.layers.0.cross_attn`.

    Raises:
        NoSuchSite: there is no such attention, or a part of it can't be read.
        BadIndex: there is no such head or query.
    """
    q = trace.read(f"{attention}.q", (head, query)).float()
    k, v = (_shared(trace, attention, name, head).float() for name in ("k", "v"))
    scores, pattern = (trace.read(f"{attention}.{name}", (head, query)).float() for name in ("scores", "pattern"))
    products = k * q
    dots = products.sum(-1)
    scaling = scaling_of(trace, attention, head)
    scaled = None if scaling is None else dots * scaling
    sink = trace.read(f"{attention}.sink", (head, query)).float() if f"{attention}.sink" in trace.sites else None
    return ScoreSteps(
        q=q,
        k=k,
        products=products,
        dots=dots,
        scaling=None if scaling is None else torch.tensor([scaling]),
        scaled=scaled,
        added=None if scaled is None else scores - scaled,
        scores=scores,
        pattern=pattern,
        v=v,
        z=trace.read(f"{attention}.z", (head, query)).float(),
        sink=None if sink is None else sink.reshape(1),
    )


def products(
    trace: Trace, attention: str, head: int, queries: slice, keys: slice, what: Literal["dots", "scaled"]
) -> Tensor:
    """Sums of products of queries and keys, as they are or scaled: `(queries, keys)`.

    Raises:
        NoSuchSite: there is no such attention; or no scale can be told, because biases or soft-caps are at work.
        BadIndex: there is no such head.
    """
    q = trace.read(f"{attention}.q", (head, queries)).float()
    dots = q @ _shared(trace, attention, "k", head)[keys].float().mT
    if what == "dots":
        return dots
    scaling = scaling_of(trace, attention, head)
    if scaling is None:
        raise NoSuchSite(
            f"{attention} does more to products than to scale and mask them.", "Look at the products and at the scores."
        )
    return dots * scaling


def scaling_of(trace: Trace, attention: str, head: int) -> float | None:
    """What products are multiplied by; None where a few queries' scores are not their products times that, under a mask.

    The model's own scale is checked against them; where it is not known, it is told from them.

    Raises:
        NoSuchSite: there is no such attention.
        BadIndex: there is no such head.
    """
    count = trace.sites[f"{attention}.q"][1] if f"{attention}.q" in trace.sites else 0
    few = slice(max(0, count - 4), count)
    scores = trace.read(f"{attention}.scores", (head, few)).double()
    dots = trace.read(f"{attention}.q", (head, few)).double() @ _shared(trace, attention, "k", head).double().mT
    seen = ~is_masked(trace.read(f"{attention}.scores", (head, few)))
    x, y = dots[seen], scores[seen]
    scaling = _known_scale(trace, attention)
    if scaling is None:
        if len(x) < _ENOUGH or not float(x @ x) > 0:
            return None
        scaling = float(x @ y) / float(x @ x)
    close = max(_CLOSE, 2 * torch.finfo(trace.model.hf.dtype).eps)  # a model rounds its scores to its own precision
    return scaling if float((y - scaling * x).abs().max()) <= close * float(y.abs().max()) else None


def _known_scale(trace: Trace, attention: str) -> float | None:
    """The scale that was seen when the model was studied, where scores are nothing but scaled products under a mask."""
    block, _, name = attention.rpartition(".")
    found = next((each.attention(f"{name}.q") for each in trace.model.anatomy.blocks if each.name == block), None)
    return found.traits.scale if found is not None and found.traits.beyond == "nothing" else None


def _shared(trace: Trace, attention: str, name: str, head: int) -> Tensor:
    """The keys or values that a query head uses: several heads may share them."""
    heads = trace.sites.get(f"{attention}.q", (1,))[0]
    if not 0 <= head < heads:
        raise BadIndex(f"There is no head {head}.", f"They go from 0 to {heads - 1}.")
    shared = trace.sites.get(f"{attention}.{name}", (heads,))[0]
    return trace.read(f"{attention}.{name}", (head * shared // heads,))
