"""Selects a part of a tensor: some of its heads, positions, neurons or keys."""

import math
import operator
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, cast

import torch

from cutaway.arguments import fits, shown
from cutaway.errors import BadIndex
from cutaway.trace.reader import TraceReader
from cutaway.trace.saved import SavedTrace
from cutaway.trace.site_names import SiteName, missing

Asked = int | slice | Sequence[int] | None
"""The selection along an axis: one entry, a slice, several entries, or None for all."""
Chosen = int | slice | tuple[int, ...] | None

Source = TraceReader | SavedTrace
"""The traces that values can come from."""

_NAMES = {"head": "heads", "position": "positions", "neuron": "neurons", "key": "keys"}


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a tensor of known shape.

    Attributes:
        parts: one per axis: a forward slice without step, or the entries.
        shape: the part's shape, including the axes that an integer selects.
        dropped: these axes; replacement values do not have them.
    """

    parts: tuple[slice | tuple[int, ...], ...]
    shape: tuple[int, ...]
    dropped: tuple[int, ...]

    @property
    def given_shape(self) -> tuple[int, ...]:
        """The part's shape as in numpy: without the axes that an integer selects."""
        return tuple(size for axis, size in enumerate(self.shape) if axis not in self.dropped)

    def index(self, device: torch.device) -> tuple[slice | torch.Tensor, ...]:
        """The index for getting or setting the part of a tensor, with all its axes."""
        if sum(not isinstance(part, slice) for part in self.parts) < 2:
            return tuple(p if isinstance(p, slice) else torch.tensor(p, device=device) for p in self.parts)
        axes = len(self.parts)
        entries = [range(p.start, p.stop) if isinstance(p, slice) else p for p in self.parts]
        return tuple(
            torch.tensor(list(each), device=device).reshape([-1 if axis == i else 1 for axis in range(axes)])
            for i, each in enumerate(entries)
        )

    def fitted(self, values: torch.Tensor) -> torch.Tensor:
        """Fits values to the part: from `given_shape`, or anything that broadcasts to it, to `shape`."""
        return values.expand(self.given_shape).reshape(self.shape)


@dataclass(frozen=True, slots=True)
class Where:
    """Selected heads, positions, neurons (entries of the last axis) and keys (for scores and patterns); None for all.

    In scores and patterns, the positions are the queries'.
    """

    head: Chosen = None
    position: Chosen = None
    neuron: Chosen = None
    key: Chosen = None

    @classmethod
    def of(cls, **asked: Asked) -> "Where":
        """From a caller's arguments; anything that counts as an integer is accepted as one."""
        return cls(**{name: _chosen(part) for name, part in asked.items()})

    def region(self, site: str, shape: Sequence[int]) -> Region:
        """The part of a site's tensor.

        Raises:
            BadIndex: it has no such axis or entry.
        """
        names = axes(site, len(shape))
        for name in _NAMES:
            if name not in names and getattr(self, name) is not None:
                raise BadIndex(
                    f"{site} has no {_NAMES[name]}.",
                    f"Its axes are {', '.join(_NAMES[n] for n in names)}: {tuple(shape)}.",
                )
        chosen = [getattr(self, name) for name in names]
        parts = tuple(_part(each, size, name, site) for each, size, name in zip(chosen, shape, names, strict=True))
        sizes = tuple(p.stop - p.start if isinstance(p, slice) else len(p) for p in parts)
        return Region(parts, sizes, tuple(axis for axis, each in enumerate(chosen) if isinstance(each, int)))

    def read(self, source: Source, site: str) -> tuple[torch.Tensor, Region]:
        """The part of another trace's tensor, with all its axes, and its region; computes only what it needs.

        Raises:
            NoSuchSite, BadIndex: that trace has no such part.
        """
        if not isinstance(site, str) or site not in source.sites:
            raise missing(site, source.sites)
        region = self.region(site, source.sites[site])
        found = source.read(site, tuple(p if isinstance(p, slice) else slice(None) for p in region.parts))
        for axis, part in enumerate(region.parts):
            if not isinstance(part, slice):
                found = found.index_select(axis, torch.tensor(part, device=found.device))
        return found, region

    def described(self) -> dict[str, Any]:
        """The selection as plain JSON data, without axes that are selected whole."""
        chosen = {field.name: getattr(self, field.name) for field in fields(self)}
        return {
            name: [part.start, part.stop, part.step]
            if isinstance(part, slice)
            else {"of": list(part)}
            if isinstance(part, tuple)
            else part
            for name, part in chosen.items()
            if part is not None
        }

    @classmethod
    def from_description(cls, said: Mapping[str, Any]) -> "Where":
        """From the result of `described`."""
        return cls(
            **{
                name: slice(*part)
                if isinstance(part, list)
                else tuple(part["of"])
                if isinstance(part, dict)
                else int(part)
                for name, part in said.items()
            }
        )


def axes(site: str, count: int) -> tuple[str, ...]:
    """The names of a site's axes."""
    kind = SiteName.of(site).tensor
    if count == 2:
        return ("head", "position") if kind == "sink" else ("position", "neuron")
    return ("head", "position", "key" if kind in ("scores", "pattern") else "neuron")


def broadcasts(shape: Sequence[int], to: Sequence[int]) -> bool:
    """Whether a tensor of one shape can be expanded to another."""
    return len(shape) <= len(to) and all(
        size in (1, there) for size, there in zip(reversed(shape), reversed(to), strict=False)
    )


def pieces(shape: Sequence[int], cells: int) -> Iterable[tuple[slice, ...]]:
    """Indices that cut a tensor with two or three axes into pieces of about `cells` cells, along its first axes."""
    *first, rows, columns = shape
    high = max(1, cells // max(1, columns))
    for head in range(math.prod(first)):
        for start in range(0, rows, high):
            yield (*(slice(head, head + 1) for _ in first), slice(start, min(rows, start + high)))


def _chosen(asked: Asked) -> Chosen:
    if asked is None:
        return asked
    if isinstance(asked, slice):
        if fits((asked.start, asked.stop, asked.step), tuple[int | None, ...]) and asked.step != 0:
            return asked
    elif fits(asked, Sequence[int]):
        return tuple(operator.index(entry) for entry in cast(Sequence[int], asked))
    elif fits(asked, int):
        return operator.index(cast(int, asked))
    raise BadIndex(
        f"{shown(asked)} does not select a part of a tensor.",
        "Give an integer, a list of them, a slice, or None for all.",
    )


def _part(chosen: Chosen, size: int, name: str, site: str) -> slice | tuple[int, ...]:
    if chosen is None:
        return slice(0, size)
    if isinstance(chosen, slice):
        entries: Sequence[int] = range(size)[chosen]
        if len(entries) and entries[-1] - entries[0] == len(entries) - 1:
            return slice(entries[0], entries[-1] + 1)
    else:
        entries = (chosen,) if isinstance(chosen, int) else chosen
        outside = next((entry for entry in entries if not -size <= entry < size), None)
        if outside is not None:
            shared = " (heads share keys and values)" if name == "head" and SiteName.of(site).tensor in "kv" else ""
            raise BadIndex(
                f"{site} has no {name} {outside}.", f"It has {size} {_NAMES[name]}{shared}, 0 to {size - 1}."
            )
        entries = [entry % size for entry in entries]
        if len(entries) == 1:
            return slice(entries[0], entries[0] + 1)
    if not entries:
        raise BadIndex(f"No {name} of {site} was chosen.", f"It has {size} {_NAMES[name]}; None chooses all.")
    return tuple(entries)
