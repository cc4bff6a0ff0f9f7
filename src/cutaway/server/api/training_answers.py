"""What a training found, as the JSON bodies that the page reads."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from cutaway.errors import CutawayError
from cutaway.server.api.answers import token_answers
from cutaway.server.api.schema import Progress
from cutaway.server.api.training_schema import (
    Algorithm,
    CompressionPoint,
    CompressionReference,
    LearntMerge,
    TrainedAnswer,
    TrainedCompression,
    TrainedCompressionRequest,
    TrainedEncoded,
    TrainedFacts,
    TrainingPiece,
)
from cutaway.server.http.deps import State
from cutaway.server.http.problems import Stopping, problem_of
from cutaway.server.jobs import Worker
from cutaway.server.stores.trainings import DRAFT, Training

if TYPE_CHECKING:
    from cutaway.tokens.tokenizer import Tokenizer
    from cutaway.tokens.training.bpe_merges import Merge
    from cutaway.tokens.training.trained import Trained

log = logging.getLogger(__name__)

PACE = 0.1
"""So many seconds apart are the pieces of a training."""
MOST_POINTS = 120


async def pieces_of(training: Training, worker: Worker) -> AsyncGenerator[TrainingPiece, None]:
    """A training as it goes on. Who reads no further stops it.

    Args:
        worker: the server's, which knows when that stops.

    Raises:
        Stopping: the server stops.
        CutawayError: what the training raised.
    """
    result, told = asyncio.wrap_future(training.result), 0
    try:
        while not result.done():
            await asyncio.wait({result}, timeout=PACE)
            if worker.closed:
                raise Stopping
            fresh, step = training.merges[told:], training.step
            told += len(fresh)
            if not result.done() or fresh:
                progress = Progress(what=step.what, done=step.done, total=step.total, unit=step.unit)
                yield TrainingPiece(progress=progress, merges=merge_answers(fresh))
        name, trained = result.result()
        yield TrainingPiece(trained=facts_of(name, trained), merges=merge_answers(training.merges[told:]))
    finally:
        training.stop()
        result.cancel()


def merge_answers(merges: "Iterable[Merge]") -> list[LearntMerge]:
    """Merges as the page reads them."""
    return [
        LearntMerge(
            number=merge.number,
            left=merge.pair[0].hex(),
            right=merge.pair[1].hex(),
            count=merge.count,
            saved=merge.saved,
            example=merge.example,
        )
        for merge in merges
    ]


def facts_of(name: str, trained: "Trained") -> TrainedFacts:
    """What one is, under the name that it is held or saved by."""
    return TrainedFacts(
        name=name,
        saved=not name.startswith(DRAFT),
        algorithm=cast(Algorithm, trained.algorithm),
        pattern=trained.pattern_name,
        asked=trained.asked,
        size=trained.size,
        merges=len(trained.merges),
        bytes=trained.bytes,
        tokens=trained.text_tokens,
        unknown=trained.unknown_tokens,
        unknown_bytes=trained.unknown_bytes,
        seconds=trained.seconds,
    )


def trained_answer(name: str, trained: "Trained") -> TrainedAnswer:
    """One with all that it learnt."""
    by_id = sorted(trained.tokenizer.get_vocab(with_added_tokens=True).items(), key=lambda entry: entry[1])
    return TrainedAnswer(
        facts=facts_of(name, trained),
        merges=merge_answers(trained.merges),
        vocabulary=[] if trained.algorithm == "bpe" else [token for token, _ in by_id],
    )


def encoded_answer(trained: "Trained", text: str, merges: int | None) -> TrainedEncoded:
    """A text in its tokens.

    Raises:
        BadIndex: there are not so many merges.
        BadText: for a text that is no valid Unicode.
    """
    from cutaway.errors import BadIndex
    from cutaway.tokens.tokenizer import check_text
    from cutaway.tokens.training.encoding import encode_with

    check_text(text)
    if trained.algorithm == "bpe":
        return TrainedEncoded(ids=encode_with(trained, text, merges), tokens=[])
    if merges is not None:
        raise BadIndex("Only byte-pair encoding has merges.", "Leave their number out.")
    tokens = _face(trained).tokens(text, special_as_text=True)
    return TrainedEncoded(ids=[token.id for token in tokens], tokens=token_answers(tokens, text))


def compression_answer(state: State, trained: "Trained", asked: TrainedCompressionRequest) -> TrainedCompression:
    """How many tokens a text is as a vocabulary grows, beside other tokenizers.

    Raises:
        BadText: for a text that is no valid Unicode.
    """
    from cutaway.tokens.tokenizer import check_text
    from cutaway.tokens.training.compression import compressed_by, compression

    check_text(asked.text)
    if trained.algorithm == "bpe":
        places = spread(len(trained.merges), trained.size - len(trained.merges))
        points = compression(trained, asked.text, places)
        curve = _points(places, trained, [point.tokens for point in points])
        learnt = _points(places, trained, [trained.curve[place] for place in places])
    else:
        found = compressed_by(_face(trained), asked.text)
        curve = [_point(trained, found.tokens, found.unknown_tokens, found.unknown_bytes)]
        learnt = [_point(trained, trained.text_tokens, trained.unknown_tokens, trained.unknown_bytes)]
    return TrainedCompression(
        bytes=len(asked.text.encode()),
        curve=curve,
        learnt_bytes=trained.bytes,
        learnt_curve=learnt,
        references=[_reference(state, name, asked) for name in asked.tokenizers],
    )


def spread(merges: int, base: int) -> list[int]:
    """Numbers of merges from 0 to all, so that the vocabulary grows by the same factor from each to the next.

    >>> spread(3, 256)
    [0, 1, 2, 3]

    Args:
        base: how many tokens there are before the first merge.
    """
    factor = (base + merges) / base
    return sorted({round(base * (factor ** (at / MOST_POINTS) - 1)) for at in range(MOST_POINTS + 1)})


def _points(places: Sequence[int], trained: "Trained", tokens: Sequence[int]) -> list[CompressionPoint]:
    base = trained.size - len(trained.merges)
    return [
        CompressionPoint(merges=merges, vocabulary=base + merges, tokens=count)
        for merges, count in zip(places, tokens, strict=True)
    ]


def _point(trained: "Trained", tokens: int, unknown: int, unknown_bytes: int) -> CompressionPoint:
    return CompressionPoint(
        merges=0, vocabulary=trained.size, tokens=tokens, unknown=unknown, unknown_bytes=unknown_bytes
    )


def _reference(state: State, name: str, asked: TrainedCompressionRequest) -> CompressionReference:
    from cutaway.tokens.training.compression import compressed_by

    try:
        found = compressed_by(state.tokenizers.get(name, asked.model), asked.text)
    except CutawayError as error:
        return CompressionReference(tokenizer=name, problem=problem_of(error))
    except Exception as error:
        log.exception("Counting the tokens of the tokenizer %s failed", name)
        return CompressionReference(tokenizer=name, problem=problem_of(error))
    return CompressionReference(
        tokenizer=name,
        vocabulary=found.vocabulary,
        tokens=found.tokens,
        unknown=found.unknown_tokens,
        unknown_bytes=found.unknown_bytes,
    )


@lru_cache(maxsize=4)
def _face(trained: "Trained") -> "Tokenizer":
    from cutaway.tokens.tokenizer import Tokenizer

    return Tokenizer(trained.tokenizer)
