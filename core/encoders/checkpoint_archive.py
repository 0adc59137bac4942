"""Checkpoints as one file, to carry an encoder from one library to another: a ZIP archive of a checkpoint folder.

An archive comes from outside and is trusted with nothing: only the few plain file names of a checkpoint are taken, none
larger than it may be, none that leads elsewhere, and every byte is counted while it is unpacked. What was unpacked is
then compared with its own list of SHA-256 sums before anybody uses it.
"""

from __future__ import annotations

import shutil
import stat
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from core.encoders.checkpoint_io import CONFIG, PROVENANCE, WEIGHTS, verify_checkpoint
from core.encoders.weight_cache import CHECKSUMS
from core.errors import InvalidInputError, LibrarianError, StoreMismatchError
from core.files import complete_file, host_fault
from core.protocols import JobContext, NullJobContext

SUFFIX = ".wenyuan-model.zip"
_MIB = 1 << 20
LIMITS: Mapping[str, int] = {WEIGHTS: 16 * 1024 * _MIB, CONFIG: 4 * _MIB, PROVENANCE: 4 * _MIB, CHECKSUMS: _MIB}
"""Largest size of each file, bytes; no other file is taken."""
_CHUNK = 4 * _MIB


def pack_checkpoint(folder: Path, target: Path, ctx: JobContext | None = None) -> None:
    """Write an intact checkpoint folder as one file; its place is taken only when it is complete.

    Args:
        folder: The checkpoint.
        target: The archive; replaced when it is there.
        ctx: Progress and cancel.

    Raises:
        HostFaultError: "checkpoint.missing", "disk.full", "file.unwritable".
        StoreMismatchError: "checkpoint.damaged".
        InvalidInputError: "file.is_folder", "folder.missing".
    """
    context = ctx or NullJobContext()
    names = [name for name in verify_checkpoint(folder) if name in LIMITS]
    total, done = sum((folder / name).stat().st_size for name in names), 0
    with complete_file(target) as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED, allowZip64=True) as zipped:
        for name in names:
            with (folder / name).open("rb") as source, zipped.open(name, "w", force_zip64=True) as member:
                while block := source.read(_CHUNK):
                    member.write(block)
                    done += len(block)
                    context.report(done // _MIB, max(1, total // _MIB), "models.packing")


def unpack_checkpoint(archive: Path, folder: Path, ctx: JobContext | None = None) -> None:
    """Unpack an archive into a new folder and check every file; a folder that failed is removed again.

    Args:
        archive: From `pack_checkpoint`, or a checkpoint folder that somebody zipped.
        folder: Must not exist.
        ctx: Progress and cancel.

    Raises:
        InvalidInputError: "models.not_an_archive", "models.unexpected_file", "models.too_large".
        StoreMismatchError: "checkpoint.damaged".
        HostFaultError: "disk.full", "file.unwritable".
    """
    context = ctx or NullJobContext()
    try:
        with zipfile.ZipFile(archive) as zipped:
            members = _members(zipped, archive)
            _check_room(sum(each.file_size for each in members.values()), folder)
            folder.mkdir(parents=True)
            for name, member in members.items():
                _unpack(zipped, member, folder / name, archive, context)
        verify_checkpoint(folder)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError) as exc:
        shutil.rmtree(folder, ignore_errors=True)
        raise InvalidInputError("models.not_an_archive", file=archive.name, detail=str(exc)) from exc
    except OSError as exc:
        shutil.rmtree(folder, ignore_errors=True)
        raise host_fault(exc, folder) from exc
    except LibrarianError as exc:
        shutil.rmtree(folder, ignore_errors=True)
        if exc.message_id == "checkpoint.damaged":  # the person knows the archive, not the folder that is gone again
            raise StoreMismatchError(
                "models.archive_damaged", file=archive.name, detail=exc.context.get("detail", "")
            ) from exc
        raise
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _members(zipped: zipfile.ZipFile, archive: Path) -> dict[str, zipfile.ZipInfo]:
    """The files of a checkpoint by name, at the top or in one folder; anything else is refused."""
    found: dict[str, zipfile.ZipInfo] = {}
    parents: set[str] = set()
    for member in zipped.infolist():
        if member.is_dir():
            continue
        path = PurePosixPath(member.filename.replace("\\", "/"))
        is_link = stat.S_ISLNK(member.external_attr >> 16)
        is_odd = path.is_absolute() or ".." in path.parts or ":" in member.filename or len(path.parts) > 2
        if is_link or is_odd or path.name not in LIMITS or path.name in found:
            raise InvalidInputError("models.unexpected_file", file=archive.name, name=member.filename[:120])
        if member.file_size > LIMITS[path.name]:
            limit = LIMITS[path.name] // _MIB
            raise InvalidInputError("models.too_large", file=archive.name, name=path.name, limit=limit)
        found[path.name] = member
        parents.add(str(path.parent))
    missing = sorted(set(LIMITS) - set(found))
    if missing or len(parents) > 1:
        raise InvalidInputError("models.not_an_archive", file=archive.name, detail=", ".join(missing) or "folders")
    return found


def _check_room(needed: int, folder: Path) -> None:
    parent = next(each for each in folder.parents if each.exists())
    if shutil.disk_usage(parent).free < needed + 64 * _MIB:
        raise InvalidInputError("models.no_room", needed=round(needed / _MIB), folder=parent)


def _unpack(zipped: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, archive: Path, context: JobContext) -> None:
    """One file, never more bytes than it says it has."""
    left = member.file_size
    with zipped.open(member) as source, target.open("wb") as stream:
        while block := source.read(min(_CHUNK, left + 1)):
            left -= len(block)
            if left < 0:
                limit = member.file_size // _MIB
                raise InvalidInputError("models.too_large", file=archive.name, name=target.name, limit=limit)
            stream.write(block)
            total = max(1, member.file_size // _MIB)
            context.report((member.file_size - left) // _MIB, total, "models.unpacking")
