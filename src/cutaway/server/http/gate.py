"""The token that a program or a browser needs to use the server, as in Jupyter.

Every program of every user on this machine can reach a port of the loopback address, and other machines can if the server listens for
them. So the server has a token, in the address that the terminal shows. A browser that opens it gets a cookie and a redirect to the
address without the token, so that shared links do not contain it. Programs send it in a header.
"""

import secrets
from http.cookies import CookieError, SimpleCookie
from typing import Literal
from urllib.parse import parse_qs, quote, unquote

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from cutaway.errors import CutawayError
from cutaway.server.http.gate_page import POLICY, gate_page
from cutaway.server.http.problems import error_response

VARIABLE = "CUTAWAY_TOKEN"
HEADER = "X-Cutaway-Token"
LONGEST_FORM = 4096

Why = Literal["missing", "old", "wrong"]


class TokenNeeded(CutawayError):
    """A request without the server's token."""

    code = "token-needed"


class BadToken(CutawayError):
    """A token that is not allowed."""

    code = "bad-token"


def new_token() -> str:
    """A token that can't be guessed."""
    return secrets.token_urlsafe(24)


class Gate:
    """ASGI middleware that lets requests with the token pass, and shows browsers without it a page that asks for it.

    Args:
        app: the application behind it.
        token: the token.
        once: tokens for opening the page once; each is removed when used.
    """

    def __init__(self, app: ASGIApp, token: str, once: set[str] | None = None) -> None:
        self.app = app
        self._token = token
        self._once = set() if once is None else once

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        answer = await self._answer(Request(scope, receive))
        if answer is None:
            await self.app(scope, receive, send)
        else:
            await answer(scope, receive, send)

    async def _answer(self, request: Request) -> Response | None:
        """The answer instead of the application's; None lets the request pass."""
        method, path = request.method, request.url.path
        cookie = _cookie(request.headers, self._name(request.scope))
        known = self._is_token(cookie) or self._is_token(_sent(request.headers))
        if path == "/" and method in ("GET", "HEAD"):
            given = request.query_params.get("token")
            if given is not None:
                return self._entered(request, given)
            if known:
                return RedirectResponse("/", 303) if "again" in request.query_params else None
            return self._asked(request, "missing" if cookie is None else "old")
        if path == "/" and method == "POST":
            return self._entered(request, await _form(request))
        if known:
            return None
        if path.startswith("/api"):
            return self._refused("missing" if cookie is None else "old")
        return self._asked(request, "missing" if cookie is None else "old")

    def _is_token(self, given: str | None) -> bool:
        return given is not None and secrets.compare_digest(given.encode("utf-8", "replace"), self._token.encode())

    def _entered(self, request: Request, given: str) -> Response:
        """The answer to a token in an address or a form."""
        given = given.strip()
        if not self._is_token(given):
            if given not in self._once:
                return self._asked(request, "wrong")
            self._once.discard(given)
        answer = RedirectResponse("/", 303, {"Cache-Control": "no-store"})
        answer.set_cookie(self._name(request.scope), quote(self._token, safe=""), httponly=True, samesite="strict")
        return answer

    def _asked(self, request: Request, why: Why) -> Response:
        """The page that asks for the token."""
        headers = {"Cache-Control": "no-store", "Content-Security-Policy": POLICY, "Referrer-Policy": "same-origin"}
        again = "again" not in request.query_params and request.method == "GET"
        return HTMLResponse(gate_page(why, again=again and why != "wrong"), 401, headers)

    def _refused(self, why: Why) -> Response:
        if why == "old":
            return error_response(
                TokenNeeded(
                    "The Cutaway server was started again, and has a new token.",
                    "Open the address that the terminal shows now; your text and view are kept if you reload this page.",
                )
            )
        return error_response(
            TokenNeeded(
                "This server answers only to those who know its token.",
                f"Open the address that the terminal shows, or send the token as the header {HEADER}.",
            )
        )

    def _name(self, scope: Scope) -> str:
        """The cookie's name. Browsers send cookies to every port of a machine, so it includes the port."""
        server = scope.get("server")
        return f"cutaway-token-{server[1] if server else 0}"


def _sent(headers: Headers) -> str | None:
    """The token that a program sends."""
    kind, _, given = headers.get("authorization", "").partition(" ")
    return given.strip() if kind.lower() in ("token", "bearer") else headers.get(HEADER)


def _cookie(headers: Headers, name: str) -> str | None:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(name)
    except CookieError:
        return None
    return None if found is None else unquote(found.value)


async def _form(request: Request) -> str:
    """The token of the page's form; empty if there is none."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LONGEST_FORM:
            return ""
    return parse_qs(body.decode("utf-8", "replace")).get("token", [""])[0]
