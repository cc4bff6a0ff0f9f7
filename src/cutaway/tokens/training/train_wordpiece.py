"""WordPiece, BERT's way, by the trainer of the `tokenizers` library: words are cut at spaces and signs, and `##` marks what goes on a word.

That trainer merges the most frequent pair, as byte-pair encoding does (Wu et al. 2016 take the one that makes the text most probable), and
breaks ties as they come, so two trainings may differ in a few tokens.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import tokenizers
from tokenizers import decoders, models, normalizers, pre_tokenizers, trainers

from cutaway.errors import BadText
from cutaway.store.reporting import Tell
from cutaway.tokens.training.training_limits import BadTraining

UNKNOWN = "[UNK]"
"""Stands for a word with a character that the text did not have."""
_TOLD = 2000
"""After so many lines it is said how far the reading is."""


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
        size: of the vocabulary, special tokens and `[UNK]` included.
        min_frequency: a pair is merged only where it is there so often.
        initial_alphabet: characters that get a token whether the text has them or not.

    Raises:
        BadTraining: the text has so many different characters that they alone are more than `size` tokens.
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
            f"WordPiece needs a token for each character of this text, at the beginning of a word and within: {made:,}.",
            f"Ask for {made:,} tokens at least.",
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
