"""Checksums of fetched files: stored in `cutaway.json`, beside the provenance, and compared with the files on opening.

A file with unchanged size, times and inode is not read again; any other is read in full. `cutaway doctor --verify` reads every file, and
so also notices a disk that silently corrupts content.
"""

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cutaway.json_files import read_json
from cutaway.store.cache import write_whole
from cutaway.store.fetch_context import FetchContext
from cutaway.store.hashing import sha256
from cutaway.store.provenance import FILE, today

CHECKSUMS, ADOPTED = "checksums", "checksums_since"

Stamp = tuple[int, int, int, int]
"""Size, modification time, change time and inode of a file."""


@dataclass(frozen=True, slots=True)
class Checksum:
    """The state of a file when it was fetched.

    Attributes:
        sha256: of its content, hexadecimal.
        size: in bytes.
        stamp: its stamp when its content was last read; None if it has to be read again.
    """

    sha256: str
    size: int
    stamp: Stamp | None


def take(folder: Path, job: FetchContext, *, adopted: bool = False, at: Path | None = None) -> None:
    """Stores the checksums of the files in a folder.

    Args:
        at: the folder whose `cutaway.json` stores them; None: the same.
        adopted: the files are older than their checksums, so their state when fetched is unknown.

    Raises:
        Cancelled: the work was cancelled.
        OSError: the folder can't be written to.
    """
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.name != FILE and path.name[0] != ".")
    _write(at or folder, {file.name: _checksum(file, job) for file in files}, **({ADOPTED: today()} if adopted else {}))


def read(folder: Path) -> dict[str, Checksum] | None:
    """The checksums of a folder, by name of the file; None if there are none."""
    try:
        kept = _state(folder)[CHECKSUMS]
        found = {
            name: Checksum(str(each["sha256"]), int(each["size"]), tuple(each["stamp"]) if each["stamp"] else None)
            for name, each in kept.items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return found if found and all(Path(name).name == name for name in found) else None


def adopted(folder: Path) -> str:
    """The day on which checksums of older files were first taken; empty if they come from the download itself."""
    try:
        return str(_state(folder).get(ADOPTED, ""))
    except (OSError, ValueError, AttributeError):
        return ""


def state(folder: Path) -> str:
    """A phrase on how an intact folder compares with its checksums."""
    if read(folder) is None:
        return "not verified, because it has no checksums"
    since = adopted(folder)
    return f"as it was on {since}, when its checksums were first taken" if since else "as it was fetched"


def damaged(folder: Path, job: FetchContext, *, whole: bool = False, at: Path | None = None) -> dict[str, str]:
    """The files that differ from what was fetched, each with its problem.

    Args:
        at: as in `take`.
        whole: read every file, not only those that seem to have changed.

    Raises:
        Cancelled: the work was cancelled.
    """
    at = at or folder
    kept = read(at) or {}
    found: dict[str, str] = {}
    now: dict[str, Checksum] = {}
    for name, was in kept.items():
        wrong, stamp = _examined(folder / name, was, job, whole=whole)
        now[name] = Checksum(was.sha256, was.size, stamp)
        if wrong:
            found[name] = wrong
    if now != kept:
        with suppress(OSError):  # a read-only cache is read again the next time
            _write(at, now)
    return found


def others(folder: Path) -> list[str]:
    """The files in a folder that were not fetched."""
    kept = read(folder) or {}
    return sorted(path.name for path in folder.iterdir() if path.name not in kept and path.name != FILE)


def _examined(file: Path, was: Checksum, job: FetchContext, *, whole: bool) -> tuple[str, Stamp | None]:
    """A file's problem (empty if there is none), and its stamp if it is intact."""
    try:
        stamp = _stamp(file)
        if stamp == was.stamp and not whole:
            return "", stamp
        if stamp[0] != was.size:
            return f"it has {stamp[0]:,} bytes and had {was.size:,}", None
        return (
            ("", stamp) if sha256(file, job) == was.sha256 else ("its content has changed (its SHA-256 differs)", None)
        )
    except FileNotFoundError:
        return "it is missing", None
    except OSError as error:
        return f"it can't be read ({error.strerror})", None


def _checksum(file: Path, job: FetchContext) -> Checksum:
    stamp = _stamp(file)
    return Checksum(sha256(file, job), stamp[0], stamp)


def _stamp(file: Path) -> Stamp:
    stat = file.stat()
    return stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino


def _state(folder: Path) -> dict[str, Any]:
    return read_json(folder / FILE)


def _write(folder: Path, kept: dict[str, Checksum], **more: str) -> None:
    try:
        state = _state(folder)
    except (OSError, ValueError):
        state = {}
    checksums = {name: {"sha256": each.sha256, "size": each.size, "stamp": each.stamp} for name, each in kept.items()}
    state |= {**more, CHECKSUMS: checksums}
    write_whole(folder / FILE, json.dumps(state, indent=1, ensure_ascii=False) + "\n")
