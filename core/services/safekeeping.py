"""Backups from the window: what there is, proving that it can be restored, the schedule, and asking for a restore."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from core.domain.backups import BackupOverview, BackupPlan, DrillResult, KnownBackup, RestoreOutcome
from core.domain.library import BackupInfo
from core.errors import ConflictError, HostFaultError, InvalidInputError, LibrarianError
from core.paths import LibraryPaths
from core.protocols import JobContext, NullJobContext
from core.services.backup import BackupService, describe, examine_database, restore, verify
from core.services.backup_notes import BackupNote
from core.services.restoring import ask_for_restore
from core.settings import load_settings, save_settings
from core.text.match import to_match
from core.text.query import parse

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue

MAX_AGE_DAYS = 14
"""After so long without a backup the window warns, when there is something to lose."""
_PERIODS = {"daily": timedelta(hours=20), "weekly": timedelta(days=6, hours=12)}
"""A little less than a day and a week, so that opening the window at the same hour each time is not too early."""
_ROOM = 1.1
MOST_KEPT = 100


class SafekeepingService:
    """What the administrator's page knows of backups.

    Args:
        catalogue: The open library.
        paths: Its folder.
        backup: Makes the backups.
    """

    def __init__(self, catalogue: Catalogue, paths: LibraryPaths, backup: BackupService) -> None:
        self._catalogue = catalogue
        self._paths = paths
        self._backup = backup
        self._notes = backup.notes

    def overview(self) -> BackupOverview:
        """Every backup that is known, the newest first; nothing is read but their lists."""
        backups = self._known()
        plan = self.plan()
        last = max((each.created_at for each in backups if each.is_present), default=None)
        age = None if last is None else datetime.now(UTC) - last
        period = _PERIODS.get(plan.every)
        has_something = self._catalogue.count() > 0
        folder = plan.folder or str(self._paths.backups)
        return BackupOverview(
            backups=backups,
            plan=plan,
            last_at=last,
            is_due=period is not None and has_something and (age is None or age > period),
            is_old=has_something and (age is None or age > timedelta(days=MAX_AGE_DAYS)),
            folder=folder,
            free_mib=_free_mib(Path(folder)),
            last_restore=self._notes.last_restore,
        )

    def plan(self) -> BackupPlan:
        """When the window backs up by itself."""
        settings = load_settings(self._paths.settings)
        keep = min(MOST_KEPT, max(1, settings.backup_keep))
        return BackupPlan(settings.backup_every, keep, settings.backup_folder)

    def set_plan(self, plan: BackupPlan) -> BackupOverview:
        """Change when the window backs up by itself.

        Raises:
            InvalidInputError: "backup.keep_wrong", "folder.missing".
            HostFaultError: If the settings cannot be written.
        """
        if not 1 <= plan.keep <= MOST_KEPT:
            raise InvalidInputError("backup.keep_wrong", most=MOST_KEPT)
        if plan.folder and not Path(plan.folder).is_dir():
            raise InvalidInputError("folder.missing", folder=plan.folder)
        self._require_writable()
        settings = load_settings(self._paths.settings)
        save_settings(
            self._paths.settings,
            replace(settings, backup_every=plan.every, backup_keep=plan.keep, backup_folder=plan.folder),
        )
        self._catalogue.audit_log.add(
            "settings", "backup", {"every": plan.every, "keep": plan.keep, "folder": plan.folder}
        )
        return self.overview()

    def back_up(
        self, target: str | None = None, is_scheduled: bool = False, ctx: JobContext | None = None
    ) -> BackupInfo:
        """Make a backup; a scheduled one goes where the plan says, and older ones of its kind are pruned."""
        plan = self.plan()
        if not is_scheduled:
            return self._backup.create(target, ctx)
        if plan.folder and not Path(plan.folder).is_dir():
            raise InvalidInputError("folder.missing", folder=plan.folder)
        info = self._backup.create(plan.folder or None, ctx, is_scheduled=True)
        self.prune(plan.keep)
        return info

    def prune(self, keep: int) -> tuple[str, ...]:
        """Delete scheduled backups but the newest `keep`, never the last one that was verified; returns their files."""
        present = [each for each in self._known() if each.is_present]
        last_good = next((each.file for each in present if each.verified_at is not None), None)
        deleted = []
        for each in [each for each in present if each.is_scheduled][keep:]:
            if each.file == last_good:
                continue
            with contextlib.suppress(OSError):
                Path(each.file).unlink()
                self._notes.forget(Path(each.file))
                deleted.append(each.file)
        return tuple(deleted)

    def verify(self, file: str, ctx: JobContext | None = None) -> KnownBackup:
        """Read a backup through: every checksum, and its database with SQLite's own check.

        Raises:
            InvalidInputError, StoreMismatchError: What is wrong; the backup then counts as not verified.
        """
        context = ctx or NullJobContext()
        archive = self._existing(file)
        note = self._note(archive)
        context.report(0, 2, "backup.verifying")
        try:
            verify(archive)
            context.report(1, 2, "backup.verifying")
            examine_database(archive)
        except LibrarianError:
            self._notes.put(archive, replace(note, verified_at=None))
            raise
        self._notes.put(archive, replace(note, verified_at=datetime.now(UTC)))
        self._record("verify_backup", archive.name)
        context.report(2, 2, "backup.verifying")
        return self._one(archive)

    def drill(self, file: str, ctx: JobContext | None = None) -> DrillResult:
        """Prove that a backup can be restored, without touching the library; the result is kept with its date.

        Raises:
            InvalidInputError: "backup.not_there".
            HostFaultError: "disk.full", where a trial cannot be made.
        """
        archive = self._existing(file)
        note = self._note(archive)
        started = time.monotonic()
        needed = archive.stat().st_size * _ROOM / (1 << 20)
        with tempfile.TemporaryDirectory(prefix="wenyuan-drill-", ignore_cleanup_errors=True) as scratch:
            if _free_mib(Path(scratch)) < needed:
                raise HostFaultError("disk.full", path=scratch)
            try:
                result = self._try(archive, LibraryPaths(Path(scratch) / "library"), ctx)
            except HostFaultError:
                raise
            except LibrarianError as exc:
                result = DrillResult(
                    datetime.now(UTC), False, problem_id=exc.message_id, problem_values=dict(exc.context)
                )
        result = replace(result, seconds=round(time.monotonic() - started, 1))
        verified = result.at if result.is_good else None
        self._notes.put(archive, replace(note, drill=result, verified_at=verified))
        self._record("drill", archive.name, good=int(result.is_good), records=result.records)
        return result

    def request_restore(self, file: str) -> KnownBackup:
        """Leave word that a backup is to take the library's place when the engine starts next; the window restarts it.

        Raises:
            InvalidInputError, StoreMismatchError: If it is no backup, or damaged; nothing is left then.
            ConflictError: "library.read_only".
        """
        self._require_writable()
        archive = self._existing(file)
        verify(archive)
        ask_for_restore(self._paths, archive, self._catalogue.actor)
        return self._one(archive)

    def last_restore(self) -> RestoreOutcome | None:
        """How the last restore from the window ended."""
        return self._notes.last_restore

    def forget(self, file: str) -> BackupOverview:
        """Take a backup whose file is gone off the list."""
        self._notes.forget(Path(file))
        return self.overview()

    def _try(self, archive: Path, paths: LibraryPaths, ctx: JobContext | None) -> DrillResult:
        from core.catalogue.catalogue import Catalogue
        from core.services.cover_files import check_files
        from core.services.cover_store import CoverStore

        info = restore(archive, paths, ctx)
        Catalogue.open(paths, actor="").close()  # brings an older schema up to date, as a real restore would
        with Catalogue.open(paths, actor="", read_only=True) as catalogue:
            problems = catalogue.integrity_check()
            n_covers, findings = check_files(catalogue, CoverStore(paths, is_read_only=True), ctx or NullJobContext())
            lost = [finding for finding in findings if not finding.repairable]
            records = catalogue.count()
            title = next((record.title for record in catalogue.iter_records()), "")
            match = to_match(parse(title))
            found = match is None or bool(catalogue.match_ids(match))
            is_good = not problems and not lost and records == info.records and found
            problem = lost[0] if lost else None
            detail = problems[0] if problems else ""
            return DrillResult(
                at=datetime.now(UTC),
                is_good=is_good,
                records=records,
                expected=info.records,
                covers=n_covers,
                found_by_words=found,
                problem_id="check.database" if detail else problem.message_id if problem else None,
                problem_values={"detail": detail} if detail else dict(problem.values) if problem else {},
            )

    def _known(self) -> tuple[KnownBackup, ...]:
        notes = self._notes.all()
        found: dict[str, KnownBackup] = {}
        for info in self._backup.list():
            note = notes.get(info.file)
            is_same = note is not None and abs(note.size_mib - info.size_mib) < 0.02
            found[info.file] = KnownBackup(
                file=info.file,
                created_at=info.created_at,
                size_mib=info.size_mib,
                records=info.records,
                is_scheduled=note is not None and note.is_scheduled,
                verified_at=note.verified_at if note is not None and is_same else None,
                drill=note.drill if note is not None and is_same else None,
            )
        for file, note in notes.items():
            if file not in found and Path(file).parent != self._paths.backups:
                found[file] = KnownBackup(
                    file=file,
                    created_at=note.created_at,
                    size_mib=note.size_mib,
                    records=note.records,
                    is_present=Path(file).is_file(),
                    is_scheduled=note.is_scheduled,
                    verified_at=note.verified_at,
                    drill=note.drill,
                )
        return tuple(sorted(found.values(), key=lambda each: each.created_at, reverse=True))

    def _one(self, archive: Path) -> KnownBackup:
        return next(each for each in self._known() if each.file == str(archive))

    def _note(self, archive: Path) -> BackupNote:
        info = describe(archive)
        known = self._notes.of(archive)
        note = known or BackupNote(info.created_at, info.size_mib, info.records)
        self._notes.put(archive, note)
        return note

    def _existing(self, file: str) -> Path:
        archive = Path(file)
        if not archive.is_file():
            raise InvalidInputError("backup.not_there", file=file)
        return archive

    def _require_writable(self) -> None:
        if self._catalogue.is_read_only:
            raise ConflictError("library.read_only", path=self._paths.root, holder="?")

    def _record(self, kind: str, subject: str, **detail: int) -> None:
        self._catalogue.audit_log.note(kind, subject, detail)


def _free_mib(folder: Path) -> float:
    """Room on the disk of a folder, or of the nearest one above that is there."""
    for place in (folder, *folder.parents):
        with contextlib.suppress(OSError):
            return round(shutil.disk_usage(place).free / (1 << 20), 1)
    return 0.0
