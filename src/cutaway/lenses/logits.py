"""What the model predicts: its distribution over the whole vocabulary at a position."""

import math
from dataclasses import dataclass
from typing import Literal

import torch

from cutaway.arguments import checked
from cutaway.defaults import DEFAULT_MODEL
from cutaway.errors import BadIndex, UnsupportedModel
from cutaway.model import Model
from cutaway.trace.trace import Trace


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible token at a position, with its probability over the whole vocabulary."""

    id: int
    text: str
    bytes: bytes
    special: bool
    logit: float
    probability: float


@dataclass(frozen=True, slots=True)
class Prediction:
    """A distribution over the whole vocabulary, its head listed and its tail summed.

    >>> prediction = cutaway.lenses.predict(trace, top=5)
    >>> len(prediction.top), prediction.rest_count
    (5, 49147)
    >>> round(sum(each.probability for each in prediction.top) + prediction.rest_probability, 6)
    1.0

    Attributes:
        position: the position whose logits were read.
        predicts: the token after the position, or the token that a mask at the position hides.
        top: the most probable tokens, most probable first.
        entropy: of the whole distribution, in bits.
        rest_count, rest_probability: how many tokens `top` leaves out, and their total probability.
    """

    position: int
    predicts: Literal["next", "masked"]
    top: tuple[Candidate, ...]
    entropy: float
    rest_count: int
    rest_probability: float


@checked
def predict(trace: Trace, position: int = -1, top: int = 20) -> Prediction:
    """Reads the prediction at a position.

    >>> [each.text for each in cutaway.lenses.predict(trace, top=2).top]
    ['.', ',']

    Probabilities are the softmax over the whole vocabulary, computed in float64 from the model's logits.

    Args:
        position: the position to read; negative ones count from the end.
        top: how many candidates to list.

    Raises:
        UnsupportedModel: the model has no prediction head.
        BadIndex: there is no such position.
    """
    model = trace.model
    if model.facts.predicts == "nothing":
        raise UnsupportedModel(model.why_no_words(), f"Choose a model that predicts, such as {DEFAULT_MODEL}.")
    count = trace.sites["logits"][0]
    if not -count <= position < count:
        raise BadIndex(f"There is no position {position}.", f"The text has {count} tokens, 0 to {count - 1}.")
    position %= count
    return prediction_of(model, trace.read("logits", (position,)), position, top)


def prediction_of(model: Model, logits: torch.Tensor, position: int, top: int) -> Prediction:
    """The prediction that logits `(vocabulary,)` make at a position, by a softmax in float64; `top` candidates are listed."""
    predicts = model.facts.predicts
    assert predicts != "nothing"
    logits = logits.cpu().double()  # not every device has float64
    logs = torch.log_softmax(logits, dim=-1)
    probabilities = logs.exp()
    entropy = float(-(probabilities * logs.clamp_min(-1e9)).sum()) / math.log(2)
    listed = torch.topk(logits, min(max(top, 1), logits.shape[-1])).indices
    rest = probabilities.clone()
    rest[listed] = 0
    return Prediction(
        position=position,
        predicts=predicts,
        top=tuple(_candidate(model, int(id), float(logits[id]), float(probabilities[id])) for id in listed),
        entropy=entropy,
        rest_count=logits.shape[-1] - len(listed),
        rest_probability=float(rest.sum()),
    )


def _candidate(model: Model, id: int, logit: float, probability: float) -> Candidate:
    token = model.token_of(id)
    return Candidate(id, token.text, token.bytes, token.special, logit, probability)
