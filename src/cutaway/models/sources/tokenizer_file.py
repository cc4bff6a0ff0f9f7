"""A model's tokenizer.json as Cutaway keeps it: there if it can be made, and neither padding nor truncating."""

from pathlib import Path
from typing import Any

from cutaway.errors import WeightsUnavailable
from cutaway.store.model_folder import TOKENIZER


def tidy(folder: Path) -> None:
    """Leave a tokenizer.json that loads and gives a text's own tokens, all of them and no more.

    Sentence encoders ship theirs set to pad each text to a fixed length and to cut it off there. A folder that has only an
    older format (vocab.txt, merges.txt, a SentencePiece model) gets a tokenizer.json where Transformers can make one.

    Raises:
        WeightsUnavailable: there is one and it can't be read.
    """
    file = folder / TOKENIZER
    if not file.is_file():
        _convert(folder)
        if not file.is_file():
            return  # the model can still be asked about lists of token ids
    tokenizer = check(folder)
    if tokenizer.padding or tokenizer.truncation:
        tokenizer.no_padding()
        tokenizer.no_truncation()
        tokenizer.save(str(file))


def check(folder: Path) -> Any:
    """The library's tokenizer of a folder's tokenizer.json; None where there is no such file.

    Raises:
        WeightsUnavailable: there is one and it can't be read.
    """
    from cutaway.tokens.opening import opened

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
    except Exception:  # whatever the reason: this model has no tokenizer that can be had as tokenizer.json
        return
    backend.save(str(folder / TOKENIZER))
