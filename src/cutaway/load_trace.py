"""Opening a saved trace, and the model that it is of."""

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
    """Opens what `Trace.save` wrote.

    >>> trace.save("cat.safetensors")
    >>> opened = cutaway.open_trace("cat.safetensors", model)
    >>> torch.equal(opened["logits"], trace["logits"])
    True

    A file names the model that it was made with, and a file may come from anyone. So without `model` and `allow` only a model of
    the catalog that is on this machine is opened: no folder, no other file, and nothing is fetched.

    Args:
        model: the model that was traced. None: keyframes open the model of the name that is written in the file (chosen tensors need
            no model).
        progress: told what is being done where a model is opened.
        device: where such a model is put, as in `load`; its precision is that of the file.
        allow: names of models (folders, files, hub ids, or models of the catalog that have to be fetched) that may be opened if the file
            names them, such as `"./my-model"`.

    Returns:
        A `Trace` where keyframes were saved: every tensor of it equals that of the trace that was saved, bit for bit on the same
        machine. A `SavedTrace` where chosen tensors were saved.

    Raises:
        BadFile: there is no such file, it is damaged, no trace, made by a newer Cutaway, or of another model; or it names a model that was
            not allowed.
        UnknownModel, WeightsUnavailable, UnsupportedModel: the model that it names can't be opened; hand over the one that was traced.
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
