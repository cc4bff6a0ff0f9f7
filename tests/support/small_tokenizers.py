"""Tokenizers of a text, made by the libraries alone: what Cutaway says of the same ones is held against them."""

import io
from functools import cache

import sentencepiece
import tokenizers
from tokenizers import models, pre_tokenizers, trainers


@cache
def unigram(text: str, size: int) -> sentencepiece.SentencePieceProcessor:
    """sentencepiece's Unigram, which writes in bytes what it has no piece for."""
    written = io.BytesIO()
    sentencepiece.SentencePieceTrainer.Train(
        sentence_iterator=iter(line for line in text.split("\n") if line.strip()),
        model_writer=written, model_type="unigram", vocab_size=size, hard_vocab_limit=False, byte_fallback=True,
        normalization_rule_name="identity", remove_extra_whitespaces=False, allow_whitespace_only_pieces=True,
        unk_id=0, bos_id=-1, eos_id=-1, pad_id=-1, minloglevel=2,
    )  # fmt: skip
    return sentencepiece.SentencePieceProcessor(model_proto=written.getvalue())


def word_level(text: str, size: int, unknown: str = "[UNK]") -> tokenizers.Tokenizer:
    """The most frequent words of a text, each a token."""
    tokenizer = tokenizers.Tokenizer(models.WordLevel(unk_token=unknown))  # pyright: ignore[reportCallIssue]
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.train_from_iterator([text], trainers.WordLevelTrainer(vocab_size=size, special_tokens=[unknown]))
    return tokenizer
