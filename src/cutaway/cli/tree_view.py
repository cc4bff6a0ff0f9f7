"""A tree of continuations drawn with lines: each run of tokens with the probability of its first."""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text
from rich.tree import Tree as Drawing

from cutaway import generate
from cutaway.cli.output import printable

if TYPE_CHECKING:
    from cutaway.generate.step import Step
    from cutaway.generate.tree import Place, Tree


def print_tree(tree: "Tree", text: str) -> None:
    """Prints a tree under the end of its text: fitted to a terminal, or with one line per run for other outputs."""
    drawing = Drawing(Text(_line(text)))
    _draw(tree, generate.START, drawing)
    console = Console(highlight=False)
    if console.is_terminal:
        console.print(drawing)
        return
    wide = Console(highlight=False, width=1_000_000)
    with wide.capture() as printed:
        wide.print(drawing)
    sys.stdout.writelines(f"{line.rstrip()}\n" for line in printed.get().splitlines())


def _draw(tree: "Tree", at: "Place", into: Drawing) -> None:
    for run in _runs(tree, at):
        steps = [_step(tree, place) for place in run]
        label = Text.assemble((f"{_percent(steps[0].probability)}  ", "dim"), repr(_text(tree, steps)))
        _draw(tree, run[-1], into.add(label))


def _runs(tree: "Tree", at: "Place") -> "Iterator[list[Place]]":
    """The runs after a place: each goes on to the next fork or end."""
    for _, place in tree.children(at):
        run = [place]
        while len(after := list(tree.children(run[-1]))) == 1:
            run.append(after[0][1])
        yield run


def _step(tree: "Tree", at: "Place") -> "Step":
    return tree.branches[at[0]].steps[at[1] - 1]


def _text(tree: "Tree", steps: "list[Step]") -> str:
    tokenizer = tree.model.tokenizer
    return "" if tokenizer is None else tokenizer.text_of([step.id for step in steps])


def _line(text: str) -> str:
    """The end of a text, on one line."""
    line = printable(text).replace("\n", " ")
    return f"…{line[-60:]}" if len(line) > 61 else line


def _percent(share: float) -> str:
    """A probability as a percentage, never rounded to certainty.

    >>> _percent(0.7731), _percent(0.99999)
    ('77.3 %', '1 − 1e-05')
    """
    return f"{100 * share:.3g} %" if share <= 0.999 else f"1 − {1 - share:.3g}"
