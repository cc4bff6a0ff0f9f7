"""All tokens of a vocabulary: their kinds, the merges that made them, whether a text can produce them; and a search through them.

Names and modules are loaded when they are first used.
"""

from typing import TYPE_CHECKING

from cutaway.lazy import lazy

if TYPE_CHECKING:
    from cutaway.tokens.vocabulary import kinds as kinds
    from cutaway.tokens.vocabulary import reach as reach
    from cutaway.tokens.vocabulary import search as search
    from cutaway.tokens.vocabulary.search import Query, SearchResult
    from cutaway.tokens.vocabulary.table import Vocabulary, vocabulary_of

__all__ = ["Query", "SearchResult", "Vocabulary", "vocabulary_of"]

__getattr__ = lazy(
    __name__,
    {
        "cutaway.tokens.vocabulary.search": ("Query", "SearchResult"),
        "cutaway.tokens.vocabulary.table": ("Vocabulary", "vocabulary_of"),
    },
)
