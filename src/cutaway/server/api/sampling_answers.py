"""How a token was chosen, as the JSON body that the page reads."""

import math
from dataclasses import asdict
from typing import TYPE_CHECKING

from cutaway.server.api import sampling_schema as schema
from cutaway.server.api.answers import token_facts

if TYPE_CHECKING:
    from cutaway.generate.filter_steps import Reason, Stage
    from cutaway.generate.sampling import Sampling
    from cutaway.models.model import Model

BODIES = {
    "Changed": schema.ChangedReason,
    "Repetition": schema.RepetitionReason,
    "Temperature": schema.TemperatureReason,
    "Greedy": schema.GreedyReason,
    "TopK": schema.TopKReason,
    "TopP": schema.TopPReason,
    "MinP": schema.MinPReason,
    "Typical": schema.TypicalReason,
}


def sampling_answer(model: "Model", found: "Sampling", draws: int) -> schema.SamplingAnswer:
    """The whole way to a token; `draws` is how often it was drawn."""
    drawn = next(stretch for stretch in found.line if stretch.id == found.drawn.id)
    return schema.SamplingAnswer(
        position=found.position,
        tokens=[schema.SamplingToken(**token_facts(model, id), stood=id in found.stood) for id in found.listed],
        stages=[_stage(stage, found.listed) for stage in found.stages],
        drawn=schema.SamplingDrawn(
            id=found.drawn.id,
            chance=found.drawn.chance,
            number=found.drawn.number,
            start=drawn.start,
            end=drawn.end,
        ),
        line=[schema.SamplingStretch(**asdict(stretch)) for stretch in found.line],
        draws=draws,
        often=_often(found),
    )


def _stage(stage: "Stage", listed: list[int]) -> schema.SamplingStage:
    logits = [_finite(float(stage.logits[id])) for id in listed]
    probabilities = [float(stage.probabilities[id]) for id in listed]
    others = stage.probabilities.clone()
    others[listed] = 0
    return schema.SamplingStage(
        name=stage.name,
        setting=stage.setting,
        logits=logits,
        probabilities=[None if logit is None else p for logit, p in zip(logits, probabilities, strict=True)],
        rest_count=stage.left - sum(logit is not None for logit in logits),
        rest_probability=float(others.sum()),
        entropy=stage.entropy,
        left=stage.left,
        cut=stage.cut,
        cut_share=stage.cut_share,
        reason=_reason(stage.reason),
        own=stage.own,
    )


def _reason(reason: "Reason | None") -> schema.Reason | None:
    return None if reason is None else BODIES[type(reason).__name__](**asdict(reason))


def _often(found: "Sampling") -> list[schema.SamplingOften]:
    others = {id: count for id, count in found.often.items() if id not in found.listed}
    listed = [
        schema.SamplingOften(id=id, tokens=1, count=count) for id, count in found.often.items() if id in found.listed
    ]
    if not others:
        return listed
    return [*listed, schema.SamplingOften(id=None, tokens=len(others), count=sum(others.values()))]


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
