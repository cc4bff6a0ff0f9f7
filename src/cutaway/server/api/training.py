"""The routes that train tokenizers on the user's text, and keep what came of it."""

import logging
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse

from cutaway.errors import CutawayError
from cutaway.server.api import schema
from cutaway.server.api.training_answers import (
    compression_answer,
    encoded_answer,
    facts_of,
    pieces_of,
    trained_answer,
)
from cutaway.server.api.training_schema import (
    Algorithm,
    TrainedAnswer,
    TrainedCompression,
    TrainedCompressionRequest,
    TrainedEncoded,
    TrainedEncodeRequest,
    TrainedFacts,
    TrainingPiece,
)
from cutaway.server.http.deps import PROBLEMS, State, as_json
from cutaway.server.http.limits import check_size
from cutaway.server.http.lines import LINES, Failed, piece_of, written
from cutaway.server.http.problems import problem_of
from cutaway.server.stores.trainings import TrainingSettings, TrainingStore
from cutaway.store import cache
from cutaway.tokens import fetch

log = logging.getLogger(__name__)

TEXT = {"requestBody": {"required": True, "content": {"text/plain": {"schema": {"type": "string"}}}}}
"""What the API's description says of a body that is a text and no JSON."""


def training_router(state: State) -> APIRouter:
    """The routes `/api/tokenizers/train` and `/api/tokenizers/trained`."""
    api = APIRouter(prefix="/api/tokenizers", responses=PROBLEMS)
    trainings = TrainingStore(state.tokenizers)

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
        from cutaway.tokens.training.trained import TRAINING

        return [name for name in fetch.trained() if (cache.trained_folder(name) / TRAINING).is_file()]

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
        check_size(schema.TextRequest(model="", text=body.text, target=""))
        return await run_in_threadpool(lambda: as_json(encoded_answer(trainings.get(name), body.text, body.merges)))

    @api.post("/trained/{name}/compression", response_model=TrainedCompression)
    async def trained_compression(name: str, body: TrainedCompressionRequest) -> Response:
        check_size(schema.TextRequest(model="", text=body.text, target=""))
        return await run_in_threadpool(lambda: as_json(compression_answer(state, trainings.get(name), body)))

    return api
