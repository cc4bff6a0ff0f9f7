"""The explanations that were asked for last, so that following an input does not begin at the start again."""

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

from cutaway.errors import BadIndex

if TYPE_CHECKING:
    from cutaway.trace.explain.explanation import Explanation
    from cutaway.trace.trace import Trace

_REMEMBERED = 4
"""Explanations keep the blocks that they follow in memory, every operation of them, so only a few are kept."""


class ExplanationCache:
    """Holds the last few explanations, and none of a trace that is no longer held. Methods may be called from any thread."""

    def __init__(self) -> None:
        self._found: OrderedDict[tuple[str, str, tuple[int, ...], int], Explanation] = OrderedDict()
        self._lock = threading.Lock()

    def follow(
        self, id: str, trace: "Trace", site: str, index: tuple[int, ...], steps: tuple[int, ...], top: int
    ) -> "Explanation":
        """The explanation at the end of a path of inputs.

        Args:
            id: the trace's.
            site: a site, or a step of the walk that is none: an attention's `.products` or `.scaled`.
            steps: the number of an input, of one of its inputs, and so on.

        Raises:
            NoSuchSite, BadIndex, NothingBehind: as `Trace.explain` and `Input.explain`.
        """
        from cutaway.lenses.walk_why import explain_step

        key = (id, site, index, top)
        with self._lock:
            known = self._found.get(key)
        found = explain_step(trace, site, index, top) if known is None else known
        with self._lock:
            self._found[key] = found
            self._found.move_to_end(key)
            while len(self._found) > _REMEMBERED:
                self._found.popitem(last=False)
        for step in steps:
            if not 0 <= step < len(found.inputs):
                raise BadIndex(f"There is no input {step}.", f"There are {len(found.inputs)} inputs here.")
            found = found.inputs[step].explain()
        return found

    def forget(self, id: str) -> None:
        """Lets the explanations of a trace go."""
        with self._lock:
            for key in [key for key in self._found if key[0] == id]:
                del self._found[key]
