"""The names of the tensors of a trace: what they say, and which of them is meant."""

import difflib
import re
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from cutaway.arguments import fits, shown
from cutaway.errors import CannotWrite, NoSuchSite

_NAME = re.compile(r"((?:encoder|decoder)\.)?(?:layers\.([0-9]{1,9})\.)?(?:(.+)\.)?([^.]*)", re.DOTALL)


class SiteName(NamedTuple):
    """A name, taken apart.

    >>> SiteName.of("decoder.layers.3.cross_attn.pattern")
    SiteName(stack='decoder.', layer=3, part='cross_attn', tensor='pattern')
    >>> SiteName.of("embed")
    SiteName(stack='', layer=None, part='', tensor='embed')

    Attributes:
        stack: prefix of the stack: `encoder.`, `decoder.`, or nothing in a model of one stack.
        layer: number within the stack; None outside the blocks.
        part: the attention (`attn`, `cross_attn`), `mlp` or `mixer`; empty for the residual stream and for norms.
        tensor: which of its tensors: `pattern`, `out`, `resid_pre`.
    """

    stack: str
    layer: int | None
    part: str
    tensor: str

    @staticmethod
    @lru_cache(2**14)
    def of(site: str) -> "SiteName":
        """The parts of a name."""
        found = _NAME.fullmatch(site)
        assert found is not None  # whatever has no stack, layer and part is a tensor's name
        stack, layer, part, tensor = found.groups("")
        return SiteName(stack, int(layer) if layer else None, part, tensor)

    @property
    def block(self) -> str | None:
        """The block's name, such as `decoder.layers.3`; None outside the blocks."""
        return None if self.layer is None else f"{self.stack}layers.{self.layer}"

    @property
    def short(self) -> str:
        """The name within its block, such as `cross_attn.pattern`; outside the blocks, within its stack."""
        return f"{self.part}.{self.tensor}" if self.part else self.tensor

    @property
    def is_cross(self) -> bool:
        """Whether it is of a decoder's attention to what the encoder gave."""
        return self.part.startswith("cross_attn")


def missing(
    site: str, sites: Mapping[str, tuple[int, ...]], unseen: Mapping[str, str] = MappingProxyType({})
) -> NoSuchSite:
    """The error for a name that is not among `sites`, with suggestions.

    Args:
        unseen: site → why it can't be read, from `Anatomy.unseen`.
    """
    if not isinstance(site, str):
        return NoSuchSite(
            f"{shown(site)} is not the name of a tensor.",
            'Names are texts, such as "layers.3.attn.q"; trace.sites lists them all.',
        )
    names = {name: SiteName.of(name) for name in sites}
    outside = [name for name, parts in names.items() if parts.block is None]
    kinds: dict[tuple[str, ...], list[str]] = {}
    inside: dict[str, list[str]] = {}
    for parts in names.values():
        if parts.block is not None:
            inside.setdefault(parts.block, []).append(parts.short)
    for block, shorts in inside.items():
        kinds.setdefault(tuple(shorts), []).append(block)
    listed = "; ".join(f"{_range(blocks)} each with {', '.join(shorts)}" for shorts, blocks in kinds.items())
    near = difflib.get_close_matches(site, sites, n=1)
    meant = f"Did you mean {near[0]}? " if near else ""
    no_attention = "attn" in site and not any(".attn." in name for name in sites)
    why = " It has no attention: its blocks are of another kind." if no_attention else ""
    if site in unseen:
        why = f" It can't be read: {unseen[site]}."
    return NoSuchSite(
        f"There is no site named {site!r} in this model.{why}", f"{meant}There are: {', '.join(outside)}; and {listed}."
    )


def in_layer(asked: tuple[str, int], sites: Mapping[str, tuple[int, ...]]) -> str:
    """The site that a name and the number of a layer stand for: `("pattern", 3)` is `layers.3.attn.pattern`.

    The name is one within a block (`attn.pattern`), or its last word where only one tensor of the layer has that; in a model of two stacks,
    the stack may come first (`decoder.cross_attn.pattern`).

    Raises:
        NoSuchSite: no tensor of that layer has that name, or several have.
    """
    if len(asked) != 2 or not isinstance(asked[0], str) or not fits(asked[1], int):
        raise NoSuchSite(f"{shown(asked)} is no name and layer.", 'Give both, as in trace["pattern", 3].')
    name, layer = asked
    inside = {site: parts for site in sites if (parts := SiteName.of(site)).layer is not None}
    here = {site: parts for site, parts in inside.items() if parts.layer == layer}
    if not here:
        layers = [parts.layer for parts in inside.values() if parts.layer is not None]
        raise NoSuchSite(
            f"There is no layer {layer}.", f"They go from {min(layers, default=0)} to {max(layers, default=0)}."
        )
    whole = [site for site, parts in here.items() if name in (parts.short, parts.stack + parts.short)]
    last = [site for site, parts in here.items() if name in (parts.tensor, parts.stack + parts.tensor)]
    found = whole or last
    if not found:
        names = ", ".join(dict.fromkeys(parts.short for parts in here.values()))
        raise NoSuchSite(f"There is no tensor named {name!r} in layer {layer}.", f"There are: {names}.")
    if len(found) > 1:
        raise NoSuchSite(
            f"{len(found)} tensors of layer {layer} are named {name!r}.", f"Say which one is meant: {', '.join(found)}."
        )
    return found[0]


def matching(asked: Sequence[str], sites: Mapping[str, tuple[int, ...]]) -> list[str]:
    """The sites that match names or patterns, each once and in the order of computation.

    Raises:
        NoSuchSite: nothing matches a name or pattern.
        CannotWrite: no name was given.
    """
    if not asked:
        raise CannotWrite("No tensor was named.", "Name some, or leave `sites` out to save the keyframes.")
    for name in asked:
        if not any(fnmatchcase(site, name) for site in sites):
            raise missing(name, sites)
    return [site for site in sites if any(fnmatchcase(site, name) for name in asked)]


def _range(blocks: list[str]) -> str:
    return blocks[0] if len(blocks) == 1 else f"{blocks[0]} to {blocks[-1]}"
