"""The regular expression with which a tokenizer cuts a text, alternative by alternative.

Such a pattern is a list of alternatives, `'s|'t| ?\\p{L}+|…`. The first that matches cuts a piece, and explains why the piece ends there.
"""

import warnings
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise

import regex

from cutaway.tokens.replay.pre_tokens import Rule

NAMES = {
    "'s": "contraction",
    "'t": "contraction",
    "'re": "contraction",
    "'ve": "contraction",
    "'m": "contraction",
    "'ll": "contraction",
    "'d": "contraction",
    "'(?:[sdmt]|ll|ve|re)": "contraction",
    "'(?i:[sdmt]|ll|ve|re)": "contraction",
    "(?i:'s|'t|'re|'ve|'m|'ll|'d)": "contraction",
    r" ?\p{L}+": "letters, with the space before them",
    r" ?\p{N}+": "digits, with the space before them",
    r" ?[^\s\p{L}\p{N}]+": "punctuation and signs, with the space before them",
    r" ?[^\s\p{L}\p{N}]+[\r\n]*": "punctuation and signs, with the space before them and line ends after them",
    r" ?[^\s\p{L}\p{N}]+[\r\n/]*": "punctuation and signs, with the space before them and line ends or slashes after them",
    r" ?[\p{P}\p{S}]+[\r\n]*": "punctuation and signs, with the space before them and line ends after them",
    r"[^\r\n\p{L}\p{N}]?\p{L}+": "letters, with one character before them",
    r"[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+": "letters and marks, with one character before them",
    r"""[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+""": "a sign and the letters after it",
    "[\u4e00-\u9fa5\u3040-\u309f\u30a0-\u30ff]+": "Chinese characters and kana",
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?": (
        "letters that end in lower case, with one character before them"
    ),
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?": (
        "letters that begin with capitals, with one character before them"
    ),
    r"\p{N}": "one digit",
    r"\p{N}{1,3}": "up to three digits",
    r"\s*[\r\n]": "white space up to a line end",
    r"\s*[\r\n]+": "white space up to line ends",
    r"\s+$": "white space at the end",
    r"\s+(?!\S)": "white space, except the last one before a word",
    r"\s+": "white space",
    r"\s": "one white space",
    r"\w+": "letters, digits and underscores",
    r"[^\w\s]+": "punctuation and signs",
}
"""What known alternatives match, by their source; possessive quantifiers match like plain ones, and are written as such here."""


class Pattern:
    """A pattern that cuts a text.

    Args:
        source: the tokenizer's pattern.

    Attributes:
        alternatives: its top-level alternatives, in the order of trying.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.alternatives = tuple(alternatives(source))

    def pieces(self, text: str) -> list[str]:
        """Its matches, from left to right."""
        plain = self._plain
        return [match[0] for match in plain.finditer(text)] if plain.groups else plain.findall(text)

    def matches(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Start, end and alternative of each match, from left to right."""
        numbers = self._numbers
        for match in self._compiled.finditer(text):
            yield *match.span(), numbers[match.lastindex or 0]

    def rules(self, step: str) -> list[Rule]:
        """The rule for each alternative, in a step of that name."""
        return [Rule(step, name_of(source), i, source) for i, source in enumerate(self.alternatives)]

    @cached_property
    def _plain(self) -> "regex.Pattern[str]":
        return compiled(translated(self.source))

    @cached_property
    def _compiled(self) -> "regex.Pattern[str]":
        return compiled("|".join(f"(?P<a{i}>{translated(part)})" for i, part in enumerate(self.alternatives)))

    @cached_property
    def _numbers(self) -> dict[int, int]:
        """The number of a group → the index of its alternative."""
        return {self._compiled.groupindex[f"a{i}"]: i for i in range(len(self.alternatives))}


def compiled(source: str) -> "regex.Pattern[str]":
    """A pattern of `regex`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # of sets in sets, which these patterns do not mean
        return regex.compile(source)


def name_of(alternative: str) -> str:
    """What an alternative matches, in plain words; empty for an unknown one."""
    return NAMES.get(plainly(alternative).replace("\r", r"\r").replace("\n", r"\n"), "")


def alternatives(source: str) -> Iterator[str]:
    """The top-level alternatives of a pattern.

    >>> list(alternatives(r"'(?:s|t)|[|]|\\||a"))
    ["'(?:s|t)", '[|]', '\\\\|', 'a']
    """
    depth, part = 0, ""
    for token in _parts(source):
        depth += (token == "(") - (token == ")")
        if token == "|" and depth == 0:
            yield part
            part = ""
        else:
            part += token
    yield part


def plainly(source: str) -> str:
    """A pattern with plain quantifiers instead of possessive ones, which match the same if nothing follows that needs backtracking.

    >>> plainly(r" ?\\p{L}++|[*+]")
    ' ?\\\\p{L}+|[*+]'
    """
    tokens = ["", *_parts(source)]
    return "".join(b for a, b in pairwise(tokens) if not (b == "+" and a in ("+", "*", "?", "}")))


def translated(source: str) -> str:
    """A pattern in `regex`'s syntax: `$` becomes the very end of the text, never before a line end there."""
    return "".join(r"\Z" if token == "$" else token for token in _parts(source))


def _parts(source: str) -> Iterator[str]:
    """Escaped characters and classes, sets in brackets, and all other characters one by one."""
    yield from regex.findall(r"\\[pP]\{\w+\}|\\.|\[(?:\\.|[^\]\\])+\]|.", source, regex.DOTALL)
