"""Cutaway opens a real transformer language model and lets people see it work.

    model = cutaway.load("smollm2")
    trace = model.trace("The cat sat on the mat")
    trace["layers.3.attn.pattern"]            # torch.Tensor (heads, queries, keys)

The names here are loaded when they are first used, so that `import cutaway` is quick.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from cutaway._version import __version__
from cutaway.errors import CutawayError

if TYPE_CHECKING:
    from cutaway.models.load import load, tokenizer
    from cutaway.models.model import Model
    from cutaway.tokens.tokenizer import Token, Tokenizer
    from cutaway.trace.trace import Trace

_HOMES = {
    "load": "cutaway.models.load",
    "tokenizer": "cutaway.models.load",
    "Model": "cutaway.models.model",
    "Token": "cutaway.tokens.tokenizer",
    "Tokenizer": "cutaway.tokens.tokenizer",
    "Trace": "cutaway.trace.trace",
}

__all__ = ["CutawayError", "Model", "Token", "Tokenizer", "Trace", "__version__", "load", "tokenizer"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'cutaway' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
