"""Tracing: turns a text into the model's inputs, runs the model once, and returns a trace."""

import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cutaway.errors import BeyondContext, UnsupportedModel
from cutaway.tokens.tokenizer import as_ids
from cutaway.trace.recording import record
from cutaway.trace.running import OnBlock
from cutaway.trace.trace import Trace

if TYPE_CHECKING:
    from cutaway.model import Model


def trace_of(
    model: "Model",
    text: str | Sequence[int],
    target: str | Sequence[int],
    appended: Sequence[int],
    patterns: bool,
    on_block: OnBlock | None,
) -> Trace:
    """See `Model.trace`, which calls this."""
    two = model.anatomy.two_stacks
    target, appended = target if isinstance(target, str) else as_ids(target), as_ids(appended)
    if not two and len(target):
        raise UnsupportedModel(f"{model.name} has one stack, so it takes no target.", "Give only the text.")
    tokens = model.tokens(text, () if two else appended)
    given = model.target_tokens(target, appended) if two else ()
    model.check(tokens)
    model.check(given or tokens)
    if (beyond := model.beyond(max(len(tokens), len(given)))) is not None:
        warnings.warn(beyond, BeyondContext, stacklevel=4)  # where `Model.trace` is called
    inputs = model.inputs(tokens, given)
    with model.lock:
        recording = record(model, inputs, on_block, patterns)
    tokens, given = model.with_virtual(tokens, given)
    said = text if isinstance(text, str) and not appended else None
    return Trace(model, tokens, recording, text=said, target=given)
