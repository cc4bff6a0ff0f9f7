"""A tree of continuations of one text: its branches, how each token was chosen, and the distribution at every step."""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch

from cutaway.arguments import checked
from cutaway.errors import BadIndex
from cutaway.generate.config_processors import processors
from cutaway.generate.decoder import Decoder
from cutaway.generate.eos import Stop
from cutaway.generate.settings import GREEDY, Settings
from cutaway.generate.step import Step, sampled_step, step_for
from cutaway.models.loaded_model import LoadedModel
from cutaway.tokens.tokenizer import Token

KEPT = 512 * 1024**2
"""How many bytes of distributions a tree caches; others are computed again when they are read."""

Place = tuple[int, int]
"""A place in a tree: a branch, and how many of its tokens come before. `(-1, 0)` is the end of the text."""
START: Place = (-1, 0)


@dataclass(slots=True)
class Branch:
    """Tokens that follow a place, and how they were chosen.

    Attributes:
        on: the place where it begins.
        settings, seed: how its tokens were chosen.
        steps: its tokens.
        name: a label.
    """

    on: Place
    settings: Settings
    seed: int
    steps: list[Step] = field(default_factory=list)
    name: str = ""


class Tree:
    """Continuations of a text.

    >>> tree = model.generate("The capital of France is", 1)
    >>> tree.text(tree.ends[0])
    ' Paris'
    >>> [model.tokenizer.text_of([id]) for id, probability in tree.alternatives((-1, 0), top=2)]
    [' Paris', ' the']
    >>> tree.text(tree.grow(1, first=model.tokenizer.encode(" the")[0]))  # a second branch
    ' the'

    Continuations share their common beginnings: one that draws an existing token follows its branch.

    Args:
        model: one that predicts next tokens.
        tokens: the text's; in a two-stack model the target's, with the start token.
        source: ids of a two-stack model's source.

    Raises:
        UnsupportedModel: the model does not predict next tokens.
    """

    @checked
    def __init__(self, model: LoadedModel, tokens: Sequence[Token], source: Sequence[int] = ()) -> None:
        self.model = model
        self.tokens = tuple(tokens)
        self.branches: list[Branch] = []
        self._source = tuple(source)
        self._decoder = Decoder(model, source)
        self._kept: OrderedDict[Place, torch.Tensor] = OrderedDict()
        self._bytes = 0

    @checked
    def grow(
        self,
        count: int = 20,
        at: Place = START,
        *,
        settings: Settings = GREEDY,
        seed: int = 0,
        first: int | None = None,
        on_token: Callable[[Step], None] = lambda step: None,
    ) -> Place:
        """Continues from a place until a token ends the text or completes a stop string.

        Args:
            count: the most tokens to write.
            at: the place to continue from.
            settings, seed: how to choose tokens.
            first: the first token, chosen by hand.
            on_token: called after each token; may raise `Cancelled` to stop. The tokens written until then are kept.

        Returns:
            The place after the last token.

        Raises:
            BadIndex: there is no such place, or no such token.
            BadSettings, BadGenerationConfig: as in `config_processors.processors`.
            TextTooLong: the text with its continuation is longer than the model's context.
        """
        self._check(at)
        if count < 0:
            raise BadIndex(f"{count} tokens can't be written.", "Ask for 0 or more.")
        length = len(self.ids(at)) - len(self.tokens) + count
        acting = processors(self.model, self.ids(), settings, self._source, length)
        ended = Stop(self.model, settings)
        for number in range(count):
            logits = self.logits(at)
            given = (logits, self.ids(at), settings, seed)
            step = sampled_step(*given, acting) if first is None or number else step_for(*given, first, acting)
            at = self._put(at, step, settings, seed)
            on_token(step)
            if ended(self.ids(at)):
                break
        return at

    @checked
    def ids(self, at: Place = START) -> list[int]:
        """All tokens before a place, including the text's."""
        return [token.id for token in self.tokens] + [step.id for step in self.steps(at)]

    @checked
    def steps(self, at: Place) -> list[Step]:
        """The tokens from the text to a place."""
        self._check(at)
        found: list[Step] = []
        while at[0] >= 0:
            branch = self.branches[at[0]]
            found[:0] = branch.steps[: at[1]]
            at = branch.on
        return found

    @checked
    def text(self, at: Place) -> str:
        """The continuation from the end of the text to a place; empty for a model without a tokenizer."""
        tokenizer = self.model.tokenizer
        return "" if tokenizer is None else tokenizer.text_of([step.id for step in self.steps(at)])

    @property
    def ends(self) -> list[Place]:
        """The ends of all branches, in the order in which they began."""
        return [(number, len(branch.steps)) for number, branch in enumerate(self.branches)]

    @checked
    def logits(self, at: Place = START) -> torch.Tensor:
        """The model's logits for the token after a place, `(vocabulary,)`, in float32."""
        at = self._home(at)
        if at not in self._kept:
            self._keep(at, self._decoder.after(self.ids(at))[-1])
        self._kept.move_to_end(at)
        return self._kept[at]

    @checked
    def alternatives(self, at: Place, top: int = 10) -> list[tuple[int, float]]:
        """The most probable tokens after a place, as pairs of id and probability over the whole vocabulary."""
        if top < 0:
            raise BadIndex(f"{top} tokens can't be listed.", "Ask for 0 or more.")
        shares = self.logits(at).double().softmax(-1)
        found = shares.topk(min(top, len(shares)))
        return list(zip(found.indices.tolist(), found.values.tolist(), strict=True))

    @checked
    def children(self, at: Place) -> Iterator[tuple[int, Place]]:
        """Each token that follows a place in the tree, and the place after it."""
        at = self._home(at)
        if at[0] >= 0 and at[1] < len(self.branches[at[0]].steps):
            yield self.branches[at[0]].steps[at[1]].id, (at[0], at[1] + 1)
        for number, branch in enumerate(self.branches):
            if branch.on == at and branch.steps:
                yield branch.steps[0].id, (number, 1)

    @checked
    def as_json(self, top: int = 5) -> dict[str, Any]:
        """The tree as plain values: each branch with its tokens, their probabilities, and the alternatives at each step."""
        return {
            "model": self.model.name,
            "tokens": [token.id for token in self.tokens],
            "branches": [self._branch_as_json(number, top) for number in range(len(self.branches))],
        }

    def _branch_as_json(self, number: int, top: int) -> dict[str, Any]:
        branch, tokenizer = self.branches[number], self.model.tokenizer

        return {
            "on": {"branch": branch.on[0], "tokens": branch.on[1]},
            "name": branch.name,
            "seed": None if branch.settings.greedy else branch.seed,
            "text": "" if tokenizer is None else tokenizer.text_of([step.id for step in branch.steps]),
            "steps": [
                {
                    "id": step.id,
                    "text": self.model.token_of(step.id).text,
                    "probability": step.probability,
                    "chance": step.filtered_probability,
                    "alternatives": [
                        {"id": id, "text": self.model.token_of(id).text, "probability": share}
                        for id, share in self.alternatives((number, place) if place else branch.on, top)
                    ],
                }
                for place, step in enumerate(branch.steps)
            ],
        }

    def _put(self, at: Place, step: Step, settings: Settings, seed: int) -> Place:
        """The place after a token: along an existing branch, at the end of an extended one, or in a new one."""
        known = dict(self.children(at)).get(step.id)
        if known is not None:
            return known
        branch = self.branches[at[0]] if at[0] >= 0 else None
        if branch is None or at[1] < len(branch.steps) or (branch.settings, branch.seed) != (settings, seed):
            self.branches.append(Branch(self._home(at), settings, seed, [step]))
            return len(self.branches) - 1, 1
        branch.steps.append(step)
        return at[0], at[1] + 1

    def _home(self, at: Place) -> Place:
        """The canonical name of a place: the start of a branch is the place that it branches from."""
        self._check(at)
        while at[0] >= 0 and at[1] == 0:
            at = self.branches[at[0]].on
        return at

    def _check(self, at: Place) -> None:
        branch, tokens = at
        if branch == -1 and tokens == 0:
            return
        if not 0 <= branch < len(self.branches) or not 0 <= tokens <= len(self.branches[branch].steps):
            raise BadIndex(
                f"The tree has no place {at}.", "A place is a branch's number, and how many of its tokens come before."
            )

    def _keep(self, at: Place, logits: torch.Tensor) -> None:
        self._kept[at] = logits
        self._bytes += logits.nbytes
        while self._bytes > KEPT and len(self._kept) > 1:
            self._bytes -= self._kept.popitem(last=False)[1].nbytes
