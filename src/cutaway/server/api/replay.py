"""The routes that tell how a text becomes tokens, step by step."""

from functools import lru_cache
from typing import TYPE_CHECKING

from fastapi import APIRouter, Response

from cutaway.server.api import schema
from cutaway.server.api.replay_answers import gap_answer, piece_answer, replay_answer
from cutaway.server.api.replay_schema import (
    ReplayAnswer,
    ReplayGap,
    ReplayGapRequest,
    ReplayPiece,
    ReplayPieceRequest,
    ReplayRequest,
)
from cutaway.server.http.deps import PROBLEMS, State, as_json
from cutaway.server.http.limits import check_size

if TYPE_CHECKING:
    from cutaway.tokens.replay.replay_record import Replay
    from cutaway.tokens.tokenizer import Tokenizer

KEPT = 4
"""How many replays are held, so that pieces that are opened one after the other do not cut the text anew."""


def replay_router(state: State) -> APIRouter:
    """The routes under `/api/tokenizers/replay`."""
    api = APIRouter(prefix="/api/tokenizers/replay", responses=PROBLEMS)

    @lru_cache(KEPT)
    def replayed(tokenizer: "Tokenizer", text: str, special_as_text: bool) -> "Replay":
        return tokenizer.replay(text, special_as_text=special_as_text)

    def found(asked: ReplayRequest) -> "tuple[Tokenizer, Replay]":
        check_size(schema.TextRequest(model=asked.model, text=asked.text, target=""))
        tokenizer = state.tokenizers.get(asked.tokenizer, asked.model)
        return tokenizer, replayed(tokenizer, asked.text, asked.special_as_text)

    @api.post("", response_model=ReplayAnswer)
    def replay_text(body: ReplayRequest) -> Response:
        return as_json(replay_answer(*found(body)))

    @api.post("/piece", response_model=ReplayPiece)
    def replay_piece(body: ReplayPieceRequest) -> Response:
        return as_json(piece_answer(*found(body), body.piece))

    @api.post("/gap", response_model=ReplayGap)
    def replay_gap(body: ReplayGapRequest) -> Response:
        return as_json(gap_answer(*found(body), body.piece, body.boundary))

    return api
