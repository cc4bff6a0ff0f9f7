"""A tokenizer with unknown patterns: it processes texts in a process that can be killed."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from cutaway.errors import BadText, UnsupportedModel
from cutaway.tokens.backend import Encoded, Library
from cutaway.tokens.sandbox.process import SECONDS, PatternStopped, SandboxedProcess, Unreadable

PER_SECOND = 100_000
"""How many more characters get a second more."""


class SandboxedLibrary(Library):
    """A tokenizer of any library that encodes and cuts texts in a process that can be killed. Its vocabulary is read in this process.

    Args:
        trusted: the same tokenizer for this process.
        kind, written: the arguments of `operations.hold_tokenizer`.
    """

    def __init__(self, trusted: Library, kind: str, written: Any) -> None:
        self.own = trusted.own
        self._here = trusted
        self._process = SandboxedProcess(
            lambda: ("hold_tokenizer", (kind, written() if callable(written) else written))
        )

    @cached_property
    def unknown(self) -> int | None:
        """As `Library.unknown`."""
        return self._here.unknown

    @cached_property
    def lost(self) -> frozenset[int]:
        """As `Library.lost`."""
        return self._here.lost

    def special_ids(self) -> Iterable[int]:
        """As `Library.special_ids`."""
        return self._here.special_ids()

    def known(self) -> list[int]:
        """As `Library.known`."""
        return self._here.known()

    def bytes_of(self, id: int) -> bytes | None:
        """As `Library.bytes_of`."""
        return self._here.bytes_of(id)

    def token(self, id: int) -> str | None:
        """As `Library.token`."""
        return self._here.token(id)

    def id_of(self, token: str) -> int | None:
        """As `Library.id_of`."""
        return self._here.id_of(token)

    def in_text(self, pieces: Sequence[bytes], text: str, special: Sequence[bool]) -> list[bytes]:
        """As `Library.in_text`."""
        return self._here.in_text(pieces, text, special)

    def joined(self, pieces: Sequence[bytes], special: Sequence[bool]) -> list[bytes]:
        """As `Library.joined`."""
        return self._here.joined(pieces, special)

    def decode(self, ids: Sequence[int], *, skip_special_tokens: bool) -> str | None:
        """As `Library.decode`. Raises `PatternStopped`."""
        return self.run("decode", 10 * len(ids), [*ids], skip_special_tokens)

    def ids(self, text: str, *, special_as_text: bool, add_special_tokens: bool = True) -> list[int]:
        """The token ids. Raises `PatternStopped`."""
        return self.run("ids", len(text), text, special_as_text, add_special_tokens)

    def encoded(self, text: str, *, special_as_text: bool) -> Encoded:
        """The token ids, with the library's offsets. Raises `PatternStopped`."""
        ids, offsets, added = self.run("encoded", len(text), text, special_as_text)
        return Encoded(ids, None if offsets is None else [(start, end) for start, end in offsets], added)

    def each(self, texts: Sequence[str]) -> list[list[int]]:
        """The token ids of each text. Raises `PatternStopped`."""
        return self.run("each", sum(map(len, texts)) + 10 * len(texts), [*texts])

    def run(self, operation: str, size: int, *arguments: Any) -> Any:
        """The result of an operation on a text of `size` characters.

        Raises:
            PatternStopped: it took too long for a text of this size, or too much memory.
        """
        try:
            return self._process.call(
                operation, *arguments, seconds=seconds_for(size), raises=(BadText, UnsupportedModel)
            )
        except PatternStopped as error:
            raise stopped(error) from None


def seconds_for(size: int) -> float:
    """The time limit for a text of `size` characters."""
    return round(SECONDS + size / PER_SECOND, 1)


def stopped(error: PatternStopped) -> PatternStopped:
    """The error for a tokenizer that was stopped."""
    return PatternStopped(
        f"A pattern of this tokenizer {error.why('on this text')}.",
        "Use a shorter text, or a tokenizer without repetitions inside repetitions.",
        reason=error.reason,
        seconds=error.seconds,
    )


def check_opens(written: str) -> None:
    """Checks that the text of a `tokenizer.json` can be opened safely.

    Raises:
        Unreadable: it is not a `tokenizer.json`.
        PatternStopped: opening it takes too long, too much memory, or ends the process.
    """
    process = SandboxedProcess()
    try:
        process.call(
            "hold_tokenizer", "tokenizers", written, seconds=seconds_for(len(written) // 10), raises=(Unreadable,)
        )
    except PatternStopped as error:
        raise PatternStopped(
            f"A pattern of this tokenizer {error.why('when the file was opened')}.",
            "Choose another tokenizer file.",
            reason=error.reason,
            seconds=error.seconds,
        ) from None
    finally:
        process.close()
