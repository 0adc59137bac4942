"""What somebody has typed and not saved yet, kept on disk against a crash: a small file for each record under edit."""

from __future__ import annotations

import hashlib
import logging
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QThreadPool

from core.domain.library import IntakeItemId
from core.domain.marc_view import MarcRow
from core.domain.records import BibliographicRecord, RecordId
from core.errors import HostFaultError
from core.files import write_atomically
from core.paths import config_dir

log = logging.getLogger(__name__)

_OWN_FIELDS = frozenset({"id", "version", "status", "external_id"})
"""What a form never edits."""


@dataclass(frozen=True, slots=True)
class UnsavedEdit:
    """Attributes:
    typed: What the form says.
    base: What it was filled with.
    year_text: What stands in the field of the year, a number or not.
    scan: The scan in the review queue whose draft is corrected; None for a record.
    rows: The fields of MARC, where these are edited; the form counts for nothing then.
    at: When it was typed, in seconds since 1970. Two edits that differ in nothing else are the same.
    """

    typed: BibliographicRecord
    base: BibliographicRecord
    year_text: str = ""
    scan: IntakeItemId | None = None
    rows: tuple[MarcRow, ...] = ()
    at: float = 0.0

    @property
    def record_id(self) -> RecordId | None:
        return self.base.id

    @property
    def title(self) -> str:
        """Its name for a sentence; "" for a record that has none yet."""
        return self.typed.title or self.base.title

    def laid_over(self, record: BibliographicRecord) -> BibliographicRecord:
        """A record with what was typed; what was not touched stays as the record has it now."""
        names = [f.name for f in fields(BibliographicRecord) if f.name not in _OWN_FIELDS]
        typed: dict[str, Any] = {
            name: value for name in names if (value := getattr(self.typed, name)) != getattr(self.base, name)
        }
        laid: BibliographicRecord = replace(record, **typed)
        return laid


class UnsavedStore:
    """The unsaved edits of one library and one person, among them those of windows that ended without saving.

    Files are written and removed by one thread, in order, so that the window never waits for the disk.

    Args:
        library: Its folder.
        folder: Where the edits of all libraries are kept; by default beside the preferences.
    """

    def __init__(self, library: Path, folder: Path | None = None) -> None:
        self._library = library
        self._root = folder or config_dir() / "unsaved"
        self._session = f"{time.time_ns():x}-{os.getpid()}"
        self._person = ""
        self._kept: dict[str, UnsavedEdit] = {}
        self._disk = QThreadPool()
        self._disk.setMaxThreadCount(1)

    def use_person(self, name: str) -> bool:
        """Keep the edits of this person from now on; those of the one before stay. Returns whether it is another."""
        is_other = name != self._person
        if is_other:
            self._kept = {}
        self._person = name
        return is_other

    def keep(self, edits: Sequence[UnsavedEdit]) -> None:
        """Have on disk what is being edited here now, and nothing else of this window."""
        present = {_key(edit): edit for edit in edits}
        for key, edit in present.items():
            if self._kept.get(key) != replace(edit, at=0.0):
                self._do(_write, self._file(key), replace(edit, at=time.time()))
        for key in self._kept.keys() - present.keys():
            self._do(_remove, self._file(key))
        self._kept = {key: replace(edit, at=0.0) for key, edit in present.items()}

    def left_behind(self) -> Mapping[Path, UnsavedEdit]:
        """What other windows left, newest first. Files that cannot be read are left alone."""
        found = {}
        for file in self._folder.glob("*.json"):
            if not file.name.startswith(self._session):
                try:
                    found[file] = msgspec.json.decode(file.read_bytes(), type=UnsavedEdit)
                except (OSError, msgspec.MsgspecError) as exc:
                    log.warning("an unsaved edit cannot be read: %s", exc)
        return dict(sorted(found.items(), key=lambda pair: pair[1].at, reverse=True))

    def forget(self, file: Path) -> None:
        """Remove what another window left, after everything that was to be kept before."""
        self._do(_remove, file)

    def close(self) -> None:
        """Wait until everything is on disk."""
        self._disk.waitForDone()

    @property
    def _folder(self) -> Path:
        name = f"{self._library}\n{self._person}"
        return self._root / hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def _file(self, key: str) -> Path:
        return self._folder / f"{self._session}-{key}.json"

    def _do(self, what: Callable[..., None], *arguments: object) -> None:
        self._disk.start(partial(what, *arguments))


def _key(edit: UnsavedEdit) -> str:
    return f"scan{edit.scan}" if edit.scan is not None else f"record{edit.record_id or 'new'}"


def _write(file: Path, edit: UnsavedEdit) -> None:
    try:
        write_atomically(file, msgspec.json.encode(edit))
    except HostFaultError as exc:
        log.warning("what was typed could not be kept: %s", exc)


def _remove(file: Path) -> None:
    try:
        file.unlink(missing_ok=True)
    except OSError as exc:
        log.warning("an unsaved edit that is saved now could not be removed: %s", exc)
