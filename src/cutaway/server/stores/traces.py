"""The traces in the server's memory: the most recently used ones, up to a number of bytes.

A trace's id is a digest of its model and token ids, so the same text gets the same trace while it is in memory.
"""

import hashlib
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cutaway.server.http.problems import TraceGone

if TYPE_CHECKING:
    from cutaway.trace.trace import Trace

DEFAULT_LIMIT = 1024**3  # bytes


@dataclass(slots=True)
class HeldTrace:
    """A trace in memory, with its size."""

    trace: "Trace"
    model: str
    bytes: int


class TraceStore:
    """Keeps traces up to `limit` bytes, and drops the least recently used first. The newest stays whatever its size; `dropped` is called
    with each that goes.

    Methods may be called from any thread.
    """

    def __init__(self, limit: int = DEFAULT_LIMIT, dropped: Callable[[str], None] = lambda _: None) -> None:
        self.limit = limit
        self.dropped = dropped
        self.bytes = 0
        self._held: OrderedDict[str, HeldTrace] = OrderedDict()
        self._lock = threading.Lock()
        # Browsers may cache data under a trace's id, so no other server may use the same id.
        self._salt = secrets.token_bytes(16)

    def __len__(self) -> int:
        return len(self._held)

    def id_of(self, model: str, ids: Sequence[int]) -> str:
        """The id of the trace of these token ids by this model: 32 hexadecimal digits."""
        text = "\0".join((model, *map(str, ids)))
        return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16, key=self._salt).hexdigest()

    def get(self, id: str) -> HeldTrace:
        """The trace with this id; it becomes the most recently used one.

        Raises:
            TraceGone: it is not in memory.
        """
        with self._lock:
            try:
                self._held.move_to_end(id)
            except KeyError:
                raise TraceGone() from None
            return self._held[id]

    def put(self, id: str, model: str, trace: "Trace") -> None:
        """Stores a trace, and drops the least recently used ones."""
        with self._lock:
            self._remove(id)
            self._held[id] = HeldTrace(trace, model, 0)
            self._weigh(id)

    def weigh(self, id: str) -> None:
        """Measures a trace's size again, after something was read from it."""
        with self._lock:
            if id in self._held:
                self._weigh(id)

    def drop_model(self, model: str) -> None:
        """Drops all traces of a model."""
        with self._lock:
            for key in [key for key, held in self._held.items() if held.model == model]:
                self._remove(key)

    def close(self) -> None:
        """Drops all traces."""
        with self._lock:
            for id in list(self._held):
                self._remove(id)

    def _weigh(self, id: str) -> None:
        held = self._held[id]
        now = held.trace.bytes_held
        self.bytes += now - held.bytes
        held.bytes = now
        while self.bytes > self.limit and len(self._held) > 1:
            self._remove(next(iter(self._held)))

    def _remove(self, id: str) -> None:
        held = self._held.pop(id, None)
        if held is not None:
            self.bytes -= held.bytes
            self.dropped(id)
