"""How a tokenizer of the `tokenizers` library cuts a text: at added tokens, then step by step.

The library itself cuts: a copy of the tokenizer gets a model without tokens, which returns every piece unchanged. If patterns are known
to cut the same pieces, they do it instead, and the library supplies spans and rules on demand.
"""

import threading
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import tokenizers
from tokenizers import models

from cutaway.tokens.byte_table import BYTE_OF
from cutaway.tokens.replay.hugging_face_parts import pre_tokenizer_of, settings, steps
from cutaway.tokens.replay.pattern import Pattern
from cutaway.tokens.replay.pre_tokens import PreTokens, Rule
from cutaway.tokens.replay.pretokenise_patterns import PatternCutter, patterns_of

UNKNOWN = "\ue000unknown"
GPT2 = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
"""The default pattern of `ByteLevel` (Radford et al. 2019)."""

NOTHING, ADDED, SPECIAL = Rule("none", "nothing cut it"), Rule("added token"), Rule("special token")


class HuggingFaceCutter:
    """Cuts texts like a tokenizer of the `tokenizers` library.

    Args:
        own: the tokenizer.
        as_text: return pieces as text even if the tokenizer writes them in bytes.

    Attributes:
        byte_level: whether it did so, and the model has to write the pieces in bytes.

    Raises:
        UnsupportedModel: its pre-tokenizer can't be inspected.
    """

    def __init__(self, own: tokenizers.Tokenizer, *, as_text: bool) -> None:
        self.own = own
        found = steps(settings(own.pre_tokenizer, "pre-tokenizer"))
        self.byte_level = as_text and bool(found) and found[-1]["type"] == "ByteLevel"
        names = [step["type"] for step in found]
        self._decoded = False
        if self.byte_level:
            last = found.pop()
            if last["add_prefix_space"]:
                self._decoded = True
                found.append(last)
            elif last["use_regex"]:
                found.append(_split(GPT2))
        self.steps = found
        self._names = names[: len(found)]
        self._lock = threading.Lock()
        self._whole = self._cutting(found)
        patterns = None if self._decoded else patterns_of(found)
        self._quick = PatternCutter(own, patterns, lambda text: self._library(text, True).texts) if patterns else None

    def cut(self, text: str, *, special_as_text: bool) -> PreTokens:
        """The pieces of a text, as the library cuts it."""
        pieces = self._quick.pieces(text) if self._quick else None
        if pieces is None:
            return self._library(text, special_as_text)
        return PreTokens(pieces, {}, lambda: self._library(text, special_as_text).spans)

    def _library(self, text: str, special_as_text: bool) -> PreTokens:
        return self._cut(self._whole, text, special_as_text, self._decoded)

    def rules(self, text: str, cuts: PreTokens, *, special_as_text: bool) -> list[Rule]:
        """The rule for each piece: the first step whose pattern matched exactly that piece, else the first step that cut it out."""
        matched: dict[tuple[int, int], Rule] = {}
        cut_out: dict[tuple[int, int], Rule] = {}
        outer = self._cut(self._before[0], text, special_as_text, False)
        for i in range(len(self.steps)):
            last = i == len(self.steps) - 1
            inner = cuts if last else self._cut(self._before[i + 1], text, special_as_text, False)
            for parent, children in _families(outer, inner):
                for child, rule, sure in self._told(i, parent, inner.texts[children]):
                    (matched if sure else cut_out).setdefault(inner.spans[children.start + child], rule)
            outer = inner
        special = self.own.get_added_tokens_decoder()
        rules = [matched.get(span) or cut_out.get(span) or NOTHING for span in cuts.spans]
        for i, id in cuts.added.items():
            rules[i] = SPECIAL if special[id].special else ADDED
        return rules

    def _told(self, number: int, parent: str, children: list[str]) -> Iterator[tuple[int, Rule, bool]]:
        """For the pieces that a step made of one: their index, the rule, and whether this step certainly cut them."""
        step, kind, pattern = self.steps[number], self._names[number], self._patterns[number]
        isolated = pattern is not None and "".join(children) == parent
        found = {(start, end): i for start, end, i in pattern.matches(parent)} if pattern and isolated else {}
        known = self._rules[number]
        digits = Rule(kind, "one digit" if step.get("individual_digits") else "digits")
        between = Rule(kind, "text between matches" if isolated else "")
        at = 0
        for i, child in enumerate(children):
            alternative = found.get((at, at + len(child)))
            at += len(child)
            if alternative is not None:
                yield i, known[alternative], True
            elif kind == "Digits" and child.isnumeric():
                yield i, digits, True
            elif child != parent:
                yield i, between, False

    @cached_property
    def _rules(self) -> list[list[Rule]]:
        """For each step, the rules of its pattern's alternatives."""
        return [
            pattern.rules(name) if pattern else [] for pattern, name in zip(self._patterns, self._names, strict=True)
        ]

    @cached_property
    def _patterns(self) -> list[Pattern | None]:
        return [_pattern(step) for step in self.steps]

    @cached_property
    def _before(self) -> list[tokenizers.Tokenizer]:
        """For each step, a tokenizer that cuts a text with the steps before it."""
        return [self._cutting(self.steps[:i]) for i in range(max(1, len(self.steps)))]

    def _cutting(self, parts: list[dict[str, Any]]) -> tokenizers.Tokenizer:
        cutting: Any = tokenizers.Tokenizer(models.Unigram([(UNKNOWN, 0.0)], 0, False))
        if self.own.normalizer is not None:
            cutting.normalizer = self.own.normalizer
        if parts:
            cutting.pre_tokenizer = pre_tokenizer_of(parts)
        added = self.own.get_added_tokens_decoder()
        cutting.add_tokens([added[id] for id in sorted(added)])
        return cutting

    @cached_property
    def _ids(self) -> dict[int, int]:
        """Ids of added tokens: the cutting tokenizer's → the original's."""
        own = {token.content: id for id, token in self.own.get_added_tokens_decoder().items()}
        return {id: own[token.content] for id, token in self._whole.get_added_tokens_decoder().items()}

    def _cut(self, cutting: Any, text: str, special_as_text: bool, decoded: bool) -> PreTokens:
        with self._lock:
            cutting.encode_special_tokens = special_as_text
            found = cutting.encode(text, add_special_tokens=False)
        own = self._ids
        added = {i: own[id] for i, id in enumerate(found.ids) if id}
        texts = found.tokens
        if decoded:
            texts = [t if i in added else bytes(BYTE_OF[c] for c in t).decode() for i, t in enumerate(texts)]
        return PreTokens(texts, added, lambda: found.offsets)


def _families(outer: PreTokens, inner: PreTokens) -> Iterator[tuple[str, slice]]:
    """Each outer piece, with the range of inner pieces that a step made of it."""
    at = 0
    for i, (_, end) in enumerate(outer.spans):
        first = at
        while at < len(inner.spans) and inner.spans[at][1] <= end:
            at += 1
        if i not in outer.added:
            yield outer.texts[i], slice(first, at)


def _split(source: str) -> dict[str, Any]:
    return {"type": "Split", "pattern": {"Regex": source}, "behavior": "Isolated", "invert": False}


def _pattern(step: dict[str, Any]) -> Pattern | None:
    """A step's pattern, if it has one."""
    match step:
        case {"type": "Split", "pattern": {"Regex": source}, "invert": False}:
            return Pattern(source)
        case {"type": "ByteLevel", "use_regex": True}:
            return Pattern(GPT2)
        case {"type": "Whitespace"}:
            return Pattern(r"\w+|[^\w\s]+")
        case _:
            return None
