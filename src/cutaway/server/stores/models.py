"""The models of a server: those of the catalog, the one it was started with, and any hub id that is asked for.

Models are opened in a background thread, one at a time, and torch is imported there. Those that are not on this machine are fetched in
another one first, so that a model that is here never waits for a download. Few may wait, and each can be cancelled. Only the command line
may name a folder or a file of this machine; a request never can.
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

from cutaway.errors import CutawayError, UnknownModel
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

Opener = Callable[[str, Progress, Callable[[], bool]], "Model"]  # name, progress, whether to give it up
Fetcher = Callable[[str, Progress, Callable[[], bool]], object]
Queue = queue.SimpleQueue["tuple[str, _ModelOpening] | None"]
OPENING = "cutaway-library"
"""What the thread that opens models is called."""

MOST_MODELS = 3
MOST_WAITING = 8
"""How many models may be under way to be fetched, and how many to be opened."""
MOST_FAILED = 20
"""How many attempts that failed are remembered."""
HUB_ID = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9_][\w.-]{0,95}", re.ASCII)


class GenerationFacts(BaseModel):
    """What a model's own generation config sets."""

    repetition_penalty: float = Field(1.0, description="Acts wherever a request names none.")
    length_penalty: float = Field(1.0, description="Acts in a beam search wherever a request names none.")
    left_out: dict[str, str] = Field(default={}, description="Name → value of what is not done.")


class ModelStatus(BaseModel):
    """A model as the picker shows it."""

    name: str = Field(description="What to call it in requests: catalog name, hub id, folder or file.")
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
    """An attempt to open a model: under way, or failed."""

    fetches: bool = False
    step: ProgressStep = field(default_factory=lambda: ProgressStep("Waiting for another model to open"))
    problem: Problem | None = None
    cancelled: threading.Event = field(default_factory=threading.Event)


class TooManyModels(CutawayError):
    """One model more than may wait to be opened."""

    code = "too-many-models"

    def __init__(self, fetches: bool) -> None:
        what = "fetched" if fetches else "opened"
        super().__init__(
            f"{MOST_WAITING} models wait to be {what} already.",
            "Wait until one of them is open, or cancel one. Models that are on this machine open meanwhile."
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
    """Fetch a model if need be and open it (imports torch)."""
    import cutaway

    fetch_with_cutaway(name, progress, cancelled, allow=allow)
    progress(ProgressStep("Starting PyTorch"))
    return cutaway.load(name, progress, device=device, dtype=dtype, allow=allow)


def fetch_with_cutaway(name: str, progress: Progress, cancelled: Callable[[], bool], *, allow: Allow = ()) -> None:
    """Have a model's files on this machine, and those of the model that an adapter is for."""
    adapter.ensure(name, progress, cancelled=cancelled, allow=allow)


class ModelStore:
    """The models of one server. Methods may be called from any thread, and none waits for a model to open.

    Args:
        started: the model that the server was started for: any name that `cutaway.load` takes.
        opener: opens a model by name.
        fetcher: has its files on this machine before it is opened. None: the opener does, in its own time; Cutaway's own has Cutaway's.
        most: how many models are held open at once; the least recently used one is let go.
        most_bytes: how many bytes their weights may have together (one model is held whatever its size); by default
            half of this machine's memory.
        dropped: is called with the name of each model that is let go.

    Raises:
        UnknownModel: `started` is the name of no model.
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
        if not started.isprintable():  # which no answer could carry safely (and half of a surrogate pair not at all)
            raise UnknownModel("The model's name has characters that can't be shown.", "Rename its folder or file.")
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
        """What the store calls the model that a request names.

        Raises:
            UnknownModel: a name that a request may not use.
        """
        return self._entry(name).name

    def statuses(self) -> list[ModelStatus]:
        """Every model that the picker shows: the catalog's, the one the server was started for, and those asked for."""
        with self._lock:
            asked = [*self._ready, *self._openings]
        return [self.status(name) for name in dict.fromkeys((*CATALOG, self.started, *asked))]

    def status(self, name: str) -> ModelStatus:
        """How a model stands; raises what `name_of` raises."""
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
        """Begin to open a model in the background, unless it is open or opening. A failed one is tried again.

        Raises:
            UnknownModel: as `name_of`.
            TooManyModels: as many as may wait do.
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
        """Give up opening a model, or forget that it failed. One that is open stays so; raises what `name_of` raises."""
        name = self.name_of(name)
        with self._lock:
            opening = self._openings.pop(name, None)
        if opening is not None:
            opening.cancelled.set()
        return self.status(name)

    def get(self, name: str) -> "Model":
        """An open model, which is the most recently used one now.

        Raises:
            UnknownModel: as `name_of`.
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
        """Note that a model is in use, so that it is not the next one let go."""
        with self._lock:
            if name in self._ready:
                self._ready.move_to_end(name)

    def close(self, timeout: float = 2.0) -> None:
        """Stop opening models and let them go; waits up to `timeout` seconds for the threads to end."""
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
        # A request's name must not make the server look at files, so only names that can be no path outside the
        # working folder are resolved. There may still be a folder there that is called like a hub id.
        if name.lower() in CATALOG or HUB_ID.fullmatch(name):
            entry = resolve(name)
            if entry.name in (*CATALOG, self.started) or all(isinstance(source, Hub) for source in entry.sources):
                return entry
        raise UnknownModel(
            "This is neither a model of the catalog nor an id (owner/name) of the Hugging Face hub.",
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
        """What work on an opening is given: whom to tell where it stands, and whether to give it up."""

        def progress(step: ProgressStep) -> None:
            opening.step = step

        return progress, lambda: self._closed.is_set() or opening.cancelled.is_set()

    def _over_limits(self) -> list[str]:
        """Let the least recently used models go until the rest is within the limits; their names."""
        sizes = {name: _weight(model) for name, model in self._ready.items()}
        gone: list[str] = []
        for name in [*sizes][:-1]:
            if len(sizes) <= self._most and sum(sizes.values()) <= self._most_bytes:
                break
            del sizes[name], self._ready[name]
            gone.append(name)
        return gone


def generation_answer(model: "Model") -> GenerationFacts | None:
    """What a model's own generation config sets, where it writes."""
    if model.facts.predicts != "next":
        return None
    from cutaway.generate.config_processors import requested, setting_of
    from cutaway.generate.settings import Settings

    _, left_out = requested(model)
    return GenerationFacts(
        repetition_penalty=setting_of(model, "repetition_penalty", Settings(), 1.0),
        length_penalty=setting_of(model, "length_penalty", Settings(), 1.0),
        left_out={name: str(value) for name, value in left_out.items()},
    )


def _weight(model: "Model") -> int:
    from cutaway.models.quantised import stored

    return sum(tensor.numel() * tensor.element_size() for _, tensor in stored(model.hf))


def _half_of_memory() -> int:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2
    except (AttributeError, ValueError, OSError):  # not every system tells
        return 8 * 1024**3
