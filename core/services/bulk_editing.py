"""One change to many records: looked at first, then made as one step that can be undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from core.domain.bulk import BulkDifference, BulkRefusal, BulkReport, BulkRequest
from core.domain.changes import ChangeSet, OperationId
from core.domain.item_states import codes
from core.domain.records import BibliographicRecord, RecordId
from core.errors import InvalidInputError
from core.protocols import JobContext, NullJobContext
from core.services.bulk_changes import Edit, edit_of
from core.services.overlay import differences

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue
    from core.services.cataloguing import CataloguingService

_BATCH = 128
_LISTED = 200


class BulkEditService:
    """Bulk edits. Nothing is written before `apply`; a cancelled one leaves nothing changed."""

    def __init__(
        self,
        catalogue: Catalogue,
        cataloguing: CataloguingService,
        select: Callable[[str], Sequence[RecordId]],
        notify: Callable[[ChangeSet], None],
    ) -> None:
        self._catalogue = catalogue
        self._cataloguing = cataloguing
        self._select = select
        self._notify = notify

    def preview(self, request: BulkRequest, ctx: JobContext | None = None) -> BulkReport:
        """What a change would do: how many records, and the differences of the first 200.

        Raises:
            InvalidInputError: "bulk.no_records", and what `bulk_changes.edit_of` says about the change itself.
        """
        edit = edit_of(request.change, codes(self._catalogue.item_states()))
        ids = self._targets(request)
        context = ctx or NullJobContext()
        tally = _Tally(len(ids), is_dry_run=True)
        for batch in self._batches(ids):
            self._edited(batch, edit, tally)
            context.report(tally.seen, len(ids), "bulk.looking")
        return tally.report(None)

    def apply(self, request: BulkRequest, ctx: JobContext | None = None) -> BulkReport:
        """Make the change: in batches, under one step of the journal. When it is cancelled, all of it is taken back.

        Raises:
            InvalidInputError: As `preview`.
            JobCancelledError: It was cancelled; nothing is changed.
        """
        edit = edit_of(request.change, codes(self._catalogue.item_states()))
        ids = self._targets(request)
        context = ctx or NullJobContext()
        tally = _Tally(len(ids), is_dry_run=False)
        operation: OperationId | None = None
        try:
            for batch in self._batches(ids):
                changed = self._edited(batch, edit, tally)
                if changed:
                    if operation is None:
                        operation = self._catalogue.begin_operation("bulk_edit", _summary(request))
                    self._write(changed, operation)
                context.report(tally.seen, len(ids), "bulk.changing")
        except BaseException:
            if operation is not None:
                self._notify(self._catalogue.undo(operation))
            raise
        return tally.report(operation)

    def run_job(self, params: Mapping[str, Any], ctx: JobContext) -> Mapping[str, Any]:
        """`apply` as a job: `params` hold the request, what comes back is the report as plain values."""
        report = self.apply(msgspec.convert(params["request"], BulkRequest), ctx)
        plain: Mapping[str, Any] = msgspec.to_builtins(report, str_keys=True)
        return {**plain, "updated": report.changed, "samples": []}

    def _write(self, changed: Sequence[BibliographicRecord], operation: OperationId) -> None:
        encoded = self._cataloguing.encode_text(changed)
        with self._catalogue.write(operation=operation) as unit:
            for record in changed:
                unit.update_record(record)
            self._cataloguing.put_text_vectors(unit, [r.id for r in changed if r.id is not None], encoded)
        self._notify(unit.changes)

    def _edited(self, batch: Sequence[RecordId], edit: Edit, tally: _Tally) -> list[BibliographicRecord]:
        changed = []
        for record in self._catalogue.get(batch):
            if record.id is None:
                continue
            tally.seen += 1
            try:
                after = edit(record)
            except InvalidInputError as exc:
                tally.refuse(BulkRefusal(record.id, record.title, exc.message_id))
                continue
            if after != record:
                tally.change(record, after)
                changed.append(after)
        return changed

    def _targets(self, request: BulkRequest) -> list[RecordId]:
        if request.record_ids:
            return list(dict.fromkeys(request.record_ids))
        if request.query.strip():
            found = list(self._select(request.query))
        elif request.everything:
            found = [record.id for record in self._catalogue.iter_records() if record.id is not None]
        else:
            found = []
        if not found:
            raise InvalidInputError("bulk.no_records")
        return found

    @staticmethod
    def _batches(ids: Sequence[RecordId]) -> Iterator[Sequence[RecordId]]:
        for start in range(0, len(ids), _BATCH):
            yield ids[start : start + _BATCH]


def bulk_title(params: Mapping[str, Any]) -> str:
    """What the list of jobs calls a bulk edit."""
    change = params["request"]["change"]
    return str(change.get("field") or change.get("text", ""))


class _Tally:
    """Counts, and the first of what changes and of what is refused."""

    def __init__(self, matched: int, *, is_dry_run: bool) -> None:
        self._matched = matched
        self._is_dry_run = is_dry_run
        self.seen = 0
        self._changed = 0
        self._samples: list[BulkDifference] = []
        self._refused: list[BulkRefusal] = []

    def change(self, before: BibliographicRecord, after: BibliographicRecord) -> None:
        self._changed += 1
        if before.id is not None and len(self._samples) < _LISTED:
            self._samples.append(BulkDifference(before.id, before.title, differences(before, after)))

    def refuse(self, refusal: BulkRefusal) -> None:
        if len(self._refused) < _LISTED:
            self._refused.append(refusal)

    def report(self, operation: OperationId | None) -> BulkReport:
        return BulkReport(
            self._matched,
            self._changed,
            tuple(self._refused),
            tuple(self._samples),
            operation,
            self._is_dry_run,
        )


def _summary(request: BulkRequest) -> str:
    change = request.change
    parts = [change.field or change.scheme, f"{change.find} → {change.text}" if change.find else change.text]
    return " ".join(part for part in parts if part)[:200]
