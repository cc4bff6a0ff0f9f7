"""The program that downloads one file of a repository of the hub: `python -m … REPORT REPOSITORY FILE FOLDER TITLE`.

It runs in a separate process (see `hub`). It is for tokenizers without their model.
"""

from pathlib import Path
from typing import Any

from cutaway.errors import WeightsUnavailable
from cutaway.store import reporting
from cutaway.store.hub import SOURCE
from cutaway.store.hub_download import counter, explain
from cutaway.store.reporting import Tell


def download(repo: str, file: str, into: Path, title: str, tell: Tell) -> dict[str, Any]:
    """Downloads the file into the folder.

    Returns:
        The "revision" and "licence" of the download.

    Raises:
        UnknownModel: there is no such repository, or it is private.
        WeightsUnavailable: no such file, no network, no permission, or no room.
    """
    from huggingface_hub import HfApi, snapshot_download

    try:
        info = HfApi().model_info(repo, files_metadata=True)
        sizes = {known.rfilename: known.size or 0 for known in info.siblings or []}
        if file in sizes:
            counts = counter(into, {file: sizes[file]}, f"Downloading {title} ({SOURCE})", tell)
            snapshot_download(repo, revision=info.sha, local_dir=into, allow_patterns=[file], tqdm_class=counts)
    except Exception as error:  # the client raises its own errors, those of its HTTP library and those of the system
        raise explain(error, repo) from error
    if file not in sizes:
        raise WeightsUnavailable(f"{repo} of the {SOURCE} has no {file}.")
    return {"revision": info.sha or "", "licence": str((info.card_data or {}).get("license") or "")}


def _work(arguments: list[str], tell: Tell) -> dict[str, Any]:
    repo, file, into, title = arguments
    return download(repo, file, Path(into), title, tell)


if __name__ == "__main__":
    reporting.main(_work)
