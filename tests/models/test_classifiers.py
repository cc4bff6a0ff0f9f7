"""What a head gives that scores no tokens: classes of a text or of each token, starts and ends of an answer."""

from typing import Any

import pytest
import torch
import transformers

from cutaway import Model
from cutaway.errors import UnsupportedModel
from cutaway.lenses import predict
from cutaway.trace.coverage import coverage

IDS = [11, 23, 42, 5, 71, 23, 8, 90, 33]
SIZES: Any = {
    "vocab_size": 97,
    "hidden_size": 32,
    "intermediate_size": 48,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
}
LABELS: Any = {"id2label": {0: "no", 1: "maybe", 2: "yes"}, "label2id": {"no": 0, "maybe": 1, "yes": 2}}
CLASSES = {
    "BertForSequenceClassification": (3,),
    "BertForTokenClassification": (9, 3),
    "LlamaForSequenceClassification": (3,),
    "LlamaForTokenClassification": (9, 3),
    "RobertaForSequenceClassification": (3,),
}


def made(name: str, **options: Any) -> Any:
    torch.manual_seed(0)
    kind = getattr(transformers, name)
    return kind(kind.config_class(**SIZES, pad_token_id=0, **options)).eval()


@pytest.mark.parametrize("name", CLASSES)
def test_a_classifier_s_scores_are_read_with_the_names_of_its_classes(name: str) -> None:
    hf = made(name, **LABELS)
    model = Model(hf)
    trace = model.trace(IDS)
    assert trace.sites["class_logits"] == CLASSES[name]
    with torch.no_grad():
        theirs = hf(torch.tensor([IDS]), use_cache=False) if "Llama" in name else hf(torch.tensor([IDS]))
    torch.testing.assert_close(trace["class_logits"], theirs.logits[0])
    assert model.facts.labels == ("no", "maybe", "yes")
    assert (model.facts.predicts, model.facts.kind) == ("nothing", "decoder" if "Llama" in name else "encoder")
    assert all(each.verified for each in coverage(model) if each.shape)


def test_a_classifier_says_what_it_scores_where_words_are_asked_for() -> None:
    trace = Model(made("BertForSequenceClassification", **LABELS), name="mood").trace(IDS)
    with pytest.raises(
        UnsupportedModel, match=r"mood is a classifier: it scores a text for 3 classes \(no, maybe, yes\)"
    ):
        predict(trace)


def test_starts_and_ends_of_an_answer_are_read_at_each_position() -> None:
    hf = made("BertForQuestionAnswering")
    trace = Model(hf).trace(IDS)
    with torch.no_grad():
        theirs = hf(torch.tensor([IDS]))
    torch.testing.assert_close(trace["start_logits"], theirs.start_logits[0])
    torch.testing.assert_close(trace["end_logits"], theirs.end_logits[0])
    assert "class_logits" not in trace.sites
    with pytest.raises(UnsupportedModel, match="start_logits, end_logits"):
        predict(trace)


def test_logits_of_the_vocabulary_are_known_under_any_name() -> None:
    hf = made("BertForPreTraining")
    model = Model(hf)
    trace = model.trace(IDS)
    with torch.no_grad():
        theirs = hf(torch.tensor([IDS]))
    torch.testing.assert_close(trace["logits"], theirs.prediction_logits[0])
    torch.testing.assert_close(trace["seq_relationship_logits"], theirs.seq_relationship_logits[0])
    assert model.facts.predicts == "masked"


def test_a_classifier_s_scores_follow_an_edit() -> None:
    from cutaway import ablate

    trace = Model(made("BertForSequenceClassification")).trace(IDS)
    assert not torch.equal(trace.rerun(ablate("layers.1.resid_post"))["class_logits"], trace["class_logits"])
