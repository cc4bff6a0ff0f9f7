"""The JSON bodies of chat: messages, and what a model's chat template makes of them."""

from pydantic import BaseModel, Field

from cutaway.server.api.schema import TokenColumns


class ChatMessage(BaseModel):
    """One message of a conversation."""

    role: str = Field(max_length=64, description="Such as system, user or assistant.")
    content: str = Field(max_length=200_000)


class ChatRequest(BaseModel):
    """A conversation that a model is to answer."""

    model: str
    messages: list[ChatMessage] = Field(min_length=1, max_length=64)


class ChatAnswer(BaseModel):
    """What the model reads of it."""

    text: str = Field(description="What the template makes of the messages.")
    tokens: TokenColumns
    sources: list[int | None] = Field(description="Of each token, the number of its message; null: the template's.")
    template: str = Field(description="The template's source, in Jinja.")
    typed: str | None = Field(
        description="The text that gives exactly these tokens where it is typed; null where there is none."
    )
