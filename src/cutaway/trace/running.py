"""Runs a model, or a part of it, by its own code: the basis of recording, replaying and editing.

The forward pass is always the model's own. Blocks that need not compute return their known results; the others run under hooks.
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
from cutaway.trace.site_names import SiteName

LONG = 64
"""From this many tokens on, keyframes keep queries and keys."""

OnBlock = Callable[[int, int], None]
"""Called before each block with the number done and the total; may raise `Cancelled` to stop the pass."""


@dataclass(frozen=True, slots=True)
class Keyframe:
    """One block's arguments and result, by reference: every tensor inside it follows from them.

    Attributes:
        args, kwargs: its arguments.
        output: its result, unchanged.
        residual: its input from the residual stream, `(batch, positions, d_model)`.
        calls: attention's name → its arguments except the values, for texts so long that computing queries and keys again would take too
            much time.
        patterns: attention's name → its pattern, `(heads, queries, keys)`, if patterns were requested.
    """

    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    output: Any
    residual: torch.Tensor
    calls: Mapping[str, AttentionCall]
    patterns: Mapping[str, torch.Tensor]


@dataclass(frozen=True, slots=True)
class RunResult:
    """The result of a run.

    Attributes:
        frames: the keyframes, one per block, in order of call, if they were requested.
        last: the residual stream after the last block, `(batch, positions, d_model)`.
        logits: `(batch, requested positions, vocabulary)`; None if the model has none.
        seconds: how long the forward pass took, measured.
        answers: site → the output of other kinds of heads, with a batch axis.
    """

    frames: tuple[Keyframe, ...]
    last: torch.Tensor
    logits: torch.Tensor | None
    seconds: float
    answers: Mapping[str, torch.Tensor] = field(default_factory=dict)


OnCall = Callable[[tuple[Any, ...], dict[str, Any]], None]


class Reached(Exception):
    """Ends a replay early, once it has seen its goal."""


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
        visits: full site name → the hook to call there.
        start: how many blocks, in order of call, to skip; they return `outputs` instead.
        outputs: the known results of those blocks, for one row.
        batch: in how many rows to run the same input; hooks see all of them.
        on_block: see `OnBlock`.
        keep: whether to keep keyframes.
        patterns: whether these include the patterns of blocks without hooks (for one row).
        logits: the positions to compute logits at: the last this many (0: all), or a tensor of positions.
        on_call: called with each block's arguments, in order, before any edit.

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
        index: the block's index, in order of call.
        visits: short site name → the hook to call there. The frame's own residual stream has no hook.

    Returns:
        The block's result, after the hook of `resid_post`.
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
    """A context in which a block's own pre-hooks do not run, because its keyframe's arguments already include their effect."""
    return _set_aside(module, "_forward_pre_hooks", frozenset(module._forward_pre_hooks))


def canonical(anatomy: Anatomy, stream: torch.Tensor) -> torch.Tensor:
    """A residual stream as `(batch, positions, d_model)`, whatever the model's own layout."""
    return stream.transpose(0, 1) if anatomy.batch_axis else stream


def forward_options(hf: nn.Module, **wanted: Any) -> dict[str, Any]:
    """The options among `wanted` and `use_cache=False` that this model's forward pass accepts."""
    known = inspect.signature(hf.forward).parameters
    return {name: value for name, value in {"use_cache": False, **wanted}.items() if name in known}


class _Blocks:
    """Handles each call of a block during one run."""

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
        """Replaces a block's forward."""
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
        if "resid_pre" in visits:  # also for a skipped block, because its keyframe has its input
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
        """Computes an attention call in the way that the running block needs."""
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
        """Computes attention in a way that is correct for the model, and keeps its arguments if the text is long, and its pattern if
        requested."""
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
    """Hooks by block: block name → short site name → hook."""
    found: dict[str, dict[str, Any]] = {}
    for site, visit in visits.items():
        name = SiteName.of(site)
        if name.block is not None:
            found.setdefault(name.block, {})[name.short] = visit
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
    """A tree of tensors with each tensor on the CPU, where an offloaded model has its keyframes."""
    if isinstance(value, torch.Tensor):
        return value.cpu()
    if isinstance(value, dict):
        return {key: on_cpu(item) for key, item in value.items()}
    if type(value) in (tuple, list):
        return type(value)(on_cpu(item) for item in value)
    return value


def _expanded(value: Any, batch: int, axis: int, *, own: bool) -> Any:
    """Expands a block's result from one row to `batch` rows.

    Args:
        own: whether each row gets its own memory: needed if something is computed from it, because a model may take views that shared rows
            do not support.
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
    """A context in which `call` handles each call of the module's forward, including the hooks after it."""
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
    """A context in which some hooks of a module do not run."""
    if not hooks:
        yield
        return
    live = vars(module)[kind]
    vars(module)[kind] = OrderedDict((key, hook) for key, hook in live.items() if key not in hooks)
    try:
        yield
    finally:
        vars(module)[kind] = live
