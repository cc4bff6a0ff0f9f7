"""One pass of a model by Hugging Face's own eager code, observed only by PyTorch's hooks: the reference for a trace.

Nothing here runs the engine: no hook, no keyframe, no attention function of Cutaway's, and no code that reads a site.
"""

import inspect
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn
from torch.overrides import TorchFunctionMode

from cutaway.models.anatomy.anatomy import Attention, Block, Part, Site
from cutaway.models.anatomy.infer import evaluating
from cutaway.models.attention import attend_fused, listening
from cutaway.models.context import fresh_rotations
from cutaway.trace.trace import Trace

EAGER = "a pass of the model's own eager code"
ALONE = "its output projection, called for each head alone"
_PRODUCTS = {"matmul", "__matmul__", "bmm", "baddbmm"}


@dataclass(frozen=True, slots=True)
class Reference:
    """The expected values of a site.

    Attributes:
        tensor: the numbers, without a batch axis.
        against: their origin, in words.
    """

    tensor: torch.Tensor
    against: str = EAGER


@dataclass(slots=True)
class _Softmax:
    """A softmax of an eager attention, and the products around it."""

    scores: torch.Tensor
    pattern: torch.Tensor
    products: list[tuple[torch.Tensor, torch.Tensor]]
    weighed: tuple[torch.Tensor, torch.Tensor] | None = None


def eager_references(trace: Trace) -> dict[str, Reference]:
    """The sites of a trace from another pass, without those that no module, softmax or product shows."""
    seen = _Seen(trace)
    hf = trace.model.hf
    options = {"use_cache": False} if "use_cache" in _known_options(hf) else {}
    with evaluating(hf), fresh_rotations(hf), ExitStack() as stack:
        stack.enter_context(seen.hooked())
        stack.enter_context(listening(hf, attend_fused, "eager"))
        stack.enter_context(seen.tap)
        output = hf(**trace.recording.inputs.arguments(1), **options)
        seen.tap.paused = True
        found = seen.found | _attentions(trace, seen)
    if "logits" in trace.sites:
        found["logits"] = Reference(output.logits[0])
    return found


def _known_options(hf: nn.Module) -> Mapping[str, Any]:
    return inspect.signature(hf.forward).parameters


class _Seen:
    """Hooks on the modules that the anatomy names, and the tensors that they saw."""

    def __init__(self, trace: Trace) -> None:
        self.found: dict[str, Reference] = {}
        self.tap = _Tap()
        self.projected: dict[tuple[int, str], tuple[Any, dict[str, Any], torch.Tensor]] = {}
        """Block and attention → the input and output of the output projection."""
        self._trace = trace
        self._anatomy = trace.model.anatomy
        self._hf = trace.model.hf
        self._running = -1

    @contextmanager
    def hooked(self) -> Iterator[None]:
        """A context in which the modules are watched."""
        anatomy = self._anatomy
        with ExitStack() as stack:
            for path in dict.fromkeys(block.path for block in anatomy.blocks):
                module = self._hf.get_submodule(path)
                stack.callback(module.register_forward_pre_hook(self._entering, with_kwargs=True).remove)
                stack.callback(module.register_forward_hook(self._leaving).remove)
            for name, site in (anatomy.stem | anatomy.head).items():
                self._hook(site, lambda tensor, name=name: self._keep(name, tensor), stack, None)
            for number, block in enumerate(anatomy.blocks):
                for name, site in block.sites.items():
                    self._hook(
                        site, lambda tensor, name=f"{block.name}.{name}": self._keep(name, tensor), stack, number
                    )
                for name, path in _norms_given(block):
                    self._before(
                        path, lambda tensor, name=f"{block.name}.{name}": self._keep(name, tensor), stack, number
                    )
                for attention in block.attentions:
                    if attention.output_projection is not None:
                        self._projection(attention.output_projection, (number, attention.name), stack)
            yield

    def flat(self, tensor: torch.Tensor, width: int) -> torch.Tensor:
        """Removes the batch axis of one row, wherever it is: `(positions, width)`."""
        return tensor.detach().clone().reshape(-1, width)

    def _keep(self, site: str, tensor: torch.Tensor) -> None:
        shape = self._trace.sites.get(site)
        if shape is not None and site not in self.found and tensor.numel() == shape[0] * shape[-1]:
            self.found[site] = Reference(self.flat(tensor, shape[-1]))

    def _entering(self, _: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        self._running += 1
        block = self._anatomy.blocks[self._running]
        given = kwargs[block.takes] if isinstance(block.takes, str) else args[block.takes or 0]
        self._keep(f"{block.name}.resid_pre", given)

    def _leaving(self, _: nn.Module, args: tuple[Any, ...], output: Any) -> None:
        block = self._anatomy.blocks[self._running]
        self._keep(f"{block.name}.resid_post", output if block.gives is None else output[block.gives])

    def _hook(self, site: Site, keep: Callable[[torch.Tensor], None], stack: ExitStack, block: int | None) -> None:
        place = site.place
        if not isinstance(place, Part):
            return
        if place.end == "input":
            self._before(place.path, keep, stack, block, place.item)
            return
        calls = iter(range(2**31))

        def after(_: nn.Module, args: tuple[Any, ...], output: Any) -> None:
            if block not in (None, self._running) or next(calls) != place.call:
                return
            tensors = (
                [output]
                if isinstance(output, torch.Tensor)
                else [v for v in _values(output) if isinstance(v, torch.Tensor)]
            )
            keep(tensors[place.item])

        stack.callback(self._hf.get_submodule(place.path).register_forward_hook(after).remove)

    def _before(
        self, path: str, keep: Callable[[torch.Tensor], None], stack: ExitStack, block: int | None, item: int = 0
    ) -> None:
        def before(_: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
            if block in (None, self._running):
                keep([v for v in (*args, *kwargs.values()) if isinstance(v, torch.Tensor)][item])

        module = self._hf.get_submodule(path)
        stack.callback(module.register_forward_pre_hook(before, with_kwargs=True, prepend=True).remove)

    def _projection(self, path: str, key: tuple[int, str], stack: ExitStack) -> None:
        handed: list[tuple[Any, dict[str, Any]]] = []

        def before(_: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
            if self._running == key[0]:
                handed.append(((args[0].clone(), *args[1:]), kwargs))

        def after(_: nn.Module, args: tuple[Any, ...], output: torch.Tensor) -> None:
            if self._running == key[0] and handed and key not in self.projected:
                self.projected[key] = (*handed[-1], output.detach().clone())

        module = self._hf.get_submodule(path)
        stack.callback(module.register_forward_pre_hook(before, with_kwargs=True, prepend=True).remove)
        stack.callback(module.register_forward_hook(after).remove)


def _values(output: Any) -> list[Any]:
    return list(output.values()) if isinstance(output, dict) else list(output)


def _norms_given(block: Block) -> Iterator[tuple[str, str]]:
    """The residual stream between sublayers is the input of the next norm: its site and that norm's path."""
    after = {"resid_mid": "norm2", "resid_cross": "norm2"} if block.normalises_first else {"resid_mid": "norm1"}
    if block.normalises_first and "norm_cross" in block.sites:
        after["resid_mid"] = "norm_cross"
    for site, norm in after.items():
        where = block.sites.get(norm)
        if site in block.sites and where is not None and isinstance(where.place, Part) and where.place.end == "output":
            yield site, where.place.path


def _attentions(trace: Trace, seen: _Seen) -> dict[str, Reference]:
    """The tensors of attentions from the softmaxes and the products around them, in order of running; and heads' results."""
    found: dict[str, Reference] = {}
    waiting = iter(seen.tap.seen)
    for number, block in enumerate(trace.model.anatomy.blocks):
        for attention in block.attentions:
            prefix = f"{block.name}.{attention.name}."
            heads, queries, keys = trace.sites[f"{prefix}pattern"]
            for softmax in waiting:
                if softmax.pattern.numel() // max(1, heads * queries) not in (keys, keys + 1):
                    continue
                if softmax.pattern.shape[-2] != queries:
                    continue
                found |= {prefix + name: Reference(tensor) for name, tensor in _around(softmax, trace, prefix).items()}
                break
            call = seen.projected.get((number, attention.name))
            if call is not None:
                found |= _projected(trace, prefix, attention, *call)
    return found


def _around(softmax: _Softmax, trace: Trace, prefix: str) -> dict[str, torch.Tensor]:
    heads, queries, keys = trace.sites[f"{prefix}pattern"]
    shape = (heads, queries, softmax.pattern.shape[-1])
    pattern = softmax.pattern.reshape(shape)
    found = {"pattern": pattern[..., :keys], "scores": softmax.scores.reshape(shape)[..., :keys]}
    if shape[-1] > keys:
        found["sink"] = pattern[..., keys:].sum(-1)
    fits = [p for p in softmax.products if _fits(p, heads, queries, keys)]
    if fits:
        query, key = fits[-1]
        found |= {"q": _by_head(query, heads), "k": _by_head(key.transpose(-1, -2), heads)}
    if softmax.weighed is not None:
        value, z = softmax.weighed
        found |= {"v": _by_head(value, heads), "z": _by_head(z, heads)}
    return found


def _fits(product: tuple[torch.Tensor, torch.Tensor], heads: int, queries: int, keys: int) -> bool:
    one, other = product
    return one.dim() >= 3 and one.shape[-2] == queries and other.shape[-1] == keys and one.shape[:-2].numel() == heads


def _by_head(tensor: torch.Tensor, heads: int) -> torch.Tensor:
    return tensor.reshape(-1, *tensor.shape[-2:])


def _projected(
    trace: Trace, prefix: str, attention: Attention, args: Any, kwargs: dict[str, Any], gave: torch.Tensor
) -> dict[str, Reference]:
    """Each head's part of the output projection's input, and the projection of each."""
    module = trace.model.hf.get_submodule(attention.output_projection or "")
    given, *further = args
    width = attention.d_value
    rows = given.reshape(-1, attention.heads, width).transpose(0, 1)
    found: dict[str, Reference] = {}
    if f"{prefix}z" in trace.sites and rows.shape == trace.sites[f"{prefix}z"]:
        found[f"{prefix}z"] = Reference(rows)
    if f"{prefix}result" not in trace.sites:
        return found
    shape = trace.sites[f"{prefix}result"]
    nothing = module(torch.zeros_like(given), *further, **kwargs)
    results = []
    for head in range(attention.heads):
        alone = given.clone()
        alone[..., : head * width] = 0
        alone[..., (head + 1) * width :] = 0
        results.append((module(alone, *further, **kwargs) - nothing).reshape(shape[1:]))
    found[f"{prefix}result"] = Reference(torch.stack(results), ALONE)
    return found


class _Tap(TorchFunctionMode):
    """Sees each softmax of scores, the products since the last one, and the product of its result with the values."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[_Softmax] = []
        self.paused = False
        self._products: list[tuple[torch.Tensor, torch.Tensor]] = []
        self._open = False

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = kwargs or {}
        result = func(*args, **kwargs)
        name = getattr(func, "__name__", "")
        if self.paused:
            return result
        if name == "softmax" and result.dim() >= 3:
            self.seen.append(_Softmax(args[0].clone(), result.clone(), self._products))
            self._products, self._open = [], True
        elif name in _PRODUCTS:
            one, other = (*args, *kwargs.values())[1:3] if name == "baddbmm" else args
            if self._open and one.shape[-2:] == self.seen[-1].pattern.shape[-2:]:
                self.seen[-1].weighed = (other.clone(), result.clone())
                self._open = False
            elif one.dim() >= 3 and other.dim() >= 3:
                self._products.append((one.clone(), other.clone()))
        return result
