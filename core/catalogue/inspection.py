"""Counts, checks and copies of the whole catalogue."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, func, select, text

from core.catalogue.embeddings import count_vectors
from core.catalogue.engine import plain_connection
from core.catalogue.tables import CoverRow, HoldingRow, ModelRow, RecordRow
from core.domain.library import LibraryStats
from core.errors import StoreMismatchError
from core.paths import LibraryPaths

_BACKUP_STEP_PAGES = 4096


def collect_stats(connection: Connection, paths: LibraryPaths, schema_version: str) -> LibraryStats:
    """The counts that `wenyuan stats` shows. `size_mib` is that of the database."""

    def count(table: type[RecordRow] | type[CoverRow] | type[HoldingRow]) -> int:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())

    languages = select(RecordRow.language, func.count()).group_by(RecordRow.language).order_by(func.count().desc())
    drafts = select(func.count()).select_from(RecordRow).where(RecordRow.status == "draft")
    active = select(ModelRow.role, ModelRow.fingerprint).where(ModelRow.state == "active").order_by(ModelRow.role)
    files = (paths.catalogue, paths.catalogue.with_name(paths.catalogue.name + "-wal"))
    return LibraryStats(
        library=str(paths.root),
        records=count(RecordRow),
        drafts=int(connection.execute(drafts).scalar_one()),
        covers=count(CoverRow),
        holdings=count(HoldingRow),
        languages={row[0]: row[1] for row in connection.execute(languages)},
        vectors=count_vectors(connection),
        encoders={row[0]: row[1] for row in connection.execute(active)},
        schema_version=schema_version,
        size_mib=round(sum(f.stat().st_size for f in files if f.exists()) / 2**20, 2),
    )


def find_problems(connection: Connection) -> Iterator[str]:
    """What SQLite itself finds wrong with the file, in its words; nothing when it is sound."""
    for row in connection.execute(text("PRAGMA integrity_check")):
        if row[0] != "ok":
            yield str(row[0])
    for table, row_id, parent, _ in connection.execute(text("PRAGMA foreign_key_check")):
        yield f"{table} {row_id} -> {parent}"


def full_text_mismatches(connection: Connection) -> int:
    """Records that the full text lacks, and entries of the full text without a record."""
    lost = text("SELECT count(*) FROM record WHERE id NOT IN (SELECT id FROM record_text_docsize)")
    stray = text("SELECT count(*) FROM record_text_docsize WHERE id NOT IN (SELECT id FROM record)")
    return int(connection.execute(lost).scalar_one()) + int(connection.execute(stray).scalar_one())


def back_up(source: Path, target: Path) -> None:
    """Copy a database that may be in use, test the copy, and only then give it its name.

    Raises:
        StoreMismatchError: "catalogue.copy_damaged" when the copy does not pass the test.
        OSError: `target` cannot be written.
        sqlite3.Error: The same, as SQLite reports it.
    """
    partial = target.with_name(target.name + ".part")
    target.parent.mkdir(parents=True, exist_ok=True)
    partial.unlink(missing_ok=True)
    try:
        with contextlib.closing(plain_connection(source)) as from_, contextlib.closing(plain_connection(partial)) as to:
            from_.backup(to, pages=_BACKUP_STEP_PAGES)
            to.execute("PRAGMA journal_mode = DELETE").close()  # one file, without side files
            verdict = to.execute("PRAGMA integrity_check").fetchone()[0]
        if verdict != "ok":
            raise StoreMismatchError("catalogue.copy_damaged", path=target)
        with partial.open("rb+") as file:
            os.fsync(file.fileno())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
