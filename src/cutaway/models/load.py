"""Opening a model by name: weights from the cache (fetched if they are not there), module and tokenizer, ready to trace."""

import json

from cutaway.errors import UnsupportedModel
from cutaway.models import cache, fetch
from cutaway.models.model import Model
from cutaway.models.placement import arguments, choose
from cutaway.progress import Progress, Step, silent
from cutaway.tokens import named
from cutaway.tokens.tokenizer import Tokenizer


def load(name: str, progress: Progress = silent, *, device: str | None = None, dtype: str | None = None) -> Model:
    """Opens a model.

    Args:
        name: a catalog name (`cutaway models` lists them), a Hugging Face hub id, a folder in Hugging Face format, or a `.gguf` file.
        progress: told what is being done and how far it is.
        device: `cpu`, `cuda`, `cuda:1`, `mps`, or `offload` for what no device holds: the weights are spread over all devices and the
            disk, and keyframes stay on the CPU. None chooses: the fastest device that has room.
        dtype: `float32` (the default), `bfloat16`, `float16`, or `auto` for the precision in which the weights were saved.

    Raises:
        UnknownModel: no model has that name.
        WeightsUnavailable: none of its sources could give the weights.
        UnsupportedModel: it is no model that Cutaway can trace, or there is no such device or precision.
    """
    local = fetch.ensure(name, progress)
    progress(Step(f"Opening {name}"))
    import transformers

    transformers.utils.logging.disable_progress_bar()
    config = json.loads((local.folder / "config.json").read_text())
    architecture = next(iter(config.get("architectures") or ()), "")
    kind = getattr(transformers, architecture, transformers.AutoModel)
    placement = choose(local.folder, device, dtype)
    options = arguments(placement, cache.home() / "offload" / local.folder.name)
    try:
        hf = kind.from_pretrained(local.folder, use_safetensors=True, local_files_only=True, **options)
        hf = hf if placement.offloads else hf.to(placement.device)
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise UnsupportedModel(
            f"Transformers could not load {name} as {kind.__name__}: {error}",
            "The folder may be incomplete, or made for another version of Transformers.",
        ) from error
    return Model(hf.eval(), named.in_folder(local.folder), name=name, provenance=local.provenance)


def tokenizer(name: str, progress: Progress = silent) -> Tokenizer:
    """The tokenizer of that name: `gpt2`, `cl100k`, … (`cutaway tokenizers` lists them), one that was trained on this machine, a
    `tokenizer.json`, or a model's, by the model's name.

    Raises:
        UnknownModel: nothing has that name.
        UnsupportedModel: it is no tokenizer that can be shown.
        WeightsUnavailable: no source could give it.
    """
    return named.load(name, progress)
