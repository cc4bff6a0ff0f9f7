"""Every token of a vocabulary: what it is, what merge made it, whether a text can give it; and searches through all of them."""

from cutaway.tokens.vocabulary.search import Found, Query, search
from cutaway.tokens.vocabulary.table import Vocabulary, vocabulary_of

__all__ = ["Found", "Query", "Vocabulary", "search", "vocabulary_of"]
