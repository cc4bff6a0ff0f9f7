"""Finds a tokenizer by name: one of the catalog, one trained here, a model's, or a file."""

import difflib
from collections.abc import Callable
from pathlib import Path

from cutaway.errors import UnknownModel
from cutaway.models import catalog as models
from cutaway.models import fetch as model_files
from cutaway.models import fetch_tokenizer
from cutaway.progress import Progress, silent
from cutaway.tokens.catalog import CATALOG
from cutaway.tokens.chat_template import template_in
from cutaway.tokens.formats.detection import FORMATS, open_path
from cutaway.tokens.tokenizer import Tokenizer


def load(
    name: str,
    progress: Progress = silent,
    cancelled: Callable[[], bool] = lambda: False,
    *,
    pattern: str = "",
) -> Tokenizer:
    """The tokenizer of that name, fetched if it is not here. Models are not opened: torch is not imported.

    Args:
        name: in this order: a name of the tokenizers' catalog (in any case), one trained on this machine, a file or a folder in any known
            format (`formats.detection`), or any name of a model.
        progress: called with what is being done and how far it is.
        cancelled: called about ten times a second; True stops the download.
        pattern: for a `.tiktoken` file, the pattern that cuts a text: a name (`gpt2`, `gpt4`, `o200k`) or a regular expression.

    Raises:
        UnknownModel: nothing has that name.
        UnsupportedModel: the file, or the model's tokenizer, can't be shown.
        BadFile: the file is damaged; for a fetched one, the message says how to fetch it again.
        WeightsUnavailable: no source could give it.
        Cancelled: `cancelled` returned True.
    """
    if not isinstance(name, str):
        raise UnknownModel(f"A {type(name).__name__} is not the name of a tokenizer.", "Give a name or a path.")
    name = name.strip()
    if name.lower() in CATALOG:
        return fetch_tokenizer.load(name.lower(), progress, cancelled)
    if name in fetch_tokenizer.trained():
        return fetch_tokenizer.load(name)
    if (file := _existing(name)) is not None:
        return Tokenizer.of(open_path(file, pattern=pattern))
    if Path(name).suffix.lower() in _FILES:
        raise UnknownModel(f"There is no tokenizer at '{_short(name)}'.", f"Give one that exists: {FORMATS}.")
    try:
        models.resolve(name)
    except UnknownModel:
        if models.looks_like_path(name):
            raise UnknownModel(
                f"There is no tokenizer at '{_short(name)}'.", f"Give an existing folder or file: {FORMATS}."
            ) from None
        raise _unknown(name) from None
    return in_folder(model_files.ensure(name, progress, cancelled=cancelled).folder)


def tokenizer(name: str, progress: Progress = silent, *, pattern: str = "") -> Tokenizer:
    """Opens a tokenizer by name: `gpt2`, `cl100k`, … (`cutaway tokenizers` lists them), one trained on this machine, a file or a folder
    (tokenizer.json, vocab.json with merges.txt, vocab.txt, a SentencePiece model, a .tiktoken or a .gguf file), or a model's, by the
    model's name.

    >>> cutaway.tokenizer("gpt2").encode("hello world")
    [31373, 995]

    Args:
        progress: called with what is being done and how far it is.
        pattern: for a `.tiktoken` file, the pattern that cuts a text: a name (`gpt2`, `gpt4`, `o200k`) or a regular expression.

    Raises:
        UnknownModel: nothing has that name.
        UnsupportedModel: the tokenizer can't be shown.
        WeightsUnavailable: no source could give it.
    """
    return load(name, progress, pattern=pattern)


def in_folder(folder: Path) -> Tokenizer:
    """The tokenizer of a model's folder, with its chat template.


    Raises:
        UnsupportedModel: it has no tokenizer, or one that can't be shown.
    """
    found = Tokenizer.of(open_path(folder))
    found.chat_template = template_in(folder)
    return found


_FILES = frozenset((".json", ".model", ".spm", ".tiktoken", ".txt"))


def _existing(name: str) -> Path | None:
    """The file or folder of that name, if it exists."""
    try:
        path = Path(name).expanduser()
        return path if name and path.exists() else None
    except (OSError, ValueError, RuntimeError):  # a name too long or too strange to be a path is no path
        return None


def _short(name: str) -> str:
    return name if len(name) <= 80 else f"{name[:80]}…"


def _unknown(name: str) -> UnknownModel:
    known = [*fetch_tokenizer.names(), *(model for model in models.CATALOG if model not in CATALOG)]
    near = difflib.get_close_matches(name.lower(), known, n=3, cutoff=0.5)
    guess = f"Did you mean {' or '.join(near)}? " if near else ""
    return UnknownModel(
        f"There is no tokenizer called '{_short(name)}'.",
        f"{guess}Known names: {', '.join(fetch_tokenizer.names())}. A model's name, a hub id (owner/name), a folder, "
        "a tokenizer.json, a SentencePiece model, a .tiktoken file and a .gguf file work too.",
    )
