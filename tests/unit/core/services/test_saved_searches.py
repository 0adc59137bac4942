"""Saved searches: kept with an example cover, renamed, deleted, and brought back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.catalogue.catalogue import Catalogue
from core.domain.changes import ChangeSet
from core.domain.filters import SearchFilters
from core.domain.saved_searches import SavedSearch, SavedSearchId
from core.errors import ConflictError, InvalidInputError
from core.paths import LibraryPaths
from core.services.cover_store import CoverStore
from core.services.saved_searches import SavedSearchService

FILTERS = SearchFilters(languages=("chi",), classes=("I",), decades=("1950",), has_cover=True)


@pytest.fixture
def paths(library_dir: Path) -> LibraryPaths:
    return LibraryPaths(library_dir)


@pytest.fixture
def catalogue(paths: LibraryPaths) -> Iterator[Catalogue]:
    with Catalogue.open(paths, actor="li") as opened:
        yield opened


@pytest.fixture
def told() -> list[ChangeSet]:
    return []


@pytest.fixture
def service(catalogue: Catalogue, told: list[ChangeSet]) -> SavedSearchService:
    return SavedSearchService(catalogue, CoverStore(catalogue.paths), told.append)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    file = tmp_path / "封面.png"
    Image.fromarray(np.full((60, 40, 3), 120, dtype=np.uint8)).save(file)
    return file


def test_everything_asked_comes_back(service: SavedSearchService, told: list[ChangeSet], photo: Path) -> None:
    wanted = SavedSearch("  老舍  的小说 ", "作者：老舍", None, FILTERS, "year", True)
    stored = service.save(wanted, str(photo))
    assert stored.name == "老舍 的小说"
    assert stored.cover_sha256 is not None
    assert len(told) == 1
    (found,) = service.all()
    assert found == stored
    assert (found.text, found.filters, found.order, found.descending) == ("作者：老舍", FILTERS, "year", True)


def test_the_example_cover_is_kept_as_long_as_somebody_needs_it(
    service: SavedSearchService, catalogue: Catalogue, photo: Path
) -> None:
    stored = service.save(SavedSearch("封面"), str(photo))
    original = CoverStore(catalogue.paths).original(stored.cover_sha256 or "")
    assert original.read_bytes() == photo.read_bytes()
    assert stored.cover_sha256 in catalogue.journalled_cover_shas()
    service.delete(stored.id or SavedSearchId(0))
    assert stored.cover_sha256 in catalogue.journalled_cover_shas(), "undo brings the search back"


def test_every_change_can_be_undone(service: SavedSearchService, catalogue: Catalogue) -> None:
    stored = service.save(SavedSearch("一", "红楼梦"))
    search_id = stored.id or SavedSearchId(0)
    service.rename(search_id, "二")
    assert [search.name for search in service.all()] == ["二"]
    service.delete(search_id)
    assert service.all() == ()
    catalogue.undo()
    assert [search.name for search in service.all()] == ["二"]
    catalogue.undo()
    assert [search.name for search in service.all()] == ["一"]
    catalogue.undo()
    assert service.all() == ()
    catalogue.redo()
    assert [search.name for search in service.all()] == ["一"]


def test_names_are_needed_and_used_once(service: SavedSearchService, catalogue: Catalogue) -> None:
    first = service.save(SavedSearch("一", "红楼梦"))
    with pytest.raises(ConflictError, match=r"saved_search\.name_taken"):
        service.save(SavedSearch("一", "水浒传"))
    with pytest.raises(InvalidInputError, match=r"saved_search\.no_name"):
        service.rename(first.id or SavedSearchId(0), "  ")
    with pytest.raises(InvalidInputError, match=r"saved_search\.empty"):
        service.save(SavedSearch("二"))
    with pytest.raises(ConflictError, match=r"saved_search\.gone"):
        service.delete(SavedSearchId(99))
    assert service.rename(first.id or SavedSearchId(0), "一").name == "一", "its own name is no clash"


def test_undo_is_refused_when_its_name_was_taken_since(service: SavedSearchService, catalogue: Catalogue) -> None:
    service.delete(service.save(SavedSearch("一", "红楼梦")).id or SavedSearchId(0))
    deletion = catalogue.operations()[0].id
    service.save(SavedSearch("一", "水浒传"))
    with pytest.raises(ConflictError, match=r"undo\.changed"):
        catalogue.undo(deletion)


def test_they_outlive_the_session(paths: LibraryPaths, service: SavedSearchService, catalogue: Catalogue) -> None:
    service.save(SavedSearch("一", "红楼梦"))
    with Catalogue.open(paths, actor="x", read_only=True) as again:
        assert [search.text for search in again.saved_searches()] == ["红楼梦"]
