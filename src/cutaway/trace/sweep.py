"""Sweeps: tries many edits one by one, and gives one number for each.

Edits that start at the same block run together as a batch, from that block to the last. The part after the last block (mostly a product
with the whole vocabulary) is computed for many such batches at once. Only the number of each edit is kept.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import groupby
from typing import cast

import torch

from cutaway.arguments import checked, fits, shown
from cutaway.errors import BadIndex, Cancelled, CutawayError
from cutaway.models.anatomy.anatomy import put
from cutaway.models.attention import Hook
from cutaway.progress import Progress, ProgressStep, silent
from cutaway.trace.edits import Edit, check, earliest, visits
from cutaway.trace.grids import Grid
from cutaway.trace.running import OnBlock, Reached, canonical, run
from cutaway.trace.site_names import SiteName
from cutaway.trace.trace import Trace


class BadMetric(CutawayError):
    """A metric that does not return a number."""

    code = "bad-metric"


Metric = Callable[[torch.Tensor], float | torch.Tensor]
"""Computes a number from `(vocabulary,)` logits, or from `(positions, d_model)` if the model has no logits."""

_MEMORY = 2**28
"""Bytes that the activations of a batch may take at once."""
_ROWS = 16
"""The default limit on rows that go through blocks together: more make no pass faster."""
_ENDS = 256
"""The most rows that wait for the part after the last block."""


@checked
def sweep(
    trace: Trace,
    edits: Grid | Sequence[Edit | Sequence[Edit]],
    metric: Metric,
    *,
    position: int = -1,
    batch: int | None = None,
    progress: Progress = silent,
    cancelled: Callable[[], bool] = lambda: False,
) -> torch.Tensor:
    """Computes a number, the metric, under each of many edits.

    >>> france, italy = model.trace("The capital of France is"), model.trace("The capital of Italy is")
    >>> paris, rome = model.tokenizer.encode(" Paris Rome")
    >>> grid = cutaway.cells(france, "resid_post", italy)
    >>> effects = cutaway.sweep(france, grid, cutaway.logit_difference(paris, rome))
    >>> [model.tokenizer.text_of([france.ids[row.argmin()]]) for row in (effects[0], effects[-1])]
    [' France', ' is']

    Args:
        trace: the trace to edit; its own edits stay.
        edits: single edits, or sequences of edits to make together; or a grid (`heads`, `cells`, `neurons`).
        metric: computes the number, such as `logit_difference(…)`, from the logits at `position`, `(vocabulary,)`. For a model without
            logits it gets the final vectors instead, `(positions, d_model)`: the final norm's, or the last residual stream if there is no
            such norm.
        position: the position of the logits.
        batch: how many edits run together; None: as many as fit in modest memory, at most 16.
        progress: called with what is being done and how far it is.
        cancelled: called before each block; True stops the sweep.

    Returns:
        `(edits,)` in the given order, or the grid's shape; float64.

    Raises:
        NoSuchSite, BadIndex, BadEdit: an edit is impossible in this trace; then none is tried.
        BadMetric: the metric does not return a number.
        Cancelled: `cancelled` returned True.
    """
    asked = [(edit,) if isinstance(edit, Edit) else tuple(edit) for edit in edits]
    check((edit for row in asked for edit in row), trace)
    if batch is not None and batch < 1:
        raise BadIndex(f"A batch of {batch} can't be run.", "Run at least one row.")
    positions = trace.recording.inputs.positions(trace.model.anatomy.blocks[-1].stack)
    if not -positions <= position < positions:
        raise BadIndex(f"There is no position {position}.", f"The text has {positions} tokens, 0 to {positions - 1}.")
    starts = [earliest(row, trace.model.anatomy) for row in asked]
    found = torch.empty(len(asked), dtype=torch.float64)
    waiting: dict[int, torch.Tensor] = {}
    most = _ends_that_fit(trace, [edit for row in asked for edit in row])

    def finish() -> None:
        rows = [asked[number] for number in waiting]
        ends = _ends(trace, rows, torch.cat([*waiting.values()]), position % positions, cancelled)
        for number, end in zip(waiting, ends, strict=True):
            found[number] = _number(metric(end))
        waiting.clear()

    done = 0
    progress(ProgressStep("Trying edits", 0, len(asked), "edits"))
    for start, group in groupby(sorted(range(len(asked)), key=starts.__getitem__), starts.__getitem__):
        numbers = list(group)
        size = min(most, batch or _rows_that_fit(trace, [edit for i in numbers for edit in asked[i]]))
        for chunk in (numbers[i : i + size] for i in range(0, len(numbers), size)):
            streams = _streams(trace, [asked[i] for i in chunk], start, cancelled)
            if len(waiting) + len(chunk) > most:
                finish()
            waiting |= zip(chunk, streams.split(1), strict=True)
            done += len(chunk)
            if done == len(asked):
                finish()
            progress(ProgressStep("Trying edits", done, len(asked), "edits"))
    return found.reshape(edits.shape) if isinstance(edits, Grid) else found


@checked
def logit_difference(right: int, wrong: int) -> Metric:
    """A metric for `sweep`: how much higher one token's logit is than another's.

    >>> paris, rome = model.tokenizer.encode(" Paris Rome")
    >>> metric = cutaway.logit_difference(paris, rome)
    >>> [bool(metric(model.trace(f"The capital of {name} is")["logits"][-1]) > 0) for name in ("France", "Italy")]
    [True, False]

    Args:
        right, wrong: their ids.
    """

    def metric(logits: torch.Tensor) -> torch.Tensor:
        if not 0 <= min(right, wrong) <= max(right, wrong) < logits.shape[-1]:
            raise BadIndex(f"{right} or {wrong} is not a token.", f"Ids go from 0 to {logits.shape[-1] - 1}.")
        return logits[right] - logits[wrong]

    return metric


def _number(value: object) -> float:
    """A metric's result as a float.

    Raises:
        BadMetric: it is not a number.
    """
    if isinstance(value, torch.Tensor) and value.numel() == 1 and not value.is_complex():
        return float(value)
    if fits(value, float):
        return float(cast(float, value))
    what = f"a tensor of shape {tuple(value.shape)}" if isinstance(value, torch.Tensor) else shown(value)
    raise BadMetric(
        f"The metric returned {what}, but a sweep needs one number.", "Let it return a float, or a tensor of one entry."
    )


def _streams(trace: Trace, rows: Sequence[Sequence[Edit]], start: int, cancelled: Callable[[], bool]) -> torch.Tensor:
    """The residual stream after the last block, `(rows, positions, d_model)`, under each row of edits."""
    model, recording = trace.model, trace.recording
    blocks = model.anatomy.blocks
    if start == len(blocks):
        return recording.last.expand(len(rows), -1, -1)
    wanted = visits([(*trace.edits, *row) for row in rows])
    found: list[torch.Tensor] = []

    def reached(stream: torch.Tensor) -> None:
        found.append(stream)
        raise Reached

    last = f"{blocks[-1].name}.resid_post"
    wanted[last] = _afterwards(wanted.get(last), reached)
    with trace.as_made(whole=True), suppress(Reached):
        run(
            model, recording.inputs, wanted, start=start, outputs=recording.outputs, batch=len(rows), keep=False,
            on_block=_asking(cancelled),
        )  # fmt: skip
    return found[0]


def _ends(
    trace: Trace, rows: Sequence[Sequence[Edit]], streams: torch.Tensor, position: int, cancelled: Callable[[], bool]
) -> torch.Tensor:
    """The metric's inputs, one for each row of edits, from the residual streams after the last block."""
    model, inputs = trace.model, trace.recording.inputs
    anatomy = model.anatomy
    wanted = visits([[edit for edit in (*trace.edits, *row) if SiteName.of(edit.site).block is None] for row in rows])
    final: list[torch.Tensor] = []
    norm = f"{anatomy.blocks[-1].stack}final_norm"
    if not anatomy.logits and norm in anatomy.head:
        wanted[norm] = _afterwards(wanted.get(norm), final.append)
    *others, given = trace.recording.outputs
    with trace.as_made(whole=True):
        left = run(
            model, inputs, wanted, start=len(anatomy.blocks),
            outputs=[*others, put(given, anatomy.blocks[-1].gives, canonical(anatomy, streams))],
            batch=len(rows), keep=False, logits=torch.tensor([position], device=inputs.ids.device), on_block=_asking(cancelled),
        )  # fmt: skip
    if left.logits is not None:
        return left.logits[:, position if "logits" in wanted else 0]
    return final[0] if final else left.last


def _afterwards(edit: Hook | None, see: Callable[[torch.Tensor], None]) -> Hook:
    """A hook that sees a tensor after its edit, if there is one."""

    def visit(tensor: torch.Tensor) -> torch.Tensor | None:
        replaced = None if edit is None else edit(tensor)
        see(tensor if replaced is None else replaced)
        return replaced

    return visit


def _asking(cancelled: Callable[[], bool]) -> OnBlock:
    def on_block(done: int, total: int) -> None:
        if cancelled():
            raise Cancelled

    return on_block


def _rows_that_fit(trace: Trace, edits: Sequence[Edit]) -> int:
    """How many rows fit into modest memory at once, with their residual streams, MLPs and anything else that the edits need."""
    anatomy, longest = trace.model.anatomy, _longest(trace)
    cells = longest * (8 * anatomy.d_model + 3 * max(block.d_mlp for block in anatomy.blocks))
    attentions = [attention for block in anatomy.blocks for attention in block.attentions]
    kinds = _kinds(trace, edits)
    if kinds & {"scores", "pattern"} or any(not attention.fused for attention in attentions):
        cells += 4 * longest**2 * max(attention.heads for attention in attentions)
    if "result" in kinds:
        cells += 3 * longest * anatomy.d_model * max(attention.heads for attention in attentions)
    return _fitting(trace, cells, _ROWS)


def _ends_that_fit(trace: Trace, edits: Sequence[Edit]) -> int:
    """How many rows fit into modest memory at once, with their last streams, masks and logits."""
    anatomy, longest = trace.model.anatomy, _longest(trace)
    positions = longest if "logits" in _kinds(trace, edits) else 1
    return _fitting(trace, longest * (6 * anatomy.d_model + longest) + 3 * positions * anatomy.logits, _ENDS)


def _fitting(trace: Trace, cells: int, most: int) -> int:
    return max(1, min(most, _MEMORY // (cells * trace.model.hf.dtype.itemsize)))


def _longest(trace: Trace) -> int:
    return max(trace.recording.inputs.positions(stack) for stack in ("encoder.", "decoder."))


def _kinds(trace: Trace, edits: Sequence[Edit]) -> set[str]:
    return {SiteName.of(edit.site).tensor for edit in (*trace.edits, *edits)}
