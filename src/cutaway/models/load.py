"""Opening a model by name: weights from the cache (fetched if they are not there), module and tokenizer, ready to trace."""

import json
from pathlib import Path

from cutaway.errors import UnsupportedModel
from cutaway.models import fetch
from cutaway.models.model import Model
from cutaway.progress import Progress, Step, silent
from cutaway.tokens.tokenizer import Tokenizer


def load(name: str, progress: Progress = silent) -> Model:
    """Opens a model.

    Args:
        name: a catalog name (`cutaway models` lists them), a Hugging Face hub id, a folder in Hugging Face format, or a `.gguf` file.
        progress: told what is being done and how far it is.

    Raises:
        UnknownModel: no model has that name.
        WeightsUnavailable: none of its sources could give the weights.
        UnsupportedModel: it is no model that Cutaway can trace.
    """
    local = fetch.ensure(name, progress)
    progress(Step(f"Opening {name}"))
    import torch
    import transformers

    transformers.utils.logging.disable_progress_bar()
    config = json.loads((local.folder / "config.json").read_text())
    architecture = next(iter(config.get("architectures") or ()), "")
    kind = getattr(transformers, architecture, transformers.AutoModel)
    try:
        hf = kind.from_pretrained(local.folder, dtype=torch.float32, use_safetensors=True, local_files_only=True)
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise UnsupportedModel(
            f"Transformers could not load {name} as {kind.__name__}: {error}",
            "The folder may be incomplete, or made for another version of Transformers.",
        ) from error
    return Model(hf.eval(), tokenizer_in(local.folder), name=name, provenance=local.provenance)


def tokenizer(name: str, progress: Progress = silent) -> Tokenizer:
    """The tokenizer of a model, by the model's name; the errors are those of `load`."""
    return tokenizer_in(fetch.ensure(name, progress).folder)


def tokenizer_in(folder: Path) -> Tokenizer:
    """The tokenizer of a model's folder."""
    file = folder / "tokenizer.json"
    if file.exists():
        return Tokenizer.from_file(file)
    from transformers import AutoTokenizer

    return Tokenizer(AutoTokenizer.from_pretrained(folder, local_files_only=True))
