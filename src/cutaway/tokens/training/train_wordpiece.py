"""WordPiece like BERT's, by the trainer of the `tokenizers` library: words end at spaces and signs, and `##` marks continuations.

That trainer merges the most frequent pair, like byte-pair encoding (Wu et al. 2016 merge the pair that makes the text most probable), and
breaks ties arbitrarily, so two trainings may differ in a few tokens.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import tokenizers
from tokenizers import decoders, models, normalizers, pre_tokenizers, trainers

from cutaway.errors import BadText
from cutaway.store.reporting import Tell
from cutaway.tokens.training.training_limits import BadTraining

UNKNOWN = "[UNK]"
"""The token for a word with a character that the training text lacks."""
_TOLD = 2000
"""How many lines to read between two progress reports."""


def learn(
    chunks: Sequence[str],
    size: int,
    specials: Sequence[str],
    tell: Tell,
    *,
    min_frequency: int = 1,
    initial_alphabet: Sequence[str] = (),
) -> tokenizers.Tokenizer:
    """Trains on the chunks; capitals and accents are kept.

    Args:
        size: the size of the vocabulary, including special tokens and `[UNK]`.
        min_frequency: how often a pair has to occur to be merged.
        initial_alphabet: characters that get a token even if the text lacks them.

    Raises:
        BadTraining: the text's different characters alone exceed `size` tokens.
        BadText: there is no word in the text.
    """
    tokenizer = tokenizers.Tokenizer(_model())
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=False)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    lines = [line for chunk in chunks for line in chunk.splitlines(keepends=True)]
    first = [UNKNOWN, *(token for token in specials if token != UNKNOWN)]
    trainer = trainers.WordPieceTrainer(
        vocab_size=size,
        special_tokens=first,
        min_frequency=min_frequency,
        initial_alphabet=list(initial_alphabet),
        show_progress=False,
    )
    tokenizer.train_from_iterator(_told(lines, tell), trainer)
    made = tokenizer.get_vocab_size()
    if made == len(first):
        raise BadText("There are no words in the text to learn from.", "Give a text with words in it.")
    if made > size:
        raise BadTraining(
            f"WordPiece needs a token for each character of this text, at the beginning of a word and inside: {made:,}.",
            f"Ask for at least {made:,} tokens.",
        )
    return tokenizer


def _model() -> Any:
    return models.WordPiece(unk_token=UNKNOWN)


def _told(lines: Sequence[str], tell: Tell) -> Iterator[str]:
    for number, line in enumerate(lines):
        if number % _TOLD == 0:
            tell("Counting words", number, len(lines), "lines")
        yield line
    tell("Merging the most frequent pairs", 0, None, "")
