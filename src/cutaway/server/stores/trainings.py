"""The tokenizers trained on this server: in progress, in memory until they are saved, and in the cache.

One is trained at a time, in a thread; others wait. The pages' models do not wait for it.
"""

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Literal
from weakref import WeakSet

from cutaway.errors import Cancelled, CutawayError
from cutaway.progress import ProgressStep
from cutaway.server.stores.recent import RecentStore
from cutaway.server.stores.tokenizers import TokenizerStore
from cutaway.store import cache
from cutaway.tokens.tokenizer import Tokenizer
from cutaway.tokens.training.bpe_merges import BYTES, TrainedMerge
from cutaway.tokens.training.in_subprocess import train_unigram, train_wordpiece
from cutaway.tokens.training.train_bpe import train_bpe
from cutaway.tokens.training.trained import TRAINING, Trained, load, trained_folder
from cutaway.tokens.training.training_limits import BadTraining, decoded

MOST_HELD = 6
Algorithm = Literal["bpe", "wordpiece", "unigram"]
DRAFT = "~"
"""The prefix of names of unsaved tokenizers; no saved one has it."""


class TrainingGone(CutawayError):
    """A trained tokenizer that is no longer in memory, or never was."""

    code = "training-gone"


@dataclass(frozen=True, slots=True)
class TrainingSettings:
    """The settings of a training. Only byte-pair encoding has a pattern, and only Unigram has no minimum frequency."""

    algorithm: Algorithm
    size: int
    pattern: str
    min_frequency: int = 1
    specials: tuple[str, ...] = ()
    reserved: int = 0
    alphabet: str = ""


class Training:
    """A training in progress. The training thread writes to it; its followers read.

    Attributes:
        step: its progress.
        merges: the merges of a byte-pair encoding so far.
        result: the temporary name of the trained tokenizer, and the tokenizer.
    """

    result: Future[tuple[str, Trained]]

    def __init__(self) -> None:
        self.step = ProgressStep("Waiting for another training to end")
        self.merges: list[TrainedMerge] = []
        self._stop = threading.Event()

    def stop(self) -> None:
        """Cancels it, within a moment."""
        self._stop.set()

    def run(self, body: bytes, settings: TrainingSettings) -> Trained:
        """Trains.

        Raises:
            CutawayError: the training's own error; `Cancelled` once it is stopped.
        """
        self.tell(ProgressStep("Reading the text"))
        if self._stop.is_set():
            raise Cancelled
        text = decoded(body, "The text")
        shared = {"specials": settings.specials, "reserved": settings.reserved, "cancelled": self._stop.is_set}
        if settings.algorithm == "wordpiece":
            chosen = {"min_frequency": settings.min_frequency, "initial_alphabet": settings.alphabet}
            return train_wordpiece(text, settings.size, progress=self.tell, **chosen, **shared)
        if settings.algorithm == "unigram":
            return train_unigram(text, settings.size, progress=self.tell, initial_alphabet=settings.alphabet, **shared)
        wanted = settings.size - BYTES - len(settings.specials) - settings.reserved

        def merged(merge: TrainedMerge) -> None:
            self.merges.append(merge)
            self.tell(ProgressStep("Merging pairs", merge.number, wanted, "merges"))

        self.tell(ProgressStep("Cutting the text into pieces"))
        return train_bpe(
            text, settings.size, settings.pattern, min_frequency=settings.min_frequency, on_step=merged, **shared
        )

    def tell(self, step: ProgressStep) -> None:
        """Reports progress."""
        self.step = step


class TrainingStore:
    """The trained tokenizers of one server. Methods may be called from any thread.

    Args:
        tokenizers: the server's tokenizers, for dropping a saved one when it changes.
    """

    def __init__(self, tokenizers: TokenizerStore) -> None:
        self._tokenizers = tokenizers
        self._held: RecentStore[str, tuple[int, Trained]] = RecentStore(MOST_HELD)  # since when
        self._faces: RecentStore[Trained, Tokenizer] = RecentStore(MOST_HELD)
        self._threads = ThreadPoolExecutor(1, "cutaway-training")
        self._under_way: WeakSet[Training] = WeakSet()

    def start(self, body: bytes, settings: TrainingSettings) -> Training:
        """Starts to train on a text in UTF-8."""
        training = Training()

        def run() -> tuple[str, Trained]:
            trained = training.run(body, settings)
            name = DRAFT + token_hex(6)
            self._held.put(name, (0, trained))
            return name, trained

        self._under_way.add(training)
        training.result = self._threads.submit(run)
        return training

    def get(self, name: str) -> Trained:
        """A trained tokenizer, in memory or saved.

        Raises:
            TrainingGone: there is none of that name (any more).
            BadFile: the saved one is damaged.
        """
        since = 0 if name.startswith(DRAFT) else _changed(_folder(name))

        def read() -> tuple[int, Trained]:
            if not since:
                raise _gone()
            return since, load(_folder(name))

        return self._held.get_or_make(name, read, lambda held: held[0] == since)[1]

    def tokenizer(self, trained: Trained) -> Tokenizer:
        """A trained tokenizer as a `Tokenizer`, with the bytes and bounds of its tokens."""
        return self._faces.get_or_make(trained, lambda: Tokenizer(trained.tokenizer))

    def save(self, name: str, as_name: str, *, replace: bool) -> Trained:
        """Saves one to the cache under a name.

        Raises:
            TrainingGone: there is none called `name`.
            BadTraining: `as_name` is not allowed.
            NameTaken: there is already one of that name, and `replace` is False.
        """
        trained, folder = self.get(name), trained_folder(as_name)
        trained.save(folder, replace=replace or name == as_name)
        self._forget(as_name)
        if name.startswith(DRAFT):
            self._forget(name)
        self._held.put(as_name, (_changed(folder), trained))
        return trained

    def delete(self, name: str) -> None:
        """Deletes one, from memory or from the cache.

        Raises:
            TrainingGone: there is none of that name.
            CannotWrite: the system refuses.
        """
        if name.startswith(DRAFT):
            self.get(name)
        elif not cache.delete(_folder(name), f"trained--{name}"):
            raise _gone()
        self._forget(name)

    def close(self) -> None:
        """Stops training, and drops everything unsaved."""
        for training in self._under_way:
            training.stop()
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._held.close()
        self._faces.close()

    def _forget(self, name: str) -> None:
        held = self._held.peek(name)
        self._faces.drop(lambda trained, _: held is not None and trained is held[1])
        self._held.drop(lambda key, _: key == name)
        self._tokenizers.forget(name)


def _gone() -> TrainingGone:
    return TrainingGone("This tokenizer is no longer in memory.", "Train it again, and save it to keep it.")


def _folder(name: str) -> Path:
    try:
        return trained_folder(name)
    except BadTraining as error:
        raise TrainingGone("There is no trained tokenizer of that name.", "Choose one of those listed.") from error


def _changed(folder: Path) -> int:
    """When a saved training was last written; 0 if there is none."""
    file = folder / TRAINING
    return file.stat().st_mtime_ns if file.is_file() else 0
