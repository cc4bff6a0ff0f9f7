"""What a source gets: a progress callback and a cancellation check."""

from collections.abc import Callable
from dataclasses import dataclass

from cutaway.errors import Cancelled
from cutaway.progress import Progress, ProgressStep


@dataclass(frozen=True, slots=True)
class FetchContext:
    """One fetch.

    Attributes:
        title: the model's own name, for messages.
        progress: called with what is being done and how far it is.
        cancelled: returns True once the work should stop.
    """

    title: str
    progress: Progress
    cancelled: Callable[[], bool]

    def tell(self, what: str, done: int = 0, total: int | None = None, unit: str = "") -> None:
        """Reports progress, and stops if the work was cancelled.

        Raises:
            Cancelled: the work was cancelled.
        """
        self.check()
        self.progress(ProgressStep(what, done, total, unit))

    def check(self) -> None:
        """Stops if the work was cancelled.

        Raises:
            Cancelled: the work was cancelled.
        """
        if self.cancelled():
            raise Cancelled
