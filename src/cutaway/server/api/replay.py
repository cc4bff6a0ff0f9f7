"""How a text becomes tokens, step by step: a compact list of all its pieces, and why two tokens did not merge."""

from typing import Any, Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from cutaway.server.api.replay_piece import ReplayPiece, algorithm_of, piece_answer, symbols_of
from cutaway.server.api.tokens import TokenFacts, utf16_offsets
from cutaway.server.http.deps import PROBLEMS, State, as_json
from cutaway.server.http.limits import check_size
from cutaway.tokens.replay.bpe import ByMerges, ByRanks
from cutaway.tokens.replay.bpe_replay import Merged
from cutaway.tokens.replay.normalising import Normalisation
from cutaway.tokens.replay.pre_tokens import Rule
from cutaway.tokens.replay.replay_record import Replay
from cutaway.tokens.replay.words import Algorithm
from cutaway.tokens.tokenizer import Tokenizer

EXCERPT = 60
"""How many characters of a normalised text to show before and after its first change."""


class ReplayRequest(BaseModel):
    """A text and the tokenizer to replay."""

    text: str
    tokenizer: str = Field(default="", description="Its name; empty: the model's own.")
    model: str = Field(default="", description="The model that is open, for its own tokenizer.")
    special_as_text: bool = Field(
        default=False, description="Read special tokens written out in the text as plain text."
    )


class ReplayPieceRequest(ReplayRequest):
    """One piece of that text."""

    piece: int = Field(description="The piece's index.")


class ReplayGapRequest(ReplayPieceRequest):
    """The gap between two neighbouring tokens of a piece."""

    boundary: int = Field(description="The boundary between its tokens `boundary` and `boundary + 1`.")


class TextNormalised(BaseModel):
    """The effect of one step of normalisation; for a long text, an excerpt around the first change."""

    name: str
    changed: bool
    before: str
    after: str


class ReplayAnswer(BaseModel):
    """The pieces of a text, as columns. Positions are UTF-16 units of the text."""

    algorithm: Literal["bpe by merges", "bpe by ranks", "wordpiece", "unigram", "word level"]
    whole_first: bool = Field(description="Whether pieces are looked up as a whole before any merging.")
    normalisations: list[TextNormalised]
    front: list[TokenFacts] = Field(description="Tokens that a template puts in front of the text.")
    behind: list[TokenFacts] = Field(description="Tokens that a template puts behind the text.")
    rules: list[Rule]
    starts: list[int]
    ends: list[int]
    rule: list[int] = Field(description="For each piece, the index of its rule in `rules`.")
    tokens: list[int] = Field(description="For each piece, how many tokens it became.")


class SymbolMeeting(BaseModel):
    """Two symbols that stood side by side at a gap for a while."""

    left: TokenFacts
    right: TokenFacts
    rank: int | None = Field(description="The rank of their merge; null if no merge joins them.")
    until: int | None = Field(
        description="The index of the piece's merge that first consumed one of them; null for the final tokens."
    )
    instead: int | None = Field(description="That merge's rank.")
    taken: TokenFacts | None = Field(description="The result of that merge.")


class ReplayGap(BaseModel):
    """Why two neighbouring tokens of a piece did not merge."""

    boundary: int
    meetings: list[SymbolMeeting] = Field(description="All pairs that met here, in order.")
    joined: TokenFacts | None = Field(description="The token that both would form, if the vocabulary has one.")


def replay_answer(tokenizer: Tokenizer, replay: Replay) -> ReplayAnswer:
    """The pieces of a whole text."""
    units = utf16_offsets(replay.text)
    pieces = replay.pieces
    rules = {rule: i for i, rule in enumerate(dict.fromkeys(piece.rule for piece in pieces))}
    said: Any = replay.algorithm  # one of those that the schema lists
    return ReplayAnswer(
        algorithm=said,
        whole_first=_looks_up_whole(algorithm_of(tokenizer)),
        normalisations=[_normalised(each) for each in replay.normalisations],
        front=symbols_of(tokenizer, replay.front),
        behind=symbols_of(tokenizer, replay.behind),
        rules=list(rules),
        starts=[units[piece.start] for piece in pieces],
        ends=[units[piece.end] for piece in pieces],
        rule=[rules[piece.rule] for piece in pieces],
        tokens=[len(piece.ids) for piece in pieces],
    )


def gap_answer(tokenizer: Tokenizer, replay: Replay, piece: int, boundary: int) -> ReplayGap:
    """Why two neighbouring tokens of a piece did not merge; raises what `Replay.why_apart` raises."""
    why = replay.why_apart(piece, boundary)
    word = replay.words[piece]
    assert isinstance(word, Merged)  # only merged pieces have a reason

    def symbol(id: int | None) -> TokenFacts | None:
        return None if id is None else symbols_of(tokenizer, [id])[0]

    return ReplayGap(
        boundary=boundary,
        meetings=[
            SymbolMeeting.model_construct(
                left=symbol(meeting.left),
                right=symbol(meeting.right),
                rank=meeting.rank,
                until=meeting.until,
                instead=meeting.instead,
                taken=symbol(None if meeting.until is None else word.merges[meeting.until].id),
            )
            for meeting in why.meetings
        ],
        joined=symbol(why.joined),
    )


def _looks_up_whole(algorithm: Algorithm) -> bool:
    return isinstance(algorithm, ByRanks) or (isinstance(algorithm, ByMerges) and algorithm.ignore_merges)


def _normalised(step: Normalisation) -> TextNormalised:
    before, after = step.before, step.after
    first = next(
        (i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after))
    )
    around = slice(max(0, first - EXCERPT), first + EXCERPT)
    return TextNormalised(name=step.name, changed=step.changed, before=before[around], after=after[around])


def replay_router(state: State) -> APIRouter:
    """The routes under `/api/tokenizers/replay`."""
    api = APIRouter(prefix="/api/tokenizers/replay", responses=PROBLEMS)

    def found(asked: ReplayRequest) -> tuple[Tokenizer, Replay]:
        check_size(asked.text)
        tokenizer = state.tokenizers.get(asked.tokenizer, asked.model)
        return tokenizer, state.replays.get(tokenizer, asked.text, special_as_text=asked.special_as_text)

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
