"""One process writes a library at a time. The operating system decides; a note beside the lock says who holds it."""

from __future__ import annotations

import getpass
import os
import socket
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import filelock
import msgspec

from core.errors import ConflictError
from core.paths import APP_NAME, LibraryPaths


@dataclass(frozen=True, slots=True)
class LockHolder:
    """Who writes the library. `since` is ISO 8601 with the time zone, `parent_pid` the process that started it."""

    user: str
    host: str
    pid: int
    program: str
    since: str
    parent_pid: int = 0

    @property
    def label(self) -> str:
        """For people: who and where."""
        return f"{self.user}@{self.host} ({self.program}, {self.pid})"


def _note_file(paths: LibraryPaths) -> Path:
    return paths.lock.with_name(paths.lock.name + ".json")


def _ourselves() -> LockHolder:
    try:
        user = getpass.getuser()
    except (OSError, KeyError):  # no such account, as in some containers
        user = "?"
    program = f"{APP_NAME} {Path(sys.argv[0]).name}".strip() if sys.argv else APP_NAME
    since = datetime.now(UTC).astimezone().isoformat(timespec="seconds")
    return LockHolder(
        user=user, host=socket.gethostname(), pid=os.getpid(), program=program, since=since, parent_pid=os.getppid()
    )


def read_holder(paths: LibraryPaths) -> LockHolder | None:
    """Who took the lock last, or None when that cannot be told. The note may be older than the lock."""
    try:
        return msgspec.json.decode(_note_file(paths).read_bytes(), type=LockHolder)
    except (OSError, msgspec.DecodeError):
        return None


def lock_holder(paths: LibraryPaths) -> str:
    """Who writes the library, for people; "" when that cannot be told."""
    holder = read_holder(paths)
    return holder.label if holder else ""


def is_orphaned(paths: LibraryPaths) -> bool:
    """Whether who holds the lock was started on this computer by a program that has ended, as a window that crashed.

    An engine without its window finishes what it does and leaves.
    """
    holder = read_holder(paths)
    if holder is None or not holder.parent_pid or holder.host != socket.gethostname():
        return False
    import psutil  # only where somebody else holds the lock

    try:
        return psutil.Process(holder.pid).ppid() != holder.parent_pid or not psutil.pid_exists(holder.parent_pid)
    except psutil.NoSuchProcess:
        return True
    except psutil.Error:
        return False


class WriterLock:
    """The lock of one library, held from `acquire` to `release`."""

    def __init__(self, paths: LibraryPaths) -> None:
        self._paths = paths
        # Any thread may close the catalogue that another one opened.
        self._lock = filelock.FileLock(paths.lock, thread_local=False)

    def acquire(self) -> LockHolder:
        """Take the lock and leave the note.

        Raises:
            ConflictError: "library.locked" when another process, or another opening in this one, holds it.
            OSError: The folder cannot be written.
        """
        try:
            self._lock.acquire(timeout=0)
        except filelock.Timeout as exc:
            holder = read_holder(self._paths)
            raise ConflictError(
                "library.locked",
                path=self._paths.root,
                holder=holder.label if holder else "?",
                since=holder.since if holder else "?",
            ) from exc
        ourselves = _ourselves()
        note = _note_file(self._paths)
        fresh = note.with_name(f"{note.name}.{os.getpid()}.new")
        try:
            fresh.write_bytes(msgspec.json.encode(ourselves))
            fresh.replace(note)
        except OSError:
            self._lock.release()
            raise
        return ourselves

    def release(self) -> None:
        """Give the lock back; the note goes first, so that it never names somebody who has left."""
        if self._lock.is_locked:
            _note_file(self._paths).unlink(missing_ok=True)
            self._lock.release()
