"""Edits: what is changed inside a model while it runs again.

`ablate`, `replace`, `steer` and `freeze` make them; `Trace.rerun` and `sweep` carry them out. An edit holds the numbers that it
puts in, so that it can be made again, or written to a file.
"""

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

import torch

from cutaway.arguments import checked, shown
from cutaway.errors import BadIndex, CutawayError
from cutaway.models.anatomy.anatomy import Anatomy
from cutaway.models.attention import Hook
from cutaway.trace.reader import TraceReader
from cutaway.trace.selection import Asked, Source, Where, axes, broadcasts
from cutaway.trace.sites import missing, split

Kind = Literal["zero", "mean", "resample", "replace", "steer", "freeze"]


class BadEdit(CutawayError):
    """An edit that can't be made: values of another shape, a tensor that nothing follows from, no text to take values from, …"""

    code = "bad-edit"


@dataclass(frozen=True, slots=True, eq=False)
class Edit:
    """One change of one tensor.

    >>> edit = cutaway.ablate("layers.3.attn.z", head=5)
    >>> edit.kind, edit.site, edit.where.head
    ('zero', 'layers.3.attn.z', 5)
    >>> edit.apply(trace["layers.3.attn.z"])[5].any()
    tensor(False)

    Attributes:
        kind: what is done: the part is set to zero; to `values` (`mean`, `resample`, `replace` and `freeze` tell where these came from);
            or, to `steer`, `scale` × `values` are added.
        site: which tensor, a name of `Trace.sites`.
        where: which part of it.
        values: of the part's shape without the axes of which one entry was chosen, or broadcasting to it.
        scale: see `kind`.
    """

    kind: Kind
    site: str
    where: Where = field(default_factory=Where)
    values: torch.Tensor | None = None
    scale: float = 1.0

    def apply(self, part: torch.Tensor) -> torch.Tensor:
        """The site's tensor, without a batch axis, as it is after the edit; the one given is left as it is."""
        changed = part.clone()
        self.write(changed)
        return changed

    def write(self, part: torch.Tensor) -> None:
        """Makes the edit in the site's tensor itself."""
        region = self.where.region(self.site, part.shape)
        index = region.index(part.device)
        if self.values is None:
            part[index] = 0
            return
        values = region.fitted(self.values.to(part.device))
        if self.kind == "steer":
            part[index] += (self.scale * values).to(part.dtype)
        else:
            part[index] = values.to(part.dtype)

    def describe(self) -> dict[str, Any]:
        """What is done where, as JSON has it; with `tensors` it is the whole edit."""
        scale = {"scale": self.scale} if self.kind == "steer" else {}
        return {"kind": self.kind, "site": self.site, **self.where.described(), **scale}

    def tensors(self) -> dict[str, torch.Tensor]:
        """The numbers that are put in, by name; none for zero."""
        return {} if self.values is None else {"values": self.values}

    @classmethod
    def from_description(cls, said: Mapping[str, Any], tensors: Mapping[str, torch.Tensor]) -> "Edit":
        """The edit of which `describe` and `tensors` gave these.

        Raises:
            KeyError, ValueError: it is no description of an edit.
        """
        part = dict(said)
        kind, site, scale = part.pop("kind"), str(part.pop("site")), float(part.pop("scale", 1.0))
        if kind not in get_args(Kind) or (kind != "zero" and "values" not in tensors):
            raise ValueError(f"{kind!r} with {sorted(tensors)} is no edit")
        return cls(kind, site, Where.from_description(part), tensors.get("values"), scale)


@checked
def ablate(
    site: str,
    *,
    head: Asked = None,
    position: Asked = None,
    neuron: Asked = None,
    key: Asked = None,
    to: Literal["zero", "mean", "resample"] = "zero",
    over: Sequence[Source] = (),
    seed: int = 0,
) -> Edit:
    """Takes away what a part of a tensor says about this text.

    >>> edited = trace.rerun(cutaway.ablate("layers.3.attn.z", head=5))
    >>> edited["layers.3.attn.z"][5].any()
    tensor(False)

    Zeros in a pattern do not make the other weights of a row larger; to hide a key, `replace` its scores by the dtype's least number.

    Args:
        site: a name of `Trace.sites`.
        head, position, neuron, key: which part: an integer, a sequence of them, a slice, or None for all. `head` counts
            key/value heads in `attn.k` and `attn.v`; `neuron` counts along the last axis; scores and patterns have `key`
            there, and their positions are the queries.
        to: zeros; the mean over all positions of all traces in `over` (of scores and patterns: over the traces alone); or what one trace
            of `over`, drawn by chance, has at the same place.
        over: traces of other texts. For `resample`, and the mean of scores and patterns, they must be as long as the trace
            that is edited, unless `position` (and `key`) choose what all of them have.
        seed: of the draw.

    Raises:
        NoSuchSite, BadIndex: a trace of `over` has no such part.
        BadEdit: there is nothing in `over` to take values from.
    """
    where = Where.of(head=head, position=position, neuron=neuron, key=key)
    if to == "zero":
        return Edit("zero", site, where)
    if not over:
        raise BadEdit(f"There is no text to take values of {site} from.", "Name traces of other texts in `over`.")
    if to == "mean":
        return Edit("mean", site, where, _mean(site, where, over))
    return Edit("resample", site, where, _taken(site, where, random.Random(int(seed)).choice(over)))


@checked
def replace(
    site: str,
    source: Source | torch.Tensor,
    *,
    head: Asked = None,
    position: Asked = None,
    neuron: Asked = None,
    key: Asked = None,
) -> Edit:
    """Puts other values in the place of a part of a tensor (activation patching).

    >>> france, italy = model.trace("The capital of France is"), model.trace("The capital of Italy is")
    >>> patched = france.rerun(cutaway.replace("layers.10.resid_post", italy, position=3))
    >>> [cutaway.lenses.predict(each).top[0].text for each in (france, patched)]
    [' Paris', ' Rome']

    Args:
        site, head, position, neuron, key: as in `ablate`.
        source: a trace, which gives what it has at the same place; or the values, of the part's shape as numpy has it (an axis of which one
            entry was chosen is not there), or broadcasting to that.

    Raises:
        NoSuchSite, BadIndex: the source has no such part.
    """
    where = Where.of(head=head, position=position, neuron=neuron, key=key)
    values = source if isinstance(source, torch.Tensor) else _taken(site, where, source)
    return Edit("replace", site, where, values.detach())


@checked
def steer(
    site: str, direction: torch.Tensor, *, scale: float = 1.0, position: Asked = None, head: Asked = None
) -> Edit:
    """Adds a direction to a tensor.

    >>> site = "layers.10.resid_post"
    >>> france, italy = model.trace("The capital of France is"), model.trace("The capital of Italy is")
    >>> direction = italy[site][3] - france[site][3]
    >>> steered = france.rerun(cutaway.steer(site, direction, position=3))
    >>> cutaway.lenses.predict(steered).top[0].text
    ' Rome'

    Args:
        site, position, head: as in `ablate`.
        direction: as long as the tensor's last axis.
        scale: how many times it is added.
    """
    return Edit("steer", site, Where.of(head=head, position=position), direction.detach(), float(scale))


@checked
def freeze(source: TraceReader, *, layers: Sequence[int | str] | int | None = None, heads: Asked = None) -> list[Edit]:
    """Keeps the attention patterns of a trace, so that an edit reaches what follows by the values alone.

    >>> edit = cutaway.ablate("layers.3.attn.z", head=5)
    >>> frozen = trace.rerun([edit, *cutaway.freeze(trace)])
    >>> torch.equal(frozen["layers.4.attn.pattern"], trace["layers.4.attn.pattern"])
    True

    The patterns are held whole as long as the edits are.

    Args:
        source: the trace; what is edited must be as long.
        layers: numbers (in a two-stack model, of the decoder), or names such as `encoder.layers.3`; None for all.
        heads: which, as in `ablate`.

    Raises:
        BadIndex: the model has no such layer or head.
        NoSuchSite: a named layer has no attention.
    """
    anatomy = source.model.anatomy
    names = _layers(anatomy, layers if layers is None or isinstance(layers, Sequence) else [layers])
    blocks = {block.name: block for block in anatomy.blocks if block.name in names}
    where = Where.of(head=heads)
    bare = next((name for name, block in blocks.items() if not block.attentions), None)
    if layers is not None and bare is not None:
        raise missing(f"{bare}.attn.pattern", source.sites)
    sites = [f"{block.name}.{a.name}.pattern" for block in blocks.values() for a in block.attentions]
    return [Edit("freeze", site, where, _taken(site, where, source)) for site in sites if site in source.sites]


def check(edits: Iterable[Edit], trace: TraceReader) -> None:
    """Raises the error that says why one of the edits can't be made in a trace's text and model, if there is one.

    Raises:
        NoSuchSite: the model has no such tensor.
        BadIndex: the tensor has no such axis, or nothing there.
        BadEdit: the values do not fit, or nothing follows from the tensor.
    """
    for edit in edits:
        if not isinstance(edit, Edit) or edit.kind not in get_args(Kind) or not isinstance(edit.where, Where):
            raise BadEdit(f"{shown(edit)} is no edit.", "cutaway.ablate, replace, steer and freeze make them.")
        shape = trace.sites.get(edit.site) if isinstance(edit.site, str) else None
        if shape is None:
            raise missing(edit.site, trace.sites, trace.model.anatomy.unseen)
        _check_effect(edit, trace.model.anatomy)
        region = edit.where.region(edit.site, shape)
        if edit.values is None:
            continue
        given = tuple(edit.values.shape)
        if edit.kind == "steer" and given != shape[-1:]:
            raise BadEdit(f"A direction of {edit.site} has {shape[-1]} entries, and the one given has shape {given}.")
        if not broadcasts(given, region.given_shape):
            raise BadEdit(
                f"Values of shape {given} do not fit the part of {edit.site} that they are to replace: it has shape {region.given_shape}.",
                f"The whole has shape {shape} ({' × '.join(axes(edit.site, len(shape)))}). Values from another text fit where it has "
                "as many tokens, or where positions are chosen that both texts have.",
            )


def visits(rows: Sequence[Sequence[Edit]]) -> dict[str, Hook]:
    """What is to be done at each site while a model runs: row b's edits in batch row b, in the given order.

    The model's own tensors are not changed: each visit copies once.
    """
    found: dict[str, list[tuple[int, Edit]]] = {}
    for row, edits in enumerate(rows):
        for edit in edits:
            found.setdefault(edit.site, []).append((row, edit))
    return {site: _visit(there) for site, there in found.items()}


def earliest(edits: Iterable[Edit], anatomy: Anatomy) -> int:
    """The number, in order of call, of the first block that has to be computed again; that of all blocks if none has."""
    count = len(anatomy.blocks)
    places = {block.name: i for i, block in enumerate(anatomy.blocks)}
    return min((_first_after(edit.site, places, anatomy) for edit in edits), default=count)


def _visit(edits: Sequence[tuple[int, Edit]]) -> Callable[[torch.Tensor], torch.Tensor]:
    def visit(tensor: torch.Tensor) -> torch.Tensor:
        changed = tensor.clone()
        for row, edit in edits:
            edit.write(changed[row])
        return changed

    return visit


def _first_after(site: str, places: Mapping[str, int], anatomy: Anatomy) -> int:
    name, _ = split(site)
    if name is not None:
        return places[name]
    stack, dot, _ = site.rpartition(".")
    own = [i for i, block in enumerate(anatomy.blocks) if block.stack == stack + dot]
    return own[0] if site in anatomy.stem else own[-1] + 1 if own else len(anatomy.blocks)


def _check_effect(edit: Edit, anatomy: Anatomy) -> None:
    """Refuses tensors that the model only passes by."""
    name, short = split(edit.site)
    block = next((block for block in anatomy.blocks if block.name == name), None)
    if block is None:
        return
    if short in block.sites and block.sites[short].integer:
        raise BadEdit(
            f"{edit.site} holds numbers of experts, which no values can take the place of.",
            "Edit the weights or the router's logits beside it.",
        )
    if short.endswith(".sink"):
        raise BadEdit(
            f"{edit.site} is what attention gives to no token, so nothing is computed from it.",
            "Edit the pattern: what it has and what the sink has are independent.",
        )


def _layers(anatomy: Anatomy, asked: Sequence[int | str] | None) -> list[str]:
    names = [block.name for block in anatomy.blocks]
    if asked is None:
        return names
    last = [block.name for block in anatomy.blocks if block.stack == anatomy.blocks[-1].stack]
    found = []
    for layer in asked:
        fits = layer in names if isinstance(layer, str) else -len(last) <= layer < len(last)
        if not fits:
            raise BadIndex(f"There is no layer {layer}.", f"There are {names[0]} to {names[-1]}.")
        found.append(layer if isinstance(layer, str) else last[layer])
    return found


def _taken(site: str, where: Where, source: Source) -> torch.Tensor:
    found, region = where.read(source, site)
    return found.reshape(region.given_shape)


def _mean(site: str, where: Where, over: Sequence[Source]) -> torch.Tensor:
    """In the model's precision, summed in float64."""
    if axes(site, 3)[-1] == "key":
        parts = [_taken(site, where, source) for source in over]
        if len({part.shape for part in parts}) > 1:
            raise BadEdit(
                f"{site} has different shapes in texts of different lengths, so there is no mean.",
                "Give texts of the same length, or choose positions and keys.",
            )
        return torch.stack([part.double() for part in parts]).mean(0).to(parts[0].dtype)
    everywhere = Where(where.head, None, where.neuron)
    read = [everywhere.read(source, site) for source in over]
    every = torch.cat([part.double() for part, _ in read], dim=-2).mean(-2, keepdim=True).to(read[0][0].dtype)
    dropped = {*read[0][1].dropped, *([every.dim() - 2] if isinstance(where.position, int) else ())}
    return every.reshape([size for axis, size in enumerate(every.shape) if axis not in dropped])
