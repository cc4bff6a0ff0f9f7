"""Beam search as Transformers' `generate` does it, with every candidate on the way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import torch

from cutaway.errors import CutawayError
from cutaway.generate.cached_forward import CachedForward, Check, never
from cutaway.generate.config_processors import processed, processors, setting_of
from cutaway.generate.eos import Stop
from cutaway.generate.settings import GREEDY, Settings
from cutaway.models.loaded_model import LoadedModel

MOST = 16
"""The most beams: each is a row of the batch, with its own keys and values."""
_NEVER = -1.0e9  # the score that `generate` gives to impossible beams

Fate = Literal["kept", "ended", "dropped"]


class BadBeams(CutawayError):
    """A number of beams, or settings, that beam search can't use."""

    code = "bad-settings"


@dataclass(frozen=True, slots=True)
class BeamExtension:
    """A beam with one more token.

    Attributes:
        beam: the index of the beam that it extends, among those before this step.
        id: the token.
        probability: of the token, from the model.
        score: log-probability of all tokens since the text.
        fate: whether it becomes a beam of the next step, ends the text, or is dropped.
        to: its index among the beams of the next step, if it is one.
    """

    beam: int
    id: int
    probability: float
    score: float
    fate: Fate
    to: int | None


@dataclass(frozen=True, slots=True)
class FinishedBeam:
    """A continuation that ended with an end-of-text token or at the last step.

    Attributes:
        ids: its tokens.
        score: log-probability ÷ length to the power of the length penalty; finished beams are ordered by it.
    """

    ids: tuple[int, ...]
    score: float


class Beams:
    """A beam search that advances step by step.

    Args:
        model: one that predicts next tokens.
        ids: the text's tokens; in a two-stack model the target's, with the start token.
        source: ids of a two-stack model's source.
        beams: how many to keep.
        count: the most tokens to write.
        settings: beam search uses those that change logits, stop strings, the length penalty (a score is divided by its length to this
            power; above 0, longer beams win more often) and early stopping. It never samples.

    Raises:
        UnsupportedModel: the model does not predict next tokens.
        BadBeams: fewer than one beam, or more than `MOST`; or settings that sample.
        BadSettings, BadGenerationConfig: as in `config_processors.processors`.
    """

    def __init__(
        self,
        model: LoadedModel,
        ids: Sequence[int],
        source: Sequence[int] = (),
        *,
        beams: int = 4,
        count: int = 20,
        settings: Settings = GREEDY,
    ) -> None:
        if not settings.greedy:
            raise BadBeams("Beam search does not sample.", "Give settings with a temperature of 0.")
        if not 1 <= beams <= MOST:
            raise BadBeams(f"{beams} beams can't be kept.", f"Choose 1 to {MOST}.")
        self.model, self.count = model, count
        self.length_penalty = float(setting_of(model, "length_penalty", settings, 1.0))
        self.early_stopping: bool | str = setting_of(model, "early_stopping", settings, False)
        self.running: list[tuple[int, ...]] = [()] * beams
        """The tokens of each current beam."""
        self.found: list[FinishedBeam] = []
        """The best finished beams so far, best first; at most one per beam."""
        self._reading = CachedForward(model, source)
        self._next = self._reading.row(ids)
        self._given = tuple(ids)
        self._acting = processors(model, ids, settings, source, count)
        self._ended = Stop(model, settings)
        self._scores = torch.tensor([0.0] + [_NEVER] * (beams - 1))
        self._taken = 0

    def steps(self, check: Check = never) -> Iterator[tuple[BeamExtension, ...]]:
        """Searches until no better beam is possible; yields each step's candidates, best first.

        Raises:
            TextTooLong: the text with its continuation is longer than the model's context.
            Cancelled: when `check` raises it.
        """
        while self._taken < self.count and (self._taken == 0 or self._may_improve()):
            check()
            yield self._step(check)

    def _step(self, check: Check) -> tuple[BeamExtension, ...]:
        size = len(self.running)
        logits = self._reading.read(self._next, 1, check)[:, -1].float().cpu()
        if self._taken == 0:
            self._reading.reorder(torch.zeros(size, dtype=torch.long, device=self._next.device))
            logits = logits.expand(size, -1)
        logs = logits.log_softmax(-1)
        weighed = processed(logs, [self._given + beam for beam in self.running], self._acting)
        totals = (weighed + self._scores[:, None]).flatten()
        scores, places = totals.topk(max(2, 1 + len(self._ended.ids)) * size)
        beams, ids = (places // logs.shape[1]).tolist(), (places % logs.shape[1]).tolist()
        self._taken += 1
        last = self._taken == self.count
        texts = [self._given + self.running[beam] + (id,) for beam, id in zip(beams, ids, strict=True)]
        ending = torch.tensor([last or self._ended(text) for text in texts])
        kept = (scores + ending * _NEVER).topk(size)
        self._scores = kept.values
        to = {place: beam for beam, place in enumerate(kept.indices.tolist()) if not ending[place]}
        self._end([(self.running[beams[at]] + (ids[at],), float(scores[at])) for at in range(size) if ending[at]])
        candidates = tuple(
            BeamExtension(
                beam,
                id,
                float(logs[beam, id].exp()),
                float(scores[at]),
                "kept" if at in to else "ended" if ending[at] and at < size else "dropped",
                to.get(at),
            )
            for at, (beam, id) in enumerate(zip(beams, ids, strict=True))
            if scores[at] > _NEVER / 2
        )
        chosen = kept.indices.tolist()
        self.running = [self.running[beams[at]] + (ids[at],) for at in chosen]
        if not last:
            rows = torch.tensor([beams[at] for at in chosen], device=self._next.device)
            self._reading.reorder(rows)
            self._next = torch.tensor([[ids[at]] for at in chosen], device=self._next.device)
        return candidates

    def _end(self, ended: list[tuple[tuple[int, ...], float]]) -> None:
        length = self._taken**self.length_penalty
        new = [FinishedBeam(ids, score / length) for ids, score in ended]
        self.found = sorted([*self.found, *new], key=lambda each: -each.score)[: len(self.running)]

    def _may_improve(self) -> bool:
        """Whether the best beam, at its present length, would beat the worst finished one."""
        if float(self._scores.max()) <= _NEVER / 2:
            return False
        if len(self.found) < len(self.running):
            return True
        if self.early_stopping is True:
            return False
        longest = self.early_stopping == "never" and self.length_penalty > 0
        length = self.count if longest else self._taken
        return float(self._scores[0]) / length**self.length_penalty > self.found[-1].score
