"""Cuts a text into pieces before any merging: no token crosses from one piece into the next."""

from collections.abc import Callable, Iterator
from typing import Any

from cutaway.tokens.sandbox.process import PatternStopped, SandboxedProcess, never
from cutaway.tokens.training.pattern_engine import PatternEngine
from cutaway.tokens.training.split_patterns import COMPARED, PATTERNS, shown
from cutaway.tokens.training.training_limits import BadTraining


class Splitter:
    """Cuts texts by a pattern. A user's pattern is compiled and run in a process that can be killed.

    Attributes:
        pattern: the regular expression.
    """

    def __init__(self, pattern: str, *, cancelled: Callable[[], bool] = never) -> None:
        """Checks that the pattern can cut.

        Args:
            pattern: a name of `PATTERNS`, or a regular expression.
            cancelled: called about twenty times a second while a user's pattern is running; True cancels it.

        Raises:
            BadTraining: it is not a regular expression, matches the empty string, or takes too long to compile.
            Cancelled: `cancelled` returned True.
        """
        self.pattern = PATTERNS.get(pattern, pattern)
        self._cancelled = cancelled
        self._engine = _engine(self.pattern)
        self._process = SandboxedProcess()
        if self._engine is None:
            self._finish("check_pattern")

    def check(self, text: str) -> None:
        """Refuses a user's pattern if `regex` and Oniguruma cut the beginning of a text differently.

        Raises:
            BadTraining: they cut it differently, or one of them fails.
        """
        if self._engine is None:
            self._finish("check_text", text[:COMPARED])

    def caught(self, text: str) -> Iterator[str]:
        """The pieces that the pattern matches, in order; training uses only these.

        Raises:
            BadTraining: finding a match takes too long.
        """
        return self._engine.caught(text) if self._engine else self._pieces(text, between=False)

    def pieces(self, text: str) -> Iterator[str]:
        """The whole text in pieces: the matches and the text between them, as for encoding.

        >>> list(Splitter("gpt2").pieces("ab, c"))
        ['ab', ',', ' c']

        Raises:
            BadTraining: finding a match takes too long.
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


def _engine(pattern: str) -> PatternEngine | None:
    """The engine for a known pattern in this process; None for an unknown one."""
    if pattern not in PATTERNS.values():
        return None
    return PatternEngine(pattern)
