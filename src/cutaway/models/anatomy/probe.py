"""Watches a few tokens go through a model: every module call, attention call and operation, in order, with their origins."""

import inspect
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import nn
from torch.utils._python_dispatch import _disable_current_modes
from transformers import Cache, PreTrainedModel

from cutaway.models.anatomy.anatomy import Slot
from cutaway.models.anatomy.dataflow import Dataflow, Operation, Value
from cutaway.models.attention import Attended, AttentionCall, attend_eagerly, attend_fused, listening
from cutaway.models.foreign_hooks import IN_HOOKS, has_pre_hooks
from cutaway.models.past import past_length, without_memory
from cutaway.models.placement import device_of
from cutaway.models.quantised import learned_shape

_NO_SIZE = (5, 7, 11, 13, 17, 19, 23)
"""How many tokens to watch: the first of these that is none of the model's sizes, so that axes can be distinguished."""


@dataclass(eq=False, slots=True)
class Call:
    """One call of a module.

    Attributes:
        at, until: when it began and ended, among all events.
        given, gave: every tensor at the top level of its arguments and of its result, by slot.
        past: for how many earlier tokens it also got keys and values.
        entered: its arguments after hooks on the module; `given` holds those before.
        before: a copy of the first, if hooks on the module may change it in place.
    """

    at: int
    path: str
    module: nn.Module
    given: dict[Slot, Value]
    past: int = 0
    entered: dict[Slot, Value] = field(default_factory=dict)
    until: int = 0
    gave: dict[Slot, Value] = field(default_factory=dict)
    before: torch.Tensor | None = None

    @property
    def first_given(self) -> Value | None:
        return next(iter(self.given.values()), None)

    @property
    def first_gave(self) -> Value | None:
        return next(iter(self.gave.values()), None)

    @property
    def stream(self) -> tuple[Slot, Slot] | None:
        """The slots of the residual stream at input and output, if this may be a block."""
        for gives, gave in self.gave.items():
            if len(gave.shape) == 3 and gave.tensor.is_floating_point():
                same = (
                    slot
                    for slot, v in self.entered.items()
                    if v.shape == gave.shape and v.tensor.dtype == gave.tensor.dtype
                )
                takes = next(same, None)
                return None if takes is None else (takes, gives)
        return None

    @property
    def leaf(self) -> bool:
        return next(self.module.children(), None) is None

    @property
    def matrix(self) -> bool:
        weight = getattr(self.module, "weight", None)
        return isinstance(weight, torch.Tensor) and weight.dim() == 2 and not isinstance(self.module, nn.Embedding)

    @property
    def norm(self) -> bool:
        given, gave = self.first_given, self.first_gave
        same = given is not None and gave is not None and given.shape == gave.shape and len(self.gave) == 1
        return same and "norm" in type(self.module).__name__.lower()


@dataclass(eq=False, slots=True)
class Heard:
    """One call of the registered attention function."""

    at: int
    call: AttentionCall
    query: Value
    key: Value
    value: Value
    output: Value
    fused: bool
    sink: bool
    ahead: bool
    """Whether a query gives weight to a later key than its own."""


@dataclass(slots=True)
class Watched:
    """All observations.

    Attributes:
        arguments: the model's inputs: token ids, of the source and (two stacks) of the target.
        further: other arguments.
        positions, source: how many tokens the last stack got, and the first; including virtual ones, once these are known.
        output: the model's output.
    """

    arguments: dict[str, torch.Tensor]
    further: Mapping[str, Any]
    positions: int
    source: int
    flow: Dataflow
    calls: list[Call] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)
    output: Any = None


def probe_arguments(hf: PreTrainedModel) -> dict[str, torch.Tensor]:
    """A few tokens, whose number is not the size of any axis; a two-stack model's source and target differ in length."""
    adapter = getattr(hf, "active_peft_config", None)
    sizes = {
        n for c in (*_configs(hf), *([adapter] if adapter else [])) for n in c.to_dict().values() if isinstance(n, int)
    }
    free = [n for n in _NO_SIZE if n not in sizes]
    if not hf.config.is_encoder_decoder:
        return {"input_ids": _ids(hf, free[0])}
    return {"input_ids": _ids(hf, free[1]), "decoder_input_ids": _ids(hf, free[0])}


def watch(hf: PreTrainedModel, implementation: str, further: Mapping[str, Any], *, fused: bool = True) -> Watched:
    """Runs a few tokens through the model.

    Args:
        implementation: the name of its attention function in the registry.
        further: arguments of its forward pass besides the tokens.
        fused: whether the fused kernel computes attention if it equals the model's own code.
    """
    arguments = probe_arguments(hf)
    lengths = [ids.shape[1] for ids in arguments.values()]
    running: list[str] = [""]
    flow = Dataflow(lambda: running[-1])
    seen = Watched(arguments, further, lengths[-1], lengths[0], flow)
    paths = {id(module): path for path, module in hf.named_modules()}
    with ExitStack() as stack:
        stack.enter_context(_calls_watched(hf, paths, seen, running))
        stack.enter_context(listening(hf, _hearing(seen, fused), implementation))
        stack.enter_context(flow)
        seen.output = hf(**arguments, **further, **without_cache(hf))
    return seen


def without_cache(hf: nn.Module) -> dict[str, bool]:
    """The argument that turns off the key-value cache of a model's forward pass, if it has one."""
    return {"use_cache": False} if "use_cache" in inspect.signature(hf.forward).parameters else {}


def uncached(args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Arguments without a key-value cache: some models pass one on even if it is turned off, and each replay would fill it further.

    Its content from before the pass stays: keys and values of virtual tokens.
    """
    if not any(isinstance(value, Cache) for value in (*args, *kwargs.values())):
        return args, kwargs
    given = tuple(without_memory(value) for value in args)
    return given, {name: without_memory(value) for name, value in kwargs.items()}


def number_operations(steps: list[Operation]) -> None:
    """Counts each module's own operations by name."""
    counts: Counter[tuple[str, str]] = Counter()
    for step in steps:
        key = (step.path, step.name)
        step.nth = counts[key]
        counts[key] += 1


@contextmanager
def _calls_watched(hf: nn.Module, paths: dict[int, str], seen: Watched, running: list[str]) -> Iterator[None]:
    """A context that records calls, in which `running` ends with the path of the module that is running, or whose hooks are."""
    flow = seen.flow
    open_calls: list[Call] = []

    def handed(module: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Any, Any]:
        args, kwargs = uncached(args, kwargs)
        past = past_length((*args, *kwargs.values()))
        call = Call(flow.tick(), paths[id(module)], module, _arguments(args, kwargs, flow), past)
        seen.calls.append(call)
        open_calls.append(call)
        running.append(call.path + IN_HOOKS)
        if has_pre_hooks(module) and call.first_given is not None:
            with _disable_current_modes():
                call.before = call.first_given.tensor.clone()
        return args, kwargs

    def entering(_: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        call = open_calls[-1]
        call.entered = _arguments(args, kwargs, flow)
        running[-1] = call.path

    def returning(*_: Any) -> None:
        running[-1] = open_calls[-1].path + IN_HOOKS

    def leaving(module: nn.Module, args: tuple[Any, ...], output: Any) -> None:
        running.pop()
        call = open_calls.pop()
        call.until = flow.tick()
        many = (
            dict(enumerate(output))
            if isinstance(output, (tuple, list))
            else output
            if isinstance(output, dict)
            else {None: output}
        )
        call.gave = _tensors(many, flow)

    with ExitStack() as stack:
        for module in hf.modules():
            stack.callback(module.register_forward_pre_hook(handed, with_kwargs=True, prepend=True).remove)
            stack.callback(module.register_forward_pre_hook(entering, with_kwargs=True).remove)
            stack.callback(module.register_forward_hook(returning, prepend=True).remove)
            stack.callback(module.register_forward_hook(leaving).remove)
        yield


def _arguments(args: tuple[Any, ...], kwargs: dict[str, Any], flow: Dataflow) -> dict[Slot, Value]:
    return _tensors({**dict(enumerate(args)), **kwargs}, flow)


def _hearing(seen: Watched, may_fuse: bool) -> Callable[[AttentionCall], torch.Tensor]:
    def attend(call: AttentionCall) -> torch.Tensor:
        query, key, value = (seen.flow.value(t) for t in (call.query, call.key, call.value))
        with _disable_current_modes():
            output, fused, attended = _computed(call, may_fuse)
            ahead = looks_ahead(attended.pattern)
        sink = attended.sink is not None
        heard = Heard(seen.flow.tick(), call, query, key, value, seen.flow.value(output), fused, sink, ahead)
        seen.heard.append(heard)
        return output

    return attend


def looks_ahead(pattern: torch.Tensor) -> bool:
    """Whether a query of a pattern `(…, queries, keys)` gives weight to a later key than its own; the last query's key is the last."""
    return bool((pattern.triu(1 + pattern.shape[-1] - pattern.shape[-2]) > 0).any())


def _computed(call: AttentionCall, may_fuse: bool) -> tuple[torch.Tensor, bool, Attended]:
    """The result of the model's own eager attention or of the fused kernel; whether they are equal; and all of the former's tensors."""
    attended = attend_eagerly(call)
    if not may_fuse:
        return attended.output, False, attended
    try:
        fused = attend_fused(call)
    except (ValueError, RuntimeError, TypeError):
        return attended.output, False, attended
    near = 1e-5 if call.query.dtype == torch.float32 else 2e-2
    same = fused.shape == attended.output.shape and torch.allclose(fused, attended.output, rtol=near, atol=near)
    return (fused if same else attended.output), same, attended


def _ids(hf: PreTrainedModel, count: int) -> torch.Tensor:
    """Token ids that can't be mistaken for position or token-type ids, without padding."""
    rows = learned_shape(hf.get_input_embeddings().get_parameter("weight"))[0]
    special = {getattr(hf.config, f"{name}_token_id", None) for name in ("pad", "bos", "eos", "mask")}
    free = [id for id in range(min(rows - 1, 200), -1, -2) if id not in special]
    return torch.tensor([(free * count)[:count]], device=device_of(hf))


def _configs(hf: nn.Module) -> list[Any]:
    return list({id(c): c for m in hf.modules() if (c := getattr(m, "config", None)) is not None}.values())


def _tensors(found: Mapping[Any, Any], flow: Dataflow) -> dict[Slot, Value]:
    return {slot: flow.value(value) for slot, value in found.items() if isinstance(value, torch.Tensor)}
