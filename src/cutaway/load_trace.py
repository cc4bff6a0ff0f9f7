"""Opens a saved trace, and its model."""

from pathlib import Path

from cutaway.arguments import checked
from cutaway.errors import BadFile
from cutaway.load_model import load
from cutaway.model import Model
from cutaway.models.allowed import Allow, why_not
from cutaway.progress import Progress, silent
from cutaway.trace.saved import SavedTrace
from cutaway.trace.trace import Trace
from cutaway.trace.trace_file import TraceFile


@checked
def open_trace(
    file: str | Path,
    model: Model | None = None,
    progress: Progress = silent,
    *,
    device: str | None = None,
    allow: Allow = (),
) -> Trace | SavedTrace:
    """Opens a file written by `Trace.save`.

    >>> trace.save("cat.safetensors")
    >>> opened = cutaway.open_trace("cat.safetensors", model)
    >>> torch.equal(opened["logits"], trace["logits"])
    True

    A file names the model that it was made with, and may come from anyone. So without `model` and `allow`, it can only open a model of the
    catalog that is on this machine: no folder, no other file, and nothing is fetched.

    Args:
        model: the model that was traced. None: keyframes open the model that the file names (chosen tensors need no model).
        progress: called with what is being done and how far it is, while a model opens.
        device: the device for such a model, as in `load`; its precision is the file's.
        allow: names of models (folders, files, hub ids, or models of the catalog that have to be fetched) that a file may open by naming
            them, such as `"./my-model"`.

    Returns:
        A `Trace`, if keyframes were saved: all its tensors equal the saved trace's, bit for bit on the same machine. A `SavedTrace`, if
        chosen tensors were saved.

    Raises:
        BadFile: there is no such file, or it is damaged, not a trace, made by a newer Cutaway, or of another model; or it names a model
            that is not allowed.
        UnknownModel, WeightsUnavailable, UnsupportedModel: the model that it names can't be opened; pass the one that was traced.
    """
    opened = TraceFile(Path(file))
    if model is None and opened.saved is None:
        if why := why_not(opened.model_name, allow):
            raise BadFile(
                f"{opened.path.name} was made with {opened.model_name!r}, {why}",
                f"If you trust it: open_trace(file, allow={opened.model_name!r}), or cutaway trace --open FILE --allow NAME.",
            )
        model = load(opened.model_name, progress, device=device, dtype=opened.dtype, allow=allow)
    if model is not None:
        model = model.as_it_is()
        opened.check_model(model)
    if opened.saved is not None:
        return opened.saved
    assert model is not None
    return opened.trace(model)
