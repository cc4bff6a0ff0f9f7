"""Models that many tests share, opened once."""

import pytest

import cutaway
from cutaway import Model


@pytest.fixture(scope="session")
def smollm2() -> Model:
    """SmolLM2-135M-Instruct, real weights."""
    return cutaway.load("smollm2")


@pytest.fixture(scope="session")
def minilm() -> Model:
    """all-MiniLM-L6-v2, real weights."""
    return cutaway.load("minilm")
