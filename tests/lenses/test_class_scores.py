"""A classifier's scores and shares are those of an independent forward pass."""

from typing import Any

import pytest
import torch
import transformers

from cutaway import Model
from cutaway.errors import BadIndex, UnsupportedModel
from cutaway.lenses import class_scores

IDS = [11, 23, 42, 5, 71, 23, 8, 90, 33]
SIZES: Any = {
    "vocab_size": 97,
    "hidden_size": 32,
    "intermediate_size": 48,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "pad_token_id": 0,
    "initializer_range": 0.5,
}
LABELS: Any = {"id2label": {0: "no", 1: "maybe", 2: "yes"}}


def made(name: str, **options: Any) -> Any:
    torch.manual_seed(2)
    kind = getattr(transformers, name)
    return kind(kind.config_class(**SIZES, **options)).eval()


def logits_of(hf: Any) -> torch.Tensor:
    with torch.no_grad():
        return hf(torch.tensor([IDS])).logits[0].double()


@pytest.mark.parametrize("name", ["BertForSequenceClassification", "LlamaForSequenceClassification"])
def test_a_text_s_classes_have_its_logits_and_their_softmax(name: str) -> None:
    hf = made(name, **LABELS)
    found = class_scores(Model(hf).trace(IDS))
    assert (found.position, found.shares) == (None, "softmax")
    assert [each.label for each in found.classes] == ["no", "maybe", "yes"]
    logits = logits_of(hf)
    assert [each.score for each in found.classes] == pytest.approx(logits.tolist(), abs=1e-5)
    assert [each.share for each in found.classes] == pytest.approx(logits.softmax(0).tolist(), abs=1e-5)


@pytest.mark.parametrize("name", ["BertForTokenClassification", "LlamaForTokenClassification"])
def test_each_token_s_classes_are_read_at_its_position(name: str) -> None:
    hf = made(name, **LABELS)
    trace, logits = Model(hf).trace(IDS), logits_of(hf)
    for position, at in ((None, 8), (0, 0), (5, 5), (-2, 7)):
        found = class_scores(trace, position)
        assert (found.position, found.shares) == (at, "softmax")
        assert [each.score for each in found.classes] == pytest.approx(logits[at].tolist(), abs=1e-5)
        assert [each.share for each in found.classes] == pytest.approx(logits[at].softmax(0).tolist(), abs=1e-5)
    with pytest.raises(BadIndex, match="no position 9"):
        class_scores(trace, 9)


def test_classes_that_may_hold_together_have_probabilities_of_their_own() -> None:
    hf = made("BertForSequenceClassification", **LABELS, problem_type="multi_label_classification")
    found = class_scores(Model(hf).trace(IDS))
    assert found.shares == "sigmoid"
    assert [each.share for each in found.classes] == pytest.approx(logits_of(hf).sigmoid().tolist(), abs=1e-5)


@pytest.mark.parametrize(("options", "count"), [({"num_labels": 1}, 1), ({**LABELS, "problem_type": "regression"}, 3)])
def test_a_number_that_was_trained_has_no_share(options: dict[str, Any], count: int) -> None:
    hf = made("BertForSequenceClassification", **options)
    found = class_scores(Model(hf).trace(IDS))
    assert (found.shares, [each.share for each in found.classes]) == ("none", [None] * count)
    assert [each.score for each in found.classes] == pytest.approx(logits_of(hf).tolist(), abs=1e-5)


def test_what_scores_no_classes_or_no_position_says_so() -> None:
    with pytest.raises(UnsupportedModel, match="words is not a classifier"):
        class_scores(Model(made("BertForMaskedLM"), name="words").trace(IDS))
    with pytest.raises(BadIndex, match="mood scores a text as a whole"):
        class_scores(Model(made("BertForSequenceClassification", **LABELS), name="mood").trace(IDS), 2)
