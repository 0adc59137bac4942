"""Writing a file so that it appears only when it is complete, and the errors for a disk that does not take it."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from core.errors import HostFaultError, InvalidInputError, LibrarianError
from core.partial_files import partial_file, sweep_partial_files

# errno has no EDQUOT on Windows; EFBIG is what a limit on the size of files gives.
_FULL = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})


def is_full(error: OSError) -> bool:
    """Whether a write failed because there was no room: disk, quota or a limit on the size of files."""
    return error.errno in _FULL


def host_fault(error: OSError, path: Path) -> HostFaultError:
    """The error for a failed write to `path`, where the path is the program's own choice."""
    if is_full(error):
        return HostFaultError("disk.full", path=path)
    return HostFaultError("file.unwritable", path=path, detail=error.strerror or str(error))


def write_fault(error: OSError, path: Path) -> LibrarianError:
    """The error for a failed write to `path`, where a person named it: the name itself may be at fault."""
    if error.errno == errno.EISDIR:
        return InvalidInputError("file.is_folder", file=path)
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return InvalidInputError("folder.missing", folder=path.parent)
    return host_fault(error, path)


@contextmanager
def replacement(path: Path) -> Iterator[BinaryIO]:
    """A binary file that takes the place of `path` at the end; after an error, or a kill, `path` is as it was.

    What a kill left half-written in the folder goes when the next file is written there.

    Raises:
        OSError: As the system reports it; the caller knows what the file means.
    """
    sweep_partial_files(path.parent)
    with partial_file(path.parent) as (handle, temporary):
        with os.fdopen(handle, "wb") as target:
            yield target
            target.flush()
            os.fsync(target.fileno())
        _take_mode_of_a_new_file(temporary)
        temporary.replace(path)


@contextmanager
def complete_file(path: Path) -> Iterator[BinaryIO]:
    """`replacement` for a path that a person named.

    Raises:
        InvalidInputError: "file.is_folder", "folder.missing".
        HostFaultError: "disk.full", "file.unwritable".
    """
    if path.is_dir():
        raise InvalidInputError("file.is_folder", file=path)
    try:
        with replacement(path) as target:
            yield target
    except OSError as exc:
        raise write_fault(exc, path) from exc


def write_atomically(path: Path, data: bytes) -> None:
    """Write `data` to `path`, in a folder made if need be: a kill leaves the old file or the new one, never a part.

    Raises:
        HostFaultError: "disk.full" or "file.unwritable".
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacement(path) as target:
            target.write(data)
    except OSError as exc:
        raise host_fault(exc, path) from exc


def _take_mode_of_a_new_file(path: Path) -> None:
    """Readable as the person's other new files are; mkstemp makes it private."""
    mask = os.umask(0)
    os.umask(mask)
    with suppress(OSError):  # file systems without modes
        path.chmod(0o666 & ~mask)


def delete_folder(folder: Path) -> None:
    """Delete a folder whole: who lists its parent meanwhile never sees half of it.

    Raises:
        HostFaultError: "file.unwritable".
    """
    try:
        aside = Path(tempfile.mkdtemp(prefix=".deleted-", dir=folder.parent))
        try:
            folder.rename(aside / folder.name)
        finally:
            shutil.rmtree(aside)
    except OSError as exc:
        raise host_fault(exc, folder) from exc


def folder_size(folder: Path) -> int:
    """Bytes of all files within, as far as they are still there when they are looked at."""
    n_bytes = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                n_bytes += (Path(parent) / name).stat().st_size
    return n_bytes
