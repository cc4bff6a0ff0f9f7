"""Failures as answers: every error that leaves the server is a `Problem` with a fitting HTTP status.

A problem never repeats the client's input: it may not be valid Unicode, and an answer must always be encodable.
"""

import errno
import logging
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from cutaway.errors import BadText, Cancelled, CutawayError, TextTooLong
from cutaway.system_errors import cannot_write, is_out_of_memory, number, out_of_memory

log = logging.getLogger(__name__)

WRITING = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM})
"""The system's error numbers for a disk that is full or read-only."""

STATUS = {
    "bad-index": 422,
    "bad-request": 422,
    "bad-search": 422,
    "bad-settings": 422,
    "bad-text": 422,
    "bad-training": 422,
    "cancelled": 409,
    "cannot-write": 503,
    "foreign-host": 403,
    "foreign-origin": 403,
    "model-not-ready": 409,
    "name-taken": 409,
    "no-such-site": 404,
    "out-of-memory": 503,
    "stopping": 503,
    "pattern-stopped": 422,
    "text-too-long": 422,
    "token-needed": 401,
    "too-large": 413,
    "too-many-models": 429,
    "too-slow": 408,
    "trace-gone": 410,
    "training-gone": 410,
    "unknown-model": 404,
    "unsupported-model": 422,
    "weights-unavailable": 503,
}


class Problem(BaseModel):
    """Any answer that is not a success: what went wrong and the way out."""

    code: str = Field(description="A stable word for the kind of problem, e.g. 'text-too-long'.")
    message: str = Field(description="What is impossible, and why.")
    hint: str = Field("", description="What can be done instead; may be empty.")
    limit: int | None = Field(default=None, description="The limit that was exceeded, if there is one.")
    got: int | None = Field(default=None, description="The actual amount, in the limit's unit.")


class BadRequest(CutawayError):
    """A request that does not match the API's description."""

    code = "bad-request"


class ModelNotReady(CutawayError):
    """A request to a model that is not open (yet)."""

    code = "model-not-ready"


class TraceGone(CutawayError):
    """A trace that is no longer in memory, or never was."""

    code = "trace-gone"

    def __init__(self) -> None:
        super().__init__("This trace is no longer in memory.", "Trace the text again.")


class Stopping(Cancelled):
    """Work that was cancelled because the server stops."""

    code = "stopping"

    def __init__(self) -> None:
        CutawayError.__init__(
            self, "The server is stopping, so this was cancelled.", "Start Cutaway again, then try again."
        )


class ForeignHost(CutawayError):
    """A request for a host name that this server does not answer to (a sign of DNS rebinding)."""

    code = "foreign-host"


class ForeignOrigin(CutawayError):
    """A request from a page of another origin."""

    code = "foreign-origin"


class OverLimit(CutawayError):
    """A request or an answer over one of the server's limits."""

    code = "too-large"

    def __init__(self, message: str, hint: str, limit: int, got: int | None = None) -> None:
        super().__init__(message, hint)
        self.limit = limit
        self.got = got


class TooSlow(CutawayError):
    """A request whose body did not come in time."""

    code = "too-slow"

    def __init__(self) -> None:
        super().__init__("The rest of the request did not come in time.", "Send it again.")


class OverContext(TextTooLong):
    """A text with more tokens than its model reads, with both numbers."""

    def __init__(self, got: int, limit: int) -> None:
        super().__init__(
            f"The text has {got:,} tokens, and this model reads at most {limit:,}.",
            "Shorten the text, or choose a model with a longer context.",
        )
        self.limit = limit
        self.got = got


def as_ours(error: BaseException) -> CutawayError | None:
    """An error as a `CutawayError`: one of ours, or the system's refusal of memory or disk space; None for any other."""
    if isinstance(error, CutawayError):
        return error
    if is_out_of_memory(error):
        return out_of_memory(error)
    return cannot_write(error, "The result") if number(error) in WRITING else None


def problem_of(error: BaseException) -> Problem:
    """The problem for an error. Anything that `as_ours` does not know counts as the server's own fault."""
    error = as_ours(error) or error
    if isinstance(error, CutawayError):
        return Problem(
            code=error.code,
            message=error.message,
            hint=error.hint,
            limit=getattr(error, "limit", None),
            got=getattr(error, "got", None),
        )
    return Problem(
        code="error",
        message=f"Cutaway failed here ({type(error).__name__}).",
        hint="This is a fault of Cutaway. The terminal in which the server runs has the details.",
    )


def problem_response(problem: Problem, status: int, headers: dict[str, str] | None = None) -> Response:
    """A problem as an HTTP answer, never cached."""
    # Messages may quote text (such as a model's name); whatever can't be encoded is replaced, so that this never fails.
    body = problem.model_copy(
        update={"message": _encodable(problem.message), "hint": _encodable(problem.hint)}
    ).model_dump_json()
    return Response(body, status, {"Cache-Control": "no-store", **(headers or {})}, media_type="application/json")


def error_response(error: CutawayError) -> Response:
    """A `CutawayError` as an HTTP answer."""
    return problem_response(problem_of(error), STATUS.get(error.code, 400))


def install(app: FastAPI, headers: dict[str, str]) -> None:
    """Turns every failure of the app into a `Problem`; adds `headers` to answers that bypass the app's middleware."""

    async def on_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, CutawayError)
        return error_response(error)

    async def on_invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return error_response(_invalid(error.errors()))

    async def on_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if isinstance(error.__cause__, CutawayError):  # the body's limit raised it while FastAPI read the body
            return error_response(error.__cause__)
        return problem_response(_http(error.status_code), error.status_code, dict(error.headers or {}))

    async def on_system(request: Request, error: Exception) -> Response:
        ours = as_ours(error)
        if ours is None:
            raise error
        log.warning("%s", error)
        return error_response(ours)

    async def on_gone(request: Request, error: Exception) -> Response:
        return problem_response(_http(400), 400)  # nobody reads it

    async def on_fault(request: Request, error: Exception) -> Response:
        return problem_response(problem_of(error), 500, headers)

    app.add_exception_handler(CutawayError, on_error)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(ClientDisconnect, on_gone)
    for kind in (MemoryError, RuntimeError, OSError):
        app.add_exception_handler(kind, on_system)
    app.add_exception_handler(Exception, on_fault)


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _invalid(errors: Sequence[Any]) -> CutawayError:
    """The error for a malformed request: it names the field and pydantic's reason, never the value."""
    first = errors[0] if errors else {"type": "", "loc": (), "msg": "not what the API describes"}
    if first["type"] == "string_unicode" and first["loc"][-1] == "text":
        return BadText(
            "The text is not valid Unicode: it has a lone surrogate, half of a character.",
            "Remove the broken character, or replace it by U+FFFD.",
        )
    if first["type"] == "json_invalid":
        return BadRequest("The request's body is not JSON.")
    # Names in `loc` come from the API's own types, never from the client's keys.
    where = ".".join(str(part) for part in first["loc"][1:]) or str(first["loc"][0] if first["loc"] else "request")
    return BadRequest(f"'{where}' can't be read: {first['msg']}.", "/api/openapi.json describes every request.")


def _http(status: int) -> Problem:
    if status == 404:
        return Problem(code="not-found", message="There is nothing at this address.", hint="")
    if status == 405:
        return Problem(code="method-not-allowed", message="This address does not take this kind of request.", hint="")
    if status == 400:
        return Problem(code="bad-request", message="The request's body can't be read.", hint="Send JSON in UTF-8.")
    return Problem(code="http", message=f"{HTTPStatus(status).phrase}.", hint="")
