"""Continuations: continues a text token by token, and computes earlier branches again."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from cutaway import generate, lenses
from cutaway.errors import BadIndex
from cutaway.generate.settings import FilterSettings, Settings
from cutaway.server.api.prediction import PredictionAnswer, prediction_answer
from cutaway.server.api.tokens import TextRequest, TokenFacts, check_traceable, token_facts, tokens_of
from cutaway.server.http.deps import PROBLEMS, Page, State
from cutaway.server.http.limits import check_size
from cutaway.server.http.lines import lines, piece_of
from cutaway.server.jobs import Check
from cutaway.server.stores.decoders import DecoderStore

if TYPE_CHECKING:
    import torch

    from cutaway.model import Model


@dataclass(frozen=True)
class Choosing(FilterSettings):
    """How tokens are chosen: filters and a seed."""

    seed: Annotated[int, Field(ge=0, lt=2**53)] = 0


class ContinuationRequest(TextRequest):
    """A text, tokens that follow it, and how to continue from there."""

    after: list[int] = Field(default=[], description="Ids of the continuation's tokens so far.")
    count: int = Field(20, ge=1, le=4096, description="The most tokens to write.")
    first: int | None = Field(None, description="The first token, chosen by hand.")
    choosing: Choosing = Choosing()
    top: int = Field(10, ge=1, le=100, description="How many alternatives to list at each step.")


class WrittenToken(TokenFacts):
    """One token of a continuation."""

    ends: bool = Field(description="Whether it ends the text.")
    probability: float = Field(description="Its probability over the whole vocabulary, before any filter.")
    chance: float | None = Field(description="Its probability after the filters; null if it was chosen by hand.")
    number: float | None = Field(description="The random number from 0 to 1 that drew it; null if it was not drawn.")
    prediction: PredictionAnswer = Field(description="The distribution that it was chosen from.")


class Continued(BaseModel):
    """One new token, and its cost."""

    step: WrittenToken
    computed: int = Field(description="How many tokens the model read for it.")
    reused: int = Field(description="How many tokens were cached.")
    seconds: float = Field(description="How long that took, measured.")


class BranchRequest(BaseModel):
    """A branch of a tree: tokens that follow a place."""

    on: int = Field(ge=-1, description="The number of the branch that it branches from; -1 for the text.")
    place: int = Field(ge=0, description="How many tokens of that branch come before.")
    ids: list[int]
    choosing: Choosing = Choosing()


class TreeRequest(TextRequest):
    """A text, and the branches of its continuations, each after the one that it branches from."""

    branches: list[BranchRequest]
    top: int = Field(10, ge=1, le=100)


class BranchPart(BaseModel):
    """A range of tokens of a branch."""

    branch: int
    first: int
    steps: list[WrittenToken]


_AT_ONCE = 32
"""How many tokens of a branch go into one line."""


def written(
    decoders: DecoderStore, page: str, name: str, model: "Model", asked: ContinuationRequest, check: Check
) -> Iterator[Continued]:
    """Continues a text after the tokens that already follow it."""
    settings = Settings.of(asked.choosing)
    source, path = source_and_path(model, asked)
    acting = generate.processors(model, path, settings, source, len(asked.after) + asked.count)
    ended = generate.Stop(model, settings)
    path += asked.after
    _check_ids(model, asked.after)
    first = asked.first
    for _ in range(asked.count):
        started = time.perf_counter()
        decoder = decoders.get(page, name, model, source)
        logits = decoder.after(path, check=check)[-1].cpu()
        given = (logits, path, settings, asked.choosing.seed)
        step = generate.sampled_step(*given, acting) if first is None else generate.step_for(*given, first, acting)
        first = None
        piece = _written(model, logits, step, len(path) - 1, asked.top)
        seconds = time.perf_counter() - started
        yield Continued(step=piece, computed=decoder.computed, reused=len(path) - decoder.computed, seconds=seconds)
        path.append(step.id)
        if ended(path):
            return


def branch_parts(
    decoders: DecoderStore, page: str, name: str, model: "Model", asked: TreeRequest, check: Check
) -> Iterator[BranchPart]:
    """Reads branches again, and gives the probability of each token."""
    source, text = source_and_path(model, asked)
    paths: list[list[int]] = []  # for each branch, all ids from the text on
    starts: list[int] = []  # how many of these come before the branch
    for number, branch in enumerate(asked.branches):
        _check_ids(model, branch.ids)
        if branch.on >= number or (branch.on >= 0 and branch.place > len(asked.branches[branch.on].ids)):
            raise BadIndex(
                f"Branch {number} begins at a place that does not exist.", "A branch begins on an earlier one."
            )
        before = text if branch.on < 0 else paths[branch.on][: starts[branch.on] + branch.place]
        paths.append([*before, *branch.ids])
        starts.append(len(before))
    for number, branch in enumerate(asked.branches):
        settings, path, start = Settings.of(branch.choosing), paths[number], starts[number]
        # An end that was forced is where the branch ends.
        ended = bool(branch.ids) and branch.ids[-1] in generate.eos_ids(model)
        acting = generate.processors(model, text, settings, source, len(path) - len(text) if ended else None)
        for first in range(0, len(branch.ids), _AT_ONCE):
            ids = branch.ids[first : first + _AT_ONCE]
            decoder = decoders.get(page, name, model, source)
            # No logits are needed after the last of these tokens, so it need not be read.
            logits = decoder.after(path[: start + first + len(ids) - 1], len(ids), check).cpu()
            steps = []
            for at, id in enumerate(ids):
                check()
                seen = path[: start + first + at]
                step = generate.step_for(logits[at], seen, settings, branch.choosing.seed, id, acting)
                steps.append(_written(model, logits[at], step, len(seen) - 1, asked.top))
            yield BranchPart(branch=number, first=first, steps=steps)


def source_and_path(model: "Model", asked: TextRequest) -> tuple[list[int], list[int]]:
    """The ids of the source, if there is one, and of the text to continue."""
    found = tokens_of(model, asked)
    check_traceable(model, found)
    ids = [token.id for token in found.tokens]
    return (ids, [token.id for token in found.target]) if model.anatomy.two_stacks else ([], ids)


def _check_ids(model: "Model", ids: list[int]) -> None:
    size = model.facts.vocabulary
    strange = next((id for id in ids if not 0 <= id < size), None)
    if strange is not None:
        raise BadIndex(f"{strange} is not a token of {model.name}.", f"Its ids go from 0 to {size - 1}.")


def _written(model: "Model", logits: "torch.Tensor", step: "generate.Step", position: int, top: int) -> WrittenToken:
    with generate.one_thread():
        prediction = prediction_answer(lenses.logits.prediction_of(model, logits, position, top))
    return WrittenToken(
        **dict(token_facts(model, step.id)),
        ends=step.id in generate.eos_ids(model),
        probability=step.probability,
        chance=step.filtered_probability,
        number=step.uniform,
        prediction=prediction,
    )


def continuations_router(state: State) -> APIRouter:
    """The routes that write."""
    api = APIRouter(prefix="/api", responses=PROBLEMS)

    @api.post("/continuations", response_class=StreamingResponse, responses=piece_of(Continued))
    async def continuations(body: ContinuationRequest, request: Request, page: Page) -> StreamingResponse:
        """Continues a text, one token per line, until one ends it."""
        check_size(body.text, body.target, appended=body.appended)
        opened, name = state.models.get(body.model), state.models.name_of(body.model)
        return await lines(
            state.worker, f"{page} writing", request,
            lambda check: written(state.decoders, page, name, opened, body, check),
        )  # fmt: skip

    @api.post("/trees", response_class=StreamingResponse, responses=piece_of(BranchPart))
    async def trees(body: TreeRequest, request: Request, page: Page) -> StreamingResponse:
        """The probabilities of the tokens of existing branches, a few tokens per line."""
        check_size(body.text, body.target, appended=body.appended)
        opened, name = state.models.get(body.model), state.models.name_of(body.model)
        return await lines(
            state.worker, f"{page} writing", request,
            lambda check: branch_parts(state.decoders, page, name, opened, body, check),
        )  # fmt: skip

    return api
