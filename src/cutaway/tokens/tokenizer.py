"""One interface to the two common tokenizer libraries, `tokenizers` and tiktoken.

Ids come from the library itself. Cutaway adds each token's bytes, and the characters of the text that it stands for.
"""

import operator
import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import accumulate, compress, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from cutaway.arguments import checked
from cutaway.errors import BadFile, BadIndex, BadText
from cutaway.tokens import replay
from cutaway.tokens.backend import Library
from cutaway.tokens.chat_template import template_of
from cutaway.tokens.choose_backend import library_of, trusted_library
from cutaway.tokens.formats.detection import RawTokenizer, open_path
from cutaway.tokens.opening import opened

if TYPE_CHECKING:
    from cutaway.tokens.replay.replay_record import Replay
    from cutaway.tokens.replay.replayer import Replayer


class Token(NamedTuple):
    """One token of a text.

    >>> [(token.id, token.text) for token in trace.tokens[:2]]
    [(504, 'The'), (2644, ' cat')]
    >>> trace.text[trace.tokens[1].start : trace.tokens[1].end]
    ' cat'

    Attributes:
        id: its id in the vocabulary.
        text: its bytes as text, with U+FFFD for bytes that are not a whole character.
        bytes: its text as bytes (UTF-8; with a lower-casing tokenizer, of the lower-cased text).
        start, end: its characters in the text, in code points. Tokens that share one character all have that character's bounds; a
            token without text has `start == end`.
        special: whether it is a special token, such as an end-of-text mark.
        appended: whether it was appended by id instead of read from the text.
        virtual: whether it stands for vectors that a model puts before the text (prompt tuning, prefix tuning) instead of a token of
            the vocabulary. Its id is −1, its text a label such as `virtual 0`, and it has no bytes and no characters.
    """

    id: int
    text: str
    bytes: bytes
    start: int
    end: int
    special: bool = False
    appended: bool = False
    virtual: bool = False


def virtual_tokens(count: int) -> tuple[Token, ...]:
    """`count` virtual tokens, in order."""
    return tuple(Token(-1, f"virtual {number}", b"", 0, 0, virtual=True) for number in range(count))


class Tokenizer:
    """A tokenizer of the `tokenizers` library, one of Transformers that is built on it, or an encoding of tiktoken.

    >>> tokenizer = cutaway.tokenizer("gpt2")
    >>> tokenizer.encode("hello world")
    [31373, 995]
    >>> tokenizer.bytes_of(995)
    b' world'

    Args:
        trusted: whether its patterns may run in this process without a check.

    Attributes:
        notes: sentences about possible differences from training, such as a pattern that the file does not contain.
        chat_template: how messages become a text; None if it has no template.

    Raises:
        UnsupportedModel: it is a tokenizer of another kind.
    """

    @checked
    def __init__(self, tokenizer: Any, *, trusted: bool = False, notes: Sequence[str] = ()) -> None:
        self.library: Library = trusted_library(tokenizer) if trusted else library_of(tokenizer)
        self.notes = tuple(notes)
        self.chat_template = template_of(
            getattr(tokenizer, "chat_template", None), getattr(tokenizer, "special_tokens_map", {})
        )
        self._pieces = _Pieces(self.library)

    @classmethod
    @checked
    def from_file(cls, file: str | Path, *, trusted: bool = False) -> "Tokenizer":
        """Reads a tokenizer's file, or a folder with one, in any known format; see `formats.detection`.

        Args:
            trusted: it is a `tokenizer.json` that has been examined, so its patterns may run in this process.

        Raises:
            UnsupportedModel: there is no tokenizer, or it can't be shown.
            BadFile: it can't be read.
            PatternStopped: a pattern in it can't be compiled within the limits.
        """
        if trusted:
            return cls(_examined(file), trusted=True)
        return cls.of(open_path(Path(file)))

    @classmethod
    def of(cls, raw: RawTokenizer) -> "Tokenizer":
        """Wraps a tokenizer that was read from a file.

        Raises:
            UnsupportedModel: its kind can't be shown.
        """
        return cls(raw.own, notes=raw.notes)

    def __repr__(self) -> str:
        kind = type(self.backend).__module__.split(".")[0]
        model = getattr(self.backend, "model", None)
        algorithm = f" {type(model).__name__}" if model is not None else ""
        return f"<Tokenizer: {self.size:,} tokens,{algorithm} of {kind}>"

    def __len__(self) -> int:
        return self.size

    @property
    def backend(self) -> Any:
        """The library's own object."""
        return self.library.own

    @cached_property
    def ids(self) -> tuple[int, ...]:
        """All ids of the vocabulary, in order; some vocabularies have gaps."""
        return tuple(self.library.known())

    @property
    def size(self) -> int:
        """The size of the vocabulary, including special tokens."""
        return len(self.ids)

    def encode(self, text: str, *, special_as_text: bool = False, add_special_tokens: bool = True) -> list[int]:
        """The token ids of `text`, with the special tokens that the model expects around it.

        Args:
            special_as_text: read a special token that is written out in the text as plain text.
            add_special_tokens: False leaves out the special tokens around the text.

        Raises:
            BadText: the text is not valid Unicode, or the vocabulary can't write it.
        """
        check_text(text)
        return self.library.ids(text, special_as_text=special_as_text, add_special_tokens=add_special_tokens)

    @checked
    def encode_batch(
        self, texts: Iterable[str], *, special_as_text: bool = False, add_special_tokens: bool = True
    ) -> list[list[int]]:
        """The token ids of each text, as in `encode`.

        Raises:
            BadText: one text was given instead of several; or what `encode` raises.
        """
        if isinstance(texts, str | bytes):
            raise BadText("This is one text instead of several.", "Give a list of texts, or use encode for one.")
        try:
            several = list(texts)
        except TypeError:
            raise BadText(f"A {type(texts).__name__} is not a list of texts.", "Give a list of texts.") from None
        return [
            self.encode(text, special_as_text=special_as_text, add_special_tokens=add_special_tokens)
            for text in several
        ]

    @checked
    def decode(self, ids: Any, *, skip_special_tokens: bool = False) -> str:
        """The text of tokens by their own library, which may drop or add spaces; `text_of` does not.

        Args:
            ids: token ids: a list, or a tensor or array of one axis.
            skip_special_tokens: leave special tokens out.

        Raises:
            BadIndex: an id is not in the vocabulary, or `ids` is not one row of ids.
        """
        row = as_ids(ids)
        for id in row:
            self._piece(id)
        decoded = self.library.decode(row, skip_special_tokens=skip_special_tokens)
        if decoded is not None:
            return decoded
        return self.text_of([id for id in row if not (skip_special_tokens and self.is_special(id))])

    def token_to_id(self, token: str) -> int | None:
        """The id of a token as the vocabulary writes it (`Ġhello`, `▁hello`); None if there is none."""
        try:
            return self.library.id_of(token) if isinstance(token, str) else None
        except UnicodeEncodeError:  # half of a surrogate pair, which is in no vocabulary
            return None

    def id_to_token(self, id: Any) -> str | None:
        """A token as the vocabulary writes it; None if there is no such id."""
        try:
            return self.library.token(as_id(id))
        except BadIndex:
            return None

    @property
    def replayer(self) -> "Replayer":
        """What works out how texts become this tokenizer's tokens."""
        return replay.replayer.replayer_of(self)

    def replay(self, text: str, *, special_as_text: bool = False) -> "Replay":
        """How `text` becomes its tokens, step by step; see `cutaway.tokens.replay`."""
        check_text(text)
        return self.replayer.replay(text, special_as_text=special_as_text)

    def tokens(self, text: str, appended: Sequence[int] = (), *, special_as_text: bool = False) -> tuple[Token, ...]:
        """The tokens of `text`, followed by those whose ids are `appended`.

        Offsets of appended tokens continue after the text, as if their text had been typed.

        Args:
            special_as_text: as in `encode`.

        Raises:
            BadText: the text is not valid Unicode.
            BadIndex: an appended id is not in the vocabulary.
        """
        check_text(text)
        found = self.library.encoded(text, special_as_text=special_as_text)
        pieces = [self._piece(id) for id in found.ids]
        added = found.added or [False] * len(pieces)
        marks = [piece.special or around for piece, around in zip(pieces, added, strict=True)]
        stands = self.library.in_text([piece.bytes for piece in pieces], text, marks)
        written = [b"" if around else bytes for around, bytes in zip(added, stands, strict=True)]
        spans = spans_of(written, text, self.library.lost) or found.offsets or []
        read = [
            Token(id, piece.text if bytes == piece.bytes else readable(bytes), bytes, start, end, piece.special)
            for id, piece, bytes, (start, end) in zip(found.ids, pieces, stands, spans, strict=True)
        ]
        return (*read, *self.tokens_of(appended, start=len(text), appended=True))

    @checked
    def tokens_of(self, ids: Any, *, start: int = 0, appended: bool = False) -> tuple[Token, ...]:
        """Tokens by their ids, with offsets into their joint text, counted from `start`.

        Raises:
            BadIndex: an id is not in the vocabulary.
        """
        ids = as_ids(ids)
        pieces = [self._piece(id) for id in ids]
        written = [piece.bytes for piece in pieces]
        spans = spans_of(written, _escaped(b"".join(written))) or []
        return tuple(
            Token(id, piece.text, piece.bytes, start + s, start + e, piece.special, appended)
            for id, piece, (s, e) in zip(ids, pieces, spans, strict=True)
        )

    def bytes_of(self, id: Any) -> bytes:
        """The bytes that a token stands for.

        Raises:
            BadIndex: an id is not in the vocabulary.
        """
        return self._piece(as_id(id)).bytes

    def text_of(self, ids: Any) -> str:
        """The text of tokens by id, joined byte by byte, so that characters split across tokens come out whole.

        Raises:
            BadIndex: an id is not in the vocabulary.
        """
        row = as_ids(ids)
        pieces = [self._piece(id) for id in row]
        marks = [piece.special for piece in pieces]
        return readable(b"".join(self.library.joined([piece.bytes for piece in pieces], marks)))

    def is_special(self, id: Any) -> bool:
        """Whether a token is a special one, such as an end-of-text mark."""
        return as_id(id) in self.library.special

    def _piece(self, id: int) -> "_Piece":
        try:
            return self._pieces[id]
        except KeyError:
            raise BadIndex(f"{id} is not a token of this vocabulary.", f"It has {self.size:,} tokens.") from None


class _Piece(NamedTuple):
    """The properties of a token that are the same in every text."""

    bytes: bytes
    text: str
    special: bool


class _Pieces(dict[int, _Piece]):
    """Tokens by id, each looked up once."""

    def __init__(self, library: Library) -> None:
        super().__init__()
        self._library = library

    def __missing__(self, id: int) -> _Piece:
        bytes = self._library.bytes_of(id)
        if bytes is None:
            raise KeyError(id)
        self[id] = piece = _Piece(bytes, readable(bytes), id in self._library.special)
        return piece


def as_id(id: Any) -> int:
    """A token id as a Python integer, also from a NumPy number or a tensor of one entry.

    Raises:
        BadIndex: it is not an integer.
    """
    if isinstance(id, int) and not isinstance(id, bool):
        return id
    try:
        if isinstance(id, bool):
            raise TypeError
        return operator.index(id)
    except (TypeError, ValueError, RuntimeError):
        raise BadIndex(f"{_shown(id)} is not a token id.", "A token id is a whole number.") from None


def as_ids(ids: Any) -> list[int]:
    """A row of token ids as a list, also from a tensor or an array.

    Raises:
        BadIndex: it is not a row of integers.
    """
    if isinstance(ids, str | bytes | dict) or not hasattr(ids, "__iter__"):
        raise BadIndex(
            f"{_shown(ids)} is not a list of token ids.", "Give a list, a tensor or an array of whole numbers."
        )
    shape = getattr(ids, "shape", None)
    if shape is not None and len(shape) != 1:
        raise BadIndex(f"These ids have the shape {tuple(shape)}.", "Give one row of them, such as ids[0].")
    if shape is not None and hasattr(ids, "tolist"):
        try:
            ids = ids.tolist()
        except (NotImplementedError, RuntimeError, TypeError):  # on no device, sparse, quantised, …
            raise BadIndex(f"{_shown(ids)} has no readable numbers.", "Give a list of whole numbers.") from None
    return [as_id(id) for id in ids]


def _examined(file: str | Path) -> Any:
    try:
        return opened(file, trusted=True)
    except MemoryError:
        raise
    except Exception as error:  # the library raises nothing narrower
        raise BadFile(f"{file} can't be read as a tokenizer.json: {error}.", "Fetch or copy it again.") from error


def _shown(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= 40 else f"{shown[:40]}…"


def check_text(text: str) -> None:
    """Raises `BadText` unless `text` is a text in valid Unicode."""
    if not isinstance(text, str):
        raise BadText(
            f"A {type(text).__name__} is not a text: {_shown(text)}.",
            "Give a str. For ids, use decode or tokens_of.",
        )
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise BadText(
            f"The text is not valid Unicode: character {error.start + 1} is half of a surrogate pair.",
            "Remove that character, or paste the text again.",
        ) from None


def readable(piece: bytes) -> str:
    """Bytes as text, with U+FFFD for each byte outside a whole character."""
    return _ESCAPE.sub("\ufffd", _escaped(piece))


def _escaped(piece: bytes) -> str:
    """Bytes as text, with a surrogate for each byte outside a whole character, so that nothing is lost."""
    return piece.decode("utf-8", errors="surrogateescape")


_ESCAPE = re.compile("[\udc80-\udcff]")


def spans_of(pieces: Sequence[bytes], text: str, lost: frozenset[int] = frozenset()) -> list[tuple[int, int]] | None:
    """Each token's span in `text`, in code points; None if the tokens' bytes do not add up to the text.

    Args:
        lost: bytes that the tokenizer drops.

    >>> spans_of([b"a", b"\\xc3", b"\\xa9"], "a\\u00e9")
    [(0, 1), (1, 2), (1, 2)]
    """
    written = text.encode("utf-8", errors="surrogateescape")
    kept = written.translate(None, bytes(lost))
    if b"".join(pieces) != kept:
        return None
    leads = _ESCAPE.sub("?", text).encode().translate(_LEADS)
    character = [*accumulate(leads, initial=-1)][1:]  # the index of each byte's character
    if len(kept) != len(written):
        character = [*compress(character, (byte not in lost for byte in written))]
    character.append(len(text))
    ends = [*accumulate(map(len, pieces), initial=0)]
    return [(character[at], character[end - 1] + 1 if end > at else character[at]) for at, end in pairwise(ends)]


_LEADS = bytes(byte & 0xC0 != 0x80 for byte in range(256))
"""For each byte, 1 if it begins a UTF-8 character, 0 if it continues one."""
