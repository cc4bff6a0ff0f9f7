"""HTTP as it is spoken to clients that may be slow, silent or many: what they hold is bounded in time and number."""

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from cutaway.server.http.problems import Problem
from cutaway.server.http.security import HEADERS

HEADERS_SECONDS = 15.0
"""How long a connection may take to send the headers of a request."""
READING_SECONDS = 60.0
"""How long a client may leave what was sent to it unread."""
REFUSING_SECONDS = 2.0
"""How long the rest of a request that can't be read is still taken, unread, so that its client comes to read why."""
MOST_CONNECTIONS = 400
"""So many connections are held. With more, the one that has waited longest without a request in work is closed."""

UNREADABLE = Problem(
    code="bad-request",
    message="The request can't be read: it is no HTTP, or its address and headers are too long.",
    hint="Ask for less at once.",
)


class BoundedProtocol(H11Protocol):
    """A connection that is closed when it does not send a whole request in time."""

    _waiting: asyncio.TimerHandle | None = None
    _unread: asyncio.TimerHandle | None = None
    _since = 0.0
    _refused = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Make room if there are too many, and wait for the first request."""
        super().connection_made(transport)
        self._since = self.loop.time()
        if len(self.connections) > MOST_CONNECTIONS:
            silent = [each for each in self.connections if isinstance(each, BoundedProtocol) and each.is_silent]
            min(silent, key=lambda each: each._since, default=self).abort()
        self._watch()

    def data_received(self, data: bytes) -> None:
        """Go on, and wait for the rest of the headers where they are not whole."""
        if self._refused:
            return
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        self._stop_waiting()
        self._stop_unread()
        super().connection_lost(exc)

    @property
    def is_silent(self) -> bool:
        """Whether no request of this connection is in work."""
        return self.cycle is None or self.cycle.response_complete

    def abort(self) -> None:
        """Close the connection at once."""
        self.connections.discard(self)  # now, and not when the loop comes round to it: more may be coming
        self.transport.abort()

    def send_400_response(self, msg: str) -> None:
        """Refuse what can't be read. Closing at once would take the answer away from a client that still sends."""
        if self.cycle is not None and not self.cycle.response_complete:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        if self.conn.our_state not in (h11.IDLE, h11.SEND_RESPONSE):  # an answer is under way
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
        """The client does not read: wait for it, but not for ever."""
        super().pause_writing()
        self._unread = self.loop.call_later(READING_SECONDS, self.abort)

    def resume_writing(self) -> None:
        """The client reads on."""
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
        """The wait for the next request begins."""
        super().on_response_complete()
        self._since = self.loop.time()
        self._watch()
