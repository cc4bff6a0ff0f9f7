"""Predictions are the softmax of the model's own logits over the whole vocabulary."""

import math

import pytest
import torch

from cutaway import Model
from cutaway.errors import BadIndex, UnsupportedModel
from cutaway.lenses.logits import predict
from support.reference import small


@pytest.mark.parametrize(
    ("text", "token", "probability"),
    [
        ("The capital of France is", " Paris", 0.77),
        ("When Mary and John went to the store, John gave a drink to", " Mary", 0.92),
    ],
)
def test_smollm2_knows_paris_and_mary(smollm2: Model, text: str, token: str, probability: float) -> None:
    best = predict(smollm2.trace(text)).top[0]
    assert best.text == token
    assert best.probability == pytest.approx(probability, abs=0.005)


@pytest.mark.parametrize("position", [-1, 0, 3])
def test_probabilities_and_entropy_equal_hugging_face_s_soft_max(position: int) -> None:
    ids = [5, 17, 3, 88, 100]
    found = predict(Model(small("llama")).trace(ids), position, top=7)
    with torch.no_grad():
        logits = small("llama")(torch.tensor([ids])).logits[0, position].double()
    p = logits.softmax(-1)
    expected = p.topk(7)
    assert [c.id for c in found.top] == expected.indices.tolist()
    assert [c.probability for c in found.top] == pytest.approx(expected.values.tolist(), abs=1e-6)
    assert found.entropy == pytest.approx(-(p * p.log()).sum().item() / math.log(2), abs=1e-5)
    assert found.rest_count == 101 - 7
    assert found.rest_probability == pytest.approx(1 - expected.values.sum().item(), abs=1e-6)


def test_the_whole_vocabulary_sums_to_one(smollm2: Model) -> None:
    found = predict(smollm2.trace("Once upon a time"), top=10**6)
    assert (len(found.top), found.rest_count, found.rest_probability) == (49152, 0, 0)
    assert sum(c.probability for c in found.top) == pytest.approx(1, abs=1e-9)


def test_a_model_without_a_head_says_so(minilm: Model) -> None:
    with pytest.raises(UnsupportedModel, match="no prediction head"):
        predict(minilm.trace("hello"))


def test_a_position_outside_the_text_says_what_there_is() -> None:
    with pytest.raises(BadIndex, match="0 to 2"):
        predict(Model(small("llama")).trace([1, 2, 3]), 3)
