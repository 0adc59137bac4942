from __future__ import annotations

import logging
import shutil
import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from core.catalogue.catalogue import Catalogue
from core.catalogue.engine import writing_engine
from core.catalogue.opening import open_for_writing
from core.catalogue.schema import VERSIONS, latest_revision, upgrade
from core.catalogue.tables import FULL_TEXT_TABLES, Base
from core.domain.records import BibliographicRecord
from core.errors import StoreMismatchError
from core.paths import LibraryPaths

LATEST = latest_revision()
NEXT = f"""
import sqlalchemy as sa
from alembic import op
revision = "9001"
down_revision = "{LATEST}"
def upgrade():
    op.create_table("shelf", sa.Column("id", sa.Integer, primary_key=True))
    op.add_column("record", sa.Column("colour", sa.Text))
    op.execute("UPDATE record SET title = title || '!'")
"""
FAILING = NEXT + "    op.execute('INSERT INTO nowhere VALUES (1)')\n"


@pytest.fixture
def filled(paths: LibraryPaths) -> LibraryPaths:
    """A library of the released schema with one record in it."""
    with Catalogue.open(paths, actor="x") as catalogue, catalogue.write("import", "x") as unit:
        unit.add_record(BibliographicRecord("红楼梦"))
    return paths


def versions_with(folder: Path, source: str) -> tuple[Path, Path]:
    folder.mkdir()
    (folder / "m9001_next.py").write_text(source, encoding="utf-8")
    return VERSIONS, folder


def tables_of(paths: LibraryPaths) -> set[str]:
    connection = sqlite3.connect(paths.catalogue)
    try:
        return {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    finally:
        connection.close()


def test_the_migrations_make_exactly_the_tables_of_today(filled):
    def is_compared(name: str | None, kind: str, _parents: object) -> bool:
        return not (kind == "table" and (name or "").startswith(FULL_TEXT_TABLES))

    engine = writing_engine(filled.catalogue)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": is_compared})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_a_failing_transaction_takes_its_ddl_back(tmp_path):
    engine = writing_engine(tmp_path / "x.sqlite3")

    def migrate_badly() -> None:
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE a (x)"))
            connection.execute(text("PRAGMA user_version = 7"))
            connection.execute(text("INSERT INTO nowhere VALUES (1)"))

    with pytest.raises(OperationalError, match="nowhere"):
        migrate_badly()
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM sqlite_master")).scalar_one() == 0
        assert connection.execute(text("PRAGMA user_version")).scalar_one() == 0
    engine.dispose()


def test_an_upgrade_backs_up_first_and_keeps_the_data(filled, tmp_path):
    store = open_for_writing(filled, create=False, versions=versions_with(tmp_path / "versions", NEXT))
    assert store.schema_version == "9001"
    store.readers.dispose()
    assert store.writer is not None
    with store.writer.connect() as connection:
        assert connection.execute(text("SELECT title, colour FROM record")).all() == [("红楼梦!", None)]
    store.writer.dispose()
    assert store.lock is not None
    store.lock.release()

    (backup,) = filled.backups.iterdir()
    assert backup.name.startswith(f"before-upgrade-from-{LATEST}-")
    old = sqlite3.connect(backup)
    assert old.execute("SELECT title FROM record").fetchall() == [("红楼梦",)]
    assert old.execute("SELECT version_num FROM alembic_version").fetchall() == [(LATEST,)]
    old.close()


def test_a_failing_upgrade_leaves_the_old_schema_the_data_and_no_lock(filled, tmp_path):
    before = tables_of(filled)

    with pytest.raises(OperationalError, match="nowhere"):
        open_for_writing(filled, create=False, versions=versions_with(tmp_path / "versions", FAILING))

    assert tables_of(filled) == before
    with Catalogue.open(filled, actor="x") as catalogue:
        assert [r.title for r in catalogue.iter_records()] == ["红楼梦"]
        assert catalogue.stats().schema_version == latest_revision()


def test_a_new_library_is_not_backed_up(filled):
    assert list(filled.backups.iterdir()) == []


def test_a_newer_schema_is_refused_and_not_touched(filled):
    connection = sqlite3.connect(filled.catalogue)
    connection.execute("UPDATE alembic_version SET version_num = '2099'")
    connection.commit()
    connection.close()
    content = filled.catalogue.read_bytes()

    for read_only in (False, True):
        with pytest.raises(StoreMismatchError, match=r"catalogue\.newer") as caught:
            Catalogue.open(filled, actor="x", read_only=read_only)
        assert caught.value.context["found"] == "2099"
    assert filled.catalogue.read_bytes() == content


def test_reading_only_does_not_upgrade(filled, tmp_path, monkeypatch):
    monkeypatch.setattr("core.catalogue.opening.latest_revision", lambda scripts: "9001")
    with pytest.raises(StoreMismatchError, match=r"catalogue\.older"):
        Catalogue.open(filled, actor="x", read_only=True)


@pytest.mark.parametrize("statement", ["CREATE TABLE stranger (x)", "PRAGMA application_id = 1234"])
def test_the_database_of_another_program_is_left_alone(paths, statement):
    paths.root.mkdir(parents=True)
    connection = sqlite3.connect(paths.catalogue)
    connection.execute(statement)
    connection.execute("PRAGMA user_version = 1")
    connection.commit()
    connection.close()

    with pytest.raises(StoreMismatchError, match=r"catalogue\.foreign"):
        Catalogue.open(paths, actor="x")
    assert "record" not in tables_of(paths)


def test_migrating_leaves_the_root_logger_alone(paths, caplog):
    root = logging.getLogger()
    before = (list(root.handlers), root.level, logging.getLogger("core.catalogue").disabled)
    with Catalogue.open(paths, actor="x"):
        pass
    assert (list(root.handlers), root.level, logging.getLogger("core.catalogue").disabled) == before


def test_upgrading_twice_changes_nothing(filled):
    engine = writing_engine(filled.catalogue)
    asked: list[str] = []
    assert upgrade(engine, filled.catalogue, back_up=asked.append) == latest_revision()
    assert asked == []
    engine.dispose()


def test_a_library_of_the_first_release_is_brought_up_to_date(paths, tmp_path):
    (tmp_path / "first").mkdir()
    shutil.copy(VERSIONS / "m0001_initial.py", tmp_path / "first")
    store = open_for_writing(paths, create=True, versions=(tmp_path / "first",))
    store.readers.dispose()
    assert store.writer is not None
    assert store.lock is not None
    store.writer.dispose()
    store.lock.release()
    assert "call_number_reservation" not in tables_of(paths)

    with Catalogue.open(paths, actor="x") as catalogue, catalogue.write("import", "x") as unit:
        unit.add_record(BibliographicRecord("红楼梦"))
    assert "call_number_reservation" in tables_of(paths)
    assert [backup.name[:27] for backup in paths.backups.iterdir()] == ["before-upgrade-from-0001-20"]
