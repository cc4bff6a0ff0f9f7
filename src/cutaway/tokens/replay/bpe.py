"""Byte-pair encoding in its two forms. tiktoken merges two neighbours by the rank of their joined bytes; the `tokenizers` library has a
list of mergeable pairs. The two forms can differ on the same vocabulary.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from itertools import chain
from typing import Any

from cutaway.errors import UnsupportedModel
from cutaway.tokens.byte_table import BYTE_OF
from cutaway.tokens.replay.bpe_replay import Merged, tokens
from cutaway.tokens.replay.words import needed

CHARACTER_OF = {byte: character for character, byte in BYTE_OF.items()}

KEPT = 200_000
"""How many parts of pieces to cache with their tokens."""


class ByRanks:
    """tiktoken's form: two neighbours may merge if their joined bytes are a token, whose id is its rank.

    Args:
        ranks: a token's bytes → its rank.
    """

    name = "bpe by ranks"

    def __init__(self, ranks: dict[bytes, int]) -> None:
        self.ranks = ranks
        self.bytes = {rank: piece for piece, rank in ranks.items()}
        self._single = [ranks[bytes([byte])] for byte in range(256)]

    def find(self, pair: tuple[int, int]) -> tuple[int, int] | None:
        """The rank of two neighbours' joined bytes, which is also the token's id."""
        rank = self.ranks.get(self.bytes[pair[0]] + self.bytes[pair[1]])
        return None if rank is None else (rank, rank)

    def pair(self, left: int, right: int) -> tuple[int, int] | None:
        """The rank of two neighbours' joined bytes, which is also the token's id."""
        return self.find((left, right))

    def joined(self, left: int, right: int) -> int | None:
        """The token that two others form together, if there is one."""
        return self.ranks.get(self.bytes[left] + self.bytes[right])

    def word(self, text: str) -> Merged:
        """The merges of a piece; a piece that is a token needs none."""
        piece = text.encode()
        symbols = tuple(map(self._single.__getitem__, piece))
        whole = self.ranks.get(piece)
        if whole is not None:
            return Merged(text, symbols, (whole,), self.find, whole=True)
        return Merged(text, symbols, tokens(symbols, self.find), self.find)


class ByMerges:
    """The `tokenizers` library's form: only listed pairs may merge, in the order of the list.

    Args:
        state: the model as serialised by its library.
        byte_level: whether pieces are read as bytes, each written as a character of GPT-2's table.

    Raises:
        UnsupportedModel: the model drops merges at random.
    """

    name = "bpe by merges"

    def __init__(self, state: dict[str, Any], *, byte_level: bool) -> None:
        if state["dropout"]:
            raise UnsupportedModel(
                "This tokenizer drops merges at random (dropout), so a text has no single way to its tokens.",
                "Set its dropout to 0.",
            )
        self.vocabulary: dict[str, int] = state["vocab"]
        self.byte_level = byte_level
        self.prefix: str = state["continuing_subword_prefix"] or ""
        self.suffix: str = state["end_of_word_suffix"] or ""
        self.ignore_merges = bool(state.get("ignore_merges"))
        self.fuse_unknown = bool(state["fuse_unk"])
        self.byte_fallback = bool(state["byte_fallback"])
        unknown: str | None = state["unk_token"]
        self.unknown = None if unknown is None else self.vocabulary.get(unknown)
        self._lacks_unknown = unknown is not None and self.unknown is None
        known, cut = self.vocabulary, len(self.prefix)
        self.merges = {
            (known[left], known[right]): (rank, known[left + right[cut:]])
            for rank, (left, right) in enumerate(state["merges"])
        }
        self.find = self.merges.get
        self.written = {id: piece for piece, id in known.items()}
        self._pieces_are_words = byte_level or bool(self.prefix or self.suffix)
        if not self._pieces_are_words:
            self._tokens = lru_cache(KEPT)(lambda symbols: tokens(symbols, self.find))
            joints = {left[-1] + right[0] for left, right in state["merges"]}
            written = self.written
            self._may_join = lru_cache(KEPT)(lambda left, right: written[left][-1] + written[right][0] in joints)

    def pair(self, left: int, right: int) -> tuple[int, int] | None:
        """A pair's index in the list of merges, and the token that it forms."""
        return self.merges.get((left, right))

    def joined(self, left: int, right: int) -> int | None:
        """The token that two others form together, if there is one, whether a merge makes it or not."""
        return self.vocabulary.get(self.written[left] + self.written[right][len(self.prefix) :])

    def word(self, text: str) -> Merged:
        """The merges of a piece; if the model looks up whole pieces first, a piece that is a token needs none."""
        written = "".join(map(CHARACTER_OF.__getitem__, text.encode())) if self.byte_level else text
        symbols = tuple(self._symbols(written))
        if self.ignore_merges and written in self.vocabulary:
            return Merged(text, symbols, (self.vocabulary[written],), self.find, whole=True)
        if self._pieces_are_words:
            return Merged(text, symbols, tokens(symbols, self.find), self.find)
        return Merged(text, symbols, tuple(chain.from_iterable(map(self._tokens, self._apart(symbols)))), self.find)

    def _apart(self, symbols: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        """The parts of a piece that no merge can join, so that each becomes tokens independently: mostly its words.

        However far a symbol grows, it keeps its last character on this side. So if no listed merge has these two characters side by
        side between its parts, no merge can cross the gap.
        """
        joins = map(self._may_join, symbols, symbols[1:])
        ends = [place for place, joined in enumerate(joins, 1) if not joined]
        return map(symbols.__getitem__, map(slice, [0, *ends], [*ends, len(symbols)]))

    def _symbols(self, written: str) -> Iterable[int]:
        """The symbols that a piece starts from: a token for each character, else its bytes, else the unknown token, else nothing."""
        if not self.prefix and not self.suffix:
            with suppress(KeyError):
                return list(map(self.vocabulary.__getitem__, written))
        return self._symbols_one_by_one(written)

    def _symbols_one_by_one(self, written: str) -> Iterator[int]:
        pending = False
        for i, character in enumerate(written):
            symbol = (self.prefix if i else "") + character + (self.suffix if i == len(written) - 1 else "")
            id = self.vocabulary.get(symbol)
            if id is not None:
                if pending and self.unknown is not None:
                    yield self.unknown
                pending = False
                yield id
                continue
            bytes_ = [self.vocabulary.get(f"<0x{byte:02X}>") for byte in symbol.encode()] if self.byte_fallback else []
            if bytes_ and None not in bytes_:
                yield from (byte for byte in bytes_ if byte is not None)
                continue
            if self._lacks_unknown:
                needed(None, character)
            if self.unknown is not None:
                if pending and not self.fuse_unknown:
                    yield self.unknown
                pending = True
        if pending and self.unknown is not None:
            yield self.unknown
