"""The names and shapes of the tensors that can be read from a trace, in the order of computation."""

import difflib
import re
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from types import MappingProxyType

from cutaway.arguments import fits, shown
from cutaway.errors import BadIndex, CannotWrite, NoSuchSite
from cutaway.models.anatomy.anatomy import Anatomy, Attention, Block

Index = tuple[int | slice, ...]

_BLOCK = re.compile(r"((?:encoder\.|decoder\.)?layers\.\d+)\.(.+)")


class SiteShapes(dict[str, tuple[int, ...]]):
    """Name → shape of sites, in the order of computation; an unknown name raises an error that lists the known ones."""

    def __missing__(self, site: str) -> tuple[int, ...]:
        raise missing(site, self)


def list_sites(anatomy: Anatomy, lengths: Mapping[str, int]) -> dict[str, tuple[int, ...]]:
    """Every site of a model: name → shape.

    Args:
        lengths: how many tokens each stack reads, by its prefix (`encoder.`, `decoder.` or empty).
    """
    sites = SiteShapes()
    stacks = dict.fromkeys(block.stack for block in anatomy.blocks)
    for stack in stacks:
        positions = lengths[stack]
        sites |= {name: (positions, site.width) for name, site in anatomy.stem.items() if _prefix(name) == stack}
        for block in (b for b in anatomy.blocks if b.stack == stack):
            shapes = _block_sites(block, positions, lengths.get("encoder.", positions), anatomy.d_model)
            sites |= {f"{block.name}.{name}": shape for name, shape in shapes.items()}
        sites |= {name: (positions, site.width) for name, site in anatomy.head.items() if _prefix(name) == stack}
    if anatomy.logits:
        sites["logits"] = (lengths[anatomy.blocks[-1].stack], anatomy.logits)
    for name, answer in anatomy.answers.items():
        sites[name] = (lengths[anatomy.blocks[-1].stack],) * answer.by_position + answer.shape
    return sites


def split(site: str) -> tuple[str | None, str]:
    """`decoder.layers.3.attn.q` → `("decoder.layers.3", "attn.q")`; a site outside the blocks → `(None, site)`."""
    found = _BLOCK.fullmatch(site)
    return (found[1], found[2]) if found else (None, site)


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
    outside = [name for name in sites if split(name)[0] is None]
    kinds: dict[tuple[str, ...], list[str]] = {}
    inside: dict[str, list[str]] = {}
    for name in sites:
        block, short = split(name)
        if block is not None:
            inside.setdefault(block, []).append(short)
    for block, names in inside.items():
        kinds.setdefault(tuple(names), []).append(block)
    listed = "; ".join(f"{_range(blocks)} each with {', '.join(names)}" for names, blocks in kinds.items())
    near = difflib.get_close_matches(site, sites, n=1)
    meant = f"Did you mean {near[0]}? " if near else ""
    no_attention = "attn" in site and not any(".attn." in name for name in sites)
    why = " It has no attention: its blocks are of another kind." if no_attention else ""
    if site in unseen:
        why = f" It can't be read: {unseen[site]}."
    return NoSuchSite(
        f"There is no site named {site!r} in this model.{why}", f"{meant}There are: {', '.join(outside)}; and {listed}."
    )


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


def normalise(index: Index, shape: tuple[int, ...], site: str) -> tuple[slice, ...]:
    """An index as one forward slice per axis, with an integer as a slice of length one.

    Raises:
        BadIndex: there are more parts than axes, an integer is outside its axis, or a step is not 1.
    """
    if not isinstance(index, tuple):
        raise BadIndex(
            f"{shown(index)} is not an index of {site}.",
            "Give a tuple of integers and slices, such as (5, slice(0, 40)).",
        )
    if len(index) > len(shape):
        raise BadIndex(f"{site} has {len(shape)} axes, but the index has {len(index)} parts.", f"Its shape is {shape}.")
    slices: list[slice] = []
    for axis, size in enumerate(shape):
        part = index[axis] if axis < len(index) else slice(None)
        if isinstance(part, slice):
            if not fits((part.start, part.stop, part.step), tuple[int | None, ...]):
                raise BadIndex(
                    f"{shown(part)} is not a range of axis {axis} of {site}.", "Its bounds must be integers."
                )
            start, stop, step = part.indices(size) if part.step != 0 else (0, 0, 0)
            if step != 1:
                raise BadIndex(
                    f"{site} can't be read with a step of {step}.", "Read the whole range, then apply the step."
                )
            slices.append(slice(start, max(start, stop)))
        else:
            if not fits(part, int):
                raise BadIndex(
                    f"{shown(part)} is not an index for axis {axis} of {site}.", "Give an integer or a slice."
                )
            if not -size <= part < size:
                raise BadIndex(
                    f"Index {part} is outside axis {axis} of {site}, which has {size} entries.",
                    f"Its shape is {shape}.",
                )
            slices.append(slice(part % size, part % size + 1))
    return tuple(slices)


def squeeze_axes(index: Index) -> tuple[int | slice, ...]:
    """The index to apply after reading with `normalise`d slices, so that integers drop their axis as in numpy."""
    return tuple(slice(None) if isinstance(part, slice) else 0 for part in index)


def _prefix(site: str) -> str:
    stack, dot, _ = site.rpartition(".")
    return stack + dot


def _range(blocks: list[str]) -> str:
    return blocks[0] if len(blocks) == 1 else f"{blocks[0]} to {blocks[-1]}"


def _block_sites(block: Block, positions: int, source: int, d_model: int) -> dict[str, tuple[int, ...]]:
    shapes: dict[str, tuple[int, ...]] = {name: (positions, site.width) for name, site in block.sites.items()}
    shapes |= dict.fromkeys(("resid_pre", "resid_post"), (positions, d_model))
    for attention in block.attentions:
        keys = (source if attention.name.startswith("cross_attn") else positions) + attention.virtual_keys
        own = _attention_shapes(attention, positions, keys)
        shapes |= {f"{attention.name}.{name}": own[name] for name in attention.sites}
    return {name: shapes[name] for name in block.order}


def _attention_shapes(attention: Attention, positions: int, keys: int) -> dict[str, tuple[int, ...]]:
    heads, square = attention.heads, (attention.heads, positions, keys)
    return {
        "q": (heads, positions, attention.d_head),
        "k": (attention.key_value_heads, keys, attention.d_head),
        "v": (attention.key_value_heads, keys, attention.d_value),
        "scores": square,
        "pattern": square,
        "sink": (heads, positions),
        "z": (heads, positions, attention.d_value),
        "result": (heads, positions, attention.d_out),
    }
