"""What is written on, as the pieces that the page reads."""

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cutaway.errors import BadIndex
from cutaway.server.api import continuations_schema as schema
from cutaway.server.api.answers import check_traceable, prediction_answer, token_facts, tokens_of
from cutaway.server.api.schema import TextRequest

if TYPE_CHECKING:
    import torch

    from cutaway.generate.settings import Settings
    from cutaway.generate.step import Step
    from cutaway.models.model import Model
    from cutaway.server.jobs import Check
    from cutaway.server.stores.decoders import DecoderStore

_AT_ONCE = 32
"""How many tokens of a branch are told in one piece."""


def written(
    decoders: "DecoderStore", page: str, name: str, model: "Model", asked: schema.ContinuationRequest, check: "Check"
) -> Iterator[schema.Continued]:
    """Writes on from a text and what follows it."""
    from cutaway.generate.config_processors import processors
    from cutaway.generate.eos import Stop
    from cutaway.generate.step import drawn, taken

    settings = _settings(asked.choosing)
    source, path = _given(model, asked)
    acting = processors(model, path, settings, source, len(asked.after) + asked.count)
    ended = Stop(model, settings)
    path += asked.after
    _check_ids(model, asked.after)
    first = asked.first
    for _ in range(asked.count):
        started = time.perf_counter()
        decoder = decoders.of(page, name, model, source)
        logits = decoder.after(path, check=check)[-1].cpu()
        given = (logits, path, settings, asked.choosing.seed)
        step = drawn(*given, acting) if first is None else taken(*given, first, acting)
        first = None
        piece = _written(model, logits, step, len(path) - 1, asked.top)
        seconds = time.perf_counter() - started
        yield schema.Continued(
            step=piece, computed=decoder.computed, reused=len(path) - decoder.computed, seconds=seconds
        )
        path.append(step.id)
        if ended(path):
            return


def told(
    decoders: "DecoderStore", page: str, name: str, model: "Model", asked: schema.TreeRequest, check: "Check"
) -> Iterator[schema.Told]:
    """Reads branches again, and says of each token what the model gives it."""
    from cutaway.generate.config_processors import processors
    from cutaway.generate.eos import ends_of
    from cutaway.generate.step import taken

    source, text = _given(model, asked)
    paths: list[list[int]] = []  # of each branch, all ids from the text on
    starts: list[int] = []  # how many of these are before the branch
    for number, branch in enumerate(asked.branches):
        _check_ids(model, branch.ids)
        if branch.on >= number or (branch.on >= 0 and branch.place > len(asked.branches[branch.on].ids)):
            raise BadIndex(
                f"Branch {number} begins where there is nothing.", "A branch begins on one that comes before it."
            )
        before = text if branch.on < 0 else paths[branch.on][: starts[branch.on] + branch.place]
        paths.append([*before, *branch.ids])
        starts.append(len(before))
    for number, branch in enumerate(asked.branches):
        settings, path, start = _settings(branch.choosing), paths[number], starts[number]
        # An end that was forced is where the branch ends.
        ended = bool(branch.ids) and branch.ids[-1] in ends_of(model)
        acting = processors(model, text, settings, source, len(path) - len(text) if ended else None)
        for first in range(0, len(branch.ids), _AT_ONCE):
            ids = branch.ids[first : first + _AT_ONCE]
            decoder = decoders.of(page, name, model, source)
            # After the last of these tokens nothing is asked, so it need not be read.
            logits = decoder.after(path[: start + first + len(ids) - 1], len(ids), check).cpu()
            steps = []
            for at, id in enumerate(ids):
                check()
                seen = path[: start + first + at]
                step = taken(logits[at], seen, settings, branch.choosing.seed, id, acting)
                steps.append(_written(model, logits[at], step, len(seen) - 1, asked.top))
            yield schema.Told(branch=number, first=first, steps=steps)


def searched(model: "Model", asked: schema.BeamsRequest, check: "Check") -> Iterator[schema.BeamStep]:
    """A beam search from a text on."""
    from cutaway.generate.beams import Beams
    from cutaway.generate.eos import ends_of
    from cutaway.generate.settings import Settings

    source, path = _given(model, asked)
    settings = Settings(temperature=0, length_penalty=asked.length_penalty)
    search = Beams(model, path, source, beams=asked.beams, count=asked.count, settings=settings)
    started = time.perf_counter()
    for number, candidates in enumerate(search.steps(check)):
        seconds = time.perf_counter() - started
        yield schema.BeamStep(
            step=number,
            candidates=[
                schema.BeamCandidate(
                    **token_facts(model, each.id),
                    ends=each.id in ends_of(model),
                    beam=each.beam,
                    probability=each.probability,
                    score=each.score,
                    fate=each.fate,
                    to=each.to,
                )
                for each in candidates
            ],
            found=[
                schema.BeamFound(ids=list(each.ids), text=_text(model, each.ids), score=each.score)
                for each in search.found
            ],
            seconds=seconds,
        )
        started = time.perf_counter()


def _given(model: "Model", asked: TextRequest) -> tuple[list[int], list[int]]:
    """The ids of the source, where there is one, and of what is written on."""
    found = tokens_of(model, asked)
    check_traceable(model, found)
    ids = [token.id for token in found.tokens]
    return (ids, [token.id for token in found.target]) if model.anatomy.two_stacks else ([], ids)


def _settings(choosing: schema.Choosing) -> "Settings":
    from cutaway.generate.settings import Settings

    return Settings(**choosing.model_dump(exclude={"seed"}))


def _check_ids(model: "Model", ids: list[int]) -> None:
    size = model.facts.vocabulary
    strange = next((id for id in ids if not 0 <= id < size), None)
    if strange is not None:
        raise BadIndex(f"{strange} is no token of {model.name}.", f"Its ids go from 0 to {size - 1}.")


def _written(model: "Model", logits: "torch.Tensor", step: "Step", position: int, top: int) -> schema.Written:
    from cutaway.generate.eos import ends_of
    from cutaway.generate.threads import one_thread
    from cutaway.lenses.logits import prediction_of

    with one_thread():
        prediction = prediction_answer(prediction_of(model, logits, position, top))
    return schema.Written(
        **token_facts(model, step.id),
        ends=step.id in ends_of(model),
        probability=step.probability,
        chance=step.chance,
        number=step.number,
        prediction=prediction,
    )


def _text(model: "Model", ids: tuple[int, ...]) -> str:
    return model.tokenizer.text_of(list(ids)) if model.tokenizer is not None else ""
