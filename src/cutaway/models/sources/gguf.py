"""A GGUF file: read once by Transformers, in a process of its own, and kept as safetensors from then on.

Reading one takes half a minute, mostly in Python code that would hold up whatever else this process does (answer a page,
say); another process does not, can be given up at any moment, and gives all its memory back.
"""

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

from cutaway import errors
from cutaway.errors import CutawayError, UnsupportedModel, WeightsUnavailable
from cutaway.models.cache import Staging
from cutaway.models.job import Job
from cutaway.models.sources import child

CONVERTER = "cutaway.models.sources.gguf_convert"


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
    key = f"{file.resolve()}|{stat.st_size}|{stat.st_mtime_ns}"
    return f"gguf-{file.stem}-{hashlib.sha256(key.encode()).hexdigest()[:12]}"


def convert(file: Path, stage: Staging, job: Job) -> Converted:
    """Leave in `stage.model` the model that Transformers reads from the file, in float32, as safetensors.

    Raises:
        UnsupportedModel: Transformers does not read this file.
        WeightsUnavailable: the file is damaged, or the disk too small for what becomes of it.
        Cancelled: nobody waits for it any more.
    """
    job.tell(f"Converting {job.title}")
    report, log = stage.work / "report.jsonl", stage.work / "convert.log"
    report.touch()
    seen = 0

    def look() -> None:
        nonlocal seen
        job.check()
        lines = report.read_text(encoding="utf-8").splitlines(keepends=True)
        whole = [line for line in lines if line.endswith("\n")]
        for line in whole[seen:]:
            said = json.loads(line)
            if "what" in said:
                job.tell(f"Converting {job.title}: {said['what']}", said["done"], said["total"], said["unit"])
        seen = len(whole)

    status = child.run_python(
        ["-m", CONVERTER, str(file.resolve()), str(stage.model), str(report)],
        log=log,
        env={**os.environ, "HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"},
        look=look,
    )
    look()
    last = json.loads((report.read_text(encoding="utf-8").splitlines() or ["{}"])[-1])
    if "problem" in last:
        raise _problem(**last["problem"])
    if status or "quantisation" not in last:
        raise WeightsUnavailable(
            f"Converting {file.name} failed (exit status {status}): {child.tail(log) or 'it was stopped from outside'}.",
            "If it was stopped for memory, close other programs or choose a smaller model.",
        )
    return Converted(last["quantisation"], last["licence"])


def _problem(code: str, message: str, hint: str) -> CutawayError:
    kinds: dict[str, type[CutawayError]] = {kind.code: kind for kind in (UnsupportedModel, WeightsUnavailable)}
    return kinds.get(code, errors.WeightsUnavailable)(message, hint)
