from __future__ import annotations

from pathlib import Path

import pytest

from core.catalogue.catalogue import Catalogue
from core.domain.records import BibliographicRecord
from core.errors import ConflictError, InvalidInputError
from core.paths import LibraryPaths
from core.services.backup import BackupService
from core.services.restoring import restore_library


@pytest.fixture
def paths(tmp_path: Path) -> LibraryPaths:
    return LibraryPaths(tmp_path / "图书馆")


def _titles(paths: LibraryPaths) -> list[str]:
    with Catalogue.open(paths, actor="test") as catalogue:
        return [record.title for record in catalogue.iter_records()]


@pytest.fixture
def archive(paths: LibraryPaths) -> Path:
    """A backup of a library that holds one record."""
    with Catalogue.open(paths, actor="test") as catalogue:
        with catalogue.write("create_record", "茶馆") as unit:
            unit.add_record(BibliographicRecord("茶馆"))
        return Path(BackupService(catalogue, paths).create().file)


def test_what_came_after_the_backup_is_gone_and_kept_aside(paths: LibraryPaths, archive: Path) -> None:
    with Catalogue.open(paths, actor="test") as catalogue, catalogue.write("create_record", "围城") as unit:
        unit.add_record(BibliographicRecord("围城"))
    info = restore_library(archive, paths)
    assert info.records == 1
    assert _titles(paths) == ["茶馆"]
    (aside,) = paths.root.glob("before-restore-*")
    assert (aside / "catalogue.sqlite3").is_file()


def test_an_open_library_is_not_replaced(paths: LibraryPaths, archive: Path) -> None:
    with Catalogue.open(paths, actor="test"), pytest.raises(ConflictError) as caught:
        restore_library(archive, paths)
    assert caught.value.message_id == "library.locked"
    assert _titles(paths) == ["茶馆"]


def test_a_backup_can_be_restored_where_there_was_no_library(tmp_path: Path, archive: Path) -> None:
    elsewhere = LibraryPaths(tmp_path / "新馆" / "library")
    restore_library(archive, elsewhere)
    assert _titles(elsewhere) == ["茶馆"]


def test_a_file_that_is_no_backup_changes_nothing(paths: LibraryPaths, archive: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.zip"
    wrong.write_bytes(b"not a zip")
    with pytest.raises(InvalidInputError) as caught:
        restore_library(wrong, paths)
    assert caught.value.message_id == "backup.not_one"
    assert _titles(paths) == ["茶馆"]
