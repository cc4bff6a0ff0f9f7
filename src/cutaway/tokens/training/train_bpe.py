"""Trains a byte-level byte-pair encoding in plain Python, with every merge visible."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from cutaway.arguments import checked
from cutaway.errors import BadText, Cancelled
from cutaway.tokens.training import training_limits
from cutaway.tokens.training.bpe_merges import BYTES, TrainedMerge, merges_of
from cutaway.tokens.training.byte_level import byte_level
from cutaway.tokens.training.splitter import Splitter
from cutaway.tokens.training.trained import Trained

_CUT = 4096
"""How many pieces to cut between two checks for cancellation."""


@checked
def train_bpe(
    text: str | Iterable[str],
    size: int,
    pattern: str = "gpt4",
    specials: Sequence[str] = (),
    *,
    min_frequency: int = 1,
    reserved: int = 0,
    on_step: Callable[[TrainedMerge], None] = lambda merge: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Trained:
    """Learns merges from a text until the vocabulary has `size` tokens, or until every piece is a single token.

    The merges equal rustbpe's for the same text, pattern and number of merges. Text that the pattern does not match is ignored.
    The algorithm is that of Sennrich, Haddow & Birch (2016), on bytes as in GPT-2: it merges the most frequent pair of neighbours.

    >>> trained = cutaway.train_bpe("the cat, the hat", 259)
    >>> [merge.result for merge in trained.merges]
    [b'at', b'he', b'the']
    >>> trained.curve
    [16, 14, 12, 10]

    Args:
        text: one text, or several; no piece crosses from one into the next.
        size: the size of the vocabulary: 256 bytes, one for each special token, and one for each merge.
        pattern: a name of `split_patterns.PATTERNS`, or a regular expression.
        specials: tokens that no text produces, such as an end-of-text mark; their ids follow the last merge's.
        min_frequency: how often a pair has to occur to be merged; the vocabulary may stay smaller because of it.
        reserved: how many more special tokens to add, `<|reserved_0|>` and so on, without a meaning yet.
        on_step: called with each merge.
        cancelled: called before each merge; True cancels the work.

    Returns:
        The `tokenizer`, with `size` tokens or fewer; its `merges`, one for each token that is neither a byte nor special, in order; the
        `curve`, `len(merges) + 1` numbers: the length of the text in tokens before the first merge and after each. `save(folder)` saves
        it.

    Raises:
        BadTraining: the size, the pattern or the special tokens are impossible.
        BadText: the text is empty, not valid Unicode or too large, or the pattern matches nothing in it.
        Cancelled: `cancelled` returned True.
    """
    started = time.perf_counter()
    specials = training_limits.with_reserved(specials, reserved)
    training_limits.check_size(size, BYTES, specials, "bytes and special tokens")
    training_limits.check_frequency(min_frequency)
    training_limits.check_pattern(pattern)
    splitter = Splitter(pattern, cancelled=cancelled)
    chunks, length = training_limits.checked(text)
    pieces = _count(chunks, splitter, cancelled)
    merges: list[TrainedMerge] = []

    def check() -> None:
        if cancelled():
            raise Cancelled

    for merge in merges_of(pieces, size - BYTES - len(specials), check):
        check()
        if merge.count < min_frequency:
            break
        merges.append(merge)
        on_step(merge)
    tokenizer = byte_level(merges, splitter.pattern, specials)
    return Trained(
        algorithm="bpe",
        tokenizer=tokenizer,
        asked=size,
        bytes=length,
        text_tokens=sum(len(piece.encode()) * count for piece, count in pieces.items()) - sum(m.saved for m in merges),
        seconds=time.perf_counter() - started,
        pattern=splitter.pattern,
        specials=tuple(specials),
        merges=tuple(merges),
    )


def _count(chunks: list[str], splitter: Splitter, cancelled: Callable[[], bool]) -> Counter[str]:
    """How often each piece occurs in the text."""
    pieces: Counter[str] = Counter()
    for chunk in chunks:
        splitter.check(chunk)
        caught = splitter.caught(chunk)
        while some := [*islice(caught, _CUT)]:
            if cancelled():
                raise Cancelled
            pieces.update(some)
    if not pieces:
        raise BadText(
            f"The pattern {splitter.pattern!r} matches nothing in the text, so there is nothing to learn from.",
            "Use gpt2, gpt4 or o200k. They leave nothing out.",
        )
    return pieces
