from __future__ import annotations

import os
import sqlite3
import threading
from pathlib import Path

import pytest

from core.catalogue.catalogue import Catalogue
from core.catalogue.faults import folder_fault
from core.catalogue.lock import LockHolder, lock_holder, read_holder
from core.domain.records import BibliographicRecord
from core.errors import ConflictError, HostFaultError, StoreMismatchError
from core.paths import LibraryPaths

IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def fill(paths: LibraryPaths) -> None:
    with Catalogue.open(paths, actor="x") as catalogue, catalogue.write("import", "x") as unit:
        unit.add_record(BibliographicRecord("红楼梦"))


@pytest.mark.parametrize("name", ["图书馆", "a b %20 #1 ?x&y=1", "ü'\"", "..."])
def test_a_library_may_be_in_any_folder(tmp_path, name):
    paths = LibraryPaths(tmp_path / name)
    fill(paths)
    with Catalogue.open(paths, actor="x", create=False) as catalogue:
        assert catalogue.count() == 1
    assert {p.name for p in paths.root.iterdir()} >= {"catalogue.sqlite3", "covers", "backups", "vectors"}
    assert [p.name for p in tmp_path.iterdir()] == [name]


def test_closing_leaves_one_file_and_no_lock(paths):
    fill(paths)
    names = {p.name for p in paths.root.iterdir() if p.is_file()}
    assert names <= {"catalogue.sqlite3", "library.lock"}
    assert lock_holder(paths) == ""


def test_a_second_writer_is_told_who_holds_the_library_and_may_read(paths):
    with Catalogue.open(paths, actor="x") as first:
        with pytest.raises(ConflictError, match=r"library\.locked") as caught:
            Catalogue.open(paths, actor="y")
        assert str(os.getpid()) in str(caught.value.context["holder"])
        assert caught.value.context["holder"] == lock_holder(paths)
        with Catalogue.open(paths, actor="y", read_only=True) as second:
            assert second.is_read_only
            with first.write("import", "x") as unit:
                unit.add_record(BibliographicRecord("a"))
            assert second.count() == 1
            with pytest.raises(ConflictError, match=r"library\.read_only"), second.write("import", "x"):
                pass
            with pytest.raises(ConflictError, match=r"library\.read_only"):
                second.undo()
    with Catalogue.open(paths, actor="y") as again:
        assert again.count() == 1


def test_a_note_left_by_a_crash_locks_nobody_out(paths):
    fill(paths)
    note = paths.lock.with_name("library.lock.json")
    note.write_text('{"user":"u","host":"h","pid":1,"program":"p","since":"2020"}', encoding="utf-8")
    assert read_holder(paths) == LockHolder("u", "h", 1, "p", "2020")
    with Catalogue.open(paths, actor="x") as catalogue:
        assert catalogue.count() == 1
    note.write_text("{", encoding="utf-8")
    assert read_holder(paths) is None


def test_a_missing_library_is_told(paths):
    for arguments in ({"create": False}, {"read_only": True}):
        with pytest.raises(HostFaultError, match=r"library\.missing"):
            Catalogue.open(paths, actor="x", **arguments)
    assert not paths.root.exists()


def test_a_file_where_the_folder_should_be_is_told(tmp_path):
    (tmp_path / "文件").write_text("x", encoding="utf-8")
    with pytest.raises(HostFaultError, match=r"library\.unwritable"):
        Catalogue.open(LibraryPaths(tmp_path / "文件" / "library"), actor="x")
    with pytest.raises(HostFaultError, match=r"library\.unwritable"):
        Catalogue.open(LibraryPaths(tmp_path / "文件"), actor="x")


def test_a_path_too_long_for_the_database_is_told(tmp_path):
    root = tmp_path
    for _ in range(6):
        root /= "很长的目录名" * 6
    with pytest.raises(HostFaultError, match=r"library\.path_too_long"):
        Catalogue.open(LibraryPaths(root), actor="x")


@pytest.mark.skipif(IS_ROOT, reason="root may write everywhere")
def test_a_read_only_folder_can_be_read_but_not_opened_for_writing(paths):
    fill(paths)
    paths.root.chmod(0o500)
    paths.catalogue.chmod(0o400)
    try:
        with pytest.raises(HostFaultError, match=r"library\.unwritable"):
            Catalogue.open(paths, actor="x")
        with Catalogue.open(paths, actor="x", read_only=True) as catalogue:
            assert catalogue.count() == 1
    finally:
        paths.root.chmod(0o700)


def test_reading_works_where_no_side_files_can_be_made(paths, monkeypatch):
    fill(paths)
    monkeypatch.setattr("core.catalogue.opening.os.access", lambda path, mode: mode != os.W_OK)
    with Catalogue.open(paths, actor="x", read_only=True) as catalogue:
        assert catalogue.count() == 1
        assert {p.name for p in paths.root.iterdir() if "sqlite3" in p.name} == {"catalogue.sqlite3"}
    with pytest.raises(HostFaultError, match=r"library\.unwritable"):
        Catalogue.open(paths, actor="x")


@pytest.mark.parametrize(
    ("code", "message_id"),
    [("ENOSPC", "disk.full"), ("EACCES", "library.unwritable"), ("ENAMETOOLONG", "library.path_too_long")],
)
def test_faults_of_the_file_system_are_told_apart(code, message_id):
    import errno

    assert folder_fault(OSError(getattr(errno, code), "x"), Path("x")).message_id == message_id


def test_a_file_that_is_no_database_is_told_with_the_newest_backup(paths):
    fill(paths)
    with Catalogue.open(paths, actor="x") as catalogue:
        catalogue.backup_to(paths.backups / "good.sqlite3")
    paths.catalogue.write_bytes(b"not a database at all" * 500)

    for read_only in (False, True):
        with pytest.raises(StoreMismatchError, match=r"catalogue\.corrupt\(") as caught:
            Catalogue.open(paths, actor="x", read_only=read_only)
        assert caught.value.context["newest"] == "good.sqlite3"
    (paths.backups / "good.sqlite3").unlink()
    with pytest.raises(StoreMismatchError, match=r"catalogue\.corrupt_without_backup"):
        Catalogue.open(paths, actor="x")


def test_a_truncated_catalogue_is_told_and_not_replaced_by_an_empty_one(paths):
    fill(paths)
    (paths.covers / "aa").mkdir()
    size = paths.catalogue.stat().st_size
    for left in (size // 2, 0):
        with paths.catalogue.open("rb+") as file:
            file.truncate(left)
        with pytest.raises(StoreMismatchError, match=r"catalogue\.corrupt"):
            Catalogue.open(paths, actor="x")
        assert paths.catalogue.stat().st_size <= size


def test_a_damaged_page_is_found_by_the_check(paths):
    with Catalogue.open(paths, actor="x") as catalogue, catalogue.write("import", "x") as unit:
        unit.add_records(BibliographicRecord(f"记录 {i}", description="字" * 300) for i in range(300))
    data = bytearray(paths.catalogue.read_bytes())
    for page in range(60, len(data) // 4096, 7):
        data[page * 4096 : page * 4096 + 64] = os.urandom(64)
    paths.catalogue.write_bytes(data)

    with Catalogue.open(paths, actor="x") as catalogue:
        try:
            problems = catalogue.integrity_check()
        except StoreMismatchError as exc:
            problems = (exc.message_id,)
    assert problems


def test_a_full_disk_is_told_and_keeps_what_was_committed(catalogue):
    with catalogue.write("import", "x") as unit:
        unit.add_record(BibliographicRecord("kept"))
    assert catalogue._store.writer is not None
    with catalogue._store.writer.connect() as connection:  # the limit stays with the one writing connection
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 5}")

    with pytest.raises(HostFaultError, match=r"disk\.full"), catalogue.write("import", "big") as unit:
        unit.add_records(BibliographicRecord(f"t{i}", description="满" * 2000) for i in range(200))

    assert [r.title for r in catalogue.iter_records()] == ["kept"]
    assert catalogue.integrity_check() == ()


def test_a_file_locked_by_another_program_is_told(catalogue):
    assert catalogue._store.writer is not None
    with catalogue._store.writer.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 50")
    other = sqlite3.connect(catalogue.paths.catalogue, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(ConflictError, match=r"catalogue\.busy"), catalogue.write("import", "x"):
            pass
        assert catalogue.count() == 0  # readers are not held up
    finally:
        other.execute("ROLLBACK")
        other.close()


def test_a_writer_that_waits_too_long_is_told(catalogue, monkeypatch):
    monkeypatch.setattr("core.catalogue.catalogue._WAIT_FOR_WRITER_SECONDS", 0.05)
    inside, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with catalogue.write("import", "x") as unit:
            unit.add_record(BibliographicRecord("slow"))
            inside.set()
            leave.wait(10)

    thread = threading.Thread(target=hold)
    thread.start()
    try:
        assert inside.wait(10)
        with pytest.raises(ConflictError, match=r"catalogue\.busy"):
            catalogue.set_meta("a", "b")
    finally:
        leave.set()
        thread.join()
    assert catalogue.count() == 1


def test_a_closed_catalogue_is_a_bug_and_closing_twice_is_none(paths):
    catalogue = Catalogue.open(paths, actor="x")
    catalogue.close()
    catalogue.close()
    with pytest.raises(RuntimeError):
        catalogue.count()
    with pytest.raises(RuntimeError), catalogue.maintain():
        pass


def test_closing_inside_a_unit_is_a_bug(catalogue):
    with pytest.raises(RuntimeError), catalogue.write("import", "x"):
        catalogue.close()
    assert catalogue.count() == 0
