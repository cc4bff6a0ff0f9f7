"""The routes that list tokenizers and open them."""

from fastapi import APIRouter

from cutaway.server.asking import PROBLEMS, State
from cutaway.server.tokenizers_schema import TokenizerStatus


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

    return api
