"""Checks the header of a safetensors file before any library maps the file: it must be consistent, and fill the file exactly."""

import math
from pathlib import Path
from typing import Any

from cutaway.json_files import BadJson, parsed

LENGTH_BYTES = 8  # a file opens with the length of its header
MOST_BYTES = 100_000_000
"""The longest header that the safetensors library reads."""
BITS = {
    "BOOL": 8, "U8": 8, "I8": 8, "F8_E5M2": 8, "F8_E4M3": 8, "F8_E8M0": 8, "F8_E4M3FNUZ": 8, "F8_E5M2FNUZ": 8, "I16": 16, "U16": 16,
    "F16": 16, "BF16": 16, "I32": 32, "U32": 32, "F32": 32, "C64": 64, "F64": 64, "I64": 64, "U64": 64, "F4": 4, "F6_E2M3": 6,
    "F6_E3M2": 6,
}  # fmt: skip


class BadHeader(ValueError):
    """A header that contradicts its file."""


def check(file: Path) -> None:
    """Checks that a file has a readable header, and exactly the length in it.

    Raises:
        BadHeader: one of these fails.
        OSError: it can't be read.
    """
    _read(file)


def dtypes(file: Path) -> dict[str, str]:
    """The name of each tensor in a file → how its numbers are stored, one of `BITS`; raises what `check` raises."""
    return {name: entry["dtype"] for name, entry in _read(file).items() if name != "__metadata__"}


def shapes(file: Path) -> dict[str, tuple[int, ...]]:
    """The name of each tensor in a file → its shape; raises what `check` raises."""
    return {name: tuple(entry["shape"]) for name, entry in _read(file).items() if name != "__metadata__"}


def _read(file: Path) -> dict[str, Any]:
    size = file.stat().st_size
    with file.open("rb") as stream:
        written = stream.read(LENGTH_BYTES)
        length = int.from_bytes(written, "little")
        if len(written) < LENGTH_BYTES or length > size - LENGTH_BYTES:
            raise BadHeader(f"the file has {size:,} bytes, fewer than its header, which claims {length:,}")
        if length > MOST_BYTES:
            raise BadHeader(f"its header has {length:,} bytes, but at most {MOST_BYTES:,} can be read")
        try:
            header = parsed(stream.read(length), once=True)
        except BadJson as error:
            raise BadHeader(f"its header can't be read: {error}") from None
    end = _end(header)
    if size != LENGTH_BYTES + length + end:
        raise BadHeader(f"it has {size:,} bytes and should have {LENGTH_BYTES + length + end:,}")
    return header


def _end(header: Any) -> int:
    """The end of the last tensor, relative to the end of the header: each tensor begins where the one before ends."""
    if not isinstance(header, dict):
        raise BadHeader("its header is not an object")
    metadata = header.get("__metadata__", {})
    if not isinstance(metadata, dict) or not all(isinstance(value, str) for value in metadata.values()):
        raise BadHeader("its metadata are not texts")
    tensors = [(*_offsets(name, entry), name) for name, entry in header.items() if name != "__metadata__"]
    if not tensors:
        raise BadHeader("there is no tensor in it")
    end = 0
    for begin, until, name in sorted(tensors):
        if begin != end:
            raise BadHeader(f"its tensors overlap, or leave a gap, before {name[:100]!r}")
        end = until
    return end


def _offsets(name: str, entry: Any) -> tuple[int, int]:
    """The start and end of a tensor."""
    try:
        shape, (begin, end), bits = entry["shape"], entry["data_offsets"], BITS[entry["dtype"]]
        whole = [type(number) is int and number >= 0 for number in (*shape, begin, end)]
        fits = all(whole) and math.prod(shape) * bits == (end - begin) * 8
    except (KeyError, TypeError, ValueError) as error:
        raise BadHeader(f"its entry for the tensor {name[:100]!r} can't be read") from error
    if not fits:
        raise BadHeader(f"the size of its tensor {name[:100]!r} does not match its shape")
    return begin, end
