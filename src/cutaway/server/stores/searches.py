"""A cache of recent vocabulary searches, so that reading further pages does not search again."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from cutaway.server.stores.recent import RecentStore
from cutaway.tokens import vocabulary as vocabularies

if TYPE_CHECKING:
    from cutaway.tokens.vocabulary import Query, SearchResult, Vocabulary

MOST_SEARCHES = 16


class SearchStore(RecentStore["tuple[Vocabulary, Query]", "SearchResult"]):
    """Keeps the results of the last few searches."""

    def __init__(self) -> None:
        super().__init__(MOST_SEARCHES)

    def get(self, vocabulary: "Vocabulary", query: "Query", cancelled: Callable[[], bool]) -> "SearchResult":
        """The result of a search.

        Args:
            cancelled: returns True if the search should stop.

        Raises:
            BadSearch, Cancelled: as in `search`.
        """
        return self.get_or_make((vocabulary, query), lambda: vocabularies.search.search(vocabulary, query, cancelled))
