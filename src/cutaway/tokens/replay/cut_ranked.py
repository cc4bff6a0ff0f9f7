"""How tiktoken cuts a text: at the special tokens that it names, and between them by one pattern."""

import re
from typing import Any

from cutaway.tokens.replay.pattern import Pattern
from cutaway.tokens.replay.pieces import Cuts, Rule
from cutaway.tokens.replay.unicode_tables import as_tiktoken_reads


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

    def cut(self, text: str, *, special_as_text: bool) -> Cuts:
        """The pieces of a text, each with the alternative that matched it."""
        cuts = Cuts([], [], {}, [])
        at = 0
        for match in () if special_as_text else self._specials.finditer(text):
            self._between(cuts, text[at : match.start()], at)
            at = match.end()
            cuts.added[len(cuts.spans)] = self.special[match[0]]
            cuts.spans.append(match.span())
            cuts.texts.append(match[0])
            cuts.alternatives.append(-1)
        self._between(cuts, text[at:], at)
        return cuts

    def _between(self, cuts: Cuts, text: str, at: int) -> None:
        read = text if text.isascii() else text.translate(as_tiktoken_reads())
        found = list(self.pattern.matches(read))
        cuts.spans.extend([(at + start, at + end) for start, end, _ in found])
        cuts.texts.extend([text[start:end] for start, end, _ in found])
        cuts.alternatives.extend([alternative for _, _, alternative in found])

    def rules(self, text: str, cuts: Cuts, *, special_as_text: bool) -> list[Rule]:
        """The alternative of the pattern that matched each piece."""
        known = [*self.pattern.rules("pattern"), Rule("special token")]
        return [known[alternative] for alternative in cuts.alternatives]
