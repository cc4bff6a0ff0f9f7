"""`cutaway generate`: continues a text, once or in several branches of one tree."""

import argparse
import sys
from typing import TYPE_CHECKING

from cutaway.cli.choosing import BadOptions, draws, name_left_out, settings_of
from cutaway.cli.generate_output import write
from cutaway.cli.loading import open_model
from cutaway.cli.output import print_json, printable, text_argument
from cutaway.cli.tree_view import print_tree
from cutaway.generate.settings import Settings

if TYPE_CHECKING:
    from cutaway.generate.tree import Tree


def run(options: argparse.Namespace) -> int:
    """Continues a text, and prints text, tree or JSON. After an interrupt or an error it prints what there is."""
    _check(options, settings_of(options))
    text = text_argument(options.text)
    model = open_model(options)
    settings = settings_of(options, model)
    name_left_out(model, settings, options.beams)
    shown = not (options.tree or options.json)
    if options.beams != 1:
        tree = model.generate(text, options.count, target=options.target, beams=options.beams, settings=settings)
        if shown:  # the best; the others are in the tree
            sys.stdout.write(printable(tree.text(tree.ends[0])) + "\n")
        else:
            _print(tree, options, text)
        return 0
    tree = model.generate(text, 0, target=options.target)
    try:
        write(tree, options.count, settings, options.seed or 0, options.branches, shown=shown)
    finally:
        if tree.branches and not shown:
            _print(tree, options, text)
    return 0


def _print(tree: "Tree", options: argparse.Namespace, text: str) -> None:
    if options.json:
        print_json(tree.as_json())
    else:
        print_tree(tree, options.target or text)


def _check(options: argparse.Namespace, settings: Settings) -> None:
    if options.count < 1:
        raise BadOptions(f"--count is {options.count}, so nothing would be written.", "Give 1 or more.")
    if options.branches < 1:
        raise BadOptions(f"--branches is {options.branches}, so nothing would be written.", "Give 1 or more.")
    if options.beams != 1 and (options.branches > 1 or draws(options)):
        raise BadOptions(
            "Beam search does not sample, and finds one continuation per beam.",
            "Give --beams without --seed, --branches and the sampling options.",
        )
    if options.beams == 1 and (options.length_penalty is not None or options.early_stopping):
        raise BadOptions("--length-penalty and --early-stopping are for beam search.", "Give --beams too.")
    if settings.greedy and options.branches > options.count + 1:
        raise BadOptions(
            f"Without sampling there is at most one branch per token, and --count is {options.count}.",
            f"Give --branches {options.count + 1} or fewer, a greater --count, or --seed to sample.",
        )
