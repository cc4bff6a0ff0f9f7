"""Hashes of files, with progress and cancellation."""

import hashlib
from pathlib import Path

from cutaway.store.fetch_context import FetchContext

CHUNK = 4 << 20


def sha256(file: Path, job: FetchContext) -> str:
    """The file's SHA-256, hexadecimal.

    Raises:
        Cancelled: the work was cancelled.
    """
    return digest(file, hashlib.sha256(), job)


def digest(file: Path, hash: "hashlib._Hash", job: FetchContext) -> str:
    """The digest of a file's content, hexadecimal; raises what `sha256` raises."""
    total, done = file.stat().st_size, 0
    with file.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            hash.update(chunk)
            done += len(chunk)
            job.tell(f"Verifying {job.title}", done, total, "bytes")
    return hash.hexdigest()
