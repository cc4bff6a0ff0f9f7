"""What can be trained on, and how large a vocabulary may be; whatever is outside is refused with a way out."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from cutaway.errors import BadText, CutawayError

MOST_BYTES = 20_000_000
MOST_TOKENS = 200_000
MOST_RESERVED = 1000


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
    except ValueError as error:
        raise BadText("That is no path of a file.", "Give the path of a text file.") from error


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
        BadText: it is no text, empty, no valid Unicode, or too large.
    """
    try:
        chunks = [text] if isinstance(text, str) else list(text)
    except TypeError:
        raise BadText(
            f"A {type(text).__name__} is no text to learn from.", "Give a text, or a list of texts."
        ) from None
    if not all(isinstance(chunk, str) for chunk in chunks):
        raise BadText(f"A {type(text).__name__} is no text to learn from.", "Give a text, or a list of texts.")
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


def with_reserved(specials: Sequence[str], reserved: int) -> tuple[str, ...]:
    """Special tokens, and so many more without a meaning yet: a model can be given one later without a larger vocabulary.

    >>> with_reserved(["<|end|>"], 2)
    ('<|end|>', '<|reserved_0|>', '<|reserved_1|>')

    Raises:
        BadTraining: these are no special tokens, or no number of them.
    """
    if isinstance(specials, str) or not all(isinstance(token, str) for token in specials):
        raise BadTraining("Special tokens are not given as a list of texts.", "Give a list, such as ['<|end|>'].")
    if not isinstance(reserved, int) or not 0 <= reserved <= MOST_RESERVED:
        raise BadTraining(f"{reserved!r} special tokens can't be reserved.", f"Reserve from 0 to {MOST_RESERVED:,}.")
    return (*specials, *(f"<|reserved_{number}|>" for number in range(reserved)))


def check_frequency(min_frequency: int) -> None:
    """Raises `BadTraining` for what is no least frequency."""
    if not isinstance(min_frequency, int) or min_frequency < 1:
        raise BadTraining(f"{min_frequency!r} is no least frequency.", "Give a whole number from 1 on.")


def check_pattern(pattern: str) -> None:
    """Raises `BadTraining` for what is no text, and so no pattern."""
    if not isinstance(pattern, str):
        raise BadTraining(f"{pattern!r} is no pattern.", "Give a name such as gpt4, or a regular expression.")


def check_alphabet(initial_alphabet: str) -> tuple[str, ...]:
    """The characters of an alphabet, each once.

    Raises:
        BadTraining: it is no text, or has white space in it.
    """
    if not isinstance(initial_alphabet, str) or any(character.isspace() for character in initial_alphabet):
        raise BadTraining("An alphabet is a text of characters without white space.", "Give one such as 'abcdé'.")
    return tuple(dict.fromkeys(initial_alphabet))


def check_size(size: int, least: int, specials: Sequence[str], of_what: str) -> None:
    """Refuses a size that is out of bounds, and special tokens that are empty or given twice.

    Args:
        least: how many tokens the algorithm needs beside the special ones.
        of_what: what these are, as said in the error.

    Raises:
        BadTraining: as above.
    """
    if isinstance(size, bool) or not isinstance(size, int):
        raise BadTraining(f"{size!r} is no number of tokens.", "Give a whole number.")
    if "" in specials or len(set(specials)) < len(specials):
        raise BadTraining("A special token is empty or given twice.", "Give each one once.")
    if not least + len(specials) <= size <= MOST_TOKENS:
        raise BadTraining(
            f"A vocabulary of {size:,} tokens can't be trained.",
            f"It may have {least + len(specials):,} ({of_what}) to {MOST_TOKENS:,}.",
        )


def _too_large(what: str) -> BadText:
    return BadText(f"{what}, and training reads at most {MOST_BYTES:,}.", "Give a part of it.")
