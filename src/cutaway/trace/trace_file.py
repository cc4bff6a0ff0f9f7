"""Reads traces from files written by `Trace.save`, and checks that they belong to their model."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from safetensors import SafetensorError, safe_open

from cutaway.errors import BadFile
from cutaway.models.anatomy.anatomy import take
from cutaway.models.loaded_model import LoadedModel
from cutaway.models.placement import device_of, is_offloaded
from cutaway.tokens.tokenizer import Token, readable, virtual_tokens
from cutaway.trace.edits import Edit, check, visits
from cutaway.trace.file import FORMAT, KEYFRAMES, SITES
from cutaway.trace.identity import difference
from cutaway.trace.pytree import unflatten
from cutaway.trace.recording import Recording
from cutaway.trace.running import canonical, run
from cutaway.trace.saved import SavedTrace
from cutaway.trace.trace import Trace

if TYPE_CHECKING:
    from cutaway.model import Model

_MISSHAPEN = (KeyError, ValueError, TypeError, AttributeError, IndexError, RecursionError, SafetensorError)


class TraceFile:
    """A file written by `Trace.save`, open for reading.

    Attributes:
        path: its path.
        tokens, target: the tokens that were traced.
        model_name: the model's name; anyone may have written it there.
        dtype: the model's precision.
        saved: the trace, if chosen tensors were saved; None for keyframes, which need the model.

    Raises:
        BadFile: there is no such file, or it is damaged, not a trace, or made by a newer Cutaway.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle, self._said = _opened(path)
        said = self._said
        try:
            self.tokens, self.target = (_tokens(json.loads(said[name])) for name in ("tokens", "target"))
            self._identity, self.model_name = json.loads(said["identity"]), said["model"]
            self.dtype = str(self._identity["dtype"])
            self.saved = self._chosen() if said["cutaway"] == SITES else None
        except _MISSHAPEN as error:
            raise _damaged(path) from error

    def check_model(self, model: LoadedModel) -> None:
        """Checks that it is a trace of this model.

        Raises:
            BadFile: it is a trace of another model, or damaged.
        """
        try:
            how = difference(self._identity, model.hf)
        except _MISSHAPEN as error:
            raise _damaged(self.path) from error
        if how:
            raise BadFile(
                f"{self.path.name} is a trace of another model than {model.name}: {how}.",
                f"It was made with {self.model_name!r}: open that, and pass it to open_trace(file, model).",
            )

    def trace(self, model: "Model") -> Trace:
        """The trace from keyframes: runs the model once more, with its blocks returning their saved results.

        Raises:
            BadFile: the file is damaged.
        """
        model.check(self.tokens)
        if self.target:
            model.check(self.target)
        device = device_of(model.hf)
        home = torch.device("cpu") if is_offloaded(model.hf) else device
        held: dict[str, torch.Tensor] = {}

        def tensor(name: str) -> torch.Tensor:
            if name not in held:
                # A copy with PyTorch's own alignment: products of a tensor aligned otherwise may be rounded differently.
                held[name] = self._handle.get_tensor(name).to(home, copy=True)
            return held[name]

        if model.with_virtual(self.tokens, self.target) != (self.tokens, self.target):
            raise _damaged(self.path)
        inputs = model.inputs(self.tokens, self.target)
        try:
            outputs = [unflatten(output, tensor) for output in json.loads(self._said["outputs"])]
            edits = tuple(_edit_together(edit, tensor) for edit in json.loads(self._said["edits"]))
            last = tensor("last_logits") if "last_logits" in self._handle.keys() else None  # noqa: SIM118 - not a mapping
            seconds = float(json.loads(self._said["seconds"]))
            for block, output in zip(model.anatomy.blocks, outputs, strict=True):
                stream = canonical(model.anatomy, take(output, block.gives))
                if stream.shape != (1, inputs.positions(block.stack), model.anatomy.d_model):
                    raise _damaged(self.path)
        except _MISSHAPEN as error:
            raise _damaged(self.path) from error
        with model.lock:
            state = model.state()
            check(
                edits,
                Trace(model, self.tokens, Recording(inputs, (), torch.empty(0), None, 0.0, state), target=self.target),
            )
            left = run(model, inputs, visits([edits]), start=len(outputs), outputs=outputs)
        whole = Recording(inputs, left.frames, left.last, last, seconds, state)
        return Trace(model, self.tokens, whole, target=self.target, edits=edits)

    def _chosen(self) -> SavedTrace:
        shapes = {site: tuple(self._handle.get_slice(site).get_shape()) for site in json.loads(self._said["sites"])}
        edits, facts, provenance, versions = (
            json.loads(self._said[name]) for name in ("edits", "facts", "provenance", "versions")
        )
        edits = tuple(edit["description"] for edit in edits)
        return SavedTrace(
            self.path, self._said["text"], self.tokens, self.target, self.model_name, shapes, edits,
            facts, provenance, versions, self._handle,
        )  # fmt: skip


def _opened(file: Path) -> tuple[Any, dict[str, str]]:
    try:
        if file.exists() and not file.is_file():  # a folder, or a pipe that nobody may ever write to
            raise BadFile(f"{file} can't be read: it is not a file.", "Name a file that Trace.save wrote.")
        handle = safe_open(file, "pt")
        said = handle.metadata() or {}
    except OSError as error:
        raise BadFile(
            f"{file} can't be read: {error.strerror or error}.", "Name a file that Trace.save wrote."
        ) from error
    except ValueError as error:  # a zero, or half of a surrogate pair
        raise BadFile("That is not the path of a file.", "Name a file that Trace.save wrote.") from error
    except SafetensorError as error:
        raise BadFile(
            f"{file.name} is damaged, or not a safetensors file: {error}.",
            "Save the trace again, or copy the file again.",
        ) from error
    if said.get("cutaway") not in (KEYFRAMES, SITES):
        raise BadFile(
            f"{file.name} is a safetensors file, but not a trace.",
            "Traces are written by Trace.save and `cutaway trace`.",
        )
    if said.get("format") != FORMAT:
        raise BadFile(
            f"{file.name} was made by another version of Cutaway.", "Install the newest: pip install -U cutaway."
        )
    return handle, said


def _damaged(file: Path) -> BadFile:
    return BadFile(
        f"{file.name} is damaged: its metadata is inconsistent.",
        "Save the trace again, or copy the file again.",
    )


def _edit_together(said: Mapping[str, Any], tensor: Callable[[str], torch.Tensor]) -> Edit:
    return Edit.from_description(said["description"], {key: tensor(name) for key, name in said["tensors"].items()})


def _tokens(said: Sequence[Mapping[str, Any]]) -> tuple[Token, ...]:
    read = [
        Token(**{**token, "bytes": (piece := bytes.fromhex(token["bytes"])), "text": readable(piece)}) for token in said
    ]
    count = sum(token.virtual for token in read)
    return (*virtual_tokens(count), *read[count:])
