"""A text under several tokenizers, as the page asks for it and is told of it."""

from pydantic import BaseModel, Field

from cutaway.server.api.schema import Problem, TokenColumns

MOST = 6


class CompareRequest(BaseModel):
    """A text, and the tokenizers that it is to be cut by."""

    text: str
    tokenizers: list[str] = Field(max_length=MOST, description="Their names; the empty one is the model's own.")
    model: str = Field(default="", description="The model that is open, for its own tokenizer.")
    special_as_text: bool = Field(
        default=False, description="Special tokens written out in the text are text like any other."
    )


class ComparedText(BaseModel):
    """A text under one tokenizer; or, in `problem`, why not, and then all else is empty."""

    tokenizer: str
    problem: Problem | None = None
    tokens: TokenColumns = TokenColumns()
    added: list[int] = Field(
        default=[], description="The positions of tokens that were put around the text and not read from it."
    )
    otherwise: int = Field(
        default=0, description="How many tokens there are when special tokens are read the other way."
    )
    context: int | None = Field(
        default=None, description="How many tokens the model that it belongs to can read at once, where that is one."
    )
    seconds: float = Field(default=0, description="How long the tokenizer's library took.")


class CompareAnswer(BaseModel):
    """A text under several tokenizers, in the order asked."""

    characters: int = Field(description="How many code points the text has.")
    bytes: int = Field(description="How many bytes the text has in UTF-8.")
    tokenizers: list[ComparedText]
