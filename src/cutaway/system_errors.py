"""Turns the system's refusals (memory, disk space, permission to write) into errors with a way out, whichever library reports them."""

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cutaway.errors import CannotWrite, CutawayError, OutOfMemory, WeightsUnavailable

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST, errno.EISDIR, errno.ENOENT})
_NO_MEMORY = (
    "not enough memory", "out of memory", "can't allocate memory", "cannot allocate memory", "std::bad_alloc", "unable to allocate",
    "failed to allocate", "alloc_failed", "bad allocation",
)  # fmt: skip
_ASKED = re.compile(r"(?:allocate|mmap)\s+([\d.]+)\s*(bytes|[KMGT]i?B)?", re.IGNORECASE)
_UNITS = {"k": 2**10, "m": 2**20, "g": 2**30, "t": 2**40}
_OS_ERROR = re.compile(r"\(os error (\d+)\)")  # the form in which Rust libraries quote the system


def is_out_of_memory(error: BaseException) -> bool:
    """Whether an error is one by which Python, PyTorch or another library reports that memory has run out."""
    if isinstance(error, MemoryError | OutOfMemory) or number(error) == errno.ENOMEM:
        return True
    return isinstance(error, RuntimeError | OSError) and any(sign in str(error).lower() for sign in _NO_MEMORY)


def out_of_memory(error: BaseException, hint: str = "", asked: int = 0) -> OutOfMemory:
    """An error of `is_out_of_memory` as an `OutOfMemory`, with the number of requested bytes if it is known."""
    asked = asked or _bytes_asked(str(error)) or 0
    needed = f": {_size(asked)} were asked for at once" if asked else ""
    return OutOfMemory(f"This machine has not enough memory for that{needed}.", hint or OutOfMemory.hint_of_work)


@contextmanager
def memory_errors(hint: str = "", asked: int = 0) -> Iterator[None]:
    """A context that raises `OutOfMemory` if memory runs out; `hint` and `asked` as in `out_of_memory`."""
    try:
        yield
    except (MemoryError, RuntimeError, OSError) as error:
        if is_out_of_memory(error):
            raise out_of_memory(error, hint, asked) from error
        raise


def number(error: BaseException) -> int | None:
    """The system's number of an error, even if a library only quotes it in a text; None if it is not the system's."""
    if isinstance(error, OSError) and error.errno is not None:
        return error.errno
    quoted = _OS_ERROR.search(str(error))
    return int(quoted[1]) if quoted else None


def cannot_write(error: BaseException, place: Path | str) -> CannotWrite | None:
    """A full or read-only disk as a `CannotWrite`; None for any other error.

    Args:
        place: the file or folder to be written, changed or deleted.
    """
    if number(error) in FULL:
        return CannotWrite(f"{place} can't be written: the disk is full.", "Make room on it, then try again.")
    if number(error) in FORBIDDEN:
        why = (getattr(error, "strerror", None) or str(error)).rstrip(".")
        return CannotWrite(f"{place} can't be written: {why}.", "Choose a place that you may write to.")
    return None


@contextmanager
def write_errors(place: Path | str) -> Iterator[None]:
    """A context that raises `CannotWrite` if a disk is full or read-only.

    Args:
        place: the file or folder to be written, changed or deleted.
    """
    try:
        yield
    except CutawayError:
        raise
    except Exception as error:  # the libraries raise exceptions of their own
        refused = cannot_write(error, place)
        if refused is None and isinstance(error, OSError) and error.errno is not None:
            refused = CannotWrite(f"{place} can't be written: {error.strerror}.", "Choose another place.")
        if refused is None and is_no_path(error):
            refused = CannotWrite("A file or folder can't have that name.", "Choose another name.")
        if refused is None:
            raise
        raise refused from error


def is_no_path(error: BaseException) -> bool:
    """Whether an error means that a text can't be a path at all, because of a NUL character or a lone surrogate."""
    return isinstance(error, UnicodeEncodeError) or (isinstance(error, ValueError) and "null byte" in str(error))


def cache_refused(error: BaseException, home: Path | str) -> CutawayError | None:
    """The system's refusal while something is fetched into the cache, with a way out; None for any other error."""
    if is_out_of_memory(error):
        return out_of_memory(error, "Close other programs, or choose a smaller model.")
    known = number(error)
    if known in FULL:
        return WeightsUnavailable(
            f"The disk that holds {home} is full.", "Make room, or set CUTAWAY_HOME to a folder on another disk."
        )
    if known in FORBIDDEN - {errno.ENOENT, errno.EISDIR}:
        why = getattr(error, "strerror", None) or str(error)
        return WeightsUnavailable(
            f"Cutaway can't write into its cache, {home} ({why}).",
            "Set CUTAWAY_HOME to a folder that you may write to.",
        )
    return WeightsUnavailable(f"The system refused: {error}.", "Try again.") if known is not None else None


def _bytes_asked(text: str) -> int | None:
    found = _ASKED.search(text)
    if not found:
        return None
    return int(float(found[1].rstrip(".")) * _UNITS.get((found[2] or "b")[0].lower(), 1))


def _size(count: int) -> str:
    return f"{count / 1e9:,.1f} GB" if count >= 1e9 else f"{max(count, 1) / 1e6:,.1f} MB"
