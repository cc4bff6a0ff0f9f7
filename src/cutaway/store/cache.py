"""The cache of models and tokenizers on disk. A folder is created completely or not at all.

- `$CUTAWAY_HOME/models/NAME/`: a model ready for use: config.json, *.safetensors, tokenizer.json, cutaway.json (with their checksums)
- `$CUTAWAY_HOME/tokenizers/NAME/`: a tokenizer without a model: its file, cutaway.json
- `$CUTAWAY_HOME/trained/NAME/`: a tokenizer trained on this machine: tokenizer.json
- `$CUTAWAY_HOME/hub/NAME/`: an unfinished download from the hub: complete files survive an interruption
- `$CUTAWAY_HOME/staging/NAME/`: other unfinished work; the holder of NAME's lock may delete anything in it
- `.NAME.replaced` beside a folder: the folder's predecessor between two renames; it is restored if the second never happens
- `$CUTAWAY_HOME/locks/`: one lock per model or tokenizer, so that two processes never fetch the same one at once
"""

import hashlib
import os
import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir, mkdtemp

from cutaway.errors import Cancelled, CannotWrite
from cutaway.system_errors import write_errors

LOCK_POLL_SECONDS = 0.2
LONGEST_NAME = 180
"""The most bytes of a folder's name: systems allow 255, and suffixes follow."""
ENDING = ".replaced"
IN_USE = "in-use.lock"
TEMPORARY = "cutaway-"
"""The prefix of temporary folders, followed by the process's id and a dash."""
_DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{kind}{number}" for kind in ("COM", "LPT") for number in range(10))}


def home() -> Path:
    """The folder of the whole cache: `$CUTAWAY_HOME`, else the user's cache folder for "cutaway"."""
    named = os.environ.get("CUTAWAY_HOME")
    if named:
        try:
            return Path(named).expanduser().absolute()
        except RuntimeError as error:  # ~someone, with no such user on this machine
            raise CannotWrite(
                f"CUTAWAY_HOME is {named!r}, which is not a folder: {error}", "Name another folder."
            ) from error
    import platformdirs

    return Path(platformdirs.user_cache_dir("cutaway", appauthor=False))


def slug(name: str) -> str:
    """A model's name as a folder name that is valid on any system: "owner/name" -> "owner--name".

    A name that is too long is cut and ends with a digest of the whole; one that Windows reserves for a device gets an underscore in front.
    """
    plain = re.sub(r"[^\w.-]+", "--", name).lstrip(".").rstrip(".") or "_"
    if len(plain.encode()) > LONGEST_NAME:
        digest = hashlib.sha256(name.encode(errors="surrogatepass")).hexdigest()[:12]
        plain = plain.encode()[: LONGEST_NAME - 13].decode(errors="ignore") + f"-{digest}"
    return f"_{plain}" if plain.partition(".")[0].upper() in _DEVICES else plain


def model_folder(name: str) -> Path:
    """The folder of a complete model."""
    return home() / "models" / slug(name)


def tokenizer_folder(name: str) -> Path:
    """The folder of a complete tokenizer."""
    return home() / "tokenizers" / slug(name)


def trained_folder(name: str) -> Path:
    """The folder of a tokenizer trained on this machine."""
    return home() / "trained" / slug(name)


def hub_folder(name: str) -> Path:
    """The folder that collects a model's files from the hub."""
    return home() / "hub" / slug(name)


@contextmanager
def lock(name: str, *, waiting: Callable[[], None], cancelled: Callable[[], bool]) -> Iterator[None]:
    """Holds the model's lock; the system releases it if this process dies.

    Args:
        name: the model's name.
        waiting: called once if another process (or thread) holds the lock.
        cancelled: called while waiting; True stops the waiting.

    Raises:
        Cancelled: `cancelled` returned True.
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
    """Two folders for one attempt: `model` becomes the folder of the model (or tokenizer), `work` is deleted."""

    model: Path
    work: Path


@contextmanager
def staging(name: str) -> Iterator[Staging]:
    """A fresh staging folder for one attempt, deleted afterwards. The caller holds the model's lock."""
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
    """Makes the staged model the model's folder and deletes its predecessor. The caller holds the model's lock."""
    replace(stage.model, folder)


def replace(made: Path, target: Path) -> None:
    """Replaces one folder by another, completely or not at all, even in a power cut.

    The content of `made` is on the disk before its name is. If the process ends between the two renames, `settle` undoes the first.
    """
    for path in made.rglob("*"):
        sync(path)
    sync(made)
    target.parent.mkdir(parents=True, exist_ok=True)
    before = _replaced(target)
    with _renaming():
        _discard(before)
        if target.exists():
            target.rename(before)
        made.rename(target)
        sync(target.parent)
        _discard(before)


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """An empty folder to fill, which then becomes the target, completely or not at all. Leftovers of dead processes are deleted first."""
    target.parent.mkdir(parents=True, exist_ok=True)
    sweep_folder(target.parent)
    stage = Path(mkdtemp(prefix=f".{target.name[:60]}.{os.getpid()}-", dir=target.parent))
    try:
        with _in_use(stage):
            made = stage / "made"
            made.mkdir()
            yield made
            replace(made, target)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def sweep_folder(folder: Path, names: re.Pattern[str] = re.compile(r"\..*\.(\d+)-\w{8}")) -> None:
    """Deletes temporary folders of processes that died.

    Args:
        names: the pattern of their names, with the process's id as its group.
    """
    with suppress(OSError):
        for left in folder.iterdir():
            made_by = names.fullmatch(left.name)
            if made_by and _is_abandoned(left, int(made_by[1])):
                shutil.rmtree(left, ignore_errors=True)


@contextmanager
def _in_use(folder: Path) -> Iterator[None]:
    """Holds a lock in a folder; the system releases it if this process dies."""
    import filelock

    with filelock.FileLock(folder / IN_USE, is_singleton=False).acquire(timeout=0):
        yield


def _is_abandoned(folder: Path, process: int) -> bool:
    import filelock
    import psutil

    if not (folder / IN_USE).exists():
        return not psutil.pid_exists(process)
    try:
        with _in_use(folder):
            return True
    except filelock.Timeout:
        return False


def settle(target: Path) -> None:
    """Restores the folder that an interrupted replacement moved away, or deletes it if the replacement was complete."""
    before = _replaced(target)
    if before.exists():
        with _renaming():
            if not target.exists():
                before.rename(target)
            elif before.exists():
                _discard(before)


def unsettled(folder: Path) -> list[Path]:
    """The folders inside whose replacement was interrupted."""
    return [before.with_name(before.name[1:].removesuffix(ENDING)) for before in folder.glob(f".*{ENDING}")]


@contextmanager
def _renaming() -> Iterator[None]:
    """Briefly holds the lock for renaming folders; goes without it if the cache is read-only."""
    with ExitStack() as stack:
        with suppress(OSError):
            if home().is_dir():  # otherwise there is no cache, and a folder outside it needs none
                stack.enter_context(lock("renaming", waiting=lambda: None, cancelled=lambda: False))
        yield


@contextmanager
def temporary() -> Iterator[Path]:
    """A temporary folder; if this process is killed, the next one deletes it.

    Raises:
        CannotWrite: the disk is full.
    """
    with (
        write_errors(gettempdir()),
        TemporaryDirectory(prefix=f"{TEMPORARY}{os.getpid()}-") as name,
        _in_use(Path(name)),
    ):
        yield Path(name)


def sync(path: Path) -> None:
    """Makes the system write a file, or a folder's list of names, to the disk."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:  # Windows opens no folders, and a link may lead nowhere
        return
    try:
        with suppress(OSError):  # some file systems don't support it
            os.fsync(handle)
    finally:
        os.close(handle)


def write_whole(file: Path, content: str) -> None:
    """Writes a text file, completely or not at all."""
    partial = file.with_name(f".{file.name}.{os.getpid()}-{threading.get_ident()}")
    try:
        with partial.open("w", encoding="utf-8") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        partial.replace(file)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def delete(folder: Path, key: str) -> bool:
    """Deletes a folder of the cache, completely or not at all; returns False if there was none.

    Args:
        key: the name of its lock.

    Raises:
        CannotWrite: the system refuses.
    """
    with write_errors(folder), lock(key, waiting=lambda: None, cancelled=lambda: False):
        if not folder.exists():
            return False
        with staging(key) as stage:  # first moved away, in one rename
            folder.rename(stage.model)
        sync(folder.parent)
        return True


def sweep(held: str = "") -> None:
    """Deletes the leftovers of interrupted attempts: those of `held`, whose lock the caller holds, and of dead processes."""
    staged = {path.name for path in (home() / "staging").glob("*")}
    halves = {half.relative_to(home() / "hub").parts[0] for half in (home() / "hub").rglob("*.incomplete")}
    for key in staged | halves:
        if key == slug(held) and held:
            _clear(key)
            continue
        with suppress(Cancelled, OSError), lock(key, waiting=lambda: None, cancelled=lambda: True):
            _clear(key)
    for kind in ("models", "tokenizers", "trained"):
        for target in unsettled(home() / kind):
            with suppress(OSError):
                settle(target)
    sweep_folder(home() / "trained")
    sweep_folder(Path(gettempdir()), re.compile(rf"{re.escape(TEMPORARY)}(\d+)-\w{{8}}"))


def _clear(key: str) -> None:
    """Deletes what is staged under a name, and the incomplete files of its download; complete ones stay for the next attempt."""
    shutil.rmtree(home() / "staging" / key, ignore_errors=True)
    for half in (home() / "hub" / key).rglob("*.incomplete"):
        half.unlink(missing_ok=True)


def _replaced(target: Path) -> Path:
    return target.with_name(f".{target.name}{ENDING}")


def _discard(folder: Path) -> None:
    """Deletes a folder, or a link to one."""
    if folder.is_symlink():
        folder.unlink()
    else:
        shutil.rmtree(folder, ignore_errors=True)


def _lock_path(name: str) -> Path:
    folder = home() / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{slug(name)}.lock"


def remove_if_empty(folder: Path) -> None:
    """Deletes the folder if it is empty."""
    with suppress(OSError):
        folder.rmdir()
