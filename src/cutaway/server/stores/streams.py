"""The residual streams that the logit lens read last, those of them that take a replay."""

from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch

    from cutaway.trace.trace import Trace

_KEPT = 64 * 1024 * 1024  # bytes of streams


class StreamStore:
    """The streams of the last trace that was asked about, those kept that take a replay. Used in the worker's thread alone."""

    def __init__(self) -> None:
        self._id = ""
        self._kept: OrderedDict[str, torch.Tensor] = OrderedDict()
        self._bytes = 0

    def reader(self, id: str, trace: "Trace") -> "Callable[[str], torch.Tensor]":
        """Reads a whole stream of a trace by its site."""
        if self._id != id:
            self._id, self._bytes = id, 0
            self._kept.clear()
        return lambda site: self._read(trace, site)

    def _read(self, trace: "Trace", site: str) -> "torch.Tensor":
        if site.endswith((".resid_pre", ".resid_post")):
            return trace.read(site)
        if site in self._kept:
            self._kept.move_to_end(site)
            return self._kept[site]
        stream = self._kept[site] = trace.read(site)
        self._bytes += stream.nbytes
        while self._bytes > _KEPT and len(self._kept) > 1:
            self._bytes -= self._kept.popitem(last=False)[1].nbytes
        return stream
