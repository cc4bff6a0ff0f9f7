"""One thread for each process, who runs beside whom, and models that many tests share."""

import os

# Small models are slower on several threads than on one, and `make test` runs two processes at a time.
os.environ.setdefault("OMP_NUM_THREADS", "1")

import pytest

import cutaway
from cutaway import Model

REAL_WEIGHTS = {"smollm2", "minilm"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Modules stay whole in one process; all that drive a browser stay in the same one, which has its server open.

    `make test-fast` leaves out what is slow: browsers, real weights, and what is marked so.
    """
    for item in items:
        browser = item.get_closest_marker("browser") is not None
        item.add_marker(pytest.mark.xdist_group("browser" if browser else item.nodeid.partition("::")[0]))
        if browser or not REAL_WEIGHTS.isdisjoint(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def smollm2() -> Model:
    """SmolLM2-135M-Instruct, real weights."""
    return cutaway.load("smollm2")


@pytest.fixture(scope="session")
def minilm() -> Model:
    """all-MiniLM-L6-v2, real weights."""
    return cutaway.load("minilm")
