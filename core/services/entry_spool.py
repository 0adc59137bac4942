"""What a dry run told of every record, on disk, so that a list of a hundred thousand can be paged through."""

from __future__ import annotations

import tempfile
import threading
from array import array
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self, get_args

import msgspec

from core.domain.importing import EntryPage, ImportEntry, Outcome
from core.files import write_fault

TITLE_CHANGED: Final = "other_title"
"""The list of updates that give a record a clearly different title."""
_DECODER = msgspec.json.Decoder(ImportEntry)


class EntrySpool:
    """Entries by outcome, in a file that vanishes when it is closed. Use as a context manager, or call `close()`.

    One thread puts, any may read; `counts` says how long each list is.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._file: IO[bytes] = tempfile.TemporaryFile(prefix="wenyuan-dry-run-")  # noqa: SIM115
        self._end = 0
        self._places: dict[str, array[int]] = {name: array("q") for name in (*get_args(Outcome), TITLE_CHANGED)}

    @property
    def counts(self) -> Mapping[str, int]:
        """How many entries each list has."""
        return {name: len(places) for name, places in self._places.items()}

    def put(self, entry: ImportEntry) -> None:
        """Append an entry.

        Raises:
            HostFaultError: "disk.full", "file.unwritable".
        """
        line = msgspec.json.encode(entry) + b"\n"
        with self._lock:
            try:
                self._file.seek(self._end)
                self._file.write(line)
            except OSError as exc:
                raise write_fault(exc, Path(tempfile.gettempdir())) from exc
            self._places[entry.outcome].append(self._end)
            if entry.has_other_title:
                self._places[TITLE_CHANGED].append(self._end)
            self._end += len(line)

    def page(self, outcome: str, offset: int, limit: int) -> EntryPage:
        """A part of one list, empty for a name that is none."""
        with self._lock:
            places = self._places.get(outcome, array("q"))
            entries = []
            for place in places[offset : offset + limit]:
                self._file.seek(place)
                entries.append(_DECODER.decode(self._file.readline()))
            return EntryPage(tuple(entries), offset, len(places))

    def close(self) -> None:
        """Forget everything."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
