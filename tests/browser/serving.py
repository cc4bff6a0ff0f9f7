"""Running a real server, and noticing what a page does that it should not."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

import httpx
from playwright.sync_api import ConsoleMessage, Page, Request


@dataclass(frozen=True)
class Server:
    """A running `cutaway`."""

    url: str
    process: subprocess.Popen[str]

    def at(self, room: str, **state: str | int) -> str:
        """The address of a room in a state."""
        query = "&".join(f"{key}={quote(str(value))}" for key, value in state.items())
        return f"{self.url}#/{room}?{query}"


@contextmanager
def running(*options: str, **environment: str) -> Iterator[Server]:
    """`cutaway` with these options and environment variables, until the context ends."""
    command = [sys.executable, "-m", "cutaway", "--no-browser", "--no-token", *options]
    variables = os.environ | {"PYTHONUNBUFFERED": "1"} | environment
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=variables) as process:
        try:
            assert process.stdout is not None
            found = re.search(r"http://[\d.:]+/", process.stdout.readline())
            assert found, "the server did not say where it is"
            yield Server(found[0], process)
        finally:
            process.terminate()
            process.wait(20)


def wait_until_ready(server: Server, model: str) -> None:
    """Until the server has opened a model."""
    deadline = time.monotonic() + 240
    while time.monotonic() < deadline:
        state = httpx.get(f"{server.url}api/model", params={"name": model}).json()["state"]
        if state == "ready":
            return
        assert state != "failed"
        time.sleep(0.2)
    raise AssertionError(f"{model} did not open")


def watch(page: Page, server: Server) -> list[str]:
    """Collects what a page does that it should not: errors on the console, exceptions, requests to other hosts.

    The browser itself logs each refusal of the API (a text too long, a model that is not there). Those are answers, which
    the page shows.
    """
    own = urlsplit(server.url).netloc
    trouble: list[str] = []

    def logged(message: ConsoleMessage) -> None:
        refusal = f"{server.url}api/" in message.location.get("url", "") and re.search(r"status of 4\d\d", message.text)
        if message.type in ("error", "warning") and not refusal:
            trouble.append(f"console: {message.text}")

    def requested(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != own:
            trouble.append(f"other host: {request.url}")

    page.on("console", logged)
    page.on("pageerror", lambda error: trouble.append(f"exception: {error}"))
    page.on("request", requested)
    return trouble


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
