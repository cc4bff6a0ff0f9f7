"""A classifier's scores for its classes, of a text or of each token."""

from dataclasses import dataclass
from typing import Literal

from cutaway.arguments import checked
from cutaway.errors import BadIndex, UnsupportedModel
from cutaway.trace.trace import Trace

SITE = "class_logits"


@dataclass(frozen=True, slots=True)
class ClassScore:
    """One class.

    Attributes:
        label: its name in the model's configuration.
        score: the head's output (a logit).
        share: the score as a share or a probability, from 0 to 1; None if the model has neither. See `ClassScores.shares`.
    """

    label: str
    score: float
    share: float | None


@dataclass(frozen=True, slots=True)
class ClassScores:
    """The scores of all classes.

    >>> from transformers import BertConfig, BertForSequenceClassification
    >>> config = BertConfig(num_hidden_layers=2, id2label={0: "no", 1: "yes"})
    >>> classifier = cutaway.Model(BertForSequenceClassification(config).eval())
    >>> scores = cutaway.lenses.class_scores(classifier.trace([1, 2, 3]))
    >>> scores.shares, round(sum(each.share for each in scores.classes), 6)
    ('softmax', 1.0)

    Attributes:
        position: the token that is scored; None for the text as a whole.
        classes: in the order of the model's configuration.
        shares: how scores become shares. `softmax`: exactly one class holds, so shares add up to 1; `sigmoid`: several classes may
            hold, so each has its own probability; `none`: the score itself is the model's answer (regression).
    """

    position: int | None
    classes: tuple[ClassScore, ...]
    shares: Literal["softmax", "sigmoid", "none"]


@checked
def class_scores(trace: Trace, position: int | None = None) -> ClassScores:
    """Reads a classifier's scores; shares are computed from them in float64.

    >>> from transformers import BertConfig, BertForTokenClassification
    >>> config = BertConfig(num_hidden_layers=2, id2label={0: "noun", 1: "verb"})
    >>> tagger = cutaway.Model(BertForTokenClassification(config).eval())
    >>> scores = cutaway.lenses.class_scores(tagger.trace([1, 2, 3]), position=0)
    >>> scores.position, [each.label for each in scores.classes]
    (0, ['noun', 'verb'])

    Args:
        position: the token, if the model scores each; negative ones count from the end, and None is the last.

    Raises:
        UnsupportedModel: the model is not a classifier.
        BadIndex: there is no such position, or the model scores the text as a whole.
    """
    model = trace.model
    if not model.facts.labels:
        raise UnsupportedModel(f"{model.name} is not a classifier: it scores no classes.", "Choose a classifier.")
    each = model.anatomy.answers[SITE].by_position
    if each:
        position = _placed(-1 if position is None else position, trace.sites[SITE][0])
    elif position is not None:
        raise BadIndex(f"{model.name} scores a text as a whole, not its positions.", "Leave the position out.")
    scores = trace.read(SITE, () if position is None else (position,)).cpu().double()  # not every device has float64
    kind = _kind(getattr(model.hf.config, "problem_type", None), len(scores), each=each)
    shares = {"softmax": lambda: scores.softmax(-1), "sigmoid": scores.sigmoid, "none": lambda: None}[kind]()
    found = [None] * len(scores) if shares is None else shares.tolist()
    named = zip(model.facts.labels, scores.tolist(), found, strict=True)
    return ClassScores(position, tuple(ClassScore(*one) for one in named), kind)


def _placed(position: int, count: int) -> int:
    if not -count <= position < count:
        raise BadIndex(f"There is no position {position}.", f"The text has {count} tokens, 0 to {count - 1}.")
    return position % count


def _kind(problem: str | None, count: int, *, each: bool) -> Literal["softmax", "sigmoid", "none"]:
    """The loss that Transformers trains with: the configured one, else regression for one label, and softmax for several."""
    if each:
        return "softmax"
    if problem == "multi_label_classification":
        return "sigmoid"
    return "none" if problem == "regression" or count == 1 else "softmax"
