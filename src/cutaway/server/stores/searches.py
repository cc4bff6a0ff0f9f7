"""The searches of vocabularies that were asked for last, so that the pages of one are read without searching again."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from cutaway.server.stores.recent import RecentStore

if TYPE_CHECKING:
    from cutaway.tokens.vocabulary import Query, SearchResult, Vocabulary

MOST_SEARCHES = 16


class SearchStore(RecentStore["tuple[Vocabulary, Query]", "SearchResult"]):
    """Holds what the last few searches found."""

    def __init__(self) -> None:
        super().__init__(MOST_SEARCHES)

    def get(self, vocabulary: "Vocabulary", query: "Query", cancelled: Callable[[], bool]) -> "SearchResult":
        """What a search finds.

        Args:
            cancelled: whether nobody waits for it any more; then it stops.

        Raises:
            BadSearch, Cancelled: as `search`.
        """
        from cutaway.tokens.vocabulary import search

        return self.get_or_make((vocabulary, query), lambda: search(vocabulary, query, cancelled))
