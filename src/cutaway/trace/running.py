"""Running a model, whole or in part, by its own code: the one place from which recording, replaying and editing start.

The forward pass is always the model's own. Blocks that need not compute return what they are known to have given; the others run
under visits.
"""

import functools
import inspect
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import torch
from torch import nn

from cutaway.models.anatomy.anatomy import Anatomy, Block, put, take
from cutaway.models.anatomy.infer import evaluating
from cutaway.models.anatomy.probe import uncached
from cutaway.models.attention import Attend, AttentionCall, attend_eagerly, attend_fused, listening
from cutaway.models.context import fresh_rotations
from cutaway.models.inputs import Inputs
from cutaway.models.loaded_model import LoadedModel
from cutaway.models.placement import is_offloaded
from cutaway.system_errors import memory_errors
from cutaway.trace.attention_patterns import attend_keeping
from cutaway.trace.hooks import Hooks, Layout, visiting_block, visiting_outside

LONG = 64
"""From this many tokens on, keyframes keep queries and keys."""

OnBlock = Callable[[int, int], None]
"""Called before each block with how many are done and how many there are; may raise `Cancelled` to stop the pass."""


@dataclass(frozen=True, slots=True)
class Keyframe:
    """What one block was called with and what it returned, by reference: the causes of every tensor inside it.

    Attributes:
        args, kwargs: its arguments.
        output: what it returned, as it returned it.
        residual: the residual stream that it was given, `(batch, positions, d_model)`.
        calls: attention's name → what it was called with but for the values, of texts so long that projecting queries and keys again would
            take longer than keeping them is worth.
        patterns: attention's name → its pattern, `(heads, queries, keys)`, where patterns were to be kept.
    """

    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    output: Any
    residual: torch.Tensor
    calls: Mapping[str, AttentionCall]
    patterns: Mapping[str, torch.Tensor]


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run left.

    Attributes:
        frames: one a block, in order of call, where they were to be kept.
        last: the residual stream after the last block, `(batch, positions, d_model)`.
        logits: `(batch, positions asked for, vocabulary)`; None where the model gives none.
        seconds: how long the forward pass took, measured.
        answers: site → what heads of other kinds gave, with a batch axis.
    """

    frames: tuple[Keyframe, ...]
    last: torch.Tensor
    logits: torch.Tensor | None
    seconds: float
    answers: Mapping[str, torch.Tensor] = field(default_factory=dict)


OnCall = Callable[[tuple[Any, ...], dict[str, Any]], None]


class Reached(Exception):
    """Ends a replay early: what it was for has been seen."""


@memory_errors()
def run(
    model: LoadedModel,
    inputs: Inputs,
    visits: Hooks | None = None,
    *,
    start: int = 0,
    outputs: Sequence[Any] = (),
    batch: int = 1,
    on_block: OnBlock | None = None,
    keep: bool = True,
    patterns: bool = False,
    logits: int | torch.Tensor = 1,
    on_call: OnCall | None = None,
) -> RunResult:
    """Runs the model's own forward pass.

    Args:
        visits: full site name → what is to be done when the model comes by it.
        start: how many blocks, in order of call, are not computed and return `outputs` instead.
        outputs: what those blocks are known to return, for one row.
        batch: in how many rows to run the same input; visits see all of them.
        on_block: see `OnBlock`.
        keep: whether to keep keyframes.
        patterns: whether they keep the patterns of the blocks that nothing visits (of one row).
        logits: which positions' logits to compute: the last so many (0: all), or a tensor of positions.
        on_call: is given what each block is called with, in order, before it is edited.

    Raises:
        Cancelled: when `on_block` raises it.
    """
    visits = visits or {}
    hf, anatomy = model.hf, model.anatomy
    blocks = _Blocks(model, visits, start, outputs, batch, on_block, keep, patterns, on_call)
    layouts = {p: Layout(batch, inputs.positions(p), anatomy.batch_axis) for p in ("", "encoder.", "decoder.")}
    if "logits" in visits:
        logits = 0
    options = forward_options(hf, logits_to_keep=logits)
    with evaluating(hf), ExitStack() as stack:
        for path in dict.fromkeys(block.path for block in anatomy.blocks):
            stack.enter_context(_around(hf.get_submodule(path), blocks.call))
        stack.enter_context(listening(hf, blocks.attend, anatomy.implementation))
        stack.enter_context(visiting_outside(hf, anatomy.stem | anatomy.head, visits, layouts))
        stack.enter_context(fresh_rotations(hf))
        started = time.perf_counter()
        output = hf(**inputs.arguments(batch), **options)
        seconds = time.perf_counter() - started
    given = output[anatomy.logits_key] if anatomy.logits else None
    if given is not None:
        if "logits_to_keep" not in options:
            given = given[:, logits] if isinstance(logits, torch.Tensor) else given[:, -logits:]
        replaced = visits["logits"](given) if "logits" in visits else None
        given = given if replaced is None else replaced
    assert blocks.stream is not None
    answers = {name: output[answer.key] for name, answer in anatomy.answers.items()}
    for name in answers.keys() & visits.keys():
        replaced = visits[name](answers[name])
        answers[name] = answers[name] if replaced is None else replaced
    return RunResult(tuple(blocks.frames), blocks.stream, given, seconds, answers)


def replay_block(model: LoadedModel, index: int, frame: Keyframe, visits: Hooks) -> Any:
    """Calls one block again with its keyframe.

    Args:
        index: which block, in order of call.
        visits: short site name → what is to be done when the block comes by it. The frame's own residual stream is not visited.

    Returns:
        What the block returned, after the visit of `resid_post`.
    """
    hf, block = model.hf, model.anatomy.blocks[index]
    module = hf.get_submodule(block.path)
    layout = _layout(model.anatomy, frame.residual)
    with (
        evaluating(module),
        entered_already(module),
        visiting_block(hf, block, visits, layout) as attend,
        listening(hf, attend, model.anatomy.implementation),
    ):
        output = module(*frame.args, **frame.kwargs)
    return _given(block, output, visits, model.anatomy)


def entered_already(module: nn.Module) -> AbstractContextManager[None]:
    """Within this context, a block's own pre-hooks do not run: its keyframe has what they made of its arguments."""
    return _set_aside(module, "_forward_pre_hooks", frozenset(module._forward_pre_hooks))


def canonical(anatomy: Anatomy, stream: torch.Tensor) -> torch.Tensor:
    """A residual stream as `(batch, positions, d_model)`, however the model lays it out."""
    return stream.transpose(0, 1) if anatomy.batch_axis else stream


def forward_options(hf: nn.Module, **wanted: Any) -> dict[str, Any]:
    """Those of `wanted`, and `use_cache=False`, that this model's forward pass knows."""
    known = inspect.signature(hf.forward).parameters
    return {name: value for name, value in {"use_cache": False, **wanted}.items() if name in known}


class _Blocks:
    """What happens at each call of a block during one run."""

    def __init__(
        self,
        model: LoadedModel,
        visits: Hooks,
        start: int,
        outputs: Sequence[Any],
        batch: int,
        on_block: OnBlock | None,
        keep: bool,
        patterns: bool,
        on_call: OnCall | None,
    ) -> None:
        self.frames: list[Keyframe] = []
        self.stream: torch.Tensor | None = None
        self._model = model
        self._visits = _by_block(visits)
        self._start = start
        self._outputs = outputs
        self._batch = batch
        self._on_block = on_block
        self._keep = keep
        self._keep_patterns = patterns
        self._on_call = on_call
        self._offloaded = is_offloaded(model.hf)
        self._next = 0
        self._attend: Attend = attend_fused
        self._heard: Counter[int] = Counter()
        self._calls: dict[str, AttentionCall] = {}
        self._patterns: dict[str, torch.Tensor] = {}

    def call(self, forward: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Stands in for a block's forward."""
        anatomy = self._model.anatomy
        index = self._next
        self._next += 1
        block = anatomy.blocks[index]
        self._calls, self._patterns = {}, {}
        if self._on_block is not None:
            self._on_block(index, len(anatomy.blocks))
        visits = self._visits.get(block.name, {})
        args, kwargs = uncached(args, kwargs)
        if self._on_call is not None:
            self._on_call(args, kwargs)
        if "resid_pre" in visits:  # of a block that is not computed as well: its keyframe has what it was given
            args, kwargs = _entered(block, args, kwargs, visits, anatomy)
        if index < self._start:
            output = _expanded(self._outputs[index], self._batch, anatomy.batch_axis, own=index == self._start - 1)
        else:
            output = self._computed(block, forward, args, kwargs, visits)
        self.stream = canonical(anatomy, take(output, block.gives))
        if self._keep:
            kept_args, kept_kwargs, kept = on_cpu((args, kwargs, output)) if self._offloaded else (args, kwargs, output)
            residual = canonical(anatomy, _stream(block, kept_args, kept_kwargs))
            self.frames.append(Keyframe(kept_args, kept_kwargs, kept, residual, self._calls, self._patterns))
        return output

    def attend(self, call: AttentionCall) -> torch.Tensor:
        """Computes an attention call; the block that is running says how."""
        return self._attend(call)

    def _computed(
        self, block: Block, forward: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any], visits: Hooks
    ) -> Any:
        if not visits:
            self._heard.clear()
            self._attend = self._as_known
            return forward(*args, **kwargs)
        anatomy = self._model.anatomy
        layout = _layout(anatomy, canonical(anatomy, _stream(block, args, kwargs)))
        with visiting_block(self._model.hf, block, visits, layout) as self._attend:
            output = forward(*args, **kwargs)
        return _given(block, output, visits, anatomy)

    def _as_known(self, call: AttentionCall) -> torch.Tensor:
        """Computes attention in the way that gives what the model means, and keeps what it was called with if the text is long, and
        its pattern if it is wanted."""
        known = self._model.attentions.get(id(call.module), ())
        number = self._heard[id(call.module)]
        self._heard[id(call.module)] += 1
        if number >= len(known):
            return attend_fused(call)
        if self._keep and call.query.shape[2] >= LONG and not self._offloaded:
            self._calls[known[number].name] = replace(call, value=call.key[..., :0])
        attention = known[number]
        if self._keep_patterns:
            output, pattern = attend_keeping(call, attention.fused)
            self._patterns[attention.name] = pattern.cpu() if self._offloaded else pattern
            return output
        return attend_fused(call) if attention.fused else attend_eagerly(call).output


def _by_block(visits: Hooks) -> dict[str, Hooks]:
    """Full site names by block: block name → short name → visit."""
    found: dict[str, dict[str, Any]] = {}
    for site, visit in visits.items():
        at = site.find("layers.")
        if at >= 0:
            number, _, short = site[at + len("layers.") :].partition(".")
            found.setdefault(f"{site[:at]}layers.{number}", {})[short] = visit
    return dict(found)


def _entered(
    block: Block, args: tuple[Any, ...], kwargs: dict[str, Any], visits: Hooks, anatomy: Anatomy
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    replaced = visits["resid_pre"](canonical(anatomy, _stream(block, args, kwargs)))
    if replaced is None:
        return args, kwargs
    stream = canonical(anatomy, replaced.to(_stream(block, args, kwargs).dtype))
    if isinstance(block.takes, str):
        return args, put(kwargs, block.takes, stream)
    return put(args, block.takes, stream), kwargs


def _given(block: Block, output: Any, visits: Mapping[str, Any], anatomy: Anatomy) -> Any:
    if "resid_post" not in visits:
        return output
    stream = take(output, block.gives)
    replaced = visits["resid_post"](canonical(anatomy, stream))
    return output if replaced is None else put(output, block.gives, canonical(anatomy, replaced.to(stream.dtype)))


def _stream(block: Block, args: tuple[Any, ...], kwargs: dict[str, Any]) -> torch.Tensor:
    return take(kwargs if isinstance(block.takes, str) else args, block.takes)


def _layout(anatomy: Anatomy, stream: torch.Tensor) -> Layout:
    return Layout(stream.shape[0], stream.shape[1], anatomy.batch_axis)


def on_cpu(value: Any) -> Any:
    """A tree of tensors with each tensor on the CPU, where a model that fits no device has its keyframes."""
    if isinstance(value, torch.Tensor):
        return value.cpu()
    if isinstance(value, dict):
        return {key: on_cpu(item) for key, item in value.items()}
    if type(value) in (tuple, list):
        return type(value)(on_cpu(item) for item in value)
    return value


def _expanded(value: Any, batch: int, axis: int, *, own: bool) -> Any:
    """A block's result for one row as that of `batch` rows.

    Args:
        own: whether each row gets memory of its own: something is computed from it, and a model may take views that shared rows have not.
    """
    if batch == 1:
        return value
    if isinstance(value, torch.Tensor):
        alone = value.dim() > axis + 1 and value.shape[axis] == 1
        rows = value.expand(*value.shape[:axis], batch, *value.shape[axis + 1 :]) if alone else value
        return rows.contiguous() if own else rows
    if isinstance(value, (tuple, list)):
        return type(value)(_expanded(item, batch, axis, own=own) for item in value)
    return value


@contextmanager
def _around(
    module: nn.Module, call: Callable[[Callable[..., Any], tuple[Any, ...], dict[str, Any]], Any]
) -> Iterator[None]:
    """Within this context, `call` is given each call of the module's forward, of which hooks that follow it are a part."""
    before = vars(module).get("forward")
    forward, hooks = module.forward, dict(module._forward_hooks)

    def put_back() -> None:
        if before is None:
            del module.forward
        else:
            module.forward = before

    def hooked(*args: Any, **kwargs: Any) -> Any:
        put_back()
        now = vars(module)["_forward_hooks"]
        vars(module)["_forward_hooks"] = OrderedDict({**hooks, **now})
        try:
            with entered_already(module):
                return module(*args, **kwargs)
        finally:
            vars(module)["_forward_hooks"] = now
            module.forward = instead

    @functools.wraps(forward)
    def instead(*args: Any, **kwargs: Any) -> Any:
        return call(hooked if hooks else forward, args, kwargs)

    module.forward = instead
    try:
        with _set_aside(module, "_forward_hooks", hooks):
            yield
    finally:
        put_back()


@contextmanager
def _set_aside(module: nn.Module, kind: str, hooks: Collection[int]) -> Iterator[None]:
    """Within this context, some hooks of a module do not run."""
    if not hooks:
        yield
        return
    live = vars(module)[kind]
    vars(module)[kind] = OrderedDict((key, hook) for key, hook in live.items() if key not in hooks)
    try:
        yield
    finally:
        vars(module)[kind] = live
