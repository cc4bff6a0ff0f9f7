"""`cutaway trace`: runs one forward pass, and lists its tensors or saves them in a file."""

import argparse
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import cutaway
from cutaway.cli.choosing import BadOptions
from cutaway.cli.loading import open_model, say_troubles
from cutaway.cli.output import print_table, printable, progress_shown, text_argument
from cutaway.errors import BeyondContext, Trouble
from cutaway.trace.site_names import matching

if TYPE_CHECKING:
    from cutaway.trace.saved import SavedTrace
    from cutaway.trace.trace import Trace

_SHOWN = 100
"""How many characters of a saved text to show."""


def run(options: argparse.Namespace) -> int:
    """Traces a text, or opens a saved trace; then saves it, or lists its tensors."""
    if (options.text is None) == (options.open is None):
        raise BadOptions("A trace comes from a text or from a file.", "Give either TEXT or --open FILE.")
    if options.sites and not options.out:
        raise BadOptions(
            "--site chooses the tensors to save, but there is no --out to save them to.",
            "Leave it out to list the tensors.",
        )
    return _from_file(options) if options.open is not None else _from_text(options)


def _from_text(options: argparse.Namespace) -> int:
    text = text_argument(options.text)
    model = open_model(options)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", BeyondContext)  # printed below, as one line
        trace = model.trace(text)
    if (beyond := model.beyond(max(len(trace.ids), len(trace.target)))) is not None:
        print(printable(beyond), file=sys.stderr)
    if options.out:
        return _save(trace, options)
    _list(trace)
    return 0


def _from_file(options: argparse.Namespace) -> int:
    if options.dtype and not options.model:
        raise BadOptions(
            "The model of a saved trace is opened in the precision of that trace.",
            "Leave --dtype out, or give --model.",
        )
    model = open_model(options) if options.model else None
    with progress_shown() as progress, warnings.catch_warnings():
        warnings.simplefilter("ignore", Trouble)  # printed below, as lines
        trace = cutaway.open_trace(options.open, model, progress, device=options.device, allow=options.allow)
    if model is None and isinstance(trace, cutaway.Trace):
        say_troubles(trace.model)
    if options.out:
        if isinstance(trace, cutaway.Trace):
            return _save(trace, options)
        raise BadOptions(
            f"{options.open} holds chosen tensors already, so nothing more can be saved from it.",
            "Leave --out out to list them.",
        )
    name = trace.model.name if isinstance(trace, cutaway.Trace) else trace.model_name
    text = "".join(token.text for token in trace.tokens if not token.virtual)
    shown = f"{text[:_SHOWN]}…" if len(text) > _SHOWN else text
    virtual = len(trace.tokens) - len(trace.ids)
    counted = f"{len(trace.ids)} tokens" + (f" after {virtual} virtual ones" if virtual else "")
    print(printable(f"{counted} through {name}: {shown!r}"))
    _list(trace)
    return 0


def _save(trace: "Trace", options: argparse.Namespace) -> int:
    sites = matching(options.sites, trace.sites) if options.sites else None
    trace.save(Path(options.out), sites)
    what = "the keyframes" if sites is None else f"{len(sites)} tensor{'s' if len(sites) != 1 else ''}"
    print(f"Saved {what} to {printable(options.out)}")
    return 0


def _list(trace: "Trace | SavedTrace") -> None:
    print_table(("site", "shape"), [(site, " × ".join(map(str, shape))) for site, shape in trace.sites.items()])
