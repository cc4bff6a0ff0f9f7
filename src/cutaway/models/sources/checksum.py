"""The SHA-256 of a file, taken in view of whoever waits for it."""

import hashlib
from pathlib import Path

from cutaway.models.job import Job

CHUNK = 4 << 20


def sha256(file: Path, job: Job) -> str:
    """The file's SHA-256, hexadecimal.

    Raises:
        Cancelled: nobody waits for it any more.
    """
    total, done, digest = file.stat().st_size, 0, hashlib.sha256()
    with file.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
            done += len(chunk)
            job.tell(f"Verifying {job.title}", done, total, "bytes")
    return digest.hexdigest()
