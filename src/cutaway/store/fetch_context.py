"""What every source is given to work with: whom to tell how far it is, and whether anyone still waits."""

from collections.abc import Callable
from dataclasses import dataclass

from cutaway.errors import Cancelled
from cutaway.progress import Progress, ProgressStep


@dataclass(frozen=True, slots=True)
class FetchContext:
    """One fetch.

    Attributes:
        title: the model's own name, for what is said about it.
        progress: told where the work stands.
        cancelled: True once nobody waits for the work any more.
    """

    title: str
    progress: Progress
    cancelled: Callable[[], bool]

    def tell(self, what: str, done: int = 0, total: int | None = None, unit: str = "") -> None:
        """Say where the work stands, and give it up if nobody waits for it.

        Raises:
            Cancelled: nobody waits for it.
        """
        self.check()
        self.progress(ProgressStep(what, done, total, unit))

    def check(self) -> None:
        """Give the work up if nobody waits for it.

        Raises:
            Cancelled: nobody waits for it.
        """
        if self.cancelled():
            raise Cancelled
