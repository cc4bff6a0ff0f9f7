"""A replay as plain data, for sending or saving: pieces share common parts, which they refer to by number."""

from dataclasses import dataclass, field
from typing import Literal

from cutaway.tokens.replay.bpe_replay import Merged
from cutaway.tokens.replay.normalising import Normalisation
from cutaway.tokens.replay.pre_tokens import Piece, Rule
from cutaway.tokens.replay.replay_record import Replay
from cutaway.tokens.replay.unigram import Best, Edge
from cutaway.tokens.replay.word_level import LookedUp
from cutaway.tokens.replay.wordpiece import Matched, Search
from cutaway.tokens.replay.words import Word
from cutaway.tokens.tokenizer import Tokenizer, readable


@dataclass(frozen=True, slots=True)
class TokenForm:
    """A token or symbol: its id, its bytes in hexadecimal and as text."""

    id: int
    text: str
    bytes: str


@dataclass(frozen=True, slots=True)
class MergeForm:
    """A merge; see `bpe_replay.Merge`."""

    start: int
    middle: int
    end: int
    left: int
    right: int
    id: int
    rank: int


@dataclass(frozen=True, slots=True)
class MergedForm:
    """A piece that was merged; see `bpe_replay.Merged`."""

    text: str
    ids: tuple[int, ...]
    symbols: tuple[int, ...]
    merges: tuple[MergeForm, ...]
    whole: bool
    kind: Literal["merged"] = "merged"


@dataclass(frozen=True, slots=True)
class MatchedForm:
    """A word in WordPiece; see `wordpiece.Matched`."""

    text: str
    ids: tuple[int, ...]
    searches: tuple[Search, ...]
    too_long: bool
    kind: Literal["matched"] = "matched"


@dataclass(frozen=True, slots=True)
class BestForm:
    """A piece in Unigram; see `unigram.Best`. Scores are sums of natural log probabilities."""

    text: str
    ids: tuple[int, ...]
    lattice: tuple[Edge, ...]
    scores: tuple[float, ...]
    path: tuple[Edge, ...]
    second: float | None
    kind: Literal["best"] = "best"


@dataclass(frozen=True, slots=True)
class LookedUpForm:
    """A piece in a word-level vocabulary; see `word_level.LookedUp`."""

    text: str
    ids: tuple[int, ...]
    known: bool
    kind: Literal["looked up"] = "looked up"


WordForm = MergedForm | MatchedForm | BestForm | LookedUpForm


@dataclass(frozen=True, slots=True)
class PieceForm:
    """A piece of the text; see `pieces.Piece`. `rule` and `word` are places in the replay's lists; an added token has no word."""

    start: int
    end: int
    text: str
    rule: int
    word: int | None
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ReplayForm:
    """How a text became tokens; see `record.Replay`. `tokens` are all tokens and symbols that occur, by id."""

    text: str
    algorithm: str
    normalisations: tuple[Normalisation, ...]
    front: tuple[int, ...]
    behind: tuple[int, ...]
    ids: tuple[int, ...]
    pieces: tuple[PieceForm, ...]
    rules: tuple[Rule, ...]
    words: tuple[WordForm, ...]
    tokens: tuple[TokenForm, ...]


@dataclass(slots=True)
class _Numbered:
    """Distinct items, numbered in the order of their first occurrence."""

    rules: dict[Rule, int] = field(default_factory=dict)
    words: dict[str, int] = field(default_factory=dict)
    forms: list[WordForm] = field(default_factory=list)

    def piece(self, piece: Piece) -> PieceForm:
        rule = self.rules.setdefault(piece.rule, len(self.rules))
        word = None
        if piece.word is not None:
            word = self.words.setdefault(piece.word.text, len(self.words))
            if word == len(self.forms):
                self.forms.append(_word(piece.word))
        return PieceForm(piece.start, piece.end, piece.text, rule, word, piece.ids)


def form(tokenizer: Tokenizer, replay: Replay) -> ReplayForm:
    """A replay as plain data."""
    numbered = _Numbered()
    pieces = tuple(numbered.piece(piece) for piece in replay.pieces)
    seen = set(replay.ids)
    for word in numbered.forms:
        if isinstance(word, MergedForm):
            seen.update(word.symbols, (merge.id for merge in word.merges))
    tokens = ((id, tokenizer.bytes_of(id)) for id in sorted(seen))
    return ReplayForm(
        text=replay.text,
        algorithm=replay.algorithm,
        normalisations=replay.normalisations,
        front=replay.front,
        behind=replay.behind,
        ids=tuple(replay.ids),
        pieces=pieces,
        rules=tuple(numbered.rules),
        words=tuple(numbered.forms),
        tokens=tuple(TokenForm(id, readable(piece), piece.hex()) for id, piece in tokens),
    )


def _word(word: Word) -> WordForm:
    match word:
        case Merged():
            merges = tuple(MergeForm(*merge) for merge in word.merges)
            return MergedForm(word.text, word.ids, word.symbols, merges, word.whole)
        case Matched():
            return MatchedForm(word.text, word.ids, word.searches, word.too_long)
        case Best():
            return BestForm(word.text, word.ids, word.lattice, word.scores, word.path, word.second)
        case LookedUp():
            return LookedUpForm(word.text, word.ids, word.known)
        case _:
            raise TypeError(f"{type(word).__name__} has no plain form.")
