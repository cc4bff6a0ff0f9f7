"""Writes continuations one after another into a tree, and prints them as they come."""

import sys
from typing import TYPE_CHECKING

from cutaway import generate
from cutaway.cli.output import printable
from cutaway.generate.settings import Settings

if TYPE_CHECKING:
    from cutaway.generate.step import Step
    from cutaway.generate.tree import Place, Tree


def write(tree: "Tree", count: int, settings: Settings, seed: int, branches: int, *, shown: bool) -> None:
    """Writes one continuation per branch.

    When sampling, each has its own seed, from `seed` on. Otherwise one takes the most probable token each time, and the others branch off
    where the second choice was most probable.

    Args:
        count: the most tokens of each.
        shown: whether to print them, token by token on a terminal.
    """
    if not settings.greedy:
        for each in range(seed, seed + branches):
            _write(
                tree, generate.START, count, settings, each, None, f"seed {each}" if branches > 1 else "", shown=shown
            )
        return
    end = _write(tree, generate.START, count, settings, seed, None, "greedy" if branches > 1 else "", shown=shown)
    for at, id in _second_choices(tree, end)[: branches - 1]:
        name = f"token {at[1] + 1} is {_text(tree, [id])!r}"
        _write(tree, at, count - at[1], settings, seed, id, name, shown=shown)


def _second_choices(tree: "Tree", end: "Place") -> "list[tuple[Place, int]]":
    """The places on the way with the second choice at each, most probable second choice first."""
    found: list[tuple[float, Place, int]] = []
    for before, step in enumerate(tree.steps(end)):
        at = (end[0], before)
        id, share = next(each for each in tree.alternatives(at, 2) if each[0] != step.id)
        found.append((share, at, id))
    found.sort(key=lambda each: -each[0])
    return [(at, id) for _, at, id in found]


def _write(
    tree: "Tree", at: "Place", count: int, settings: Settings, seed: int, first: int | None, name: str, *, shown: bool
) -> "Place":
    if not shown:
        return tree.grow(count, at, settings=settings, seed=seed, first=first)
    if name:
        print(printable(f"--- {name}"))
    words = _Words(tree, [step.id for step in tree.steps(at)])
    try:
        return tree.grow(count, at, settings=settings, seed=seed, first=first, on_token=words.add)
    finally:
        words.end()


class _Words:
    """The text of one continuation: shown token by token on a terminal, else at its end."""

    def __init__(self, tree: "Tree", before: list[int]) -> None:
        self._tree = tree
        self._ids = before
        self._shown = 0
        self._live = sys.stdout.isatty()

    def add(self, step: "Step") -> None:
        """Prints a token's text, except the bytes of an incomplete character."""
        self._ids.append(step.id)
        if self._live:
            self._show(_text(self._tree, self._ids).rstrip("\ufffd"))

    def end(self) -> None:
        """Prints the rest."""
        self._show(_text(self._tree, self._ids) + "\n")

    def _show(self, text: str) -> None:
        new = text[self._shown :]
        self._shown = max(self._shown, len(text))  # before it is written, so that an interrupt repeats nothing
        sys.stdout.write(printable(new))
        sys.stdout.flush()


def _text(tree: "Tree", ids: list[int]) -> str:
    return "" if tree.model.tokenizer is None else tree.model.tokenizer.text_of(ids)
