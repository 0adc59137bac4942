"""Restoring a backup over a library that nobody else has open."""

from __future__ import annotations

from pathlib import Path

from core.domain.library import BackupInfo
from core.errors import HostFaultError
from core.paths import LibraryPaths
from core.protocols import JobContext
from core.services.backup import restore


def restore_library(archive: Path, paths: LibraryPaths, ctx: JobContext | None = None) -> BackupInfo:
    """Put a backup in the place of a library, holding its lock meanwhile. The library need not exist yet.

    Raises:
        ConflictError: ``library.locked`` while a window or another command has it open.
        InvalidInputError: If the file is no backup.
        StoreMismatchError: If the backup is damaged.
        HostFaultError: If the folder cannot be written.
    """
    from core.catalogue.lock import WriterLock

    lock = WriterLock(paths)
    try:
        paths.root.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except OSError as exc:
        raise HostFaultError("file.unwritable", path=paths.root, detail=exc.strerror or str(exc)) from exc
    try:
        return restore(archive, paths, ctx)
    finally:
        lock.release()
