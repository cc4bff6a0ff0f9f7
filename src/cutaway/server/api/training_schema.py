"""The training of a tokenizer as the page asks for it and is told of it."""

from typing import Literal

from pydantic import BaseModel, Field

from cutaway.server.api.schema import Problem, Progress, Token

MOST_REFERENCES = 6
Algorithm = Literal["bpe", "wordpiece", "unigram"]


class LearntMerge(BaseModel):
    """Two tokens that became one."""

    number: int = Field(description="Which merge it is, from 1; the new token's id is 255 + number.")
    left: str = Field(description="The bytes of the first token, in hexadecimal.")
    right: str = Field(description="The bytes of the second token, in hexadecimal.")
    count: int = Field(description="How often one stood before the other at that moment.")
    saved: int = Field(description="How many tokens fewer the text it was learnt from has since.")
    example: str = Field(description="The most frequent piece of that text in which it happened.")


class TrainedFacts(BaseModel):
    """A tokenizer that was trained here."""

    name: str = Field(description="What to call it in requests; one that is not saved has a name that begins with ~.")
    saved: bool
    algorithm: Algorithm
    pattern: str = Field(description="The pattern that cut the text, by its name where it has one; empty without one.")
    asked: int = Field(description="How many tokens the vocabulary was to have.")
    size: int = Field(description="How many tokens it has.")
    merges: int = Field(description="How many merges there are; 0 for all but byte-pair encoding.")
    bytes: int = Field(description="How many bytes of text it was trained on.")
    tokens: int = Field(description="How many tokens that text is.")
    unknown: int = Field(
        default=0, description="How many of these say only that something stood there without a token."
    )
    unknown_bytes: int = Field(default=0, description="How many bytes of the text those stand for.")
    seconds: float


class TrainingPiece(BaseModel):
    """What came since the last piece; the last one has `trained`."""

    progress: Progress | None = None
    merges: list[LearntMerge] = []
    trained: TrainedFacts | None = None


class TrainedAnswer(BaseModel):
    """A tokenizer that was trained here, with its vocabulary."""

    facts: TrainedFacts
    merges: list[LearntMerge]
    vocabulary: list[str] = Field(description="Of all but byte-pair encoding: its tokens by id, as they are written.")


class TrainedEncodeRequest(BaseModel):
    """A text, and with how many merges it is to be encoded."""

    text: str
    merges: int | None = Field(default=None, description="Only the first so many; all where it is not given.")


class TrainedEncoded(BaseModel):
    """A text in the tokens of a trained tokenizer, special ones read as text."""

    ids: list[int]
    tokens: list[Token] = Field(
        description="The tokens in full; empty for byte-pair encoding, whose merges say what each id is."
    )


class TrainedCompressionRequest(BaseModel):
    """A text, and the tokenizers that a trained one is to be held against."""

    text: str
    tokenizers: list[str] = Field(max_length=MOST_REFERENCES, description="Their names; the empty one is the model's.")
    model: str = Field(default="", description="The model that is open, for its own tokenizer.")


class CompressionPoint(BaseModel):
    """How many tokens a text is under a vocabulary."""

    merges: int
    vocabulary: int = Field(description="How many tokens the vocabulary has, special ones included.")
    tokens: int
    unknown: int = Field(default=0, description="How many of the tokens are unknown ones.")
    unknown_bytes: int = Field(default=0, description="How many bytes those stand for.")


class CompressionReference(BaseModel):
    """How many tokens the text is under another tokenizer; or why that is not known."""

    tokenizer: str
    vocabulary: int = 0
    tokens: int = 0
    unknown: int = Field(default=0, description="How many of the tokens are unknown ones.")
    unknown_bytes: int = Field(default=0, description="How many bytes those stand for.")
    problem: Problem | None = None


class TrainedCompression(BaseModel):
    """How many tokens a text is as the vocabulary grows."""

    bytes: int = Field(description="How many bytes the text has.")
    curve: list[CompressionPoint] = Field(
        description="Of the text, from no merge to all, evenly on a logarithmic scale."
    )
    learnt_bytes: int = Field(description="How many bytes the text has that it was trained on.")
    learnt_curve: list[CompressionPoint] = Field(description="Of that text, at the same places.")
    references: list[CompressionReference]
