"""The names and shapes of the tensors that can be read from a trace, in the order of computation."""

from collections.abc import Mapping

from cutaway.arguments import fits, shown
from cutaway.errors import BadIndex
from cutaway.models.anatomy.anatomy import Anatomy, Attention, Block
from cutaway.trace.site_names import SiteName, missing

Index = tuple[int | slice, ...]


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
        sites |= {
            name: (positions, site.width) for name, site in anatomy.stem.items() if SiteName.of(name).stack == stack
        }
        for block in (b for b in anatomy.blocks if b.stack == stack):
            shapes = _block_sites(block, positions, lengths.get("encoder.", positions), anatomy.d_model)
            sites |= {f"{block.name}.{name}": shape for name, shape in shapes.items()}
        sites |= {
            name: (positions, site.width) for name, site in anatomy.head.items() if SiteName.of(name).stack == stack
        }
    if anatomy.logits:
        sites["logits"] = (lengths[anatomy.blocks[-1].stack], anatomy.logits)
    for name, answer in anatomy.answers.items():
        sites[name] = (lengths[anatomy.blocks[-1].stack],) * answer.by_position + answer.shape
    return sites


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
