"""Tensors as answers: an index in a query becomes numpy's index, and a tensor becomes bytes in the safetensors layout.

The layout is 8 bytes of header length (little-endian), a JSON header, and raw data, with one tensor named `data`.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from starlette.responses import Response

from cutaway.errors import BadIndex
from cutaway.server.http.problems import OverLimit

if TYPE_CHECKING:
    import torch

    from cutaway.trace.trace import Trace

Dtype = Literal["float32", "float16", "uint8"]
Index = tuple[int | slice, ...]

BYTES = {"float32": 4, "float16": 2, "uint8": 1}
MAX_ANSWER = 64 * 1024 * 1024  # bytes of one tensor's data
TENSOR: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "One tensor, named `data`, in the safetensors layout.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
"""The API's description of an answer that is a tensor."""
_NUMBER = re.compile(r"-?[0-9]{1,18}")


class TensorResponse(Response):
    """Tensors as an answer. Trace ids are salted per server and a trace never changes, so the browser may cache it."""

    media_type = "application/octet-stream"

    def __init__(self, data: bytes) -> None:
        super().__init__(data, headers={"Cache-Control": "private, max-age=86400, immutable"})


@dataclass(frozen=True, slots=True)
class Selection:
    """A part of a tensor: an index with every number inside the tensor, and the shape of what it selects."""

    index: Index
    shape: tuple[int, ...]


def select(text: str, shape: Sequence[int]) -> Selection:
    """Reads an index from a query.

    Args:
        text: comma-separated, as in numpy: `5`, `0:40`, `-1`, `:`. Missing parts select whole axes.
        shape: the shape of the tensor.

    Raises:
        BadIndex: the index is malformed, has more parts than axes, is outside the tensor, or selects nothing.

    >>> select("5,0:40", (9, 300, 300))
    Selection(index=(5, slice(0, 40, None)), shape=(40, 300))
    """
    parts = text.split(",") if text.strip() else []
    if len(parts) > len(shape):
        raise BadIndex(
            f"The index has {len(parts)} parts, but the tensor has {len(shape)} axes.", f"Its shape is {list(shape)}."
        )
    index: list[int | slice] = []
    selected: list[int] = []
    for axis, part in enumerate(parts):
        at = _part(part.strip(), axis, shape[axis])
        index.append(at)
        if isinstance(at, slice):
            selected.append(at.stop - at.start)
    return Selection(tuple(index), (*selected, *shape[len(parts) :]))


def answer(trace: "Trace", site: str, selection: Selection, dtype: Dtype, pool: int | None) -> bytes:
    """A part of a trace's tensor as bytes.

    Args:
        pool: each of the last two axes gets at most this many cells, each the maximum over a window.

    Raises:
        OverLimit: the answer would be over `MAX_ANSWER` bytes.
    """
    shape = pooled_shape(selection.shape, pool)
    size = math.prod(shape) * BYTES[dtype]
    if size > MAX_ANSWER:
        raise OverLimit(
            f"The tensor's shape would be {list(shape)}: {size:,} bytes, over the limit of {MAX_ANSWER:,}.",
            "Ask for a smaller slice (index), for pooled cells (pool) or for fewer bytes per number (dtype).",
            MAX_ANSWER,
            size,
        )
    metadata = {}
    if pool is None or shape == selection.shape:
        tensor = trace.read(site, selection.index)
    else:
        tensor = trace.pooled(site, selection.index, pool)
        metadata = {"pool": "max", "shape": ",".join(map(str, selection.shape))}
    return encode(tensor, dtype, metadata)


def pooled_shape(shape: tuple[int, ...], pool: int | None) -> tuple[int, ...]:
    """The shape after pooling with windows of equal width (the last may be narrower).

    >>> pooled_shape((9, 300, 20), 64)  # windows of 5 give 60 cells; 20 need no pooling
    (9, 60, 20)
    """
    if pool is None:
        return shape
    return (*shape[:-2], *(math.ceil(n / math.ceil(n / pool)) if n else 0 for n in shape[-2:]))


def encode(tensor: "torch.Tensor", dtype: Dtype, metadata: dict[str, str] | None = None) -> bytes:
    """A tensor of floating-point numbers in the safetensors layout.

    - `float32`: the numbers.
    - `float16`: the numbers, rounded. If one is beyond float16's range, the answer is float32 (its header says so):
      an answer may be rounded, not wrong.
    - `uint8`: value = offset + scale × byte, with `scale` and `offset` as decimal strings in the metadata. If the tensor has masked
      cells (−∞, NaN, or the least number of its dtype), the metadata has `masked`: the byte, "0", that stands only for them.
    """
    import torch
    from safetensors.torch import save

    metadata = dict(metadata or {})
    masked = _masked(tensor)
    if dtype == "uint8":
        data = _quantised(tensor.to(torch.float32), masked, metadata)
    elif dtype == "float16":
        half = tensor.to(torch.float16)
        data = tensor.to(torch.float32) if bool((half.isinf() & ~masked & ~tensor.isinf()).any()) else half
    else:
        data = tensor.to(torch.float32)
    return save({"data": data.contiguous()}, metadata or None)


def encode_all(tensors: "Mapping[str, torch.Tensor]", metadata: dict[str, str] | None = None) -> bytes:
    """Several tensors of floating-point numbers in the safetensors layout, as 32-bit floats, each by its name."""
    import torch
    from safetensors.torch import save

    return save({name: tensor.to(torch.float32).contiguous() for name, tensor in tensors.items()}, metadata)


def _masked(tensor: "torch.Tensor") -> "torch.Tensor":
    """Which cells are masked. A score plus the dtype's least number is not always exactly the least number."""
    import torch

    if not tensor.dtype.is_floating_point:
        return torch.zeros_like(tensor, dtype=torch.bool)
    return ~tensor.isfinite() | (tensor <= 0.99 * torch.finfo(tensor.dtype).min)


def _quantised(values: "torch.Tensor", masked: "torch.Tensor", metadata: dict[str, str]) -> "torch.Tensor":
    import torch

    kept = values[~masked]
    least, most = (kept.min().item(), kept.max().item()) if kept.numel() else (0.0, 0.0)
    first = 1 if kept.numel() < values.numel() else 0  # byte 0 is for masked cells, if there are any
    scale = (most - least) / (255 - first)
    offset = least - first * scale
    metadata |= {"scale": repr(scale), "offset": repr(offset)}
    if first:
        metadata["masked"] = "0"
    # `least` is one of the values, so values near it lose nothing when it is subtracted; `offset` may not be a float32.
    steps = (values - least) / scale + first if scale > 0 else torch.full_like(values, first)
    return steps.masked_fill(masked, 0).round().clamp(0, 255).to(torch.uint8)


def _part(part: str, axis: int, length: int) -> int | slice:
    if _NUMBER.fullmatch(part):
        at = int(part)
        if not -length <= at < length:
            raise BadIndex(
                f"The index {at} is outside axis {axis}, which has {length} entries.", f"0 to {length - 1} are inside."
            )
        return at % length
    start, colon, stop = part.partition(":")
    if not colon or not all(not bound or _NUMBER.fullmatch(bound) for bound in (start, stop)):
        raise BadIndex(
            f"Part {axis + 1} of the index is neither a number nor a range.", "For example: 5 or 0:40 or : or 5,0:40."
        )
    first, last, _ = slice(int(start) if start else None, int(stop) if stop else None).indices(length)
    if first >= last:
        raise BadIndex(f"Part {axis + 1} of the index selects nothing of the axis's {length} entries.", "")
    return slice(first, last)
