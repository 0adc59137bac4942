"""Search as the window and the command line call it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.retrieval import SearchRequest, SearchResponse

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue
    from core.retrieval.searcher import Searcher
    from core.services.feedback import FeedbackService


class SearchService:
    """Text, image or both; one answer with reasons, and with what was said when the same was asked before."""

    def __init__(self, searcher: Searcher, catalogue: Catalogue, feedback: FeedbackService) -> None:
        self._searcher = searcher
        self._catalogue = catalogue
        self._feedback = feedback

    def search(self, request: SearchRequest) -> SearchResponse:
        """Search by what was typed, dropped, or both.

        Raises:
            InvalidInputError: If both are empty or the image cannot be read.
        """
        return self._feedback.shown(request, self._searcher.answer(request))

    def suggest(self, prefix: str, limit: int = 8) -> tuple[str, ...]:
        """Titles and names that begin with, or in pinyin sound like, what was typed so far."""
        return self._searcher.suggest(prefix, limit)
