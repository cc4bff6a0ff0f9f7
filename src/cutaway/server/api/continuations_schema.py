"""The JSON bodies of continuations: a text is written on, token by token, and branches of it are told again."""

from pydantic import BaseModel, Field

from cutaway.server.api.schema import PredictionAnswer, TextRequest


class Choosing(BaseModel):
    """How tokens are chosen; names and neutral values are those of Transformers' `generate`."""

    repetition_penalty: float | None = Field(
        default=None, description="Null: as the model's own generation config has it."
    )
    temperature: float = 1.0
    top_k: int = Field(default=0, le=2**31 - 1)
    top_p: float = 1.0
    min_p: float = 0.0
    typical_p: float = 1.0
    seed: int = Field(default=0, ge=0, lt=2**53)


class ContinuationRequest(TextRequest):
    """A text, tokens that follow it, and how to go on from there."""

    after: list[int] = Field(default=[], description="Ids of the tokens of the continuation so far.")
    count: int = Field(20, ge=1, le=4096, description="At most so many tokens are written.")
    first: int | None = Field(None, description="The first of them, chosen by hand.")
    choosing: Choosing = Choosing()
    top: int = Field(10, ge=1, le=100, description="How many alternatives are listed at each step.")


class Written(BaseModel):
    """One token of a continuation."""

    id: int
    text: str
    bytes: str
    special: bool
    ends: bool = Field(description="Whether it ends the text.")
    probability: float = Field(description="What the model gives it, of the whole vocabulary, before any filter.")
    chance: float | None = Field(description="With which it was drawn, after the filters; null where chosen by hand.")
    number: float | None = Field(description="What decided, from 0 to 1; null where nothing was drawn.")
    prediction: PredictionAnswer = Field(description="The distribution that it was chosen from.")


class Continued(BaseModel):
    """One token that was written just now, and what that cost."""

    step: Written
    computed: int = Field(description="How many tokens the model had to read for it.")
    reused: int = Field(description="How many it knew from before.")
    seconds: float = Field(description="How long that took, measured.")


class BranchRequest(BaseModel):
    """A branch of a tree: tokens that follow a place."""

    on: int = Field(ge=-1, description="The number of the branch on which it begins; -1 for the text.")
    place: int = Field(ge=0, description="How many tokens of that branch are before.")
    ids: list[int]
    choosing: Choosing = Choosing()


class TreeRequest(TextRequest):
    """A text, and the branches of its continuations, each after the one on which it begins."""

    branches: list[BranchRequest]
    top: int = Field(10, ge=1, le=100)


class Told(BaseModel):
    """Some tokens of a branch, from one of its places on."""

    branch: int
    first: int
    steps: list[Written]


class BeamsRequest(TextRequest):
    """A text to go on from by beam search."""

    beams: int = 4
    count: int = Field(12, ge=1, le=256)
    length_penalty: float | None = Field(
        None, ge=-10, le=10, description="Null: as the model's own generation config has it."
    )


class BeamCandidate(BaseModel):
    """A beam with one more token."""

    beam: int = Field(description="The place, among the beams before, of the one that it goes on from.")
    id: int
    text: str
    bytes: str
    special: bool
    ends: bool = Field(description="Whether the token ends the text.")
    probability: float
    score: float = Field(description="Log-probability of all its tokens.")
    fate: str = Field(description="kept, ended or dropped.")
    to: int | None = Field(description="Its place among the beams of the next step.")


class BeamFound(BaseModel):
    """A continuation that has ended."""

    ids: list[int]
    text: str
    score: float = Field(description="Log-probability ÷ length to the power of the length penalty.")


class BeamStep(BaseModel):
    """One step of a beam search."""

    step: int
    candidates: list[BeamCandidate]
    found: list[BeamFound] = Field(description="The best that have ended so far, the best first.")
    seconds: float = Field(description="How long the step took, measured.")
