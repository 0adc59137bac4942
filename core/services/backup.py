"""Backup and restore: one ZIP archive with the database, the covers, the settings and a checksum for each file."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import json
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from core.domain.library import BackupInfo
from core.errors import InvalidInputError, StoreMismatchError
from core.files import host_fault
from core.paths import LibraryPaths
from core.protocols import JobContext, NullJobContext
from core.services.backup_notes import BackupNote, BackupNotes

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue

MANIFEST = "manifest.json"
_LAYOUT = LibraryPaths(Path())
CHUNK = 1 << 20


class BackupService:
    """Makes verified backups of an open library."""

    def __init__(self, catalogue: Catalogue, paths: LibraryPaths) -> None:
        self._catalogue = catalogue
        self._paths = paths
        self.notes = BackupNotes(paths)

    def create(
        self, target: str | None = None, ctx: JobContext | None = None, *, is_scheduled: bool = False
    ) -> BackupInfo:
        """Write a backup, read it again and compare every checksum; only then it gets its name.

        Search and cataloguing go on meanwhile: the database is copied by SQLite's online backup.

        Args:
            target: The file to write, or a folder, where it gets a name with the time; None = the library's folder.
            ctx: Progress and cancel.
            is_scheduled: The schedule made it, and may delete it one day.
        """
        context = ctx or NullJobContext()
        now = datetime.now(UTC)
        named = Path(target) if target else self._paths.backups
        is_folder = named == self._paths.backups or named.is_dir()
        archive = named / f"wenyuan-{now:%Y%m%d-%H%M%S}.zip" if is_folder else named
        head = self._catalogue.audit_log.head()
        partial = archive.with_name(archive.name + ".part")
        try:
            archive.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=archive.parent, prefix=".backup-") as scratch:
                database = Path(scratch) / self._paths.catalogue.name
                self._catalogue.backup_to(database)
                self._write(partial, database, now, head, context)
            info = verify(partial)
            partial.replace(archive)
        except OSError as exc:
            raise host_fault(exc, archive) from exc
        finally:
            with contextlib.suppress(OSError):  # what went wrong is told already
                partial.unlink(missing_ok=True)
        made = BackupInfo(str(archive), info.created_at, info.size_mib, info.records, True)
        self.notes.put(archive, BackupNote(now, made.size_mib, made.records, is_scheduled, verified_at=now))
        self._catalogue.audit_log.note("backup", archive.name, {"records": made.records, "folder": str(archive.parent)})
        return made

    def list(self) -> tuple[BackupInfo, ...]:
        """Backups in the library's own folder, newest first; those that cannot be read are left out."""
        found: list[BackupInfo] = []
        for file in sorted(self._paths.backups.glob("*.zip"), reverse=True):
            try:
                found.append(describe(file, verified=False))
            except (InvalidInputError, StoreMismatchError):
                continue
        return tuple(found)

    def _write(self, archive: Path, database: Path, now: datetime, audit: tuple[int, str], context: JobContext) -> None:
        files = dict(self._files(database))
        checksums: dict[str, str] = {}
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED, allowZip64=True) as zipped:
            for done, (name, path) in enumerate(files.items(), start=1):
                kind = zipfile.ZIP_DEFLATED if path == database else zipfile.ZIP_STORED
                data = path.read_bytes()
                checksums[name] = hashlib.sha256(data).hexdigest()
                zipped.writestr(name, data, compress_type=kind)
                context.report(done, len(files), "backup.progress")
            manifest = {
                "format": 1,
                "created_at": now.isoformat(),
                "records": self._catalogue.count(),
                "sha256": checksums,
                "audit": list(audit),
            }
            zipped.writestr(MANIFEST, json.dumps(manifest))

    def _files(self, database: Path) -> Iterator[tuple[str, Path]]:
        yield self._paths.catalogue.name, database
        if self._paths.settings.is_file():
            yield self._paths.settings.name, self._paths.settings
        for file in sorted(self._paths.covers.rglob("*")):
            if file.is_file() and not file.name.startswith(".part-"):
                yield f"covers/{file.relative_to(self._paths.covers).as_posix()}", file


def verify(archive: Path) -> BackupInfo:
    """Read a backup through and compare every checksum.

    Raises:
        StoreMismatchError: backup.damaged, naming the first file that does not fit, is missing, or has no place in a
            backup.
        InvalidInputError: backup.not_one, if it is not an archive of ours.
    """
    info = describe(archive, verified=True)
    with zipfile.ZipFile(archive) as zipped:
        checksums = _checksums(zipped)
        if _LAYOUT.catalogue.name not in checksums:
            raise StoreMismatchError("backup.damaged", file=archive.name, part=_LAYOUT.catalogue.name)
        for name, expected in checksums.items():
            _place(name, archive)
            digest = hashlib.sha256()
            try:
                with zipped.open(name) as member:
                    while block := member.read(CHUNK):
                        digest.update(block)
            except (KeyError, zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError, RuntimeError) as exc:
                raise StoreMismatchError("backup.damaged", file=archive.name, part=name) from exc
            if digest.hexdigest() != expected:
                raise StoreMismatchError("backup.damaged", file=archive.name, part=name)
    return info


def examine_database(archive: Path) -> str:
    """Unpack the database of a backup into a temporary folder and read it through; names its schema.

    Raises:
        StoreMismatchError: "catalogue.file_damaged", "catalogue.newer", "catalogue.foreign".
        HostFaultError: "disk.full", "file.unwritable".
    """
    from core.catalogue.opening import examine

    try:
        with tempfile.TemporaryDirectory(prefix="wenyuan-verify-") as scratch, zipfile.ZipFile(archive) as zipped:
            database = Path(scratch) / _LAYOUT.catalogue.name
            with zipped.open(_LAYOUT.catalogue.name) as member, database.open("wb") as file:
                shutil.copyfileobj(member, file, CHUNK)
            return examine(database)
    except OSError as exc:
        raise host_fault(exc, archive) from exc


def audit_mark(archive: Path) -> tuple[int, str] | None:
    """Number and hash of the newest line of the audit log when a backup was made; None where it does not say."""
    try:
        with zipfile.ZipFile(archive) as zipped:
            mark = _manifest(zipped).get("audit")
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, RuntimeError):
        return None
    is_mark = isinstance(mark, list) and len(mark) == 2 and isinstance(mark[0], int) and isinstance(mark[1], str)
    return (mark[0], mark[1]) if isinstance(mark, list) and is_mark else None


def restore(archive: Path, paths: LibraryPaths, ctx: JobContext | None = None) -> BackupInfo:
    """Put a verified backup in the place of a library that no process has open.

    The present state is kept beside it as a folder `before-restore-…`, so that nothing is lost by a wrong choice; when
    the exchange fails half-way, it is put back. The caller holds the library's lock.

    Raises:
        StoreMismatchError, InvalidInputError: As `verify` and `examine_database`; nothing was changed.
        HostFaultError: disk.full or file.unwritable.
    """
    from core.catalogue.opening import examine

    context = ctx or NullJobContext()
    info = verify(archive)
    paths.root.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(dir=paths.root, prefix=".restore-"))
    try:
        with zipfile.ZipFile(archive) as zipped:
            names = list(_checksums(zipped))
            for done, name in enumerate(names, start=1):
                target = staging / _place(name, archive)
                target.parent.mkdir(parents=True, exist_ok=True)
                with zipped.open(name) as member, target.open("wb") as file:
                    shutil.copyfileobj(member, file, CHUNK)
                context.report(done, len(names), "restore.progress")
        examine(staging / _LAYOUT.catalogue.name)
        _exchange(paths, staging)
    except OSError as exc:
        raise host_fault(exc, paths.root) from exc
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return info


def _exchange(paths: LibraryPaths, staging: Path) -> None:
    """Move the present state aside and the staged one in; on failure, everything back."""
    database = paths.catalogue
    journals = [database.with_name(database.name + suffix) for suffix in ("-wal", "-shm")]
    present = [p for p in (database, *journals, paths.covers, paths.settings, paths.vectors) if p.exists()]
    moves = [(path, paths.root / path.name) for path in staging.iterdir()]
    if present:
        aside = _new_folder(paths.root / f"before-restore-{datetime.now(UTC):%Y%m%d-%H%M%S}")
        moves = [*((path, aside / path.name) for path in present), *moves]
    done: list[tuple[Path, Path]] = []
    try:
        for source, target in moves:
            source.rename(target)
            done.append((source, target))
    except OSError:
        for source, target in reversed(done):
            with contextlib.suppress(OSError):
                target.rename(source)
        raise


def _new_folder(wanted: Path) -> Path:
    """A new folder of this name, or of the first numbered one that is free."""
    for n in itertools.count(2):
        try:
            wanted.mkdir()
        except FileExistsError:
            wanted = wanted.with_name(f"{wanted.name.partition('~')[0]}~{n}")
        else:
            break
    return wanted


def describe(archive: Path, *, verified: bool = False) -> BackupInfo:
    """What a backup says of itself, without reading it through.

    Raises:
        InvalidInputError: "backup.not_one".
    """
    try:
        with zipfile.ZipFile(archive) as zipped:
            manifest = _manifest(zipped)
            size = archive.stat().st_size / (1 << 20)
            created = datetime.fromisoformat(str(manifest["created_at"]))
            return BackupInfo(str(archive), created, round(size, 2), int(str(manifest["records"])), verified)
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, TypeError, RuntimeError) as exc:
        raise InvalidInputError("backup.not_one", file=archive.name) from exc


def _manifest(zipped: zipfile.ZipFile) -> Mapping[str, object]:
    parsed = json.loads(zipped.read(MANIFEST))
    if not isinstance(parsed, dict) or parsed.get("format") != 1:
        raise ValueError("manifest")
    return parsed


def _checksums(zipped: zipfile.ZipFile) -> dict[str, str]:
    found = _manifest(zipped).get("sha256")
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}


def _place(name: str, archive: Path) -> Path:
    """A member's place in the library folder; refused for anything but the database, the settings and covers."""
    pure = PurePosixPath(name)
    is_cover = len(pure.parts) > 1 and pure.parts[0] == _LAYOUT.covers.name
    is_ours = is_cover or name in (_LAYOUT.catalogue.name, _LAYOUT.settings.name)
    if not is_ours or pure.is_absolute() or ".." in pure.parts or "\\" in name or ":" in name:
        raise StoreMismatchError("backup.damaged", file=archive.name, part=name)
    return Path(*pure.parts)
