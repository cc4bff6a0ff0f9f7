"""A replay as the page reads it. The pieces of a whole text are columns; one piece is told in full when it is asked for."""

from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from cutaway.errors import BadIndex
from cutaway.server.api.answers import utf16_offsets
from cutaway.server.api.replay_schema import (
    BestWord,
    CutRule,
    LatticeEdge,
    LookedUpWord,
    MatchedWord,
    Meeting,
    MergeablePair,
    MergedWord,
    MergeStep,
    ReplayAnswer,
    ReplayGap,
    ReplayPiece,
    ReplaySymbol,
    SearchStep,
    TextNormalised,
)
from cutaway.server.http.problems import TooLarge

if TYPE_CHECKING:
    from cutaway.tokens.replay.bpe_replay import Merged
    from cutaway.tokens.replay.normalising import Normalisation
    from cutaway.tokens.replay.replay_record import Replay
    from cutaway.tokens.replay.unigram import Best, Edge
    from cutaway.tokens.replay.words import Algorithm, Word
    from cutaway.tokens.tokenizer import Tokenizer

LONGEST = 20_000
"""How many characters a piece may have that is told in full."""
EXCERPT = 60
"""How many characters of a normalised text are told, before its first change and from there."""

ToldWord = MergedWord | MatchedWord | BestWord | LookedUpWord


def replay_answer(tokenizer: "Tokenizer", replay: "Replay") -> ReplayAnswer:
    """The pieces of a whole text."""
    units = utf16_offsets(replay.text)
    pieces = replay.pieces
    rules = {rule: i for i, rule in enumerate(dict.fromkeys(piece.rule for piece in pieces))}
    said: Any = replay.algorithm  # one of those that the schema lists
    return ReplayAnswer(
        algorithm=said,
        whole_first=_looks_up_whole(_algorithm(tokenizer)),
        normalisations=[_normalised(each) for each in replay.normalisations],
        front=_symbols(tokenizer, replay.front),
        behind=_symbols(tokenizer, replay.behind),
        rules=[CutRule(step=r.step, name=r.name, alternative=r.alternative, source=r.source) for r in rules],
        starts=[units[piece.start] for piece in pieces],
        ends=[units[piece.end] for piece in pieces],
        rule=[rules[piece.rule] for piece in pieces],
        tokens=[len(piece.ids) for piece in pieces],
    )


def piece_answer(tokenizer: "Tokenizer", replay: "Replay", number: int) -> ReplayPiece:
    """One piece in full.

    Raises:
        BadIndex: there is no such piece.
        TooLarge: it has more than `LONGEST` characters.
    """
    words = replay.words
    if not 0 <= number < len(words):
        raise BadIndex(
            f"The text has {len(words):,} pieces, so there is no piece {number}.", "Pieces are counted from 0."
        )
    start, end = replay.cuts.spans[number]
    text = replay.cuts.texts[number]
    if len(text) > LONGEST:
        raise TooLarge(
            f"This piece has {len(text):,} characters: the tokenizer does not cut here. Up to {LONGEST:,} are shown step by step.",
            "Shorten the text, or choose a tokenizer that cuts it.",
            LONGEST,
            len(text),
        )
    word = words[number]
    ids = word.ids if word is not None else (replay.cuts.added[number],)
    told = None if word is None else _word(_algorithm(tokenizer), word)
    return ReplayPiece(
        piece=number,
        source=replay.text[start:end],
        text=text,
        ids=list(ids),
        word=told,
        symbols=_symbols(tokenizer, sorted({*ids, *_seen(told)})),
    )


def gap_answer(tokenizer: "Tokenizer", replay: "Replay", piece: int, boundary: int) -> ReplayGap:
    """Why two neighbouring tokens of a piece are two; raises what `Replay.why_apart` raises."""
    from cutaway.tokens.replay.bpe_replay import Merged

    why = replay.why_apart(piece, boundary)
    word = replay.words[piece]
    assert isinstance(word, Merged)  # nothing else can be asked why

    def symbol(id: int | None) -> ReplaySymbol | None:
        return None if id is None else _symbols(tokenizer, [id])[0]

    return ReplayGap(
        boundary=boundary,
        meetings=[
            Meeting.model_construct(
                left=symbol(meeting.left),
                right=symbol(meeting.right),
                rank=meeting.rank,
                until=meeting.until,
                instead=meeting.instead,
                taken=symbol(None if meeting.until is None else word.merges[meeting.until].id),
            )
            for meeting in why.meetings
        ],
        joined=symbol(why.joined),
    )


def _algorithm(tokenizer: "Tokenizer") -> "Algorithm":
    from cutaway.tokens.replay.replayer import replayer_of

    return replayer_of(tokenizer).algorithm


def _looks_up_whole(algorithm: "Algorithm") -> bool:
    from cutaway.tokens.replay.bpe import ByMerges, ByRanks

    return isinstance(algorithm, ByRanks) or (isinstance(algorithm, ByMerges) and algorithm.ignore_merges)


def _symbols(tokenizer: "Tokenizer", ids: Iterable[int]) -> list[ReplaySymbol]:
    from cutaway.tokens.tokenizer import readable

    written = [(id, tokenizer.bytes_of(id)) for id in ids]
    return [
        ReplaySymbol(id=id, text=readable(piece), bytes=piece.hex(), special=tokenizer.is_special(id))
        for id, piece in written
    ]


def _normalised(step: "Normalisation") -> TextNormalised:
    before, after = step.before, step.after
    first = next(
        (i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after))
    )
    around = slice(max(0, first - EXCERPT), first + EXCERPT)
    return TextNormalised(name=step.name, changed=step.changed, before=before[around], after=after[around])


def _word(algorithm: "Algorithm", word: "Word") -> ToldWord:
    from cutaway.tokens.replay.bpe_replay import Merged
    from cutaway.tokens.replay.unigram import Best
    from cutaway.tokens.replay.word_level import LookedUp
    from cutaway.tokens.replay.wordpiece import Matched

    match word:
        case Merged():
            return _merged(algorithm, word)
        case Matched():
            searches = [SearchStep(start=s.start, end=s.end, tried=list(s.tried), id=s.id) for s in word.searches]
            return MatchedWord(searches=searches, too_long=word.too_long)
        case Best():
            return _best(algorithm, word)
        case LookedUp():
            return LookedUpWord(known=word.known)
        case _:
            raise TypeError(f"{type(word).__name__} can't be told.")


def _merged(algorithm: "Algorithm", word: "Merged") -> MergedWord:
    from cutaway.tokens.replay.bpe import ByMerges, ByRanks

    assert isinstance(algorithm, ByMerges | ByRanks)  # what else makes no merged pieces
    found = {pair: algorithm.pair(*pair) for pair in _met(word)}
    return MergedWord(
        in_bytes=isinstance(algorithm, ByRanks) or algorithm.byte_level,
        symbols=list(word.symbols),
        merges=[MergeStep.model_construct(**merge._asdict()) for merge in word.merges],
        pairs=[MergeablePair(left=left, right=right, rank=known[0]) for (left, right), known in found.items() if known],
        whole=word.whole,
    )


def _met(word: "Merged") -> set[tuple[int, int]]:
    """All pairs that stood side by side at some time."""
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


def _best(algorithm: "Algorithm", word: "Best") -> BestWord:
    from cutaway.tokens.replay.unigram import Unigram

    assert isinstance(algorithm, Unigram)  # nothing else makes lattices

    def edges(found: "Iterable[Edge]") -> list[LatticeEdge]:
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
