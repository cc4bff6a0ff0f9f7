"""Unigram (Kudo 2018), trained by sentencepiece: many pieces at first, each with a probability, and the least needed ones are taken away.

The result is a tokenizer of the `tokenizers` library with the same pieces and log-probabilities, and the same normalisation: a text gets a
space in front, and spaces are written `▁`; all are kept, and several may be one piece. A character without a piece is written in bytes.
"""

import io
import os
import re
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import sentencepiece
import tokenizers
from tokenizers import decoders, models, normalizers

from cutaway.errors import BadText
from cutaway.store.reporting import Tell
from cutaway.tokens.training.specials import add_specials
from cutaway.tokens.training.training_limits import MOST_BYTES, BadTraining

UNKNOWN = "<unk>"
SPACE = "▁"
_TOO_SMALL = re.compile(r"smaller than required_chars\. \d+ vs (\d+)")
_SEEDS, _ROUND = re.compile(r"Initialized (\d+) seed"), re.compile(r"EM sub_iter=\d+ size=(\d+)")


def learn(
    chunks: Sequence[str], size: int, specials: Sequence[str], tell: Tell, *, initial_alphabet: Sequence[str] = ()
) -> tokenizers.Tokenizer:
    """Trains on the lines of the chunks, without their ends.

    Args:
        size: of the vocabulary, special tokens, 256 bytes and `<unk>` included.
        initial_alphabet: characters that get a token whether the text has them or not.

    Raises:
        BadTraining: the bytes and the text's characters alone are more than `size` tokens, or a special token is an ordinary one too.
        BadText: there is nothing in the text but line ends.
    """
    lines = [line for chunk in chunks for line in chunk.split("\n") if line.strip()]
    if not lines:
        raise BadText("There are no words in the text to learn from.", "Give a text with words in it.")
    with _followed(size, tell):
        proto = _train(lines, size - len(specials), len(specials), initial_alphabet)
    tokenizer = as_tokenizer(sentencepiece.SentencePieceProcessor(model_proto=proto))
    add_specials(tokenizer, specials)
    return tokenizer


def as_tokenizer(trained: Any) -> tokenizers.Tokenizer:
    """A `SentencePieceProcessor` of `learn` as a tokenizer of the `tokenizers` library."""
    pieces = [(trained.id_to_piece(id), trained.get_score(id)) for id in range(trained.get_piece_size())]
    tokenizer = tokenizers.Tokenizer(models.Unigram(pieces, unk_id=trained.unk_id(), byte_fallback=True))
    tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend(SPACE), normalizers.Replace(" ", SPACE)])
    tokenizer.decoder = decoders.Sequence(
        [decoders.Replace(SPACE, " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
    )
    return tokenizer


def _train(lines: Sequence[str], size: int, more: int, alphabet: Sequence[str]) -> bytes:
    """What sentencepiece makes of the lines.

    Args:
        more: how many tokens there will be beside those that it makes.
        alphabet: characters that get a token in any case.
    """
    written = io.BytesIO()
    try:
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(lines),
            model_writer=written,
            model_type="unigram",
            vocab_size=size,
            hard_vocab_limit=False,  # fewer tokens, where the text has no more
            normalization_rule_name="identity",
            remove_extra_whitespaces=False,
            allow_whitespace_only_pieces=True,
            byte_fallback=True,
            required_chars="".join(alphabet),
            unk_id=0,
            bos_id=-1,
            eos_id=-1,
            pad_id=-1,
            max_sentence_length=MOST_BYTES,
        )
    except RuntimeError as error:
        if needed := _TOO_SMALL.search(str(error)):
            least = int(needed[1]) + more
            raise BadTraining(
                f"Unigram needs a token for each byte and each character of this text: {least:,}.",
                f"Ask for {least:,} tokens at least.",
            ) from error
        raise BadText(f"sentencepiece can't learn from this text: {error}", "Give more text.") from error
    return written.getvalue()


@contextmanager
def _followed(size: int, tell: Tell) -> Iterator[None]:
    """Reads what sentencepiece says on the error output of this process, and tells how far it is."""
    tell("Collecting pieces", 0, None, "")
    sys.stderr.flush()
    reading, writing = os.pipe()
    own = os.dup(2)
    os.dup2(writing, 2)
    os.close(writing)
    listener = threading.Thread(target=_listen, args=(reading, own, size, tell))
    listener.start()
    try:
        yield
    finally:
        os.dup2(own, 2)  # the pipe's last writer goes, which ends the listener
        listener.join()
        os.close(own)


def _listen(reading: int, own: int, size: int, tell: Tell) -> None:
    seeds = 0
    with os.fdopen(reading, encoding="utf-8", errors="replace") as lines:
        for line in lines:
            os.write(own, line.encode())
            if found := _SEEDS.search(line):
                seeds = int(found[1])
            elif (found := _ROUND.search(line)) and seeds > size:
                tell("Taking pieces away", seeds - int(found[1]), seeds - size, "pieces")
