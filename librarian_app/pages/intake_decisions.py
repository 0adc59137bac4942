"""Decisions about scans: shown at once, stored by the engine, taken back one by one or a batch at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from core.domain.changes import ChangeSet, OperationId
from core.domain.library import IntakeItem, IntakeItemId
from core.errors import LibrarianError
from librarian_app.models.intake import IntakeModel
from librarian_app.qt_jobs import Bridge


@dataclass(frozen=True, slots=True)
class Done:
    """Scans that were decided together, and the step of the journal; None where no record was changed."""

    items: tuple[IntakeItemId, ...]
    operation: OperationId | None
    is_batch: bool = False


class Decisions(QObject):
    """Keeps what was decided in this sitting.

    Signals:
        changed(): What can be undone, or what is being stored, changed.
        refused(IntakeItemId): A decision, or taking it back, was not possible; the scan is as it was.
        reopened(tuple): These scans (`IntakeItemId`) wait again.
        failed(LibrarianError): Why it was not possible.
    """

    changed = Signal()
    refused = Signal(object)
    reopened = Signal(tuple)
    failed = Signal(object)

    def __init__(self, bridge: Bridge, model: IntakeModel, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._model = model
        self._done: list[Done] = []
        self._busy: set[IntakeItemId] = set()
        self.epoch = 0
        """Grows with each answer of the engine about a decision; a queue asked for earlier shows the past."""

    @property
    def done(self) -> list[Done]:
        """What can be taken back, the newest last."""
        return self._done

    @property
    def is_busy(self) -> bool:
        return bool(self._busy)

    def is_storing(self, item_id: IntakeItemId) -> bool:
        """Whether a decision about a scan is under way."""
        return item_id in self._busy

    def decide(self, item: IntakeItem, state: Any, method: str, *arguments: object) -> None:
        """Show the decision at once, and take it back should the engine object."""
        self._busy.add(item.id)
        self._model.set_state(item.id, state)

        def done(changes: ChangeSet | None) -> None:
            self._settled(item.id)
            self._done.append(Done((item.id,), changes.operation_id if changes is not None else None))
            self.changed.emit()

        def refused(error: LibrarianError) -> None:
            self._settled(item.id)
            self._model.set_state(item.id, item.state)
            self.refused.emit(item.id)
            self.failed.emit(error)

        self._bridge.call("intake", method, item.id, *arguments, on_result=done, on_error=refused)

    def note_batch(self, item_ids: tuple[IntakeItemId, ...], operation: OperationId) -> None:
        """A batch was stored; it is taken back in one step."""
        self.epoch += 1
        if item_ids and not any(done.operation == operation for done in self._done):
            self._done.append(Done(item_ids, operation, is_batch=True))
        self.changed.emit()

    def undo(self) -> None:
        """Take back the last decision of this sitting."""
        if not self._done or self._busy:
            return
        last = self._done.pop()
        first = last.items[0]
        self._busy.add(first)

        def refused(error: LibrarianError) -> None:
            self._settled(first)
            self.refused.emit(first)
            self.failed.emit(error)

        def reopened(_: Any) -> None:
            self._settled(first)
            self.reopened.emit(last.items)
            self.changed.emit()

        def undone(_: Any) -> None:
            if last.is_batch:
                reopened(None)  # the step itself has opened them again
            else:
                self._bridge.call("intake", "reopen", first, on_result=reopened, on_error=refused)

        if last.operation is None:
            undone(None)
        else:
            self._bridge.call("cataloguing", "undo", last.operation, on_result=undone, on_error=refused)

    def _settled(self, item_id: IntakeItemId) -> None:
        self._busy.discard(item_id)
        self.epoch += 1
