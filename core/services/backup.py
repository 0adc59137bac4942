"""Backup and restore: one ZIP archive with the database, the covers, the settings and a checksum for each file."""

from __future__ import annotations

import errno
import hashlib
import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from core.domain.library import BackupInfo
from core.errors import HostFaultError, InvalidInputError, StoreMismatchError
from core.paths import LibraryPaths
from core.protocols import JobContext, NullJobContext

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue

MANIFEST = "manifest.json"
CHUNK = 1 << 20


class BackupService:
    """Makes verified backups of an open library."""

    def __init__(self, catalogue: Catalogue, paths: LibraryPaths) -> None:
        self._catalogue = catalogue
        self._paths = paths

    def create(self, target: str | None = None, ctx: JobContext | None = None) -> BackupInfo:
        """Write a backup, read it again and compare every checksum; only then it gets its name.

        Search and cataloguing go on meanwhile: the database is copied by SQLite's online backup.
        """
        context = ctx or NullJobContext()
        now = datetime.now(UTC)
        archive = Path(target) if target else self._paths.backups / f"wenyuan-{now:%Y%m%d-%H%M%S}.zip"
        partial = archive.with_name(archive.name + ".part")
        try:
            archive.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=archive.parent, prefix=".backup-") as scratch:
                database = Path(scratch) / self._paths.catalogue.name
                self._catalogue.backup_to(database)
                self._write(partial, database, self._catalogue.count(), now, context)
            info = verify(partial)
            partial.replace(archive)
        except OSError as exc:
            if exc.errno in (errno.ENOSPC, errno.EDQUOT):
                raise HostFaultError("disk.full", path=archive.parent) from exc
            raise HostFaultError("file.unwritable", path=archive, detail=exc.strerror or str(exc)) from exc
        finally:
            partial.unlink(missing_ok=True)
        return BackupInfo(str(archive), info.created_at, info.size_mib, info.records, True)

    def list(self) -> tuple[BackupInfo, ...]:
        """Backups in the library's own folder, newest first; those that cannot be read are left out."""
        found: list[BackupInfo] = []
        for file in sorted(self._paths.backups.glob("*.zip"), reverse=True):
            try:
                found.append(_describe(file, verified=False))
            except (InvalidInputError, StoreMismatchError):
                continue
        return tuple(found)

    def _write(self, archive: Path, database: Path, n_records: int, now: datetime, context: JobContext) -> None:
        files = dict(self._files(database))
        checksums: dict[str, str] = {}
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED, allowZip64=True) as zipped:
            for done, (name, path) in enumerate(files.items(), start=1):
                kind = zipfile.ZIP_DEFLATED if path == database else zipfile.ZIP_STORED
                data = path.read_bytes()
                checksums[name] = hashlib.sha256(data).hexdigest()
                zipped.writestr(name, data, compress_type=kind)
                context.report(done, len(files), "backup.progress")
            manifest = {"format": 1, "created_at": now.isoformat(), "records": n_records, "sha256": checksums}
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
        StoreMismatchError: backup.damaged, naming the first file that does not fit.
        InvalidInputError: backup.not_one, if it is not an archive of ours.
    """
    info = _describe(archive, verified=True)
    with zipfile.ZipFile(archive) as zipped:
        for name, expected in _checksums(zipped).items():
            digest = hashlib.sha256()
            try:
                with zipped.open(name) as member:
                    while block := member.read(CHUNK):
                        digest.update(block)
            except (KeyError, zipfile.BadZipFile, EOFError) as exc:
                raise StoreMismatchError("backup.damaged", file=archive.name, part=name) from exc
            if digest.hexdigest() != expected:
                raise StoreMismatchError("backup.damaged", file=archive.name, part=name)
    return info


def restore(archive: Path, paths: LibraryPaths, ctx: JobContext | None = None) -> BackupInfo:
    """Put a verified backup in the place of a library that no process has open.

    The present state is kept beside it as a folder `before-restore-…`, so that nothing is lost by a wrong choice.
    The caller holds the library's lock.
    """
    context = ctx or NullJobContext()
    info = verify(archive)
    paths.root.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(dir=paths.root, prefix=".restore-"))
    try:
        with zipfile.ZipFile(archive) as zipped:
            names = list(_checksums(zipped))
            for done, name in enumerate(names, start=1):
                target = staging / _safe(name, archive)
                target.parent.mkdir(parents=True, exist_ok=True)
                with zipped.open(name) as member, target.open("wb") as file:
                    shutil.copyfileobj(member, file, CHUNK)
                context.report(done, len(names), "restore.progress")
        aside = paths.root / f"before-restore-{datetime.now(UTC):%Y%m%d-%H%M%S}"
        aside.mkdir()
        database = paths.catalogue
        old = [database, database.with_name(database.name + "-wal"), database.with_name(database.name + "-shm")]
        for present in (*old, paths.covers, paths.settings, paths.vectors):
            if present.exists():
                present.rename(aside / present.name)
        for restored in staging.iterdir():
            restored.rename(paths.root / restored.name)
    except OSError as exc:
        if exc.errno in (errno.ENOSPC, errno.EDQUOT):
            raise HostFaultError("disk.full", path=paths.root) from exc
        raise HostFaultError("file.unwritable", path=paths.root, detail=exc.strerror or str(exc)) from exc
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return info


def _describe(archive: Path, *, verified: bool) -> BackupInfo:
    try:
        with zipfile.ZipFile(archive) as zipped:
            manifest = _manifest(zipped)
            size = archive.stat().st_size / (1 << 20)
            created = datetime.fromisoformat(str(manifest["created_at"]))
            return BackupInfo(str(archive), created, round(size, 2), int(str(manifest["records"])), verified)
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError) as exc:
        raise InvalidInputError("backup.not_one", file=archive.name) from exc


def _manifest(zipped: zipfile.ZipFile) -> Mapping[str, object]:
    parsed = json.loads(zipped.read(MANIFEST))
    if not isinstance(parsed, dict) or parsed.get("format") != 1:
        raise ValueError("manifest")
    return parsed


def _checksums(zipped: zipfile.ZipFile) -> dict[str, str]:
    found = _manifest(zipped).get("sha256")
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}


def _safe(name: str, archive: Path) -> Path:
    """A member's relative path, refused when it would leave the folder."""
    pure = PurePosixPath(name)
    if pure.is_absolute() or ".." in pure.parts or "\\" in name or ":" in name:
        raise StoreMismatchError("backup.damaged", file=archive.name, part=name)
    return Path(*pure.parts)
