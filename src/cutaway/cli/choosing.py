"""The options of `cutaway generate` and `cutaway chat` for choosing tokens."""

import argparse
import sys
from dataclasses import fields
from typing import TYPE_CHECKING, Any, get_args

from cutaway import generate
from cutaway.cli.output import printable
from cutaway.errors import CutawayError
from cutaway.generate.settings import FilterName, Settings

if TYPE_CHECKING:
    from cutaway.model import Model

DRAWING = get_args(FilterName)
"""The options that turn on sampling, as a seed does, by their names in `Settings`."""
NUMBERS = {each.name: each.metadata for each in fields(Settings) if each.metadata}
"""The numeric settings, by name: their type, and what they do."""


class BadOptions(CutawayError):
    """Options that don't go together."""

    code = "bad-options"


def add_options(command: argparse.ArgumentParser) -> None:
    """Adds the options for choosing tokens to a command."""
    command.add_argument("--seed", metavar="N", type=int, help="sample; the same seed gives the same text again (0)")
    for name in sorted(NUMBERS, key=lambda name: name not in DRAWING):
        if says := NUMBERS[name]["says"]:
            command.add_argument(f"--{name.replace('_', '-')}", metavar="X", type=NUMBERS[name]["kind"], help=says)
    command.add_argument(
        "--bias",
        metavar="TEXT=X",
        action="append",
        default=[],
        help="add X to the logit of the token that completes TEXT, spaces included (' Paris=2.5'); may be repeated",
    )
    command.add_argument(
        "--stop",
        metavar="TEXT",
        action="append",
        default=[],
        help="end with the token that completes this text; may be repeated",
    )


def draws(options: argparse.Namespace) -> bool:
    """Whether the options turn on sampling."""
    return options.seed is not None or any(getattr(options, name) is not None for name in DRAWING)


def settings_of(options: argparse.Namespace, model: "Model | None" = None) -> Settings:
    """The settings from the options.

    Args:
        model: the model whose tokens a bias names; without it biases are left out.

    Raises:
        BadOptions: a bias is malformed.
        BadSettings: a setting is out of range.
    """
    given: dict[str, Any] = {name: value for name in NUMBERS if (value := getattr(options, name, None)) is not None}
    if not draws(options):
        given["temperature"] = 0
    if options.stop:
        given["stop_strings"] = tuple(options.stop)
    if early := getattr(options, "early_stopping", None):
        given["early_stopping"] = {"true": True, "false": False}.get(early, early)
    if model is not None and options.bias:
        given["sequence_bias"] = dict(_bias(each, model) for each in options.bias)
    return Settings(**given)


def name_left_out(model: "Model", settings: Settings, beams: int = 1) -> None:
    """Prints on stderr which settings of the model's own generation config are left out, if any."""
    found = ", ".join(f"{name} {value}" for name, value in generate.left_out(model, settings, beams).items())
    if found:
        said = f"{model.name} has its own generation config; these settings in it are left out: {found}.\n"
        sys.stderr.write(printable(said))


def _bias(given: str, model: "Model") -> tuple[tuple[int, ...], float]:
    text, _, number = given.rpartition("=")
    try:
        bias = float(number)
    except ValueError:
        bias = float("nan")
    if not text or bias != bias:
        raise BadOptions(
            f"--bias {given!r} is not a text and a number.", "Give a text, = and a number, such as ' Paris=2.5'."
        )
    if model.tokenizer is None:
        raise BadOptions(f"{model.name} has no tokenizer, so --bias can't name a text.", "Leave --bias out.")
    tokens = model.tokenizer.tokens(text)
    ids = tuple(token.id for token in tokens if token.end > token.start)
    return ids, bias
