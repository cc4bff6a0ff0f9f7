"""HTTP connections with limits on time and number, for clients that are slow, silent or many."""

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from cutaway.server.http.problems import Problem
from cutaway.server.http.security import HEADERS

HEADERS_SECONDS = 15.0
"""How long a connection may take to send the headers of a request."""
READING_SECONDS = 60.0
"""How long a client may leave an answer unread."""
REFUSING_SECONDS = 2.0
"""How long to keep receiving, and ignoring, the rest of a bad request, so that its client gets to read the answer."""
MOST_CONNECTIONS = 400
"""The most open connections. Beyond that, the one that has been idle longest is closed."""

UNREADABLE = Problem(
    code="bad-request",
    message="The request can't be read: it is not HTTP, or its address and headers are too long.",
    hint="Ask for less at once.",
)


class BoundedProtocol(H11Protocol):
    """A connection that closes if it does not send a complete request in time."""

    _waiting: asyncio.TimerHandle | None = None
    _unread: asyncio.TimerHandle | None = None
    _since = 0.0
    _refused = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Makes room if there are too many, and waits for the first request."""
        super().connection_made(transport)
        self._since = self.loop.time()
        if len(self.connections) > MOST_CONNECTIONS:
            silent = [each for each in self.connections if isinstance(each, BoundedProtocol) and each.is_silent]
            min(silent, key=lambda each: each._since, default=self).abort()
        self._watch()

    def data_received(self, data: bytes) -> None:
        """Continues, and waits for the rest of incomplete headers."""
        if self._refused:
            return
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stops waiting."""
        self._stop_waiting()
        self._stop_unread()
        super().connection_lost(exc)

    @property
    def is_silent(self) -> bool:
        """Whether this connection has no request in progress."""
        return self.cycle is None or self.cycle.response_complete

    def abort(self) -> None:
        """Closes the connection at once."""
        self.connections.discard(self)  # now, not when the loop gets to it, because more may be coming
        self.transport.abort()

    def send_400_response(self, msg: str) -> None:
        """Refuses a bad request. Closing at once would lose the answer if the client is still sending."""
        if self.cycle is not None and not self.cycle.response_complete:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        if self.conn.our_state not in (h11.IDLE, h11.SEND_RESPONSE):  # an answer is in progress
            self.abort()
            return
        body = UNREADABLE.model_dump_json().encode()
        headers = {
            **HEADERS,
            "Content-Type": "application/json",
            "Content-Length": str(len(body)),
            "Connection": "close",
        }
        for event in (h11.Response(status_code=400, headers=[*headers.items()]), h11.Data(body), h11.EndOfMessage()):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.write_eof()
        self._refused = True
        self.loop.call_later(REFUSING_SECONDS, self.abort)

    def pause_writing(self) -> None:
        """Waits for a client that does not read, but not for ever."""
        super().pause_writing()
        self._unread = self.loop.call_later(READING_SECONDS, self.abort)

    def resume_writing(self) -> None:
        """Stops waiting, because the client reads again."""
        super().resume_writing()
        self._stop_unread()

    def _stop_unread(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None

    def _watch(self) -> None:
        if not self.is_silent:
            self._stop_waiting()
        elif self._waiting is None:
            self._waiting = self.loop.call_later(HEADERS_SECONDS, self._too_late)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _too_late(self) -> None:
        self._waiting = None
        if self.is_silent:
            self.abort()

    def on_response_complete(self) -> None:
        """Begins to wait for the next request."""
        super().on_response_complete()
        self._since = self.loop.time()
        self._watch()
