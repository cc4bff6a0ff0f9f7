"""Chat: messages, and the prompt that a model's chat template makes of them."""

from fastapi import APIRouter, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field

from cutaway.server.api.tokens import TokenColumns, token_columns
from cutaway.server.http.deps import PROBLEMS, State, as_json


class ChatMessage(BaseModel):
    """One message of a conversation."""

    role: str = Field(max_length=64, description="Such as system, user or assistant.")
    content: str = Field(max_length=200_000)


class ChatRequest(BaseModel):
    """A conversation for a model to answer."""

    model: str
    messages: list[ChatMessage] = Field(min_length=1, max_length=64)


class ChatAnswer(BaseModel):
    """The prompt that the model reads."""

    text: str = Field(description="The text that the template makes of the messages.")
    tokens: TokenColumns
    sources: list[int | None] = Field(description="For each token, the number of its message; null: the template's.")
    template: str = Field(description="The template's source, in Jinja.")
    typed: str | None = Field(description="The text that gives exactly these tokens when typed; null if there is none.")


def chat_router(state: State) -> APIRouter:
    """The routes under `/api/chat`."""
    api = APIRouter(prefix="/api/chat", responses=PROBLEMS)

    @api.post("/prompt", response_model=ChatAnswer)
    async def chat_prompt(body: ChatRequest) -> Response:
        """The messages as the model reads them, without running a forward pass or waiting for one."""
        model = state.models.get(body.model)

        def answer() -> Response:
            prompt = model.chat_prompt([message.model_dump() for message in body.messages])
            assert model.tokenizer is not None and model.tokenizer.chat_template is not None
            first = prompt.tokens[0].text if prompt.tokens and prompt.tokens[0].special else ""
            # A tokenizer that puts a start token before each text would add a second one.
            texts = (prompt.text, prompt.text.removeprefix(first))
            typed = next((text for text in texts if tuple(model.tokenizer.encode(text)) == prompt.ids), None)
            return as_json(
                ChatAnswer(
                    text=prompt.text,
                    tokens=token_columns(prompt.tokens, prompt.text),
                    sources=list(prompt.sources),
                    template=model.tokenizer.chat_template.source,
                    typed=typed,
                )
            )

        return await run_in_threadpool(answer)

    return api
