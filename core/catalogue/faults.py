"""Failures of the disk and of SQLite, told apart once and turned into the program's own errors."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from core.errors import ConflictError, HostFaultError, LibrarianError, StoreMismatchError
from core.files import is_full
from core.paths import LibraryPaths

_PATH_LIMIT_BYTES = 500
"""SQLite refuses paths of 512 bytes and more, counting the names of its side files."""


def folder_fault(exc: OSError, path: Path) -> LibrarianError:
    """The error for a folder or file of the library that the system did not let us make, read or write."""
    if is_full(exc):
        return HostFaultError("disk.full", path=path)
    if exc.errno == errno.ENAMETOOLONG:
        return HostFaultError("library.path_too_long", path=path)
    return HostFaultError("library.unwritable", path=path)


def newest_backup(paths: LibraryPaths) -> str:
    """The name of the newest file in the backup folder, "" when there is none."""
    try:
        files = [(f.stat().st_mtime, f.name) for f in paths.backups.iterdir() if f.is_file()]
    except OSError:
        return ""
    return max(files)[1] if files else ""


def corrupt_store(paths: LibraryPaths) -> StoreMismatchError:
    """The error for a damaged catalogue file, naming the newest backup where there is one."""
    newest = newest_backup(paths)
    if newest:
        return StoreMismatchError("catalogue.corrupt", path=paths.catalogue, backups=paths.backups, newest=newest)
    return StoreMismatchError("catalogue.corrupt_without_backup", path=paths.catalogue)


def store_fault(exc: sqlite3.Error, paths: LibraryPaths) -> LibrarianError | None:
    """The error for what SQLite reports, or None when it is our bug (a constraint, a wrong statement)."""
    code = getattr(exc, "sqlite_errorcode", None)
    if code is None:
        return None
    match code & 0xFF:
        case sqlite3.SQLITE_FULL:
            return HostFaultError("disk.full", path=paths.root)
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return ConflictError("catalogue.busy", path=paths.catalogue)
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return corrupt_store(paths)
        case sqlite3.SQLITE_CANTOPEN if len(str(paths.catalogue).encode()) > _PATH_LIMIT_BYTES:
            return HostFaultError("library.path_too_long", path=paths.root)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM | sqlite3.SQLITE_IOERR:
            return HostFaultError("library.unwritable", path=paths.catalogue)
    return None


@contextmanager
def translated_faults(paths: LibraryPaths) -> Iterator[None]:
    """Let the block raise only `LibrarianError` for what disk and SQLite do to it; bugs pass unchanged."""
    try:
        yield
    except DBAPIError as exc:
        fault = store_fault(exc.orig, paths) if isinstance(exc.orig, sqlite3.Error) else None
        if fault is None:
            raise
        raise fault from exc
    except sqlite3.Error as exc:
        fault = store_fault(exc, paths)
        if fault is None:
            raise
        raise fault from exc
