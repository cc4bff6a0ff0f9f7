"""How a head scores keys, step by step: products, their sums, the scale, the mask, the weights, and the weighted values."""

from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor

from cutaway.arguments import checked
from cutaway.errors import BadIndex, NoSuchSite
from cutaway.lenses.patterns import is_masked
from cutaway.trace.trace import Trace

_CLOSE = 1e-4
"""How far scores may be from scaled products, relative to the largest, for a scale to be inferred."""


_ENOUGH = 3
"""How many visible scores are needed to infer a scale: any line fits through one."""


@dataclass(frozen=True, slots=True)
class ScoreSteps:
    """The steps from one query to the weighted sum of values.

    Attributes:
        q: `(d_head,)`.
        k: `(keys, d_head)`, of the key head that this query head uses.
        products: `(keys, d_head)`, `q` times each key, element by element.
        dots: `(keys,)`, their sums.
        scaling: the factor on the sums, `(1,)`; None if scores are more than scaled and masked sums (biases, soft-caps).
        scaled: `(keys,)`; None if `scaling` is.
        added: `(keys,)`, scores minus scaled sums: the mask; None if `scaling` is.
        scores, pattern: `(keys,)`, the softmax's input and output.
        v: `(keys, d_value)`.
        z: `(d_value,)`, the weighted sum of the values.
        sink: `(1,)`, the weight that goes to no key; None if the model has no sinks.
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
        """The steps that are not None, by name."""
        named = {name: getattr(self, name) for name in self.__slots__}
        return {name: tensor for name, tensor in named.items() if tensor is not None}


@checked
def score_steps(trace: Trace, attention: str, head: int, query: int) -> ScoreSteps:
    """Every step of one query of one head, from its products with the keys to the weighted sum of values.

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
    """Dot products of queries and keys, plain or scaled: `(queries, keys)`.

    Raises:
        NoSuchSite: there is no such attention, or biases or soft-caps leave no scale to infer.
        BadIndex: there is no such head.
    """
    q = trace.read(f"{attention}.q", (head, queries)).float()
    dots = q @ _shared(trace, attention, "k", head)[keys].float().mT
    if what == "dots":
        return dots
    scaling = scaling_of(trace, attention, head)
    if scaling is None:
        raise NoSuchSite(
            f"{attention} does more to products than scale and mask them.", "Look at the products and the scores."
        )
    return dots * scaling


def scaling_of(trace: Trace, attention: str, head: int) -> float | None:
    """The factor on dot products; None if the scores of a few sample queries are anything but scaled and masked products.

    The model's own scale is checked against these scores. If it is unknown, it is inferred from them.

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
    """The scale observed in the model's anatomy, if its scores are just scaled and masked products."""
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
