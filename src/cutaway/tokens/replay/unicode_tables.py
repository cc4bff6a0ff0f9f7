"""Two libraries may use different versions of Unicode: a letter for `regex` may still be unassigned for tiktoken."""

import functools

import regex
import tiktoken

CATEGORIES = (
    "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po",
    "Sm", "Sc", "Sk", "So", "Zs", "Zl", "Zp", "Cc", "Cf", "Co", "Cn",
)  # fmt: skip
"""The general categories of Unicode (Unicode Standard Annex 44)."""


def as_tiktoken_reads(text: str) -> str:
    """A text that `regex` cuts as tiktoken cuts the original: characters on which the two disagree are replaced."""
    if text.isascii() or _disputed().isdisjoint(text):
        return text
    return text.translate(disputed())


@functools.cache
def _disputed() -> frozenset[str]:
    return frozenset(map(chr, disputed()))


@functools.cache
def disputed() -> dict[int, str]:
    """For each character on which `regex` and tiktoken disagree, one that both read as tiktoken reads it."""
    everything = "".join(chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000)
    by_regex = {category: "".join(regex.findall(rf"\p{{{category}}}+", everything)) for category in CATEGORIES}
    odd = "".join(_matched(rf"\P{{{category}}}", known) for category, known in by_regex.items())
    table: dict[int, str] = {}
    for category, known in by_regex.items():
        found = _matched(rf"\p{{{category}}}", odd)
        if found:
            agreed = next(c for c in reversed(known) if c not in odd)  # the last: no pattern names it
            table |= dict.fromkeys(map(ord, found), agreed)
    return table


def _matched(pattern: str, text: str) -> str:
    """The characters of a text that tiktoken matches with a pattern: an encoding whose tokens are the bytes returns them."""
    bytes_ = {bytes([byte]): byte for byte in range(256)}
    encoding = tiktoken.Encoding("bytes", pat_str=pattern, mergeable_ranks=bytes_, special_tokens={})
    return bytes(encoding.encode_ordinary(text)).decode()
