"""Opens a model for a command, with progress and any problems of its weights on stderr."""

import argparse
import sys
import warnings
from typing import TYPE_CHECKING

import cutaway
from cutaway.cli.output import printable, progress_shown
from cutaway.defaults import DEFAULT_MODEL
from cutaway.errors import Trouble

if TYPE_CHECKING:
    from cutaway.model import Model


def open_model(options: argparse.Namespace) -> "Model":
    """The model named by the options, or the default one; raises what `cutaway.load` raises."""
    with progress_shown() as progress, warnings.catch_warnings():
        warnings.simplefilter("ignore", Trouble)  # printed below, as lines
        model = cutaway.load(
            options.model or DEFAULT_MODEL, progress, device=options.device, dtype=options.dtype, allow=options.allow
        )
    say_troubles(model)
    return model


def say_troubles(model: "Model") -> None:
    """Prints the problems of a model's weights, one per line."""
    for trouble in model.troubles:
        sys.stderr.write(f"Warning: {printable(trouble)}\n")
