"""The script of a token: Unicode's property Script, from the `regex` library.

Characters that all scripts share (Unicode's Common and Inherited: spaces, most digits and signs, bare accents) don't count.
"""

from functools import cache

import numpy as np
import regex

from cutaway.tokens.vocabulary.characters import Characters

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
"""Unicode's names of scripts; all others count as `OTHER`."""


def scripts_of(characters: Characters) -> tuple[tuple[str, ...], np.ndarray]:
    """The scripts that occur, most frequent first, and each text's index among them: `(texts,)`, uint8.

    >>> scripts_of(Characters([" the", "кот", "42", "aж", "a"]))
    (('Latin', 'Cyrillic', 'none', 'several'), array([0, 1, 2, 3, 0], dtype=uint8))
    """
    greatest = characters.greatest(characters.numbered(_script_of, end=0))
    least = characters.least(characters.numbered(lambda character: _script_of(character) or _NOTHING, end=_NOTHING))
    places = np.where(greatest == 0, _NONE, np.where(least == greatest, greatest, _SEVERAL))
    numbers, which, counts = np.unique(places, return_inverse=True, return_counts=True)
    names = [_NAMES[number] for number in numbers.tolist()]
    order = sorted(range(len(names)), key=lambda i: (-counts[i], names[i]))
    return tuple(names[i] for i in order), np.argsort(order)[which].astype(np.uint8)


@cache
def _script_of(character: str) -> int:
    """The script of a character, an index into `_NAMES`; 0 for one that all scripts share."""
    found = _IN_ORDER.match(character)
    return found.lastindex or 0 if found else 0


_IN_ORDER = regex.compile(
    r"[\p{Script=Common}\p{Script=Inherited}\p{Script=Unknown}]|"
    + "|".join(rf"(\p{{Script={name}}})" for name in SCRIPTS)
    + "|(.)",
    regex.DOTALL,
)
_NAMES = ("", *SCRIPTS, OTHER, NONE, SEVERAL)
_NONE, _SEVERAL, _NOTHING = len(_NAMES) - 2, len(_NAMES) - 1, 255
