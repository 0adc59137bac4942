"""A form under edit, checked by the engine shortly after each change, and names completed from the catalogue's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit

from core.domain.agents import KnownName
from core.domain.checking import FieldWarning
from core.domain.records import Holding
from librarian_app.qt_jobs import Bridge
from librarian_app.widgets.record_form import RecordForm

CHECK_AFTER_MS = 250
COMPLETE_AFTER_MS = 150


class FormChecks(QObject):
    """Asks the engine about the form and shows its remarks there.

    Signals:
        checked(tuple): The remarks (`FieldWarning`) on the form as it is now.
    """

    checked = Signal(object)

    def __init__(
        self,
        form: RecordForm,
        bridge: Bridge,
        holdings: Callable[[], Sequence[Holding]] = tuple,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent or form)
        self._form = form
        self._bridge = bridge
        self._holdings = holdings
        self._serial = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CHECK_AFTER_MS)
        self._timer.timeout.connect(self.check_now)
        form.edited.connect(self.soon)
        self._completion = NameCompletion(form, bridge)

    def soon(self) -> None:
        """Check when the person pauses."""
        self._serial += 1
        self._timer.start()

    def check_now(self, then: Callable[[], None] | None = None) -> None:
        """Check the form as it is, and go on with `then`."""
        self._timer.stop()
        self._serial += 1
        serial = self._serial

        def got(warnings: Sequence[FieldWarning]) -> None:
            if serial == self._serial:
                self._form.show_warnings(warnings)
                self.checked.emit(tuple(warnings))
            if then is not None:
                then()

        record = replace(self._form.record(), holdings=tuple(self._holdings()))
        self._bridge.call(
            "checking",
            "check",
            record,
            self._form.year_text,
            on_result=got,
            on_error=lambda error: then() if then is not None else None,
        )


class NameCompletion(QObject):
    """Completes the names of contributors while they are typed; what is inserted is the preferred form."""

    def __init__(self, form: RecordForm, bridge: Bridge) -> None:
        super().__init__(form)
        self._form = form
        self._bridge = bridge
        self._edit: QLineEdit | None = None
        self._names = QStandardItemModel(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(COMPLETE_AFTER_MS)
        self._timer.timeout.connect(self._ask)
        form.contributors.typed.connect(self._typed)

    @property
    def names(self) -> tuple[str, ...]:
        """What is offered now."""
        return tuple(self._names.item(row).text() for row in range(self._names.rowCount()))

    def _typed(self, edit: QLineEdit) -> None:
        self._edit = edit
        self._timer.start()

    def _ask(self) -> None:
        edit = self._edit
        if edit is None or not edit.text().strip():
            return
        text = edit.text()

        def got(found: Sequence[KnownName]) -> None:
            if self._edit is edit and edit.text() == text and edit.hasFocus():
                self._offer(edit, found)

        self._bridge.call("agents", "complete", text, 10, on_result=got, on_error=lambda error: None)

    def _offer(self, edit: QLineEdit, found: Sequence[KnownName]) -> None:
        self._names.clear()
        for known in found:
            item = QStandardItem(f"{known.name}  →  {known.preferred}" if known.preferred else known.name)
            item.setData(known.preferred or known.name, Qt.ItemDataRole.UserRole)
            self._names.appendRow(item)
        if not found or (len(found) == 1 and found[0].name == edit.text() and not found[0].preferred):
            return
        completer = edit.completer()
        if completer is None or completer.model() is not self._names:
            completer = QCompleter(self._names, edit)
            completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
            completer.setCompletionRole(Qt.ItemDataRole.UserRole)
            completer.activated.connect(lambda _: self._form.edited.emit())
            edit.setCompleter(completer)
        completer.complete()
