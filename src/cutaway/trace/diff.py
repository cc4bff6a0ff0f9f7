"""Compares two traces: the distance between their tensors, and the change of the predictions."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import torch

from cutaway.arguments import checked
from cutaway.errors import BadIndex, UnsupportedModel
from cutaway.tokens.tokenizer import Token
from cutaway.trace.selection import Source, pieces
from cutaway.trace.site_names import SiteName, missing

_CELLS = 2**22
"""How many cells to compare at once."""


@dataclass(frozen=True, slots=True)
class Change:
    """How much a tensor changed.

    Attributes:
        site: the tensor.
        max_abs: the greatest difference between two cells.
        relative: the norm of the difference ÷ the norm of the first trace's tensor. For integers (`mlp.experts`), the share of cells that
            differ.
        changed: how many cells differ.
    """

    site: str
    max_abs: float
    relative: float
    changed: int


@dataclass(frozen=True, slots=True)
class Shift:
    """How the prediction at a position changed, over the whole vocabulary, computed in float64.

    Attributes:
        position: the position.
        divergence: Kullback–Leibler divergence of the second trace's distribution from the first's, in bits.
        before, after: the ids of the most probable tokens.
    """

    position: int
    divergence: float
    before: int
    after: int


class Difference(Mapping[str, Change]):
    """Two traces compared, site by site: a mapping from site name to `Change`, each computed when it is read.

    >>> edited = trace.rerun(cutaway.ablate("layers.3.attn.z", head=5))
    >>> difference = cutaway.diff(trace, edited)
    >>> next(site for site in difference if difference[site].changed)
    'layers.3.attn.z'

    Scores that are masked in both traces (−∞, or the dtype's least number) count as equal, and not in the norm.

    Attributes:
        a, b: the traces.
        sites: the tensors that both have, in the order of computation.
    """

    @checked
    def __init__(self, a: Source, b: Source) -> None:
        self.a = a
        self.b = b
        self.sites = tuple(site for site, shape in a.sites.items() if b.sites.get(site) == shape)
        self._found: dict[str, Change] = {}
        self._shifts: tuple[Shift, ...] | None = None

    def __getitem__(self, site: str) -> Change:
        if not isinstance(site, str) or site not in self._found:
            if not isinstance(site, str) or site not in self.sites:
                raise missing(site, {name: self.a.sites[name] for name in self.sites})
            self._found[site] = _change(self.a, self.b, site)
        return self._found[site]

    def __iter__(self) -> Iterator[str]:
        return iter(self.sites)

    def __len__(self) -> int:
        return len(self.sites)

    def __contains__(self, site: object) -> bool:
        return site in self.sites

    def __repr__(self) -> str:
        return f"<Difference of {self.a!r} and {self.b!r}: {len(self)} tensors>"

    @checked
    def top(self, count: int = 10) -> list[Change]:
        """The tensors that changed most, by `relative`, largest change first; ties are in order of computation. Compares all tensors."""
        return sorted((change for change in self.values() if change.changed), key=lambda c: -c.relative)[:count]

    @checked
    def layers(self, name: str) -> dict[str, Change]:
        """One tensor of each layer that has it: layer → how it changed.

        Args:
            name: within the layer, such as `resid_post` or `attn.z`.

        Raises:
            NoSuchSite: no layer has it.
        """
        found = {
            parts.block: site
            for site in self.sites
            if (parts := SiteName.of(site)).block is not None and parts.short == name
        }
        if not found:
            raise missing(name, {site: self.a.sites[site] for site in self.sites})
        return {block: self[site] for block, site in found.items()}

    @property
    def predictions(self) -> tuple[Shift, ...]:
        """How the prediction changed at each position.

        Raises:
            UnsupportedModel: there are no logits that could be compared.
        """
        if "logits" not in self.sites:
            raise UnsupportedModel(
                "These traces have no logits of the same vocabulary, so there are no predictions to compare.",
                "Compare tensors instead: difference.top().",
            )
        if self._shifts is None:
            self._shifts = tuple(_shifts(self.a, self.b))
        return self._shifts

    @property
    def changed_predictions(self) -> tuple[Shift, ...]:
        """The positions whose most probable token changed."""
        return tuple(shift for shift in self.predictions if shift.before != shift.after)


@checked
def diff(a: Source, b: Source) -> Difference:
    """Compares two traces with the same number of tokens: an edited one with its original, two texts, or two models of one kind.

    >>> france, italy = model.trace("The capital of France is"), model.trace("The capital of Italy is")
    >>> last = cutaway.diff(france, italy).predictions[-1]
    >>> model.tokenizer.text_of([last.before]), model.tokenizer.text_of([last.after])
    (' Paris', ' Rome')

    Raises:
        BadIndex: the texts have different lengths.
        UnsupportedModel: the traces have no tensor of the same name and shape.
    """
    for what, ours, theirs in (("texts", a.tokens, b.tokens), ("targets", a.target, b.target)):
        if len(ours) != len(theirs):
            raise BadIndex(
                f"The {what} have {_counted(ours)} and {_counted(theirs)} tokens, so their positions do not correspond.",
                "Compare traces of the same number of tokens.",
            )
    found = Difference(a, b)
    if not found.sites:
        raise UnsupportedModel(
            "The two traces have no tensor of the same name and shape.",
            "Compare traces of one model, or of two of the same shape.",
        )
    return found


def _counted(tokens: Sequence[Token]) -> str:
    virtual = sum(token.virtual for token in tokens)
    return f"{len(tokens)} ({virtual} of them virtual)" if virtual else str(len(tokens))


def _change(a: Source, b: Source, site: str) -> Change:
    most, squares, norm, changed, integer = 0.0, 0.0, 0.0, 0, False
    for index in pieces(a.sites[site], _CELLS):
        ours, theirs = a.read(site, index), b.read(site, index)
        integer = not ours.is_floating_point()
        masked = _masked(ours) & _masked(theirs)
        before, after = ours.double().masked_fill(masked, 0), theirs.to(ours.device).double().masked_fill(masked, 0)
        differs = before != after
        apart = differs.double() if integer else (after - before).abs().masked_fill(~differs, 0)
        most = max(most, float(apart.max()) if apart.numel() else 0.0)
        squares += float(apart.square().sum())
        norm += float(before.square().sum())
        changed += int(differs.sum())
    if integer:
        relative = changed / math.prod(a.sites[site])
    else:
        relative = math.sqrt(squares) / math.sqrt(norm) if norm else math.inf if squares else 0.0
    return Change(site, most, relative, changed)


def _masked(tensor: torch.Tensor) -> torch.Tensor:
    if not tensor.is_floating_point():
        return torch.zeros_like(tensor, dtype=torch.bool)
    return tensor <= torch.finfo(tensor.dtype).min / 2


def _shifts(a: Source, b: Source) -> Iterator[Shift]:
    for index in pieces(a.sites["logits"], _CELLS):
        before, after = (torch.log_softmax(trace.read("logits", index).double(), -1).cpu() for trace in (a, b))
        shares = before.exp()
        terms = torch.where(shares > 0, shares * (before - after), 0.0)
        divergence = (terms.sum(-1) / math.log(2)).clamp_min(0)
        tops: Sequence[Sequence[int]] = (before.argmax(-1).tolist(), after.argmax(-1).tolist())
        for i, (bits, *top) in enumerate(zip(divergence.tolist(), *tops, strict=True)):
            yield Shift(index[0].start + i, bits, *top)
