"""What can be trained on, and how large a vocabulary may be; whatever is outside is refused with a way out."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from cutaway.errors import BadText, CutawayError

MOST_BYTES = 20_000_000
MOST_TOKENS = 200_000


class BadTraining(CutawayError):
    """A training that can't be: a size, a pattern, special tokens or a name that make no tokenizer."""

    code = "bad-training"


def read_text(file: str | Path) -> str:
    """The text of a file, its line ends as they are.

    Raises:
        BadText: it can't be read, is not UTF-8, or too large.
    """
    path = Path(file)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _too_large(f"{path} has {path.stat().st_size:,} bytes")
        return decoded(path.read_bytes(), str(path))
    except OSError as error:
        raise BadText(f"{path} can't be read: {error.strerror}.", "Give the path of a text file.") from error


def decoded(written: bytes, what: str) -> str:
    """A text that is written in UTF-8.

    Args:
        what: what it is called in the error.

    Raises:
        BadText: it is not UTF-8.
    """
    try:
        return written.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadText(
            f"{what} is not UTF-8: byte {error.start:,} can't be read.",
            "Give a text file; iconv, say, converts one in another encoding.",
        ) from error


def checked(text: str | Iterable[str]) -> tuple[list[str], int]:
    """The chunks of a text, and how many bytes they have together.

    Raises:
        BadText: it is empty, no valid Unicode, or too large.
    """
    chunks = [text] if isinstance(text, str) else list(text)
    try:
        size = sum(len(chunk.encode()) for chunk in chunks)
    except UnicodeEncodeError as error:
        raise BadText(
            f"The text is not valid Unicode: character {error.start + 1:,} is half of a surrogate pair.",
            "Remove that character, or read the file again as UTF-8.",
        ) from None
    if size == 0:
        raise BadText("There is nothing to learn from: the text is empty.", "Give a text; some pages of it are enough.")
    if size > MOST_BYTES:
        raise _too_large(f"The text has {size:,} bytes")
    return chunks, size


def check_size(size: int, least: int, specials: Sequence[str], of_what: str) -> None:
    """Refuses a size that is out of bounds, and special tokens that are empty or given twice.

    Args:
        least: how many tokens the algorithm needs beside the special ones.
        of_what: what these are, as said in the error.

    Raises:
        BadTraining: as above.
    """
    if "" in specials or len(set(specials)) < len(specials):
        raise BadTraining("A special token is empty or given twice.", "Give each one once.")
    if not least + len(specials) <= size <= MOST_TOKENS:
        raise BadTraining(
            f"A vocabulary of {size:,} tokens can't be trained.",
            f"It may have {least + len(specials):,} ({of_what}) to {MOST_TOKENS:,}.",
        )


def _too_large(what: str) -> BadText:
    return BadText(f"{what}, and training reads at most {MOST_BYTES:,}.", "Give a part of it.")
