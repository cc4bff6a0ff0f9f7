"""How tiktoken cuts a text: at special tokens, and between them by one pattern."""

import re
from collections.abc import Iterator
from typing import Any

from cutaway.tokens.replay.pattern import Pattern
from cutaway.tokens.replay.pre_tokens import PreTokens, Rule
from cutaway.tokens.replay.unicode_tables import as_tiktoken_reads


class RankedCutter:
    """Cuts texts like an encoding of tiktoken.

    Args:
        own: the encoding.
    """

    def __init__(self, own: Any) -> None:
        self.pattern = Pattern(own._pat_str)
        self.special: dict[str, int] = own._special_tokens
        longest_first = sorted(self.special, key=len, reverse=True)
        self._specials = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")

    def cut(self, text: str, *, special_as_text: bool) -> PreTokens:
        """The pieces of a text."""
        texts: list[str] = []
        added: dict[int, int] = {}
        for start, end, special in self._parts(text, special_as_text):
            part = text[start:end]
            if special is not None:
                added[len(texts)] = special
                texts.append(part)
            elif (read := as_tiktoken_reads(part)) == part:
                texts += self.pattern.pieces(part)
            else:
                texts += [part[first:last] for first, last, _ in self.pattern.matches(read)]
        return PreTokens(texts, added, lambda: [(start, end) for start, end, _ in self._matches(text, special_as_text)])

    def rules(self, text: str, cuts: PreTokens, *, special_as_text: bool) -> list[Rule]:
        """The alternative of the pattern that matched each piece."""
        known = [*self.pattern.rules("pattern"), Rule("special token")]
        return [known[alternative] for _, _, alternative in self._matches(text, special_as_text)]

    def _matches(self, text: str, special_as_text: bool) -> Iterator[tuple[int, int, int]]:
        """Start, end and alternative of each piece; -1 for a special token."""
        for start, end, special in self._parts(text, special_as_text):
            if special is not None:
                yield start, end, -1
                continue
            for first, last, alternative in self.pattern.matches(as_tiktoken_reads(text[start:end])):
                yield start + first, start + last, alternative

    def _parts(self, text: str, special_as_text: bool) -> Iterator[tuple[int, int, int | None]]:
        """Special tokens with their ids, and the text between them."""
        at = 0
        for match in () if special_as_text else self._specials.finditer(text):
            yield at, match.start(), None
            yield *match.span(), self.special[match[0]]
            at = match.end()
        yield at, len(text), None
