"""One server with small models that the tests of this folder share."""

from collections.abc import Iterator

import pytest

from cutaway import Model
from cutaway.server.stores.models import ModelStore
from support.serving import HEADLESS, SMALL_CONTEXT, TINY, Page, Running, open_small, running, tiny


@pytest.fixture(scope="session")
def server() -> Iterator[Running]:
    with running(ModelStore(TINY, opener=open_small, most=8), text="hello") as server, server.page() as page:
        for name in (TINY, SMALL_CONTEXT, HEADLESS):
            assert page.open(name)["state"] == "ready"
        yield server


@pytest.fixture
def page(server: Running) -> Iterator[Page]:
    with server.page() as page:
        yield page


@pytest.fixture(scope="session")
def model() -> Model:
    """The model that the server calls `TINY`, opened here: what the engine says without a server."""
    return tiny()
