"""What was done to the catalogue, in words; and setting a record back to what it was."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from core.domain.agents import Agent
from core.domain.changes import ChangeSet, OperationId, OperationKind
from core.domain.history import HistoryStep, JournalFilter, JournalPage, RecordChange
from core.domain.importing import FieldDifference
from core.domain.item_states import ItemStates, require_known
from core.domain.marc import MarcSource
from core.domain.records import BibliographicRecord, Holding, RecordId
from core.domain.scans import CoverScan, OcrCorrection, OcrPage
from core.errors import ConflictError, InvalidInputError
from core.services.overlay import differences

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue
    from core.catalogue.journal import Image
    from core.catalogue.step_history import Change
    from core.services.cataloguing import CataloguingService

_SHOWN_RECORDS = 100
_KEPT_FIELDS = frozenset({"id", "version"})


class HistoryService:
    """The journal by person, kind and record, and a record's own history."""

    def __init__(
        self, catalogue: Catalogue, cataloguing: CataloguingService, notify: Callable[[ChangeSet], None]
    ) -> None:
        self._catalogue = catalogue
        self._cataloguing = cataloguing
        self._notify = notify

    def journal(self, wanted: JournalFilter, limit: int = 200) -> JournalPage:
        """The steps that fit, newest first, and everybody who is named in the journal."""
        return JournalPage(self._catalogue.find_operations(wanted, limit), self._catalogue.actors())

    def step(self, operation_id: OperationId) -> HistoryStep:
        """One step with what it changed, of many records the first hundred.

        Raises:
            ConflictError: "undo.unknown".
        """
        operation = self._catalogue.operation(operation_id)
        if operation is None:
            raise ConflictError("undo.unknown", operation=operation_id)
        changes, n_records = self._catalogue.first_changes(operation_id)
        return HistoryStep(operation, tuple(self._told(changes))[:_SHOWN_RECORDS], n_records, is_revertible=False)

    def of_record(self, record_id: RecordId) -> tuple[HistoryStep, ...]:
        """Every step that changed a record or its covers, newest first."""
        steps = []
        for operation, changes in self._catalogue.changes_of_record(record_id):
            told = tuple(self._told(changes, record_id))
            before, after = _net(changes)
            can_revert = before is not None and after is not None and bool(differences(before, after))
            steps.append(HistoryStep(operation, told, 1, is_revertible=can_revert))
        return tuple(steps)

    def revert(self, record_id: RecordId, operation_id: OperationId) -> ChangeSet:
        """Take back what one step did to this record alone, as a new step; what came later stays.

        Raises:
            ConflictError: "history.changed_since" when a field it changed was changed again; "history.nothing" when
                the step changed no field of it; "undo.state_gone".
            InvalidInputError: "record.unknown" when the record is deleted.
        """
        before, after = self._states(record_id, operation_id)
        if before is None or after is None:
            raise ConflictError("history.nothing", operation=operation_id)
        now = self._one(record_id)
        values: dict[str, Any] = {}
        for field in _changed(before, after):
            if _bare(getattr(now, field)) != _bare(getattr(after, field)):
                raise ConflictError("history.changed_since", field=field)
            values[field] = getattr(before, field)
        if not values:
            raise ConflictError("history.nothing", operation=operation_id)
        return self._store(replace(now, **values), "revert_record")

    def restore(self, record_id: RecordId, operation_id: OperationId) -> ChangeSet:
        """Bring a record back to how it was right after a step, as a new step. Covers stay as they are.

        Raises:
            ConflictError: "history.nothing" when the step is not about the record; "record.external_id_taken",
                "undo.state_gone".
            InvalidInputError: "record.unknown" when the record is deleted.
        """
        _, after = self._states(record_id, operation_id)
        if after is None:
            raise ConflictError("history.nothing", operation=operation_id)
        now = self._one(record_id)
        return self._store(replace(after, id=now.id, version=now.version), "restore_record")

    def _states(
        self, record_id: RecordId, operation_id: OperationId
    ) -> tuple[BibliographicRecord | None, BibliographicRecord | None]:
        for operation, changes in self._catalogue.changes_of_record(record_id):
            if operation.id == operation_id:
                return _net(changes)
        return None, None

    def _store(self, record: BibliographicRecord, kind: OperationKind) -> ChangeSet:
        require_known(self._catalogue.item_states(), [record])
        encoded = self._cataloguing.encode_text([record])
        with self._catalogue.write(kind, record.title) as unit:
            unit.update_record(record)
            if record.id is not None:
                self._cataloguing.put_text_vectors(unit, [record.id], encoded)
        self._notify(unit.changes)
        return unit.changes

    def _one(self, record_id: RecordId) -> BibliographicRecord:
        found = self._catalogue.get([record_id])
        if not found:
            raise InvalidInputError("record.unknown", record=record_id)
        return found[0]

    def _told(self, changes: Sequence[Change], only: RecordId | None = None) -> Iterable[RecordChange]:
        """The changes by record, what a step did to it several times as one."""
        states: dict[int, list[BibliographicRecord | None]] = {}
        more: dict[int | None, list[FieldDifference]] = {}
        for table, key, before, after in changes:
            if table == "record":
                first, _ = states.get(key, (before, None))
                states[key] = [first, after]  # type: ignore[list-item]
                continue
            owner = only if only is not None else _owner(key, before, after)
            if (told := _other_difference(before, after)) is not None:
                more.setdefault(owner, []).append(told)
        for key, (first, last) in states.items():
            yield _record_change(RecordId(key), first, last, more.pop(key, []))
        for owner, told_of in more.items():
            found = self._catalogue.get([RecordId(owner)]) if owner is not None else []
            owner_id = RecordId(owner) if owner is not None else None
            yield RecordChange(owner_id, found[0].title if found else "", "changed", tuple(told_of))


def _record_change(
    record_id: RecordId,
    before: BibliographicRecord | None,
    after: BibliographicRecord | None,
    more: Sequence[FieldDifference],
) -> RecordChange:
    what = "created" if before is None else "deleted" if after is None else "changed"
    some = after or before
    said = differences(before or BibliographicRecord(""), after or BibliographicRecord(""))
    if before is not None and after is not None and before.status != after.status:
        said = (*said, FieldDifference("status", (before.status,), (after.status,)))
    return RecordChange(record_id, some.title if some else "", what, (*said, *more))


def _owner(key: int, before: Image | None, after: Image | None) -> int | None:
    """The record that a change of something else belongs to."""
    some = after or before
    if isinstance(some, CoverScan):
        return some.record_id
    return key if isinstance(some, MarcSource) else None


def _other_difference(before: Image | None, after: Image | None) -> FieldDifference | None:
    some = after or before
    if isinstance(some, CoverScan):
        said = [_cover_words(each) if isinstance(each, CoverScan) else () for each in (before, after)]
        return FieldDifference("cover", said[0], said[1]) if said[0] != said[1] else None
    if isinstance(some, MarcSource):
        formats = [(each.format, each.encoding) if isinstance(each, MarcSource) else () for each in (before, after)]
        return FieldDifference("marc", formats[0], formats[1])
    if isinstance(some, OcrCorrection):
        was = before.after if isinstance(before, OcrCorrection) else some.before
        now = after.after if isinstance(after, OcrCorrection) else some.before
        return FieldDifference("ocr", (was,), (now,))
    if isinstance(some, OcrPage):
        return FieldDifference("ocr", *((each.text,) if isinstance(each, OcrPage) else () for each in (before, after)))
    if isinstance(some, Agent):
        return FieldDifference("names", *(each.names if isinstance(each, Agent) else () for each in (before, after)))
    if isinstance(some, ItemStates):
        said = [_state_words(each) if isinstance(each, ItemStates) else () for each in (before, after)]
        return FieldDifference("item_states", said[0], said[1])
    return None


def _state_words(kept: ItemStates) -> tuple[str, ...]:
    """Each state by its names, with a code for what it does not allow."""
    codes_of = {
        (True, True): "",
        (False, True): " [not_lent]",
        (True, False): " [off_shelf]",
        (False, False): " [not_lent_off_shelf]",
    }
    return tuple(
        f"{each.name_zh} / {each.name_en}{codes_of[each.is_lendable, each.is_on_shelf]}" for each in kept.states
    )


def _cover_words(cover: CoverScan) -> tuple[str, ...]:
    parts = [cover.file_name, f"{cover.turn}°" if cover.turn else "", "★" if cover.is_main else ""]
    return ("  ".join(part for part in parts if part),)


def _net(changes: Sequence[Change]) -> tuple[BibliographicRecord | None, BibliographicRecord | None]:
    """The record before and after a step."""
    states = [(before, after) for table, _, before, after in changes if table == "record"]
    if not states:
        return None, None
    before, after = states[0][0], states[-1][1]
    return (
        before if isinstance(before, BibliographicRecord) else None,
        after if isinstance(after, BibliographicRecord) else None,
    )


def _changed(before: BibliographicRecord, after: BibliographicRecord) -> list[str]:
    names = (field.name for field in fields(before) if field.name not in _KEPT_FIELDS)
    return [name for name in names if getattr(before, name) != getattr(after, name)]


def _bare(value: Any) -> Any:
    """Items by what they say: their rows may be others after an undo."""
    if not isinstance(value, tuple):
        return value
    return tuple(replace(each, id=None) if isinstance(each, Holding) else each for each in value)
