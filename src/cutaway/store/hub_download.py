"""The program that downloads a repository of the hub into a folder: `python -m … REPORT REPOSITORY FOLDER TITLE`.

It runs in a separate process (see `hub`). It takes only what a model needs: configuration, safetensors, tokenizer.
"""

import io
import shutil
import threading
import time
from pathlib import Path
from typing import Any

from cutaway.errors import CutawayError, UnknownModel, UnsupportedModel, WeightsUnavailable
from cutaway.progress import ProgressStep
from cutaway.store import hashing, model_folder, reporting
from cutaway.store.fetch_context import FetchContext
from cutaway.store.hub import SOURCE
from cutaway.store.reporting import Tell

WORKERS = 4
CHUNK = (
    256 << 10
)  # the client reports progress and resumes by chunks; its default of 10 MB takes seconds on a slow line
TELL_SECONDS = 0.05
# Besides the weights: configuration, and tokenizers in every format.
SMALL_FILES = (
    model_folder.CONFIG, "generation_config.json", model_folder.TOKENIZER, "tokenizer_config.json", "special_tokens_map.json",
    "added_tokens.json", "vocab.json", "vocab.txt", "merges.txt", "spiece.model", "sentencepiece.bpe.model",
    "tokenizer.model", "chat_template.jinja",
)  # fmt: skip


def download(repo: str, into: Path, title: str, tell: Tell) -> dict[str, Any]:
    """Downloads the repository's files into the folder, and nothing else.

    Returns:
        The "revision" and "licence" of the download.

    Raises:
        UnknownModel: there is no such repository, or it is private.
        UnsupportedModel: it has no safetensors, or its architecture is not part of Transformers.
        WeightsUnavailable: no network, no permission, no room, or a damaged file.
    """
    from huggingface_hub import HfApi, constants, hf_hub_download, snapshot_download

    constants.DOWNLOAD_CHUNK_SIZE = CHUNK
    for half in into.rglob("*.incomplete"):  # the client never resumes what another process began
        half.unlink()
    try:
        info = HfApi().model_info(repo, files_metadata=True)
        files = {file.rfilename: file for file in info.siblings or []}
        hf_hub_download(repo, model_folder.CONFIG, revision=info.sha, local_dir=into)
        model_folder.check_config(model_folder.read_config(into / model_folder.CONFIG), f"{repo} of the {SOURCE}")
        if model_folder.WEIGHTS not in files and model_folder.INDEX in files:
            hf_hub_download(repo, model_folder.INDEX, revision=info.sha, local_dir=into)
        weights = _weights(repo, into, list(files))
        wanted = {name: file.size or 0 for name, file in files.items() if name in (*SMALL_FILES, *weights)}
        snapshot_download(
            repo,
            revision=info.sha,
            local_dir=into,
            allow_patterns=sorted(wanted),
            max_workers=WORKERS,
            tqdm_class=counter(into, wanted, f"Downloading {title} ({SOURCE})", tell),
        )
    except CutawayError:
        raise
    except Exception as error:  # the client raises its own errors, those of its HTTP library and those of the system
        raise explain(error, repo) from error
    _verify(into, {name: file.lfs.sha256 for name, file in files.items() if name in wanted and file.lfs}, title, tell)
    _keep_only(into, set(wanted))
    return {"revision": info.sha or "", "licence": str((info.card_data or {}).get("license") or "")}


def _weights(repo: str, into: Path, files: list[str]) -> list[str]:
    """The repository's files of weights: one safetensors file, or an index and its shards."""
    if model_folder.WEIGHTS in files:
        return [model_folder.WEIGHTS]
    if model_folder.INDEX in files:
        return [model_folder.INDEX, *model_folder.shards(into / model_folder.INDEX)]
    pickles = [file for file in files if any(Path(file).match(pattern) for pattern in model_folder.PICKLES)]
    if pickles:
        raise model_folder.no_safetensors(f"{repo} of the {SOURCE}", pickles)
    raise UnsupportedModel(
        f"{repo} of the {SOURCE} has no {model_folder.WEIGHTS}, so there are no weights to read.",
        "Choose a repository with weights in safetensors.",
    )


def counter(into: Path, wanted: dict[str, int], what: str, tell: Tell) -> Any:
    """A class like tqdm whose bars draw nothing and report the bytes that arrived."""
    from tqdm import tqdm

    total = sum(wanted.values())
    there = sum(size for file, size in wanted.items() if (into / file).is_file())
    lock, told, last = threading.Lock(), -1, 0.0

    class Counter(tqdm):
        monitor_interval = 0  # no thread to redraw what is never drawn

        def __init__(self, *args: Any, **options: Any) -> None:
            options.pop("name", None)
            super().__init__(*args, **{**options, "file": io.StringIO()})

        def display(self, *_: object, **__: object) -> None:
            """Draws nothing."""

        def update(self, n: float | None = 1) -> bool | None:
            nonlocal told, last
            drawn = super().update(n)
            if self.unit != "B":  # this one counts files
                return drawn
            with lock:
                done = min(there + int(self.n), total)
                if done > told and (done == total or time.monotonic() > last + TELL_SECONDS):
                    told, last = done, time.monotonic()
                    tell(what, done, total, "bytes")
            return drawn

    return Counter


def _verify(into: Path, digests: dict[str, str], title: str, tell: Tell) -> None:
    """Compares the SHA-256 of large files with the hub's; deletes a file that differs."""

    def progress(step: ProgressStep) -> None:
        tell(step.what, step.done, step.total, step.unit)

    for file, digest in digests.items():
        if hashing.sha256(into / file, FetchContext(title, progress, lambda: False)) != digest:
            (into / file).unlink()
            raise WeightsUnavailable(
                f"{file} arrived different from the {SOURCE}'s (its SHA-256 differs), so it was deleted.",
                "Try again: complete files are not fetched again.",
            )


def _keep_only(into: Path, wanted: set[str]) -> None:
    """Deletes the client's own files, and files of an earlier state of the repository."""
    for path in into.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name not in wanted:
            path.unlink()


def explain(error: Exception, repo: str) -> CutawayError:
    """A failure of the hub's client as one of our errors."""
    from huggingface_hub import errors

    status = getattr(getattr(error, "response", None), "status_code", None)
    if isinstance(error, errors.GatedRepoError) or status == 403:
        return WeightsUnavailable(
            f"{repo} of the {SOURCE} is only available after accepting its terms.",
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
    if any(isinstance(link, errors.OfflineModeIsEnabled) for link in (error, error.__cause__, error.__context__)):
        return WeightsUnavailable(
            f"The environment variable HF_HUB_OFFLINE forbids asking the {SOURCE}.", "Unset it, then try again."
        )
    if isinstance(error, OSError) and error.errno is not None and not isinstance(error, ConnectionError):
        raise error  # a full disk and the like, reported in one place for all sources
    if "Consistency check failed" in str(error):
        return WeightsUnavailable(
            f"A file of {repo} arrived damaged.", "Try again: complete files are not fetched again."
        )
    return WeightsUnavailable(
        f"The {SOURCE} can't be reached, or the connection broke ({type(error).__name__}).",
        "Check the network connection, then try again: complete files are not fetched again.",
    )


def _work(arguments: list[str], tell: Tell) -> dict[str, Any]:
    repo, into, title = arguments
    return download(repo, Path(into), title, tell)


if __name__ == "__main__":
    reporting.main(_work)
