"""Opens a model by name: weights from the cache (fetched if necessary), module and tokenizer, ready to trace."""

import warnings
from dataclasses import replace

from cutaway.arguments import checked
from cutaway.errors import CutawayError, Trouble
from cutaway.model import Model
from cutaway.models import fetch, resolve_tokenizer
from cutaway.models.adapter import Adapter, ensure, put_on
from cutaway.models.allowed import Allow
from cutaway.models.checkpoint import open_folder
from cutaway.models.finite import not_finite, not_finite_sentence
from cutaway.progress import Progress, ProgressStep, silent
from cutaway.store import checksums
from cutaway.system_errors import memory_errors
from cutaway.tokens.formats.detection import has_tokenizer

MEMORY_HINT = (
    "Close other programs, choose a smaller model, or give dtype='bfloat16', which takes half of the memory of float32."
)


@checked
def load(
    name: str,
    progress: Progress = silent,
    *,
    device: str | None = None,
    dtype: str | None = None,
    allow: Allow = (),
) -> Model:
    """Opens a model.

    >>> cutaway.load("smollm2")
    <Model smollm2: LlamaForCausalLM, 30 layers, 9 heads, d_model 576>

    Args:
        name: a catalog name (`cutaway models` lists them), a Hugging Face hub id, a folder in Hugging Face format, or a `.gguf` file.
            A folder without a tokenizer opens too, for token ids instead of text. A folder of a PEFT adapter opens with the model that it
            names.
        progress: called with what is being done and how far it is.
        device: `cpu`, `cuda`, `cuda:1`, `mps`, or `offload` for a model that fits no device: it spreads the weights over all devices and
            the disk, and keeps keyframes on the CPU. None: the fastest device that has room.
        dtype: `float32` (the default), `bfloat16`, `float16`, or `auto` for the precision in which the weights were saved.
        allow: the base model that an adapter's folder names, exactly as written there, such as `"./base"` or a hub id. Without it, an
            adapter can only use a model of the catalog that is on this machine.

    Raises:
        UnknownModel: no model has that name.
        WeightsUnavailable: none of its sources could give the weights.
        UnsupportedModel: Cutaway can't trace this model, or there is no such device or precision.
        NotAllowed: an adapter's folder names a model that `allow` does not.
        OutOfMemory: this machine does not have enough memory for it.

    Warns:
        Trouble: some of its weights are not finite numbers, or its files and its configuration do not match. `model.troubles` keeps the
            messages.
    """
    with memory_errors(MEMORY_HINT):
        local, adapter = ensure(name, progress, allow=allow)
        model, strange = _opened(name, local, adapter, progress, device, dtype)
        if strange and checksums.adopted(local.folder):  # possibly damaged before checksums existed
            local = fetch.ensure(local.name, progress, again=True)
            model, _ = _opened(name, local, adapter, progress, device, dtype)
    for trouble in model.troubles:
        warnings.warn(trouble, Trouble, stacklevel=3)
    return model


def _opened(
    name: str,
    local: fetch.LocalModel,
    adapter: Adapter | None,
    progress: Progress,
    device: str | None,
    dtype: str | None,
) -> tuple[Model, bool]:
    """The model, and whether it has weights that are not finite numbers."""
    progress(ProgressStep(f"Opening {name}"))
    hf, troubles = open_folder(local.name, local.folder, device, dtype, adapter)
    if adapter is not None:
        hf, more = put_on(adapter, hf, name)
        troubles = (*troubles, *more)
    if strange := not_finite(hf):
        troubles = (*troubles, not_finite_sentence(name, strange))
    folder = local.folder if adapter is None or not has_tokenizer(adapter.folder) else adapter.folder
    try:
        found, lacking = resolve_tokenizer.in_folder(folder), ""
    except CutawayError as error:  # lists of token ids can be traced without one
        found, lacking = None, error.message
    provenance = local.provenance
    if adapter is not None and adapter.base:
        provenance = replace(provenance, source=f"folder {adapter.folder}, on {adapter.base}: {provenance.source}")
    model = Model(hf, found, name=name, provenance=provenance, troubles=troubles)
    model.lacks_tokenizer = lacking
    return model, bool(strange)
