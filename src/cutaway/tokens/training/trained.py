"""The result of a training: a tokenizer and its history, saved in a folder as `tokenizer.json` and `training.json`."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

import tokenizers

from cutaway.arguments import checked
from cutaway.errors import BadFile, CutawayError
from cutaway.json_files import read_json
from cutaway.store import cache
from cutaway.system_errors import write_errors
from cutaway.tokens.catalog import CATALOG
from cutaway.tokens.opening import opened
from cutaway.tokens.sandbox.process import PatternStopped
from cutaway.tokens.training.bpe_merges import TrainedMerge
from cutaway.tokens.training.split_patterns import PATTERNS
from cutaway.tokens.training.training_limits import BadTraining

TOKENIZER, TRAINING = "tokenizer.json", "training.json"
_FORMAT = 1


class NameTaken(CutawayError):
    """A name, or a folder, that already belongs to a trained tokenizer."""

    code = "name-taken"


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """A tokenizer that was trained on a text.

    >>> trained = cutaway.train_bpe("the cat, the hat", 259)
    >>> trained.size, trained.text_tokens, trained.merges[0].result
    (259, 10, b'at')
    >>> trained.save("hats")
    >>> cutaway.tokenizer("hats").encode("hat") == trained.tokenizer.encode("hat").ids
    True

    Attributes:
        algorithm: `bpe`, `wordpiece` or `unigram`.
        tokenizer: a tokenizer of the `tokenizers` library.
        asked: the requested size of the vocabulary.
        bytes: the length of the training text in bytes.
        text_tokens: its length in tokens after training, without the text that the pattern does not match.
        seconds: how long the training took.
        pattern: the regular expression that cut the text; empty if the algorithm has its own rules.
        specials: its special tokens.
        merges: the merges of a byte-pair encoding, in order.
        unknown_tokens: how many of `text_tokens` are unknown tokens, for text that the vocabulary can't write.
        unknown_bytes: how many bytes of the text these stand for.
    """

    algorithm: str
    tokenizer: tokenizers.Tokenizer
    asked: int
    bytes: int
    text_tokens: int
    seconds: float
    pattern: str = ""
    specials: tuple[str, ...] = ()
    merges: tuple[TrainedMerge, ...] = ()
    unknown_tokens: int = 0
    unknown_bytes: int = 0

    @property
    def size(self) -> int:
        """The size of the vocabulary, including special tokens."""
        return self.tokenizer.get_vocab_size(with_added_tokens=True)

    @property
    def stopped_early(self) -> bool:
        """Whether nothing was left to merge before the vocabulary reached the requested size."""
        return self.size < self.asked

    @property
    def bytes_per_token(self) -> float:
        """The mean number of bytes per token of the text, without unknown tokens and their bytes."""
        return (self.bytes - self.unknown_bytes) / max(self.text_tokens - self.unknown_tokens, 1)

    @property
    def curve(self) -> list[int]:
        """The length of the text in tokens before the first merge and after each one: `len(merges) + 1` numbers."""
        fewer = accumulate((merge.saved for merge in reversed(self.merges)), initial=self.text_tokens)
        return [*fewer][::-1]

    @property
    def pattern_name(self) -> str:
        """The name of the pattern, or the pattern itself if it has none."""
        return next((name for name, pattern in PATTERNS.items() if pattern == self.pattern), self.pattern)

    @checked
    def save(self, folder: str | Path, *, replace: bool = False) -> None:
        """Writes the folder, whole or not at all.

        Args:
            replace: replace an existing training.

        Raises:
            NameTaken: the folder already holds a training, and `replace` is False.
            BadFile: the folder holds something else.
            CannotWrite: the disk is full or read-only.
        """
        target = Path(folder)
        with write_errors(target):
            check_free(target, replace=replace)
            with cache.beside(target) as made:
                self.tokenizer.save(str(made / TOKENIZER))
                (made / TRAINING).write_text(json.dumps(self._state(), ensure_ascii=False), encoding="utf-8")

    def _state(self) -> dict[str, Any]:
        return {
            "format": _FORMAT,
            "algorithm": self.algorithm,
            "asked": self.asked,
            "bytes": self.bytes,
            "text_tokens": self.text_tokens,
            "seconds": self.seconds,
            "pattern": self.pattern,
            "specials": self.specials,
            "unknown_tokens": self.unknown_tokens,
            "unknown_bytes": self.unknown_bytes,
            "merges": [
                [each.pair[0].hex(), each.pair[1].hex(), each.count, each.saved, each.example] for each in self.merges
            ],
        }


def trained_folder(name: str) -> Path:
    """The folder for a tokenizer trained on this machine under that name.

    Raises:
        BadTraining: the name is not allowed.
    """
    if name.lower() in CATALOG:
        raise BadTraining(f"'{name}' is the name of a tokenizer in the catalog.", "Choose another name.")
    if not name or name != cache.slug(name):
        raise BadTraining(
            f"'{name}' can't be the name of a tokenizer.",
            f"Use letters, digits, dots, dashes and underscores, such as '{cache.slug(name).strip('-') or 'mine'}'.",
        )
    return cache.trained_folder(name)


def check_free(folder: Path, *, replace: bool) -> None:
    """Checks that a training can be saved there; raises what `Trained.save` raises."""
    with write_errors(folder):
        if not folder.exists():
            return
    if not (folder / TRAINING).is_file():
        raise BadFile(f"{folder} already exists and holds no training.", "Choose another folder.")
    if not replace:
        raise NameTaken(f"There is a tokenizer called {folder.name} already.", "Choose another name, or replace it.")


def load(folder: str | Path) -> Trained:
    """Reads a folder written by `save`.

    Raises:
        BadFile: there is no training in that folder, or it is damaged.
    """
    path = Path(folder)
    try:
        state = read_json(path / TRAINING)
        if state["format"] != _FORMAT:
            raise BadFile(f"{path} was written by another version of Cutaway.", "Train it again, or update Cutaway.")
        return Trained(
            algorithm=state["algorithm"],
            tokenizer=opened(path / TOKENIZER),
            asked=state["asked"],
            bytes=state["bytes"],
            text_tokens=state["text_tokens"],
            seconds=state["seconds"],
            pattern=state["pattern"],
            specials=tuple(state["specials"]),
            merges=_merges(state["merges"]),
            unknown_tokens=state.get("unknown_tokens", 0),
            unknown_bytes=state.get("unknown_bytes", 0),
        )
    except FileNotFoundError as error:
        raise BadFile(f"{path} holds no trained tokenizer.", "Give a folder that train-tokenizer wrote.") from error
    except (BadFile, PatternStopped):
        raise
    except Exception as error:  # tokenizers raises Exception itself
        raise BadFile(f"The trained tokenizer in {path} is damaged: {error}", "Train it again.") from error


def _merges(saved: Sequence[tuple[str, str, int, int, str]]) -> tuple[TrainedMerge, ...]:
    return tuple(
        TrainedMerge(number, (bytes.fromhex(left), bytes.fromhex(right)), count, saved, example)
        for number, (left, right, count, saved, example) in enumerate(saved, 1)
    )
