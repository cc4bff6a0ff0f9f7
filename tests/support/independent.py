"""An independent reading of the small models in `architectures`: eager mode, and hooks on the modules that `families` names.

None of Cutaway's code is used. Attention is read off the model file's own eager function, or, where that file has none, off the
products and the softmax that its attention module runs.
"""

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from inspect import signature
from typing import Any

import torch
from torch import nn
from torch.overrides import TorchFunctionMode
from transformers import PreTrainedModel

from support.architectures import given
from support.families import Family, Stack


def read_all(
    hf: PreTrainedModel, family: Family, inputs: Mapping[str, torch.Tensor] | None = None
) -> dict[str, torch.Tensor]:
    """Every site of an eager pass, by Cutaway's names, without batch axis. Changes `hf` to eager attention.

    Args:
        inputs: what the forward pass is given; `given(hf)` where nothing is said.
    """
    hf.set_attn_implementation("eager")
    hf.config._attn_implementation = "eager"  # where a model takes no orders
    found: dict[str, torch.Tensor] = {}
    with torch.no_grad(), ExitStack() as stack:
        for each in family:
            _Reading(hf, each, found, stack)
        options = {"use_cache": False} if "use_cache" in signature(hf.forward).parameters else {}
        output = hf(**(inputs or given(hf)), **options)
    if "logits" in output:
        found["logits"] = output.logits[0]
    return found


class _Reading:
    """Hooks on one stack that put into `found` what they see."""

    def __init__(self, hf: PreTrainedModel, where: Stack, found: dict[str, torch.Tensor], stack: ExitStack) -> None:
        self.where, self.found = where, found
        self.calls = 0
        for name, place in where.outside.items():
            if _has(hf, place):
                self._hook(hf, place, lambda tensor, name=name: found.setdefault(where.prefix + name, tensor), stack)
        blocks = hf.get_submodule(where.blocks)
        for block in blocks.children():
            stack.callback(block.register_forward_pre_hook(self._entering, with_kwargs=True).remove)
            for name, place in where.sites.items():
                if _has(block, place):
                    self._hook(block, place, lambda tensor, name=name: self._keep(name, tensor), stack)
            for name, (path, projection) in where.attentions.items():
                if _has(block, path):
                    self._attention(name, block.get_submodule(path), block.get_submodule(projection), stack)
            stack.callback(block.register_forward_hook(self._leaving).remove)

    def _keep(self, name: str, tensor: torch.Tensor) -> None:
        self.found[f"{self.where.prefix}layers.{self.calls}.{name}"] = tensor.detach().clone()

    def _entering(self, _: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        self._keep("resid_pre", _flat(_tensors((*args, *kwargs.values()))[0]))

    def _leaving(self, _: nn.Module, args: tuple[Any, ...], output: Any) -> None:
        self._keep("resid_post", _flat(_tensors(output)[0]))
        self.calls += 1

    def _hook(self, root: nn.Module, place: str, keep: Callable[[torch.Tensor], Any], stack: ExitStack) -> None:
        path, item, part, of = _parsed(place)

        def hook(_: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any], output: Any) -> None:
            if not place.startswith("<"):
                keep(_flat(_tensors(output)[item]).chunk(of, -1)[part].clone())

        def before(_: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
            if place.startswith("<"):
                keep(_flat(_tensors((*args, *kwargs.values()))[item]).chunk(of, -1)[part].clone())

        module = root.get_submodule(path)
        stack.callback(module.register_forward_pre_hook(before, with_kwargs=True).remove)
        stack.callback(module.register_forward_hook(hook, with_kwargs=True).remove)

    def _attention(self, name: str, module: nn.Module, projection: nn.Module, stack: ExitStack) -> None:
        def keep(site: str, tensor: torch.Tensor) -> None:
            self._keep(f"{name}.{site}", tensor)

        def projected(_: nn.Module, args: tuple[Any, ...], output: torch.Tensor) -> None:
            weight = projection.get_parameter("weight")
            matrix = weight if type(projection).__name__ == "Conv1D" else weight.T
            heads = self.found[f"{self.where.prefix}layers.{self.calls}.{name}.pattern"].shape[0]
            z = _flat(args[0]).unflatten(-1, (heads, -1)).transpose(0, 1)
            keep("z", z)
            keep("result", torch.einsum("hpd,hdm->hpm", z, matrix.reshape(heads, z.shape[-1], -1)))
            keep("out", _flat(output))

        stack.callback(projection.register_forward_hook(projected).remove)
        stack.enter_context(_function_tapped(module, keep) if _eager_file(module) else _code_tapped(module, keep))


@contextmanager
def _function_tapped(module: nn.Module, keep: Callable[[str, torch.Tensor], None]) -> Iterator[None]:
    """Within this context, what the model file's eager attention function is given by `module`, and computes, is kept."""
    file = _eager_file(module)
    eager = file.eager_attention_forward

    def tapped(
        caller: nn.Module, query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, *args: Any, **kwargs: Any
    ) -> Any:
        if caller is not module:
            return eager(caller, query, key, value, *args, **kwargs)
        with _Tap() as tap:
            result = eager(caller, query, key, value, *args, **kwargs)
        for name, tensor in (("q", query), ("k", key), ("v", value), ("scores", tap.scores), ("pattern", tap.pattern)):
            keep(name, tensor[0][..., : key.shape[2]] if name in ("scores", "pattern") else tensor[0])
        if tap.pattern.shape[-1] > key.shape[2]:
            keep("sink", tap.pattern[0, ..., -1])
        return result

    file.eager_attention_forward = tapped
    try:
        yield
    finally:
        file.eager_attention_forward = eager


@contextmanager
def _code_tapped(module: nn.Module, keep: Callable[[str, torch.Tensor], None]) -> Iterator[None]:
    """Within this context, the products and the softmax that `module` runs itself are kept."""
    forward = module.forward

    def tapped(*args: Any, **kwargs: Any) -> Any:
        with _Tap(weighing):
            return forward(*args, **kwargs)

    def weighing(tap: _Tap, value: torch.Tensor) -> None:
        query, key = next(p[:2] for p in tap.products if p[2].numel() == tap.scores.numel())
        found = {"q": query, "k": key.transpose(-1, -2), "v": value, "scores": tap.scores, "pattern": tap.pattern}
        for name, tensor in found.items():
            keep(name, tensor.reshape(-1, *tensor.shape[-2:]))

    module.forward = tapped
    try:
        yield
    finally:
        del module.forward


class _Tap(TorchFunctionMode):
    """Sees the softmax, the products before it, and the one in which its result weighs the values."""

    def __init__(self, weighing: "Callable[[_Tap, torch.Tensor], None]" = lambda tap, value: None) -> None:
        super().__init__()
        self.scores = self.pattern = torch.empty(0)
        self.products: list[tuple[torch.Tensor, torch.Tensor, torch.Tensor]] = []
        self._weighing = weighing

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = kwargs or {}
        name = getattr(func, "__name__", "")
        result = func(*args, **kwargs)
        if name == "softmax":
            self.scores, self.pattern = args[0].clone(), result.clone()
        elif name in ("matmul", "__matmul__", "bmm", "baddbmm"):
            one, other = (*args, *kwargs.values())[1:3] if name == "baddbmm" else args
            if not self.pattern.numel():
                self.products.append((one.clone(), other.clone(), result))
            elif len(self.products):
                self._weighing(self, other)
                self.products.clear()
        return result


def _eager_file(module: nn.Module) -> Any:
    """The model file of an attention module, if it has an eager attention function."""
    file = sys.modules[type(module).__module__]
    return file if hasattr(file, "eager_attention_forward") else None


def _flat(tensor: torch.Tensor) -> torch.Tensor:
    """Without the batch of one row, whichever axis it is: `(positions, width)`."""
    return tensor if tensor.dim() == 2 else tensor[0] if tensor.shape[0] == 1 else tensor[:, 0]


def _tensors(value: Any) -> list[torch.Tensor]:
    return [value] if isinstance(value, torch.Tensor) else [item for item in value if isinstance(item, torch.Tensor)]


def _has(root: nn.Module, place: str) -> bool:
    path, *_ = _parsed(place)
    module: Any = root
    for name in path.split("."):
        module = getattr(module, name, None)
    return isinstance(module, nn.Module) and not isinstance(module, nn.Identity)


def _parsed(place: str) -> tuple[str, int, int, int]:
    """Path, which of the tensors, which part of the columns and how many parts there are."""
    found = re.fullmatch(r"<?([\w.]+?)(?:\[(\d)\])?(?::(\d)/(\d))?", place)
    assert found is not None, place
    return found[1], int(found[2] or 0), int(found[3] or 0), int(found[4] or 1)
