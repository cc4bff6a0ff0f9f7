"""Hooks that see, and can replace, tensors inside a block or outside the blocks while the model runs its own code.

A hook gets a tensor with a leading batch axis: `(batch, positions, width)`, or `(batch, heads, …)` for tensors with heads.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import nn
from torch.utils._python_dispatch import TorchDispatchMode

from cutaway.models.anatomy.anatomy import Attention, Block, HeadsSite, Op, Part, Site
from cutaway.models.attention import Attend, AttentionCall, Hook, attend_eagerly, attend_fused
from cutaway.models.foreign_hooks import IN_HOOKS, has_pre_hooks, is_hooked
from cutaway.models.projection import Projected, head_shares
from cutaway.trace.site_names import SiteName

Hooks = Mapping[str, Hook]
"""Site name → the hook to call there."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The layout of a stream in a model's own tensors.

    Attributes:
        batch, positions: sizes.
        batch_axis: the axis of the batch.
    """

    batch: int
    positions: int
    batch_axis: int = 0

    def visit(self, visit: Hook, tensor: torch.Tensor, site: Site) -> torch.Tensor | None:
        """Shows a tensor to a hook as `(batch, positions, width)`; converts its replacement back to the model's layout."""
        swapped = site.batch_axis == 1
        shown = tensor.transpose(0, 1) if swapped else tensor
        if tensor.numel() == self.positions * site.width:
            shown = shown.reshape(1, self.positions, site.width).expand(self.batch, -1, -1)
        else:
            shown = shown.reshape(self.batch, self.positions, site.width)
        replaced = visit(shown)
        if replaced is None:
            return None
        replaced = replaced.to(tensor.dtype)
        replaced = replaced.transpose(0, 1) if swapped else replaced
        return replaced.reshape(tensor.shape) if replaced.numel() == tensor.numel() else replaced


@contextmanager
def visiting_block(hf: nn.Module, block: Block, visits: Hooks, layout: Layout) -> Iterator[Attend]:
    """A context in which the block's tensors go to `visits` (by short site name) as it computes them.

    Yields:
        The function that has to compute the block's attention calls.
    """
    ops: dict[Op, Callable[[torch.Tensor], torch.Tensor | None]] = {}
    with ExitStack() as stack:
        for (
            attention
        ) in block.attentions:  # before the sites: shares add up to the output before `attn.out` is replaced
            own = {name: v for name, v in visits.items() if SiteName.of(name).part == attention.name}
            if attention.inline is not None:
                ops |= _inline_visits(attention, own)
            if f"{attention.name}.result" in own:
                _visit_result(hf, attention, own[f"{attention.name}.result"], layout, stack)
        for name, site in block.sites.items():
            if name in visits:
                _visit_site(hf, site, visits[name], layout, ops, stack)
        counted = stack.enter_context(visiting_ops(hf, block.path, ops)) if ops else None

        callers = Callers(hf, block)

        def attend(call: AttentionCall) -> torch.Tensor:
            attention = callers.of(call)
            if attention is None:
                return attend_fused(call)
            if counted is None:
                return attend_visited(call, attention, visits)
            with counted.pausing():  # only the computation of attention differs, not the operations around it
                return attend_visited(call, attention, visits)

        yield attend


class Callers:
    """Identifies the attention of each call while a block runs once."""

    def __init__(self, hf: nn.Module, block: Block) -> None:
        self._modules = [(hf.get_submodule(attention.path), attention) for attention in block.attentions]
        self._calls: Counter[int] = Counter()

    def of(self, call: AttentionCall) -> Attention | None:
        """The attention of this call, the next one of its module; None if the anatomy does not know it."""
        number = self._calls[id(call.module)]
        self._calls[id(call.module)] += 1
        return next((a for module, a in self._modules if module is call.module and a.call == number), None)


@contextmanager
def visiting_outside(
    hf: nn.Module, sites: Mapping[str, Site], visits: Hooks, layouts: Mapping[str, Layout]
) -> Iterator[None]:
    """A context in which tensors outside the blocks go to `visits`.

    Args:
        layouts: prefix of a site's name (`encoder.`, `decoder.` or empty) → the layout of its stream.
    """
    with ExitStack() as stack:
        for name, site in sites.items():
            if name in visits:
                _visit_site(hf, site, visits[name], layouts[SiteName.of(name).stack], {}, stack)
        yield


def attend_visited(call: AttentionCall, attention: Attention, visits: Hooks) -> torch.Tensor:
    """Computes an attention call with hooks on its q, k, v, scores, pattern, sink and z."""

    def visit(name: str) -> Hook | None:
        return visits.get(f"{attention.name}.{name}")

    def visited(name: str, tensor: torch.Tensor) -> torch.Tensor:
        seen = visit(name)
        replaced = None if seen is None else seen(tensor)
        return tensor if replaced is None else replaced.to(tensor.dtype)

    call = replace(call, query=visited("q", call.query), key=visited("k", call.key), value=visited("v", call.value))
    if attention.fused and not any(visit(name) for name in ("scores", "pattern", "sink")):
        output = attend_fused(call)
    else:
        attended = attend_eagerly(call, visit("scores"), visit("pattern"))
        output = attended.output
        if attended.sink is not None:
            visited("sink", attended.sink)
    seen = visit("z")
    z = None if seen is None else seen(output.transpose(1, 2))
    return output if z is None else z.to(output.dtype).transpose(1, 2)


@contextmanager
def visiting_ops(
    hf: nn.Module, root: str, ops: Mapping[Op, Callable[[torch.Tensor], torch.Tensor | None]]
) -> "Iterator[_OpVisits]":
    """A context in which hooks get the arguments and outputs of single operations inside the module at `root`."""
    with whereabouts(hf, root) as where, _OpVisits(ops, where) as counted:
        yield counted


@contextmanager
def whereabouts(hf: nn.Module, root: str = "") -> Iterator[Callable[[], str]]:
    """A context whose function returns the path of the innermost running module, at `root` or below it.

    `IN_HOOKS` marks operations run by foreign hooks on a module, because operations are counted and such hooks come and go.
    """
    running = [root]

    def put(path: str) -> Any:
        def hook(*_: Any) -> None:
            running[-1] = path

        return hook

    def entering(path: str) -> Any:
        return lambda *_: running.append(path)

    def leaving(*_: Any) -> None:
        running.pop()

    with ExitStack() as stack:
        for path, module in hf.get_submodule(root).named_modules():
            whole = ".".join(filter(None, (root, path)))
            if path:
                pre, after = module.register_forward_pre_hook, module.register_forward_hook
                if is_hooked(module):
                    stack.callback(pre(entering(whole + IN_HOOKS), prepend=True).remove)
                    stack.callback(pre(put(whole)).remove)
                    stack.callback(after(put(whole + IN_HOOKS), prepend=True).remove)
                else:
                    stack.callback(pre(entering(whole)).remove)
                stack.callback(after(leaving).remove)
            elif is_hooked(module):
                stack.callback(module.register_forward_pre_hook(put(whole + IN_HOOKS), prepend=True).remove)
                stack.callback(module.register_forward_pre_hook(put(whole)).remove)
                stack.callback(module.register_forward_hook(put(whole + IN_HOOKS), prepend=True).remove)
        yield lambda: running[-1]


def _visit_site(
    hf: nn.Module,
    site: Site,
    visit: Hook,
    layout: Layout,
    ops: dict[Op, Callable[[torch.Tensor], torch.Tensor | None]],
    stack: ExitStack,
) -> None:
    def shown(tensor: torch.Tensor) -> torch.Tensor | None:
        return layout.visit(visit, tensor, site)

    if isinstance(site.place, Op):
        ops[site.place] = shown
    else:
        stack.callback(_hook(hf.get_submodule(site.place.path), site.place, shown).remove)


def _hook(module: nn.Module, part: Part, shown: Callable[[torch.Tensor], torch.Tensor | None]) -> Any:
    calls = iter(range(2**31))

    def before(_: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if next(calls) != part.call:
            return None
        slots = [i for i, v in enumerate(args) if isinstance(v, torch.Tensor)]
        names = [k for k, v in kwargs.items() if isinstance(v, torch.Tensor)]
        if part.item < len(slots):
            at = slots[part.item]
            replaced = shown(args[at])
            return None if replaced is None else ((*args[:at], replaced, *args[at + 1 :]), kwargs)
        key = names[part.item - len(slots)]
        replaced = shown(kwargs[key])
        return None if replaced is None else (args, {**kwargs, key: replaced})

    def after(_: nn.Module, args: tuple[Any, ...], output: Any) -> Any:
        if next(calls) != part.call:
            return None
        if isinstance(output, torch.Tensor):
            return shown(output)
        at = [i for i, v in enumerate(output) if isinstance(v, torch.Tensor)][part.item]
        replaced = shown(output[at])
        return None if replaced is None else type(output)((*output[:at], replaced, *output[at + 1 :]))

    if part.end == "input":
        return module.register_forward_pre_hook(
            before, with_kwargs=True, prepend=True
        )  # the module's own output, before any hooks
    return module.register_forward_hook(after)


def _visit_result(hf: nn.Module, attention: Attention, visit: Hook, layout: Layout, stack: ExitStack) -> None:
    assert attention.output_projection is not None
    projection = hf.get_submodule(attention.output_projection)
    handed: list[tuple[tuple[Any, ...], dict[str, Any]]] = []

    def before(module: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        given = args[0].clone() if has_pre_hooks(module) else args[0]  # a hook may change it in place
        handed.append(((given, *args[1:]), kwargs))

    def after(module: nn.Module, _: tuple[Any, ...], output: torch.Tensor) -> torch.Tensor | None:
        (given, *further), keywords = handed.pop()
        swapped = layout.batch_axis == 1 and given.dim() == 3
        shares = head_shares(Projected(module, given, tuple(further), keywords, output, attention.heads, int(swapped)))
        shown = (
            shares.transpose(1, 2)
            if swapped
            else shares.unflatten(1, (layout.batch, -1))
            if shares.dim() == 3
            else shares
        )
        results = shown.transpose(0, 1)
        replaced = visit(results)
        if replaced is None:
            return None
        change = (replaced - results).sum(1).to(output.dtype)
        return output + (change.transpose(0, 1) if swapped else change.reshape(output.shape))

    stack.callback(projection.register_forward_pre_hook(before, with_kwargs=True, prepend=True).remove)
    stack.callback(projection.register_forward_hook(after).remove)


def _inline_visits(attention: Attention, visits: Hooks) -> dict[Op, Callable[[torch.Tensor], torch.Tensor | None]]:
    assert attention.inline is not None
    return {
        seen.place: _shown_with_heads(visits[f"{attention.name}.{name}"], seen, attention.heads)
        for name, seen in attention.inline.items()
        if f"{attention.name}.{name}" in visits
    }


def _shown_with_heads(visit: Hook, seen: HeadsSite, heads: int) -> Callable[[torch.Tensor], torch.Tensor | None]:
    """Adapts a hook for `(batch, heads, rows, columns)` to `(batch · heads, rows, columns)`, or to swapped last axes."""

    def shown(tensor: torch.Tensor) -> torch.Tensor | None:
        whole = tensor.unflatten(0, (-1, heads)) if tensor.dim() == 3 else tensor
        replaced = visit(whole.transpose(-1, -2) if seen.swapped else whole)
        if replaced is None:
            return None
        replaced = replaced.transpose(-1, -2) if seen.swapped else replaced
        return replaced.to(tensor.dtype).reshape(tensor.shape)

    return shown


class _OpVisits(TorchDispatchMode):
    """Counts each module's own operations by name, and passes the requested ones to hooks."""

    def __init__(
        self, ops: Mapping[Op, Callable[[torch.Tensor], torch.Tensor | None]], where: Callable[[], str]
    ) -> None:
        super().__init__()
        self._where = where
        self._paused = False
        self._counts: Counter[tuple[str, str]] = Counter()
        self._wanted: dict[tuple[str, str], list[tuple[Op, Callable[[torch.Tensor], torch.Tensor | None]]]] = {}
        for op, shown in ops.items():
            self._wanted.setdefault((op.path, op.name), []).append((op, shown))

    @contextmanager
    def pausing(self) -> Iterator[None]:
        """A context in which operations are neither counted nor shown."""
        self._paused = True
        try:
            yield
        finally:
            self._paused = False

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        key = (self._where(), str(func))
        wanted = self._wanted.get(key)
        if wanted is None or self._paused:
            return func(*args, **(kwargs or {}))
        nth = self._counts[key]
        self._counts[key] += 1
        here = [(op, shown) for op, shown in wanted if op.nth == nth]
        for op, shown in here:
            if op.argument is not None and (replaced := shown(args[op.argument])) is not None:
                args = (*args[: op.argument], replaced, *args[op.argument + 1 :])
        result = func(*args, **(kwargs or {}))
        for op, shown in here:
            if op.argument is None:
                result = _output_shown(func, result, op.output, shown)
        return result


def _output_shown(func: Any, result: Any, at: int, shown: Callable[[torch.Tensor], torch.Tensor | None]) -> Any:
    tensor = result if isinstance(result, torch.Tensor) else result[at]
    replaced = shown(tensor)
    if replaced is None:
        return result
    if func._schema.is_mutable:  # every holder of the tensor changed in place has to see the change
        tensor.copy_(replaced)
        return result
    if isinstance(result, torch.Tensor):
        return replaced.reshape(tensor.shape)
    return type(result)((*result[:at], replaced, *result[at + 1 :]))
