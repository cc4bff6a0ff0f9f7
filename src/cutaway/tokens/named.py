"""A tokenizer by its name: one of the catalog, one that was trained here, a model's, or a file."""

import difflib
from collections.abc import Callable
from pathlib import Path

from cutaway.errors import UnknownModel
from cutaway.models import catalog as models
from cutaway.models import fetch as model_files
from cutaway.progress import Progress, silent
from cutaway.tokens import fetch
from cutaway.tokens.catalog import CATALOG
from cutaway.tokens.entry import JSON
from cutaway.tokens.tokenizer import Tokenizer


def load(name: str, progress: Progress = silent, cancelled: Callable[[], bool] = lambda: False) -> Tokenizer:
    """The tokenizer of that name, fetched if it is not here. Models are not opened: torch is not imported.

    Args:
        name: in this order: a name of the tokenizers' catalog (in any case), one trained on this machine, a `tokenizer.json`, or whatever
            names a model.
        progress: told where the fetching stands.
        cancelled: asked about ten times a second; True gives the fetching up.

    Raises:
        UnknownModel: nothing has that name.
        UnsupportedModel: the file, or what the model has, is no tokenizer that can be shown.
        BadFile: what was fetched before is damaged; the message says how it is fetched anew.
        WeightsUnavailable: no source could give it.
        Cancelled: it was given up.
    """
    name = name.strip()
    if name.lower() in CATALOG:
        return fetch.load(name.lower(), progress, cancelled)
    if name in fetch.trained():
        return fetch.load(name)
    if name.lower().endswith(".json"):
        file = Path(name).expanduser()
        if not file.is_file():
            raise UnknownModel(f"There is no tokenizer at '{name}'.", "Give a tokenizer.json that is there.")
        return fetch.read_json(file)
    try:
        models.resolve(name)
    except UnknownModel:
        if models.looks_like_path(name):
            raise
        raise _unknown(name) from None
    return in_folder(model_files.ensure(name, progress, cancelled=cancelled).folder)


def in_folder(folder: Path) -> Tokenizer:
    """The tokenizer of a model's folder."""
    file = folder / JSON
    if file.exists():
        return Tokenizer.from_file(file)
    from transformers import AutoTokenizer

    return Tokenizer(AutoTokenizer.from_pretrained(folder, local_files_only=True))


def _unknown(name: str) -> UnknownModel:
    known = [*fetch.names(), *(model for model in models.CATALOG if model not in CATALOG)]
    near = difflib.get_close_matches(name.lower(), known, n=3, cutoff=0.5)
    guess = f"Did you mean {' or '.join(near)}? " if near else ""
    shown = name if len(name) <= 80 else f"{name[:80]}…"
    return UnknownModel(
        f"There is no tokenizer called '{shown}'.",
        f"{guess}Known names: {', '.join(fetch.names())}. A model's name, a hub id (owner/name), a folder in Hugging Face format, "
        "a .gguf file and a tokenizer.json work too.",
    )
