"""Records of one edition side by side: choose each field's value, and make one record of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.domain.changes import ChangeSet
from core.domain.merging import CHOSEN_FIELDS, LIST_FIELDS, UNITED, MergeProposal, merged_record, propose_choices
from core.domain.records import BibliographicRecord, RecordId
from core.errors import LibrarianError
from librarian_app import record_wording, wording
from librarian_app.error_dialogs import error_sentence
from librarian_app.i18n import Retranslating
from librarian_app.pages.page import PageContext
from librarian_app.theme import Theme
from librarian_app.widgets.cover_picture import CoverPicture
from librarian_app.widgets.parts import button, label

COVER_HEIGHT_PX = 116
SHOWN_CHARACTERS = 400
_UNITED_ROWS = ("identifiers", "holdings", "covers")


class MergeDialog(Retranslating, QDialog):
    """A column for each record and one for the result; nothing is stored before "Merge".

    Click a value, or press Enter or its column's number on it, to take it. U takes what all records say (names,
    subjects, parallel titles), K on a column keeps that record's number and MARC source.

    Signals:
        merged(ChangeSet): The records were merged.
    """

    merged = Signal(object)

    def __init__(self, context: PageContext, record_ids: Sequence[RecordId], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._ids = tuple(record_ids)
        self._proposal: MergeProposal | None = None
        self._keep = RecordId(0)
        self._choices: dict[str, int] = {}
        self._error: LibrarianError | None = None
        self._is_busy = False
        self._heading, self._hint = label("title"), label("muted", wrap=True)
        self._problem = label(wrap=True)
        self._problem.setProperty("tone", "bad")
        self._problem.hide()
        self._pictures = QHBoxLayout()
        self._pictures.setSpacing(0)
        self.table = QTableWidget()
        self._fit = QTimer(self)
        self._fit.setSingleShot(True)
        self._fit.setInterval(0)
        self._fit.timeout.connect(self.table.resizeRowsToContents)
        self.table.setShowGrid(False)
        self.table.setWordWrap(True)
        self.table.setTabKeyNavigation(False)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.horizontalHeader().sectionResized.connect(self._fit.start)
        self.table.installEventFilter(self)
        self.table.cellClicked.connect(self._take)
        self.table.horizontalHeader().sectionClicked.connect(self.keep_column)
        self.table.horizontalHeader().setSectionsClickable(True)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._merge = button(primary=True)
        self._merge.setAutoDefault(False)
        self._merge.setEnabled(False)
        self._buttons.addButton(self._merge, QDialogButtonBox.ButtonRole.AcceptRole)
        self._merge.clicked.connect(self._ask_merge)
        self._buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 18)
        whole.setSpacing(10)
        whole.addWidget(self._heading)
        whole.addWidget(self._hint)
        whole.addWidget(self._problem)
        whole.addLayout(self._pictures)
        whole.addWidget(self.table, 1)
        whole.addWidget(self._buttons)
        self.resize(1080, 660)
        context.themes.changed.connect(self._apply_theme)
        self.retranslate()
        context.bridge.call(
            "cataloguing", "propose_merge", list(self._ids), on_result=self._show, on_error=self._refused
        )

    # -- what is chosen --------------------------------------------------------------------------------------------

    @property
    def is_ready(self) -> bool:
        """Whether the records have arrived."""
        return self._proposal is not None

    @property
    def keep(self) -> RecordId:
        """The record that stays."""
        return self._keep

    @property
    def chosen_record(self) -> BibliographicRecord:
        """The record as chosen so far."""
        if self._proposal is None:
            return BibliographicRecord("")
        return merged_record(self._proposal.records, self._keep, self._choices)

    def choose(self, field: str, column: int) -> None:
        """Take a field's value from the record of a column, or (`UNITED`) from all of them."""
        if self._proposal is None or (column == UNITED and field not in LIST_FIELDS):
            return
        if column < len(self._proposal.records):
            self._choices[field] = column
            self._fill()

    def keep_column(self, column: int) -> None:
        """Let the record of a column stay under its number. Values that were chosen stay chosen."""
        proposal = self._proposal
        if proposal is None or not 0 <= column < len(proposal.records):
            return
        record_id = proposal.records[column].id
        if record_id is None or record_id == self._keep:
            return
        usual = propose_choices(proposal.records, self._keep)
        fresh = propose_choices(proposal.records, record_id)
        self._choices = {name: fresh[name] if usual[name] == at else at for name, at in self._choices.items()}
        self._keep = record_id
        self._fill()

    # -- showing ---------------------------------------------------------------------------------------------------

    def _show(self, proposal: MergeProposal) -> None:
        self._proposal = proposal
        self._keep, self._choices = proposal.keep, dict(proposal.choices)
        n = len(proposal.records)
        self.table.setColumnCount(n + 1)
        self.table.setRowCount(len(CHOSEN_FIELDS) + len(_UNITED_ROWS))
        spacer = QWidget()
        spacer.setFixedWidth(96)
        self._pictures.addWidget(spacer)
        for record, sha256 in zip(proposal.records, proposal.covers, strict=True):
            picture = CoverPicture(self._context.themes, self._context.pictures)
            picture.setFixedHeight(COVER_HEIGHT_PX)
            picture.show_cover(sha256, record.title)
            self._pictures.addWidget(picture, 1)
        self._result_note = label("muted", wrap=True)
        self._pictures.addWidget(self._result_note, 1)
        self._fill()
        self.table.setCurrentCell(0, 0)
        self.table.setFocus()

    def _fill(self) -> None:
        proposal = self._proposal
        if proposal is None:
            return
        theme = self._context.themes.theme
        result = self.chosen_record
        for row, name in enumerate((*CHOSEN_FIELDS, *_UNITED_ROWS)):
            chosen = self._choices.get(name, UNITED)
            for column, record in enumerate((*proposal.records, result)):
                is_result = column == len(proposal.records)
                text = self._text(record, name, column)
                taken = not is_result and bool(text) and chosen in (column, UNITED)
                item = QTableWidgetItem(("✓ " if taken else "") + text[:SHOWN_CHARACTERS])
                item.setToolTip(text[:2000])
                item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
                if taken:
                    item.setBackground(theme.colour("good_ground"))
                    item.setForeground(theme.colour("good"))
                elif not is_result:
                    item.setForeground(theme.colour("ink_soft"))
                self.table.setItem(row, column, item)
            texts = [self.table.item(row, column) for column in range(len(proposal.records))]
            self.table.setRowHidden(row, not any(item and item.text() for item in texts))
        self._name()
        self.table.resizeRowsToContents()
        self._merge.setEnabled(bool(result.title) and not self._is_busy)

    def _text(self, record: BibliographicRecord, name: str, column: int) -> str:
        if name != "covers" or self._proposal is None:
            return record_wording.record_value(record, name)
        counts = self._proposal.n_covers
        n = counts[column] if column < len(counts) else sum(counts)
        return wording.number(n) if n else ""

    def _name(self) -> None:
        """The captions of rows and columns."""
        proposal = self._proposal
        if proposal is None:
            return
        captions = []
        for place, record in enumerate(proposal.records):
            facts = [str(place + 1)]
            if record.id == self._keep:
                facts.append(self.tr("stays"))
            if record.id in proposal.with_source:
                facts.append("MARC")
            captions.append("  ·  ".join(facts))
        self.table.setHorizontalHeaderLabels([*captions, self.tr("Result")])
        rows = [wording.field(name) for name in (*CHOSEN_FIELDS, "identifiers", "holdings")]
        self.table.setVerticalHeaderLabels([*rows, self.tr("Covers")])
        self._result_note.setText(
            self.tr("Items, numbers and covers of the {n} records are all kept.").format(n=len(proposal.records))
        )

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Merge records"))
        self._heading.setText(self.tr("Merge records"))
        self._hint.setText(
            self.tr(
                "Click a value to take it, or move with the arrow keys and press Enter. U takes the values of all "
                "records, K or a click on a column's head decides which record stays with its number and MARC source."
            )
        )
        self._merge.setText(self.tr("Merge"))
        self._buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(self.tr("Cancel"))
        self.table.setAccessibleName(self.tr("Merge records"))
        if self._error is not None:
            self._problem.setText(error_sentence(self._error, self._context.themes.theme.language))
        self._fill()

    # -- keys and clicks -------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if watched is self.table and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            row, column, key = self.table.currentRow(), self.table.currentColumn(), event.key()
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
                self._take(row, column)
                return True
            if key == Qt.Key.Key_U and 0 <= row < len(CHOSEN_FIELDS):
                self.choose(CHOSEN_FIELDS[row], UNITED)
                return True
            if key == Qt.Key.Key_K:
                self.keep_column(column)
                return True
            if Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
                self._take(row, key - Qt.Key.Key_1)
                return True
        return super().eventFilter(watched, event)

    def _take(self, row: int, column: int) -> None:
        proposal = self._proposal
        if proposal is not None and 0 <= row < len(CHOSEN_FIELDS) and 0 <= column < len(proposal.records):
            self.choose(CHOSEN_FIELDS[row], column)

    # -- the engine ------------------------------------------------------------------------------------------------

    def _ask_merge(self) -> None:
        proposal = self._proposal
        if proposal is None:
            return
        self._is_busy = True
        self._merge.setEnabled(False)
        others = [record.id for record in proposal.records if record.id not in (self._keep, None)]
        self._context.bridge.call(
            "cataloguing", "merge", self._keep, others, self.chosen_record, on_result=self._done, on_error=self._refused
        )

    def _done(self, changes: ChangeSet) -> None:
        self.merged.emit(changes)
        self.accept()

    def _refused(self, error: LibrarianError) -> None:
        self._is_busy = False
        self._error = error
        self._problem.setText(error_sentence(error, self._context.themes.theme.language))
        self._problem.show()
        self._merge.setEnabled(self._proposal is not None)

    def _apply_theme(self, theme: Theme) -> None:
        self._fill()
