"""The model's own head, applied to any residual stream as if it had left the last block.

The head is everything after the last block: final norm, unembedding, biases, scale, soft-cap.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from weakref import WeakKeyDictionary

import torch
from torch import Tensor, nn

from cutaway.models.anatomy.anatomy import put, take
from cutaway.trace.hooks import Hooks
from cutaway.trace.running import canonical, run
from cutaway.trace.site_names import SiteName
from cutaway.trace.trace import Trace

AT_ONCE = 2**23
"""The most logits in memory at once; about a tenth of a second of work."""

Read = Callable[[str], Tensor]
"""Reads the stream at a site, `(positions, d_model)`."""


class Readout:
    """Runs streams of one trace through the model's head."""

    def __init__(self, trace: Trace, read: Read) -> None:
        self._trace = trace
        self._read = read
        outside = {site: visit for site, visit in trace.hooks.items() if SiteName.of(site).block is None}
        self._edits = outside if trace.edits else {}
        self.apart = not self._edits and _reads_apart(trace)

    def chunks(self, rows: int, positions: int) -> Iterator[range]:
        """Cells, row by row, in chunks that can be read at once; of one row each if every row takes its own run."""
        vocabulary = self._trace.sites["logits"][1]
        most = max(1, AT_ONCE // vocabulary)
        if self.apart:
            facts = self._trace.model.facts
            most = min([most, *(n for n in (facts.context, facts.longest) if n is not None)])
            yield from (range(at, min(at + most, rows * positions)) for at in range(0, rows * positions, most))
            return
        for row in range(0, rows * positions, positions or 1):
            yield from (range(at, min(at + most, row + positions)) for at in range(row, row + positions, most))

    def logits(self, rows: Sequence[str], positions: Sequence[int], cells: range) -> Tensor:
        """The logits of some cells, `(cells, vocabulary)`."""
        each = [(cell // len(positions), positions[cell % len(positions)]) for cell in cells]
        if not self.apart:
            return _in_place(self._trace, self._read(rows[each[0][0]]), [at for _, at in each], self._edits)
        vectors = [
            self._read(rows[row])[[at for r, at in each if r == row]] for row in dict.fromkeys(r for r, _ in each)
        ]
        return _side_by_side(self._trace, torch.cat(vectors))


_APART: WeakKeyDictionary[nn.Module, bool] = WeakKeyDictionary()
"""Whether a model's head reads each vector by itself, for the models tested so far."""


def _reads_apart(trace: Trace) -> bool:
    """Whether the head reads each vector by itself, tested on the last vector alone. Every known head does."""
    hf, last = trace.model.hf, trace.recording.last_logits
    if hf not in _APART and last is not None:
        vector = trace.read(f"{trace.model.anatomy.blocks[-1].name}.resid_post", (slice(-1, None),))
        try:
            alone = _side_by_side(trace, vector)
        except (RuntimeError, IndexError):
            return _APART.setdefault(hf, False)
        near = alone.shape == (1, *last.shape) and torch.allclose(alone[0].float(), last.float(), rtol=1e-3, atol=1e-3)
        _APART[hf] = near
    return _APART.get(hf, False)


def _side_by_side(trace: Trace, vectors: Tensor) -> Tensor:
    """The logits `(vectors, vocabulary)` of vectors `(vectors, d_model)`, which pass through the head as if they were one text."""
    model, recording, count = trace.model, trace.recording, len(vectors)
    inputs, stack = recording.inputs, model.anatomy.blocks[-1].stack
    ids, target = inputs.ids, inputs.target
    few = {"ids": _tokens(ids, count)} if target is None else {"target": _tokens(target, count)}
    inputs = replace(inputs, **few)
    stream = canonical(model.anatomy, vectors[None])
    outputs = [
        put(output, block.gives, stream) if block.stack == stack else output
        for block, output in zip(model.anatomy.blocks, recording.outputs, strict=True)
    ]
    with trace.as_made():
        left = run(model, inputs, start=len(outputs), outputs=outputs, keep=False, logits=count)
    assert left.logits is not None
    return left.logits[0]


def _in_place(trace: Trace, stream: Tensor, positions: Sequence[int], edits: Hooks) -> Tensor:
    """The logits `(positions, vocabulary)` of chosen positions of a stream `(all positions, d_model)`, each at its own position."""
    model, recording = trace.model, trace.recording
    anatomy, block = model.anatomy, model.anatomy.blocks[-1]
    given = take(recording.outputs[-1], block.gives).clone()  # it may be longer than the text
    canonical(anatomy, given)[0, : len(stream)] = stream
    outputs = [*recording.outputs[:-1], put(recording.outputs[-1], block.gives, given)]
    at = torch.tensor(positions, device=recording.inputs.ids.device)
    with trace.as_made():
        left = run(model, recording.inputs, edits, start=len(outputs), outputs=outputs, keep=False, logits=at)
    assert left.logits is not None
    return left.logits[0][at if "logits" in edits else slice(None)]


def _tokens(ids: Tensor, count: int) -> Tensor:
    """`count` token ids; the head does not depend on which."""
    return ids.repeat(1, -(-count // ids.shape[1]))[:, :count]
