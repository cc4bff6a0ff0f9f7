"""A tokenizer by its name: one of the catalog, one that was trained here, a model's, or a file."""

import difflib
from pathlib import Path

from cutaway.errors import UnknownModel, UnsupportedModel
from cutaway.models import cache
from cutaway.models import catalog as models
from cutaway.models import fetch as model_files
from cutaway.progress import Progress, silent
from cutaway.tokens import fetch
from cutaway.tokens.catalog import CATALOG
from cutaway.tokens.entry import JSON
from cutaway.tokens.tokenizer import Tokenizer


def names() -> list[str]:
    """The names that `load` knows of by itself: those of the catalog, then those that were trained on this machine."""
    return [*CATALOG, *(name for name in trained() if name not in CATALOG)]


def trained() -> list[str]:
    """The tokenizers that were trained on this machine."""
    return sorted(file.parent.name for file in (cache.home() / "trained").glob(f"*/{JSON}"))


def load(name: str, progress: Progress = silent) -> Tokenizer:
    """The tokenizer of that name, fetched if it is not here. Models are not opened: torch is not imported.

    Args:
        name: in this order: a name of the tokenizers' catalog (in any case), one trained on this machine, a `tokenizer.json`, or whatever
            names a model.
        progress: told where the fetching stands.

    Raises:
        UnknownModel: nothing has that name.
        UnsupportedModel: the file, or what the model has, is no tokenizer that can be shown.
        WeightsUnavailable: no source could give it.
    """
    name = name.strip()
    if name.lower() in CATALOG:
        return fetch.load(name.lower(), progress)
    if name in trained():
        return _read(cache.trained_folder(name) / JSON)
    if name.lower().endswith(".json"):
        return _read(Path(name).expanduser())
    try:
        models.resolve(name)
    except UnknownModel as error:
        raise _unknown(name, error) from None
    return in_folder(model_files.ensure(name, progress).folder)


def in_folder(folder: Path) -> Tokenizer:
    """The tokenizer of a model's folder."""
    file = folder / JSON
    if file.exists():
        return Tokenizer.from_file(file)
    from transformers import AutoTokenizer

    return Tokenizer(AutoTokenizer.from_pretrained(folder, local_files_only=True))


def _read(file: Path) -> Tokenizer:
    if not file.is_file():
        raise UnknownModel(f"There is no tokenizer at '{file}'.", "Give a tokenizer.json that is there.")
    try:
        return Tokenizer.from_file(file)
    except Exception as error:  # the library raises nothing narrower
        raise UnsupportedModel(
            f"{file} is no file of the tokenizers library: {error}.", "Give a tokenizer.json."
        ) from error


def _unknown(name: str, as_model: UnknownModel) -> UnknownModel:
    """What to say of a name that is no tokenizer's, and no model's for the reason given."""
    if "model at" in as_model.message:
        return as_model  # it looks like a path
    known = [*names(), *(model for model in models.CATALOG if model not in CATALOG)]
    near = difflib.get_close_matches(name.lower(), known, n=3, cutoff=0.5)
    guess = f"Did you mean {' or '.join(near)}? " if near else ""
    shown = name if len(name) <= 80 else f"{name[:80]}…"
    return UnknownModel(
        f"There is no tokenizer called '{shown}'.",
        f"{guess}Known names: {', '.join(names())}. A model's name, a hub id (owner/name), a folder in Hugging Face format, a .gguf file "
        "and a tokenizer.json work too.",
    )
