"""The route that shows what a model's chat template makes of messages."""

from fastapi import APIRouter, Response
from fastapi.concurrency import run_in_threadpool

from cutaway.server.api import chat_schema as schema
from cutaway.server.api.answers import token_columns
from cutaway.server.http.deps import PROBLEMS, State, as_json


def chat_router(state: State) -> APIRouter:
    """The routes under `/api/chat`."""
    api = APIRouter(prefix="/api/chat", responses=PROBLEMS)

    @api.post("/prompt", response_model=schema.ChatAnswer)
    async def chat_prompt(body: schema.ChatRequest) -> Response:
        """The messages as the model reads them; no forward pass, and never waits for one."""
        model = state.library.model(body.model)

        def answer() -> Response:
            prompt = model.chat_prompt([message.model_dump() for message in body.messages])
            assert model.tokenizer is not None and model.tokenizer.chat_template is not None
            first = prompt.tokens[0].text if prompt.tokens and prompt.tokens[0].special else ""
            # A tokenizer that puts a beginning before each text would make it two.
            texts = (prompt.text, prompt.text.removeprefix(first))
            typed = next((text for text in texts if tuple(model.tokenizer.encode(text)) == prompt.ids), None)
            return as_json(
                schema.ChatAnswer(
                    text=prompt.text,
                    tokens=token_columns(prompt.tokens, prompt.text),
                    sources=list(prompt.sources),
                    template=model.tokenizer.chat_template.source,
                    typed=typed,
                )
            )

        return await run_in_threadpool(answer)

    return api
