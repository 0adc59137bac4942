"""Search as the window and the command line call it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.listing import ListRequest, ListRow, ResultList, Suggestion
from core.domain.records import RecordId
from core.domain.retrieval import SearchRequest, SearchResponse
from core.retrieval.lists import ListMaker

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue
    from core.retrieval.likeness import LikenessFinder
    from core.retrieval.searcher import Searcher
    from core.services.feedback import FeedbackService


class SearchService:
    """Text, image or both; one answer with reasons, and with what was said when the same was asked before.

    And lists to look through, with facets and in any order.
    """

    def __init__(
        self, searcher: Searcher, catalogue: Catalogue, feedback: FeedbackService, likeness: LikenessFinder
    ) -> None:
        self._searcher = searcher
        self._catalogue = catalogue
        self._feedback = feedback
        self._lists = ListMaker(catalogue, searcher, likeness, self.search)

    def search(self, request: SearchRequest) -> SearchResponse:
        """Search by what was typed, dropped, or both.

        Raises:
            InvalidInputError: If both are empty or the image cannot be read.
        """
        return self._feedback.shown(request, self._searcher.answer(request))

    def suggest(self, prefix: str, limit: int = 8) -> tuple[str, ...]:
        """Titles and names that begin with, or in pinyin sound like, what was typed so far."""
        return self._searcher.suggest(prefix, limit)

    def complete(self, typed: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """As `suggest`, with names and subjects too, each with its kind and where the typed part stands in it."""
        return self._searcher.complete(typed, limit)

    def list(self, request: ListRequest) -> ResultList:
        """All records of what is asked for, or of the library, in an order, with counts by facet.

        Raises:
            InvalidInputError: If an image cannot be read.
        """
        return self._lists.make(request)

    def rows(self, record_ids: tuple[RecordId, ...], text: str = "") -> tuple[ListRow, ...]:
        """The records of a list that are looked at, with the words of a query marked."""
        return self._lists.rows(record_ids, text)
