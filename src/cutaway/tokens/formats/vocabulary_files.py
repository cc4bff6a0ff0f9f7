"""Vocabularies of the years before `tokenizer.json`: `vocab.json` with `merges.txt`, and `vocab.txt`."""

import json
from collections.abc import Mapping
from typing import Any

import tokenizers
from tokenizers import decoders, models, normalizers, pre_tokenizers, processors

from cutaway.errors import BadFile
from cutaway.tokens.byte_table import BYTE_OF

_END_OF_WORD = "</w>"
_MOST_BYTES_MISSING = 56
"""A vocabulary that has nearly all characters for bytes is one of bytes; rare bytes may be missing."""


def text_of(content: bytes, name: str) -> str:
    """A text file's text; a byte order mark at its beginning is no part of it.

    Raises:
        BadFile: it is not in Unicode.
    """
    try:
        return content.decode(json.detect_encoding(content))
    except (UnicodeDecodeError, LookupError) as error:
        raise BadFile(f"{name} is no text in Unicode.", "Give a file in UTF-8.") from error


def merging_by_list(vocabulary: Mapping[str, Any], merges: str, name: str) -> tokenizers.Tokenizer:
    """Byte-pair encoding: of bytes where the vocabulary has nearly all of GPT-2's characters for them, else of characters in words.

    Args:
        vocabulary: of each token, its id.
        merges: the text of `merges.txt`: two tokens on each line.
        name: what the files are called in errors.

    Raises:
        BadFile: the two do not belong together.
    """
    if not vocabulary or not all(isinstance(id, int) for id in vocabulary.values()):
        raise BadFile(f"{name} is no vocabulary: it does not give each token a number.", "Give a vocab.json.")
    lines = [line for line in merges.split("\n") if line.strip() and not line.startswith("#version")]
    pairs = [tuple(line.strip("\r").split(" ")) for line in lines]
    wrong = next((line for line, pair in zip(lines, pairs, strict=True) if len(pair) != 2), None)
    if wrong is not None:
        raise BadFile(f"The merges of {name} have a line that is no two tokens: {wrong[:40]!r}.", "Give a merges.txt.")
    ends_words = any(token.endswith(_END_OF_WORD) for token in vocabulary)
    unknown = next((token for token in ("<unk>", "[UNK]", "<|endoftext|>") if token in vocabulary), None)
    in_bytes = sum(character not in vocabulary for character in BYTE_OF) <= _MOST_BYTES_MISSING
    try:
        options = {"unk_token": unknown} if unknown and not in_bytes else {}
        if ends_words:
            options["end_of_word_suffix"] = _END_OF_WORD
        merging: Any = pairs
        model: Any = models.BPE(vocab=dict(vocabulary), merges=merging, **options)
    except Exception as error:  # the library raises nothing narrower
        raise BadFile(
            f"{name} has merges that its vocabulary does not know: {error}.", "Give files that belong together."
        ) from error
    tokenizer: Any = tokenizers.Tokenizer(model)
    if in_bytes:
        tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
        tokenizer.decoder = decoders.ByteLevel()
        tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    else:
        tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
        tokenizer.decoder = decoders.BPEDecoder(_END_OF_WORD) if ends_words else decoders.Fuse()
    marks = ("<|endoftext|>", "<|startoftext|>", "<s>", "</s>", "<pad>", "<unk>", "<mask>")
    tokenizer.add_special_tokens([mark for mark in marks if mark in vocabulary])
    return tokenizer


def wordpiece(lines: str, name: str, *, lowercase: bool | None = None) -> tokenizers.Tokenizer:
    """WordPiece, as BERT's `vocab.txt` has it: a token on each line; its number is its id.

    Args:
        lines: the file's text.
        name: what it is called in errors.
        lowercase: whether texts are written small first; None: where no word of the vocabulary has a capital.

    Raises:
        BadFile: it has no `[UNK]` or no token at all that goes on with a word.
    """
    tokens = [line.rstrip("\r") for line in lines.split("\n")]
    while tokens and not tokens[-1]:
        tokens.pop()
    vocabulary: dict[str, int] = {}
    for id, token in enumerate(tokens):
        vocabulary.setdefault(token, id)
    if "[UNK]" not in vocabulary:
        raise BadFile(f"{name} is no vocabulary of BERT's kind: it has no [UNK].", "Give a vocab.txt.")
    marks = [token for token in ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]") if token in vocabulary]
    if lowercase is None:
        lowercase = not any(token != token.lower() for token in vocabulary if not token.startswith("["))
    model: Any = models.WordPiece(vocab=vocabulary, unk_token="[UNK]")
    tokenizer: Any = tokenizers.Tokenizer(model)
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=lowercase)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    tokenizer.add_special_tokens(marks)
    if "[CLS]" in vocabulary and "[SEP]" in vocabulary:
        tokenizer.post_processor = processors.BertProcessing(
            ("[SEP]", vocabulary["[SEP]"]), ("[CLS]", vocabulary["[CLS]"])
        )
    return tokenizer
