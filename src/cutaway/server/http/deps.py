"""What every route works with: the server's state, which page asks, and how answers are written."""

import itertools
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Header, Response
from pydantic import BaseModel

from cutaway.server.http.lines import written
from cutaway.server.http.problems import STATUS, Problem
from cutaway.server.jobs import Worker
from cutaway.server.stores.decoders import DecoderStore
from cutaway.server.stores.explanations import ExplanationCache
from cutaway.server.stores.models import ModelStore
from cutaway.server.stores.tokenizers import TokenizerStore
from cutaway.server.stores.traces import TraceStore

_nameless = itertools.count()


@dataclass(frozen=True)
class State:
    """What the routes work with: one of each a server."""

    library: ModelStore
    worker: Worker
    traces: TraceStore
    text: str
    explained: ExplanationCache
    decoders: DecoderStore
    tokenizers: TokenizerStore


PROBLEMS: dict[int | str, dict[str, Any]] = {
    **{status: {"model": Problem} for status in sorted({*STATUS.values(), 400, 500})},
    "default": {"model": Problem},
}
"""Every route may answer with one of these."""

BINARY = "application/octet-stream"
TENSOR: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "One tensor, named `data`, in the safetensors layout.",
        "content": {BINARY: {"schema": {"type": "string", "format": "binary"}}},
    }
}


def _page(x_cutaway_page: Annotated[str | None, Header(max_length=64)] = None) -> str:
    """The page that sent a request. A request that names none is a page of its own, which nothing supersedes."""
    return x_cutaway_page or f"nameless {next(_nameless)}"


Page = Annotated[str, Depends(_page)]


def as_json(answer: BaseModel) -> Response:
    """An answer as it goes over the wire, without being checked a second time."""
    return Response(written(answer), media_type="application/json")
