"""Attention as a model calls it: one function, registered with Transformers, that passes each call to the current listener.

Most models of Transformers look up their attention function in a registry. Cutaway registers one under its own name, and the mask function
under the same name: otherwise models would silently lose their mask. PyTorch's fused kernel computes a call, unless scores and patterns
are needed or the kernel differs from the model's own code: then the model file's eager attention does, with its softmax tapped.
"""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import torch
from torch import nn
from torch.nn.functional import scaled_dot_product_attention
from torch.overrides import TorchFunctionMode
from transformers import PreTrainedModel
from transformers.integrations.sdpa_attention import sdpa_attention_forward
from transformers.masking_utils import ALL_MASK_ATTENTION_FUNCTIONS, sdpa_mask
from transformers.modeling_utils import ALL_ATTENTION_FUNCTIONS

from cutaway.models.attention_direct import Seen, calls_seen

NAME = "cutaway"
DIRECT = "direct"
"""Instead of a registered function's name: the model calls PyTorch's `scaled_dot_product_attention` itself."""

HIDDEN = -9e3
"""Scores below this hide a pair from a softmax: masks add the dtype's least number, −10⁹ or −10⁴, and the share is 0 with each."""

Hook = Callable[[torch.Tensor], torch.Tensor | None]
"""Takes a tensor with a leading batch axis; returns a replacement of the same shape, or None to keep it."""


@dataclass(frozen=True, slots=True)
class AttentionCall:
    """The arguments of an attention function, by reference.

    Attributes:
        module: the attention module that called.
        query: `(batch, heads, queries, d_head)`, as scored (after rotary embedding, before scaling).
        key: `(batch, key_value_heads, keys, d_head)`.
        value: `(batch, key_value_heads, keys, d_value)`.
        mask: boolean (True: visible) or additive, broadcastable to `(batch, heads, queries, keys)`; or None.
        options: the other keyword arguments (scaling and those of the architecture).
        direct: whether the module called PyTorch's function itself.
    """

    module: nn.Module
    query: torch.Tensor
    key: torch.Tensor
    value: torch.Tensor
    mask: torch.Tensor | None
    options: dict[str, Any]
    direct: bool = False

    @property
    def causal(self) -> bool:
        """Whether, without a mask, each query sees only the keys up to itself."""
        declared = self.options.get("is_causal")
        if declared is None:
            declared = getattr(self.module, "is_causal", True)
        return self.mask is None and bool(declared) and self.query.shape[2] > 1


@dataclass(frozen=True, slots=True)
class Attended:
    """The result of eager attention.

    Attributes:
        output: `(batch, queries, heads, d_value)`.
        scores: the softmax's input, `(batch, heads, queries, keys)`.
        pattern: the softmax's output, of the same shape.
        sink: the weight of a sink, which has no value, `(batch, heads, queries)`; None if the model has no sinks.
    """

    output: torch.Tensor
    scores: torch.Tensor
    pattern: torch.Tensor
    sink: torch.Tensor | None


Attend = Callable[[AttentionCall], torch.Tensor]
"""Computes one call: `(batch, queries, heads, d_value)`."""

_listening = threading.local()
_known_configs: WeakKeyDictionary[nn.Module, list[Any]] = WeakKeyDictionary()


def attend_fused(call: AttentionCall) -> torch.Tensor:
    """Computes a call by PyTorch's fused kernel, `(batch, queries, heads, d_value)`."""
    if call.direct:
        output = scaled_dot_product_attention(
            call.query, call.key, call.value, call.mask, is_causal=call.mask is None and call.options["is_causal"],
            scale=call.options["scaling"], enable_gqa=call.query.shape[1] != call.key.shape[1],
        )  # fmt: skip
        return output.transpose(1, 2)
    output, _ = sdpa_attention_forward(call.module, call.query, call.key, call.value, call.mask, **call.options)
    return output


def attend_eagerly(
    call: AttentionCall,
    on_scores: Hook | None = None,
    on_pattern: Hook | None = None,
    *,
    module: Any = None,
) -> Attended:
    """Computes a call by the model file's own eager attention.

    Args:
        on_scores, on_pattern: hooks on the softmax's input and output, which may replace them.
        module: the attention module to pass, instead of the call's own.
    """
    keys = call.key.shape[2]
    tap = _SoftmaxTap(keys, on_scores, on_pattern)
    mask = additive_mask(call, slice(0, call.query.shape[2]))
    function = _plain_attention if call.direct else eager_function(call.module)
    with tap:
        output, weights = function(
            call.module if module is None else module,
            call.query, call.key, call.value, mask, **{**call.options, "dropout": 0.0},
        )  # fmt: skip
    pattern = weights if tap.pattern is None else tap.pattern.to(call.query.dtype)
    scores = weights.log() if tap.scores is None else tap.scores
    sink = pattern[..., keys:].sum(-1) if pattern.shape[-1] > keys else None
    return Attended(output, scores[..., :keys], pattern[..., :keys], sink)


def eager_function(module: nn.Module) -> Callable[..., tuple[torch.Tensor, torch.Tensor]]:
    """The model file's own `eager_attention_forward`: the reference for this attention."""
    for kind in type(module).__mro__:
        function = getattr(sys.modules[kind.__module__], "eager_attention_forward", None)
        if function is not None:
            return function
    return _plain_attention


def additive_mask(call: AttentionCall, queries: slice) -> torch.Tensor | None:
    """The mask for eager attention: 0 for a visible key, the dtype's least number for a hidden one."""
    least = torch.finfo(call.query.dtype).min
    if call.mask is not None:
        mask = call.mask if call.mask.dim() < 3 or call.mask.shape[-2] == 1 else call.mask[..., queries, :]
        if mask.dtype != torch.bool:
            return mask
        return torch.zeros(mask.shape, dtype=call.query.dtype, device=mask.device).masked_fill_(~mask, least)
    if not call.causal:
        return None
    return causal_mask(queries.start, queries.stop, call.key.shape[2], call.query.dtype, call.query.device)


def causal_mask(start: int, stop: int, keys: int, dtype: torch.dtype, device: torch.device) -> torch.Tensor:
    """`(1, 1, queries, keys)` for the queries `start` to `stop`: 0 up to each query itself, the dtype's least number after it."""
    rows = torch.arange(start, stop, device=device)
    hidden = torch.arange(keys, device=device)[None, :] > rows[:, None]
    mask = torch.zeros(hidden.shape, dtype=dtype, device=device)
    return mask.masked_fill_(hidden, torch.finfo(dtype).min)[None, None]


@contextmanager
def listening(hf: PreTrainedModel, attend: Attend, implementation: str = NAME) -> Iterator[None]:
    """A context in which `attend` computes the attention calls that `hf` makes in this thread; everything is restored afterwards.

    Args:
        implementation: the name of the model's attention function in the registry; with any other name than ours, the model computes
            attention itself.
    """
    before = [(config, config._attn_implementation) for config in _configs(hf)]
    previous = getattr(_listening, "attend", None)
    for config, _ in before:
        config._attn_implementation = "eager" if implementation == DIRECT else implementation
    _listening.attend = attend
    try:
        with calls_seen(hf, _direct(attend)) if implementation == DIRECT else nullcontext():
            yield
    finally:
        _listening.attend = previous
        for config, name in reversed(before):
            config._attn_implementation = name


def _direct(attend: Attend) -> Seen:
    """Adapts `attend` to calls of PyTorch's function, `(batch, heads, queries, d_value)`."""

    def seen(
        module: nn.Module,
        query: torch.Tensor,
        key: torch.Tensor,
        value: torch.Tensor,
        attn_mask: torch.Tensor | None = None,
        dropout_p: float = 0.0,
        is_causal: bool = False,
        scale: float | None = None,
        enable_gqa: bool = False,
    ) -> torch.Tensor:
        if attn_mask is not None:  # one axis for each of batch, heads, queries and keys
            attn_mask = attn_mask.reshape((1,) * (4 - attn_mask.dim()) + attn_mask.shape)
        options = {"scaling": query.shape[-1] ** -0.5 if scale is None else scale, "is_causal": is_causal}
        return attend(AttentionCall(module, query, key, value, attn_mask, options, direct=True)).transpose(1, 2)

    return seen


def _configs(hf: nn.Module) -> list[Any]:
    """Every configuration in which a part of the model looks up its attention function."""
    if hf not in _known_configs:
        found = {id(c): c for m in hf.modules() if (c := getattr(m, "config", None)) is not None}
        _known_configs[hf] = [config for config in found.values() if hasattr(config, "_attn_implementation")]
    return _known_configs[hf]


def _attention(
    module: nn.Module,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attention_mask: torch.Tensor | None = None,
    **options: Any,
) -> tuple[torch.Tensor, None]:
    attend: Attend = getattr(_listening, "attend", None) or attend_fused
    return attend(AttentionCall(module, query, key, value, attention_mask, options)), None


ALL_ATTENTION_FUNCTIONS.register(NAME, _attention)
ALL_MASK_ATTENTION_FUNCTIONS.register(NAME, sdpa_mask)


def _plain_attention(
    module: nn.Module,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    mask: torch.Tensor | None,
    scaling: float | None = None,
    **_: Any,
) -> tuple[torch.Tensor, torch.Tensor]:
    """Scaled dot-product attention, for a model file without its own eager attention."""
    groups = query.shape[1] // key.shape[1]
    scores = query @ key.repeat_interleave(groups, 1).transpose(-1, -2)
    scores = scores * (query.shape[-1] ** -0.5 if scaling is None else scaling)
    pattern = torch.softmax(scores if mask is None else scores + mask, dim=-1)
    return (pattern @ value.repeat_interleave(groups, 1)).transpose(1, 2).contiguous(), pattern


class _SoftmaxTap(TorchFunctionMode):
    """Hooks the softmax of an attention, at its input and output; both can be replaced."""

    def __init__(self, keys: int, on_scores: Hook | None, on_pattern: Hook | None) -> None:
        super().__init__()
        self.scores: torch.Tensor | None = None
        self.pattern: torch.Tensor | None = None
        self._keys = keys
        self._on_scores = on_scores
        self._on_pattern = on_pattern

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        if getattr(func, "__name__", "") != "softmax":
            return func(*args, **(kwargs or {}))
        self.scores = self._visited(args[0], self._on_scores)
        self.pattern = self._visited(func(self.scores, *args[1:], **(kwargs or {})), self._on_pattern)
        return self.pattern

    def _visited(self, tensor: torch.Tensor, visit: Hook | None) -> torch.Tensor:
        """The tensor, with its keys' columns replaced by the hook; a sink's column stays."""
        if visit is None:
            return tensor
        replaced = visit(tensor[..., : self._keys])
        return tensor if replaced is None else torch.cat((replaced.to(tensor.dtype), tensor[..., self._keys :]), -1)
