"""One thread for each process, who runs beside whom, and models that many tests share."""

import os
from collections.abc import Generator
from typing import Any

# Small models are slower on several threads than on one, and `make test` runs two processes at a time.
os.environ.setdefault("OMP_NUM_THREADS", "1")

import hypothesis
import pytest
from xdist.scheduler import LoadScopeScheduling

import cutaway
from cutaway import Model

# How long an example takes says nothing on a busy machine.
hypothesis.settings.register_profile("cutaway", deadline=None)
hypothesis.settings.load_profile("cutaway")

REAL_WEIGHTS = {"smollm2", "minilm"}


class ByModule(LoadScopeScheduling):
    """Modules stay whole in one process; all that drive a browser stay in the same one, which has its server open."""

    def _split_scope(self, nodeid: str) -> str:
        return "browser" if nodeid.startswith("tests/browser/") else nodeid.partition("::")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByModule:
    return ByModule(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks as slow what needs a browser or real weights; `make test-fast` leaves it out."""
    for item in items:
        if item.get_closest_marker("browser") or not REAL_WEIGHTS.isdisjoint(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Half a surrogate pair in what a test logs, or in why it fails, could not be sent to the process that reports."""
    report = yield
    report.sections = [(name, _sendable(text)) for name, text in report.sections]
    if report.failed and _sendable(told := str(report.longrepr)) != told:
        report.longrepr = _sendable(told)
    return report


def _sendable(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()


@pytest.fixture(scope="session")
def smollm2() -> Model:
    """SmolLM2-135M-Instruct, real weights."""
    return cutaway.load("smollm2")


@pytest.fixture(scope="session")
def minilm() -> Model:
    """all-MiniLM-L6-v2, real weights."""
    return cutaway.load("minilm")
