"""A model's tokenizer.json in Cutaway's form: made if possible, and without padding or truncation."""

from pathlib import Path
from typing import Any

from cutaway.errors import WeightsUnavailable
from cutaway.store.model_folder import TOKENIZER
from cutaway.tokens.opening import opened


def tidy(folder: Path) -> None:
    """Makes sure that a folder's tokenizer.json loads and returns exactly a text's own tokens.

    Sentence encoders ship one that pads and truncates each text to a fixed length. A folder with only an older format (vocab.txt,
    merges.txt, a SentencePiece model) gets a tokenizer.json if Transformers can make one.

    Raises:
        WeightsUnavailable: there is one, but it can't be read.
    """
    file = folder / TOKENIZER
    if not file.is_file():
        _convert(folder)
        if not file.is_file():
            return  # the model still works with lists of token ids
    tokenizer = check(folder)
    if tokenizer.padding or tokenizer.truncation:
        tokenizer.no_padding()
        tokenizer.no_truncation()
        tokenizer.save(str(file))


def check(folder: Path) -> Any:
    """The library's tokenizer of a folder's tokenizer.json; None if there is no such file.

    Raises:
        WeightsUnavailable: there is one, but it can't be read.
    """
    file = folder / TOKENIZER
    if not file.is_file():
        return None
    try:
        return opened(file)
    except Exception as error:  # the library raises nothing narrower
        raise WeightsUnavailable(f"{file.name} is damaged: {error}.", "Fetch or copy it again.") from error


def _convert(folder: Path) -> None:
    from transformers import AutoTokenizer

    try:
        backend = AutoTokenizer.from_pretrained(
            folder, trust_remote_code=False, local_files_only=True
        ).backend_tokenizer
    except Exception:  # for any reason: this model's tokenizer can't become a tokenizer.json
        return
    backend.save(str(folder / TOKENIZER))
