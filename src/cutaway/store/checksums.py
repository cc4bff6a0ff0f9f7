"""Checksums of what was fetched: kept in `cutaway.json`, beside where it came from, and held against the files on opening.

A file whose size, times and number on the disk are what they were is not read again; one that changed in any of these is read whole.
So is every file by `cutaway doctor --verify`, which alone notices a disk that changed a file's content behind the system's back.
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
"""Size, time of change of the content, time of any change, and number of a file, as the system has them."""


@dataclass(frozen=True, slots=True)
class Checksum:
    """What a file was when it was fetched.

    Attributes:
        sha256: of its content, hexadecimal.
        size: in bytes.
        stamp: how the system had it when its content was read last; None where it has to be read again.
    """

    sha256: str
    size: int
    stamp: Stamp | None


def take(folder: Path, job: FetchContext, *, adopted: bool = False, at: Path | None = None) -> None:
    """Write down the checksums of the files in a folder.

    Args:
        at: the folder whose `cutaway.json` keeps them; None: the same.
        adopted: these files were here before checksums were kept, so what they were when they were fetched is not known.

    Raises:
        Cancelled: nobody waits for it any more.
        OSError: the folder can't be written to.
    """
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.name != FILE and path.name[0] != ".")
    _write(at or folder, {file.name: _checksum(file, job) for file in files}, **({ADOPTED: today()} if adopted else {}))


def read(folder: Path) -> dict[str, Checksum] | None:
    """The checksums of a folder, by name of the file; None where none are kept."""
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
    """The day from which on checksums are kept of what was here before; empty where they are from the fetching itself."""
    try:
        return str(_state(folder).get(ADOPTED, ""))
    except (OSError, ValueError, AttributeError):
        return ""


def state(folder: Path) -> str:
    """How what is in a folder stands to its checksums, in words, where nothing is wrong with it."""
    if read(folder) is None:
        return "not verified, since no checksums are kept of it"
    since = adopted(folder)
    return f"as it was on {since}, when its checksums were first taken" if since else "as it was fetched"


def damaged(folder: Path, job: FetchContext, *, whole: bool = False, at: Path | None = None) -> dict[str, str]:
    """The files that are not what was fetched, each with what is wrong with it.

    Args:
        at: as in `take`.
        whole: read every file, and not only those that seem to have changed.

    Raises:
        Cancelled: nobody waits for it any more.
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
        with suppress(OSError):  # a cache that can't be written to is read again the next time
            _write(at, now)
    return found


def others(folder: Path) -> list[str]:
    """The files in a folder that are not among those that were fetched."""
    kept = read(folder) or {}
    return sorted(path.name for path in folder.iterdir() if path.name not in kept and path.name != FILE)


def _examined(file: Path, was: Checksum, job: FetchContext, *, whole: bool) -> tuple[str, Stamp | None]:
    """What is wrong with a file (empty: nothing), and its stamp where nothing is."""
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
