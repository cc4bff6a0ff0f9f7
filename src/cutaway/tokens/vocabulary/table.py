"""A vocabulary as a table: a row for each token, in the order of ids, and a column for each property."""

import threading
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal
from weakref import WeakKeyDictionary

import numpy as np

from cutaway.errors import BadIndex, UnsupportedModel
from cutaway.tokens.backend import Library
from cutaway.tokens.backend_hf import HuggingFace
from cutaway.tokens.replay.bpe import ByMerges, ByRanks
from cutaway.tokens.replay.replayer import replayer_of
from cutaway.tokens.replay.words import Algorithm
from cutaway.tokens.tokenizer import Tokenizer, readable
from cutaway.tokens.vocabulary import reach
from cutaway.tokens.vocabulary.characters import Characters
from cutaway.tokens.vocabulary.kinds import KINDS, kinds_of
from cutaway.tokens.vocabulary.merges import made, merged_ids
from cutaway.tokens.vocabulary.reach import REACHES, Reach
from cutaway.tokens.vocabulary.scripts import scripts_of

Why = Literal["", "bytes", "merges", "character"]
"""The proof that no text produces a token; see `reach`."""


@dataclass(frozen=True, slots=True)
class Merges:
    """The merge that makes each token; −1 if there is none.

    Attributes:
        rank: `(tokens,)` its rank.
        left, right: `(tokens,)` the rows of the two tokens that it joins.
    """

    rank: np.ndarray
    left: np.ndarray
    right: np.ndarray


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """All tokens of a tokenizer. Arrays have an entry per token, in the order of ids.

    Attributes:
        library: the tokenizer's library.
        algorithm: how it makes tokens; None if that is unknown.
        looks_up_whole: whether a piece that is a token needs no merging.
        ids: `(tokens,)` their ids.
        bytes: the bytes of each token.
        texts: the same as text, with U+FFFD for each byte outside a whole character.
        characters: `(tokens,)` the lengths of the texts, in code points.
        scripts: the names of the scripts that occur, most frequent first.
        script: `(tokens,)` each token's index into `scripts`.
        kind: `(tokens,)` each token's index into `KINDS`.
        reach: `(tokens,)` each token's index into `REACHES`.
        why: row → the proof that no text produces this token.
        witness: row → a text that produces this token, for tokens that only come out next to something else.
    """

    library: Library
    algorithm: Algorithm | None
    looks_up_whole: bool
    ids: np.ndarray
    bytes: list[bytes]
    texts: list[str]
    characters: np.ndarray
    scripts: tuple[str, ...]
    script: np.ndarray
    kind: np.ndarray
    reach: np.ndarray
    why: dict[int, Why]
    witness: dict[int, str]

    @cached_property
    def merges(self) -> Merges:
        """How every token is made. This redoes all merges, once, and takes longer than everything else here."""
        merging = _merging(self.algorithm)
        columns = np.full((3, len(self)), -1, np.int32)
        if merging:
            rows = {int(id): row for row, id in enumerate(self.ids)}
            for row, each in enumerate(made(merging, rows)):
                if each and each.rank is not None and each.left is not None and each.right is not None:
                    columns[:, row] = each.rank, rows[each.left], rows[each.right]
        return Merges(*columns)

    def __len__(self) -> int:
        return len(self.texts)

    def row(self, id: int) -> int:
        """A token's row in the table.

        Raises:
            BadIndex: there is no token of that id.
        """
        row = int(np.searchsorted(self.ids, id))
        if row == len(self) or self.ids[row] != id:
            raise BadIndex(f"{id} is not a token of this vocabulary.", f"It has {len(self):,} tokens.")
        return row

    def part_of(self, row: int) -> np.ndarray:
        """The rows of the tokens whose merge joins this one with another (or itself), in the order of ids."""
        return np.flatnonzero((self.merges.left == row) | (self.merges.right == row))

    def encoded(self, row: int) -> list[int]:
        """The encoding of the token's own text; if its bytes are not text, the result of merging them."""
        if KINDS[self.kind[row]] != "bytes":
            return self.library.each([self.texts[row]])[0]
        merging = _merging(self.algorithm)
        return merged_ids(merging)(int(self.ids[row])) if merging else []


_MADE: WeakKeyDictionary[Tokenizer, Vocabulary] = WeakKeyDictionary()
_MAKING = threading.Lock()


def vocabulary_of(tokenizer: Tokenizer) -> Vocabulary:
    """The vocabulary of a tokenizer; it is built once, which takes most of a second for 200,000 tokens."""
    with _MAKING:
        found = _MADE.get(tokenizer)
        if found is None:
            found = _MADE[tokenizer] = _Making(tokenizer).made()
        return found


@dataclass(slots=True)
class _Making:
    """Builds a vocabulary."""

    tokenizer: Tokenizer
    ids: list[int] = field(init=False)
    pieces: list[bytes] = field(init=False)
    texts: list[str] = field(init=False)
    whole: list[bool] = field(init=False)

    def made(self) -> Vocabulary:
        self.ids = [*self.tokenizer.ids]
        self.pieces = [piece or b"" for piece in map(self.tokenizer.library.bytes_of, self.ids)]
        self.texts, self.whole = _read(self.pieces)
        algorithm = _algorithm(self.tokenizer)
        merging = _merging(algorithm)
        whole_first = isinstance(algorithm, ByRanks) or (isinstance(algorithm, ByMerges) and algorithm.ignore_merges)
        characters = Characters(self.texts)
        reaches, why, witness = self.reaches(merging, whole_first=whole_first)
        scripts, script = scripts_of(characters)
        return Vocabulary(
            library=self.tokenizer.library,
            algorithm=algorithm,
            looks_up_whole=whole_first,
            ids=np.asarray(self.ids, np.int64),
            bytes=self.pieces,
            texts=self.texts,
            characters=characters.lengths,
            scripts=scripts,
            script=script,
            kind=self.kinds(characters),
            reach=np.asarray([*map(REACHES.index, reaches)], np.uint8),
            why=why,
            witness=witness,
        )

    def kinds(self, characters: Characters) -> np.ndarray:
        return kinds_of(
            characters,
            special=self.among(self.tokenizer.library.special),
            whole=np.asarray(self.whole, bool),
            starts_word=self.among(_word_starts(self.tokenizer) or frozenset()),
        )

    def among(self, wanted: frozenset[int]) -> np.ndarray:
        return np.fromiter((id in wanted for id in self.ids), bool, len(self.ids))

    def reaches(
        self, algorithm: ByRanks | ByMerges | None, *, whole_first: bool
    ) -> tuple[list[Reach], dict[int, Why], dict[int, str]]:
        """How each token is reached, proofs for those that are not, and texts for those that need something next to them."""
        library, special = self.tokenizer.library, self.tokenizer.library.special
        in_model = _in_model(algorithm)
        fallback = _fallback(algorithm)
        reaches: list[Reach] = ["not found"] * len(self.ids)
        why: dict[int, Why] = {}
        tried = [row for row, id in enumerate(self.ids) if self.whole[row] and id not in special]
        alone = reach.encoded_alone(library, [self.texts[row] for row in tried], [self.ids[row] for row in tried])
        for row in (row for row, is_alone in zip(tried, alone, strict=True) if is_alone):
            reaches[row] = "alone"
        left: list[int] = []
        merged = merged_ids(algorithm) if algorithm else None
        for row, id in enumerate(self.ids):
            if id in special:
                reaches[row] = "special"
            elif reaches[row] == "alone":
                continue
            elif not reach.in_some_text(self.pieces[row]):
                reaches[row], why[row] = "never", "bytes"
            elif id in fallback and self.whole[row]:
                reaches[row], why[row] = "never", "character"
            elif id in in_model and merged and not (whole_first and self.whole[row]) and merged(id) != [id]:
                reaches[row], why[row] = "never", "merges"
            elif not self.whole[row]:
                reaches[row] = "part" if algorithm else "not found"
            else:
                left.append(row)
        witnesses = reach.witnesses(library, [self.texts[row] for row in left], [self.ids[row] for row in left])
        found = {row: text for row, text in zip(left, witnesses, strict=True) if text is not None}
        for row in found:
            reaches[row] = "beside"
        return reaches, why, found


def _read(pieces: list[bytes]) -> tuple[list[str], list[bool]]:
    """Bytes as texts, and for each whether it has only whole characters."""
    texts: list[str] = []
    whole: list[bool] = []
    for piece in pieces:
        try:
            texts.append(piece.decode())
            whole.append(True)
        except UnicodeDecodeError:
            texts.append(readable(piece))
            whole.append(False)
    return texts, whole


def _algorithm(tokenizer: Tokenizer) -> Algorithm | None:
    try:
        return replayer_of(tokenizer).algorithm
    except UnsupportedModel:
        return None


def _merging(algorithm: Algorithm | None) -> ByRanks | ByMerges | None:
    return algorithm if isinstance(algorithm, ByRanks | ByMerges) else None


def _in_model(algorithm: ByRanks | ByMerges | None) -> frozenset[int]:
    """The ids of the model itself, without added tokens."""
    match algorithm:
        case ByRanks():
            return frozenset(algorithm.bytes)
        case ByMerges():
            return frozenset(algorithm.vocabulary.values())
        case _:
            return frozenset()


def _fallback(algorithm: ByRanks | ByMerges | None) -> frozenset[int]:
    """The ids of bytes that stand in for a character, if that character itself has a token."""
    if not isinstance(algorithm, ByMerges) or not algorithm.byte_fallback:
        return frozenset()
    known = algorithm.vocabulary
    return frozenset(known[f"<0x{b:02X}>"] for b in range(128) if chr(b) in known and f"<0x{b:02X}>" in known)


def _word_starts(tokenizer: Tokenizer) -> frozenset[int] | None:
    """The ids that start words, in a vocabulary that marks continuations instead; None in any other."""
    library = tokenizer.library
    algorithm = _algorithm(tokenizer)
    prefix = getattr(algorithm, "prefix", "")
    if not prefix or not isinstance(library, HuggingFace):
        return None
    return frozenset(id for piece, id in library.own.get_vocab().items() if not piece.startswith(prefix))
