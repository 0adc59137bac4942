"""Import: look at the first rows, say what each column is, then leave it to a job."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.domain.library import ImportPreview
from core.errors import LibrarianError
from librarian_app import wording
from librarian_app.error_dialogs import error_sentence
from librarian_app.i18n import Retranslating
from librarian_app.qt_jobs import Bridge
from librarian_app.theme import ThemeSwitcher
from librarian_app.widgets.parts import label, set_property

FIELDS = (
    "", "title", "title_parallel", "authors", "author", "statement", "contributors", "translators", "editors",
    "illustrators", "language", "year", "publisher", "place", "edition", "series", "extent", "isbn", "issn",
    "external_id", "control_number", "subjects", "lcsh", "clc", "ddc", "lcc", "description", "note", "barcode",
    "call_number", "location", "holding_status", "holding_note", "status",
)  # fmt: skip
"""What a column may be, in the words of `ImportPreview.mapping`; "" leaves it out."""
ENCODINGS = ("auto", "utf-8", "gb18030", "big5", "utf-16", "marc-8", "latin-1")
COLUMN_WIDTH_PX = 170


class ImportDialog(Retranslating, QDialog):
    """Previews one file; several files are imported with what the first one's mapping says.

    Signals:
        accepted_with(dict): Parameters of the import job.
    """

    accepted_with = Signal(dict)

    def __init__(
        self, bridge: Bridge, themes: ThemeSwitcher, paths: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._themes = themes
        self._paths = list(paths)
        self._preview: ImportPreview | None = None
        self._error: LibrarianError | None = None
        self._serial = 0
        self._combos: list[QComboBox] = []
        self._file = label("title", wrap=True)
        self._facts = label("muted", wrap=True)
        self._hint = label("soft", wrap=True)
        self._problem = label(wrap=True)
        self._problem.setProperty("tone", "bad")
        self._encoding_label = label("label")
        self._encoding = QComboBox()
        self._encoding.addItems(list(ENCODINGS))
        self._encoding.activated.connect(self._load)
        self._table = QTableWidget()
        self._table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self._table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._table.setShowGrid(False)
        self._table.setAlternatingRowColors(True)
        self._table.verticalHeader().hide()
        self._table.setWordWrap(False)
        self._table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._mapping = QWidget()
        self._mapping_row = QHBoxLayout(self._mapping)
        self._mapping_row.setContentsMargins(1, 0, 1, 0)
        self._mapping_row.setSpacing(0)
        self._mapping_area = QScrollArea()
        self._mapping_area.setWidget(self._mapping)
        self._mapping_area.setWidgetResizable(False)
        self._mapping_area.setFixedHeight(42)
        self._mapping_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._mapping_area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._table.horizontalScrollBar().valueChanged.connect(self._mapping_area.horizontalScrollBar().setValue)
        self._table.horizontalHeader().sectionResized.connect(self._align)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        # no standard button: the box would call that OK again with every change of the language
        self._ok = self._buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        self._ok.setProperty("primary", True)
        self._ok.setEnabled(False)
        self._buttons.accepted.connect(self._accept)
        self._buttons.rejected.connect(self.reject)
        top = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._file)
        words.addWidget(self._facts)
        top.addLayout(words, 1)
        top.addWidget(self._encoding_label)
        top.addWidget(self._encoding)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 18)
        whole.setSpacing(10)
        whole.addLayout(top)
        whole.addWidget(self._hint)
        whole.addWidget(self._problem)
        whole.addWidget(self._mapping_area)
        whole.addWidget(self._table, 1)
        whole.addWidget(self._buttons)
        self.resize(940, 560)
        self.retranslate()
        self._load()

    @property
    def mapping(self) -> dict[str, str]:
        """Column → field, as chosen."""
        if self._preview is None:
            return {}
        return {
            column: str(combo.currentData()) for column, combo in zip(self._preview.columns, self._combos, strict=True)
        }

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Import records"))
        names = [Path(p).name for p in self._paths]
        self._file.setText(names[0] + (f"  +{len(names) - 1}" if len(names) > 1 else "") if names else "")
        self._encoding_label.setText(self.tr("Encoding"))
        self._encoding.setItemText(0, self.tr("Found automatically"))
        self._ok.setText(self.tr("Import"))
        self._buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(self.tr("Cancel"))
        for combo in self._combos:
            for position in range(combo.count()):
                combo.setItemText(position, self._field_text(str(combo.itemData(position))))
        self._say()

    def _field_text(self, name: str) -> str:
        return wording.field(name) if name else self.tr("(leave out)")

    def _say(self) -> None:
        language = self._themes.theme.language
        preview = self._preview
        problem = error_sentence(self._error, language) if self._error else ""
        if preview is not None and not preview.rows:
            problem = self.tr("None of the first records can be read. Try another encoding, or look at the file.")
        self._problem.setVisible(bool(problem))
        self._problem.setText(problem)
        self._say_hint(preview)
        if preview is None:
            self._facts.setText("" if self._error else self.tr("Reading…"))
            return
        parts = [preview.format.upper(), preview.encoding]
        if preview.n_rows is not None:
            parts.append(self.tr("%n row(s)", "", preview.n_rows))
        self._facts.setText("  ·  ".join(p for p in parts if p))

    def _say_hint(self, preview: ImportPreview | None) -> None:
        self._hint.setText(
            self.tr(
                "Say what each column is. Records that are already there are updated, not doubled; "
                "the whole import can be undone."
            )
            if preview is None or _is_table(preview)
            else self.tr("Records that are already there are updated, not doubled; the whole import can be undone.")
        )
        if preview is not None and not _is_table(preview):
            names = [wording.field(preview.mapping.get(column, column)) for column in preview.columns]
            self._table.setHorizontalHeaderLabels(names)

    def _load(self) -> None:
        self._serial += 1
        serial = self._serial
        encoding = ENCODINGS[max(0, self._encoding.currentIndex())]

        def got(preview: ImportPreview) -> None:
            if serial == self._serial:
                self._show(preview)

        def failed(error: LibrarianError) -> None:
            if serial == self._serial:
                self._preview, self._error = None, error
                self._ok.setEnabled(False)
                self._say()

        self._bridge.call("interchange", "preview", self._paths[0], "auto", encoding, on_result=got, on_error=failed)

    def _show(self, preview: ImportPreview) -> None:
        self._preview, self._error = preview, None
        for old in self._combos:
            self._mapping_row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._combos = []
        self._mapping_area.setVisible(_is_table(preview))
        self._table.setColumnCount(len(preview.columns))
        self._table.setHorizontalHeaderLabels(list(preview.columns))
        self._table.setRowCount(len(preview.rows))
        for row, values in enumerate(preview.rows):
            for column, value in enumerate(values[: len(preview.columns)]):
                item = QTableWidgetItem(value[:200])
                item.setToolTip(value[:2000])
                self._table.setItem(row, column, item)
        for position, column_name in enumerate(preview.columns):
            self._table.setColumnWidth(position, COLUMN_WIDTH_PX)
            combo = QComboBox()
            guessed = preview.mapping.get(column_name, "")
            known = FIELDS if guessed in FIELDS else (*FIELDS, guessed)
            for name in known:
                combo.addItem(self._field_text(name), name)
            combo.setCurrentIndex(known.index(guessed))
            combo.setAccessibleName(self.tr("Field of column {column}").format(column=column_name))
            combo.activated.connect(self._check)
            self._mapping_row.addWidget(combo)
            self._combos.append(combo)
        self._align()
        self._check()
        self._say()

    def _align(self) -> None:
        """Keep each combo box above its column."""
        width = 0
        for position, combo in enumerate(self._combos):
            combo.setFixedWidth(self._table.columnWidth(position) - 6)
            width += self._table.columnWidth(position)
        self._mapping_row.setSpacing(6)
        self._mapping.setFixedSize(max(1, width), 40)

    def _check(self) -> None:
        needs_title = self._mapping_area.isVisibleTo(self)
        has_title = "title" in self.mapping.values()
        for combo in self._combos:
            set_property(combo, "invalid", needs_title and not has_title)
        self._ok.setEnabled(self._preview is not None and (has_title or not needs_title))
        self._ok.setToolTip("" if self._ok.isEnabled() else self.tr("One column must be the title."))

    def _accept(self) -> None:
        preview = self._preview
        if preview is None:
            return
        params: dict[str, Any] = {"paths": self._paths, "format": "auto"}
        params["encoding"] = ENCODINGS[max(0, self._encoding.currentIndex())]
        chosen: Mapping[str, str] = self.mapping
        if self._mapping_area.isVisibleTo(self):
            params["mapping"] = dict(chosen)
        self.accepted_with.emit(params)
        self.accept()


def _is_table(preview: ImportPreview) -> bool:
    """Whether its columns have to be given a meaning; the fields of other formats have theirs."""
    return bool(preview.columns) and preview.format in ("csv", "xlsx")
