"""Checks this machine's installation, and gives the commands that fix it. Uses no network and does not import torch."""

import importlib.metadata
import os
import platform
import shutil
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from cutaway._version import __version__
from cutaway.defaults import DEFAULT_MODEL
from cutaway.models import catalog, fetch, fetch_tokenizer
from cutaway.progress import Progress, silent
from cutaway.store import cache, checksums, hub, provenance
from cutaway.store.fetch_context import FetchContext
from cutaway.tokens import catalog as tokenizers

PACKAGES = ("cutaway", "torch", "transformers", "tokenizers", "safetensors", "huggingface_hub")
OLDEST_PYTHON = (3, 11)
NEEDED_BYTES = 1_000_000_000  # a wheel, what is in it, and the same in float32


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check.

    Attributes:
        name: what was checked.
        value: its state.
        ok: whether Cutaway can work with it.
        fix: the command that fixes it; empty if there is nothing to do.
    """

    name: str
    value: str
    ok: bool
    fix: str = ""


def examine() -> list[Finding]:
    """All findings, in reading order."""
    return [
        _python(),
        *(_package(name) for name in PACKAGES),
        _pip(),
        _page(),
        _cache(),
        _disk(),
        *(_model(entry) for entry in catalog.CATALOG.values()),
    ]


def verify(progress: Progress = silent) -> list[Finding]:
    """Reads every file of every model and tokenizer in the cache, and compares it with its checksum."""
    found: list[Finding] = []
    for folder in _folders("models"):
        name = _name_of(folder.name)
        wrong = fetch.verify(folder, FetchContext(name, progress, lambda: False), whole=True)
        fix = "open its GGUF file again" if folder.name.startswith("gguf-") else f"cutaway fetch {name}"
        found.append(_verified(f"model {name}", folder, wrong, fix))
    for entry in catalog.CATALOG.values():
        for source in entry.sources:
            if isinstance(source, catalog.Hub) and (local := hub.find_local(source)):
                wrong = hub.damaged(local[0], FetchContext(entry.title, progress, lambda: False), whole=True)
                found.append(_verified(f"model {entry.name}", local[0], wrong, f"cutaway fetch {entry.name}"))
    for folder in _folders("tokenizers"):
        entry = tokenizers.CATALOG.get(folder.name)
        if entry is None:
            found.append(Finding(f"tokenizer {folder.name}", "not one of the catalog any more", True))
            continue
        wrong = fetch_tokenizer.verify(entry, folder, FetchContext(entry.title, progress, lambda: False), whole=True)
        fix = f"cutaway fetch --tokenizer {folder.name}"
        found.append(_verified(f"tokenizer {folder.name}", folder, wrong, fix))
    return found


def _folders(kind: str) -> list[Path]:
    return sorted(path for path in (cache.home() / kind).glob("*") if path.is_dir() and path.name[0] != ".")


def _name_of(folder: str) -> str:
    """The name of the model in a folder."""
    return folder if folder in catalog.CATALOG else folder.replace("--", "/", 1)


def _verified(name: str, folder: Path, wrong: dict[str, str], fix: str) -> Finding:
    if wrong:
        return Finding(name, f"damaged: {'; '.join(f'{file}: {why}' for file, why in wrong.items())}", False, fix)
    ours = folder.is_relative_to(cache.home())
    more = [file for file in checksums.others(folder) if file[0] != "."] if ours and checksums.read(folder) else []
    value = checksums.state(folder) if ours else "as it was downloaded"
    return Finding(name, value + (f"; beside it: {', '.join(more)}" if more else ""), True)


def _python() -> Finding:
    fix = "" if sys.version_info >= OLDEST_PYTHON else f"install Python {'.'.join(map(str, OLDEST_PYTHON))} or newer"
    return Finding("python", f"{platform.python_version()} ({sys.executable})", not fix, fix)


def _package(name: str) -> Finding:
    try:
        return Finding(name, importlib.metadata.version(name), True)
    except importlib.metadata.PackageNotFoundError:
        if name == "cutaway":  # run from a checkout that was not installed
            return Finding(name, f"{__version__} (not installed)", True)
        return Finding(name, "missing", False, f"{sys.executable} -m pip install {name}")


def _pip() -> Finding:
    if find_spec("pip"):
        return Finding("pip", "there; fetches models that come as packages", True)
    return Finding("pip", "missing; models that come as packages can't be fetched", False,
                   f"{sys.executable} -m ensurepip --upgrade")  # fmt: skip


def _page() -> Finding:
    index = Path(__file__).parent / "server" / "page" / "index.html"
    if index.is_file():
        return Finding("page", "built", True)
    return Finding("page", "not built", False, "make page")


def _cache() -> Finding:
    home = cache.home()
    size = sum(_size(path) for path in home.rglob("*")) if home.is_dir() else 0
    if _writable(home):
        return Finding("cache", f"{home} ({_bytes(size)})", True)
    return Finding("cache", f"{home} can't be written to", False, "export CUTAWAY_HOME=a folder that you may write to")


def _disk() -> Finding:
    free = shutil.disk_usage(_existing(cache.home())).free
    fix = "" if free >= NEEDED_BYTES else "make room, or set CUTAWAY_HOME to a folder on another disk"
    return Finding("free disk", _bytes(free), not fix, fix)


def _model(entry: catalog.ModelEntry) -> Finding:
    name = f"model {entry.name}"
    if fetch.cached(entry.name):
        came = provenance.read(cache.model_folder(entry.name))
        said = " ".join(filter(None, (came.source, came.version, came.quantisation))) if came else "Hugging Face cache"
        return Finding(name, f"here ({said})", True)
    return Finding(name, f"not fetched ({entry.size})", entry.name != DEFAULT_MODEL, f"cutaway fetch {entry.name}")


def _existing(path: Path) -> Path:
    """The path, or the nearest folder above it that exists."""
    while not path.exists() and path != path.parent:
        path = path.parent
    return path


def _writable(home: Path) -> bool:
    nearest = _existing(home)
    return nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)


def _size(path: Path) -> int:
    try:
        return path.lstat().st_size if path.is_file() else 0
    except OSError:
        return 0


def _bytes(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.0f} MB"
