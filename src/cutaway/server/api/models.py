"""The models to choose from, and the facts that the page needs first."""

from importlib.metadata import version

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from cutaway._version import __version__
from cutaway.server.http.deps import PROBLEMS, State, as_json
from cutaway.server.http.limits import MAX_CHARACTERS
from cutaway.server.stores.models import ModelStatus


class About(BaseModel):
    """The facts that the page needs first."""

    version: str
    versions: dict[str, str] = Field(description="Of the libraries that compute: torch and transformers.")
    model: str = Field(description="The model that this server was started for.")
    text: str = Field(description="The text that this server was started for.")
    max_characters: int = Field(description="The longest text that a request may carry.")
    models: list[ModelStatus]


def models_router(state: State) -> APIRouter:
    """The routes `/api/about`, `/api/models` and `/api/model`."""
    api = APIRouter(prefix="/api", responses=PROBLEMS)
    store = state.models

    @api.get("/about", response_model=About)
    def about() -> Response:
        return as_json(
            About(
                version=__version__,
                versions={name: version(name) for name in ("torch", "transformers")},
                model=store.started,
                text=state.text,
                max_characters=MAX_CHARACTERS,
                models=store.statuses(),
            )
        )

    @api.get("/models")
    def models() -> list[ModelStatus]:
        return store.statuses()

    @api.get("/model")
    def model(name: str) -> ModelStatus:
        return store.status(name)

    @api.post("/model/open")
    def open_model(name: str) -> ModelStatus:
        return store.open(name)

    @api.post("/model/cancel")
    def cancel_model(name: str) -> ModelStatus:
        return store.cancel(name)

    return api
