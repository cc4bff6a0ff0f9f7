"""Keeps the memory that a pass frees for the next one.

glibc returns large blocks to the system as soon as they are free, and gets them zeroed again, page by page, for the next tensor of the
same size: with keyframes in memory, this costs a forward pass a tenth of its time. Other systems are left alone.
"""

import ctypes
import functools
import os
import sys

import psutil

_TRIM_THRESHOLD, _TOP_PAD, _MMAP_THRESHOLD = -1, -2, -3  # the names are those of mallopt(3)
_MIB = 2**20


@functools.cache
def keep_freed_memory() -> bool:
    """Tells glibc to keep up to 1 GiB of freed memory, at most a sixteenth of the machine's. Returns whether it does.

    It respects a user's own settings (`MALLOC_…_`).
    """
    if not sys.platform.startswith("linux") or any(name.startswith("MALLOC_") for name in os.environ):
        return False
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):  # another C library
        return False
    settings = ((_MMAP_THRESHOLD, 32 * _MIB), (_TRIM_THRESHOLD, _most_kept()), (_TOP_PAD, 64 * _MIB))
    return sum(mallopt(name, value) for name, value in settings) == len(settings)


def _most_kept() -> int:
    return min(1024 * _MIB, psutil.virtual_memory().total // 16)
