"""One change to many records: said, looked at record by record, then made as one step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from core.domain.bulk import BULK_ACTIONS, ITEM_FIELDS, TEXT_FIELDS, BulkAction, BulkChange, BulkReport, BulkRequest
from core.domain.records import RecordId
from core.errors import LibrarianError
from librarian_app import record_wording, wording
from librarian_app.error_dialogs import error_sentence, sentence
from librarian_app.i18n import Retranslating
from librarian_app.pages.page import PageContext
from librarian_app.widgets.difference_view import DifferenceView
from librarian_app.widgets.parts import button, label

_WITH_FIELD = ("set", "append", "replace", "clear", "set_items")
_WITH_SCHEME = ("add_subject", "remove_subject", "add_class")
_CLASS_SCHEMES = ("clc", "ddc", "lcc")


class BulkEditDialog(Retranslating, QDialog):
    """Nothing is written before the person has seen what would change.

    Args:
        context: The window's engine, theme and jobs.
        record_ids: The records selected, may be none.
        query: What was searched for, "" for nothing.
    """

    def __init__(
        self, context: PageContext, record_ids: Sequence[RecordId], query: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._ids = tuple(record_ids)
        self._query = query.strip()
        self._report: BulkReport | None = None
        self._looked_at: BulkRequest | None = None
        self._error: LibrarianError | None = None
        self._serial = 0
        self._heading, self._hint = label("title"), label("muted", wrap=True)
        self.scope, self.action, self.field, self.scheme = QComboBox(), QComboBox(), QComboBox(), QComboBox()
        self.sought, self.text = QLineEdit(), QLineEdit()
        self.status = QComboBox()
        for value in wording.holding_statuses():
            self.status.addItem(value, value)
        self.is_regex = QCheckBox()
        for name in BULK_ACTIONS:
            self.action.addItem(name, name)
        self._captions: dict[str, QLabel] = {name: label("label") for name in ("scope", "action", "field", "scheme",
                                                                               "find", "text")}  # fmt: skip
        self._summary = label("heading")
        self._problem = label("remark-error", wrap=True)
        self.records = QListWidget()
        self.records.setObjectName("lines")
        self.records.currentRowChanged.connect(self._show_difference)
        self.differences = DifferenceView(context.themes)
        self.look_button, self.apply_button = button(), button(primary=True)
        self.look_button.setAutoDefault(True)
        self.apply_button.setAutoDefault(False)
        self.look_button.clicked.connect(self.look)
        self.apply_button.clicked.connect(self.apply)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._buttons.addButton(self.look_button, QDialogButtonBox.ButtonRole.ActionRole)
        self._buttons.addButton(self.apply_button, QDialogButtonBox.ButtonRole.ActionRole)
        self._buttons.rejected.connect(self.reject)
        self._build()
        for scope in self._scopes():
            self.scope.addItem("", scope)
        self.action.currentIndexChanged.connect(lambda: self._arrange())
        self.field.currentIndexChanged.connect(lambda: self._show_status())
        for combo in (self.scope, self.action, self.field, self.scheme, self.status):
            combo.currentIndexChanged.connect(lambda: self._changed())
        for edit in (self.sought, self.text):
            edit.textChanged.connect(lambda: self._changed())
        self.is_regex.toggled.connect(lambda: self._changed())
        self.resize(900, 620)
        self.retranslate()
        self._arrange()

    # -- what is asked ---------------------------------------------------------------------------------------------

    @property
    def request(self) -> BulkRequest:
        """The change as entered."""
        action: BulkAction = next(name for name in BULK_ACTIONS if name == self.action.currentData())
        is_status = action == "set_items" and self.field.currentData() == "status"
        change = BulkChange(
            action,
            str(self.field.currentData() or "") if action in _WITH_FIELD else "",
            str(self.status.currentData()) if is_status else self.text.text(),
            self.sought.text() if action in ("replace", "set_items") else "",
            self.is_regex.isChecked() and action == "replace",
            str(self.scheme.currentData() or "") if action in _WITH_SCHEME else "",
        )
        scope = self.scope.currentData()
        return BulkRequest(
            change,
            self._ids if scope == "selected" else (),
            self._query if scope == "query" else "",
            scope == "everything",
        )

    @property
    def report(self) -> BulkReport | None:
        """What would change; None before it was looked at, and after the change was altered."""
        return self._report

    def look(self) -> None:
        """Ask what would change."""
        request = self.request
        self._serial += 1
        serial = self._serial
        self._error = None
        self._problem.hide()
        self.look_button.setEnabled(False)
        self._summary.setText(self.tr("Looking through the records…"))

        def got(report: BulkReport) -> None:
            self.look_button.setEnabled(True)
            if serial == self._serial:
                self._report, self._looked_at = report, request
                self._show_report()

        def refused(error: LibrarianError) -> None:
            self.look_button.setEnabled(True)
            if serial == self._serial:
                self._error = error
                self._say()

        self._context.bridge.call("bulk_editing", "preview", request, on_result=got, on_error=refused)

    def apply(self) -> None:
        """Queue the change as a job that can be cancelled; it is one step to undo."""
        request = self._looked_at
        if request is None or self._report is None or not self._report.changed:
            return
        change = request.change
        params: dict[str, Any] = {
            "request": {
                "change": {
                    "action": change.action,
                    "field": change.field,
                    "text": change.text,
                    "find": change.find,
                    "is_regex": change.is_regex,
                    "scheme": change.scheme,
                },
                "record_ids": list(request.record_ids),
                "query": request.query,
                "everything": request.everything,
            }
        }
        self._context.submit("bulk_edit", params)
        self.accept()

    # -- showing ---------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        text_row = QHBoxLayout()
        text_row.addWidget(self.text, 1)
        text_row.addWidget(self.status, 1)
        find_row = QHBoxLayout()
        find_row.addWidget(self.sought, 1)
        find_row.addWidget(self.is_regex)
        grid.addWidget(self._captions["scope"], 0, 0)
        grid.addWidget(self.scope, 0, 1, 1, 3)
        grid.addWidget(self._captions["action"], 1, 0)
        grid.addWidget(self.action, 1, 1)
        grid.addWidget(self._captions["field"], 1, 2)
        grid.addWidget(self.field, 1, 3)
        grid.addWidget(self._captions["scheme"], 1, 2)
        grid.addWidget(self.scheme, 1, 3)
        grid.addWidget(self._captions["find"], 2, 0)
        grid.addLayout(find_row, 2, 1, 1, 3)
        grid.addWidget(self._captions["text"], 3, 0)
        grid.addLayout(text_row, 3, 1, 1, 3)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.records)
        split.addWidget(self.differences)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        split.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 18)
        whole.setSpacing(10)
        whole.addWidget(self._heading)
        whole.addWidget(self._hint)
        whole.addLayout(grid)
        whole.addWidget(self._problem)
        whole.addWidget(self._summary)
        whole.addWidget(split, 1)
        whole.addWidget(self._buttons)

    def _fields(self) -> dict[str, QWidget]:
        return {"scope": self.scope, "action": self.action, "field": self.field, "scheme": self.scheme,
                "find": self.sought, "text": self.text}  # fmt: skip

    def _scopes(self) -> tuple[str, ...]:
        scopes = ("selected",) if self._ids else ()
        return (*scopes, "query") if self._query else (*scopes, "everything")

    def _arrange(self) -> None:
        """Show the fields that the action needs."""
        action = str(self.action.currentData())
        fields = ITEM_FIELDS if action == "set_items" else TEXT_FIELDS
        if [self.field.itemData(place) for place in range(self.field.count())] != list(fields):
            self.field.clear()
            for name in fields:
                self.field.addItem(name, name)
        schemes: Sequence[str] = _CLASS_SCHEMES if action == "add_class" else wording.SUBJECT_SCHEMES
        if [self.scheme.itemData(place) for place in range(self.scheme.count())] != list(schemes):
            self.scheme.clear()
            for name in schemes:
                self.scheme.addItem(name, name)
        for name, shown in (
            ("field", action in _WITH_FIELD),
            ("scheme", action in _WITH_SCHEME),
            ("find", action in ("replace", "set_items")),
            ("text", action != "clear"),
        ):
            self._captions[name].setVisible(shown)
            widget: QWidget = self._fields()[name]
            widget.setVisible(shown)
        self.is_regex.setVisible(action == "replace")
        self._show_status()
        self._name_choices()

    def _show_status(self) -> None:
        is_status = self.action.currentData() == "set_items" and self.field.currentData() == "status"
        self.status.setVisible(is_status)
        self.text.setVisible(not is_status and self.action.currentData() != "clear")

    def _changed(self) -> None:
        """What was looked at is no longer what is asked."""
        self._report = self._looked_at = self._error = None
        self._serial += 1
        self.look_button.setEnabled(True)
        self._show_report()

    def _show_report(self) -> None:
        self.records.clear()
        report = self._report
        if report is not None:
            self.records.addItems([sample.title for sample in report.samples])
            refused = [f"✕ {each.title}" for each in report.refused]
            self.records.addItems(refused)
            if self.records.count():
                self.records.setCurrentRow(0)
        self._show_difference(self.records.currentRow())
        self._say()

    def _show_difference(self, row: int) -> None:
        report = self._report
        captions = (self.tr("Now"), self.tr("Afterwards"))
        if report is None or row < 0:
            self.differences.show_differences("", (), captions=captions)
        elif row < len(report.samples):
            sample = report.samples[row]
            self.differences.show_differences(sample.title, sample.differences, captions=captions)
        else:
            refusal = report.refused[row - len(report.samples)]
            why = sentence(refusal.reason_id, {"text": "", "expression": ""}, self._context.themes.theme.language)
            self.differences.show_differences(refusal.title, (), why, captions)

    def _say(self) -> None:
        report = self._report
        self._problem.setVisible(self._error is not None)
        if self._error is not None:
            self._problem.setText(error_sentence(self._error, self._context.themes.theme.language))
        self.apply_button.setEnabled(report is not None and report.changed > 0)
        if report is None:
            self._summary.setText("" if self._error else self.tr("Press “Look first” to see what would change."))
            self.apply_button.setText(self.tr("Change"))
            return
        text = self.tr("{changed} of {matched} records would change.")
        self._summary.setText(
            text.format(changed=wording.number(report.changed), matched=wording.number(report.matched))
        )
        self.apply_button.setText(self.tr("Change %n record(s)", "", report.changed))

    def _name_choices(self) -> None:
        for place in range(self.action.count()):
            self.action.setItemText(place, record_wording.bulk_action(str(self.action.itemData(place))))
        for place in range(self.field.count()):
            self.field.setItemText(place, wording.field(str(self.field.itemData(place))))
        for place in range(self.scheme.count()):
            self.scheme.setItemText(place, wording.subject_scheme(str(self.scheme.itemData(place))))
        for place in range(self.status.count()):
            self.status.setItemText(place, wording.holding_choice(str(self.status.itemData(place))))
        scopes = {
            "selected": self.tr("%n selected record(s)", "", len(self._ids)),
            "query": self.tr("All that “{query}” finds").format(query=self._query[:60]),
            "everything": self.tr("All records of the library"),
        }
        for place in range(self.scope.count()):
            self.scope.setItemText(place, scopes[str(self.scope.itemData(place))])

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Bulk edit"))
        self._heading.setText(self.tr("Bulk edit"))
        self._hint.setText(
            self.tr("First see what would change in each record; then change all in one step that can be undone.")
        )
        words = {
            "scope": self.tr("Records"),
            "action": self.tr("Change"),
            "field": self.tr("Field"),
            "scheme": self.tr("Scheme"),
            "find": self.tr("Find"),
            "text": self.tr("New text"),
        }
        for name, caption in self._captions.items():
            caption.setText(words[name])
            widget: QWidget = self._fields()[name]
            widget.setAccessibleName(words[name])
        self.status.setAccessibleName(words["text"])
        self.is_regex.setText(self.tr("Regular expression"))
        self.sought.setPlaceholderText(self.tr("for items: only where it says this now"))
        self.look_button.setText(self.tr("Look first"))
        self._buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(self.tr("Cancel"))
        self.records.setAccessibleName(self.tr("Records that would change"))
        self._name_choices()
        self._show_difference(self.records.currentRow())
        self._say()
