"""Cuts and normalises like a tokenizer with unknown patterns, in the process that can be killed."""

from collections.abc import Callable
from functools import cached_property

from cutaway.tokens.replay.normalising import Normalisation
from cutaway.tokens.replay.pre_tokens import PreTokens, Rule
from cutaway.tokens.sandbox.sandboxed_backend import SandboxedLibrary


class SandboxedCutter:
    """Cuts texts in the library's process; a `Cutter`."""

    def __init__(self, library: SandboxedLibrary) -> None:
        self._library = library

    @cached_property
    def byte_level(self) -> bool:
        """Whether the model has to write the pieces in bytes."""
        return self._library.run("writes_bytes", 0)

    def cut(self, text: str, *, special_as_text: bool) -> PreTokens:
        """The pieces of a text, from left to right. Raises `PatternStopped`."""
        texts, added, spans = self._library.run("cut", len(text), text, special_as_text)
        return PreTokens(texts, dict(added), _given([(start, end) for start, end in spans]))

    def rules(self, text: str, cuts: PreTokens, *, special_as_text: bool) -> list[Rule]:
        """The rule that cut each piece. Raises `PatternStopped`."""
        return [Rule(*each) for each in self._library.run("rules", len(text), text, special_as_text)]


class SandboxedNormaliser:
    """Normalises texts in the library's process."""

    def __init__(self, library: SandboxedLibrary) -> None:
        self._library = library

    def steps(self, text: str, cuts: PreTokens) -> tuple[Normalisation, ...]:
        """The effect of each step on the text. Raises `PatternStopped`."""
        kept = [cuts.spans[place] for place in cuts.added]
        return tuple(Normalisation(*each) for each in self._library.run("normalise", len(text), text, kept))


def _given(spans: list[tuple[int, int]]) -> Callable[[], list[tuple[int, int]]]:
    return lambda: spans
