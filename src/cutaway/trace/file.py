"""Writes traces to files: as keyframes, which need the model's weights to be read, or as chosen tensors, which do not.

Both are safetensors files whose metadata holds the text, its tokens, the model and the versions that made them.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
import transformers

from cutaway._version import __version__
from cutaway.arguments import checked
from cutaway.models.anatomy.anatomy import take
from cutaway.models.placement import is_offloaded
from cutaway.tokens.tokenizer import Token, readable
from cutaway.trace.edits import Edit
from cutaway.trace.identity import identity
from cutaway.trace.pytree import flatten, storage
from cutaway.trace.reader import TraceReader
from cutaway.trace.recording import tensors_in
from cutaway.trace.safetensors_writer import write
from cutaway.trace.site_names import matching

FORMAT = "1"
"""The format that this Cutaway writes, and the newest that it reads."""
KEYFRAMES, SITES = "keyframes", "sites"
"""The kinds of files, stored in the metadata's `cutaway`."""


@checked
def save(
    trace: TraceReader, file: str | Path, sites: Sequence[str] | str | None = None, *, text: str | None = None
) -> None:
    """Writes a trace to a safetensors file, completely or not at all.

    Args:
        sites: the tensors: names, or patterns such as `layers.*.attn.pattern`. None: the keyframes, which are small and from which the
            model can derive every tensor.
        text: the text as typed; None: the text of the tokens.

    Raises:
        NoSuchSite: the trace has no such name, or nothing that fits a pattern.
        CannotWrite: the folder is missing, read-only or full, or no site was named.
        UnsupportedModel: the model's blocks return something that a file can't hold; chosen sites can still be saved.
        ModelChanged: the model's numbers have been overwritten.
    """
    with trace.as_made(whole=True):  # the file identifies the model
        _save(trace, Path(file), sites, text)


def _save(trace: TraceReader, place: Path, sites: Sequence[str] | str | None, text: str | None) -> None:
    edited: dict[str, torch.Tensor] = {}
    said = _metadata(trace, _text_of(trace.tokens) if text is None else text)
    said["edits"] = json.dumps([_edit_apart(edit, f"edits.{i}", edited) for i, edit in enumerate(trace.edits)])
    if sites is not None:
        chosen = matching([sites] if isinstance(sites, str) else sites, trace.sites)
        said |= {"cutaway": SITES, "sites": json.dumps(chosen)}
        dtypes = {site: trace.read(site, (0,) * len(trace.sites[site])).dtype for site in chosen}
        write(place, {site: (dtypes[site], trace.sites[site]) for site in chosen}, trace.read, said)
        return
    tensors = dict(edited)
    blocks, frames = trace.model.anatomy.blocks, trace.recording.keyframes
    needed = {storage(take(frame.output, block.gives)) for block, frame in zip(blocks, frames, strict=True)}
    needed |= {storage(t) for frame in frames for t in tensors_in((frame.args, frame.kwargs))}
    if is_offloaded(
        trace.model.hf
    ):  # its keyframes were copied to the CPU one by one, so shared tensors can't be recognised
        needed |= {storage(t) for t in tensors_in(trace.recording.outputs)}
    said["outputs"] = json.dumps(
        [flatten(frame.output, f"{b.name}.output", tensors, needed) for b, frame in zip(blocks, frames, strict=True)]
    )
    if trace.recording.last_logits is not None:
        tensors["last_logits"] = trace.recording.last_logits
    shapes = {name: (tensor.dtype, tuple(tensor.shape)) for name, tensor in tensors.items()}
    write(place, shapes, lambda name, index: tensors[name][index], said | {"cutaway": KEYFRAMES})


def _metadata(trace: TraceReader, text: str) -> dict[str, str]:
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
        "seconds": json.dumps(trace.recording.seconds),
    }


def _edit_apart(edit: Edit, name: str, tensors: dict[str, torch.Tensor]) -> dict[str, Any]:
    own = edit.tensors()
    tensors |= {f"{name}.{key}": value for key, value in own.items()}
    return {"description": edit.describe(), "tensors": {key: f"{name}.{key}" for key in own}}


def _token(token: Token) -> dict[str, Any]:
    marks = {name: True for name in ("special", "appended", "virtual") if getattr(token, name)}
    return {"id": token.id, "bytes": token.bytes.hex(), "start": token.start, "end": token.end, **marks}


def _text_of(tokens: Sequence[Token]) -> str:
    """The tokens' text at their own positions, with spaces in any gaps."""
    text, end, pieces = "", 0, b""
    for token in (t for t in tokens if t.start < t.end):
        if token.start >= end:  # not another part of the same character
            text += readable(pieces) + " " * (token.start - end)
            pieces = b""
        pieces += token.bytes
        end = max(end, token.end)
    return text + readable(pieces)
