"""Unigram (Kudo 2018), trained by sentencepiece: it starts with many pieces, each with a probability, and removes the least useful ones.

The result is a tokenizer of the `tokenizers` library with the same pieces, log-probabilities and normalisation: a text gets a space in
front, and spaces are written `▁`; all of them are kept, and several may form one piece. A character without a piece is written in bytes.
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
    """Trains on the lines of the chunks, without their line ends.

    Args:
        size: the size of the vocabulary, including special tokens, 256 bytes and `<unk>`.
        initial_alphabet: characters that get a token even if the text lacks them.

    Raises:
        BadTraining: the bytes and the text's characters alone exceed `size` tokens, or a special token is also an ordinary one.
        BadText: the text contains only line ends.
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
    """Turns a `SentencePieceProcessor` into a tokenizer of the `tokenizers` library."""
    pieces = [(trained.id_to_piece(id), trained.get_score(id)) for id in range(trained.get_piece_size())]
    tokenizer = tokenizers.Tokenizer(models.Unigram(pieces, unk_id=trained.unk_id(), byte_fallback=True))
    tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend(SPACE), normalizers.Replace(" ", SPACE)])
    tokenizer.decoder = decoders.Sequence(
        [decoders.Replace(SPACE, " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
    )
    return tokenizer


def _train(lines: Sequence[str], size: int, more: int, alphabet: Sequence[str]) -> bytes:
    """Trains a sentencepiece model on the lines.

    Args:
        more: how many other tokens the vocabulary will have.
        alphabet: characters that get a token in any case.
    """
    written = io.BytesIO()
    try:
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(lines),
            model_writer=written,
            model_type="unigram",
            vocab_size=size,
            hard_vocab_limit=False,  # fewer tokens, if the text has no more
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
                f"Ask for at least {least:,} tokens.",
            ) from error
        raise BadText(f"sentencepiece can't learn from this text: {error}", "Give more text.") from error
    return written.getvalue()


@contextmanager
def _followed(size: int, tell: Tell) -> Iterator[None]:
    """Reads sentencepiece's log from the error output of this process, and reports progress."""
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
        os.dup2(own, 2)  # closes the pipe's last writer, which ends the listener
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
                tell("Removing pieces", seeds - int(found[1]), seeds - size, "pieces")
