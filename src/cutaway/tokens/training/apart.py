"""WordPiece and Unigram, trained by their libraries in a process of their own, so that they can be given up at any moment."""

import json
import time
from collections.abc import Callable, Iterable, Sequence

import tokenizers

from cutaway.errors import BadText
from cutaway.models import cache
from cutaway.models.job import Job
from cutaway.models.sources.child import run_reporting
from cutaway.progress import Progress, silent
from cutaway.tokens.training import limits
from cutaway.tokens.training.limits import BadTraining
from cutaway.tokens.training.program import TASK
from cutaway.tokens.training.trained import TOKENIZER, Trained


def train_wordpiece(
    text: str | Iterable[str],
    size: int,
    specials: Sequence[str] = (),
    *,
    progress: Progress = silent,
    cancelled: Callable[[], bool] = lambda: False,
) -> Trained:
    """Trains WordPiece with the `tokenizers` library; `wordpiece` says how a text is cut.

    Args:
        text: one text, or several.
        size: a token for each character and for `[UNK]` at least.
        specials: tokens that no text is made of, such as a mark for the end.
        progress: told where it stands, as far as the library says.
        cancelled: asked about ten times a second; True gives the work up.

    Raises:
        BadTraining: the size or the special tokens can't be.
        BadText: the text is empty, no valid Unicode or too large.
        Cancelled: it was given up.
    """
    limits.check_size(size, 2, specials, "its characters")
    return _train("wordpiece", text, size, specials, Job("WordPiece", progress, cancelled))


def train_unigram(
    text: str | Iterable[str],
    size: int,
    specials: Sequence[str] = (),
    *,
    progress: Progress = silent,
    cancelled: Callable[[], bool] = lambda: False,
) -> Trained:
    """Trains Unigram with sentencepiece; `unigram` says what comes of it.

    Its encodings are those of sentencepiece, line by line; where two ways to cut are equally probable to a rounding, either may be taken.

    Args:
        size: the bytes, `<unk>` and a token for each character at least.
        text, specials, progress, cancelled: as in `train_wordpiece`.

    Raises:
        BadTraining, BadText, Cancelled: as in `train_wordpiece`.
    """
    limits.check_size(size, 258, specials, "its bytes and characters")
    return _train("unigram", text, size, specials, Job("Unigram", progress, cancelled))


def _train(algorithm: str, text: str | Iterable[str], size: int, specials: Sequence[str], job: Job) -> Trained:
    started = time.perf_counter()
    chunks, length = limits.checked(text)
    task = {"algorithm": algorithm, "chunks": chunks, "size": size, "specials": list(specials)}
    with cache.temporary() as folder:
        (folder / TASK).write_text(json.dumps(task), encoding="utf-8")
        said = run_reporting("cutaway.tokens.training.program", [str(folder)], work=folder, env={}, job=job)
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
        seconds=time.perf_counter() - started,
        specials=tuple(specials),
    )
