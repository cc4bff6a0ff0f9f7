"""Dependencies of every route: the server's state, the requesting page, and the form of answers."""

import itertools
from typing import Annotated, Any

from fastapi import Depends, Header, Response
from pydantic import BaseModel

from cutaway.server.http.lines import written
from cutaway.server.http.problems import STATUS, Problem
from cutaway.server.jobs import Worker
from cutaway.server.stores.decoders import DecoderStore
from cutaway.server.stores.explanations import ExplanationCache
from cutaway.server.stores.models import ModelStore
from cutaway.server.stores.replays import ReplayStore
from cutaway.server.stores.searches import SearchStore
from cutaway.server.stores.streams import StreamStore
from cutaway.server.stores.tokenizers import TokenizerStore
from cutaway.server.stores.traces import DEFAULT_LIMIT, TraceStore
from cutaway.server.stores.trainings import TrainingStore

_nameless = itertools.count()


class State:
    """A server's worker, and everything that it keeps between requests.

    Args:
        models: its models, which are closed with it.
        text: the text that the page starts with.
        trace_bytes: how many bytes of traces to keep.
    """

    def __init__(self, models: ModelStore, *, text: str = "", trace_bytes: int = DEFAULT_LIMIT) -> None:
        self.text = text
        self.worker = Worker()
        self.models = models
        self.tokenizers = TokenizerStore(models)
        self.trainings = TrainingStore(self.tokenizers)
        self.replays = ReplayStore()
        self.searches = SearchStore()
        self.traces = TraceStore(trace_bytes, self._trace_dropped)
        self.explanations = ExplanationCache()
        self.streams = StreamStore()
        self.decoders = DecoderStore()
        models.dropped = self._model_dropped

    def close(self, timeout: float = 2.0) -> None:
        """Cancels all work and frees all stores; waits up to `timeout` seconds for each thread to end."""
        self.worker.close(timeout)
        self.models.close(timeout)
        for store in (
            self.trainings,
            self.tokenizers,
            self.replays,
            self.searches,
            self.traces,
            self.explanations,
            self.streams,
            self.decoders,
        ):
            store.close()

    def _model_dropped(self, name: str) -> None:
        self.traces.drop_model(name)
        self.decoders.drop_model(name)

    def _trace_dropped(self, id: str) -> None:
        self.explanations.drop_trace(id)
        self.streams.drop_trace(id)


PROBLEMS: dict[int | str, dict[str, Any]] = {
    **{status: {"model": Problem} for status in sorted({*STATUS.values(), 400, 500})},
    "default": {"model": Problem},
}
"""The failures that every route may answer with."""


def _page(x_cutaway_page: Annotated[str | None, Header(max_length=64)] = None) -> str:
    """The page that sent a request. A request without one counts as its own page, which nothing supersedes."""
    return x_cutaway_page or f"nameless {next(_nameless)}"


Page = Annotated[str, Depends(_page)]


def as_json(answer: BaseModel) -> Response:
    """An answer as a JSON response, without validating it a second time."""
    return Response(written(answer), media_type="application/json")
