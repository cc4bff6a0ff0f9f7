"""Writes safetensors files, completely or not at all, and one tensor at a time, so that they may be larger than memory."""

import json
import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO

import torch

from cutaway.errors import CannotWrite
from cutaway.system_errors import FULL, cannot_write, number
from cutaway.trace.sites import Index

_DTYPES = {
    torch.float64: "F64", torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16", torch.int64: "I64",
    torch.int32: "I32", torch.int16: "I16", torch.int8: "I8", torch.uint8: "U8", torch.bool: "BOOL",
}  # fmt: skip
_AT_ONCE = 2**28
"""About how many bytes of a tensor to read at once."""


def write(
    file: Path,
    tensors: Mapping[str, tuple[torch.dtype, tuple[int, ...]]],
    read: Callable[[str, Index], torch.Tensor],
    metadata: Mapping[str, str],
) -> None:
    """Writes a safetensors file, completely or not at all.

    Args:
        tensors: name → dtype and shape.
        read: returns a part of the tensor of that name: `read(name, (slice(0, 4),))`, or `read(name, ())` for all of it.
        metadata: the file's metadata.

    Raises:
        CannotWrite: the folder is missing, not writable or full.
    """
    order = sorted(
        tensors, key=lambda name: -tensors[name][0].itemsize
    )  # wide ones first, so that each is aligned to its width
    try:
        strange = b"\0" in os.fsencode(file)
    except UnicodeEncodeError:  # half of a surrogate pair
        strange = True
    if strange:
        raise CannotWrite("That is not the path of a file.", "Name another file.")
    try:
        handle, partial = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(_header(order, tensors, metadata))
                for name in order:
                    _write_tensor(out, name, *tensors[name], read)
                out.flush()
                os.fsync(out.fileno())
            umask = os.umask(0)  # mkstemp makes files that only their owner can read
            os.umask(umask)
            Path(partial).chmod(0o666 & ~umask)
            Path(partial).replace(file)
        except BaseException:
            Path(partial).unlink(missing_ok=True)
            raise
    except OSError as error:
        full = cannot_write(error, file) if number(error) in FULL else None
        raise full or CannotWrite(f"{file} can't be written: {error.strerror}.", "Name another file.") from error


def _header(
    order: list[str], tensors: Mapping[str, tuple[torch.dtype, tuple[int, ...]]], metadata: Mapping[str, str]
) -> bytes:
    said: dict[str, object] = {"__metadata__": dict(metadata)}
    at = 0
    for name in order:
        dtype, shape = tensors[name]
        end = at + dtype.itemsize * torch.Size(shape).numel()
        said[name] = {"dtype": _DTYPES[dtype], "shape": shape, "data_offsets": (at, end)}
        at = end
    header = json.dumps(said, separators=(",", ":"), ensure_ascii=False).encode()
    header += b" " * (-len(header) % 8)
    return len(header).to_bytes(8, "little") + header


def _write_tensor(
    out: BinaryIO, name: str, dtype: torch.dtype, shape: tuple[int, ...], read: Callable[[str, Index], torch.Tensor]
) -> None:
    size = dtype.itemsize * torch.Size(shape).numel()
    if size <= _AT_ONCE or not shape:
        out.write(_bytes(read(name, ()), dtype))
        return
    step = max(1, _AT_ONCE * shape[0] // size)
    for start in range(0, shape[0], step):
        out.write(_bytes(read(name, (slice(start, start + step),)), dtype))


def _bytes(tensor: torch.Tensor, dtype: torch.dtype) -> memoryview:
    assert tensor.dtype == dtype
    return tensor.detach().cpu().contiguous().flatten().view(torch.uint8).numpy().data
