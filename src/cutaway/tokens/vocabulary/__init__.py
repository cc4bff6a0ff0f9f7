"""Every token of a vocabulary: what it is, what merge made it, whether a text can give it; and searches through all of them."""

from cutaway.tokens.vocabulary.search import Query, SearchResult, search
from cutaway.tokens.vocabulary.table import Vocabulary, vocabulary_of

__all__ = ["Query", "SearchResult", "Vocabulary", "search", "vocabulary_of"]
