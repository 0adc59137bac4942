"""What stands above the results: a list is not called better than its results are."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from core.domain.listing import ResultList
from core.domain.records import BibliographicRecord, RecordId
from core.domain.retrieval import SearchResponse, SearchResult
from core.paths import resources_dir
from core.retrieval.confidence import load_found_model
from librarian_app.i18n import LanguageSwitcher
from librarian_app.pages.search_session import Question
from librarian_app.pages.search_words import SearchWords
from librarian_app.wording import POSSIBLE


@pytest.mark.parametrize(
    ("scores", "heading", "detail"),
    [
        ((0.92, 0.6, 0.34, 0.02), "2 good matches", "1 possible  ·  1 weaker  ·  5 ms"),
        ((0.41, 0.3, 0.26, 0.24), "3 possible matches", "1 weaker  ·  5 ms"),
        ((0.41,), "1 possible match", "5 ms"),
        ((0.02, 0.01), "2 results", "5 ms"),
    ],
)
def test_the_heading_says_how_well_it_fits(
    qapp: QApplication, languages: LanguageSwitcher, scores: tuple[float, ...], heading: str, detail: str
) -> None:
    languages.switch_to("en")
    results = tuple(
        SearchResult(place + 1, BibliographicRecord(f"t{place}"), score, {}) for place, score in enumerate(scores)
    )
    ids = tuple(RecordId(place) for place in range(len(scores)))
    found = ResultList(ids, SearchResponse(5.0, results), took_ms=5.0)
    assert SearchWords().list_words(Question("三体"), found) == (heading, detail)


def test_a_result_is_possible_from_where_the_search_holds_that_something_fits() -> None:
    preset = resources_dir() / "presets" / "compact-found.toml"
    assert load_found_model(preset).least == POSSIBLE
