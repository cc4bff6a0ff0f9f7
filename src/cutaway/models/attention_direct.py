"""A model's direct calls of PyTorch's `scaled_dot_product_attention`, intercepted where the model makes them.

`nn.MultiheadAttention` and `nn.TransformerEncoderLayer` make such calls too, once PyTorch's fast path through both is switched off.
"""

import inspect
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from weakref import WeakKeyDictionary

import torch
from torch import nn
from torch.nn import functional

Seen = Callable[..., torch.Tensor]
"""Takes the calling module, then the call's arguments; returns the call's result."""

_PYTORCH_S = functional.scaled_dot_product_attention
_SIGNATURE = ("query", "key", "value", "attn_mask", "dropout_p", "is_causal", "scale", "enable_gqa")
_lock = threading.Lock()
_places: dict[Any, int] = {}
"""Modules in which the function is patched → how many passes need it."""
_seeing = threading.local()
_folded: WeakKeyDictionary[nn.Module, int] = WeakKeyDictionary()
"""How many heads a module folds into its batch, learned from the first watched pass of one row."""


@contextmanager
def calls_seen(hf: nn.Module, seen: Seen) -> Iterator[None]:
    """A context in which `seen` computes the calls that modules of `hf` make in this thread; other calls stay PyTorch's own."""
    places = _places_of(hf)
    with _lock:
        for place in places:
            _places[place] = _places.get(place, 0) + 1
            place.scaled_dot_product_attention = _instead
        shortcut = torch.backends.mha.get_fastpath_enabled()
        torch.backends.mha.set_fastpath_enabled(False)
    before = getattr(_seeing, "seen", None)
    _seeing.seen = seen
    try:
        yield
    finally:
        _seeing.seen = before
        with _lock:
            torch.backends.mha.set_fastpath_enabled(shortcut)
            for place in places:
                _places[place] -= 1
                if not _places[place]:
                    place.scaled_dot_product_attention = _PYTORCH_S


def _places_of(hf: nn.Module) -> list[Any]:
    """`torch.nn.functional`, and the files of the model's classes that have imported the function by name."""
    files = {
        id(file): file for module in hf.modules() if (file := sys.modules.get(type(module).__module__)) is not None
    }
    files = [
        file for file in files.values() if vars(file).get("scaled_dot_product_attention") in (_PYTORCH_S, _instead)
    ]
    return [functional, *(file for file in files if file is not functional)]


def _instead(*args: Any, **kwargs: Any) -> torch.Tensor:
    seen: Seen | None = getattr(_seeing, "seen", None)
    module = None if seen is None else _caller()
    given = {**dict(zip(_SIGNATURE, args, strict=False)), **kwargs}
    axes = given["query"].dim()
    if seen is None or module is None or axes not in (3, 4):
        return _PYTORCH_S(*args, **kwargs)
    _seeing.seen = None  # the listener may call the function itself
    try:
        if axes == 4:
            return seen(module, **given)
        heads = _folded.setdefault(module, given["query"].shape[0])
        return seen(module, **{name: _unfolded(value, heads) for name, value in given.items()}).flatten(0, 1)
    finally:
        _seeing.seen = seen


def _unfolded(value: Any, heads: int) -> Any:
    """`(batch · heads, …)` as `(batch, heads, …)`; leaves a common mask and anything but tensors unchanged."""
    apart = isinstance(value, torch.Tensor) and value.dim() == 3 and value.shape[0] >= heads
    return value.unflatten(0, (-1, heads)) if apart else value


def _caller() -> nn.Module | None:
    """The innermost module whose code makes the call."""
    frame = inspect.currentframe()
    while frame is not None:
        module = frame.f_locals.get("self")
        if isinstance(module, nn.Module):
            return module
        frame = frame.f_back
    return None
