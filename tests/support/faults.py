"""Real faults for child processes: no memory, no room on the disk, no right to write. They work for root and for anyone else."""

import ctypes
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping
from typing import Any

PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER = 24, 1, 2, 3


def limited(*, file_bytes: int | None = None, heed_modes: bool = False) -> Callable[[], None]:
    """What a child does before it starts: no file longer than `file_bytes`, and modes of files count even where it is root's."""

    def prepare() -> None:
        if file_bytes is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))
        if heed_modes:
            libc = ctypes.CDLL(None)
            for capability in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
                libc.prctl(
                    PR_CAPBSET_DROP, capability, 0, 0, 0
                )  # refused to anyone but root, for whom modes count already

    return prepare


def python(
    *arguments: str, prepare: Callable[[], None] | None = None, env: Mapping[str, str] | None = None, **options: Any
) -> subprocess.CompletedProcess[str]:
    """Runs this Python to its end under such limits."""
    return subprocess.run(
        [sys.executable, *arguments],
        preexec_fn=prepare,
        env=env,
        text=True,
        capture_output=True,
        check=False,
        **options,
    )


LITTLE_MEMORY = """
import resource, psutil
def leave(bytes):
    limit = psutil.Process().memory_info().vms + bytes
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
"""
"""A beginning of a program: `leave(bytes)` leaves it so much memory from then on."""
