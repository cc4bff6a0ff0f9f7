"""A model opened for a command: with progress, and with what is wrong with its weights said on stderr."""

import argparse
import sys
import warnings
from typing import TYPE_CHECKING

from cutaway.cli.output import printable, progress_shown
from cutaway.errors import Trouble

if TYPE_CHECKING:
    from cutaway.model import Model


def open_model(options: argparse.Namespace) -> "Model":
    """The model that the options name, or the default one; raises what `cutaway.load` raises."""
    import cutaway

    with progress_shown() as progress, warnings.catch_warnings():
        warnings.simplefilter("ignore", Trouble)  # said below, as lines
        model = cutaway.load(
            options.model or "smollm2", progress, device=options.device, dtype=options.dtype, allow=options.allow
        )
    say_troubles(model)
    return model


def say_troubles(model: "Model") -> None:
    """Says what is wrong with a model's weights, a line each."""
    for trouble in model.troubles:
        sys.stderr.write(f"Warning: {printable(trouble)}\n")
