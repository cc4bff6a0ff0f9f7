"""Texts that are hard on tokenizers, the same each time: scripts mixed, joiners, marks that stand alone, runs, very long words."""

import random
from collections.abc import Sequence

ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "éñüßøåçœæþ", "абвгдежзийклмн", "αβγδεζηθικλμν", "שלוםעברית",
    "مرحبابالعالم", "नमस्तेदुनिया", "สวัสดีชาวโลก", "東京都日本語漢字中文简体", "ひらがなカタカナー", "안녕하세요세계", "ﬁﬂ①②½²ⅧＡＢ",
    "𝔘𝔫𝔦𝔠𝔬𝔡𝔢𐍈𒀀", ".,;:!?'\"()[]{}<>/\\|@#$%^&*-_=+~`", "…—–‘’“”«»¿¡", "0123456789", "٠١٢٣٤٥６７８",
)  # fmt: skip
BITS = (
    "👩‍👩‍👧‍👦", "👍🏽", "🏳️‍🌈", "🇩🇪", "🦜", "e\u0301", "\u0301", "a\u0300\u0316\u0327", "\u200d", "\u200b", "\ufeff", "\u00ad",
    "\ufe0f", "\u202e", "\0", "\x07", "\x1b[0m", "\x7f", "\x85", "\u2028", "\ufffd", "\U0010ffff", "İ", "ſ", "\u212b", "\u212a",
    "'s", "'t", "'RE", "'ve", "'LL", "’s", "don't", "I'd've", "1234567", "3.14159", "1e-10", "0x7f", "http://a.b/c?d=e&f", "a_b",
    "#include", "def f(x):\n\treturn x", '{"k": [1, 2]}', "SELECT * FROM t;", "naïve", "café", "Straße",
)  # fmt: skip
SPACES = (" ", "  ", "   ", " " * 17, "\n", "\n\n", "\r\n", "\t", "\t\t ", "\u00a0", "\u3000", " \n ", "\v", "\f")


KINDS_OF_TEXTS = (
    "a",
    "The cat sat",
    "The cat sat on the mat because the cat was tired and the cat slept",
    "In the beginning " * 12,
    "東京は日本の首都です",
    "Я люблю 👩‍👩‍👧‍👦 и 🦜🦜",
    " \n\t  \n",
    "The answer is",
)
"""One token, three, repeated ones, many, no Latin letters, emoji, white space alone, an ending that leaves much open."""


def read_by(model: str) -> tuple[str, ...]:
    """These texts, as a model of the catalog can read them: of white space alone, the textbook's tokenizer keeps no token."""
    return tuple(text if text.strip() or model != "textbook" else "! ?" for text in KINDS_OF_TEXTS)


def hard_texts(count: int, seed: int, marks: Sequence[str] = ()) -> list[str]:
    """So many texts.

    Args:
        marks: what special tokens look like; some texts have some of them.
    """
    lots = random.Random(seed)
    return [_text(lots, marks) for _ in range(count - len(LONG))] + list(LONG)


LONG = (
    "a" * 3000,
    "ab" * 1500,
    "東京" * 800,
    "9" * 2000,
    "🦜" * 500,
    " " * 3000,
    "\u0301" * 900,
    "antidisestablishment" * 120,
)


def _text(lots: random.Random, marks: Sequence[str]) -> str:
    parts = []
    for _ in range(lots.choice((0, 1, 2, 3, 5, 8))):
        kind = lots.random()
        if kind < 0.4:
            alphabet = lots.choice(ALPHABETS)
            parts.append("".join(lots.choices(alphabet, k=lots.randint(1, 9))))
        elif kind < 0.6:
            parts.append(lots.choice(BITS))
        elif kind < 0.85:
            parts.append(lots.choice(SPACES))
        elif kind < 0.93 or not marks:
            parts.append(chr(_scalar(lots)))
        else:
            parts.append(lots.choice(marks))
    return "".join(parts)


def _scalar(lots: random.Random) -> int:
    """Any code point that is no surrogate."""
    number = lots.randrange(0x110000 - 0x800)
    return number if number < 0xD800 else number + 0x800
