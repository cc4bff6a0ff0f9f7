"""How long work says where it is: one small value, handed to a callable."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProgressStep:
    """Where a piece of work stands.

    Attributes:
        what: what is being done, as a person would say it ("Downloading SmolLM2 from the package registry").
        done: how much is done, in `unit`.
        total: how much there is, or None where that is not known.
        unit: "bytes", "layers", "tensors", … or "" for a step that can't be counted.
    """

    what: str
    done: int = 0
    total: int | None = None
    unit: str = ""


Progress = Callable[[ProgressStep], None]


def silent(step: ProgressStep) -> None:
    """A `Progress` that tells nobody."""
