"""The characters with which byte-level vocabularies write bytes: GPT-2's table."""


def _byte_table() -> dict[str, int]:
    """Printable bytes stand for themselves; the others, in order, for the characters from U+0100 on."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [b for b in range(256) if b not in printable]
    return {chr(b): b for b in printable} | {chr(0x100 + i): b for i, b in enumerate(others)}


BYTE_OF = _byte_table()
"""How byte-level vocabularies write each byte."""
