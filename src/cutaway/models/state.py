"""The state that a model's numbers depend on, so that a later replay runs in the same state or is refused.

Anything replaced since (a module, a hook, an adapter's flag, a setting) is restored for the time of a replay. Overwritten numbers are
lost: then a replay is refused.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from types import MethodType
from typing import Any

import torch
from torch import nn
from torch.nn.modules import module as torch_modules
from torch.utils._python_dispatch import is_traceable_wrapper_subclass

from cutaway.errors import CutawayError
from cutaway.models.quantised import scales

_SAMPLED = 16
"""How many numbers of each tensor to sample, to notice changes that PyTorch does not count."""
_CONTAINERS = frozenset((dict, OrderedDict, list, set))
_PLAIN = frozenset((bool, int, float, str, type(None), tuple, MethodType, *_CONTAINERS))
_BESIDE = frozenset(("training", "_attn_implementation_internal", "_attn_implementation"))
"""Attributes that each replay sets itself."""
_HOOKS = frozenset(("_forward_hooks", "_forward_pre_hooks"))
_BESIDE_HOOKS = frozenset(
    ("_forward_hooks_with_kwargs", "_forward_pre_hooks_with_kwargs", "_forward_hooks_always_called")
)
"""How hooks are called, by their number."""
_ABSENT = object()


class ModelChanged(CutawayError):
    """The model of a pass has changed since, so that running it again would give another model's numbers."""

    code = "model-changed"


class ModelState:
    """A model's present state.

    It notices: parameters and buffers that PyTorch wrote to or moved, their dtype and device, and a sample of their numbers; modules, hooks
    and attributes that were replaced, added or removed; settings of configurations. It does not notice changes to a few numbers behind
    PyTorch's back (through `.data` or a numpy view), or anything inside a hook or an object of the user's.

    Args:
        modules: the model's present modules.
    """

    def __init__(self, modules: "Modules") -> None:
        self._modules = modules
        self._facts = {path: _facts(part.tensors) for path, part in modules.parts.items()}
        self._samples = {path: _sample(part.sampled) for path, part in modules.parts.items()}
        self._dtype = torch.get_default_dtype()

    def settle(self) -> None:
        """After a pass: buffers that the pass itself wrote to belong to the model, and do not count as changes."""
        for path, part in self._modules.parts.items():
            for at in part.buffers:
                if _version(part.tensors[at]) != self._facts[path][at][0]:
                    self._modules.own.add(id(part.tensors[at]))

    @contextmanager
    def entered(self, block: str | None = None, *, whole: bool = False, sampled: bool = True) -> Iterator[None]:
        """A context in which the model is in this state.

        Args:
            block: the path of a module, if only its computation needs the state. None: the computation outside such modules.
            whole: whether the whole model needs the state.
            sampled: whether to compare the samples too.

        Raises:
            ModelChanged: numbers that it needs have been overwritten.
        """
        parts = self._modules.parts
        paths = [*parts] if whole else [block]
        undo: list[tuple[dict[Any, Any], Any, Any]] = []
        now = torch.get_default_dtype()
        try:
            if now != self._dtype:
                torch.set_default_dtype(self._dtype)
            for path in dict.fromkeys((None, *paths)):
                undo += parts[path].put_back()
            for path in paths:
                self._check(path, sampled)
            yield
        finally:
            for live, key, value in reversed(undo):
                if value is _ABSENT:
                    live.pop(key, None)
                else:
                    live[key] = value
            if now != self._dtype:
                torch.set_default_dtype(now)

    def _check(self, path: str | None, sampled: bool) -> None:
        part = self._modules.parts[path]
        for kind, forward in part.classes.items():
            if kind.forward is not forward:
                raise changed(f"{kind.__name__}.forward was replaced")
        facts, own = _facts(part.tensors), self._modules.own
        if facts != self._facts[path]:
            for tensor, was, now in zip(part.tensors, self._facts[path], facts, strict=True):
                if was != now and id(tensor) not in own:
                    raise changed(_told(self._modules.name_of(tensor), was, now))
        if not sampled or _equal(_sample(part.sampled), self._samples[path]):
            return
        for tensor in part.sampled:
            if id(tensor) not in own and not _equal(_sample([tensor]), self._sample_of(path, tensor)):
                raise changed(f"{self._modules.name_of(tensor)} was overwritten")

    def _sample_of(self, path: str | None, tensor: torch.Tensor) -> list[torch.Tensor]:
        """One tensor's part of the sample."""
        groups: dict[tuple[torch.dtype, torch.device], int] = {}
        for each in self._modules.parts[path].sampled:
            key = (each.dtype, each.device)
            start, count = groups.get(key, 0), min(_SAMPLED, each.numel()) * each.itemsize
            if each is tensor:
                return [
                    self._samples[path][[*_grouped(self._modules.parts[path].sampled)].index(key)][
                        start : start + count
                    ]
                ]
            groups[key] = start + count
        return []


class _Part:
    """The state of some modules.

    Attributes:
        live: dictionaries that the modules read: their attributes, and those of their configurations.
        kept: the content of these dictionaries.
        tensors: every parameter and buffer, and tensors among the attributes.
        sampled: the tensors whose single numbers can be read.
        buffers: indices of the buffers among the tensors.
        classes: the modules' classes, with their forward functions.
    """

    def __init__(self, modules: Sequence[nn.Module], others: Iterable[dict[Any, Any]] = ()) -> None:
        self.live = [vars(module) for module in modules] + [*others]
        self.kept = [_copied(live) for live in self.live]
        found = {id(t): t for kept in self.kept for t in _tensors_in(kept)}
        self.tensors = [*found.values()]
        self.sampled = [tensor for tensor in self.tensors if _can_be_sampled(tensor)]
        buffers = {id(t) for kept in self.kept for t in kept.get("_buffers", {}).values()}
        self.buffers = [at for at, tensor in enumerate(self.tensors) if id(tensor) in buffers]
        self.classes = {type(module): type(module).forward for module in modules}

    def holds(self) -> bool:
        """Whether the dictionaries still have the same content."""
        return _same(self.live, self.kept) or not any(True for _ in self._differences())

    def arranged_as(self, other: "_Part") -> bool:
        """Whether the same code runs as in another part; numbers may differ."""
        if len(self.live) != len(other.live) or any(a is not b for a, b in zip(self.live, other.live, strict=True)):
            return False
        return self.classes == other.classes and not any(
            key not in _BESIDE
            and key not in _BESIDE_HOOKS
            and not _is_number(key, now.get(key, was.get(key)))
            and not _alike(_code_of(key, now.get(key)), _code_of(key, was.get(key)))
            for now, was in zip(self.kept, other.kept, strict=True)
            if not _same(now, was)
            for key in {*now, *was}
        )

    def put_back(self) -> list[tuple[dict[Any, Any], Any, Any]]:
        """Restores the earlier content; returns the replaced content, for undoing it."""
        if _same(self.live, self.kept):
            return []
        undo = []
        for live, key, was in [*self._differences()]:
            now = live.get(key, _ABSENT)
            undo.append((live, key, now))
            if was is _ABSENT:
                del live[key]
            elif key in _HOOKS:
                live[key] = _with_onlookers(was, now)
            elif key in _BESIDE_HOOKS:
                live[key] = OrderedDict({**now, **was})
            else:
                live[key] = was.copy() if type(was) in _CONTAINERS else was
        return undo

    def _differences(self) -> Iterator[tuple[dict[Any, Any], Any, Any]]:
        for live, kept in zip(self.live, self.kept, strict=True):
            if _same(live, kept):
                continue
            for key in dict.fromkeys((*kept, *live)):
                was = kept.get(key, _ABSENT)
                if key not in _BESIDE and not _alike(live.get(key, _ABSENT), was):
                    yield live, key, was


class Modules:
    """All present modules of a model, in parts that can be replayed separately.

    Args:
        hf: the model.
        blocks: paths of its blocks.

    Attributes:
        parts: by the path of a block, with None for the modules outside the blocks.
        own: the ids of buffers that the model's passes write to.
    """

    def __init__(self, hf: nn.Module, blocks: Iterable[str]) -> None:
        self._hf = hf
        self.own: set[int] = set()
        roots = {path: hf.get_submodule(path) for path in dict.fromkeys(blocks)}
        outside = modules_of(hf, without=roots.values())
        parts = {path: modules_of(root) for path, root in roots.items()}
        every = [*outside, *(module for part in parts.values() for module in part)]
        configs = {id(c): vars(c) for m in every if hasattr(c := vars(m).get("config"), "__dict__")}
        hooks = (torch_modules._global_forward_hooks, torch_modules._global_forward_pre_hooks)
        self.parts: dict[str | None, _Part] = {None: _Part(outside, (*configs.values(), *hooks))}
        self.parts |= {path: _Part(part) for path, part in parts.items()}

    def holds(self) -> bool:
        """Whether no module was replaced, added, removed or changed in its settings."""
        return all(part.holds() for part in self.parts.values())

    def arranged_as(self, other: "Modules") -> bool:
        """Whether the same code runs: modules, hooks, flags and names are the same; numbers may differ."""
        return self.parts.keys() == other.parts.keys() and all(
            part.arranged_as(other.parts[path]) for path, part in self.parts.items()
        )

    def name_of(self, tensor: torch.Tensor) -> str:
        """A tensor's name at the time of this state."""
        kept = {id(live): kept for part in self.parts.values() for live, kept in zip(part.live, part.kept, strict=True)}
        waiting: list[tuple[str, dict[str, Any]]] = [("", kept[id(vars(self._hf))])]
        seen: set[int] = set()
        while waiting:
            path, attributes = waiting.pop(0)
            if id(attributes) in seen:
                continue
            seen.add(id(attributes))
            for name, value in (
                *attributes.items(),
                *attributes["_parameters"].items(),
                *attributes["_buffers"].items(),
                *scales(attributes),
            ):
                if value is tensor:
                    return f"{path}{name}"
            waiting += [
                (f"{path}{name}.", kept[id(vars(child))])
                for name, child in attributes["_modules"].items()
                if child is not None and id(vars(child)) in kept
            ]
        return "a tensor"


def modules_of(root: nn.Module, without: Iterable[nn.Module] = ()) -> list[nn.Module]:
    """A module and all inside it, each once, except some and anything only inside those. Faster than `nn.Module.modules`."""
    seen, found, waiting = {id(module) for module in without}, [], [root]
    while waiting:
        module = waiting.pop()
        if id(module) in seen:
            continue
        seen.add(id(module))
        found.append(module)
        waiting.extend(child for child in module._modules.values() if child is not None)
    return found


def changed(what: str) -> ModelChanged:
    """The error for a recording whose model has changed.

    Args:
        what: the change, in a few words.
    """
    return ModelChanged(
        f"The model changed since this was recorded: {what}. Running it now would give another model's numbers.",
        "Trace again with the present model. Before a change, trace.pin() keeps the tensors that you need.",
    )


def _told(name: str, was: tuple[Any, ...], now: tuple[Any, ...]) -> str:
    """The change of a tensor's facts, in words."""
    (_, _, dtype, device, shape), (_, _, other, elsewhere, another) = was, now
    if dtype != other:
        return f"{name} was {str(dtype).removeprefix('torch.')} and is {str(other).removeprefix('torch.')}"
    if device != elsewhere:
        return f"{name} was on {device} and is on {elsewhere}"
    if shape != another:
        return f"{name} had shape {tuple(shape)} and has {tuple(another)}"
    return f"{name} was overwritten"


def _facts(tensors: Sequence[torch.Tensor]) -> list[tuple[Any, ...]]:
    """For each tensor, how often PyTorch wrote to it, its memory, and its type."""
    return [(_version(t), _pointer(t), t.dtype, t.device, t.shape) for t in tensors]


def _version(tensor: torch.Tensor) -> int:
    return -1 if tensor.is_inference() else tensor._version


def _pointer(tensor: torch.Tensor) -> int:
    try:
        return tensor.data_ptr()
    except RuntimeError:  # its class has no memory of its own
        return 0


def _sample(tensors: Sequence[torch.Tensor]) -> list[torch.Tensor]:
    """A few numbers of each tensor, spread evenly, as bytes; one run of them for each dtype and device."""
    with torch.no_grad():
        return [torch.cat([_few(t) for t in group]).view(torch.uint8) for group in _grouped(tensors).values()]


def _few(tensor: torch.Tensor) -> torch.Tensor:
    count = tensor.numel()
    if count <= _SAMPLED:
        return tensor.reshape(-1)
    # The step is not a multiple of the row length, so that the sample covers all columns.
    return torch.as_strided(tensor, (_SAMPLED,), ((count - 1) // (_SAMPLED - 1),))


def _grouped(tensors: Iterable[torch.Tensor]) -> dict[tuple[torch.dtype, torch.device], list[torch.Tensor]]:
    groups: dict[tuple[torch.dtype, torch.device], list[torch.Tensor]] = {}
    for tensor in tensors:
        groups.setdefault((tensor.dtype, tensor.device), []).append(tensor)
    return groups


def _can_be_sampled(tensor: torch.Tensor) -> bool:
    return (
        not tensor.is_meta
        and tensor.layout == torch.strided
        and tensor.is_contiguous()
        and tensor.numel() > 0
        and not tensor.is_complex()
        and not tensor.is_quantized
        and not is_traceable_wrapper_subclass(tensor)
    )


def _equal(one: Sequence[torch.Tensor], other: Sequence[torch.Tensor]) -> bool:
    return len(one) == len(other) and all(
        a.device == b.device and torch.equal(a, b) for a, b in zip(one, other, strict=True)
    )


def _copied(live: dict[Any, Any]) -> dict[Any, Any]:
    return {key: value.copy() if type(value) in _CONTAINERS else value for key, value in live.items()}


def _tensors_in(kept: dict[Any, Any]) -> Iterator[torch.Tensor]:
    for value in kept.values():
        if isinstance(value, torch.Tensor):
            yield value
    yield from (scale for _, scale in scales(kept))
    for name in ("_parameters", "_buffers"):
        yield from (tensor for tensor in kept.get(name, {}).values() if tensor is not None)


def _same(one: Any, other: Any) -> bool:
    """Whether two containers are equal; False if their values can't be compared."""
    try:
        return bool(one == other)
    except Exception:  # arrays and tensors have no single answer, and other objects may do anything
        return False


def _with_onlookers(was: dict[int, Any], now: dict[int, Any]) -> dict[int, Any]:
    """The earlier hooks; hooks added since are called, but their results are ignored."""
    return OrderedDict({**was, **{key: _onlooking(hook) for key, hook in now.items() if key not in was}})


def _onlooking(hook: Any) -> Callable[..., None]:
    def onlooker(*given: Any) -> None:
        hook(*given)

    return onlooker


def _code_of(key: Any, value: Any) -> Any:
    """The value to compare to decide whether the same code runs: for hooks, their code, ignoring their data."""
    return [getattr(hook, "__code__", type(hook)) for hook in value.values()] if key in _HOOKS else value


def _is_number(key: Any, value: Any) -> bool:
    """Whether an attribute is only a number for computing, and does not decide which code runs."""
    return key in ("_parameters", "_buffers") or isinstance(value, (float, torch.Tensor)) or type(value) is int


def _alike(now: Any, was: Any) -> bool:
    if now is was:
        return True
    return type(now) is type(was) and type(now) in _PLAIN and _same(now, was)
