"""Progress of long work: one small record, passed to a callback."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProgressStep:
    """The progress of a piece of work.

    Attributes:
        what: what is being done, in words ("Downloading SmolLM2 from the package registry").
        done: how much is done, in `unit`.
        total: how much there is, or None if that is unknown.
        unit: "bytes", "layers", "tensors", … or "" for a step that can't be counted.
    """

    what: str
    done: int = 0
    total: int | None = None
    unit: str = ""


Progress = Callable[[ProgressStep], None]


def silent(step: ProgressStep) -> None:
    """A `Progress` that ignores everything."""
