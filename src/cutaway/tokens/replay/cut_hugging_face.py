"""How a tokenizer of the `tokenizers` library cuts a text: at added tokens, then step by step.

The library itself cuts. It is given the same tokenizer with another model, one that knows no token and so gives every piece back as it is.
"""

import threading
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

import tokenizers
from tokenizers import models

from cutaway.tokens.hugging_face import BYTE_OF
from cutaway.tokens.replay.hugging_face_parts import pre_tokenizer_of, settings, steps
from cutaway.tokens.replay.pattern import Pattern
from cutaway.tokens.replay.pieces import Cut, Rule

UNKNOWN = "\ue000unknown"
GPT2 = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
"""The pattern that `ByteLevel` has without being told (Radford et al. 2019)."""


class HuggingFaceCutter:
    """Cuts texts as a tokenizer of the `tokenizers` library does.

    Args:
        own: the tokenizer.
        as_text: pieces that end up written in bytes are given as text all the same.

    Attributes:
        byte_level: whether that is so: the model has to write them in bytes.

    Raises:
        UnsupportedModel: its pre-tokenizer can't be looked into.
    """

    def __init__(self, own: tokenizers.Tokenizer, *, as_text: bool) -> None:
        self.own = own
        found = steps(settings(own.pre_tokenizer, "pre-tokenizer"))
        self.byte_level = as_text and bool(found) and found[-1]["type"] == "ByteLevel"
        self._names = [step["type"] for step in found]
        self._decoded = False
        if self.byte_level:
            last = found.pop()
            if last["add_prefix_space"]:
                self._decoded = True
                found.append(last)
            elif last["use_regex"]:
                found.append(_split(GPT2))
        self.steps = found
        self._lock = threading.Lock()
        self._whole = self._cutting(found)

    def cut(self, text: str, *, special_as_text: bool) -> list[Cut]:
        """The pieces of a text, as the library cuts it."""
        return self._cut(self._whole, text, special_as_text, self._decoded)

    def rules(self, text: str, cuts: Sequence[Cut], *, special_as_text: bool) -> list[Rule]:
        """What cut each piece: the first step whose pattern matched just that piece, else the first step that cut it out."""
        matched: dict[tuple[int, int], Rule] = {}
        cut_out: dict[tuple[int, int], Rule] = {}
        outer = self._cut(self._before[0], text, special_as_text, False)
        for i, step in enumerate(self.steps):
            last = i == len(self.steps) - 1
            inner = cuts if last else self._cut(self._before[i + 1], text, special_as_text, False)
            for parent, children in _families(outer, inner):
                for child, rule, sure in self._told(i, step, parent, children):
                    (matched if sure else cut_out).setdefault((child.start, child.end), rule)
            outer = inner
        none = Rule("none", "nothing cut it")
        special = self.own.get_added_tokens_decoder()
        return [
            Rule("special token" if special[cut.id].special else "added token")
            if cut.id is not None
            else matched.get(cut[:2]) or cut_out.get(cut[:2]) or none
            for cut in cuts
        ]

    def _told(
        self, number: int, step: dict[str, Any], parent: Cut, children: list[Cut]
    ) -> Iterator[tuple[Cut, Rule, bool]]:
        """Of the pieces that a step made of one: what it did, and whether it is sure that it was this step."""
        kind, pattern = self._names[number], self._patterns[number]
        isolated = pattern is not None and "".join(child.text for child in children) == parent.text
        found = {(s, e): i for s, e, i in pattern.matches(parent.text)} if pattern and isolated else {}
        at = 0
        for child in children:
            alternative = found.get((at, at + len(child.text)))
            at += len(child.text)
            if pattern and alternative is not None:
                rule = Rule(kind, pattern.name(alternative), alternative, pattern.alternatives[alternative])
                yield child, rule, True
            elif kind == "Digits" and child.text.isnumeric():
                yield child, Rule(kind, "one digit" if step["individual_digits"] else "digits"), True
            elif child.text != parent.text:
                yield child, Rule(kind, "what lies between" if pattern and isolated else ""), False

    @cached_property
    def _patterns(self) -> list[Pattern | None]:
        return [_pattern(step) for step in self.steps]

    @cached_property
    def _before(self) -> list[tokenizers.Tokenizer]:
        """What cuts a text with the steps before each step."""
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
        """Ids of added tokens: the cutting tokenizer's → the own ones."""
        own = {token.content: id for id, token in self.own.get_added_tokens_decoder().items()}
        return {id: own[token.content] for id, token in self._whole.get_added_tokens_decoder().items()}

    def _cut(self, cutting: Any, text: str, special_as_text: bool, decoded: bool) -> list[Cut]:
        with self._lock:
            cutting.encode_special_tokens = special_as_text
            found = cutting.encode(text, add_special_tokens=False)
        pieces = found.tokens
        if decoded:
            pieces = [
                p if id else bytes(BYTE_OF[c] for c in p).decode() for id, p in zip(found.ids, pieces, strict=True)
            ]
        ids = self._ids
        return [
            Cut(start, end, piece, ids.get(id))
            for id, piece, (start, end) in zip(found.ids, pieces, found.offsets, strict=True)
        ]


def _families(outer: Sequence[Cut], inner: Sequence[Cut]) -> Iterator[tuple[Cut, list[Cut]]]:
    """Each piece that a model reads, with the pieces that a step made of it."""
    at = 0
    for parent in outer:
        children: list[Cut] = []
        while at < len(inner) and inner[at].end <= parent.end:
            children.append(inner[at])
            at += 1
        if parent.id is None:
            yield parent, children


def _split(source: str) -> dict[str, Any]:
    return {"type": "Split", "pattern": {"Regex": source}, "behavior": "Isolated", "invert": False}


def _pattern(step: dict[str, Any]) -> Pattern | None:
    """The pattern of a step that has one."""
    match step:
        case {"type": "Split", "pattern": {"Regex": source}, "invert": False}:
            return Pattern(source)
        case {"type": "ByteLevel", "use_regex": True}:
            return Pattern(GPT2)
        case {"type": "Whitespace"}:
            return Pattern(r"\w+|[^\w\s]+")
        case _:
            return None
