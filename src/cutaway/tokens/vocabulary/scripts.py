"""In which script a token is written: Unicode's property Script, as the `regex` library knows it.

Characters that all scripts share (Unicode's Common and Inherited: spaces, most digits and signs, accents by themselves) say nothing.
"""

from collections.abc import Iterable
from functools import cache

import regex

NONE = "none"
"""No character of a token belongs to a script."""
SEVERAL = "several"
"""A token has characters of more than one script."""
OTHER = "other"
"""A script that is not in `SCRIPTS`."""

SCRIPTS = (
    "Latin", "Cyrillic", "Greek", "Han", "Hiragana", "Katakana", "Hangul", "Bopomofo", "Arabic", "Hebrew", "Armenian", "Georgian",
    "Devanagari", "Bengali", "Gurmukhi", "Gujarati", "Oriya", "Tamil", "Telugu", "Kannada", "Malayalam", "Sinhala", "Thai", "Lao",
    "Tibetan", "Myanmar", "Khmer", "Mongolian", "Ethiopic", "Cherokee", "Canadian_Aboriginal", "Syriac", "Thaana", "Nko", "Tifinagh",
    "Coptic", "Gothic", "Runic", "Ogham", "Glagolitic", "Javanese", "Balinese", "Sundanese", "Tai_Tham", "Tai_Le", "New_Tai_Lue",
    "Tai_Viet", "Lisu", "Yi", "Ol_Chiki", "Meetei_Mayek", "Chakma", "Cham", "Vai", "Bamum", "Adlam", "Tagalog", "Buginese", "Limbu",
    "Lepcha", "Saurashtra", "Syloti_Nagri", "Phags_Pa", "Samaritan", "Mandaic", "Egyptian_Hieroglyphs", "Cuneiform", "Braille",
)  # fmt: skip
"""Names of scripts as Unicode has them; the others are told together, as `OTHER`."""


@cache
def script_of_character(character: str) -> str | None:
    """The script of a character; None for one that all scripts share."""
    found = _IN_ORDER.match(character)
    return _NAMES[found.lastindex] if found and found.lastindex else None


def script_of(text: str) -> str:
    """The script of a token's text, `NONE` or `SEVERAL`.

    >>> [script_of(text) for text in (" the", "кот", "42", "aж")]
    ['Latin', 'Cyrillic', 'none', 'several']
    """
    if text.isascii():
        return "Latin" if _ASCII_LETTER.search(text) else NONE
    return _one(map(script_of_character, text))


def _one(scripts: Iterable[str | None]) -> str:
    found = {*scripts} - {None}
    return SEVERAL if len(found) > 1 else found.pop() or NONE if found else NONE


_ASCII_LETTER = regex.compile("[A-Za-z]")
_IN_ORDER = regex.compile(
    r"[\p{Script=Common}\p{Script=Inherited}\p{Script=Unknown}]|"
    + "|".join(rf"(\p{{Script={name}}})" for name in SCRIPTS)
    + "|(.)",
    regex.DOTALL,
)
_NAMES = dict(enumerate((*SCRIPTS, OTHER), start=1))
