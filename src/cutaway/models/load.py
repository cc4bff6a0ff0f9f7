"""Opening a model by name: weights from the cache (fetched if they are not there), module and tokenizer, ready to trace."""

import warnings

from cutaway.arguments import checked
from cutaway.errors import CutawayError, Trouble
from cutaway.models import checksums, fetch
from cutaway.models.checkpoint import open_folder
from cutaway.models.finite import not_finite, told
from cutaway.models.model import Model
from cutaway.progress import Progress, Step, silent
from cutaway.system_errors import memory_errors
from cutaway.tokens import named
from cutaway.tokens.tokenizer import Tokenizer

MEMORY_HINT = (
    "Close other programs, choose a smaller model, or give dtype='bfloat16', which takes half of the memory of float32."
)


@checked
def load(name: str, progress: Progress = silent, *, device: str | None = None, dtype: str | None = None) -> Model:
    """Opens a model.

    Args:
        name: a catalog name (`cutaway models` lists them), a Hugging Face hub id, a folder in Hugging Face format, or a `.gguf` file.
            A folder without a tokenizer opens too; token ids are given in place of text.
        progress: told what is being done and how far it is.
        device: `cpu`, `cuda`, `cuda:1`, `mps`, or `offload` for what no device holds: the weights are spread over all devices and the
            disk, and keyframes stay on the CPU. None chooses: the fastest device that has room.
        dtype: `float32` (the default), `bfloat16`, `float16`, or `auto` for the precision in which the weights were saved.

    Raises:
        UnknownModel: no model has that name.
        WeightsUnavailable: none of its sources could give the weights.
        UnsupportedModel: it is no model that Cutaway can trace, or there is no such device or precision.
        OutOfMemory: this machine has not enough memory for it.

    Warns:
        Trouble: some of its weights are no finite numbers, or its files and its configuration do not fit together. `model.troubles` keeps
            what was said.
    """
    with memory_errors(MEMORY_HINT):
        local = fetch.ensure(name, progress)
        model, strange = _opened(name, local, progress, device, dtype)
        if strange and checksums.adopted(local.folder):  # damaged, it may be, before checksums were kept
            local = fetch.ensure(name, progress, again=True)
            model, _ = _opened(name, local, progress, device, dtype)
    for trouble in model.troubles:
        warnings.warn(trouble, Trouble, stacklevel=3)
    return model


def _opened(
    name: str, local: fetch.LocalModel, progress: Progress, device: str | None, dtype: str | None
) -> tuple[Model, bool]:
    """The model, and whether it has weights that are no finite numbers."""
    progress(Step(f"Opening {name}"))
    hf, troubles = open_folder(name, local.folder, device, dtype)
    if strange := not_finite(hf):
        troubles = (*troubles, told(name, strange))
    try:
        found, lacking = named.in_folder(local.folder), ""
    except CutawayError as error:  # lists of token ids can be traced without one
        found, lacking = None, error.message
    model = Model(hf, found, name=name, provenance=local.provenance, troubles=troubles)
    model.lacks_tokenizer = lacking
    return model, bool(strange)


def tokenizer(name: str, progress: Progress = silent, *, pattern: str = "") -> Tokenizer:
    """The tokenizer of that name: `gpt2`, `cl100k`, … (`cutaway tokenizers` lists them), one that was trained on this machine, a file or
    a folder (tokenizer.json, vocab.json with merges.txt, vocab.txt, a SentencePiece model, a .tiktoken or a .gguf file), or a model's, by
    the model's name.

    Args:
        pattern: for a `.tiktoken` file, how it cuts a text: a name (`gpt2`, `gpt4`, `o200k`) or a regular expression.

    Raises:
        UnknownModel: nothing has that name.
        UnsupportedModel: it is no tokenizer that can be shown.
        WeightsUnavailable: no source could give it.
    """
    return named.load(name, progress, pattern=pattern)
