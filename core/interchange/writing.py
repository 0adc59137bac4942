"""Writing a file so that it appears only when it is complete."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Protocol, Self

from core.domain.records import BibliographicRecord
from core.errors import HostFaultError, InvalidInputError, LibrarianError

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class RecordWriter(Protocol):
    """Writes records to one file. The file appears when the `with` block ends without an error."""

    written: int

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None: ...
    def write(self, record: BibliographicRecord, cover: str | None = None) -> None:
        """Append one record. `cover`: path of its image relative to the file, where the format can hold one."""
        ...


def write_fault(error: OSError, path: Path) -> LibrarianError:
    """The error to raise for a failed write to `path`."""
    if error.errno in _FULL:
        return HostFaultError("disk.full", path=path)
    if error.errno == errno.EISDIR:
        return InvalidInputError("file.is_folder", file=path)
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return InvalidInputError("folder.missing", folder=path.parent)
    return HostFaultError("file.unwritable", path=path, detail=error.strerror or str(error))


@contextmanager
def complete_file(path: Path) -> Iterator[BinaryIO]:
    """A binary file that takes the place of `path` at the end; after an error `path` is as it was.

    Raises:
        InvalidInputError: "file.is_folder", "folder.missing".
        HostFaultError: "disk.full", "file.unwritable".
    """
    if path.is_dir():
        raise InvalidInputError("file.is_folder", file=path)
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=".wenyuan-", suffix=".partial", dir=path.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as target:
            yield target
            target.flush()
            os.fsync(target.fileno())
        _take_mode_of_a_new_file(temporary)
        temporary.replace(path)
        temporary = None
    except OSError as exc:
        raise write_fault(exc, path) from exc
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def _take_mode_of_a_new_file(path: Path) -> None:
    """Readable as the person's other new files are; mkstemp makes it private."""
    mask = os.umask(0)
    os.umask(mask)
    with suppress(OSError):  # file systems without modes
        path.chmod(0o666 & ~mask)
