"""Opening a library's catalogue: folders, lock, file, schema."""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError

from core.catalogue.engine import reading_engine, switch_to_wal, writing_engine
from core.catalogue.faults import corrupt_store, folder_fault, translated_faults
from core.catalogue.inspection import back_up, find_problems
from core.catalogue.lock import WriterLock
from core.catalogue.schema import VERSIONS, check_revision, latest_revision, migration_scripts, upgrade
from core.errors import HostFaultError, StoreMismatchError
from core.partial_files import sweep_partial_files
from core.paths import LibraryPaths

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OpenedStore:
    """The parts of an open catalogue. `writer` and `lock` are None when it is open for reading only."""

    readers: Engine
    writer: Engine | None
    lock: WriterLock | None
    schema_version: str


def open_for_writing(paths: LibraryPaths, *, create: bool, versions: Sequence[Path] = (VERSIONS,)) -> OpenedStore:
    """Take the lock, make what is missing, bring the schema up to date. See `Catalogue.open` for the errors."""
    if not create and not paths.catalogue.is_file():
        raise HostFaultError("library.missing", path=paths.root)
    _make_folders(paths)
    lock = WriterLock(paths)
    try:
        lock.acquire()
    except OSError as exc:
        raise folder_fault(exc, paths.root) from exc
    with contextlib.ExitStack() as undo:
        undo.callback(lock.release)
        _sweep(paths.root)
        _refuse_emptied_file(paths)
        with translated_faults(paths):
            writer = writing_engine(paths.catalogue)
            undo.callback(writer.dispose)
            if not switch_to_wal(writer):
                log.warning("%s is on a file system without write-ahead logging", paths.root)
            version = upgrade(
                writer, paths.catalogue, back_up=lambda old: _back_up_before_upgrade(paths, old), versions=versions
            )
        undo.pop_all()
    return OpenedStore(reading_engine(paths.catalogue), writer, lock, version)


def _sweep(root: Path) -> None:
    """Clear away what a killed program left half-written; the many folders of covers are swept when one is stored."""
    for folder in (root, *(each for each in root.iterdir() if each.is_dir())):
        sweep_partial_files(folder)


def open_for_reading(paths: LibraryPaths) -> OpenedStore:
    """Open beside a writer, or from a folder that cannot be written. See `Catalogue.open` for the errors."""
    if not paths.catalogue.is_file():
        raise HostFaultError("library.missing", path=paths.root)
    _refuse_emptied_file(paths)
    readers = reading_engine(paths.catalogue, is_immutable=not _side_files_possible(paths))
    with contextlib.ExitStack() as undo:
        undo.callback(readers.dispose)
        scripts = migration_scripts()
        head = latest_revision(scripts)
        with translated_faults(paths), readers.connect() as connection:
            found = check_revision(connection, scripts, paths.catalogue)
        if found != head:
            raise StoreMismatchError("catalogue.older", path=paths.catalogue, found=found or "-", known=head)
        undo.pop_all()
    return OpenedStore(readers, None, None, head)


def examine(file: Path) -> str:
    """Read a catalogue file that nobody has open through, as SQLite's own check does, and name its schema.

    Raises:
        StoreMismatchError: "catalogue.file_damaged" with what is wrong; "catalogue.newer" or "catalogue.foreign" when
            this program could not open it.
    """
    engine = reading_engine(file, is_immutable=True)
    try:
        with engine.connect() as connection:
            problem = next(iter(find_problems(connection)), None)
            if problem is not None:
                raise StoreMismatchError("catalogue.file_damaged", file=file.name, detail=problem)
            return check_revision(connection, migration_scripts(), file) or ""
    except DatabaseError as exc:
        raise StoreMismatchError("catalogue.file_damaged", file=file.name, detail=str(exc.orig or exc)) from exc
    finally:
        engine.dispose()


def _make_folders(paths: LibraryPaths) -> None:
    for folder in (paths.root, paths.covers, paths.vectors, paths.models, paths.backups, paths.logs):
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as exc:
            raise folder_fault(exc, folder) from exc
    for place in (paths.root, paths.catalogue):
        if place.exists() and not os.access(place, os.W_OK):
            raise folder_fault(PermissionError(errno.EACCES, "not writable"), place)


def _refuse_emptied_file(paths: LibraryPaths) -> None:
    """A catalogue of no bytes beside covers or backups is a loss, not a new library."""
    if paths.catalogue.is_file() and paths.catalogue.stat().st_size == 0:
        for folder in (paths.covers, paths.backups):
            if folder.is_dir() and any(folder.iterdir()):
                raise corrupt_store(paths)


def _side_files_possible(paths: LibraryPaths) -> bool:
    """Whether SQLite can share memory with other readers and writers; if not, nobody can be writing here either."""
    if os.access(paths.root, os.W_OK):
        return True
    return paths.catalogue.with_name(paths.catalogue.name + "-shm").exists()


def _back_up_before_upgrade(paths: LibraryPaths, revision: str) -> None:
    stamp = datetime.fromtimestamp(time.time()).strftime("%Y%m%d-%H%M%S")
    target = paths.backups / f"before-upgrade-from-{revision}-{stamp}.sqlite3"
    try:
        back_up(paths.catalogue, target)
    except OSError as exc:
        raise folder_fault(exc, target) from exc
