"""The server's application: the API and the page, behind the security checks."""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager

from fastapi import FastAPI

from cutaway._version import __version__
from cutaway.server import page
from cutaway.server.api.attention import attention_router
from cutaway.server.api.beams import beams_router
from cutaway.server.api.cache import cache_router
from cutaway.server.api.chat import chat_router
from cutaway.server.api.compare import compare_router
from cutaway.server.api.continuations import continuations_router
from cutaway.server.api.explain import explain_router
from cutaway.server.api.languages import languages_router
from cutaway.server.api.logit_lens import logit_lens_router
from cutaway.server.api.models import models_router
from cutaway.server.api.prediction import prediction_router
from cutaway.server.api.prompts import prompts_router
from cutaway.server.api.replay import replay_router
from cutaway.server.api.sampling import sampling_router
from cutaway.server.api.tensors import tensors_router
from cutaway.server.api.tokenizers import tokenizers_router
from cutaway.server.api.tokens import tokens_router
from cutaway.server.api.traces import traces_router
from cutaway.server.api.training import training_router
from cutaway.server.api.vocabulary import vocabulary_router
from cutaway.server.api.walk import walk_router
from cutaway.server.http import problems
from cutaway.server.http.deps import State
from cutaway.server.http.gate import Gate
from cutaway.server.http.security import HEADERS, Security
from cutaway.server.http.share import share_router
from cutaway.server.stores.models import ModelStore
from cutaway.server.stores.traces import DEFAULT_LIMIT


def create_app(
    models: ModelStore,
    *,
    text: str = "",
    hosts: Iterable[str] = (),
    trace_bytes: int = DEFAULT_LIMIT,
    token: str = "",
    once: set[str] | None = None,
    urls: Sequence[str] = (),
) -> FastAPI:
    """The application of one server.

    Args:
        models: its models, which are closed with it.
        text: the text that the page starts with.
        hosts: host names to answer to, besides the loopback ones.
        trace_bytes: how many bytes of traces to keep.
        token: the token that requests must present; empty: none.
        once: tokens that open the page once.
        urls: the addresses that let other machines in.
    """
    state = State(models, text=text, trace_bytes=trace_bytes)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        state.close()

    app = FastAPI(
        title="Cutaway",
        version=__version__,
        openapi_url="/api/openapi.json",
        docs_url=None,  # FastAPI's documentation pages load scripts from elsewhere
        redoc_url=None,
        lifespan=lifespan,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.cutaway = state
    for router in (
        attention_router,
        beams_router,
        cache_router,
        chat_router,
        compare_router,
        continuations_router,
        explain_router,
        languages_router,
        logit_lens_router,
        models_router,
        prediction_router,
        prompts_router,
        replay_router,
        sampling_router,
        tensors_router,
        tokenizers_router,
        tokens_router,
        traces_router,
        training_router,
        vocabulary_router,
        walk_router,
    ):
        app.include_router(router(state))
    app.include_router(share_router(urls))
    page.install(app)
    problems.install(app, HEADERS)
    if token:
        app.add_middleware(Gate, token=token, once=once)
    app.add_middleware(Security, hosts=tuple(hosts))
    return app
