"""Runs the server: it opens a socket and the browser at once, and the model in the background."""

import logging
import os
import socket
import threading
import warnings
import webbrowser
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import quote

import uvicorn
from fastapi import FastAPI

from cutaway.defaults import DEFAULT_MODEL
from cutaway.errors import BeyondContext, CutawayError
from cutaway.models.allowed import Allow
from cutaway.server.app import create_app
from cutaway.server.http.gate import new_token
from cutaway.server.http.network import addresses, own_names
from cutaway.server.http.protocol import BoundedProtocol
from cutaway.server.stores.models import ModelStore, fetch_with_cutaway, open_with_cutaway
from cutaway.server.stores.traces import DEFAULT_LIMIT
from cutaway.store import cache

DEFAULT_TEXT = "The capital of France is"


class Server(uvicorn.Server):
    """A uvicorn server that cancels all work when it stops, so that no request delays it."""

    def __init__(self, config: uvicorn.Config, app: FastAPI) -> None:
        super().__init__(config)
        self._app = app

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Cancels all jobs, then shuts down."""
        state = self._app.state.cutaway
        state.worker.close(timeout=0)
        state.models.close(timeout=0)
        await super().shutdown(sockets)
        state.close()  # the sender of the signal may leave no time for anything else


class CannotListen(CutawayError):
    """An address or port that the server can't have."""

    code = "cannot-listen"


def serve(
    *,
    model: str | None = None,
    text: str | None = None,
    host: str = "127.0.0.1",
    port: int = 0,
    browser: bool = True,
    token: str | None = None,
    device: str | None = None,
    dtype: str | None = None,
    allow: Allow = (),
    say: Callable[[str], None] = print,
    warn: Callable[[list[str]], None] = lambda urls: None,
) -> None:
    """Serves the page until the process is interrupted.

    Args:
        model: the model that opens at once: catalog name, hub id, folder or file.
        text: the text that the page starts with.
        host: the address or name to listen on.
        port: the port to listen on; 0 takes a free one.
        browser: whether to open the page in the user's browser.
        token: the token that requests must present; None: a new one; empty: none.
        device, dtype: the models' device and precision, as in `cutaway.load`.
        allow: names of models that an adapter may name, as in `cutaway.load`.
        say: called once with the page's address.
        warn: called after `say` with the addresses under which other machines reach the page, if they can.

    Raises:
        CannotListen: the address is not available.
        UnknownModel: there is no such model.
    """
    warnings.simplefilter("ignore", BeyondContext)  # the page shows it
    listening = listen(host, port)
    models = ModelStore(
        model or DEFAULT_MODEL,
        opener=partial(open_with_cutaway, device=device, dtype=dtype, allow=allow),
        fetcher=partial(fetch_with_cutaway, allow=allow),
    )
    models.open(models.started)
    threading.Thread(target=cache.sweep, name="cutaway-sweeping", daemon=True).start()
    token = new_token() if token is None else token
    address, bound = listening.getsockname()[:2]
    urls = [page_url(each, bound, token=token) for each in addresses(host)]
    once = {new_token()} if token else set()
    app = create_app(
        models,
        text=DEFAULT_TEXT if text is None else text,
        hosts=(host, *own_names(host)),
        trace_bytes=trace_bytes_from_environment(),
        token=token,
        once=once,
        urls=urls,
    )
    config = configuration(app, log_level="warning", lifespan="on", timeout_graceful_shutdown=1)
    say(page_url(address, bound, model, text, token=token))
    if urls:
        warn(urls)
    if browser:
        # The socket already listens, so a browser that is faster than the server waits. Some browsers block their caller.
        # Every user of this machine can see the browser's arguments, so it gets a token that works only once.
        url = page_url(address, bound, model, text, token=next(iter(once), ""))
        threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
    try:
        Server(config, app).run(sockets=[listening])
    except KeyboardInterrupt:
        pass  # uvicorn has shut down by then
    finally:
        app.state.cutaway.close()
        listening.close()


def configuration(app: FastAPI, **options: Any) -> uvicorn.Config:
    """The uvicorn configuration for the application."""
    return uvicorn.Config(app, http=BoundedProtocol, ws="none", server_header=False, **options)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket, bound before anything else, so that the address is known and reserved."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        # The protocol must be explicit: asyncio turns off Nagle's delay (40 ms per answer) only for TCP.
        listening = socket.socket(family, kind, protocol)
        try:
            if os.name == "posix":
                listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(address)
            listening.listen(512)
        except BaseException:
            listening.close()
            raise
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise CannotListen(
            f"Cutaway can't listen on {host}, port {port}: {reason}.",
            "Leave --port out to take a free port, or --host to stay on this machine.",
        ) from error
    return listening


def page_url(address: str, port: int, model: str | None = None, text: str | None = None, *, token: str = "") -> str:
    """The page's address; model and text go into the fragment, which is the page's state.

    >>> page_url("127.0.0.1", 8000, text="a b")
    'http://127.0.0.1:8000/#/tokens?text=a%20b'
    >>> page_url("127.0.0.1", 8000, token="secret")
    'http://127.0.0.1:8000/?token=secret'
    """
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(address, f"[{address}]" if ":" in address else address)
    state = "&".join(f"{key}={quote(value, safe='')}" for key, value in (("model", model), ("text", text)) if value)
    asked = f"?token={quote(token, safe='')}" if token else ""
    return f"http://{name}:{port}/{asked}" + (f"#/tokens?{state}" if state else "")


def trace_bytes_from_environment() -> int:
    """How many bytes of traces to keep: `CUTAWAY_TRACE_BYTES`, if it is set to a number."""
    asked = os.environ.get("CUTAWAY_TRACE_BYTES", "")
    if asked.isdecimal():
        return int(asked)
    if asked:
        logging.getLogger(__name__).warning("CUTAWAY_TRACE_BYTES is not a number of bytes, so it is ignored.")
    return DEFAULT_LIMIT
