"""Vocabulary files from before `tokenizer.json`: `vocab.json` with `merges.txt`, and `vocab.txt`."""

import json
from collections.abc import Mapping
from typing import Any

import tokenizers
from tokenizers import decoders, models, normalizers, pre_tokenizers, processors

from cutaway.errors import BadFile
from cutaway.tokens.byte_table import BYTE_OF

_END_OF_WORD = "</w>"
_MOST_BYTES_MISSING = 56
"""A vocabulary with nearly all characters for bytes is byte-level; rare bytes may be missing."""


def text_of(content: bytes, name: str) -> str:
    """The content of a text file; a byte order mark at its beginning is skipped.

    Raises:
        BadFile: it is not Unicode.
    """
    try:
        return content.decode(json.detect_encoding(content))
    except (UnicodeDecodeError, LookupError) as error:
        raise BadFile(f"{name} is not Unicode text.", "Give a file in UTF-8.") from error


def merging_by_list(vocabulary: Mapping[str, Any], merges: str, name: str) -> tokenizers.Tokenizer:
    """Byte-pair encoding: of bytes if the vocabulary has nearly all of GPT-2's characters for them, else of characters in words.

    Args:
        vocabulary: token → id.
        merges: the text of `merges.txt`: two tokens on each line.
        name: the files' name in errors.

    Raises:
        BadFile: the two do not belong together.
    """
    if not vocabulary or not all(isinstance(id, int) for id in vocabulary.values()):
        raise BadFile(f"{name} is not a vocabulary: it does not give each token a number.", "Give a vocab.json.")
    lines = [line for line in merges.split("\n") if line.strip() and not line.startswith("#version")]
    pairs = [tuple(line.strip("\r").split(" ")) for line in lines]
    wrong = next((line for line, pair in zip(lines, pairs, strict=True) if len(pair) != 2), None)
    if wrong is not None:
        raise BadFile(f"The merges of {name} have a line that is not two tokens: {wrong[:40]!r}.", "Give a merges.txt.")
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
            f"{name} has merges of tokens outside its vocabulary: {error}.", "Give files that belong together."
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
    """WordPiece from a `vocab.txt` like BERT's: a token on each line; the line's number is its id.

    Args:
        lines: the file's text.
        name: the file's name in errors.
        lowercase: whether texts are lower-cased first; None: if no word of the vocabulary has a capital.

    Raises:
        BadFile: it has no `[UNK]`, or no token that continues a word.
    """
    tokens = [line.rstrip("\r") for line in lines.split("\n")]
    while tokens and not tokens[-1]:
        tokens.pop()
    vocabulary: dict[str, int] = {}
    for id, token in enumerate(tokens):
        vocabulary.setdefault(token, id)
    if "[UNK]" not in vocabulary:
        raise BadFile(f"{name} is not a vocabulary like BERT's: it has no [UNK].", "Give a vocab.txt.")
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
