"""Normalisation of a text before it is cut."""

from dataclasses import dataclass
from typing import Any

from cutaway.tokens.replay.hugging_face_parts import normaliser_of, settings, steps
from cutaway.tokens.replay.pre_tokens import PreTokens


@dataclass(frozen=True, slots=True)
class Normalisation:
    """One step of normalisation.

    Attributes:
        name: the normaliser's.
        before, after: the text.
    """

    name: str
    before: str
    after: str

    @property
    def changed(self) -> bool:
        """Whether it changed anything."""
        return self.before != self.after


class Normaliser:
    """The normaliser of a tokenizer of the `tokenizers` library, step by step.

    Args:
        own: the library's normaliser, or None.

    Raises:
        UnsupportedModel: it can't be inspected.
    """

    def __init__(self, own: Any) -> None:
        self._steps = [(step["type"], normaliser_of(step)) for step in steps(settings(own, "normaliser"))]

    def steps(self, text: str, cuts: PreTokens) -> tuple[Normalisation, ...]:
        """The effect of each step on the text. Added tokens are cut out first, and stay as they are."""
        parts: list[tuple[str, bool]] = []  # texts, and whether they are normalised
        at = 0
        for place in cuts.added:
            start, end = cuts.spans[place]
            parts += [(text[at:start], True), (text[start:end], False)]
            at = end
        parts.append((text[at:], True))
        done = []
        before = text
        for name, step in self._steps:
            parts = [(step.normalize_str(part) if part and free else part, free) for part, free in parts]
            after = "".join(part for part, _ in parts)
            done.append(Normalisation(name, before, after))
            before = after
        return tuple(done)
