"""Repositories of the Hugging Face hub: found on this machine, or downloaded file by file with the hub's own client."""

import io
import os
import shutil
import threading
from pathlib import Path
from typing import Any

from cutaway.errors import Cancelled, CutawayError, UnknownModel, UnsupportedModel, WeightsUnavailable
from cutaway.models import cache, provenance
from cutaway.models.cache import Staging
from cutaway.models.catalog import Hub
from cutaway.models.job import Job
from cutaway.models.sources import folder

SOURCE = "Hugging Face hub"
WORKERS = 4
# Beside the weights: configuration, and every form in which a tokenizer is written.
SMALL_FILES = (
    folder.CONFIG, "generation_config.json", folder.TOKENIZER, "tokenizer_config.json", "special_tokens_map.json",
    "added_tokens.json", "vocab.json", "vocab.txt", "merges.txt", "spiece.model", "sentencepiece.bpe.model",
    "tokenizer.model", "chat_template.jinja",
)  # fmt: skip


def find_local(source: Hub) -> tuple[Path, provenance.Provenance] | None:
    """A whole copy of the repository in the user's own Hugging Face cache, without asking any network."""
    from huggingface_hub import try_to_load_from_cache

    for repo in filter(None, (source.repo, source.once)):
        config = try_to_load_from_cache(repo, folder.CONFIG)
        if isinstance(config, str) and folder.is_whole(Path(config).parent):
            snapshot = Path(config).parent
            return snapshot, provenance.Provenance(SOURCE, snapshot.name, fetched=provenance.day_of(snapshot))
    return None


def obtain(source: Hub, name: str, stage: Staging, job: Job) -> provenance.Provenance:
    """Download the repository's configuration, safetensors and tokenizer and leave them in `stage.model`.

    Files that an earlier, interrupted attempt finished are not fetched again.

    Raises:
        UnknownModel: there is no such repository, or it is private.
        UnsupportedModel: it has no safetensors, or its architecture is not part of Transformers.
        WeightsUnavailable: no network, no permission, no room, or a damaged file.
        Cancelled: nobody waits for it any more.
    """
    from huggingface_hub import HfApi, hf_hub_download, snapshot_download

    endpoint = os.environ.get("HF_ENDPOINT") or None
    into = cache.hub_folder(name)
    job.tell(f"Asking the {SOURCE} for {source.repo}")
    try:
        into.mkdir(parents=True, exist_ok=True)
        info = HfApi(endpoint=endpoint).model_info(source.repo, files_metadata=True)
        sizes = {file.rfilename: file.size or 0 for file in info.siblings or []}
        hf_hub_download(source.repo, folder.CONFIG, revision=info.sha, local_dir=into, endpoint=endpoint)
        folder.check_config(folder.read_config(into / folder.CONFIG), f"{source.repo} of the {SOURCE}")
        weights = _weights(source.repo, sizes)
        wanted = {file: size for file, size in sizes.items() if file in (*SMALL_FILES, *weights)}
        snapshot_download(
            source.repo,
            revision=info.sha,
            local_dir=into,
            endpoint=endpoint,
            allow_patterns=sorted(wanted),
            max_workers=WORKERS,
            tqdm_class=_counter(into, wanted, job),
        )
    except CutawayError:
        raise
    except Exception as error:  # the client raises its own errors, those of its HTTP library and those of the system
        job.check()  # being cancelled may come out of the client's threads as something else
        raise _explain(error, source.repo) from error
    job.check()
    _keep_only(into, set(wanted))
    into.rename(stage.model)
    licence = (info.card_data or {}).get("license") or ""
    return provenance.Provenance(SOURCE, info.sha or "", "", str(licence), provenance.today())


def forget(name: str) -> None:
    """Delete what an unfinished download of this model left."""
    shutil.rmtree(cache.hub_folder(name), ignore_errors=True)


def _weights(repo: str, files: dict[str, int]) -> list[str]:
    """Which of the repository's files hold its weights: one safetensors, or an index and its shards."""
    if folder.WEIGHTS in files:
        return [folder.WEIGHTS]
    if folder.INDEX in files:
        return [file for file in files if file.endswith(".safetensors") and "/" not in file] + [folder.INDEX]
    pickles = [file for file in files if Path(file).match("*.bin") or Path(file).match("*.pt")]
    if pickles:
        raise folder.no_safetensors(f"{repo} of the {SOURCE}", pickles)
    raise UnsupportedModel(
        f"{repo} of the {SOURCE} has no {folder.WEIGHTS}, so there are no weights to read.",
        "Choose a repository with weights in safetensors.",
    )


def _counter(into: Path, wanted: dict[str, int], job: Job) -> Any:
    """A class like tqdm whose bars tell `job` the bytes that arrived, and that give up where the job does."""
    from tqdm import tqdm

    total = sum(wanted.values())
    there = sum(size for file, size in wanted.items() if (into / file).is_file())
    lock = threading.Lock()

    class Counter(tqdm):
        monitor_interval = 0  # no thread to redraw what is never drawn

        def __init__(self, *args: Any, **options: Any) -> None:
            options.pop("name", None)
            super().__init__(*args, **{**options, "file": io.StringIO()})

        def display(self, *_: object, **__: object) -> None:
            """Draw nothing."""

        def update(self, n: float | None = 1) -> bool | None:
            drawn = super().update(n)
            if self.unit == "B":  # others count files
                with lock:
                    job.tell(f"Downloading {job.title} ({SOURCE})", min(there + int(self.n), total), total, "bytes")
            return drawn

    return Counter


def _keep_only(into: Path, wanted: set[str]) -> None:
    """Delete what the client keeps for itself, and files of an earlier state of the repository."""
    for path in into.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name not in wanted:
            path.unlink()


def _explain(error: Exception, repo: str) -> CutawayError:
    """What the hub's client could not do, in our words."""
    from huggingface_hub import errors

    status = getattr(getattr(error, "response", None), "status_code", None)
    chain = [error, error.__cause__, error.__context__]
    if any(isinstance(link, Cancelled) for link in chain):
        return Cancelled()
    if isinstance(error, errors.GatedRepoError) or status == 403:
        return WeightsUnavailable(
            f"{repo} of the {SOURCE} is only given to those who accepted its terms.",
            "Accept them on the model's page there, then log in on this machine: hf auth login",
        )
    if isinstance(error, errors.RepositoryNotFoundError) or status == 404:
        return UnknownModel(
            f"The {SOURCE} has no repository {repo} (or it is private).",
            "Check the spelling; for a private one log in first: hf auth login",
        )
    if status == 401:
        return WeightsUnavailable(
            f"The {SOURCE} did not accept the login of this machine.", "Log in again: hf auth login"
        )
    if status is not None:
        return WeightsUnavailable(f"The {SOURCE} answered with an error ({status}).", "Try again later.")
    if isinstance(error, errors.OfflineModeIsEnabled) or isinstance(error.__cause__, errors.OfflineModeIsEnabled):
        return WeightsUnavailable(
            "The environment variable HF_HUB_OFFLINE forbids asking the Hugging Face hub.", "Unset it, then try again."
        )
    if isinstance(error, OSError) and error.errno is not None and not isinstance(error, ConnectionError):
        raise error  # a full disk and the like: said in one place for all sources
    if "Consistency check failed" in str(error):
        return WeightsUnavailable(
            f"A file of {repo} arrived damaged.", "Try again: the files that are whole are not fetched again."
        )
    return WeightsUnavailable(
        f"The {SOURCE} can't be reached, or broke off ({type(error).__name__}).",
        "Check the network connection, then try again: the files that are whole are not fetched again.",
    )
