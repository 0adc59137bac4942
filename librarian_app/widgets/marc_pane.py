"""A record in MARC: tags, indicators and subfields in a table, editable where there is a source or one is made."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFont, QFontDatabase, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.domain.marc_view import MarcRemark, MarcRow, MarcView
from core.domain.records import RecordId
from core.errors import LibrarianError
from librarian_app.error_dialogs import sentence
from librarian_app.i18n import Retranslating
from librarian_app.models.marc_labels import tag_label
from librarian_app.qt_jobs import Bridge
from librarian_app.theme import Theme, ThemeSwitcher
from librarian_app.widgets.parts import button, label, set_icon

TAG, INDICATORS, CONTENT, MEANING = range(4)
FLAVOURS = (("marc21", "MARC 21"), ("unimarc", "CNMARC"))
CHECK_AFTER_MS = 250


class MarcPane(Retranslating, QWidget):
    """Asks the engine itself, when it is in front and the record changed.

    Signals:
        failed(LibrarianError): A call failed.
        saved(): The edited record was stored.
    """

    failed = Signal(object)
    saved = Signal()

    def __init__(self, bridge: Bridge, themes: ThemeSwitcher, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._themes = themes
        self._record_id: RecordId | None = None
        self._view: MarcView | None = None
        self._remarks: tuple[MarcRemark, ...] = ()
        self._to_enter: tuple[MarcRow, ...] = ()
        self._is_editing = self._is_read_only = self._is_filling = False
        self._note = label("muted", wrap=True)
        self._flavour = QComboBox()
        for value, name in FLAVOURS:
            self._flavour.addItem(name, value)
        self._is_chosen = False
        self._flavour.activated.connect(self._choose_flavour)
        self.table = QTableWidget(0, 4)
        self.table.setShowGrid(False)
        self.table.setWordWrap(True)
        self.table.setAlternatingRowColors(True)
        self.table.verticalHeader().hide()
        self.table.setTabKeyNavigation(False)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(CONTENT, QHeaderView.ResizeMode.Stretch)
        for column, width in ((TAG, 60), (INDICATORS, 76), (MEANING, 176)):
            self.table.setColumnWidth(column, width)
        self._fit = QTimer(self)
        self._fit.setSingleShot(True)
        self._fit.timeout.connect(self.table.resizeRowsToContents)
        header.sectionResized.connect(lambda: self._fit.start(0))
        self.table.itemChanged.connect(self._cell_changed)
        self._problems = label("remark-error", wrap=True)
        self._make, self._edit, self._save, self._cancel = button(), button(), button(primary=True), button()
        self._make.clicked.connect(self.make)
        self._add, self._remove = button(), button()
        self._edit.clicked.connect(self.start_editing)
        self._save.clicked.connect(self.save)
        self._cancel.clicked.connect(self.stop_editing)
        self._add.clicked.connect(self.add_row)
        self._remove.clicked.connect(self.remove_row)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CHECK_AFTER_MS)
        self._timer.timeout.connect(self._check)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._note, 1)
        top.addWidget(self._flavour)
        row = QHBoxLayout()
        row.setSpacing(8)
        for target in (self._add, self._remove):
            row.addWidget(target)
        row.addStretch(1)
        for target in (self._make, self._edit, self._cancel, self._save):
            row.addWidget(target)
        column_layout = QVBoxLayout(self)
        column_layout.setContentsMargins(0, 14, 0, 8)
        column_layout.setSpacing(8)
        column_layout.addLayout(top)
        column_layout.addWidget(self.table, 1)
        column_layout.addWidget(self._problems)
        column_layout.addLayout(row)
        themes.changed.connect(self._apply_theme)
        self._apply_theme(themes.theme)
        self.retranslate()

    # -- what the page calls ---------------------------------------------------------------------------------------

    @property
    def is_editing(self) -> bool:
        return self._is_editing

    @property
    def view(self) -> MarcView | None:
        """What is shown."""
        return self._view

    @property
    def has_changes(self) -> bool:
        """Whether rows were edited and not saved."""
        return self._is_editing and self._view is not None and self.rows != self._view.rows

    def show_record(self, record_id: RecordId | None) -> None:
        """Another record, or the same after a change; loaded when the pane is in front."""
        self._record_id = record_id
        self._view = None
        self._set_editing(False)
        self.table.setRowCount(0)
        if self.isVisible():
            self.reload()

    def reload(self) -> None:
        """Ask for the record's MARC."""
        record_id = self._record_id
        if record_id is None or self._is_editing:
            return

        def got(view: MarcView) -> None:
            if record_id == self._record_id and not self._is_editing:
                self._show(view)
                self._enter_rows()

        def failed(error: LibrarianError) -> None:
            self._note.setText("")
            self.failed.emit(error)

        flavour = str(self._flavour.currentData()) if self._is_chosen else None
        self._bridge.call("marc", "view", record_id, flavour, on_result=got, on_error=failed)

    def set_read_only(self, read_only: bool) -> None:
        """The library cannot be changed from here."""
        self._is_read_only = read_only
        self._set_editing(self._is_editing and not read_only)

    def make(self) -> None:
        """Give a record that did not come in MARC the MARC record that is shown."""
        view, record_id = self._view, self._record_id
        if view is None or record_id is None or view.has_source or self._is_read_only:
            return
        self._make.setEnabled(False)
        self._bridge.call(
            "marc", "make", record_id, view.version, view.flavour,
            on_result=lambda _: self.saved.emit(), on_error=self._refused,
        )  # fmt: skip

    def start_editing(self) -> None:
        """Make the table editable."""
        if self._view is not None and self._view.has_source and not self._is_read_only:
            self._set_editing(True)
            self.table.setFocus()

    def go_on(self, rows: Sequence[MarcRow]) -> None:
        """Enter rows as unsaved changes, as soon as the record is there."""
        self._to_enter = tuple(rows)
        if self._view is not None:
            self._enter_rows()

    def stop_editing(self) -> None:
        """Forget what was edited."""
        self._set_editing(False)
        if self._view is not None:
            self._show(self._view)

    def save(self) -> None:
        """Store the edited record."""
        view, record_id = self._view, self._record_id
        if view is None or record_id is None or not self._is_editing:
            return

        def stored(_: object) -> None:
            self._set_editing(False)
            self.saved.emit()

        self._save.setEnabled(False)
        self._bridge.call(
            "marc",
            "save",
            record_id,
            view.version,
            view.leader,
            list(self.rows),
            on_result=stored,
            on_error=self._refused,
        )

    def add_row(self) -> None:
        """An empty field below the current one."""
        row = self.table.currentRow() + 1 if self.table.currentRow() >= 0 else self.table.rowCount()
        self._is_filling = True
        self.table.insertRow(row)
        self._fill_row(row, MarcRow("", "##", "$a"))
        self._is_filling = False
        self.table.setCurrentCell(row, TAG)
        if (item := self.table.item(row, TAG)) is not None:
            self.table.editItem(item)

    def remove_row(self) -> None:
        """Take the current field away."""
        self.table.removeRow(self.table.currentRow())
        self._timer.start()

    # -- inside ----------------------------------------------------------------------------------------------------

    def _choose_flavour(self) -> None:
        self._is_chosen = True
        self.reload()

    def _show(self, view: MarcView) -> None:
        self._view = view
        self._make.setEnabled(True)
        self._flavour.setCurrentIndex(self._flavour.findData(view.flavour))
        self._fill(view.rows)
        self._remarks = ()
        self.retranslate()
        self._fit.start(0)

    def _enter_rows(self) -> None:
        rows, self._to_enter = self._to_enter, ()
        if not rows:
            return
        self.start_editing()
        if self._is_editing:
            self._fill(rows)
            self._timer.start()

    def _fill(self, rows: Sequence[MarcRow]) -> None:
        self._is_filling = True
        self.table.setRowCount(len(rows))
        for place, row in enumerate(rows):
            self._fill_row(place, row)
        self._is_filling = False

    def _fill_row(self, place: int, row: MarcRow) -> None:
        font = QFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        font.setPixelSize(13)
        for column, text in ((TAG, row.tag), (INDICATORS, row.indicators), (CONTENT, row.content)):
            item = QTableWidgetItem(text)
            item.setFont(font)
            self.table.setItem(place, column, item)
        meaning = QTableWidgetItem(self._meaning(row.tag))
        meaning.setFlags(meaning.flags() & ~Qt.ItemFlag.ItemIsEditable)
        meaning.setForeground(self._themes.theme.colour("ink_muted"))
        meaning.setToolTip(meaning.text())
        self.table.setItem(place, MEANING, meaning)

    def _meaning(self, tag: str) -> str:
        flavour = self._view.flavour if self._view is not None else "marc21"
        return tag_label(flavour, tag, self._themes.theme.language)

    @property
    def rows(self) -> tuple[MarcRow, ...]:
        """The fields as they stand in the table."""

        def text(row: int, column: int) -> str:
            item = self.table.item(row, column)
            return item.text() if item is not None else ""

        return tuple(
            MarcRow(text(row, TAG), text(row, INDICATORS), text(row, CONTENT)) for row in range(self.table.rowCount())
        )

    def _cell_changed(self, item: QTableWidgetItem) -> None:
        if self._is_filling or not self._is_editing:
            return
        if item.column() == TAG and (meaning := self.table.item(item.row(), MEANING)) is not None:
            self._is_filling = True
            meaning.setText(self._meaning(item.text()))
            self._is_filling = False
        self._timer.start()

    def _check(self) -> None:
        view = self._view
        if view is None or not self._is_editing:
            return

        def got(remarks: Sequence[MarcRemark]) -> None:
            self._remarks = tuple(remarks)
            self._say_remarks()

        self._bridge.call("marc", "check", view.leader, list(self.rows), view.flavour, on_result=got)

    def _say_remarks(self) -> None:
        language = self._themes.theme.language
        lines = []
        for remark in self._remarks[:4]:
            words = sentence(remark.message_id, remark.values, language)
            lines.append(f"{remark.row + 1}: {words}" if remark.row >= 0 else words)
        self._problems.setText("\n".join(lines))
        self._problems.setVisible(bool(lines) and self._is_editing)
        self._save.setEnabled(not any(remark.is_error for remark in self._remarks))

    def _refused(self, error: LibrarianError) -> None:
        self._save.setEnabled(True)
        self._make.setEnabled(True)
        self.failed.emit(error)

    def _set_editing(self, editing: bool) -> None:
        self._is_editing = editing
        triggers = QAbstractItemView.EditTrigger
        self.table.setEditTriggers(
            triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed
            if editing
            else triggers.NoEditTriggers
        )
        if not editing:
            self._remarks = ()
        self.retranslate()

    def retranslate(self) -> None:
        view = self._view
        can_edit = view is not None and view.has_source and not self._is_read_only
        for target in (self._save, self._cancel, self._add, self._remove):
            target.setVisible(self._is_editing)
        self._edit.setVisible(can_edit and not self._is_editing)
        has_none = view is not None and not view.has_source
        self._flavour.setVisible(has_none)
        self._make.setVisible(has_none and not self._is_read_only)
        self._make.setText(self.tr("Make MARC record"))
        self._make.setToolTip(
            self.tr("Then its fields can be edited here, and it is exported like this. Can be undone.")
        )
        self._flavour.setAccessibleName(self.tr("MARC format"))
        self._edit.setText(self.tr("Edit MARC"))
        self._save.setText(self.tr("Save MARC"))
        self._cancel.setText(self.tr("Cancel"))
        self._add.setText(self.tr("Add field"))
        self._remove.setText(self.tr("Remove field"))
        for target, keys in ((self._add, "Ctrl+Ins"), (self._remove, "Ctrl+Shift+Del")):
            target.setShortcut(QKeySequence(keys))
            target.setToolTip(keys)
        self.table.setHorizontalHeaderLabels([self.tr("Tag"), self.tr("Ind."), self.tr("Content"), self.tr("Meaning")])
        self.table.setAccessibleName("MARC")
        for row in range(self.table.rowCount()):
            tag, meaning = self.table.item(row, TAG), self.table.item(row, MEANING)
            if tag is not None and meaning is not None:
                self._is_filling = True
                meaning.setText(self._meaning(tag.text()))
                self._is_filling = False
        self._note.setText(self._note_text(view))
        self._say_remarks()

    def _note_text(self, view: MarcView | None) -> str:
        if view is None:
            if self._record_id is None:
                return self.tr("Save the record first: then it can be seen here in MARC.")
            return self.tr("Laying the record out in MARC…")
        if not view.has_source:
            return self.tr("This record has no MARC record. It would be exported as shown here.")
        source = self.tr("As it came ({format}, {encoding}). Leader: {leader}")
        if view.is_edited:
            source = self.tr("As it came, with what was changed here since ({format}, {encoding}). Leader: {leader}")
        return source.format(format=view.format, encoding=view.encoding, leader=view.leader.replace(" ", "#"))

    def _apply_theme(self, theme: Theme) -> None:
        for target, name in (
            (self._make, "plus"),
            (self._edit, "edit"),
            (self._save, "save"),
            (self._add, "plus"),
            (self._remove, "trash"),
        ):
            set_icon(target, theme, name, 16)
        for row in range(self.table.rowCount()):
            if (meaning := self.table.item(row, MEANING)) is not None:
                meaning.setForeground(theme.colour("ink_muted"))
