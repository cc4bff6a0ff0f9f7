"""WordPiece and Unigram, trained by their libraries in a process of their own, so that they can be given up at any moment."""

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
    """Trains WordPiece with the `tokenizers` library; `wordpiece` says how a text is cut.

    Args:
        text: one text, or several.
        size: a token for each character and for `[UNK]` at least.
        specials: tokens that no text is made of, such as a mark for the end.
        min_frequency: a pair is merged only where it is there so often.
        initial_alphabet: characters that get a token whether the text has them or not.
        reserved: so many special tokens more, `<|reserved_0|>` and on, which have no meaning yet.
        progress: told where it stands, as far as the library says.
        cancelled: asked about ten times a second; True gives the work up.

    Raises:
        BadTraining: the size or the special tokens can't be.
        BadText: the text is empty, no valid Unicode or too large.
        Cancelled: it was given up.
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
    """Trains Unigram with sentencepiece; `unigram` says what comes of it.

    Its encodings are those of sentencepiece, line by line; where two ways to cut are equally probable to a rounding, either may be taken.

    Args:
        size: the bytes, `<unk>` and a token for each character at least.
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
