"""The library's pieces, faster: `regex` cuts texts whose characters both engines are known to read alike.

The two may use different versions of Unicode, or different notions of white space. So a character is trusted once both have cut a short
text full of it alike.
"""

import re
from collections.abc import Callable
from typing import Any

import regex

from cutaway.tokens.replay.pattern import compiled, translated

Pieces = Callable[[str], list[str]]


class PatternCutter:
    """Cuts texts with the patterns of a pre-tokenizer's steps.

    Args:
        own: the tokenizer.
        patterns: one for each step; see `patterns_of`.
        library: the pieces as the library cuts them.
    """

    def __init__(self, own: Any, patterns: list["regex.Pattern[str]"], library: Pieces) -> None:
        self._normalise: Callable[[str], str] = own.normalizer.normalize_str if own.normalizer is not None else str
        self._patterns = patterns
        self._library = library
        contents = {token.content for token in own.get_added_tokens_decoder().values() if token.content}
        contents |= set(filter(None, map(self._normalise, contents)))
        self._added = re.compile("|".join(map(re.escape, sorted(contents))) or r"(?!)")
        self._alike: dict[str, bool] = {}

    def pieces(self, text: str) -> list[str] | None:
        """The pieces of a text; None if only the library can tell, because of a possible added token or a character read differently."""
        normal = self._normalise(text)
        if self._added.search(text) or (normal != text and self._added.search(normal)):
            return None
        characters = set(text)
        self._try(list(characters - self._alike.keys()))
        return self._cut(normal) if all(map(self._alike.__getitem__, characters)) else None

    def _cut(self, normal: str) -> list[str]:
        pieces = [normal]
        for pattern in self._patterns:
            pieces = [child for piece in pieces for child in pattern.split(piece) if child]
        return pieces

    def _try(self, characters: list[str]) -> None:
        """Tests whether both read characters alike: all at once, and by halves if they do not."""
        text = "\n".join(f"{c}'s A{c}b 1{c}2 {c}{c}.{c} x'{c}  {c}  {c}" for c in characters)
        alike = self._cut(self._normalise(text)) == self._library(text)
        if alike or len(characters) == 1:
            self._alike |= dict.fromkeys(characters, alike)
        else:
            half = len(characters) // 2
            self._try(characters[:half])
            self._try(characters[half:])


def patterns_of(steps: list[dict[str, Any]]) -> list["regex.Pattern[str]"] | None:
    """Patterns to split a text with, each with a group around the part to keep; None if a step needs more than a pattern."""
    sources = [source for step in steps for source in _sources(step)]
    if not sources or "" in sources:
        return None
    return [compiled(source) for source in sources]


def _sources(step: dict[str, Any]) -> list[str]:
    match step:
        case {"type": "Split", "pattern": {"Regex": source}, "behavior": "Isolated", "invert": False}:
            return ["" if compiled(translated(source)).groups else f"({translated(source)})"]
        case {"type": "Digits", "individual_digits": each}:
            return [r"(\p{N})" if each else r"(\p{N}+)"]
        case {"type": "BertPreTokenizer"}:
            return [r"\s+", r"([\p{P}$+<=>^`|~])"]
        case _:
            return [""]
