"""Kinds of tokens: a word with its space, a part of one, a number, bytes of a character …"""

from typing import Literal, get_args

import numpy as np
import regex

from cutaway.tokens.vocabulary.characters import Characters

Kind = Literal["special", "bytes", "whitespace", "number", "word start", "letters", "punctuation", "mixed"]
"""In order of testing; the first that applies is a token's kind.

- special: a mark that the model was trained with, such as an end-of-text mark.
- bytes: some of its bytes are not a whole character.
- whitespace: only spaces, tabs and line ends; also a token without any text.
- number: digits and other signs for numbers, perhaps with a space in front.
- word start: letters with a space in front; in WordPiece, letters without the mark of a continued word.
- letters: letters with nothing in front: the inside of a word, or the first word of a line.
- punctuation: neither letters nor numbers: punctuation, symbols, emoji.
- mixed: letters or numbers combined with other signs, such as `.get`.
"""

KINDS: tuple[Kind, ...] = get_args(Kind)

_OTHER, _NUMBER, _LETTER, _MARK, _SPACE, _BLANK = range(6)
"""Classes of characters: part of a number, a letter, a mark on one, a space, other white space; or none of these."""

_IN_ORDER = regex.compile(r"(\p{N})|(\p{L})|(\p{M})")


def _sort_of(character: str) -> int:
    if character.isspace():
        return _SPACE if character == " " else _BLANK
    found = _IN_ORDER.match(character)
    return found.lastindex or _OTHER if found else _OTHER


def kinds_of(characters: Characters, *, special: np.ndarray, whole: np.ndarray, starts_word: np.ndarray) -> np.ndarray:
    """The kind of each token, an index into `KINDS`: `(tokens,)`, uint8.

    Args:
        characters: the characters of the tokens' texts.
        special: `(tokens,)` whether it is a special token.
        whole: `(tokens,)` whether its bytes are whole characters.
        starts_word: `(tokens,)` whether the vocabulary marks it as the start of a word by other means than a space.
    """
    sorts = characters.numbered(_sort_of, end=_OTHER)

    def count(*wanted: int) -> np.ndarray:
        return characters.count(np.isin(sorts, wanted))

    spaced = characters.first(sorts) == _SPACE
    rest = characters.lengths - spaced
    letters = (rest > 0) & (count(_LETTER, _MARK) == rest)
    conditions: dict[Kind, np.ndarray] = {
        "special": special,
        "bytes": ~whole,
        "whitespace": count(_SPACE, _BLANK) == characters.lengths,
        "number": (rest > 0) & (count(_NUMBER) == rest),
        "word start": letters & (spaced | starts_word),
        "letters": letters,
        "mixed": count(_LETTER, _NUMBER) > 0,
    }
    places = [KINDS.index(kind) for kind in conditions]
    return np.select([*conditions.values()], places, KINDS.index("punctuation")).astype(np.uint8)
