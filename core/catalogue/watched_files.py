"""The files of the watch folder that were taken in, so that none comes twice, under whatever name."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert as upsert

from core.catalogue.engine import storable
from core.catalogue.tables import WatchedFileRow

Signature = tuple[int, int]
"""Size in bytes and time of the last change in nanoseconds."""

_PUT = upsert(WatchedFileRow)
_PUT = _PUT.on_conflict_do_update(
    index_elements=["path"],
    set_={name: getattr(_PUT.excluded, name) for name in ("size", "changed_ns", "sha256", "at_ms")},
)


class WatchedFileReader:
    """The part of the catalogue's reader that knows the files of the watch folder."""

    def _reading(self) -> AbstractContextManager[Connection]:
        raise NotImplementedError

    def watched_files(self) -> dict[str, Signature]:
        """Path → signature of every file that was looked at. Only an unchanged signature makes it known."""
        statement = select(WatchedFileRow.path, WatchedFileRow.size, WatchedFileRow.changed_ns)
        with self._reading() as connection:
            return {row[0]: (row[1], row[2]) for row in connection.execute(statement)}

    def watched_contents(self) -> set[str]:
        """The SHA-256 of every file that was taken in."""
        with self._reading() as connection:
            return set(connection.execute(select(WatchedFileRow.sha256).distinct()).scalars())


class WatchedFileWriter:
    """The part of the catalogue that remembers the files of the watch folder, outside the journal."""

    def _writing(self) -> AbstractContextManager[Connection]:
        raise NotImplementedError

    def note_watched(self, files: Mapping[Path, tuple[Signature, str]]) -> None:
        """Remember files with their signature and SHA-256."""
        now_ms = int(time.time() * 1000)
        rows = [
            {
                "path": storable(str(path)),
                "size": signature[0],
                "changed_ns": signature[1],
                "sha256": sha256,
                "at_ms": now_ms,
            }
            for path, (signature, sha256) in files.items()
        ]
        if rows:
            with self._writing() as connection:
                connection.execute(_PUT, rows)
