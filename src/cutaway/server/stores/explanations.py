"""The explanations that were asked for last, so that following an input does not begin at the start again."""

from typing import TYPE_CHECKING

from cutaway.errors import BadIndex
from cutaway.server.stores.recent import RecentStore

if TYPE_CHECKING:
    from cutaway.trace.explain.explanation import Explanation
    from cutaway.trace.trace import Trace

MOST_EXPLANATIONS = 4
"""Explanations keep the blocks that they follow in memory, every operation of them, so only a few are held."""


class ExplanationCache(RecentStore[tuple[str, str, tuple[int, ...], int], "Explanation"]):
    """Holds the last few explanations, and none of a trace that is no longer held."""

    def __init__(self) -> None:
        super().__init__(MOST_EXPLANATIONS)

    def get(
        self, id: str, trace: "Trace", site: str, index: tuple[int, ...], path: tuple[int, ...], top: int
    ) -> "Explanation":
        """The explanation at the end of a path of inputs.

        Args:
            id: the trace's.
            site: a site, or a step of the walk that is none: an attention's `.products` or `.scaled`.
            path: the number of an input, of one of its inputs, and so on.

        Raises:
            NoSuchSite, BadIndex, NothingBehind: as `Trace.explain` and `Input.explain`.
        """
        from cutaway.lenses.walk_why import explain_step

        explanation = self.get_or_make((id, site, index, top), lambda: explain_step(trace, site, index, top))
        for number in path:
            if not 0 <= number < len(explanation.inputs):
                raise BadIndex(f"There is no input {number}.", f"There are {len(explanation.inputs)} inputs here.")
            explanation = explanation.inputs[number].explain()
        return explanation

    def drop_trace(self, id: str) -> None:
        """Let the explanations of a trace go."""
        self.drop(lambda key, explanation: key[0] == id)
