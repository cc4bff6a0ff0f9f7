"""Traces in files: saved as keyframes, which the model's weights bring to life again, or as chosen tensors, which need no weights.

Both are safetensors files whose metadata tells the text, its tokens, the model and the versions that made them.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
import transformers
from safetensors import SafetensorError, safe_open

from cutaway._version import __version__
from cutaway.arguments import checked
from cutaway.errors import BadFile, CannotWrite
from cutaway.models.allowed import Allow, why_not
from cutaway.models.anatomy.anatomy import take
from cutaway.models.placement import device_of, is_offloaded
from cutaway.progress import Progress, silent
from cutaway.tokens.tokenizer import Token, readable, virtual_tokens
from cutaway.trace.edits import Edit, check, visits
from cutaway.trace.identity import difference, identity
from cutaway.trace.pytree import flatten, storage, unflatten
from cutaway.trace.recording import Recording, tensors_in
from cutaway.trace.running import canonical, run
from cutaway.trace.safetensors_writer import write
from cutaway.trace.saved import SavedTrace
from cutaway.trace.sites import missing
from cutaway.trace.trace import Trace

if TYPE_CHECKING:
    from cutaway.models.model import Model

FORMAT = "1"
"""What this Cutaway writes, and the newest that it reads."""
_KEYFRAMES, _SITES = "keyframes", "sites"
_MISSHAPEN = (KeyError, ValueError, TypeError, AttributeError, IndexError, RecursionError, SafetensorError)


@checked
def save(trace: Trace, file: str | Path, sites: Sequence[str] | str | None = None, *, text: str | None = None) -> None:
    """Writes a trace to a safetensors file, whole or not at all.

    Args:
        sites: which tensors: names, or patterns such as `layers.*.attn.pattern`. None: the keyframes, which are small and from which
            every tensor can be derived where the model's weights are.
        text: the text as it was typed; None: as the tokens have it.

    Raises:
        NoSuchSite: a name that the trace does not have, or a pattern that fits none.
        CannotWrite: the folder is missing, not writable or full, or no site was named.
        UnsupportedModel: the model's blocks return what no file can hold; chosen sites can be saved.
        ModelChanged: the model's numbers were overwritten since.
    """
    with trace.as_made(whole=True):  # the file says of which model it is
        _save(trace, Path(file), sites, text)


def _save(trace: Trace, place: Path, sites: Sequence[str] | str | None, text: str | None) -> None:
    edited: dict[str, torch.Tensor] = {}
    said = _metadata(trace, _text_of(trace.tokens) if text is None else text)
    said["edits"] = json.dumps([_edit_apart(edit, f"edits.{i}", edited) for i, edit in enumerate(trace.edits)])
    if sites is not None:
        chosen = matching([sites] if isinstance(sites, str) else sites, trace.sites)
        said |= {"cutaway": _SITES, "sites": json.dumps(chosen)}
        dtypes = {site: trace.read(site, (0,) * len(trace.sites[site])).dtype for site in chosen}
        write(place, {site: (dtypes[site], trace.sites[site]) for site in chosen}, trace.read, said)
        return
    tensors = dict(edited)
    blocks, frames = trace.model.anatomy.blocks, trace.recording.keyframes
    needed = {storage(take(frame.output, block.gives)) for block, frame in zip(blocks, frames, strict=True)}
    needed |= {storage(t) for frame in frames for t in tensors_in((frame.args, frame.kwargs))}
    if is_offloaded(
        trace.model.hf
    ):  # its keyframes were copied to the CPU one by one, so what was handed on can't be told
        needed |= {storage(t) for t in tensors_in(trace.recording.outputs)}
    said["outputs"] = json.dumps(
        [flatten(frame.output, f"{b.name}.output", tensors, needed) for b, frame in zip(blocks, frames, strict=True)]
    )
    if trace.recording.last_logits is not None:
        tensors["last_logits"] = trace.recording.last_logits
    shapes = {name: (tensor.dtype, tuple(tensor.shape)) for name, tensor in tensors.items()}
    write(place, shapes, lambda name, index: tensors[name][index], said | {"cutaway": _KEYFRAMES})


@checked
def open_trace(
    file: str | Path,
    model: "Model | None" = None,
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
    place = Path(file)
    handle, said = _opened(place)
    try:
        tokens, target = (_tokens(json.loads(said[name])) for name in ("tokens", "target"))
        there, name = json.loads(said["identity"]), said["model"]
        dtype = str(there["dtype"])
        found = _saved(place, handle, said, tokens, target) if said["cutaway"] == _SITES else None
    except _MISSHAPEN as error:
        raise _damaged(place) from error
    if model is None and found is None:
        from cutaway.models.load import load

        _refuse_unallowed(place, name, allow)
        model = load(name, progress, device=device, dtype=dtype, allow=allow)
    if model is not None:
        model = model.as_it_is()
        _refuse_another(place, name, there, model)
    if found is not None:
        return found
    assert model is not None
    return _revived(place, handle, said, tokens, target, model)


def matching(asked: Sequence[str], sites: Mapping[str, tuple[int, ...]]) -> list[str]:
    """The sites that were asked for, by name or pattern, each once and in the order of computation.

    Raises:
        NoSuchSite: a name or pattern that fits none.
        CannotWrite: nothing was asked for.
    """
    if not asked:
        raise CannotWrite("No tensor was named.", "Name some, or leave `sites` out to save the keyframes.")
    for name in asked:
        if not any(fnmatchcase(site, name) for site in sites):
            raise missing(name, sites)
    return [site for site in sites if any(fnmatchcase(site, name) for name in asked)]


def _metadata(trace: Trace, text: str) -> dict[str, str]:
    model = trace.model
    return {
        "format": FORMAT,
        "text": text,
        "token_ids": json.dumps(list(trace.ids)),
        "tokens": json.dumps([_token(token) for token in trace.tokens]),
        "target": json.dumps([_token(token) for token in trace.target]),
        "model": model.name,
        "identity": json.dumps(identity(model.hf)),
        "facts": json.dumps(asdict(model.facts)),
        "provenance": json.dumps(asdict(model.provenance) if model.provenance is not None else None),
        "versions": json.dumps(
            {"cutaway": __version__, "torch": torch.__version__, "transformers": transformers.__version__}
        ),
        "seconds": json.dumps(trace.seconds),
    }


def _opened(file: Path) -> tuple[Any, dict[str, str]]:
    try:
        if file.exists() and not file.is_file():  # a folder, or a pipe that nobody may ever write to
            raise BadFile(f"{file} can't be read: it is no file.", "Name a file that Trace.save wrote.")
        handle = safe_open(file, "pt")
        said = handle.metadata() or {}
    except OSError as error:
        raise BadFile(
            f"{file} can't be read: {error.strerror or error}.", "Name a file that Trace.save wrote."
        ) from error
    except ValueError as error:  # a zero, or half of a surrogate pair
        raise BadFile("That is no path of a file.", "Name a file that Trace.save wrote.") from error
    except SafetensorError as error:
        raise BadFile(
            f"{file.name} is damaged, or no safetensors file: {error}.", "Save the trace again, or copy the file again."
        ) from error
    if said.get("cutaway") not in (_KEYFRAMES, _SITES):
        raise BadFile(
            f"{file.name} is a safetensors file, but holds no trace.",
            "Traces are written by Trace.save and `cutaway trace`.",
        )
    if said.get("format") != FORMAT:
        raise BadFile(
            f"{file.name} was made by another version of Cutaway.", "Install the newest: pip install -U cutaway."
        )
    return handle, said


def _saved(
    file: Path, handle: Any, said: Mapping[str, str], tokens: tuple[Token, ...], target: tuple[Token, ...]
) -> SavedTrace:
    shapes = {site: tuple(handle.get_slice(site).get_shape()) for site in json.loads(said["sites"])}
    edits, facts, provenance, versions = (
        json.loads(said[name]) for name in ("edits", "facts", "provenance", "versions")
    )
    edits = tuple(edit["description"] for edit in edits)
    return SavedTrace(
        file, said["text"], tokens, target, said["model"], shapes, edits, facts, provenance, versions, handle
    )


def _refuse_unallowed(file: Path, name: str, allow: Allow) -> None:
    if why := why_not(name, allow):
        raise BadFile(
            f"{file.name} was made with {name!r}, {why}",
            f"If you trust it: open_trace(file, allow={name!r}), or cutaway trace --open FILE --allow NAME.",
        )


def _refuse_another(file: Path, name: str, there: Mapping[str, Any], model: "Model") -> None:
    try:
        how = difference(there, model.hf)
    except _MISSHAPEN as error:
        raise _damaged(file) from error
    if how:
        raise BadFile(
            f"{file.name} is a trace of another model than {model.name}: {how}.",
            f"It was made with {name!r}: open that, and hand it over with open_trace(file, model).",
        )


def _revived(
    file: Path,
    handle: Any,
    said: Mapping[str, str],
    tokens: tuple[Token, ...],
    target: tuple[Token, ...],
    model: "Model",
) -> Trace:
    """A trace from keyframes: the model runs once more, and its blocks give what they gave."""
    model.check(tokens)
    if target:
        model.check(target)
    device = device_of(model.hf)
    home = torch.device("cpu") if is_offloaded(model.hf) else device
    held: dict[str, torch.Tensor] = {}

    def tensor(name: str) -> torch.Tensor:
        if name not in held:
            # A copy, where PyTorch lays tensors: products of one that begins elsewhere may be rounded in another way.
            held[name] = handle.get_tensor(name).to(home, copy=True)
        return held[name]

    if model.with_virtual(tokens, target) != (tokens, target):
        raise _damaged(file)
    inputs = model.inputs(tokens, target)
    try:
        outputs = [unflatten(output, tensor) for output in json.loads(said["outputs"])]
        edits = tuple(_edit_together(edit, tensor) for edit in json.loads(said["edits"]))
        last = tensor("last_logits") if "last_logits" in handle.keys() else None  # noqa: SIM118 - not a mapping
        seconds = float(json.loads(said["seconds"]))
        for block, output in zip(model.anatomy.blocks, outputs, strict=True):
            stream = canonical(model.anatomy, take(output, block.gives))
            if stream.shape != (1, inputs.positions(block.stack), model.anatomy.d_model):
                raise _damaged(file)
    except _MISSHAPEN as error:
        raise _damaged(file) from error
    with model.lock:
        state = model.state()
        check(edits, Trace(model, tokens, Recording(inputs, (), torch.empty(0), None, 0.0, state), target=target))
        left = run(model, inputs, visits([edits]), start=len(outputs), outputs=outputs)
    whole = Recording(inputs, left.frames, left.last, last, seconds, state)
    return Trace(model, tokens, whole, target=target, edits=edits)


def _damaged(file: Path) -> BadFile:
    return BadFile(
        f"{file.name} is damaged: what it says of itself can't be true.",
        "Save the trace again, or copy the file again.",
    )


def _edit_apart(edit: Edit, name: str, tensors: dict[str, torch.Tensor]) -> dict[str, Any]:
    own = edit.tensors()
    tensors |= {f"{name}.{key}": value for key, value in own.items()}
    return {"description": edit.describe(), "tensors": {key: f"{name}.{key}" for key in own}}


def _edit_together(said: Mapping[str, Any], tensor: Callable[[str], torch.Tensor]) -> Edit:
    return Edit.from_description(said["description"], {key: tensor(name) for key, name in said["tensors"].items()})


def _token(token: Token) -> dict[str, Any]:
    marks = {name: True for name in ("special", "appended", "virtual") if getattr(token, name)}
    return {"id": token.id, "bytes": token.bytes.hex(), "start": token.start, "end": token.end, **marks}


def _tokens(said: Sequence[Mapping[str, Any]]) -> tuple[Token, ...]:
    read = [
        Token(**{**token, "bytes": (piece := bytes.fromhex(token["bytes"])), "text": readable(piece)}) for token in said
    ]
    count = sum(token.virtual for token in read)
    return (*virtual_tokens(count), *read[count:])


def _text_of(tokens: Sequence[Token]) -> str:
    """The text that tokens stand for, at the places where they stand; where there is none, a space."""
    text, end, pieces = "", 0, b""
    for token in (t for t in tokens if t.start < t.end):
        if token.start >= end:  # not another part of the same character
            text += readable(pieces) + " " * (token.start - end)
            pieces = b""
        pieces += token.bytes
        end = max(end, token.end)
    return text + readable(pieces)
