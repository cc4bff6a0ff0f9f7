"""How tiktoken cuts a text: at the special tokens that it names, and between them by one pattern."""

import re
from collections.abc import Sequence
from typing import Any

from cutaway.tokens.replay.pattern import Pattern
from cutaway.tokens.replay.pieces import Cut, Rule


class RankedCutter:
    """Cuts texts as an encoding of tiktoken does.

    Args:
        own: the encoding.
    """

    def __init__(self, own: Any) -> None:
        self.pattern = Pattern(own._pat_str)
        self.special: dict[str, int] = own._special_tokens
        longest_first = sorted(self.special, key=len, reverse=True)
        self._specials = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")

    def cut(self, text: str, *, special_as_text: bool) -> list[Cut]:
        """The pieces of a text, each with the alternative that matched it."""
        cuts: list[Cut] = []
        at = 0
        for match in () if special_as_text else self._specials.finditer(text):
            cuts.extend(self._between(text[at : match.start()], at))
            at = match.end()
            cuts.append(Cut(match.start(), at, match[0], self.special[match[0]]))
        cuts.extend(self._between(text[at:], at))
        return cuts

    def _between(self, text: str, at: int) -> list[Cut]:
        return [Cut(at + start, at + end, text[start:end], None, i) for start, end, i in self.pattern.matches(text)]

    def rules(self, text: str, cuts: Sequence[Cut], *, special_as_text: bool) -> list[Rule]:
        """The alternative of the pattern that matched each piece."""
        known = [Rule("pattern", self.pattern.name(i), i, source) for i, source in enumerate(self.pattern.alternatives)]
        return [Rule("special token") if cut.id is not None else known[cut.alternative] for cut in cuts]
