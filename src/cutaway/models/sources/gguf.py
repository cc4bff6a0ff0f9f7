"""A GGUF file: read once by Transformers, in a process of its own, and kept as safetensors from then on.

Reading one takes half a minute, mostly in Python code that would hold up whatever else this process does (answer a page, say).
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from cutaway.store import subprocesses
from cutaway.store.cache import Staging
from cutaway.store.fetch_context import FetchContext

CONVERTER = "cutaway.models.sources.gguf_convert"
FORMAT = 2
"""Changes when a conversion comes out otherwise than before, so that what was kept is not used any more."""


@dataclass(frozen=True, slots=True)
class Converted:
    """What a GGUF file says about itself: its quantisation ("Q4_1"; empty if none) and its licence (may be empty)."""

    quantisation: str
    licence: str


def cache_name(file: Path) -> str:
    """The name under which a conversion of this file is kept; another content gives another name.

    Content is told apart by path, size and time of change: reading gigabytes to name them would take longer than opening.
    """
    stat = file.stat()
    key = f"{FORMAT}|{file.resolve()}|{stat.st_size}|{stat.st_mtime_ns}"
    return f"gguf-{file.stem}-{hashlib.sha256(key.encode(errors='surrogateescape')).hexdigest()[:12]}"


def convert(file: Path, stage: Staging, job: FetchContext) -> Converted:
    """Leave in `stage.model` the model that Transformers reads from the file, in float32, as safetensors.

    Raises:
        UnsupportedModel: Transformers does not read this file.
        WeightsUnavailable: the file is damaged, or the disk too small for what becomes of it.
        Cancelled: nobody waits for it any more.
    """
    job.tell(f"Converting {job.title}")
    said = subprocesses.run_reporting(
        CONVERTER,
        [str(file.resolve()), str(stage.model), job.title],
        work=stage.work,
        env={"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"},
        job=job,
    )
    return Converted(**said)
