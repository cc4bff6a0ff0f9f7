"""A real server in a process of its own, and a real Chromium that looks at it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from browser.serving import Server, running, wait_until_ready, watch
from support.chromium import executable

FLAGS = ("--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync")


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A server that has SmolLM2 open."""
    with running() as server:
        wait_until_ready(server, "smollm2")
        yield server


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(30_000)
    expect.set_options(timeout=30_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, server: Server) -> Iterator[Page]:
    """A page that has, at the end, logged no error and asked no other host for anything."""
    page = context.new_page()
    trouble = watch(page, server)
    yield page
    assert trouble == []
