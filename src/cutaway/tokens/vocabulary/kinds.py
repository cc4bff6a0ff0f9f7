"""What kind of thing a token is: a word with its space, a part of one, a number, bytes of a character …"""

from typing import Literal, get_args

import regex

Kind = Literal["special", "bytes", "whitespace", "number", "word start", "letters", "punctuation", "mixed"]
"""In the order in which they are asked; the first that holds is a token's kind.

- special: a mark that the model was trained with, such as an end-of-text mark.
- bytes: some of its bytes belong to no whole character.
- whitespace: nothing but spaces, tabs and line ends; a token without any text counts too.
- number: digits and other signs for numbers, perhaps with a space in front.
- word start: letters with a space in front; in WordPiece, letters without the mark of a continued word.
- letters: letters with nothing in front: the inside of a word, or the first word of a line.
- punctuation: neither letters nor numbers: punctuation, symbols, emoji.
- mixed: letters or numbers together with other signs, such as `.get`.
"""

KINDS: tuple[Kind, ...] = get_args(Kind)

_NUMBER = regex.compile(r" ?\p{N}+")
_LETTERS = regex.compile(r"( ?)[\p{L}\p{M}]+")
_WORDLIKE = regex.compile(r"[\p{L}\p{N}]")


def kind_of(text: str, *, special: bool, whole: bool, starts_word: bool = False) -> Kind:
    """The kind of a token.

    Args:
        text: its text.
        special: whether it is a special token.
        whole: whether its bytes are whole characters.
        starts_word: whether the vocabulary says by other means than a space that a word starts here.
    """
    if special:
        return "special"
    if not whole:
        return "bytes"
    if not text or text.isspace():
        return "whitespace"
    if _NUMBER.fullmatch(text):
        return "number"
    letters = _LETTERS.fullmatch(text)
    if letters:
        return "word start" if starts_word or letters[1] else "letters"
    return "mixed" if _WORDLIKE.search(text) else "punctuation"
