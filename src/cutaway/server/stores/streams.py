"""The residual streams that the logit lens read last, those of them that take a replay."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from cutaway.server.stores.recent import RecentStore

if TYPE_CHECKING:
    import torch

    from cutaway.trace.trace import Trace

MOST_STREAM_BYTES = 64 * 1024 * 1024


class StreamStore(RecentStore[tuple[str, str], "torch.Tensor"]):
    """Holds streams by trace and site, and none of a trace that is no longer held."""

    def __init__(self) -> None:
        super().__init__(MOST_STREAM_BYTES, lambda stream: stream.nbytes)

    def reader(self, id: str, trace: "Trace") -> "Callable[[str], torch.Tensor]":
        """What reads a whole stream of a trace by its site."""

        def read(site: str) -> "torch.Tensor":
            if site.endswith((".resid_pre", ".resid_post")):  # keyframes, which the trace holds
                return trace.read(site)
            return self.get_or_make((id, site), lambda: trace.read(site))

        return read

    def drop_trace(self, id: str) -> None:
        """Let the streams of a trace go."""
        self.drop(lambda key, stream: key[0] == id)
