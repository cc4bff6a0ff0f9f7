"""GGUF files: Transformers reads one once, in a separate process, and it is stored as safetensors from then on.

Reading takes half a minute, mostly in Python code that would block everything else in this process (such as answering the page).
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from cutaway.store import subprocesses
from cutaway.store.cache import Staging
from cutaway.store.fetch_context import FetchContext

CONVERTER = "cutaway.models.sources.gguf_convert"
FORMAT = 2
"""Changes whenever conversions change, so that earlier ones are not used any more."""


@dataclass(frozen=True, slots=True)
class Converted:
    """A GGUF file's metadata: its quantisation ("Q4_1"; empty if none) and its licence (may be empty)."""

    quantisation: str
    licence: str


def cache_name(file: Path) -> str:
    """The name of this file's conversion in the cache; different content gives a different name.

    Path, size and modification time stand for the content: reading gigabytes to name them would take longer than opening them.
    """
    stat = file.stat()
    key = f"{FORMAT}|{file.resolve()}|{stat.st_size}|{stat.st_mtime_ns}"
    return f"gguf-{file.stem}-{hashlib.sha256(key.encode(errors='surrogateescape')).hexdigest()[:12]}"


def convert(file: Path, stage: Staging, job: FetchContext) -> Converted:
    """Writes the model that Transformers reads from the file to `stage.model`, in float32, as safetensors.

    Raises:
        UnsupportedModel: Transformers does not read this file.
        WeightsUnavailable: the file is damaged, or the disk too small for the result.
        Cancelled: the work was cancelled.
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
