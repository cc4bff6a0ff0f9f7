"""Cutaway opens a real transformer language model and lets people see it work.

>>> import cutaway, torch
>>> model = cutaway.load("smollm2")
>>> trace = model.trace("The cat sat on the mat")
>>> trace["layers.3.attn.pattern"].shape  # (heads, queries, keys)
torch.Size([9, 6, 6])
>>> edited = trace.rerun(cutaway.ablate("layers.3.attn.z", head=5))
>>> cutaway.diff(trace, edited)["logits"].changed > 0
True
>>> tree = model.generate("The capital of France is", 1)  # with the distribution at every step
>>> tree.text(tree.ends[0])
' Paris'

Every name below has a short example; these begin from the `model` and the `trace` made here.

Names load when they are first used, so that `import cutaway` is quick.
"""

from typing import TYPE_CHECKING

from cutaway._version import __version__
from cutaway.errors import CutawayError
from cutaway.lazy import lazy

if TYPE_CHECKING:
    from cutaway import lenses
    from cutaway.generate.settings import Settings
    from cutaway.generate.tree import Tree
    from cutaway.load_model import load
    from cutaway.load_trace import open_trace
    from cutaway.model import Model
    from cutaway.models.resolve_tokenizer import tokenizer
    from cutaway.tokens.tokenizer import Token, Tokenizer
    from cutaway.tokens.training.train_bpe import train_bpe
    from cutaway.tokens.training.trained import Trained
    from cutaway.trace.diff import Difference, diff
    from cutaway.trace.edits import Edit, ablate, freeze, replace, steer
    from cutaway.trace.grids import cells, heads, neurons
    from cutaway.trace.sweep import logit_difference, sweep
    from cutaway.trace.trace import Trace

__all__ = [
    "CutawayError",
    "Difference",
    "Edit",
    "Model",
    "Settings",
    "Token",
    "Tokenizer",
    "Trace",
    "Trained",
    "Tree",
    "__version__",
    "ablate",
    "cells",
    "diff",
    "freeze",
    "heads",
    "lenses",
    "load",
    "logit_difference",
    "neurons",
    "open_trace",
    "replace",
    "steer",
    "sweep",
    "tokenizer",
    "train_bpe",
]

__getattr__ = lazy(
    __name__,
    {
        "cutaway.generate.settings": ("Settings",),
        "cutaway.generate.tree": ("Tree",),
        "cutaway.load_model": ("load",),
        "cutaway.load_trace": ("open_trace",),
        "cutaway.model": ("Model",),
        "cutaway.models.resolve_tokenizer": ("tokenizer",),
        "cutaway.tokens.tokenizer": ("Token", "Tokenizer"),
        "cutaway.tokens.training.train_bpe": ("train_bpe",),
        "cutaway.tokens.training.trained": ("Trained",),
        "cutaway.trace.diff": ("Difference", "diff"),
        "cutaway.trace.edits": ("Edit", "ablate", "freeze", "replace", "steer"),
        "cutaway.trace.grids": ("cells", "heads", "neurons"),
        "cutaway.trace.sweep": ("logit_difference", "sweep"),
        "cutaway.trace.trace": ("Trace",),
    },
)
