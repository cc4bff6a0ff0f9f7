"""Opening a model by name: weights from the cache (fetched if they are not there), module and tokenizer, ready to trace."""

import warnings
from typing import Any

from cutaway.arguments import checked
from cutaway.errors import CutawayError, UnsupportedModel
from cutaway.models import cache, checksums, fetch
from cutaway.models.finite import not_finite, told
from cutaway.models.model import Model
from cutaway.models.placement import arguments, choose
from cutaway.models.quantised import needed
from cutaway.models.sources.folder import CONFIG, read_config
from cutaway.progress import Progress, Step, silent
from cutaway.system_errors import FULL, cache_refused, is_out_of_memory, memory_errors, number
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
        UserWarning: some of its weights are no finite numbers.
    """
    with memory_errors(MEMORY_HINT):
        local = fetch.ensure(name, progress)
        model = _opened(name, local, progress, device, dtype)
        strange = not_finite(model.hf)
        if strange and checksums.adopted(local.folder):  # damaged, it may be, before checksums were kept
            local = fetch.ensure(name, progress, again=True)
            model = _opened(name, local, progress, device, dtype)
            strange = not_finite(model.hf)
    if strange:
        warnings.warn(told(name, strange), stacklevel=3)
    return model


def _opened(name: str, local: fetch.LocalModel, progress: Progress, device: str | None, dtype: str | None) -> Model:
    progress(Step(f"Opening {name}"))
    import transformers

    transformers.utils.logging.disable_progress_bar()
    config = read_config(local.folder / CONFIG)
    kind, quantised = _class_in(config), config.get("quantization_config")
    placement = choose(local.folder, device, dtype)
    options = arguments(placement, cache.home() / "offload" / local.folder.name)
    if quantised and not placement.offloads:  # it is put there while it is read, and can't always be moved
        options["device_map"] = placement.device
    try:
        hf, report = kind.from_pretrained(
            local.folder,
            use_safetensors=True,
            local_files_only=True,
            trust_remote_code=False,
            output_loading_info=True,
            **options,
        )
        hf = hf if placement.offloads or quantised else hf.to(placement.device)
    except ImportError as error:
        command = needed(quantised) if isinstance(quantised, dict) else ""
        raise UnsupportedModel(
            f"The weights of {name} are stored in a way that a package reads which is not installed: {error}",
            f"Install it: {command}" if command else "Install it, and open the model again.",
        ) from error
    except (OSError, ValueError, KeyError, RuntimeError, TypeError, AttributeError, AssertionError) as error:
        if is_out_of_memory(error):
            raise
        if number(error) in FULL and (refused := cache_refused(error, cache.home())):  # what is offloaded goes there
            raise refused from error
        raise UnsupportedModel(
            f"Transformers could not load {name} as {kind.__name__}: {error}",
            "The folder may be incomplete, or made for another version of Transformers.",
        ) from error
    missing = sorted(report["missing_keys"])
    if quantised and missing:  # Transformers puts random numbers there
        method = quantised.get("quant_method") if isinstance(quantised, dict) else quantised
        raise UnsupportedModel(
            f"The weights of {name} are stored as {method!r}, and Transformers could not read {len(missing)} of them, {missing[0]} first.",
            "A newer version of Transformers may read them, or the model as it was before it was quantised.",
        )
    try:
        found, lacking = named.in_folder(local.folder), ""
    except CutawayError as error:  # lists of token ids can be traced without one
        found, lacking = None, error.message
    model = Model(hf.eval(), found, name=name, provenance=local.provenance)
    model.lacks_tokenizer = lacking
    return model


def _class_in(config: dict[str, Any]) -> Any:
    """The class of Transformers that a configuration names; where it names none, the one that fits its type."""
    import transformers

    named_there = config.get("architectures")
    first = named_there[0] if isinstance(named_there, list) and named_there else None
    kind = getattr(transformers, first, None) if isinstance(first, str) and first.isidentifier() else None
    is_model = isinstance(kind, type) and issubclass(kind, transformers.PreTrainedModel)
    return kind if is_model else transformers.AutoModel


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
