"""Limits on training texts and vocabulary sizes, and the errors for whatever exceeds them."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from cutaway.errors import BadText, CutawayError

MOST_BYTES = 20_000_000
MOST_TOKENS = 200_000
MOST_RESERVED = 1000


class BadTraining(CutawayError):
    """An impossible training: a size, a pattern, special tokens or a name that can't make a tokenizer."""

    code = "bad-training"


def read_text(file: str | Path) -> str:
    """The text of a file, with its own line ends.

    Raises:
        BadText: it can't be read, is not UTF-8, or is too large.
    """
    path = Path(file)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _too_large(f"{path} has {path.stat().st_size:,} bytes")
        return decoded(path.read_bytes(), str(path))
    except OSError as error:
        raise BadText(f"{path} can't be read: {error.strerror}.", "Give the path of a text file.") from error
    except ValueError as error:
        raise BadText("That is not the path of a file.", "Give the path of a text file.") from error


def decoded(written: bytes, what: str) -> str:
    """Decodes a text in UTF-8.

    Args:
        what: its name in the error.

    Raises:
        BadText: it is not UTF-8.
    """
    try:
        return written.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadText(
            f"{what} is not UTF-8: byte {error.start:,} can't be read.",
            "Give a text file; iconv, for example, converts other encodings.",
        ) from error


def checked(text: str | Iterable[str]) -> tuple[list[str], int]:
    """The chunks of a text, and their total length in bytes.

    Raises:
        BadText: it is not a text, empty, not valid Unicode, or too large.
    """
    try:
        chunks = [text] if isinstance(text, str) else list(text)
    except TypeError:
        raise BadText(
            f"A {type(text).__name__} is not a text to learn from.", "Give a text, or a list of texts."
        ) from None
    if not all(isinstance(chunk, str) for chunk in chunks):
        raise BadText(f"A {type(text).__name__} is not a text to learn from.", "Give a text, or a list of texts.")
    try:
        size = sum(len(chunk.encode()) for chunk in chunks)
    except UnicodeEncodeError as error:
        raise BadText(
            f"The text is not valid Unicode: character {error.start + 1:,} is half of a surrogate pair.",
            "Remove that character, or read the file again as UTF-8.",
        ) from None
    if size == 0:
        raise BadText("There is nothing to learn from: the text is empty.", "Give a text; a few pages are enough.")
    if size > MOST_BYTES:
        raise _too_large(f"The text has {size:,} bytes")
    return chunks, size


def with_reserved(specials: Sequence[str], reserved: int) -> tuple[str, ...]:
    """Special tokens, plus reserved ones without a meaning yet: a model can use one later without a larger vocabulary.

    >>> with_reserved(["<|end|>"], 2)
    ('<|end|>', '<|reserved_0|>', '<|reserved_1|>')

    Raises:
        BadTraining: these are not special tokens, or `reserved` is out of range.
    """
    if isinstance(specials, str) or not all(isinstance(token, str) for token in specials):
        raise BadTraining("Special tokens must be a list of texts.", "Give a list, such as ['<|end|>'].")
    if not isinstance(reserved, int) or not 0 <= reserved <= MOST_RESERVED:
        raise BadTraining(f"{reserved!r} special tokens can't be reserved.", f"Reserve from 0 to {MOST_RESERVED:,}.")
    return (*specials, *(f"<|reserved_{number}|>" for number in range(reserved)))


def check_frequency(min_frequency: int) -> None:
    """Raises `BadTraining` unless `min_frequency` is a positive integer."""
    if not isinstance(min_frequency, int) or min_frequency < 1:
        raise BadTraining(f"{min_frequency!r} is not a minimum frequency.", "Give a whole number, 1 or more.")


def check_pattern(pattern: str) -> None:
    """Raises `BadTraining` unless the pattern is a text."""
    if not isinstance(pattern, str):
        raise BadTraining(f"{pattern!r} is not a pattern.", "Give a name such as gpt4, or a regular expression.")


def check_alphabet(initial_alphabet: str) -> tuple[str, ...]:
    """The characters of an alphabet, each once.

    Raises:
        BadTraining: it is not a text, or contains white space.
    """
    if not isinstance(initial_alphabet, str) or any(character.isspace() for character in initial_alphabet):
        raise BadTraining("An alphabet must be a text without white space.", "Give one such as 'abcdé'.")
    return tuple(dict.fromkeys(initial_alphabet))


def check_size(size: int, least: int, specials: Sequence[str], of_what: str) -> None:
    """Checks the size of the vocabulary, and that special tokens are neither empty nor given twice.

    Args:
        least: how many tokens the algorithm needs besides the special ones.
        of_what: a description of these tokens for the error.

    Raises:
        BadTraining: one of these checks fails.
    """
    if isinstance(size, bool) or not isinstance(size, int):
        raise BadTraining(f"{size!r} is not a number of tokens.", "Give a whole number.")
    if "" in specials or len(set(specials)) < len(specials):
        raise BadTraining("A special token is empty or given twice.", "Give each one once.")
    if not least + len(specials) <= size <= MOST_TOKENS:
        raise BadTraining(
            f"A vocabulary of {size:,} tokens can't be trained.",
            f"It may have {least + len(specials):,} ({of_what}) to {MOST_TOKENS:,}.",
        )


def _too_large(what: str) -> BadText:
    return BadText(f"{what}, and training reads at most {MOST_BYTES:,}.", "Give a part of it.")
