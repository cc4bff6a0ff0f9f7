"""Where Cutaway keeps models and tokenizers on disk, and how a folder gets there whole or not at all.

- `$CUTAWAY_HOME/models/NAME/`: a model that is ready: config.json, *.safetensors, tokenizer.json, cutaway.json
- `$CUTAWAY_HOME/tokenizers/NAME/`: a tokenizer that came without a model: its file, cutaway.json
- `$CUTAWAY_HOME/trained/NAME/`: a tokenizer that was trained here: tokenizer.json
- `$CUTAWAY_HOME/hub/NAME/`: a download from the hub under way: files that are whole survive an interruption
- `$CUTAWAY_HOME/staging/NAME/`: other work under way; whoever holds NAME's lock may delete what it finds there
- `$CUTAWAY_HOME/locks/`: one lock a model or tokenizer, so that two processes never fetch the same at once
"""

import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from cutaway.errors import Cancelled

LOCK_POLL_SECONDS = 0.2


def home() -> Path:
    """The folder of everything that Cutaway keeps: `$CUTAWAY_HOME`, else the user's cache folder for "cutaway"."""
    named = os.environ.get("CUTAWAY_HOME")
    if named:
        return Path(named).expanduser().absolute()
    import platformdirs

    return Path(platformdirs.user_cache_dir("cutaway", appauthor=False))


def slug(name: str) -> str:
    """A model's name as the name of one folder: "owner/name" -> "owner--name"."""
    return re.sub(r"[^\w.-]+", "--", name).lstrip(".") or "_"


def model_folder(name: str) -> Path:
    """Where the model of that name is kept once it is ready."""
    return home() / "models" / slug(name)


def tokenizer_folder(name: str) -> Path:
    """Where the tokenizer of that name is kept once it is ready."""
    return home() / "tokenizers" / slug(name)


def trained_folder(name: str) -> Path:
    """Where the tokenizer of that name that was trained on this machine is kept."""
    return home() / "trained" / slug(name)


def hub_folder(name: str) -> Path:
    """Where the hub's files for the model of that name are collected."""
    return home() / "hub" / slug(name)


@contextmanager
def lock(name: str, *, waiting: Callable[[], None], cancelled: Callable[[], bool]) -> Iterator[None]:
    """Hold the model's lock; the system releases it should this process die.

    Args:
        name: the model's name.
        waiting: called once, when another process (or thread) is found to hold the lock.
        cancelled: asked while waiting.

    Raises:
        Cancelled: it was given up while waiting.
    """
    import filelock

    held = filelock.FileLock(_lock_path(name), is_singleton=False)
    told = False
    while True:
        try:
            held.acquire(timeout=0)
            break
        except filelock.Timeout:
            if cancelled():
                raise Cancelled from None
            if not told:
                waiting()
                told = True
            time.sleep(LOCK_POLL_SECONDS)
    try:
        yield
    finally:
        held.release()


@dataclass(frozen=True, slots=True)
class Staging:
    """Two folders for one attempt: `model` is what becomes the folder of the model (or tokenizer), `work` is thrown away."""

    model: Path
    work: Path


@contextmanager
def staging(name: str) -> Iterator[Staging]:
    """A fresh staging folder for one attempt, gone afterwards. The caller holds the model's lock."""
    parent = home() / "staging" / slug(name)
    parent.mkdir(parents=True, exist_ok=True)
    root = Path(mkdtemp(prefix=f"{os.getpid()}-", dir=parent))
    try:
        work = root / "work"
        work.mkdir()
        yield Staging(model=root / "model", work=work)
    finally:
        shutil.rmtree(root, ignore_errors=True)
        remove_if_empty(parent)


def publish(stage: Staging, folder: Path) -> None:
    """Make the staged model the model's folder, in one rename; what was there before goes."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    if folder.exists():
        folder.rename(stage.work / "replaced")
    stage.model.rename(folder)


def sweep(held: str) -> None:
    """Delete what interrupted attempts left in staging: of `held`, whose lock the caller holds, and of any idle model."""
    import filelock

    for left in [*(home() / "staging").glob("*")]:
        if left.name == slug(held):
            shutil.rmtree(left, ignore_errors=True)
            continue
        try:
            with filelock.FileLock(_lock_path(left.name), is_singleton=False).acquire(timeout=0):
                shutil.rmtree(left, ignore_errors=True)
        except filelock.Timeout:
            pass  # someone works there now


def _lock_path(name: str) -> Path:
    folder = home() / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{slug(name)}.lock"


def remove_if_empty(folder: Path) -> None:
    """Delete the folder, unless something is in it."""
    with suppress(OSError):
        folder.rmdir()
