"""All tokens of a vocabulary: their kinds, the merges that made them, whether a text can produce them; and a search through them."""

from cutaway.tokens.vocabulary.search import Query, SearchResult, search
from cutaway.tokens.vocabulary.table import Vocabulary, vocabulary_of

__all__ = ["Query", "SearchResult", "Vocabulary", "search", "vocabulary_of"]
