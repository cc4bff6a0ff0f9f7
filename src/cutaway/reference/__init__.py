"""Transformers as a lesson: a few plain files that compute what real models compute, on those models' own weights.

Nothing in Cutaway computes with these; they are there to be read beside the real numbers, and a test holds their logits against
Hugging Face's.
"""

import inspect
import re
from types import ModuleType
from typing import Any

import torch
from torch import Tensor, nn

from cutaway.reference import bert, gpt2, llama, next_word, transformer

_LESSONS: tuple[ModuleType, ...] = (llama, gpt2, bert, transformer)
_MARKED = re.compile(r"\s*(?P<code>.*?)\s*#: (?P<step>\S+)")


def lesson_for(hf: nn.Module) -> ModuleType | None:
    """The lesson that computes what this model computes; None where there is none."""
    config = getattr(hf, "config", None)
    if config is None:
        return None
    return next((lesson for lesson in _LESSONS if type(hf).__name__ in lesson.CLASSES and lesson.runs(config)), None)


def logits(hf: nn.Module, ids: Tensor, target: Tensor | None = None) -> Tensor:
    """What the lesson computes with a model's own weights.

    Args:
        ids: `(n,)`, token ids.
        target: `(m,)`, what the decoder of a two-stack model is given.

    Returns:
        `(n, vocabulary)`, of a two-stack model `(m, vocabulary)`; `(n, d)` of a model without a prediction head.

    Raises:
        ValueError: no lesson computes this model.
    """
    lesson = lesson_for(hf)
    if lesson is None:
        raise ValueError(f"no lesson computes {type(hf).__name__}")
    config: Any = hf.config
    with torch.no_grad():
        given = (ids,) if target is None else (ids, target)
        return lesson.logits(hf.state_dict(keep_vars=True), config, *given)


def lines(lesson: ModuleType) -> dict[str, str]:
    """The lesson's lines, and those from logits to a word, by the step that they are: short site names, and names of the walk's own."""
    found: dict[str, str] = {}
    for module in (lesson, next_word):
        for line in inspect.getsource(module).splitlines():
            if marked := _MARKED.fullmatch(line):
                found.setdefault(marked["step"], marked["code"])
    return found
