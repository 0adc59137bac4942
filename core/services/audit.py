"""The audit log as an administrator reads it, and writing it to a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from core.domain.audit import AuditFilter, AuditPage, AuditVerdict
from core.files import complete_file

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue

COLUMNS = ("id", "at", "actor", "role", "kind", "subject", "detail", "previous", "hash")

Record = Callable[..., None]
"""Writes a line of the log: kind, subject, and what else is to be kept as keywords."""


class AuditService:
    """Reads the log. Nothing here, or anywhere else, changes a line."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def page(self, wanted: AuditFilter | None = None, limit: int = 200, before: int | None = None) -> AuditPage:
        """The newest events that pass a filter, older than the event `before` where it is given."""
        return self._catalogue.audit_log.page(wanted or AuditFilter(), limit, before)

    def verify(self) -> AuditVerdict:
        """Whether the chain of hashes is as it was written."""
        return self._catalogue.audit_log.verify()

    def export(self, path: str, wanted: AuditFilter | None = None) -> int:
        """Write events to a CSV file (UTF-8 with a mark, for Excel), the oldest first; returns how many.

        Raises:
            InvalidInputError: "file.is_folder", "folder.missing".
            HostFaultError: "disk.full", "file.unwritable".
        """
        from core.interchange.cells import neutralise_formula

        n = 0
        with complete_file(Path(path)) as file:
            text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
            writer = csv.writer(text)
            writer.writerow(COLUMNS)
            for event in self._catalogue.audit_log.each(wanted):
                detail = "; ".join(f"{name}={value}" for name, value in event.detail.items())
                values = (event.actor, event.role, event.kind, event.subject, detail)
                at = event.at.astimezone().isoformat(timespec="seconds")
                writer.writerow([event.id, at, *map(neutralise_formula, values), event.previous, event.hash])
                n += 1
            text.flush()
            text.detach()
        self.record("export", Path(path).name, what="audit", written=n)
        return n

    def record(self, kind: str, subject: str = "", **detail: str | int | float) -> None:
        """Write a line, where the library can be written."""
        self._catalogue.audit_log.note(kind, subject, detail)
