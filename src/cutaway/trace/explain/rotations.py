"""Recognises a rotation by position: two numbers of a vector, one times the cosine and one times the sine of the same angle."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from cutaway.trace.explain.origins import Origin, Places
from cutaway.trace.explain.sums import Run, Scaled, summands
from cutaway.trace.explain.tape import Index
from cutaway.trace.explain.wording import Summand, short
from cutaway.trace.site_names import SiteName

Wave = Literal["cos", "sin"]

_BELOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_CLOSE = 1e-4


def as_rotation(
    places: Places, pieces: Sequence[Summand | Run], site: str, index: Index
) -> tuple[Summand, Summand] | None:
    """The two terms of a rotated number in a rotation's words, the cosine's first; None if the sum is not a rotation.

    If a model also scales the rotated vector, cosine and sine appear with that factor.

    Args:
        site, index: the number to explain.
    """
    if len(pieces) != 2:
        return None
    first, last = (_number_and_wave(places, piece) for piece in pieces)
    if first is None or last is None:
        return None
    (one, number, wave), (other, further, second) = first, last
    if number.name != further.name or number.index == further.index or abs(one.coefficient) != abs(other.coefficient):
        return None
    stretch = math.hypot(wave.value, second.value)
    kinds = (_wave_of(places, wave), _wave_of(places, second))
    if kinds == (None, None) and wave.name == second.name and abs(stretch - 1) < _CLOSE:  # a table of both
        width = _width(places, site)
        kinds = ("cos", "sin") if width and number.index[-1] % width == index[-1] else ("sin", "cos")
    if set(kinds) != {"cos", "sin"}:
        return None
    front = "" if abs(stretch - 1) < _CLOSE else f"{stretch:.3g} "
    said = {
        kind: replace(
            piece,
            factors=(own, replace(turn, name=f"{front}{kind} θ of {turn.name}")),
            said=f"{front}{_dimension(places, own, site)} {kind} θ",
        )
        for kind, piece, own, turn in ((kinds[0], one, number, wave), (kinds[1], other, further, second))
    }
    return said["cos"], said["sin"]


def _number_and_wave(places: Places, piece: Summand | Run) -> tuple[Summand, Origin, Origin] | None:
    """A term of two factors: the rotated number, and its cosine or sine."""
    if isinstance(piece, Run) or len(piece.factors) != 2 or piece.divisors:
        return None
    first, second = piece.factors
    if _wave_of(places, first) or (first.kind == "weight" and second.kind != "weight"):
        return piece, second, first
    return piece, first, second


def _wave_of(places: Places, place: Origin) -> Wave | None:
    """Whether a number is a cosine or a sine, possibly scaled."""
    for _ in range(3):
        origin = places.origin(place.element)
        if origin.kind != "operation" or origin.written is None:
            return None
        name = origin.written.step.name
        if name in ("cos", "sin"):
            return "cos" if name == "cos" else "sin"
        parts = summands(origin.element, origin.written)
        if parts is None or len(parts) != 1 or not isinstance(parts[0], Scaled):
            return None
        place = places.place(parts[0].element)
    return None


def _dimension(places: Places, place: Origin, site: str) -> str:
    """A number of a head's vector: `q₃₂`, or by its place if its dimension is unknown."""
    width, letter = _width(places, site), SiteName.of(site).tensor
    size = place.element.tensor.shape[-1]
    if letter not in ("q", "k", "v") or not width or size % width:
        return f"{short(place.name)}[{place.index[-1]}]"
    return letter + str(place.index[-1] % width).translate(_BELOW)


def _width(places: Places, site: str) -> int:
    """The length of a site's vectors; 0 if it is not a site of the trace."""
    return places.trace.sites[site][-1] if site in places.trace.sites else 0
