"""Repositories of the Hugging Face hub, from this machine or downloaded with the hub's own client."""

import hashlib
import shutil
from contextlib import suppress
from pathlib import Path

from cutaway.errors import CutawayError
from cutaway.store import cache, checksums, hashing, model_folder, provenance, subprocesses
from cutaway.store.cache import Staging
from cutaway.store.fetch_context import FetchContext
from cutaway.store.sources import Hub

SOURCE = "Hugging Face hub"
DOWNLOADER = "cutaway.store.hub_download"
FILE_DOWNLOADER = "cutaway.store.hub_file"


def find_local(source: Hub) -> tuple[Path, provenance.Provenance] | None:
    """A complete copy of the repository in the user's own Hugging Face cache, without using the network."""
    from huggingface_hub import try_to_load_from_cache

    for repo in filter(None, (source.repo, source.once)):
        try:
            config = try_to_load_from_cache(repo, model_folder.CONFIG)
        except (OSError, ValueError):  # its notes can't be read
            continue
        if isinstance(config, str) and model_folder.is_whole(Path(config).parent):
            snapshot = Path(config).parent
            return snapshot, provenance.Provenance(SOURCE, snapshot.name, fetched=provenance.day_of(snapshot))
    return None


def damaged(snapshot: Path, job: FetchContext, *, whole: bool = False) -> dict[str, str]:
    """The files of a copy in the user's own Hugging Face cache that differ from the download, each with its problem.

    Each file there is a link to one named by the hash of its content: the SHA-256 of a large one, git's hash of a small one. They are
    read once; after that `checksums` takes over, with its own data in Cutaway's cache.

    Args:
        whole: read every file, not only those that changed.
    """
    at = cache.home() / "theirs" / f"{cache.slug(snapshot.parent.parent.name)}--{snapshot.name[:12]}"
    if checksums.read(at) is not None and not whole:
        return checksums.damaged(snapshot, job, at=at)
    found = {
        file.name: why for file in sorted(snapshot.iterdir()) if file.is_file() and (why := _unlike_its_name(file, job))
    }
    if not found:
        with suppress(OSError):  # with a read-only cache they are read again the next time
            at.mkdir(parents=True, exist_ok=True)
            checksums.take(snapshot, job, at=at)
    return found


def _unlike_its_name(file: Path, job: FetchContext) -> str:
    """The problem of a file that links to one named by its hash; empty if there is none, or if it is not such a link."""
    blob = file.resolve()
    if blob.parent.name != "blobs" or not file.is_symlink():
        return ""
    git = hashlib.sha1(b"blob %d\0" % blob.stat().st_size, usedforsecurity=False)
    kinds = {64: hashlib.sha256(), 40: git}
    if len(blob.name) not in kinds:
        return ""
    same = hashing.digest(blob, kinds[len(blob.name)], job) == blob.name
    return "" if same else "its content has changed (its hash differs from its name)"


def obtain(source: Hub, name: str, stage: Staging, job: FetchContext) -> provenance.Provenance:
    """Downloads the repository's configuration, safetensors and tokenizer into `stage.model`.

    Files completed by an earlier, interrupted attempt are not fetched again.

    Raises:
        UnknownModel: there is no such repository, or it is private.
        UnsupportedModel: it has no safetensors, or its architecture is not part of Transformers.
        WeightsUnavailable: no network, no permission, no room, or a damaged file.
        Cancelled: the work was cancelled.
    """
    job.tell(f"Asking the {SOURCE} for {source.repo}")
    into = cache.hub_folder(name)
    into.mkdir(parents=True, exist_ok=True)
    # The client can't be interrupted (its threads may wait long for a server), but a process can.
    try:
        said = subprocesses.run_reporting(
            DOWNLOADER,
            [source.repo, str(into), job.title],
            work=stage.work,
            env={"HF_HUB_DISABLE_TELEMETRY": "1"},
            job=job,
        )
    except CutawayError:
        cache.remove_if_empty(into)  # nothing came that the next attempt could use
        raise
    into.rename(stage.model)
    return provenance.Provenance(SOURCE, said["revision"], "", said["licence"], provenance.today())


def obtain_file(source: Hub, target: Path, work: Path, job: FetchContext) -> provenance.Provenance:
    """Downloads one file of the repository to `target`; `work` is a folder for temporary files.

    Raises:
        UnknownModel: there is no such repository, or it is private.
        WeightsUnavailable: no such file, no network, no permission, or no room.
        Cancelled: the work was cancelled.
    """
    job.tell(f"Asking the {SOURCE} for {source.repo}")
    into = work / "hub"
    into.mkdir()
    said = subprocesses.run_reporting(
        FILE_DOWNLOADER,
        [source.repo, target.name, str(into), job.title],
        work=work,
        env={"HF_HUB_DISABLE_TELEMETRY": "1"},
        job=job,
    )
    (into / target.name).rename(target)
    return provenance.Provenance(source.label, said["revision"], "", said["licence"], provenance.today())


def forget(name: str) -> None:
    """Deletes an unfinished download of this model."""
    if cache.hub_folder(name).exists():
        shutil.rmtree(cache.hub_folder(name))
