"""The names and shapes of the tensors that can be read from a trace, in the order of computation."""

import difflib
import re
from collections.abc import Mapping

from cutaway.errors import BadIndex, NoSuchSite
from cutaway.models.anatomy import Anatomy, Block

Index = tuple[int | slice, ...]

ATTENTION = ("attn.q", "attn.k", "attn.v", "attn.scores", "attn.pattern")
"""Sites that come from the recorded attention call, without a replay."""

_BEFORE_ATTENTION_NORMALISES = (
    *("resid_pre", "norm1", *ATTENTION, "attn.z", "attn.result", "attn.out", "resid_mid", "norm2"),
    *("mlp.pre", "mlp.gate", "mlp.post", "mlp.out", "resid_post"),
)
_AFTER_ADDING_NORMALISES = (
    *("resid_pre", *ATTENTION, "attn.z", "attn.result", "attn.out", "resid_mid", "norm1"),
    *("mlp.pre", "mlp.gate", "mlp.post", "mlp.out", "norm2", "resid_post"),
)
_ALWAYS = ("resid_pre", *ATTENTION, "attn.z", "attn.result", "attn.out", "resid_post")
_LAYER = re.compile(r"layers\.(\d+)\.(.+)")


def list_sites(anatomy: Anatomy, positions: int) -> dict[str, tuple[int, ...]]:
    """Every site of a model for a text of `positions` tokens: name → shape."""
    stream = (positions, anatomy.d_model)
    sites: dict[str, tuple[int, ...]] = dict.fromkeys(anatomy.stem, stream)
    for i, block in enumerate(anatomy.blocks):
        sites |= {
            f"layers.{i}.{name}": shape for name, shape in _block_sites(block, positions, anatomy.d_model).items()
        }
    sites |= dict.fromkeys(anatomy.head, stream)
    if anatomy.logits:
        sites["logits"] = (positions, anatomy.logits)
    return sites


def split(site: str) -> tuple[int | None, str]:
    """`layers.3.attn.q` → `(3, "attn.q")`; a site outside the blocks → `(None, site)`."""
    found = _LAYER.fullmatch(site)
    return (int(found[1]), found[2]) if found else (None, site)


def missing(site: str, sites: Mapping[str, tuple[int, ...]]) -> NoSuchSite:
    """The error for a name that is not among `sites`, with what can be asked instead."""
    outside = [name for name in sites if split(name)[0] is None]
    blocks = [name for name in sites if split(name)[0] is not None]
    layers = 1 + max((split(name)[0] or 0 for name in blocks), default=0)
    inside = [split(name)[1] for name in blocks if split(name)[0] == 0]
    near = difflib.get_close_matches(site, sites, n=1)
    meant = f"Did you mean {near[0]}? " if near else ""
    return NoSuchSite(
        f"There is no site named {site!r} in this model.",
        f"{meant}There are: {', '.join(outside)}; and layers.0 to layers.{layers - 1} each with {', '.join(inside)}.",
    )


def normalise(index: Index, shape: tuple[int, ...], site: str) -> tuple[slice, ...]:
    """An index as one forward slice per axis, with an integer as a slice of length one.

    Raises:
        BadIndex: more parts than axes, an integer outside its axis, or a step that is not 1.
    """
    if len(index) > len(shape):
        raise BadIndex(f"{site} has {len(shape)} axes, {len(index)} were indexed.", f"Its shape is {shape}.")
    slices: list[slice] = []
    for axis, size in enumerate(shape):
        part = index[axis] if axis < len(index) else slice(None)
        if isinstance(part, slice):
            start, stop, step = part.indices(size)
            if step != 1:
                raise BadIndex(f"{site} can't be read with a step of {step}.", "Read the range whole and thin it out.")
            slices.append(slice(start, max(start, stop)))
        else:
            if not -size <= part < size:
                raise BadIndex(
                    f"Index {part} is outside axis {axis} of {site}, which has {size} entries.",
                    f"Its shape is {shape}.",
                )
            slices.append(slice(part % size, part % size + 1))
    return tuple(slices)


def squeeze_axes(index: Index) -> tuple[int | slice, ...]:
    """What to apply after reading with `normalise`d slices so that integers drop their axis, as in numpy."""
    return tuple(0 if isinstance(part, int) else slice(None) for part in index)


def _block_sites(block: Block, positions: int, d_model: int) -> dict[str, tuple[int, ...]]:
    stream = (positions, d_model)
    square = (block.heads, positions, positions)
    shapes = {
        "attn.q": (block.heads, positions, block.d_head),
        "attn.k": (block.key_value_heads, positions, block.d_head),
        "attn.v": (block.key_value_heads, positions, block.d_value),
        "attn.scores": square,
        "attn.pattern": square,
        "attn.z": (block.heads, positions, block.d_value),
        "attn.result": (block.heads, positions, d_model),
        **dict.fromkeys(("mlp.pre", "mlp.gate", "mlp.post"), (positions, block.d_mlp)),
    }
    order = _BEFORE_ATTENTION_NORMALISES if block.normalises_first else _AFTER_ADDING_NORMALISES
    return {name: shapes.get(name, stream) for name in order if name in _ALWAYS or name in block.parts}
