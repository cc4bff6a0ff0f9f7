"""A `.tiktoken` file: on each line a token's bytes in base64 and its rank. It doesn't contain the pattern that cuts a text."""

import base64
import binascii

import tiktoken

from cutaway.errors import BadFile
from cutaway.tokens.training.split_patterns import PATTERNS
from cutaway.tokens.training.splitter import Splitter

DEFAULT_PATTERN = "gpt4"


def looks_like_ranks(beginning: bytes) -> bool:
    """Whether a file with this beginning may be one of tiktoken's."""
    line, _, _ = beginning.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")
    piece, _, rank = line.strip().partition(b" ")
    return rank.isdigit() and bool(piece) and _decoded(piece) is not None


def read_ranks(content: bytes, name: str, pattern: str = "") -> tiktoken.Encoding:
    """The encoding of a `.tiktoken` file.

    Args:
        content: the file's content.
        name: the file's name.
        pattern: the pattern that cuts a text: a name of `PATTERNS` or a regular expression; empty: GPT-4's.

    Raises:
        BadFile: a line is malformed, a rank occurs twice, or a single byte has no rank.
        BadTraining: the pattern is invalid.
    """
    ranks: dict[bytes, int] = {}
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").splitlines(), 1):
        if not line.strip():
            continue
        written, _, rank = line.strip().partition(b" ")
        piece = _decoded(written)
        if not piece or not rank.isdigit() or piece in ranks or int(rank) >= 2**31:
            raise BadFile(
                f"Line {number:,} of {name} is not a token in base64 and its rank.", "Give a complete .tiktoken file."
            )
        ranks[piece] = int(rank)
    missing = [byte for byte in range(256) if bytes([byte]) not in ranks]
    if missing or len(set(ranks.values())) < len(ranks):
        what = f"{len(missing)} of the 256 bytes have no token in it" if missing else "two tokens have one rank"
        raise BadFile(f"{name} can't be used: {what}.", "Give a complete .tiktoken file.")
    cutting = Splitter(pattern or DEFAULT_PATTERN).pattern
    return tiktoken.Encoding(name, pat_str=cutting, mergeable_ranks=ranks, special_tokens={})


def pattern_note(name: str) -> str:
    """The note for a file that was opened without a pattern."""
    others = ", ".join(other for other in PATTERNS if other != DEFAULT_PATTERN)
    return (
        f"{name} does not say how its text is cut, so it is cut as in {DEFAULT_PATTERN}. "
        f"Another pattern can be given: {others} or a regular expression."
    )


def _decoded(piece: bytes) -> bytes | None:
    try:
        return base64.b64decode(piece, validate=True)
    except (binascii.Error, ValueError):
        return None
