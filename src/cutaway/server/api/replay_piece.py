"""How one piece of a text becomes tokens, in full: every merge, every search, every path through the lattice."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from cutaway.errors import BadIndex
from cutaway.server.api.tokens import TokenFacts
from cutaway.server.http.problems import OverLimit
from cutaway.tokens.replay.bpe import ByMerges, ByRanks
from cutaway.tokens.replay.bpe_replay import Merged
from cutaway.tokens.replay.replay_record import Replay
from cutaway.tokens.replay.unigram import Best, Edge, Unigram
from cutaway.tokens.replay.word_level import LookedUp
from cutaway.tokens.replay.wordpiece import Matched, Search
from cutaway.tokens.replay.words import Algorithm, Word
from cutaway.tokens.tokenizer import Tokenizer, readable

LONGEST = 20_000
"""The most characters of a piece that is shown in full."""


class MergeStep(BaseModel):
    """The merge of two neighbours: the left one covers the first symbols `start:middle`, the right one `middle:end`."""

    start: int
    middle: int
    end: int
    left: int
    right: int
    id: int
    rank: int


class MergeablePair(BaseModel):
    """Two symbols that were neighbours at some time and have a merge."""

    left: int
    right: int
    rank: int


class MergedWord(BaseModel):
    """A piece in byte-pair encoding."""

    kind: Literal["merged"] = "merged"
    in_bytes: bool = Field(description="The first symbols are the bytes of the piece.")
    symbols: list[int] = Field(description="The ids that it starts from.")
    merges: list[MergeStep]
    pairs: list[MergeablePair]
    whole: bool = Field(description="Whether it was looked up as a whole and needed no merge.")


class MatchedWord(BaseModel):
    """A word in WordPiece."""

    kind: Literal["matched"] = "matched"
    searches: tuple[Search, ...]
    too_long: bool


class LatticeEdge(BaseModel):
    """A possible token. A character without a token is the unknown one, or has `id` -1 if there is none."""

    start: int
    end: int
    id: int
    known: bool = Field(description="Whether it is a token; else its character has none.")
    score: float = Field(description="Its natural log probability.")


class BestWord(BaseModel):
    """A piece in Unigram. Positions are characters (code points) of the piece."""

    kind: Literal["best"] = "best"
    lattice: list[LatticeEdge]
    scores: list[float] = Field(description="The best sum up to each position, from the start to the end.")
    path: list[LatticeEdge]
    second: float | None = Field(description="The sum of the second-best segmentation; null if there is only one.")


class LookedUpWord(BaseModel):
    """A piece in a word-level vocabulary."""

    kind: Literal["looked up"] = "looked up"
    known: bool


ToldWord = MergedWord | MatchedWord | BestWord | LookedUpWord


class ReplayPiece(BaseModel):
    """A piece in full."""

    piece: int
    source: str = Field(description="The text there.")
    text: str = Field(description="The same text normalised, as the model reads it.")
    ids: list[int] = Field(description="Its tokens.")
    word: Annotated[MergedWord | MatchedWord | BestWord | LookedUpWord, Field(discriminator="kind")] | None = Field(
        description="Its encoding by the model; null for an added or a special token."
    )
    symbols: list[TokenFacts] = Field(description="All tokens and symbols that occur in it, by id.")


def piece_answer(tokenizer: Tokenizer, replay: Replay, number: int) -> ReplayPiece:
    """One piece in full.

    Raises:
        BadIndex: there is no such piece.
        OverLimit: it has more than `LONGEST` characters.
    """
    words = replay.words
    if not 0 <= number < len(words):
        raise BadIndex(
            f"The text has {len(words):,} pieces, so there is no piece {number}.", "Pieces are counted from 0."
        )
    start, end = replay.cuts.spans[number]
    text = replay.cuts.texts[number]
    if len(text) > LONGEST:
        raise OverLimit(
            f"This piece has {len(text):,} characters: the tokenizer does not cut here. Up to {LONGEST:,} are shown step by step.",
            "Shorten the text, or choose a tokenizer that cuts it.",
            LONGEST,
            len(text),
        )
    word = words[number]
    ids = word.ids if word is not None else (replay.cuts.added[number],)
    told = None if word is None else _word(algorithm_of(tokenizer), word)
    return ReplayPiece(
        piece=number,
        source=replay.text[start:end],
        text=text,
        ids=list(ids),
        word=told,
        symbols=symbols_of(tokenizer, sorted({*ids, *_seen(told)})),
    )


def algorithm_of(tokenizer: Tokenizer) -> Algorithm:
    """A tokenizer's algorithm."""
    return tokenizer.replayer.algorithm


def symbols_of(tokenizer: Tokenizer, ids: Iterable[int]) -> list[TokenFacts]:
    """Tokens by their ids."""
    written = [(id, tokenizer.bytes_of(id)) for id in ids]
    return [
        TokenFacts(id=id, text=readable(piece), bytes=piece.hex(), special=tokenizer.is_special(id))
        for id, piece in written
    ]


def _word(algorithm: Algorithm, word: Word) -> ToldWord:
    match word:
        case Merged():
            return _merged(algorithm, word)
        case Matched():
            return MatchedWord(searches=word.searches, too_long=word.too_long)
        case Best():
            return _best(algorithm, word)
        case LookedUp():
            return LookedUpWord(known=word.known)
        case _:
            raise TypeError(f"{type(word).__name__} has no API form.")


def _merged(algorithm: Algorithm, word: Merged) -> MergedWord:
    assert isinstance(algorithm, ByMerges | ByRanks)  # no other algorithm merges
    found = {pair: algorithm.pair(*pair) for pair in _met(word)}
    return MergedWord(
        in_bytes=isinstance(algorithm, ByRanks) or algorithm.byte_level,
        symbols=list(word.symbols),
        merges=[MergeStep.model_construct(**merge._asdict()) for merge in word.merges],
        pairs=[MergeablePair(left=left, right=right, rank=known[0]) for (left, right), known in found.items() if known],
        whole=word.whole,
    )


def _met(word: Merged) -> set[tuple[int, int]]:
    """All pairs that were neighbours at some time."""
    symbols = word.symbols
    met = set(pairwise(symbols))
    at = {i: (id, i + 1) for i, id in enumerate(symbols)}  # start → symbol and end
    ending = {i + 1: i for i in range(len(symbols))}  # end → start
    for merge in word.merges:
        del at[merge.middle]
        at[merge.start], ending[merge.end] = (merge.id, merge.end), merge.start
        if merge.start in ending:
            met.add((at[ending[merge.start]][0], merge.id))
        if merge.end in at:
            met.add((merge.id, at[merge.end][0]))
    return met


def _best(algorithm: Algorithm, word: Best) -> BestWord:
    assert isinstance(algorithm, Unigram)  # nothing else makes lattices

    def edges(found: Iterable[Edge]) -> list[LatticeEdge]:
        return [
            LatticeEdge(start=e.start, end=e.end, id=e.id, known=e.id != algorithm.unknown, score=e.score)
            for e in found
        ]

    return BestWord(lattice=edges(word.lattice), scores=list(word.scores), path=edges(word.path), second=word.second)


def _seen(word: ToldWord | None) -> set[int]:
    """The symbols that occur on the way, by id."""
    match word:
        case MergedWord():
            return {*word.symbols, *(merge.id for merge in word.merges)}
        case BestWord():
            return {edge.id for edge in word.lattice if edge.id >= 0}
        case _:
            return set()
