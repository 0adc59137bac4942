"""Restoring a backup over a library that nobody else has open, by the command line or between two runs of the engine.

What is not taken back: the audit log goes on after the backup's last line with what was written since, and the accounts
stay as they are, so that a restore hides nothing and locks nobody out. Only where the present library cannot be read,
or the backup is of another one, the backup's own are used.
"""

from __future__ import annotations

import contextlib
import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from core.domain.audit import AuditEvent
from core.domain.backups import RestoreOutcome
from core.domain.library import BackupInfo
from core.domain.people import OWNER, Actor
from core.errors import HostFaultError, LibrarianError
from core.files import write_atomically
from core.jobs.job import FINAL_STATES
from core.paths import LibraryPaths
from core.protocols import JobContext
from core.services.backup import restore
from core.services.backup_notes import BackupNotes

if TYPE_CHECKING:
    from core.catalogue.people import Account

log = logging.getLogger(__name__)

REQUEST_FILE = "restore-request.json"
REQUEST_HOLDS_FOR = timedelta(minutes=5)
"""A request that is older was never carried out, because the program ended; nobody expects it any more."""


@dataclass(frozen=True, slots=True)
class RestoreRequest:
    """What is to be restored when the engine starts next, and who asked for it."""

    file: str
    actor: str
    role: str
    at: datetime


@dataclass(frozen=True, slots=True)
class _Present:
    events: tuple[AuditEvent, ...]
    accounts: tuple[Account, ...]
    roles: str | None


def restore_library(
    archive: Path, paths: LibraryPaths, ctx: JobContext | None = None, actor: Actor | None = None
) -> BackupInfo:
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
        present = _read_present(paths)
        info = restore(archive, paths, ctx)
    finally:
        lock.release()
    _carry_over(paths, archive, info, present, actor or Actor("", OWNER))
    return info


def ask_for_restore(paths: LibraryPaths, archive: Path, actor: Actor) -> None:
    """Leave word that a backup is to be restored when the engine starts next, within five minutes.

    Raises:
        HostFaultError: If the folder cannot be written.
    """
    request = RestoreRequest(str(archive), actor.name, actor.role, datetime.now(UTC))
    try:
        write_atomically(paths.root / REQUEST_FILE, msgspec.json.encode(request))
    except OSError as exc:
        raise HostFaultError("file.unwritable", path=paths.root, detail=exc.strerror or str(exc)) from exc


def take_request(paths: LibraryPaths) -> RestoreRequest | None:
    """The request that was left, which is then no longer there; None without one that still holds."""
    file = paths.root / REQUEST_FILE
    try:
        data = file.read_bytes()
        file.unlink()
        request = msgspec.json.decode(data, type=RestoreRequest)
    except (OSError, msgspec.DecodeError):
        return None
    age = datetime.now(UTC) - request.at
    if not timedelta(0) <= age <= REQUEST_HOLDS_FOR:
        log.warning("a request to restore %s is too old and dropped", request.file)
        return None
    return request


def carry_out(request: RestoreRequest, paths: LibraryPaths, ctx: JobContext | None = None) -> RestoreOutcome:
    """Restore what was asked for and remember how it ended; the library is as it was when it could not be done."""
    notes, before = BackupNotes(paths), _kept_folders(paths)
    now = datetime.now(UTC)
    try:
        info = restore_library(Path(request.file), paths, ctx, Actor(request.actor, request.role))
    except LibrarianError as exc:
        log.warning("the restore failed: %s", exc)
        outcome = RestoreOutcome(now, request.file, False, problem_id=exc.message_id, problem_values=dict(exc.context))
    else:
        kept = sorted(_kept_folders(paths) - before)
        outcome = RestoreOutcome(now, request.file, True, info.records, kept[-1] if kept else "")
    notes.note_restore(outcome)
    return outcome


def _kept_folders(paths: LibraryPaths) -> set[str]:
    return {str(folder) for folder in paths.root.glob("before-restore-*")}


def _read_present(paths: LibraryPaths) -> _Present | None:
    """What outlives the restore; None where there is no library yet, or it cannot be read."""
    from core.catalogue.catalogue import Catalogue

    if not paths.catalogue.is_file():
        return None
    try:
        with Catalogue.open(paths, actor="", read_only=True) as catalogue:
            events = tuple(catalogue.audit_log.each())
            return _Present(events, catalogue.people.all(), catalogue.get_meta("roles"))
    except LibrarianError as exc:
        log.warning("the present library cannot be read before the restore: %s", exc)
        return None


def _carry_over(paths: LibraryPaths, archive: Path, info: BackupInfo, present: _Present | None, actor: Actor) -> None:
    """Bring the restored catalogue's schema up to date, and log and accounts to where they were."""
    from core.catalogue.catalogue import Catalogue

    with Catalogue.open(paths, actor=actor.name) as catalogue:
        if present is not None:
            number, seal = catalogue.audit_log.head()
            is_ours = number == 0 or any(event.id == number and event.hash == seal for event in present.events)
            if is_ours:
                with contextlib.suppress(LibrarianError):  # a log that was tampered with stays in the folder beside
                    catalogue.audit_log.adopt([event for event in present.events if event.id > number])
            if present.accounts:
                catalogue.people.replace_all(present.accounts)
                catalogue.set_meta("roles", present.roles or "off")
        # what was under way when the backup was made, itself included, is not to be taken up again now
        catalogue.delete_jobs([job.id for job in catalogue.load_jobs() if job.state not in FINAL_STATES])
        detail: dict[str, str | int | float] = {
            "records": info.records,
            "backup_of": info.created_at.isoformat(timespec="seconds"),
        }
        catalogue.audit_log.add("restore", archive.name, detail, actor=actor)
