"""Lenses: pure functions that read a trace or a distribution.

>>> lens = cutaway.lenses.logit_lens(trace)
>>> lens.ids[-1, -1, 0] == trace["logits"][-1].argmax()  # the last row is the model's own prediction
tensor(True)

Names and modules load when they are first used, as in `cutaway`: `lenses.heads.value_lengths`.
"""

from typing import TYPE_CHECKING

from cutaway.lazy import lazy

if TYPE_CHECKING:
    from cutaway.lenses import attention_steps as attention_steps
    from cutaway.lenses import heads as heads
    from cutaway.lenses import logitlens as logitlens
    from cutaway.lenses import logits as logits
    from cutaway.lenses import mean_patterns as mean_patterns
    from cutaway.lenses import prompting as prompting
    from cutaway.lenses import walk as walk
    from cutaway.lenses import walk_why as walk_why
    from cutaway.lenses.attention_steps import score_steps
    from cutaway.lenses.classifier import ClassScores, class_scores
    from cutaway.lenses.heads import head_scores, induction_scores
    from cutaway.lenses.logitlens import LogitLens, lens_at, logit_lens
    from cutaway.lenses.logits import Prediction, predict
    from cutaway.lenses.mean_patterns import mean_pattern
    from cutaway.lenses.rollout import flow_from, rollout_from

__all__ = [
    "ClassScores",
    "LogitLens",
    "Prediction",
    "class_scores",
    "flow_from",
    "head_scores",
    "induction_scores",
    "lens_at",
    "logit_lens",
    "mean_pattern",
    "predict",
    "rollout_from",
    "score_steps",
]

__getattr__ = lazy(
    __name__,
    {
        "cutaway.lenses.classifier": ("ClassScores", "class_scores"),
        "cutaway.lenses.heads": ("head_scores", "induction_scores"),
        "cutaway.lenses.logits": ("Prediction", "predict"),
        "cutaway.lenses.rollout": ("flow_from", "rollout_from"),
        "cutaway.lenses.attention_steps": ("score_steps",),
        "cutaway.lenses.mean_patterns": ("mean_pattern",),
        "cutaway.lenses.logitlens": ("LogitLens", "lens_at", "logit_lens"),
    },
)
