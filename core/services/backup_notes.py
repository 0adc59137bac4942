"""What is remembered about backups beside their files: when they were tested, who made them, the last restore.

The notes lie beside the database, not in it: they must outlive a restore. Losing them loses no backup.
"""

from __future__ import annotations

import contextlib
import threading
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import msgspec

from core.domain.backups import DrillResult, RestoreOutcome
from core.errors import HostFaultError
from core.files import write_atomically
from core.paths import LibraryPaths

NOTES_FILE = "backup-notes.json"
_MOST_NOTES = 500


@dataclass(frozen=True, slots=True)
class BackupNote:
    """One backup by its file."""

    created_at: datetime
    size_mib: float
    records: int
    is_scheduled: bool = False
    verified_at: datetime | None = None
    drill: DrillResult | None = None


@dataclass(frozen=True, slots=True)
class _Notes:
    backups: dict[str, BackupNote] = field(default_factory=dict)
    restore: RestoreOutcome | None = None


class BackupNotes:
    """The notes of one library. Thread-safe; a folder that cannot be written keeps none."""

    def __init__(self, paths: LibraryPaths) -> None:
        self._file = paths.root / NOTES_FILE
        self._lock = threading.Lock()

    def all(self) -> dict[str, BackupNote]:
        """File → note."""
        return dict(self._read().backups)

    def of(self, file: Path) -> BackupNote | None:
        """The note on one backup."""
        return self._read().backups.get(str(file))

    def put(self, file: Path, note: BackupNote) -> None:
        """Remember a backup, in place of what was noted before."""
        with self._lock:
            notes = self._read()
            backups = {**notes.backups, str(file): note}
            newest = sorted(backups, key=lambda name: backups[name].created_at)[-_MOST_NOTES:]
            self._write(replace(notes, backups={name: backups[name] for name in newest}))

    def forget(self, file: Path) -> None:
        """Remember a backup no longer."""
        with self._lock:
            notes = self._read()
            self._write(replace(notes, backups={n: note for n, note in notes.backups.items() if n != str(file)}))

    @property
    def last_restore(self) -> RestoreOutcome | None:
        return self._read().restore

    def note_restore(self, outcome: RestoreOutcome) -> None:
        """Remember how a restore ended."""
        with self._lock:
            self._write(replace(self._read(), restore=outcome))

    def _read(self) -> _Notes:
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=_Notes)
        except (OSError, msgspec.DecodeError):
            return _Notes()

    def _write(self, notes: _Notes) -> None:
        with contextlib.suppress(HostFaultError, OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(self._file, msgspec.json.format(msgspec.json.encode(notes), indent=1))
