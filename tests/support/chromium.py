"""The Chromium that the browser tests drive: found, or installed.

`executable()` is for tests: the path of a Chromium that starts, or an error that says what to install (never a skip).
`python tests/support/chromium.py` (`make browser`) installs one where there is none, and prints its path. It tries, in order:

1. the machine's package manager, as root or with sudo that asks nothing (Debian, Ubuntu);
2. Playwright's own download;
3. Debian's packages, unpacked into the user's cache folder: needs no rights at all.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from platformdirs import user_cache_path

VARIABLE = "CUTAWAY_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
APPLICATIONS = ("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",)
# Without fonts for emoji and right-to-left scripts, the tokens of such texts would be drawn as boxes.
PACKAGES = ("chromium", "fonts-noto-color-emoji", "fonts-dejavu-core")
UNPACKED = user_cache_path("cutaway-tests", appauthor=False) / "chromium"


class NoChromium(RuntimeError):
    """No Chromium that starts; the message says how to get one."""


@cache
def executable() -> str:
    """The path of a Chromium that starts.

    Raises:
        NoChromium: there is none, or the one that CUTAWAY_CHROMIUM names does not start.
    """
    if named := os.environ.get(VARIABLE):
        if starts(named):
            return named
        raise NoChromium(f"{VARIABLE}={named} is not a Chromium that starts.")
    for candidate in candidates():
        if starts(candidate):
            return candidate
    raise NoChromium(
        "The browser tests need Chromium, and none was found that starts. `make browser` tries to install one; "
        f"or install it yourself (Debian: apt install chromium), or set {VARIABLE} to the path of one."
    )


def candidates() -> Iterator[str]:
    """Where a Chromium may be, best first."""
    yield from filter(None, map(shutil.which, NAMES))
    yield from APPLICATIONS
    yield str(UNPACKED / "chromium")
    # Playwright is asked in a process of its own: its synchronous face refuses to start twice in one.
    ask = "from playwright.sync_api import sync_playwright as p\nwith p() as q: print(q.chromium.executable_path)"
    answer = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=False)
    yield answer.stdout.strip()


def starts(path: str) -> bool:
    """Whether this executable runs and says which version it is: a missing library or an empty snap shows here."""
    if not (path and os.access(path, os.X_OK)):
        return False
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0 and "Chrom" in answer.stdout


def install() -> str:
    """Get a Chromium by the first way that works, and give its path.

    Raises:
        NoChromium: no way worked; what each said is on stderr.
    """
    ways: list[tuple[str, Callable[[], object]]] = [
        ("the package manager", install_with_apt),
        ("Playwright", install_with_playwright),
        ("Debian packages in the cache folder", unpack_debian_packages),
    ]
    for name, way in ways:
        print(f"Installing Chromium with {name}.", file=sys.stderr, flush=True)
        try:
            way()
            return executable()
        except (NoChromium, OSError, subprocess.SubprocessError) as problem:
            print(f"That did not work: {problem}", file=sys.stderr, flush=True)
    raise NoChromium(f"No way to install Chromium worked. Install it yourself and set {VARIABLE} to its path.")


def install_with_apt() -> None:
    """Install for the whole machine; needs apt-get, and root or sudo that asks no password."""
    needs("apt-get")
    rights: list[str] = []
    if os.geteuid() != 0:
        needs("sudo")
        rights = ["sudo", "-n"]
        run([*rights, "true"])
    quiet = [*rights, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-o", "DPkg::Lock::Timeout=300"]
    run([*quiet, "update"])
    run([*quiet, "install", "-y", "--no-install-recommends", *PACKAGES])


def install_with_playwright() -> None:
    """Download Playwright's build into its own cache; it needs the libraries that a desktop has."""
    run([sys.executable, "-m", "playwright", "install", "chromium"], seconds=600)


def unpack_debian_packages(installed: Path = Path("/var/lib/dpkg/status")) -> None:
    """Download Chromium and what it needs beyond `installed`, and unpack it all into the cache folder.

    apt works on lists, locks and a cache of its own here, so it needs no rights, and installs nothing.
    """
    needs("apt-get")
    needs("dpkg-deb")
    shutil.rmtree(UNPACKED, ignore_errors=True)
    state, downloads, files = UNPACKED / "state", UNPACKED / "downloads", UNPACKED / "files"
    for folder in (state / "lists" / "partial", downloads / "archives" / "partial", files):
        folder.mkdir(parents=True)
    apt = ["apt-get", "-q", "-o", f"Dir::State={state}", "-o", f"Dir::State::status={installed}"]
    apt += ["-o", f"Dir::Cache={downloads}", "-o", "Debug::NoLocking=1", "-o", "APT::Sandbox::User="]
    run([*apt, "update"])
    run([*apt, "install", "-y", "--no-install-recommends", "--download-only", *PACKAGES])
    for package in sorted(downloads.glob("archives/*.deb")):
        run(["dpkg-deb", "--extract", str(package), str(files)])
    shutil.rmtree(downloads)
    shutil.rmtree(state)
    write_launcher(files)


def write_launcher(files: Path) -> None:
    """Write a script that starts the unpacked Chromium with its own libraries and fonts beside the machine's."""
    (UNPACKED / "fonts.conf").write_text(
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n<fontconfig>\n'
        f"  <dir>{files}/usr/share/fonts</dir>\n  <dir>/usr/share/fonts</dir>\n"
        f"  <cachedir>{UNPACKED}/fontconfig</cachedir>\n</fontconfig>\n",
        encoding="utf-8",
    )
    patterns = ("lib/*-linux-*/*.so*", "usr/lib/*-linux-*/*.so*", "usr/lib/*-linux-*/*/*.so*")
    libraries = sorted({library.parent for pattern in patterns for library in files.glob(pattern)})
    launcher = UNPACKED / "chromium"
    launcher.write_text(
        "#!/bin/sh\n"
        f"export LD_LIBRARY_PATH='{':'.join(map(str, libraries))}'\n"
        f"export FONTCONFIG_FILE='{UNPACKED}/fonts.conf'\n"
        f"exec '{files}/usr/lib/chromium/chromium' \"$@\"\n",
        encoding="utf-8",
    )
    launcher.chmod(0o755)


def needs(program: str) -> None:
    """Give up on this way if a program is not on PATH."""
    if shutil.which(program) is None:
        raise NoChromium(f"there is no {program} here")


def run(command: list[str], seconds: float | None = None) -> None:
    """Run a command with its output on stderr: stdout is for the path."""
    subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr, timeout=seconds, check=True)


def main() -> None:
    """Print the path of a Chromium, installing one first where there is none."""
    try:
        try:
            print(executable())
        except NoChromium:
            if VARIABLE in os.environ:
                raise
            print(install())
    except NoChromium as problem:
        raise SystemExit(f"error: {problem}") from None


if __name__ == "__main__":
    main()
