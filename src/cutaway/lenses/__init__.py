"""Lenses: pure functions that read a trace or a distribution.

>>> lens = cutaway.lenses.logit_lens(trace)
>>> lens.ids[-1, -1, 0] == trace["logits"][-1].argmax()  # the last row is the model's own prediction
tensor(True)

Names load when they are first used, as in `cutaway`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cutaway.lenses.attention_steps import score_steps
    from cutaway.lenses.classifier import ClassScores, class_scores
    from cutaway.lenses.heads import head_scores, induction_scores
    from cutaway.lenses.logitlens import LogitLens, lens_at, logit_lens
    from cutaway.lenses.logits import Prediction, predict
    from cutaway.lenses.mean_patterns import mean_pattern
    from cutaway.lenses.rollout import flow_from, rollout_from

_HOMES = {
    "cutaway.lenses.classifier": ("ClassScores", "class_scores"),
    "cutaway.lenses.heads": ("head_scores", "induction_scores"),
    "cutaway.lenses.logits": ("Prediction", "predict"),
    "cutaway.lenses.rollout": ("flow_from", "rollout_from"),
    "cutaway.lenses.attention_steps": ("score_steps",),
    "cutaway.lenses.mean_patterns": ("mean_pattern",),
    "cutaway.lenses.logitlens": ("LogitLens", "lens_at", "logit_lens"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}

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


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'cutaway.lenses' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
