"""A bibliographic record as a form."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from core.domain.records import BibliographicRecord, Contributor, Identifier, Subject
from librarian_app import wording
from librarian_app.i18n import Retranslating
from librarian_app.widgets.parts import chip, label, set_property
from librarian_app.widgets.repeat_rows import RepeatRows

PLAIN_FIELDS = ("publisher", "place", "edition", "series", "extent", "note")


class RecordForm(Retranslating, QWidget):
    """Edits everything of a record but its holdings and covers.

    Signals:
        edited(): Something was changed by hand.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._record = BibliographicRecord(title="")
        self._title = QLineEdit()
        self._parallel = RepeatRows()
        self._contributors = RepeatRows(wording.ROLES, wording.role, "author")
        self._year = QLineEdit()
        self._year.setValidator(QRegularExpressionValidator(QRegularExpression(r"-?\d{0,4}"), self._year))
        self._language = QComboBox()
        for code in wording.RECORD_LANGUAGES:
            self._language.addItem(code, code)
        self._isbn = RepeatRows()
        # Digits only: an input method would turn them into full-width ones.
        self._isbn.setInputMethodHints(Qt.InputMethodHint.ImhPreferLatin)
        self._plain = {name: QLineEdit() for name in PLAIN_FIELDS}
        self._subjects = RepeatRows(wording.SUBJECT_SCHEMES, wording.subject_scheme)
        self._description = QPlainTextEdit()
        self._description.setTabChangesFocus(True)
        self._description.setMinimumHeight(92)
        self._problem = chip("bad")
        self._problem.hide()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(9)
        self._grid.setColumnStretch(1, 1)
        self._labels: dict[str, QLabel] = {}
        self._row("title", self._title)
        self._row("title_parallel", self._parallel)
        self._row("contributors", self._contributors)
        year_and_language = QWidget()
        pair = QHBoxLayout(year_and_language)
        pair.setContentsMargins(0, 0, 0, 0)
        pair.setSpacing(10)
        self._year.setFixedWidth(84)
        pair.addWidget(self._year)
        self._language_label = label("label")
        pair.addWidget(self._language_label)
        pair.addWidget(self._language, 1)
        self._row("year", year_and_language)
        self._row("isbn", self._isbn)
        self._row("publisher", self._plain["publisher"])
        self._row("place", self._plain["place"])
        self._row("edition", self._plain["edition"])
        self._row("series", self._plain["series"])
        self._row("subjects", self._subjects)
        self._row("description", self._description)
        self._row("extent", self._plain["extent"])
        self._row("note", self._plain["note"])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        whole.addWidget(self._problem, 0, Qt.AlignmentFlag.AlignLeft)
        whole.addLayout(self._grid)
        self._title.textEdited.connect(self._edited)
        self._year.textEdited.connect(self._edited)
        self._language.activated.connect(self._edited)
        self._description.textChanged.connect(self._description_changed)
        for edit in self._plain.values():
            edit.textEdited.connect(self._edited)
        for rows in (self._parallel, self._contributors, self._isbn, self._subjects):
            rows.edited.connect(self._edited)
        self._is_filling = False
        self.setFocusProxy(self._title)
        self.retranslate()

    @property
    def title(self) -> str:
        return self._title.text().strip()

    def show_record(self, record: BibliographicRecord) -> None:
        """Fill the form."""
        self._is_filling = True
        self._record = record
        self._title.setText(record.title)
        self._parallel.set_values([(title, "") for title in record.title_parallel])
        self._contributors.set_values([(c.name, c.role) for c in record.contributors])
        self._year.setText("" if record.year is None else str(record.year))
        position = self._language.findData(record.language)
        if position < 0:
            self._language.addItem(wording.language_name(record.language), record.language)
            position = self._language.count() - 1
        self._language.setCurrentIndex(position)
        self._isbn.set_values([(i.value, "") for i in record.identifiers if i.scheme == "isbn"])
        for name, edit in self._plain.items():
            edit.setText(str(getattr(record, name)))
            edit.setCursorPosition(0)
        self._title.setCursorPosition(0)
        self._subjects.set_values([(s.term, s.scheme) for s in record.subjects])
        self._description.setPlainText(record.description)
        self._is_filling = False
        self._name_lines()
        self.check(quiet=True)

    def record(self) -> BibliographicRecord:
        """The record as the form says. Check digits are judged by the engine when it is stored."""
        year = self._year.text().strip()
        others = tuple(i for i in self._record.identifiers if i.scheme != "isbn")
        known = {i.value: i for i in self._record.identifiers if i.scheme == "isbn"}
        isbns = tuple(known.get(text, Identifier("isbn", text)) for text, _ in self._isbn.values)
        return replace(
            self._record,
            title=self.title,
            title_parallel=tuple(text for text, _ in self._parallel.values),
            contributors=tuple(Contributor(name, role) for name, role in self._contributors.values),
            year=int(year) if year.lstrip("-").isdigit() else None,
            language=str(self._language.currentData() or ""),
            identifiers=isbns + others,
            subjects=tuple(Subject(term, scheme) for term, scheme in self._subjects.values),
            description=self._description.toPlainText().strip(),
            publisher=self._plain["publisher"].text().strip(),
            place=self._plain["place"].text().strip(),
            edition=self._plain["edition"].text().strip(),
            series=self._plain["series"].text().strip(),
            extent=self._plain["extent"].text().strip(),
            note=self._plain["note"].text().strip(),
        )

    def check(self, *, quiet: bool = False) -> bool:
        """Whether the record can be stored; says why not unless quiet."""
        is_good = bool(self.title)
        set_property(self._title, "invalid", not is_good and not quiet)
        self._problem.setVisible(not is_good and not quiet)
        if not is_good and not quiet:
            self._title.setFocus()
        return is_good

    def retranslate(self) -> None:
        for name, caption in self._labels.items():
            caption.setText(wording.field(name))
        self._language_label.setText(wording.field("language"))
        for position in range(self._language.count()):
            code = str(self._language.itemData(position))
            self._language.setItemText(position, wording.language_name(code) if code else self.tr("Unknown"))
        self._problem.setText(self.tr("A record needs a title."))
        self._title.setAccessibleName(wording.field("title"))
        self._year.setAccessibleName(wording.field("year"))
        self._language.setAccessibleName(wording.field("language"))
        self._description.setAccessibleName(wording.field("description"))
        for name, edit in self._plain.items():
            edit.setAccessibleName(wording.field(name))
        self._name_lines()

    def _name_lines(self) -> None:
        self._parallel.set_names(wording.field("title_parallel"))
        self._contributors.set_names(wording.field("contributors"))
        self._isbn.set_names("ISBN")
        self._subjects.set_names(wording.field("subjects"))

    def _row(self, name: str, widget: QWidget) -> None:
        line = self._grid.rowCount()
        caption = label("label")
        caption.setContentsMargins(0, 7, 0, 0)
        self._labels[name] = caption
        self._grid.addWidget(caption, line, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(widget, line, 1)

    def _edited(self) -> None:
        if self.title:
            self.check(quiet=True)
        self.edited.emit()

    def _description_changed(self) -> None:
        if not self._is_filling:
            self._edited()
