"""Covers in bulk: files or folders of scans that belong to records that are already there."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.domain.changes import ChangeSet, OperationId
from core.domain.records import RecordId, RejectedInput
from core.errors import HostFaultError, InvalidInputError
from core.protocols import JobContext, NullJobContext
from core.services.cover_intake import IMAGE_SUFFIXES

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue
    from core.services.cover_intake import CoverIntake
    from core.services.parallel import CoverPool


@dataclass(frozen=True, slots=True)
class CoverReport:
    """Counts of one run. `duplicates` are scans that the library already has, told by their content."""

    added: int
    duplicates: int
    rejected: tuple[RejectedInput, ...] = ()


def expand_images(paths: Sequence[str]) -> tuple[Path, ...]:
    """Files as given, and the images in folders and below, sorted. A missing path stays in, to be reported."""
    found: dict[Path, None] = {}
    for name in paths:
        path = Path(name)
        if path.is_dir():
            inside = (p for p in path.rglob("*") if p.suffix.lower() in IMAGE_SUFFIXES and p.is_file())
            for file in sorted(inside):
                found.setdefault(file)
        else:
            found.setdefault(path)
    return tuple(found)


class CoversService:
    """Adds cover files to existing records by a map file, or by file name (external id, ISBN or holding barcode)."""

    def __init__(
        self,
        catalogue: Catalogue,
        cover_intake: CoverIntake,
        cover_pool: CoverPool,
        notify: Callable[[ChangeSet], None],
    ) -> None:
        self._catalogue = catalogue
        self._cover_intake = cover_intake
        self._cover_pool = cover_pool
        self._notify = notify

    def add_covers(
        self, paths: Sequence[str], map_file: str | None = None, ctx: JobContext | None = None
    ) -> CoverReport:
        """Add covers as one undoable operation, a transaction a cover.

        Args:
            paths: Image files, or folders that are searched for them.
            map_file: CSV with the columns identifier,image; image paths are relative to it. None = by file name.
            ctx: Progress and cancel.
        """
        context = ctx or NullJobContext()
        rejected: list[RejectedInput] = []
        pairs = self._mapped(Path(map_file)) if map_file else []
        mapped = {image.resolve() for _, image in pairs}
        pairs += [(p.stem, p) for p in expand_images(paths) if p.resolve() not in mapped]
        todo: list[tuple[RecordId, Path]] = []
        for identifier, image in pairs:
            record_id = self._resolve(identifier)
            if record_id is None:
                rejected.append(RejectedInput(str(image), identifier, "cover.no_record", {"identifier": identifier}))
            else:
                todo.append((record_id, image))
        added = duplicates = 0
        operation: OperationId | None = None
        for (record_id, image), outcome in zip(
            todo, self._cover_pool.prepare([image for _, image in todo]), strict=True
        ):
            if isinstance(outcome, InvalidInputError):
                rejected.append(RejectedInput(str(image), "", outcome.message_id, outcome.context))
            elif self._catalogue.cover_by_sha(outcome.sha256) is not None:
                duplicates += 1
            else:
                operation = operation or self._catalogue.begin_operation("add_cover", image.name)
                with self._catalogue.write(operation=operation) as unit:
                    self._cover_intake.attach(unit, record_id, outcome)
                added += 1
                self._notify(unit.changes)
            context.report(added + duplicates + len(rejected), len(pairs), "covers.progress", file=image.name)
        return CoverReport(added, duplicates, tuple(rejected))

    def _resolve(self, identifier: str) -> RecordId | None:
        from core.interchange.identifiers import normalise_isbn

        found = self._catalogue.resolve_external([identifier]).get(identifier)
        if found is not None:
            return found
        isbn = normalise_isbn(identifier)
        if isbn is not None:
            by_isbn = self._catalogue.find_identifier("isbn", [isbn]).get(isbn, ())
            if by_isbn:
                return by_isbn[0]
        return self._catalogue.record_of_barcode(identifier)

    @staticmethod
    def _mapped(map_file: Path) -> list[tuple[str, Path]]:
        try:
            with map_file.open(encoding="utf-8-sig", newline="") as file:
                rows = [row for row in csv.reader(file) if len(row) >= 2 and row[0].strip()]
        except UnicodeDecodeError as exc:
            raise InvalidInputError("file.not_utf8", file=map_file.name) from exc
        except OSError as exc:
            raise HostFaultError("file.unreadable", file=map_file, detail=exc.strerror or str(exc)) from exc
        if rows and rows[0][0].strip().lower() in ("identifier", "id", "标识", "编号"):
            rows = rows[1:]
        return [(row[0].strip(), map_file.parent / row[1].strip()) for row in rows]
