"""Checks on every request: its host and origin, its size, and what a browser may do with the answers.

The server listens only on this machine, but every web page that the user has open can send requests to it. So:

- The `Host` header must be a loopback name or address, or the name the server was started with. A page whose own name points at
  127.0.0.1 (DNS rebinding) sends its own name there, and is refused.
- A request with a foreign `Origin` is refused, and so is one that the browser marks as coming from another site (`Sec-Fetch-Site`),
  unless it is a link that opens the page.
- A body must arrive at a minimum pace.
- The Content-Security-Policy lets the page load from and connect to only this server.
"""

import asyncio
import ipaddress
from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cutaway.errors import CutawayError
from cutaway.server.http.problems import ForeignHost, ForeignOrigin, OverLimit, TooSlow, error_response

MAX_BODY = 2 * 1024 * 1024  # bytes of a request's body
LARGER = {
    "/api/tokenizers/train": 20_000_000,
    "/api/tokenizers/files": 64_000_000,
}  # paths whose bodies may be larger, because they are read once and not as JSON

PATIENCE = 30.0
"""Seconds that a body may take, however small it is."""
PACE = 20_000
"""The minimum number of bytes per further second."""

HEADERS = {
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data: blob:",
            "font-src 'self'",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Security:
    """ASGI middleware that checks every request and sets the headers of every answer.

    Args:
        app: the application behind it.
        hosts: names and addresses to answer to, besides the loopback ones. An unspecified address (`0.0.0.0`, `::`) stands for every
            address, because DNS rebinding needs a name.
        max_body: the most bytes a request's body may have.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str] = (), max_body: int = MAX_BODY) -> None:
        self.app = app
        self.hosts = frozenset(host.lower().rstrip(".") for host in hosts)
        self.any_address = any(_is_unspecified(host) for host in self.hosts)
        self.max_body = max_body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        max_body = max(self.max_body, LARGER.get(scope["path"], 0))
        headers = Headers(scope=scope)
        refusal = self.refusal(headers, max_body) or self._of_another_site(scope, headers)
        if refusal is not None:
            await error_response(refusal)(scope, receive, send_secured)
        else:
            await self.app(scope, self._limited(receive, max_body), send_secured)

    def refusal(self, headers: Headers, max_body: int) -> CutawayError | None:
        """The reason to refuse a request with these headers, or None."""
        host = headers.get("host", "")
        if not self._is_ours(_host_name(host)):
            return ForeignHost(
                "The request names a host that this server does not answer to.",
                "Open the page at the address that the terminal shows, or start it with --host.",
            )
        # A browser sends Origin with every request that could change something, and no page can forge it.
        origin = headers.get("origin")
        if origin is not None and origin.lower() not in (f"http://{host.lower()}", f"https://{host.lower()}"):
            return ForeignOrigin("The request comes from a page of another origin.", "Use Cutaway's own page.")
        length = headers.get("content-length", "0")
        if not length.isascii() or not length.isdigit() or int(length[:18]) > max_body:
            return _too_large(max_body, int(length[:18]) if length.isascii() and length.isdigit() else None)
        return None

    def _of_another_site(self, scope: Scope, headers: Headers) -> CutawayError | None:
        """The reason to refuse a request from another site's page, or None. Old browsers and programs do not mark such requests."""
        if headers.get("sec-fetch-site", "none") in ("none", "same-origin"):
            return None
        opens = scope["method"] == "GET" and headers.get("sec-fetch-mode") == "navigate"
        if opens and not scope["path"].startswith("/api"):
            return None
        return ForeignOrigin("The request comes from a page of another site.", "Use Cutaway's own page.")

    def _is_ours(self, name: str) -> bool:
        if name == "localhost" or name.endswith(".localhost") or name in self.hosts:
            return True
        try:
            address = ipaddress.ip_address(name)
        except ValueError:
            return False
        return self.any_address or address.is_loopback

    def _limited(self, receive: Receive, max_body: int) -> Receive:
        """Wraps `receive`: it raises `OverLimit` if the body exceeds the limit, because Content-Length may be absent or false, and
        `TooSlow` if the body does not arrive.
        """
        came, whole = 0, False
        started = asyncio.get_running_loop().time()

        async def limited() -> Message:
            nonlocal came, whole
            if whole:  # only the client's disconnection can come now, which may take any time
                return await receive()
            try:
                async with asyncio.timeout_at(started + PATIENCE + came / PACE):
                    message = await receive()
            except TimeoutError:
                raise TooSlow() from None
            came += len(message.get("body", b""))
            whole = not message.get("more_body", False)
            if came > max_body:
                raise _too_large(max_body, came)
            return message

        return limited


def _too_large(limit: int, got: int | None) -> OverLimit:
    return OverLimit(f"The request is over the limit of {limit:,} bytes.", "Send a shorter text.", limit, got)


def _host_name(host: str) -> str:
    """The name in a Host header, without its port: `[::1]:80` → `::1`."""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.partition(":")[0].lower().rstrip(".")


def _is_unspecified(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False
