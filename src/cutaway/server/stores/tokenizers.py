"""The tokenizers of a server: those of the catalog, those trained here, and the open models' own.

A background thread opens them one at a time. They stay open until the least recently used one is closed. Those that are not on this
machine have their own thread, so that a local one never waits for a download.
"""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Literal

from pydantic import BaseModel, Field

from cutaway.errors import CutawayError, UnknownModel, UnsupportedModel
from cutaway.models import fetch_tokenizer
from cutaway.progress import Progress, ProgressStep
from cutaway.server.http.problems import ModelNotReady, Problem, problem_of
from cutaway.server.stores.models import ModelStore
from cutaway.server.stores.recent import RecentStore
from cutaway.tokens.catalog import CATALOG
from cutaway.tokens.formats.detection import open_content
from cutaway.tokens.tokenizer import Tokenizer
from cutaway.tokens.training.trained import NameTaken, trained_folder

log = logging.getLogger(__name__)

Opener = Callable[[str, Progress, Callable[[], bool]], "Tokenizer"]  # name, progress, whether to cancel
MOST_OPEN = 12
MOST_TITLE = 80
MOST_FILES = 6
"""How many tokenizers from files to keep; the least recently used one is dropped."""
FILE = "~f"
"""The prefix of names of tokenizers from files; no saved one has it."""


class TokenizerStatus(BaseModel):
    """A tokenizer in the chooser."""

    name: str = Field(description="Its name in requests.")
    title: str
    summary: str
    vocabulary: int | None = Field(description="The size of the vocabulary, including special tokens, if it is known.")
    context: int | None = Field(
        description="How many tokens its model can read at once, if it belongs to a single one."
    )
    trained: bool = Field(description="Whether it was trained here.")
    file: bool = Field(
        default=False, description="Whether it came from a file, and lasts until the server stops unless it is saved."
    )
    notes: list[str] = Field(default=[], description="Sentences about possible differences from training.")
    state: Literal["absent", "cached", "opening", "ready", "failed"]
    progress: ProgressStep | None = None
    problem: Problem | None = None


@dataclass(slots=True)
class _TokenizerOpening:
    """An attempt to open a tokenizer, in progress or failed."""

    step: ProgressStep = field(default_factory=lambda: ProgressStep("Waiting for another tokenizer to open"))
    problem: Problem | None = None


class TokenizerStore:
    """The tokenizers of one server. Methods may be called from any thread, and none waits for one to open.

    Args:
        models: the server's models, whose own tokenizers are available too.
        opener: opens a tokenizer by name.
        most: how many stay open at once.
    """

    def __init__(self, models: ModelStore, *, opener: Opener = fetch_tokenizer.load, most: int = MOST_OPEN) -> None:
        self._models = models
        self._opener = opener
        self._ready: RecentStore[str, Tokenizer] = RecentStore(most)
        self._openings: dict[str, _TokenizerOpening] = {}
        self._files: RecentStore[str, tuple[str, Tokenizer]] = RecentStore(MOST_FILES)  # title and tokenizer by name
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._here = ThreadPoolExecutor(1, "cutaway-tokenizers")
        self._fetching = ThreadPoolExecutor(1, "cutaway-tokenizers-fetching")

    def statuses(self) -> list[TokenizerStatus]:
        """All tokenizers to choose from: the catalog's, those trained here, and those from files."""
        return [self.status(name) for name in (*fetch_tokenizer.names(), *self._files.keys())]

    def take(self, content: bytes, title: str, merges: bytes = b"") -> TokenizerStatus:
        """Keeps the tokenizer of a file under a new name.

        Args:
            content: the file's content.
            title: the file's name.
            merges: the `merges.txt` that belongs to a `vocab.json`.

        Raises:
            UnsupportedModel, BadFile: it is not a tokenizer, or it is damaged.
            PatternStopped: a pattern in it can't be compiled within the limits.
        """
        title = title.replace("\\", "/").rpartition("/")[2][:MOST_TITLE] or "file"
        tokenizer = Tokenizer.of(open_content(content, title, merges=merges))
        name = FILE + token_hex(6)
        self._files.put(name, (title, tokenizer))
        return self.status(name)

    def save(self, name: str, as_name: str) -> TokenizerStatus:
        """Saves the tokenizer of a file to the cache under a new name.

        Raises:
            UnknownModel: there is none of that name.
            UnsupportedModel: it can't be written as a tokenizer.json.
            BadTraining: `as_name` is not allowed.
            NameTaken: there is already one of that name.
        """
        held = self._files.peek(name)
        if held is None:
            raise _gone()
        own = held[1].backend
        if not hasattr(own, "to_str"):
            raise UnsupportedModel(
                f"{held[0]} can't be saved here: a tokenizer.json can't express everything in a file of its format.",
                "Keep the file, and give it again when you need it.",
            )
        folder = trained_folder(as_name)
        if folder.exists():
            raise NameTaken(f"There is a tokenizer called {as_name} already.", "Choose another name.")
        folder.mkdir(parents=True)
        part = folder / f".{token_hex(4)}"
        part.write_text(own.to_str(), encoding="utf-8")
        part.replace(folder / "tokenizer.json")
        self._files.drop(lambda held, _: held == name)
        self.forget(as_name)
        return self.status(as_name)

    def status(self, name: str) -> TokenizerStatus:
        """A tokenizer's status.

        Raises:
            UnknownModel: there is none of that name.
        """
        if name.startswith(FILE):
            return self._file_status(name)
        if name not in fetch_tokenizer.names():
            raise UnknownModel(
                f"There is no tokenizer called {name}.", f"There are {', '.join(fetch_tokenizer.names())}."
            )
        entry = CATALOG.get(name)
        status = TokenizerStatus(
            name=name,
            title=entry.title if entry else name,
            summary=entry.summary if entry else "Trained here.",
            vocabulary=entry.vocabulary if entry else None,
            context=entry.context if entry else None,
            trained=entry is None,
            state="absent",
        )
        with self._lock:
            ready, opening = self._ready.peek(name), self._openings.get(name)
        if ready is not None:
            status.state, status.vocabulary, status.notes = "ready", ready.size, [*ready.notes]
        elif opening is not None and opening.problem is not None:
            status.state, status.problem = "failed", opening.problem
        elif opening is not None:
            status.state = "opening"
            status.progress = opening.step
        elif fetch_tokenizer.cached(name):
            status.state = "cached"
        return status

    def _file_status(self, name: str) -> TokenizerStatus:
        held = self._files.peek(name)
        if held is None:
            raise _gone()
        title, tokenizer = held
        return TokenizerStatus(
            name=name,
            title=title,
            summary="From a file.",
            vocabulary=tokenizer.size,
            context=None,
            trained=False,
            file=True,
            notes=[*tokenizer.notes],
            state="ready",
        )

    def open(self, name: str) -> TokenizerStatus:
        """Starts to open a tokenizer in the background, unless it is open or opening. A failed one is tried again.

        Raises what `status` raises.
        """
        self.status(name)
        threads = self._here if fetch_tokenizer.cached(name) else self._fetching
        with self._lock:
            opening = self._openings.get(name)
            if self._ready.peek(name) is None and (opening is None or opening.problem is not None):
                self._openings[name] = _TokenizerOpening()
                threads.submit(self._open, name)
        return self.status(name)

    def get(self, name: str, model: str = "") -> Tokenizer:
        """An open tokenizer.

        Args:
            name: a name of the catalog, or of one trained here; empty: the model's own.
            model: the model.

        Raises:
            UnknownModel: there is none of that name.
            ModelNotReady: it is not open.
            UnsupportedModel: the model has no tokenizer.
        """
        if not name:
            own = self._models.get(model).tokenizer
            if own is None:
                raise UnsupportedModel("This model was opened without a tokenizer.", "Choose a tokenizer by its name.")
            return own
        if (of_file := self._files.find(name)) is not None:
            return of_file[1]
        if (ready := self._ready.find(name)) is not None:
            return ready
        status = self.status(name)
        raise ModelNotReady(f"The tokenizer {status.title} is not open.", "Open it first, or wait until it is.")

    def forget(self, name: str) -> None:
        """Drops a tokenizer that was trained again, or deleted."""
        with self._lock:
            self._ready.drop(lambda held, _: held == name)
            self._openings.pop(name, None)

    def close(self) -> None:
        """Stops opening tokenizers and closes them."""
        self._closed.set()
        for threads in (self._here, self._fetching):
            threads.shutdown(wait=False, cancel_futures=True)
        self._ready.close()
        self._files.close()

    def _open(self, name: str) -> None:
        opening = self._openings[name]

        def progress(step: ProgressStep) -> None:
            opening.step = step

        try:
            tokenizer = self._opener(name, progress, self._closed.is_set)
            progress(ProgressStep(f"Read {name}, {tokenizer.size:,} tokens"))
        except CutawayError as error:
            opening.problem = problem_of(error)
        except Exception as error:
            log.exception("Opening the tokenizer %s failed", name)
            opening.problem = problem_of(error)
        else:
            with self._lock:
                self._openings.pop(name, None)
                self._ready.put(name, tokenizer)


def _gone() -> UnknownModel:
    return UnknownModel("The tokenizer of this file is no longer in memory.", "Give the file again.")
