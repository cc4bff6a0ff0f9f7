"""The engine that cuts a text by a pattern for training: Python's `regex`, compared with Oniguruma, which encodes."""

from collections.abc import Iterator

import regex
import tokenizers
from tokenizers import pre_tokenizers

from cutaway.tokens.training.split_patterns import COMPARED, PATTERNS, shown
from cutaway.tokens.training.training_limits import BadTraining

_PATIENCE = 1.0
"""Seconds that a user's pattern may search for one match."""


class PatternEngine:
    """A compiled pattern: a known one, or any in the process for untrusted patterns.

    Python's `regex` does the cutting. A tokenizer of the `tokenizers` library has the same pattern for Oniguruma, whose Unicode is older:
    it does not recognise newer letters.

    Attributes:
        pattern: the regular expression.
    """

    def __init__(self, pattern: str) -> None:
        """Compiles the pattern.

        Args:
            pattern: a name of `PATTERNS`, or a regular expression.

        Raises:
            BadTraining: it is not a regular expression, or it matches the empty string.
        """
        self.pattern = PATTERNS.get(pattern, pattern)
        self._known = self.pattern in PATTERNS.values()
        names = ", ".join(PATTERNS)
        try:
            self._compiled = regex.compile(self.pattern)
            self._theirs = pre_tokenizers.Split(tokenizers.Regex(self.pattern), "isolated")
        except Exception as error:  # tokenizers raises Exception itself
            raise BadTraining(
                f"{shown(pattern)} is neither a pattern's name nor a regular expression: {error}.",
                f"Names are {names}.",
            ) from error
        if self._compiled.match(""):
            raise BadTraining(
                f"The pattern {shown(pattern)} matches the empty string, so it cuts no pieces.",
                f"Let it match at least one character (+ instead of *), or use one of {names}.",
            )

    def check(self, text: str) -> None:
        """Refuses a user's pattern if `regex` and Oniguruma cut the beginning of a text differently.

        Raises:
            BadTraining: they cut it differently, or one of them fails.
        """
        if self._known:
            return
        sample = text[:COMPARED]
        pieces = [*self.pieces(sample)]
        try:
            theirs = [piece for piece, _ in self._theirs.pre_tokenize_str(sample)]
        except BaseException as error:
            if type(error).__name__ != "PanicException":  # a panic in Rust, which is not an Exception
                raise
            raise self._too_slow() from error
        for ours, other in zip(pieces, theirs, strict=False):
            if ours != other:
                raise BadTraining(
                    f"The pattern {shown(self.pattern)} means one thing to Python's regex, which trains, and another to the "
                    f"tokenizers library, which encodes: they cut {ours!r} and {other!r} at the same place in the text.",
                    f"Write it without options and special cases, or use one of {', '.join(PATTERNS)}.",
                )

    def caught(self, text: str) -> Iterator[str]:
        """The pieces that the pattern matches, in order; training uses only these.

        Raises:
            BadTraining: finding a match takes too long.
        """
        for match in self._matches(text):
            if piece := match.group():
                yield piece

    def pieces(self, text: str) -> Iterator[str]:
        """The whole text in pieces: the matches and the text between them, as for encoding.

        >>> list(PatternEngine("[a-z]+").pieces("ab, c"))
        ['ab', ', ', 'c']

        Raises:
            BadTraining: finding a match takes too long.
        """
        end = 0
        for match in self._matches(text):
            if end < match.start():
                yield text[end : match.start()]
            if match.start() < match.end():
                yield match.group()
            end = match.end()
        if end < len(text):
            yield text[end:]

    def _matches(self, text: str) -> Iterator[regex.Match[str]]:
        try:
            yield from self._compiled.finditer(text, timeout=None if self._known else _PATIENCE)
        except TimeoutError as error:
            raise self._too_slow() from error

    def _too_slow(self) -> BadTraining:
        return BadTraining(
            f"The pattern {shown(self.pattern)} tries too many ways to match this text.",
            f"Write it without repetitions inside repetitions, or use one of {', '.join(PATTERNS)}.",
        )
