"""Which tokenizers run here, and which in the process for untrusted patterns.

A tokenizer runs here if it is known to process a text in linear time: its patterns are well known, and no step makes the text much longer.
Every other tokenizer runs in a process that can be stopped.
"""

import json
import re
from typing import Any

from cutaway.tokens.formats.gguf_pretokenizers import QUICK
from cutaway.tokens.training.split_patterns import PATTERNS

_DIGITS, _SIGNS, _END = r"\p{N}{1,3}", r" ?[^\s\p{L}\p{N}]+[\r\n]*", r"\s*[\r\n]+|\s+(?!\S)|\s+"
_WORDS = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+"

KNOWN = frozenset(
    (
        *PATTERNS.values(),
        *QUICK,
        # tiktoken: r50k_base, p50k_base; cl100k_base; o200k_base and o200k_harmony
        r"'(?:[sdmt]|ll|ve|re)| ?\p{L}++| ?\p{N}++| ?[^\s\p{L}\p{N}]++|\s++$|\s+(?!\S)|\s",
        r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]|\s+(?!\S)|\s",
        # Llama 3; Qwen 2, 2.5 and 3; StarCoder 2 and others that cut digits one by one
        rf"{_WORDS}|{_DIGITS}|{_SIGNS}|{_END}",
        rf"{_WORDS}|\p{{N}}|{_SIGNS}|{_END}",
        # Mistral's tekken
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+"
        r"[\p{Ll}\p{Lm}\p{Lo}\p{M}]*|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|" + _END,
        # CLIP
        r"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+",
        # DeepSeek, BLOOM, digits by themselves, white space
        r"[一-龥぀-ゟ゠-ヿ]+",
        r" ?[^(\s|[.,!?…。，、।۔،])]+",
        r"\p{N}{1,3}", r"\p{N}", r"\d{1,3}", r"\d", r"\s+", r"\s", r"[\r\n]", " {2,}", r"\n",
    )
)  # fmt: skip
"""Whole patterns that take linear time."""

_LONGEST_WORD = 1000
_MOST_GROWTH = 8.0
_LONGEST_PART = 64

_NORMALISERS = frozenset(
    ("NFC", "NFD", "NFKC", "NFKD", "Lowercase", "StripAccents", "BertNormalizer", "Nmt", "ByteLevel", "Strip", "Precompiled")
)  # fmt: skip
_PRE_TOKENIZERS = frozenset(
    (
        "ByteLevel", "Whitespace", "WhitespaceSplit", "BertPreTokenizer", "Metaspace", "Punctuation", "Digits", "UnicodeScripts",
        "CharDelimiterSplit", "FixedLength",
    )
)  # fmt: skip
_DECODERS = frozenset(("ByteLevel", "ByteFallback", "Fuse", "WordPiece", "Metaspace", "Strip", "BPEDecoder", "CTC"))
_POST_PROCESSORS = frozenset(("ByteLevel", "BertProcessing", "RobertaProcessing"))

_REGEX = re.compile(r'"Regex"\s*:\s*("(?:[^"\\]|\\.)*")')
_HIDDEN = re.compile(r"\\u00[4-7]")


def opens_here(written: str) -> bool:
    """Whether the text of a `tokenizer.json` has only known patterns, by a quick test that never misses an unknown one."""
    if '"Regex"' not in written and not _HIDDEN.search(written):
        return True
    if _HIDDEN.search(written):  # an escaped letter may hide the word
        return False
    return all(json.loads(source) in KNOWN for source in _REGEX.findall(written))


def runs_here(own: Any) -> bool:
    """Whether every step of a tokenizer of the `tokenizers` library is known to be quick."""
    longest = getattr(own.model, "max_input_chars_per_word", 0)
    return (
        longest <= _LONGEST_WORD
        and _growth(_state(own.normalizer)) <= _MOST_GROWTH
        and _cuts(_state(own.pre_tokenizer))
        and _decodes(_state(own.decoder))
        and _puts_around(_state(own.post_processor))
    )


def _state(part: Any) -> dict[str, Any] | None:
    """A part's settings; None for the caller's own code, which runs here anyway."""
    if part is None:
        return None
    try:
        return json.loads(part.__getstate__())
    except Exception:  # the library raises no narrower one
        return None


def _growth(step: dict[str, Any] | None) -> float:
    """The factor by which a normaliser may lengthen a text; infinite if that, or its running time, is unknown."""
    match step:
        case None:
            return 1
        case {"type": "Sequence", "normalizers": steps}:
            product = 1.0
            for each in steps:
                product *= _growth(each)
            return product
        case {"type": "Replace", "pattern": {"String": str(old)}, "content": str(new)} if old:
            return max(1.0, len(new) / len(old))
        case {"type": "Replace", "pattern": {"Regex": source}, "content": str(new)} if source in KNOWN:
            return max(1, len(new))
        case {"type": "Prepend", "prepend": str(new)} if len(new) <= _LONGEST_PART:
            return 1
        case {"type": kind} if kind in _NORMALISERS:
            return 1
        case _:
            return float("inf")


def _cuts(step: dict[str, Any] | None) -> bool:
    match step:
        case None:
            return True
        case {"type": "Sequence", "pretokenizers": steps}:
            return all(map(_cuts, steps))
        case {"type": "Split", "pattern": {"String": _}}:
            return True
        case {"type": "Split", "pattern": {"Regex": source}}:
            return source in KNOWN
        case {"type": kind}:
            return kind in _PRE_TOKENIZERS
        case _:
            return False


def _decodes(step: dict[str, Any] | None) -> bool:
    match step:
        case None:
            return True
        case {"type": "Sequence", "decoders": steps}:
            return all(map(_decodes, steps))
        case {"type": "Replace", "pattern": {"String": str(old)}, "content": str(new)}:
            return bool(old) and len(new) <= _LONGEST_PART
        case {"type": kind}:
            return kind in _DECODERS
        case _:
            return False


def _puts_around(step: dict[str, Any] | None) -> bool:
    match step:
        case None:
            return True
        case {"type": "Sequence", "processors": steps}:
            return len(steps) <= _LONGEST_PART and all(map(_puts_around, steps))
        case {"type": "TemplateProcessing", "single": single, "pair": pair}:
            return max(len(single), len(pair)) <= _LONGEST_PART and sum("Sequence" in each for each in single) <= 1
        case {"type": kind}:
            return kind in _POST_PROCESSORS
        case _:
            return False
