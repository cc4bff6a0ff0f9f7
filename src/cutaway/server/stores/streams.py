"""A cache of residual streams that the logit lens read last, for streams that take a replay."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from cutaway.server.stores.recent import RecentStore

if TYPE_CHECKING:
    import torch

    from cutaway.trace.trace import Trace

MOST_STREAM_BYTES = 64 * 1024 * 1024


class StreamStore(RecentStore[tuple[str, str], "torch.Tensor"]):
    """Keeps streams by trace and site, only of traces in memory."""

    def __init__(self) -> None:
        super().__init__(MOST_STREAM_BYTES, lambda stream: stream.nbytes)

    def reader(self, id: str, trace: "Trace") -> "Callable[[str], torch.Tensor]":
        """A function that reads a whole stream of a trace by its site."""

        def read(site: str) -> "torch.Tensor":
            if site.endswith((".resid_pre", ".resid_post")):  # keyframes, which the trace already keeps
                return trace.read(site)
            return self.get_or_make((id, site), lambda: trace.read(site))

        return read

    def drop_trace(self, id: str) -> None:
        """Drops the streams of a trace."""
        self.drop(lambda key, stream: key[0] == id)
