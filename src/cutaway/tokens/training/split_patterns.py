"""The usual patterns that cut a text before a byte-pair encoding is trained, by name."""

_CONTRACTION = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)"
_UPPER, _LOWER = r"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]", r"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"

PATTERNS = {
    # Radford et al. 2019, the encoder of GPT-2: a space belongs to the word after it.
    "gpt2": r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+",
    # tiktoken's cl100k_base (GPT-4): at most three digits, any one sign before a word, line ends by themselves.
    "gpt4": _CONTRACTION + r"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
    # tiktoken's o200k_base (GPT-4o): a word ends before a capital, and keeps its contraction.
    "o200k": rf"[^\r\n\p{{L}}\p{{N}}]?{_UPPER}*{_LOWER}+{_CONTRACTION}?"
    rf"|[^\r\n\p{{L}}\p{{N}}]?{_UPPER}+{_LOWER}*{_CONTRACTION}?"
    r"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+",
}
"""Patterns by name."""

COMPARED = 100_000
"""How many characters of a text both engines cut for comparison."""


def shown(pattern: str) -> str:
    """A pattern as quoted in messages: only its beginning if it is long."""
    return repr(pattern if len(pattern) <= 80 else f"{pattern[:80]}…")
