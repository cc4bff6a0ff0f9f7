"""Trains WordPiece and Unigram with their libraries in a separate process, so that they can be cancelled at any moment."""

import json
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import tokenizers

from cutaway.errors import BadText
from cutaway.progress import Progress, silent
from cutaway.store import cache
from cutaway.store.fetch_context import FetchContext
from cutaway.store.subprocesses import run_reporting
from cutaway.tokens.training import training_limits
from cutaway.tokens.training.library_program import TASK
from cutaway.tokens.training.trained import TOKENIZER, Trained
from cutaway.tokens.training.training_limits import BadTraining


def train_wordpiece(
    text: str | Iterable[str],
    size: int,
    specials: Sequence[str] = (),
    *,
    min_frequency: int = 1,
    initial_alphabet: str = "",
    reserved: int = 0,
    progress: Progress = silent,
    cancelled: Callable[[], bool] = lambda: False,
) -> Trained:
    """Trains WordPiece with the `tokenizers` library; `train_wordpiece` explains how it cuts a text.

    Args:
        text: one text, or several.
        size: the size of the vocabulary: at least a token for each character and one for `[UNK]`.
        specials: tokens that no text produces, such as an end-of-text mark.
        min_frequency: how often a pair has to occur to be merged.
        initial_alphabet: characters that get a token even if the text lacks them.
        reserved: how many more special tokens to add, `<|reserved_0|>` and so on, without a meaning yet.
        progress: called with the state of the training, as far as the library reports it.
        cancelled: called about ten times a second; True cancels the work.

    Raises:
        BadTraining: the size or the special tokens are impossible.
        BadText: the text is empty, not valid Unicode or too large.
        Cancelled: `cancelled` returned True.
    """
    specials = training_limits.with_reserved(specials, reserved)
    training_limits.check_size(size, 2, specials, "its characters")
    training_limits.check_frequency(min_frequency)
    settings = {"min_frequency": min_frequency, "initial_alphabet": training_limits.check_alphabet(initial_alphabet)}
    return _train("wordpiece", text, size, specials, settings, FetchContext("WordPiece", progress, cancelled))


def train_unigram(
    text: str | Iterable[str],
    size: int,
    specials: Sequence[str] = (),
    *,
    initial_alphabet: str = "",
    reserved: int = 0,
    progress: Progress = silent,
    cancelled: Callable[[], bool] = lambda: False,
) -> Trained:
    """Trains Unigram with sentencepiece; `train_unigram` explains the result.

    Its encodings are those of sentencepiece, line by line; of two segmentations that are equally probable up to rounding, either may win.

    Args:
        size: the size of the vocabulary: at least the bytes, `<unk>` and a token for each character.
        text, specials, initial_alphabet, reserved, progress, cancelled: as in `train_wordpiece`.

    Raises:
        BadTraining, BadText, Cancelled: as in `train_wordpiece`.
    """
    specials = training_limits.with_reserved(specials, reserved)
    training_limits.check_size(size, 258, specials, "its bytes and characters")
    settings = {"initial_alphabet": training_limits.check_alphabet(initial_alphabet)}
    return _train("unigram", text, size, specials, settings, FetchContext("Unigram", progress, cancelled))


def _train(
    algorithm: str,
    text: str | Iterable[str],
    size: int,
    specials: Sequence[str],
    settings: dict[str, Any],
    job: FetchContext,
) -> Trained:
    started = time.perf_counter()
    chunks, length = training_limits.checked(text)
    task = {"algorithm": algorithm, "chunks": chunks, "size": size, "specials": list(specials), "settings": settings}
    with cache.temporary() as folder:
        (folder / TASK).write_text(json.dumps(task), encoding="utf-8")
        said = run_reporting("cutaway.tokens.training.library_program", [str(folder)], work=folder, env={}, job=job)
        if "refused" in said:
            code, message, hint = said["refused"]
            raise (BadText if code == BadText.code else BadTraining)(message, hint)
        tokenizer = tokenizers.Tokenizer.from_file(str(folder / TOKENIZER))
    return Trained(
        algorithm=algorithm,
        tokenizer=tokenizer,
        asked=size,
        bytes=length,
        text_tokens=said["text_tokens"],
        unknown_tokens=said["unknown_tokens"],
        unknown_bytes=said["unknown_bytes"],
        seconds=time.perf_counter() - started,
        specials=tuple(specials),
    )
