"""A replay on the command line: for each piece, the rule that cut it and each step to its tokens."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict

from cutaway.cli.output import print_json, printable
from cutaway.errors import UnsupportedModel
from cutaway.tokens.replay.bpe_replay import Merged
from cutaway.tokens.replay.form import form
from cutaway.tokens.replay.pre_tokens import Piece, Rule
from cutaway.tokens.replay.replay_record import Replay
from cutaway.tokens.replay.unigram import Best
from cutaway.tokens.replay.wordpiece import Matched
from cutaway.tokens.tokenizer import Tokenizer


def run(tokenizers: Mapping[str, Tokenizer], text: str, *, special_as_text: bool, json: bool) -> int:
    """Prints how a text becomes tokens.

    Raises:
        UnsupportedModel: there is more than one tokenizer, or it can't be replayed.
    """
    if len(tokenizers) > 1:
        raise UnsupportedModel(f"A replay shows one tokenizer, and {len(tokenizers)} are given.", "Name one.")
    (tokenizer,) = tokenizers.values()
    replay = tokenizer.replay(text, special_as_text=special_as_text)
    if json:
        print_json(asdict(form(tokenizer, replay)))
    else:
        for line in lines(tokenizer, replay):
            print(line)
    return 0


def lines(tokenizer: Tokenizer, replay: Replay) -> Iterator[str]:
    """The replay as lines to print."""
    count = f"{len(replay.pieces):,} pieces, {len(replay.ids):,} tokens"
    yield f"{replay.algorithm}: {count}"
    for step in replay.normalisations:
        yield f"normalise  {step.name}: {printable(repr(step.after)) if step.changed else 'changes nothing'}"
    for token in replay.front:
        yield f"in front  {_token(tokenizer, token)}"
    for number, piece in enumerate(replay.pieces):
        yield ""
        yield f"piece {number}  {printable(repr(piece.text))}  {piece.start}:{piece.end}  {_rule(piece.rule)}"
        yield from (f"  {line}" for line in _way(tokenizer, replay, piece, number))
        yield "  tokens  " + "  ".join(_token(tokenizer, id) for id in piece.ids)
    if replay.behind:
        yield ""
    for token in replay.behind:
        yield f"behind  {_token(tokenizer, token)}"


def _rule(rule: Rule) -> str:
    said = f"{rule.step}: {rule.name}" if rule.name else rule.step
    return (
        said if rule.alternative is None else f"{said}  (alternative {rule.alternative + 1}, {printable(rule.source)})"
    )


def _way(tokenizer: Tokenizer, replay: Replay, piece: Piece, number: int) -> Iterator[str]:
    """The steps from a piece to its tokens."""
    match piece.word:
        case Merged(whole=True):
            yield "the whole piece is a token: no merge is needed"
        case Merged() as word:
            yield "start  " + " ".join(_shown(tokenizer, id) for id in word.symbols)
            for merge in word.merges:
                pair = f"{_shown(tokenizer, merge.left)} + {_shown(tokenizer, merge.right)}"
                yield f"merge  {pair} → {_shown(tokenizer, merge.id)}  rank {merge.rank:,}"
            for boundary in range(len(word.ids) - 1):
                yield from _apart(tokenizer, replay, number, boundary)
        case Matched(too_long=True):
            yield "longer than the limit for a word"
        case Matched() as word:
            for search in word.searches:
                found = f"found {search.tried[-1]!r}" if search.id is not None else "found none"
                yield f"search  {len(search.tried)} tried from {printable(repr(search.tried[0]))} down: {printable(found)}"
        case Best() as word:
            for edge in word.path:
                part = printable(repr(word.text[edge.start : edge.end]))
                yield f"best  {part}  {edge.score:.3f}, up to here {word.scores[edge.end]:.3f}"
            if word.second is not None:
                yield f"second-best way  {word.second:.3f}"


def _apart(tokenizer: Tokenizer, replay: Replay, number: int, boundary: int) -> Iterator[str]:
    """Why two tokens did not merge."""
    apart = replay.why_apart(number, boundary)
    last = apart.meetings[-1]
    here = f"{_shown(tokenizer, last.left)} | {_shown(tokenizer, last.right)}"
    if not apart.passed_over:
        yield f"apart  {here}: no merge joins what met here"
    for meeting in apart.passed_over:
        pair = f"{_shown(tokenizer, meeting.left)} + {_shown(tokenizer, meeting.right)}"
        yield f"apart  {here}: {pair} has rank {meeting.rank:,}, but rank {meeting.instead:,} came first"


def _token(tokenizer: Tokenizer, id: int) -> str:
    return f"{_shown(tokenizer, id)} {id}"


def _shown(tokenizer: Tokenizer, id: int) -> str:
    """A token's text in quotes, or its bytes if they are not text."""
    piece = tokenizer.bytes_of(id)
    try:
        return printable(repr(piece.decode()))
    except UnicodeDecodeError:
        return repr(piece)
