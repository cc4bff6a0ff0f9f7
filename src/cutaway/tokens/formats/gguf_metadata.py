"""The metadata of a GGUF file: its key-value pairs, read without touching the weights that follow them.

The layout is that of the GGUF specification, versions 2 and 3, little-endian: a magic number, the version, the number of tensors and of
pairs; then each pair as a key, a type and a value. Strings have their length in front; arrays have a type and a length.
"""

import math
import struct
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from cutaway.errors import BadFile

MAGIC = b"GGUF"
_STRING, _ARRAY = 8, 9
_SCALARS = {0: "u1", 1: "i1", 2: "<u2", 3: "<i2", 4: "<u4", 5: "<i4", 6: "<f4", 7: "?", 10: "<u8", 11: "<i8", 12: "<f8"}
_DEEPEST = 4
MOST_DIMENSIONS = 4


def read_metadata(file: Path) -> dict[str, Any]:
    """All key-value pairs of a GGUF file. Arrays of numbers are numpy arrays, arrays of strings are lists.

    Raises:
        BadFile: it is not a GGUF file, has an unknown version, or is cut short.
    """
    try:
        with file.open("rb") as stream:
            return _Reader(stream, file.stat().st_size).pairs()
    except (ValueError, struct.error) as error:
        raise BadFile(f"{file.name} is damaged or not a GGUF file: {error}.", "Fetch or copy it again.") from error


def check_tensors(file: Path) -> None:
    """Checks a GGUF file's list of tensors: each lies within the file, and no two overlap.

    Raises:
        BadFile: the list is impossible; or what `read_metadata` raises.
    """
    try:
        with file.open("rb") as stream:
            _Reader(stream, file.stat().st_size).check_tensors()
    except (ValueError, struct.error) as error:
        raise BadFile(f"{file.name} is damaged or not a GGUF file: {error}.", "Fetch or copy it again.") from error


class _Reader:
    """Reads from its present position; refuses anything longer than the file before allocating memory for it."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self._stream = stream
        self._size = self._left = size
        self._tensors = 0

    def pairs(self) -> dict[str, Any]:
        if self._bytes(4) != MAGIC:
            raise ValueError("it does not begin with GGUF")
        version = self._number("<u4")
        if version not in (2, 3):
            raise ValueError(f"its version is {version}, and only 2 and 3 are known")
        self._tensors = self._number("<u8")
        count = self._number("<u8")
        return {self._string(): self._value(self._number("<u4")) for _ in range(self._plausible(count, 13))}

    def check_tensors(self) -> None:
        pairs = self.pairs()
        for key, value in pairs.items():
            if key.endswith(".block_count") and (not isinstance(value, int) or value > self._tensors):
                raise ValueError(f"it claims to have {value} blocks, but it has {self._tensors} tensors")
        places = [self._tensor() for _ in range(self._plausible(self._tensors, 32))]
        alignment = pairs.get("general.alignment", 32)
        if not isinstance(alignment, int) or not 0 < alignment <= 2**20:
            raise ValueError(f"its alignment is {alignment!r}")
        end, room = 0, self._left - (self._left - self._size) % alignment
        for begin, size, name in sorted(places):
            if begin < end:
                raise ValueError(f"its tensor {name[:100]!r} overlaps another one")
            end = begin + size
            if end > room:
                raise ValueError(f"its tensor {name[:100]!r} ends beyond the end of the file")

    def _tensor(self) -> tuple[int, int, str]:
        """A tensor's offset from the first tensor, its size in bytes, and its name."""
        import gguf

        name, dimensions = self._string(), self._number("<u4")
        if not 0 < dimensions <= MOST_DIMENSIONS:
            raise ValueError(f"its tensor {name[:100]!r} has {dimensions} dimensions")
        shape = [self._number("<u8") for _ in range(dimensions)]
        kind, begin = self._number("<u4"), self._number("<u8")
        block, width = gguf.GGML_QUANT_SIZES[gguf.GGMLQuantizationType(kind)]
        elements = math.prod(shape)
        if elements == 0 or elements % block:
            raise ValueError(f"the shape of its tensor {name[:100]!r} is impossible")
        return begin, elements // block * width, name

    def _value(self, kind: int, depth: int = 0) -> Any:
        if kind in _SCALARS:
            return self._number(_SCALARS[kind])
        if kind == _STRING:
            return self._string()
        if kind != _ARRAY or depth == _DEEPEST:
            raise ValueError(f"a value has the unknown type {kind}")
        inner, count = self._number("<u4"), self._number("<u8")
        if inner in _SCALARS:
            of = np.dtype(_SCALARS[inner])
            return np.frombuffer(self._bytes(self._plausible(count, of.itemsize) * of.itemsize), of)
        if inner == _STRING:
            return [self._string() for _ in range(self._plausible(count, 8))]
        return [self._value(inner, depth + 1) for _ in range(self._plausible(count, 12))]

    def _string(self) -> str:
        return self._bytes(self._number("<u8")).decode("utf-8", errors="replace")

    def _number(self, of: str) -> Any:
        kind = np.dtype(of)
        return np.frombuffer(self._bytes(kind.itemsize), kind)[0].item()

    def _plausible(self, count: int, least: int) -> int:
        if count * least > self._left:
            raise ValueError("it is shorter than it claims")
        return count

    def _bytes(self, count: int) -> bytes:
        if count > self._left:
            raise ValueError("it ends too early")
        self._left -= count
        found = self._stream.read(count)
        if len(found) < count:
            raise ValueError("it ends too early")
        return found
