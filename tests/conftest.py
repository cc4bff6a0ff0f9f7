"""Models that many tests share, opened once in each process; and how the processes share the cores."""

import os

import pytest

import cutaway
from cutaway import Model


def pytest_configure() -> None:
    """Where several processes test, neither they nor the servers that they start compute with more threads than there are cores."""
    testers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    if testers > 1:
        os.environ.setdefault("OMP_NUM_THREADS", str(max(1, (os.cpu_count() or 1) // testers)))


@pytest.fixture(scope="session")
def smollm2() -> Model:
    """SmolLM2-135M-Instruct, real weights."""
    return cutaway.load("smollm2")


@pytest.fixture(scope="session")
def minilm() -> Model:
    """all-MiniLM-L6-v2, real weights."""
    return cutaway.load("minilm")
