"""How a text is cut into pieces before anything is merged: no token reaches from one piece into the next."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from cutaway.tokens.sandbox.process import PatternStopped, SandboxedProcess, never
from cutaway.tokens.training.split_patterns import COMPARED, PATTERNS, shown
from cutaway.tokens.training.training_limits import BadTraining

if TYPE_CHECKING:
    from cutaway.tokens.training.pattern_engine import PatternEngine


class Splitter:
    """A pattern, ready to cut. One of the user's own is compiled and run in a process that can be killed.

    Attributes:
        pattern: the regular expression.
    """

    def __init__(self, pattern: str, *, cancelled: Callable[[], bool] = never) -> None:
        """Makes sure that it can cut.

        Args:
            pattern: a name of `PATTERNS`, or a regular expression.
            cancelled: asked about twenty times a second while a pattern of the user's own is at work; True gives it up.

        Raises:
            BadTraining: it is no regular expression, matches without taking a character, or takes too long to compile.
            Cancelled: it was given up.
        """
        self.pattern = PATTERNS.get(pattern, pattern)
        self._cancelled = cancelled
        self._engine = _engine(self.pattern)
        self._process = SandboxedProcess()
        if self._engine is None:
            self._finish("check_pattern")

    def check(self, text: str) -> None:
        """Refuses a pattern of the user's own that `regex` and Oniguruma read differently, as far as the beginning of a text tells.

        Raises:
            BadTraining: they cut it differently, or one of them can't.
        """
        if self._engine is None:
            self._finish("check_text", text[:COMPARED])

    def caught(self, text: str) -> Iterator[str]:
        """The pieces that the pattern matches, in order; these are learnt from.

        Raises:
            BadTraining: a match takes too long to find.
        """
        return self._engine.caught(text) if self._engine else self._pieces(text, between=False)

    def pieces(self, text: str) -> Iterator[str]:
        """All of the text: what the pattern matches, and what it leaves between; this is what is encoded.

        >>> list(Splitter("gpt2").pieces("ab, c"))
        ['ab', ',', ' c']

        Raises:
            BadTraining: a match takes too long to find.
        """
        return self._engine.pieces(text) if self._engine else self._pieces(text, between=True)

    def _pieces(self, text: str, *, between: bool) -> Iterator[str]:
        for some in self._run("pieces", text, between):
            yield from some or ()

    def _finish(self, operation: str, *arguments: Any) -> None:
        for _ in self._run(operation, *arguments):
            pass

    def _run(self, operation: str, *arguments: Any) -> Iterator[Any]:
        try:
            yield from self._process.stream(
                operation, self.pattern, *arguments, cancelled=self._cancelled, raises=(BadTraining,)
            )
        except PatternStopped as error:
            raise BadTraining(
                f"The pattern {shown(self.pattern)} {error.why('on this text' if arguments else '')}.",
                f"Write it without repetitions inside repetitions, or use one of {', '.join(PATTERNS)}.",
            ) from None


def _engine(pattern: str) -> "PatternEngine | None":
    """What cuts by a known pattern here; None for an unknown one."""
    if pattern not in PATTERNS.values():
        return None
    from cutaway.tokens.training.pattern_engine import PatternEngine

    return PatternEngine(pattern)
