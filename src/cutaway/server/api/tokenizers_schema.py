"""What the server says of tokenizers."""

from typing import Literal

from pydantic import BaseModel, Field

from cutaway.server.api.schema import Problem, Progress


class TokenizerStatus(BaseModel):
    """A tokenizer as the chooser shows it."""

    name: str = Field(description="What to call it in requests.")
    title: str
    summary: str
    vocabulary: int | None = Field(description="How many tokens there are, special ones included, where that is known.")
    context: int | None = Field(
        description="How many tokens the model that it belongs to can read at once, where that is one."
    )
    trained: bool = Field(description="Whether it was trained here.")
    file: bool = Field(
        default=False, description="Whether it came as a file, and is held until the server ends or it is saved."
    )
    notes: list[str] = Field(default=[], description="What may be otherwise than in training, in sentences.")
    state: Literal["absent", "cached", "opening", "ready", "failed"]
    progress: Progress | None = None
    problem: Problem | None = None
