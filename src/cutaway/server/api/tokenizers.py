"""The tokenizers to choose from: lists them, opens them, and takes them from files."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool

from cutaway.server.http.deps import PROBLEMS, State
from cutaway.server.stores.tokenizers import TokenizerStatus

FILE = {
    "requestBody": {"required": True, "content": {"text/plain": {"schema": {"type": "string", "format": "binary"}}}}
}
"""The API's description of a body that is a file."""


def tokenizers_router(state: State) -> APIRouter:
    """The routes under `/api/tokenizers`."""
    api = APIRouter(prefix="/api/tokenizers", responses=PROBLEMS)
    tokenizers = state.tokenizers

    @api.get("")
    def tokenizer_list() -> list[TokenizerStatus]:
        return tokenizers.statuses()

    @api.post("/open")
    def open_tokenizer(name: str) -> TokenizerStatus:
        return tokenizers.open(name)

    @api.post("/files", openapi_extra=FILE)
    async def open_tokenizer_file(
        request: Request,
        filename: str,
        merges: Annotated[int, Query(ge=0, description="How many bytes at the body's end are its merges.txt.")] = 0,
    ) -> TokenizerStatus:
        content = await request.body()
        own = max(len(content) - merges, 0)
        return await run_in_threadpool(tokenizers.take, content[:own], filename, content[own:])

    @api.post("/files/{name}/save")
    def save_tokenizer_file(name: str, as_name: Annotated[str, Query(alias="as")]) -> TokenizerStatus:
        return tokenizers.save(name, as_name)

    return api
