from __future__ import annotations

import sqlite3

import pytest

from core.catalogue.catalogue import Catalogue
from core.domain.records import BibliographicRecord
from core.errors import HostFaultError
from core.paths import LibraryPaths


def test_a_backup_is_one_tested_file_that_opens_as_a_library(catalogue, full_record, add, tmp_path):
    add(full_record)
    restored = LibraryPaths(tmp_path / "恢复")

    with catalogue.write("import", "not committed yet") as unit:
        unit.add_record(BibliographicRecord("later"))
        catalogue.backup_to(restored.catalogue)

    assert [p.name for p in restored.root.iterdir()] == ["catalogue.sqlite3"]
    with Catalogue.open(restored, actor="x") as copy:
        assert [r.title for r in copy.iter_records()] == ["傅雷家书"]
        assert copy.integrity_check() == ()
        assert len(copy.search_text("hlm OR fulei", 5)) == 1
        copy.undo()
    assert catalogue.count() == 2


def test_a_backup_replaces_an_older_one_only_when_it_is_whole(catalogue, add, tmp_path):
    target = tmp_path / "b.sqlite3"
    target.write_bytes(b"older")
    add("x")
    catalogue.backup_to(target)
    connection = sqlite3.connect(target)
    assert connection.execute("SELECT count(*) FROM record").fetchone() == (1,)
    connection.close()
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith("b.")] == ["b.sqlite3"]


def test_a_place_that_cannot_be_written_is_told(catalogue, tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(HostFaultError, match=r"library\.unwritable"):
        catalogue.backup_to(tmp_path / "file" / "b.sqlite3")
