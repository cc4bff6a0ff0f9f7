"""Tokenizers trained on the user's text, and their results."""

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Sequence
from typing import Annotated, cast

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from cutaway.errors import BadIndex, CutawayError
from cutaway.models import fetch_tokenizer
from cutaway.progress import ProgressStep
from cutaway.server.api.tokens import TextToken, token_answers
from cutaway.server.http.deps import PROBLEMS, State, as_json
from cutaway.server.http.limits import check_size
from cutaway.server.http.lines import LINES, Failed, piece_of, written
from cutaway.server.http.problems import Problem, Stopping, problem_of
from cutaway.server.jobs import Worker
from cutaway.server.stores.trainings import DRAFT, Algorithm, Training, TrainingSettings
from cutaway.store import cache
from cutaway.tokens.tokenizer import check_text
from cutaway.tokens.training.bpe_merges import TrainedMerge
from cutaway.tokens.training.compression import compressed_by, compression
from cutaway.tokens.training.encoding import encode_with
from cutaway.tokens.training.trained import TRAINING, Trained

MOST_REFERENCES = 6


class LearntMerge(BaseModel):
    """The merge of two tokens."""

    number: int = Field(description="The merge's number, from 1; the new token's id is 255 + number.")
    left: str = Field(description="The bytes of the first token, in hexadecimal.")
    right: str = Field(description="The bytes of the second token, in hexadecimal.")
    count: int = Field(description="How often the pair occurred at that moment.")
    saved: int = Field(description="By how many tokens it shortens the training text.")
    example: str = Field(description="The most frequent piece of that text in which it happened.")


class TrainedFacts(BaseModel):
    """A tokenizer that was trained here."""

    name: str = Field(description="Its name in requests; an unsaved one begins with ~.")
    saved: bool
    algorithm: Algorithm
    pattern: str = Field(description="The pattern that cut the text, by its name if it has one; empty without one.")
    asked: int = Field(description="The requested size of the vocabulary.")
    size: int = Field(description="How many tokens it has.")
    merges: int = Field(description="How many merges there are; 0 for all but byte-pair encoding.")
    bytes: int = Field(description="How many bytes of text it was trained on.")
    tokens: int = Field(description="How many tokens that text is.")
    unknown: int = Field(
        default=0, description="How many of these are unknown tokens, for text that the vocabulary can't write."
    )
    unknown_bytes: int = Field(default=0, description="How many bytes of the text those stand for.")
    seconds: float


class TrainingPiece(BaseModel):
    """The news since the last piece; the last one has `trained`."""

    progress: ProgressStep | None = None
    merges: list[LearntMerge] = []
    trained: TrainedFacts | None = None


class TrainedAnswer(BaseModel):
    """A tokenizer that was trained here, with its vocabulary."""

    facts: TrainedFacts
    merges: list[LearntMerge]
    vocabulary: list[str] = Field(
        description="Its tokens by id, as the vocabulary writes them; empty for byte-pair encoding."
    )


class TrainedEncodeRequest(BaseModel):
    """A text, and the number of merges to encode it with."""

    text: str
    merges: int | None = Field(default=None, description="Use only this many first merges; all by default.")


class TrainedEncoded(BaseModel):
    """A text in the tokens of a trained tokenizer, with special tokens read as text."""

    ids: list[int]
    tokens: list[TextToken] = Field(
        description="The tokens in full; empty for byte-pair encoding, whose merges define each id."
    )


class TrainedCompressionRequest(BaseModel):
    """A text, and the tokenizers to compare a trained one with."""

    text: str
    tokenizers: list[str] = Field(max_length=MOST_REFERENCES, description="Their names; the empty one is the model's.")
    model: str = Field(default="", description="The model that is open, for its own tokenizer.")


class CompressionPoint(BaseModel):
    """How many tokens a text takes under a vocabulary."""

    merges: int
    vocabulary: int = Field(description="The size of the vocabulary, including special tokens.")
    tokens: int
    unknown: int = Field(default=0, description="How many of the tokens are unknown ones.")
    unknown_bytes: int = Field(default=0, description="How many bytes those stand for.")


class CompressionReference(BaseModel):
    """How many tokens the text takes under another tokenizer; or why that is unknown."""

    tokenizer: str
    vocabulary: int = 0
    tokens: int = 0
    unknown: int = Field(default=0, description="How many of the tokens are unknown ones.")
    unknown_bytes: int = Field(default=0, description="How many bytes those stand for.")
    problem: Problem | None = None


class TrainedCompression(BaseModel):
    """How many tokens a text takes as the vocabulary grows."""

    bytes: int = Field(description="How many bytes the text has.")
    curve: list[CompressionPoint] = Field(
        description="For the text, from no merge to all, evenly on a logarithmic scale."
    )
    learnt_bytes: int = Field(description="How many bytes the training text has.")
    learnt_curve: list[CompressionPoint] = Field(description="For the training text, at the same sizes.")
    references: list[CompressionReference]


log = logging.getLogger(__name__)

PACE = 0.1
"""Seconds between two pieces of a training."""
MOST_POINTS = 120


async def pieces_of(training: Training, worker: Worker) -> AsyncGenerator[TrainingPiece, None]:
    """A training in progress. It stops if the client stops reading.

    Args:
        worker: the server's worker, which knows when the server stops.

    Raises:
        Stopping: the server stops.
        CutawayError: the training's own error.
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
                yield TrainingPiece(progress=step, merges=merge_answers(fresh))
        name, trained = result.result()
        yield TrainingPiece(trained=facts_of(name, trained), merges=merge_answers(training.merges[told:]))
    finally:
        training.stop()
        result.cancel()


def merge_answers(merges: Iterable[TrainedMerge]) -> list[LearntMerge]:
    """Merges in the API's form."""
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


def facts_of(name: str, trained: Trained) -> TrainedFacts:
    """The facts of a trained tokenizer, under its temporary or saved name."""
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


def trained_answer(name: str, trained: Trained) -> TrainedAnswer:
    """A trained tokenizer with its merges or vocabulary."""
    by_id = sorted(trained.tokenizer.get_vocab(with_added_tokens=True).items(), key=lambda entry: entry[1])
    return TrainedAnswer(
        facts=facts_of(name, trained),
        merges=merge_answers(trained.merges),
        vocabulary=[] if trained.algorithm == "bpe" else [token for token, _ in by_id],
    )


def encoded_answer(state: State, trained: Trained, text: str, merges: int | None) -> TrainedEncoded:
    """A text in the tokens of a trained tokenizer.

    Raises:
        BadIndex: there are fewer merges.
        BadText: the text is not valid Unicode.
    """
    check_text(text)
    if trained.algorithm == "bpe":
        return TrainedEncoded(ids=encode_with(trained, text, merges), tokens=[])
    if merges is not None:
        raise BadIndex("Only byte-pair encoding has merges.", "Leave their number out.")
    tokens = state.trainings.tokenizer(trained).tokens(text, special_as_text=True)
    return TrainedEncoded(ids=[token.id for token in tokens], tokens=token_answers(tokens, text))


def compression_answer(state: State, trained: Trained, asked: TrainedCompressionRequest) -> TrainedCompression:
    """How many tokens a text takes as a vocabulary grows, compared with other tokenizers.

    Raises:
        BadText: the text is not valid Unicode.
    """
    check_text(asked.text)
    if trained.algorithm == "bpe":
        places = spread(len(trained.merges), trained.size - len(trained.merges))
        points = compression(trained, asked.text, places)
        curve = _points(places, trained, [point.tokens for point in points])
        learnt = _points(places, trained, [trained.curve[place] for place in places])
    else:
        found = compressed_by(state.trainings.tokenizer(trained), asked.text)
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
    """Numbers of merges from 0 to all, with the vocabulary growing by the same factor from each to the next.

    >>> spread(3, 256)
    [0, 1, 2, 3]

    Args:
        base: how many tokens there are before the first merge.
    """
    factor = (base + merges) / base
    return sorted({round(base * (factor ** (at / MOST_POINTS) - 1)) for at in range(MOST_POINTS + 1)})


def _points(places: Sequence[int], trained: Trained, tokens: Sequence[int]) -> list[CompressionPoint]:
    base = trained.size - len(trained.merges)
    return [
        CompressionPoint(merges=merges, vocabulary=base + merges, tokens=count)
        for merges, count in zip(places, tokens, strict=True)
    ]


def _point(trained: Trained, tokens: int, unknown: int, unknown_bytes: int) -> CompressionPoint:
    return CompressionPoint(
        merges=0, vocabulary=trained.size, tokens=tokens, unknown=unknown, unknown_bytes=unknown_bytes
    )


def _reference(state: State, name: str, asked: TrainedCompressionRequest) -> CompressionReference:
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


TEXT = {"requestBody": {"required": True, "content": {"text/plain": {"schema": {"type": "string"}}}}}
"""The API's description of a body that is plain text."""


def training_router(state: State) -> APIRouter:
    """The routes `/api/tokenizers/train` and `/api/tokenizers/trained`."""
    api = APIRouter(prefix="/api/tokenizers", responses=PROBLEMS)
    trainings = state.trainings

    @api.post("/train", response_class=Response, responses=piece_of(TrainingPiece), openapi_extra=TEXT)
    async def train_tokenizer(
        request: Request,
        algorithm: Algorithm = "bpe",
        size: int = 512,
        pattern: str = "gpt4",
        min_frequency: int = 1,
        special: Annotated[list[str], Query(max_length=100)] = [],  # noqa: B006 (FastAPI copies it)
        reserved: int = 0,
        alphabet: Annotated[str, Query(max_length=10_000)] = "",
    ) -> StreamingResponse:
        settings = TrainingSettings(algorithm, size, pattern, min_frequency, tuple(special), reserved, alphabet)
        training = trainings.start(await request.body(), settings)
        pieces = pieces_of(training, state.worker)
        first = await anext(pieces)

        async def lines() -> AsyncIterator[str]:
            try:
                yield written(first) + "\n"
                async for piece in pieces:
                    yield written(piece) + "\n"
            except CutawayError as error:
                yield written(Failed(problem=problem_of(error))) + "\n"
            except Exception as error:
                log.exception("Training a tokenizer failed")
                yield written(Failed(problem=problem_of(error))) + "\n"
            finally:
                await pieces.aclose()

        return StreamingResponse(lines(), media_type=LINES, headers={"Cache-Control": "no-store"})

    @api.get("/trained")
    def trained_tokenizers() -> list[str]:
        return [name for name in fetch_tokenizer.trained() if (cache.trained_folder(name) / TRAINING).is_file()]

    @api.get("/trained/{name}", response_model=TrainedAnswer)
    def trained_tokenizer(name: str) -> Response:
        return as_json(trained_answer(name, trainings.get(name)))

    @api.post("/trained/{name}/save", response_model=TrainedFacts)
    def save_trained(name: str, as_name: Annotated[str, Query(alias="as")], replace: bool = False) -> Response:
        return as_json(facts_of(as_name, trainings.save(name, as_name, replace=replace)))

    @api.delete("/trained/{name}", status_code=204)
    def delete_trained(name: str) -> None:
        trainings.delete(name)

    @api.get("/trained/{name}/tokenizer.json", response_class=Response)
    def trained_file(name: str) -> Response:
        written = trainings.get(name).tokenizer.to_str(pretty=True)
        disposition = 'attachment; filename="tokenizer.json"'
        return Response(written, media_type="application/json", headers={"Content-Disposition": disposition})

    @api.post("/trained/{name}/encode", response_model=TrainedEncoded)
    async def encode_with_trained(name: str, body: TrainedEncodeRequest) -> Response:
        check_size(body.text)
        return await run_in_threadpool(
            lambda: as_json(encoded_answer(state, trainings.get(name), body.text, body.merges))
        )

    @api.post("/trained/{name}/compression", response_model=TrainedCompression)
    async def trained_compression(name: str, body: TrainedCompressionRequest) -> Response:
        check_size(body.text)
        return await run_in_threadpool(lambda: as_json(compression_answer(state, trainings.get(name), body)))

    return api
