"""`cutaway trace`: tensors of one forward pass, in a file."""

import argparse
import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

from cutaway._version import __version__
from cutaway.cli.show import print_table, progress_shown, text_argument
from cutaway.errors import CutawayError

if TYPE_CHECKING:
    import torch

    from cutaway.trace.trace import Trace


class CannotWrite(CutawayError):
    """A file that can't be written."""

    code = "cannot-write"


def run(options: argparse.Namespace) -> int:
    """Trace a text; save the tensors that were asked for, or list those there are."""
    if bool(options.sites) != bool(options.out):
        raise CannotWrite(
            "--site and --out go together: which tensors to save, and where to.", "Leave both out to list the tensors."
        )
    import cutaway

    text = text_argument(options.text)
    with progress_shown() as progress:
        model = cutaway.load(options.model, progress)
    trace = model.trace(text)
    if not options.sites:
        print_table(("site", "shape"), [(site, " × ".join(map(str, shape))) for site, shape in trace.sites.items()])
        return 0
    tensors = {site: trace[site].contiguous().clone() for site in matching(options.sites, trace.sites)}
    save(Path(options.out), tensors, metadata(trace, text))
    print(f"Saved {len(tensors)} tensor{'s' if len(tensors) != 1 else ''} to {options.out}")
    return 0


def matching(asked: Sequence[str], sites: Mapping[str, tuple[int, ...]]) -> list[str]:
    """The sites that were asked for, each once. A name that matches nothing is kept: reading it says what there is."""
    found: dict[str, None] = {}
    for name in asked:
        found |= dict.fromkeys([site for site in sites if fnmatchcase(site, name)] or [name])
    return list(found)


def metadata(trace: "Trace", text: str) -> dict[str, str]:
    """What a saved file says of itself: the text, its tokens, the model, where it came from and what computed it."""
    import torch
    import transformers

    model = trace.model
    return {
        "text": text,
        "token_ids": json.dumps(list(trace.ids)),
        "model": model.name,
        "facts": json.dumps(asdict(model.facts)),
        "provenance": json.dumps(asdict(model.provenance) if model.provenance is not None else None),
        "versions": json.dumps(
            {"cutaway": __version__, "torch": torch.__version__, "transformers": transformers.__version__}
        ),
    }


def save(file: Path, tensors: "dict[str, torch.Tensor]", metadata: dict[str, str]) -> None:
    """Write a safetensors file, whole or not at all.

    Raises:
        CannotWrite: the folder is missing, not writable or full.
    """
    from safetensors.torch import save

    data = save(tensors, metadata)
    try:
        handle, partial = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(data)
            umask = os.umask(0)  # mkstemp makes files that only their owner reads
            os.umask(umask)
            Path(partial).chmod(0o666 & ~umask)
            Path(partial).replace(file)
        except BaseException:
            Path(partial).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise CannotWrite(f"{file} can't be written: {error.strerror}.", "Name another file with --out.") from error
