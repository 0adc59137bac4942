"""Searching a library where some records have a title and an author only, with the real encoders."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.application import Application
from core.domain.retrieval import SearchRequest

pytestmark = [pytest.mark.models, pytest.mark.slow]

Rows = Callable[..., list[dict[str, Any]]]
WriteRows = Callable[[Path, list[dict[str, Any]]], str]


@pytest.mark.parametrize(
    ("query", "expected"),
    [("三体", "bare-santi"), ("紅樓夢", "bare-hongloumeng"), ("The Scarlet Letter", "bare-scarlet")],
)
def test_a_title_finds_the_record_that_has_little_more_than_it(
    library: Application, demo_rows: Rows, write_rows: WriteRows, tmp_path: Path, query: str, expected: str
) -> None:
    """A row of a table has no description; its translation, its sequels and books about it do."""
    bare = [
        {"id": "bare-santi", "title": "三体", "authors": ["刘慈欣"], "language": "chi", "year": 2016},
        {"id": "bare-hongloumeng", "title": "红楼梦", "authors": ["曹雪芹"], "language": "chi"},
        {"id": "bare-scarlet", "title": "The scarlet letter", "authors": ["Nathaniel Hawthorne"], "language": "eng"},
    ]
    described = demo_rows("three-body-problem", "jiuzhang", "jane-eyre", "pride-prejudice", "xiyouji", "sicp")
    story = "A woman must wear a scarlet letter in Puritan Boston. Nathaniel Hawthorne tells of sin and guilt."
    described.append({"id": "guide", "title": "Reading The Scarlet Letter", "description": story, "language": "eng"})
    dream = "《紅樓夢》導讀：賈寶玉與林黛玉，大觀園的興衰，石頭的故事。"
    described.append({"id": "guide-zh", "title": "紅樓夢導讀", "description": dream, "language": "chi"})
    library.interchange.import_files([write_rows(tmp_path / "records.jsonl", [*bare, *described])])
    found = library.search.search(SearchRequest(query))
    assert found.results[0].record.external_id == expected
    assert found.results[0].score >= 0.5
    assert not found.no_good_match
