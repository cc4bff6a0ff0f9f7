"""A cache of recent explanations, so that following an input does not start over."""

from typing import TYPE_CHECKING

from cutaway import lenses
from cutaway.errors import BadIndex
from cutaway.server.stores.recent import RecentStore
from cutaway.trace.explain.explanation import Explanation

if TYPE_CHECKING:
    from cutaway.trace.trace import Trace

MOST_EXPLANATIONS = 4
"""Explanations keep every operation of the blocks that they follow in memory, so only a few are kept."""


class ExplanationCache(RecentStore[tuple[str, str, tuple[int, ...], int], Explanation]):
    """Keeps the last few explanations, only of traces in memory."""

    def __init__(self) -> None:
        super().__init__(MOST_EXPLANATIONS)

    def get(
        self, id: str, trace: "Trace", site: str, index: tuple[int, ...], path: tuple[int, ...], top: int
    ) -> Explanation:
        """The explanation at the end of a path of inputs.

        Args:
            id: the trace's id.
            site: a site, or an extra step of the walk: an attention's `.products` or `.scaled`.
            path: the index of an input, of one of its inputs, and so on.

        Raises:
            NoSuchSite, BadIndex, NothingBehind: as in `Trace.explain` and `Input.explain`.
        """
        explanation = self.get_or_make(
            (id, site, index, top), lambda: lenses.walk_why.explain_step(trace, site, index, top)
        )
        for number in path:
            if not 0 <= number < len(explanation.inputs):
                raise BadIndex(f"There is no input {number}.", f"There are {len(explanation.inputs)} inputs here.")
            explanation = explanation.inputs[number].explain()
        return explanation

    def drop_trace(self, id: str) -> None:
        """Drops the explanations of a trace."""
        self.drop(lambda key, explanation: key[0] == id)
