"""What was typed and not saved, kept on disk: what is written, what goes, and what is laid over what."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.domain.library import IntakeItemId
from core.domain.marc_view import MarcRow
from core.domain.records import BibliographicRecord, Holding, RecordId
from librarian_app.models.unsaved import UnsavedEdit, UnsavedStore


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "未存"


def store_for(folder: Path, person: str = "", library: str = "/馆藏") -> UnsavedStore:
    store = UnsavedStore(Path(library), folder)
    store.use_person(person)
    return store


def test_another_window_finds_what_was_kept(record: BibliographicRecord, folder: Path) -> None:
    typed = UnsavedEdit(replace(record, title="红楼夢", year=None), record, "一九八五")
    marc = UnsavedEdit(
        replace(record, id=RecordId(8)), replace(record, id=RecordId(8)), rows=(MarcRow("200", "1#", "$a"),)
    )
    scan = UnsavedEdit(BibliographicRecord("呐喊"), BibliographicRecord(""), scan=IntakeItemId(3))
    store = store_for(folder)
    store.keep([typed, marc, scan])
    store.close()
    left = store_for(folder).left_behind().values()
    assert {replace(edit, at=0.0) for edit in left} == {typed, marc, scan}
    assert all(edit.at > 0 for edit in left)
    assert store.left_behind() == {}, "one's own edits are not offered to oneself"


def test_what_is_saved_goes_and_what_changed_is_written_again(record: BibliographicRecord, folder: Path) -> None:
    store = store_for(folder)
    first = UnsavedEdit(replace(record, note="a"), record)
    store.keep([first])
    store.keep([replace(first, typed=replace(record, note="b"))])
    scan = UnsavedEdit(record, record, scan=IntakeItemId(3))
    store.keep([scan])
    store.close()
    assert [replace(edit, at=0.0) for edit in store_for(folder).left_behind().values()] == [scan]


def test_neither_another_person_nor_another_library_sees_it(record: BibliographicRecord, folder: Path) -> None:
    store = store_for(folder, "李")
    store.keep([UnsavedEdit(replace(record, note="a"), record)])
    assert store.use_person("王")
    store.keep([])  # what Li typed stays, although it is under edit no more
    store.close()
    assert store_for(folder, "王").left_behind() == {}
    assert store_for(folder, "李", "/别的").left_behind() == {}
    again = store_for(folder, "李")
    (file,) = again.left_behind()
    again.forget(file)
    again.close()
    assert store_for(folder, "李").left_behind() == {}


def test_a_damaged_file_is_left_alone(record: BibliographicRecord, folder: Path) -> None:
    store = store_for(folder)
    store.keep([UnsavedEdit(record, record)])
    store.close()
    (file,) = folder.rglob("*.json")
    (file.parent / "1-2-record9.json").write_bytes(file.read_bytes()[:40])
    assert len(store_for(folder).left_behind()) == 1


def test_a_folder_that_cannot_be_written_costs_only_the_memory(
    record: BibliographicRecord, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder.write_text("a file where the folder should be")
    store = store_for(folder)
    store.keep([UnsavedEdit(record, record)])
    store.close()
    assert "could not be kept" in caplog.text


def test_only_what_was_touched_is_laid_over_a_record_that_changed_meanwhile(record: BibliographicRecord) -> None:
    edit = UnsavedEdit(replace(record, note="新附注", edition=""), record)
    meanwhile = replace(record, publisher="作家出版社", note="别人的", version=9, holdings=(Holding(barcode="X"),))
    laid = edit.laid_over(meanwhile)
    assert (laid.note, laid.edition, laid.publisher, laid.version) == ("新附注", "", "作家出版社", 9)
    assert laid.holdings == meanwhile.holdings
