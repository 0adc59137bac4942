"""Half-written files under names of their own, and sweeping those whose program was killed.

Who writes one holds a lock on it, which the operating system lets go of when the program ends, however it ends. Windows
needs none: an open file cannot be deleted there. The name bears the computer, since locks of another one may not be
seen on a shared folder; names that bear none, of earlier versions, are left.
"""

from __future__ import annotations

import hashlib
import os
import platform
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

_SUFFIX: Final = ".partial"
_RECENT_SECONDS: Final = 60
"""On Windows a file is closed a moment before it gets its name."""


def _prefix() -> str:
    return f".wenyuan-{hashlib.sha256(platform.node().encode()).hexdigest()[:8]}-"


@contextmanager
def partial_file(folder: Path) -> Iterator[tuple[int, Path]]:
    """A new file in a folder, open for writing and closed by the caller: descriptor and path.

    Deleted at the end if it is still under this name.

    Raises:
        OSError: As the system reports it.
    """
    handle, path, keeper = _new_file(folder)
    try:
        yield handle, path
    finally:
        with suppress(OSError):
            path.unlink(missing_ok=True)
        if keeper is not None:
            os.close(keeper)


def _new_file(folder: Path) -> tuple[int, Path, int | None]:
    """Descriptor, path, and where files are locked a second descriptor that keeps the lock when the first is closed."""
    while True:
        handle, name = tempfile.mkstemp(prefix=_prefix(), suffix=_SUFFIX, dir=folder)
        if sys.platform == "win32":
            return handle, Path(name), None
        import fcntl

        with suppress(OSError):  # a file system without locks, where nobody can sweep either
            fcntl.flock(handle, fcntl.LOCK_EX)
        if os.fstat(handle).st_nlink:
            return handle, Path(name), os.dup(handle)
        os.close(handle)  # swept between its making and its locking


def sweep_partial_files(folder: Path) -> int:
    """Delete the half-written files in a folder that programs on this computer left when they were killed.

    Returns:
        How many there were.
    """
    n_swept, prefix = 0, _prefix()
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(prefix) and entry.name.endswith(_SUFFIX):
                n_swept += _sweep(Path(entry.path))
    return n_swept


def _sweep(path: Path) -> bool:
    try:
        if sys.platform == "win32":
            if time.time() - path.stat().st_mtime < _RECENT_SECONDS:
                return False
            path.unlink()
            return True
        import fcntl

        handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()
        finally:
            os.close(handle)
    except OSError:  # locked by who writes it, or gone
        return False
    return True
