"""WordPiece as in BERT (Wu et al. 2016; Devlin et al. 2019): the longest token that a word begins with, then the longest that the rest
begins with, and so on.
"""

from dataclasses import dataclass
from typing import Any

from cutaway.tokens.replay.words import needed


@dataclass(frozen=True, slots=True)
class Search:
    """The search for one token of a word.

    Attributes:
        start, end: the characters of the word that the token covers; `end == start` if no token fits.
        tried: the strings looked up, longest first; the last one is the token, if one fits.
        id: the token; None if no token fits.
    """

    start: int
    end: int
    tried: tuple[str, ...]
    id: int | None


@dataclass(frozen=True, slots=True)
class Matched:
    """A word that became tokens from left to right.

    Attributes:
        text: the word.
        searches: one for each token, and a last failed one if the word can't be written.
        ids: its tokens; only the unknown one if the word can't be written or is too long.
        too_long: whether the word exceeds the limit of characters.
    """

    text: str
    searches: tuple[Search, ...]
    ids: tuple[int, ...]
    too_long: bool = False


class WordPiece:
    """WordPiece of the `tokenizers` library.

    Args:
        state: the model as serialised by its library.
    """

    name = "wordpiece"

    def __init__(self, state: dict[str, Any]) -> None:
        self.vocabulary: dict[str, int] = state["vocab"]
        self.unknown = self.vocabulary.get(state["unk_token"])
        self.prefix: str = state["continuing_subword_prefix"]
        self.longest: int = state["max_input_chars_per_word"]

    def word(self, text: str) -> Matched:
        """The search for the tokens of a word."""
        if len(text) > self.longest:
            return Matched(text, (), (needed(self.unknown, text),), too_long=True)
        searches: list[Search] = []
        ids: list[int] = []
        at = 0
        while at < len(text):
            search = self._search(text, at)
            searches.append(search)
            if search.id is None:
                return Matched(text, tuple(searches), (needed(self.unknown, text),))
            ids.append(search.id)
            at = search.end
        return Matched(text, tuple(searches), tuple(ids))

    def _search(self, text: str, start: int) -> Search:
        prefix = self.prefix if start else ""
        tried: list[str] = []
        for end in range(len(text), start, -1):
            tried.append(prefix + text[start:end])
            id = self.vocabulary.get(tried[-1])
            if id is not None:
                return Search(start, end, tuple(tried), id)
        return Search(start, start, tuple(tried), None)
