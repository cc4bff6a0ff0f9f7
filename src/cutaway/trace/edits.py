"""Edits: changes inside a model while it runs again.

`ablate`, `replace`, `steer` and `freeze` make them; `Trace.rerun` and `sweep` carry them out. An edit holds its new numbers, so that it
can be repeated, or written to a file.
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
from cutaway.trace.site_names import SiteName, missing

Kind = Literal["zero", "mean", "resample", "replace", "steer", "freeze"]


class BadEdit(CutawayError):
    """An impossible edit: values of another shape, a tensor that nothing depends on, no text to take values from, …"""

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
        kind: what it does: `zero` sets the part to zero; `mean`, `resample`, `replace` and `freeze` set it to `values` and tell their
            origin; `steer` adds `scale` × `values`.
        site: the tensor, a name of `Trace.sites`.
        where: the part of it.
        values: of the part's shape without the axes that an integer selects, or broadcasting to it.
        scale: see `kind`.
    """

    kind: Kind
    site: str
    where: Where = field(default_factory=Where)
    values: torch.Tensor | None = None
    scale: float = 1.0

    def apply(self, part: torch.Tensor) -> torch.Tensor:
        """The site's tensor after the edit, without a batch axis; the original stays unchanged."""
        changed = part.clone()
        self.write(changed)
        return changed

    def write(self, part: torch.Tensor) -> None:
        """Applies the edit to the site's tensor in place."""
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
        """The edit's kind and place as plain JSON data; together with `tensors` it is complete."""
        scale = {"scale": self.scale} if self.kind == "steer" else {}
        return {"kind": self.kind, "site": self.site, **self.where.described(), **scale}

    def tensors(self) -> dict[str, torch.Tensor]:
        """The edit's numbers, by name; empty for zero."""
        return {} if self.values is None else {"values": self.values}

    @classmethod
    def from_description(cls, said: Mapping[str, Any], tensors: Mapping[str, torch.Tensor]) -> "Edit":
        """The edit with this `describe()` and these `tensors()`.

        Raises:
            KeyError, ValueError: it is not the description of an edit.
        """
        part = dict(said)
        kind, site, scale = part.pop("kind"), str(part.pop("site")), float(part.pop("scale", 1.0))
        if kind not in get_args(Kind) or (kind != "zero" and "values" not in tensors):
            raise ValueError(f"{kind!r} with {sorted(tensors)} is not an edit")
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
    """Removes a part of a tensor's information about this text.

    >>> edited = trace.rerun(cutaway.ablate("layers.3.attn.z", head=5))
    >>> edited["layers.3.attn.z"][5].any()
    tensor(False)

    Zeros in a pattern do not enlarge the other weights of a row; to hide a key, `replace` its scores by the dtype's least number.

    Args:
        site: a name of `Trace.sites`.
        head, position, neuron, key: the part: an integer, a sequence of them, a slice, or None for all. `head` counts key/value heads in
            `attn.k` and `attn.v`; `neuron` counts along the last axis; scores and patterns have `key` there, and their positions are the
            queries.
        to: `zero`; `mean`, over all positions of all traces in `over` (for scores and patterns, only over the traces); or `resample`, the
            values at the same place in a random trace of `over`.
        over: traces of other texts. For `resample`, and for the mean of scores and patterns, they must be as long as the edited trace,
            unless `position` (and `key`) select a part that all of them have.
        seed: for choosing the random trace.

    Raises:
        NoSuchSite, BadIndex: a trace of `over` has no such part.
        BadEdit: there is nothing in `over` to take values from.
    """
    where = Where.of(head=head, position=position, neuron=neuron, key=key)
    if to == "zero":
        return Edit("zero", site, where)
    if not over:
        raise BadEdit(f"There is no text to take values of {site} from.", "Give traces of other texts in `over`.")
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
    """Replaces a part of a tensor by other values (activation patching).

    >>> france, italy = model.trace("The capital of France is"), model.trace("The capital of Italy is")
    >>> patched = france.rerun(cutaway.replace("layers.10.resid_post", italy, position=3))
    >>> [cutaway.lenses.predict(each).top[0].text for each in (france, patched)]
    [' Paris', ' Rome']

    Args:
        site, head, position, neuron, key: as in `ablate`.
        source: a trace, for its values at the same place; or the values themselves, of the part's shape as in numpy (without the axes that
            an integer selects), or broadcasting to it.

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
        direction: a vector as long as the tensor's last axis.
        scale: the factor on the direction.
    """
    return Edit("steer", site, Where.of(head=head, position=position), direction.detach(), float(scale))


@checked
def freeze(source: TraceReader, *, layers: Sequence[int | str] | int | None = None, heads: Asked = None) -> list[Edit]:
    """Keeps the attention patterns of a trace fixed, so that an edit affects later layers only through the values.

    >>> edit = cutaway.ablate("layers.3.attn.z", head=5)
    >>> frozen = trace.rerun([edit, *cutaway.freeze(trace)])
    >>> torch.equal(frozen["layers.4.attn.pattern"], trace["layers.4.attn.pattern"])
    True

    The edits hold the patterns whole.

    Args:
        source: the trace; the edited one must be as long.
        layers: numbers (in a two-stack model, of the decoder), or names such as `encoder.layers.3`; None for all.
        heads: the heads, as in `ablate`.

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
    """Checks that edits are possible in a trace's text and model.

    Raises:
        NoSuchSite: the model has no such tensor.
        BadIndex: the tensor has no such axis or entry.
        BadEdit: the values do not fit, or nothing depends on the tensor.
    """
    for edit in edits:
        if not isinstance(edit, Edit) or edit.kind not in get_args(Kind) or not isinstance(edit.where, Where):
            raise BadEdit(f"{shown(edit)} is not an edit.", "cutaway.ablate, replace, steer and freeze make them.")
        shape = trace.sites.get(edit.site) if isinstance(edit.site, str) else None
        if shape is None:
            raise missing(edit.site, trace.sites, trace.model.anatomy.unseen)
        _check_effect(edit, trace.model.anatomy)
        region = edit.where.region(edit.site, shape)
        if edit.values is None:
            continue
        given = tuple(edit.values.shape)
        if edit.kind == "steer" and given != shape[-1:]:
            raise BadEdit(f"A direction of {edit.site} has {shape[-1]} entries, but this one has shape {given}.")
        if not broadcasts(given, region.given_shape):
            raise BadEdit(
                f"Values of shape {given} do not fit the part of {edit.site} that they replace: it has shape {region.given_shape}.",
                f"The whole has shape {shape} ({' × '.join(axes(edit.site, len(shape)))}). Values from another text fit if it has "
                "as many tokens, or if you choose positions that both texts have.",
            )


def visits(rows: Sequence[Sequence[Edit]]) -> dict[str, Hook]:
    """The hooks that carry out edits while a model runs: row b's edits in batch row b, in order.

    The model's own tensors stay unchanged: each hook copies once.
    """
    found: dict[str, list[tuple[int, Edit]]] = {}
    for row, edits in enumerate(rows):
        for edit in edits:
            found.setdefault(edit.site, []).append((row, edit))
    return {site: _visit(there) for site, there in found.items()}


def earliest(edits: Iterable[Edit], anatomy: Anatomy) -> int:
    """The index, in order of call, of the first block to compute again; the number of blocks if there is none."""
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
    name = SiteName.of(site)
    if name.block is not None:
        return places[name.block]
    own = [i for i, block in enumerate(anatomy.blocks) if block.stack == name.stack]
    return own[0] if site in anatomy.stem else own[-1] + 1 if own else len(anatomy.blocks)


def _check_effect(edit: Edit, anatomy: Anatomy) -> None:
    """Refuses tensors that nothing depends on."""
    name = SiteName.of(edit.site)
    block = next((block for block in anatomy.blocks if block.name == name.block), None)
    if block is None:
        return
    if name.short in block.sites and block.sites[name.short].integer:
        raise BadEdit(
            f"{edit.site} holds indices of experts, which can't be replaced by values.",
            "Edit the weights or the router's logits beside it.",
        )
    if name.tensor == "sink":
        raise BadEdit(
            f"{edit.site} is the attention that goes to no token, so nothing is computed from it.",
            "Edit the pattern: its weights and the sink's are independent.",
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
    """The mean in the model's precision, summed in float64."""
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
