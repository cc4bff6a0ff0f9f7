"""The models of a server: those of the catalog, the one it was started with, and any requested hub id.

A background thread opens models one at a time, and imports torch. Another one first fetches those that are not on this machine, so that a
local model never waits for a download. Only a few may wait, and each can be cancelled. Only the command line may name a folder or a file
of this machine; a request never can.
"""

import logging
import os
import queue
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, Field

import cutaway
from cutaway import generate
from cutaway.errors import CutawayError, UnknownModel
from cutaway.generate.settings import Settings
from cutaway.models import adapter, fetch
from cutaway.models.allowed import Allow
from cutaway.models.catalog import CATALOG, Hub, ModelEntry, resolve
from cutaway.models.facts import Facts
from cutaway.progress import Progress, ProgressStep
from cutaway.server.http.problems import ModelNotReady, Problem, problem_of
from cutaway.store.provenance import Provenance

if TYPE_CHECKING:
    from cutaway.model import Model

log = logging.getLogger(__name__)

Opener = Callable[[str, Progress, Callable[[], bool]], "Model"]  # name, progress, whether to cancel
Fetcher = Callable[[str, Progress, Callable[[], bool]], object]
Queue = queue.SimpleQueue["tuple[str, _ModelOpening] | None"]
OPENING = "cutaway-library"
"""The name of the thread that opens models."""

MOST_MODELS = 3
MOST_WAITING = 8
"""How many models may wait to be fetched, and how many to be opened."""
MOST_FAILED = 20
"""How many failed attempts to remember."""
HUB_ID = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9_][\w.-]{0,95}", re.ASCII)


class GenerationFacts(BaseModel):
    """The settings of a model's own generation config."""

    repetition_penalty: float = Field(1.0, description="The default for requests that set none.")
    length_penalty: float = Field(1.0, description="The default for beam searches that set none.")
    left_out: dict[str, str] = Field(default={}, description="Name → value of settings that are not applied.")


class ModelStatus(BaseModel):
    """A model in the picker."""

    name: str = Field(description="Its name in requests: catalog name, hub id, folder or file.")
    title: str
    summary: str
    size: str = Field("", description="The download, for people: '93 MB'.")
    state: Literal["absent", "cached", "opening", "ready", "failed"]
    progress: ProgressStep | None = None
    problem: Problem | None = None
    facts: Facts | None = None
    generation: GenerationFacts | None = None
    provenance: Provenance | None = None


@dataclass(slots=True)
class _ModelOpening:
    """An attempt to open a model, in progress or failed."""

    fetches: bool = False
    step: ProgressStep = field(default_factory=lambda: ProgressStep("Waiting for another model to open"))
    problem: Problem | None = None
    cancelled: threading.Event = field(default_factory=threading.Event)


class TooManyModels(CutawayError):
    """Too many models waiting to open."""

    code = "too-many-models"

    def __init__(self, fetches: bool) -> None:
        what = "fetched" if fetches else "opened"
        super().__init__(
            f"{MOST_WAITING} models are already waiting to be {what}.",
            "Wait until one of them is open, or cancel one. Models on this machine can still open."
            if fetches
            else "Wait until one of them is open, or cancel one.",
        )


def open_with_cutaway(
    name: str,
    progress: Progress,
    cancelled: Callable[[], bool],
    *,
    device: str | None = None,
    dtype: str | None = None,
    allow: Allow = (),
) -> "Model":
    """Fetches a model if necessary, and opens it (imports torch)."""
    fetch_with_cutaway(name, progress, cancelled, allow=allow)
    progress(ProgressStep("Starting PyTorch"))
    return cutaway.load(name, progress, device=device, dtype=dtype, allow=allow)


def fetch_with_cutaway(name: str, progress: Progress, cancelled: Callable[[], bool], *, allow: Allow = ()) -> None:
    """Fetches a model's files to this machine, including those of an adapter's base model."""
    adapter.ensure(name, progress, cancelled=cancelled, allow=allow)


class ModelStore:
    """The models of one server. Methods may be called from any thread, and none waits for a model to open.

    Args:
        started: the model that the server was started for: any name for `cutaway.load`.
        opener: opens a model by name.
        fetcher: fetches its files before it is opened. None: the opener fetches them itself; Cutaway's own opener has a fetcher.
        most: how many models stay open at once; the least recently used one is closed.
        most_bytes: the total size of their weights (a single model may exceed it); by default half of this machine's memory.
        dropped: called with the name of each model that is closed.

    Raises:
        UnknownModel: there is no model `started`.
    """

    def __init__(
        self,
        started: str,
        *,
        opener: Opener = open_with_cutaway,
        fetcher: Fetcher | None = None,
        most: int = MOST_MODELS,
        most_bytes: int | None = None,
        dropped: Callable[[str], None] = lambda name: None,
    ) -> None:
        if not started.isprintable():  # no answer could contain it safely (and a lone surrogate not at all)
            raise UnknownModel("The model's name has characters that can't be displayed.", "Rename its folder or file.")
        self._started = resolve(started)
        self.started = self._started.name
        self.dropped = dropped
        self._opener = opener
        self._fetcher = fetcher or (fetch_with_cutaway if opener is open_with_cutaway else None)
        self._most = most
        self._most_bytes = _half_of_memory() if most_bytes is None else most_bytes
        self._ready: OrderedDict[str, Model] = OrderedDict()  # least recently used first
        self._openings: dict[str, _ModelOpening] = {}
        self._lock = threading.Lock()
        self._to_open: Queue = queue.SimpleQueue()
        self._to_fetch: Queue = queue.SimpleQueue()
        self._closed = threading.Event()
        self._threads = [
            threading.Thread(target=self._run, args=(self._to_open, self._open), name=OPENING, daemon=True),
            threading.Thread(
                target=self._run, args=(self._to_fetch, self._fetch), name="cutaway-fetching", daemon=True
            ),
        ]
        for thread in self._threads:
            thread.start()

    def name_of(self, name: str) -> str:
        """The store's name for the model in a request.

        Raises:
            UnknownModel: a request may not use this name.
        """
        return self._entry(name).name

    def statuses(self) -> list[ModelStatus]:
        """All models in the picker: the catalog's, the one that the server was started for, and requested ones."""
        with self._lock:
            asked = [*self._ready, *self._openings]
        return [self.status(name) for name in dict.fromkeys((*CATALOG, self.started, *asked))]

    def status(self, name: str) -> ModelStatus:
        """A model's status; raises what `name_of` raises."""
        entry = self._entry(name)
        status = ModelStatus(name=entry.name, title=entry.title, summary=entry.summary, size=entry.size, state="absent")
        with self._lock:
            model, opening = self._ready.get(entry.name), self._openings.get(entry.name)
        if model is not None:
            status.state = "ready"
            status.facts = model.facts
            status.generation = generation_answer(model)
            status.provenance = model.provenance
        elif opening is not None and opening.problem is not None:
            status.state = "failed"
            status.problem = opening.problem
        elif opening is not None:
            status.state = "opening"
            status.progress = opening.step
        elif fetch.cached(entry.name):
            status.state = "cached"
        return status

    def open(self, name: str) -> ModelStatus:
        """Starts to open a model in the background, unless it is open or opening. A failed one is tried again.

        Raises:
            UnknownModel: as in `name_of`.
            TooManyModels: too many models are waiting.
        """
        name = self.name_of(name)
        fetches = self._fetcher is not None and not fetch.cached(name)
        with self._lock:
            opening = self._openings.get(name)
            if name not in self._ready and (opening is None or opening.problem is not None):
                under_way = [
                    each for each in self._openings.values() if each.problem is None and each.fetches == fetches
                ]
                if len(under_way) >= MOST_WAITING:
                    raise TooManyModels(fetches)
                opening = self._openings[name] = _ModelOpening(fetches)
                (self._to_fetch if fetches else self._to_open).put((name, opening))
        return self.status(name)

    def cancel(self, name: str) -> ModelStatus:
        """Cancels opening a model, or forgets that it failed. An open model stays open; raises what `name_of` raises."""
        name = self.name_of(name)
        with self._lock:
            opening = self._openings.pop(name, None)
        if opening is not None:
            opening.cancelled.set()
        return self.status(name)

    def get(self, name: str) -> "Model":
        """An open model; it becomes the most recently used one.

        Raises:
            UnknownModel: as in `name_of`.
            ModelNotReady: it is not open.
        """
        name = self.name_of(name)
        self.touch(name)
        with self._lock:
            model = self._ready.get(name)
        if model is not None:
            return model
        status = self.status(name)
        if status.state == "opening":
            raise ModelNotReady(f"{status.title} is not open yet.", "Wait until it is.")
        raise ModelNotReady(f"{status.title} is not open.", "Open it first.")

    def touch(self, name: str) -> None:
        """Marks a model as recently used, so that it is not the next one to close."""
        with self._lock:
            if name in self._ready:
                self._ready.move_to_end(name)

    def close(self, timeout: float = 2.0) -> None:
        """Stops opening models and closes them; waits up to `timeout` seconds for the threads to end."""
        self._closed.set()
        self._to_open.put(None)
        self._to_fetch.put(None)
        end = time.monotonic() + timeout
        for thread in self._threads:
            thread.join(max(0.0, end - time.monotonic()))
        with self._lock:
            self._ready.clear()

    def _entry(self, name: str) -> ModelEntry:
        if name == self.started:
            return self._started
        # A request's name must not make the server look at files, so only names that can't be a path outside the
        # working folder are resolved. A folder there may still have the same name as a hub id.
        if name.lower() in CATALOG or HUB_ID.fullmatch(name):
            entry = resolve(name)
            if entry.name in (*CATALOG, self.started) or all(isinstance(source, Hub) for source in entry.sources):
                return entry
        raise UnknownModel(
            "This is neither in the catalog nor the id (owner/name) of a model on the Hugging Face hub.",
            f"The catalog has {', '.join(CATALOG)}. A folder or file is opened with: cutaway --model PATH",
        )

    def _run(self, waiting: Queue, work: "Callable[[str, _ModelOpening], None]") -> None:
        while not self._closed.is_set():
            item = waiting.get()
            if item is not None and not item[1].cancelled.is_set():
                self._attempt(*item, work)

    def _attempt(self, name: str, opening: _ModelOpening, work: "Callable[[str, _ModelOpening], None]") -> None:
        try:
            work(name, opening)
        except Exception as error:
            if not isinstance(error, CutawayError):
                log.exception("Opening %s failed", name)
            with self._lock:
                opening.problem = problem_of(error)
                failed = [each for each, attempt in self._openings.items() if attempt.problem is not None]
                for each in failed[:-MOST_FAILED]:
                    del self._openings[each]

    def _fetch(self, name: str, opening: _ModelOpening) -> None:
        assert self._fetcher is not None
        self._fetcher(name, *self._means(opening))
        opening.step = ProgressStep("Waiting for another model to open")
        self._to_open.put((name, opening))

    def _open(self, name: str, opening: _ModelOpening) -> None:
        model = self._opener(name, *self._means(opening))
        with self._lock:
            if self._openings.get(name) is not opening:  # cancelled at the last moment
                return
            del self._openings[name]
            self._ready[name] = model
            gone = self._over_limits()
        for other in gone:
            self.dropped(other)

    def _means(self, opening: _ModelOpening) -> tuple[Progress, Callable[[], bool]]:
        """The callbacks for an opening: for progress, and whether to cancel."""

        def progress(step: ProgressStep) -> None:
            opening.step = step

        return progress, lambda: self._closed.is_set() or opening.cancelled.is_set()

    def _over_limits(self) -> list[str]:
        """Closes the least recently used models until the rest is within the limits; returns their names."""
        sizes = {name: model.bytes for name, model in self._ready.items()}
        gone: list[str] = []
        for name in [*sizes][:-1]:
            if len(sizes) <= self._most and sum(sizes.values()) <= self._most_bytes:
                break
            del sizes[name], self._ready[name]
            gone.append(name)
        return gone


def generation_answer(model: "Model") -> GenerationFacts | None:
    """The settings of a model's own generation config, if it writes."""
    if model.facts.predicts != "next":
        return None
    _, left_out = generate.requested(model)
    return GenerationFacts(
        repetition_penalty=generate.setting_of(model, "repetition_penalty", Settings(), 1.0),
        length_penalty=generate.setting_of(model, "length_penalty", Settings(), 1.0),
        left_out={name: str(value) for name, value in left_out.items()},
    )


def _half_of_memory() -> int:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2
    except (AttributeError, ValueError, OSError):  # not every system tells
        return 8 * 1024**3
