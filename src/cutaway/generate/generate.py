"""A text and its continuation, from the start: `Model.generate`."""

from collections.abc import Callable, Sequence

from cutaway.errors import UnsupportedModel
from cutaway.generate.beams import Beams
from cutaway.generate.settings import GREEDY, Settings
from cutaway.generate.tree import START, Step, Tree
from cutaway.models.loaded_model import LoadedModel


def write(
    model: LoadedModel,
    text: str | Sequence[int],
    count: int,
    *,
    target: str | Sequence[int],
    settings: Settings | None,
    seed: int,
    beams: int,
    on_token: Callable[[Step], None],
) -> Tree:
    """See `Model.generate`."""
    two = model.anatomy.two_stacks
    if len(target) and not two:
        raise UnsupportedModel(f"{model.name} has one stack, so it takes no target.", "Give only the text.")
    tokens = model.tokens(text)
    model.check(tokens)
    given = model.target_tokens(target) if two else tokens
    source = [token.id for token in tokens] if two else []
    tree = Tree(model, given, source)
    if beams == 1:
        tree.grow(count, settings=settings or GREEDY, seed=seed, on_token=on_token)
        return tree
    search = Beams(model, tree.ids(), source, beams=beams, count=count, settings=settings or GREEDY)
    for _ in search.steps():
        pass
    for found in search.found:
        at = START
        for id in found.ids:
            at = tree.grow(1, at, settings=settings or GREEDY, first=id, on_token=on_token)
    return tree
