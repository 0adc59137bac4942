"""A bibliographic record as a form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, cast

from PySide6.QtCore import Qt, Signal
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

from core.domain.checking import FieldWarning
from core.domain.records import BibliographicRecord, Contributor, Identifier, IdentifierScheme, Subject
from librarian_app import record_wording, wording
from librarian_app.i18n import Retranslating
from librarian_app.widgets.parts import chain_tabs, chip, label, set_property
from librarian_app.widgets.remarks import Remarks
from librarian_app.widgets.repeat_rows import RepeatRows

PLAIN_FIELDS = ("publisher", "place", "edition", "series", "extent", "note")
IDENTIFIER_SCHEMES: tuple[IdentifierScheme, ...] = ("isbn", "issn", "control", "external")
_LIST_FIELDS = ("title_parallel", "contributors", "identifiers", "subjects")


class RecordForm(Retranslating, QWidget):
    """Edits everything of a record but its holdings and covers. `extra` takes further buttons, above the fields.

    Args:
        language: Tells the language of the interface, for remarks.

    Signals:
        edited(): Something was changed by hand.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None, language: Callable[[], str] = lambda: "en") -> None:
        super().__init__(parent)
        self._language_of_interface = language
        self._record = self._baseline = BibliographicRecord(title="")
        self._warnings: tuple[FieldWarning, ...] = ()
        self._title = QLineEdit()
        self._parallel = self._rows_of()
        self.contributors = self._rows_of(wording.ROLES, wording.role, "author")
        self._year = QLineEdit()
        # Digits only: an input method would turn them into full-width ones.
        self._year.setInputMethodHints(Qt.InputMethodHint.ImhPreferLatin)
        self._language = QComboBox()
        self._language.setEditable(True)
        self._language.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        for code in wording.RECORD_LANGUAGES:
            self._language.addItem(code, code)
        self._identifiers = self._rows_of(IDENTIFIER_SCHEMES, record_wording.identifier_scheme, "isbn")
        self._identifiers.setInputMethodHints(Qt.InputMethodHint.ImhPreferLatin)
        self._plain = {name: QLineEdit() for name in PLAIN_FIELDS}
        self._subjects = self._rows_of(wording.SUBJECT_SCHEMES, wording.subject_scheme)
        self._description = QPlainTextEdit()
        self._description.setTabChangesFocus(True)
        self._description.setMinimumHeight(92)
        self._remarks = {name: Remarks(language, self.take_fix) for name in ("title", "year", "language")}
        self._problem = chip("bad")
        self._problem.hide()
        self.extra = QHBoxLayout()
        self.extra.setSpacing(8)
        self.extra.addStretch(1)
        self._build()
        self._title.textEdited.connect(self._edited)
        self._year.textEdited.connect(self._edited)
        self._language.activated.connect(self._edited)
        if (typed := self._language.lineEdit()) is not None:
            typed.textEdited.connect(self._edited)
        self._description.textChanged.connect(self._description_changed)
        for edit in self._plain.values():
            edit.textEdited.connect(self._edited)
        for rows in (self._parallel, self.contributors, self._identifiers, self._subjects):
            rows.edited.connect(self._edited)
        self._is_filling = False
        self.setFocusProxy(self._title)
        self.retranslate()

    def _rows_of(
        self, choices: Sequence[str] = (), words: Callable[[str], str] = str, empty_choice: str = ""
    ) -> RepeatRows:
        return RepeatRows(choices, words, empty_choice, language=self._language_of_interface, fix=self.take_fix)

    def _build(self) -> None:
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(9)
        self._grid.setColumnStretch(1, 1)
        self._labels: dict[str, QLabel] = {}
        self._row("title", self._with_remarks(self._title, "title"))
        self._row("title_parallel", self._parallel)
        self._row("contributors", self.contributors)
        pair = QHBoxLayout()
        pair.setSpacing(10)
        self._year.setFixedWidth(84)
        pair.addWidget(self._year)
        self._language_label = label("label")
        pair.addWidget(self._language_label)
        pair.addWidget(self._language, 1)
        year_and_language = QWidget()
        column = QVBoxLayout(year_and_language)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(pair)
        column.addWidget(self._remarks["year"])
        column.addWidget(self._remarks["language"])
        self._row("year", year_and_language)
        self._row("identifiers", self._identifiers)
        for name in ("publisher", "place", "edition", "series"):
            self._row(name, self._plain[name])
        self._row("subjects", self._subjects)
        self._row("description", self._description)
        self._row("extent", self._plain["extent"])
        self._row("note", self._plain["note"])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        whole.addLayout(self.extra)
        whole.addWidget(self._problem, 0, Qt.AlignmentFlag.AlignLeft)
        whole.addLayout(self._grid)

    # -- the record ------------------------------------------------------------------------------------------------

    @property
    def title(self) -> str:
        return self._title.text().strip()

    @property
    def year_text(self) -> str:
        """What stands in the field of the year, a number or not."""
        return self._year.text().strip()

    @property
    def has_changes(self) -> bool:
        """Whether the form says something else than the record it was filled with."""
        return self.record() != self._baseline or (self.year_text != "" and self.record().year is None)

    @property
    def baseline(self) -> BibliographicRecord:
        """What the form said when it was filled."""
        return self._baseline

    def show_record(self, record: BibliographicRecord) -> None:
        """Fill the form."""
        self._record = record
        self._enter(record)
        self.show_warnings(())
        self._baseline = self.record()
        self.check(quiet=True)

    def enter(self, record: BibliographicRecord, year_text: str = "") -> None:
        """Enter a record as unsaved changes, empty fields too; `year_text` where its year is no number."""
        self._enter(record)
        if record.year is None:
            self._year.setText(year_text)
        self.edited.emit()

    def take(self, record: BibliographicRecord) -> None:
        """Enter what a record says as unsaved changes; fields in which it says nothing stay as they are."""
        names = ("title", *_LIST_FIELDS, "language", "year", "description", *PLAIN_FIELDS)
        given: dict[str, Any] = {
            name: value for name in names if (value := getattr(record, name)) not in ("", None, ())
        }
        self._enter(replace(self.record(), **given))
        self.edited.emit()

    def record(self) -> BibliographicRecord:
        """The record as the form says. Check digits are judged by the engine when it is stored."""
        year = self.year_text
        known = {(i.scheme, i.value): i for i in self._record.identifiers}
        plain: dict[str, Any] = {name: edit.text().strip() for name, edit in self._plain.items()}
        return replace(
            self._record,
            title=self.title,
            title_parallel=tuple(text for text, _ in self._parallel.values),
            contributors=tuple(Contributor(name, role) for name, role in self.contributors.values),
            year=int(year) if year.lstrip("-").isdecimal() and year.isascii() else None,
            language=self._language_code(),
            identifiers=tuple(
                known.get((scheme, text)) or Identifier(scheme, text)
                for text, chosen in self._identifiers.values
                if (scheme := cast("IdentifierScheme", chosen))
            ),
            subjects=tuple(Subject(term, scheme) for term, scheme in self._subjects.values),
            description=self._description.toPlainText().strip(),
            **plain,
        )

    def _enter(self, record: BibliographicRecord) -> None:
        self._is_filling = True
        self._title.setText(record.title)
        self._parallel.set_values([(title, "") for title in record.title_parallel])
        self.contributors.set_values([(c.name, c.role) for c in record.contributors])
        self._year.setText("" if record.year is None else str(record.year))
        self._show_language(record.language)
        self._identifiers.set_values([(i.value, i.scheme) for i in record.identifiers])
        for name, edit in self._plain.items():
            edit.setText(str(getattr(record, name)))
            edit.setCursorPosition(0)
        self._title.setCursorPosition(0)
        self._subjects.set_values([(s.term, s.scheme) for s in record.subjects])
        self._description.setPlainText(record.description)
        self._is_filling = False
        self._name_lines()
        self._order_tabs()

    def _order_tabs(self) -> None:
        """Tab goes from the top to the bottom; the lines of lists are made whenever the form is filled."""
        plain = self._plain
        chain_tabs(
            (
                self._title, *self._parallel.keyboard_fields, *self.contributors.keyboard_fields, self._year,
                self._language, *self._identifiers.keyboard_fields,
                *(plain[name] for name in ("publisher", "place", "edition", "series")),
                *self._subjects.keyboard_fields, self._description, plain["extent"], plain["note"],
            )
        )  # fmt: skip

    def _show_language(self, code: str) -> None:
        position = self._language.findData(code)
        if position < 0:
            self._language.addItem(wording.language_name(code), code)
            position = self._language.count() - 1
        self._language.setCurrentIndex(position)
        self._language.setEditText(self._language.itemText(position))

    def _language_code(self) -> str:
        """The code chosen, or typed: a word of the list, else what stands there."""
        text = self._language.currentText().strip()
        for position in range(self._language.count()):
            if text == self._language.itemText(position):
                return str(self._language.itemData(position) or "")
        return text

    # -- checks ----------------------------------------------------------------------------------------------------

    def show_warnings(self, warnings: Sequence[FieldWarning]) -> None:
        """Show what was found beside the fields."""
        self._warnings = tuple(warnings)
        for name, remarks in self._remarks.items():
            # that a title is missing is said when it is saved, not while the form is still empty
            remarks.show_warnings([w for w in warnings if w.field == name and w.message_id != "check_field.no_title"])
        rows = {"contributors": self.contributors, "identifiers": self._identifiers, "subjects": self._subjects}
        for name, of_field in rows.items():
            of_field.show_warnings([w for w in warnings if w.field == name])

    @property
    def remarks(self) -> tuple[Remarks, ...]:
        """Everything that is remarked now."""
        rows = (self.contributors, self._identifiers, self._subjects)
        found = (*self._remarks.values(), *(each for row in rows for each in row.remarks))
        return tuple(remarks for remarks in found if remarks.warnings)

    def take_fix(self, warning: FieldWarning) -> None:
        """Enter what a remark proposes."""
        if warning.fix is None:
            return
        rows = {"contributors": self.contributors, "identifiers": self._identifiers, "subjects": self._subjects}
        if warning.field in rows:
            rows[warning.field].set_text(warning.row, warning.fix)
            return
        if warning.field == "year":
            self._year.setText(warning.fix)
        elif warning.field == "language":
            self._show_language(warning.fix)
        self._edited()

    def check(self, *, quiet: bool = False) -> bool:
        """Whether the record can be stored; says why not unless quiet."""
        has_error = any(w.severity == "error" and w.field not in ("title", "holdings") for w in self._warnings)
        is_good = bool(self.title) and not has_error
        set_property(self._title, "invalid", not self.title and not quiet)
        self._problem.setText(
            self.tr("A record needs a title.") if not self.title else self.tr("Correct what is marked in red first.")
        )
        self._problem.setVisible(not is_good and not quiet)
        if not self.title and not quiet:
            self._title.setFocus()
        return is_good

    def retranslate(self) -> None:
        code = self._language_code()
        for name, caption in self._labels.items():
            caption.setText(wording.field(name))
        self._language_label.setText(wording.field("language"))
        for position in range(self._language.count()):
            of_item = str(self._language.itemData(position))
            self._language.setItemText(position, wording.language_name(of_item) if of_item else self.tr("Unknown"))
        self._show_language(code)
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
        self.contributors.set_names(wording.field("contributors"))
        self._identifiers.set_names(wording.field("identifiers"))
        self._subjects.set_names(wording.field("subjects"))

    def _with_remarks(self, field: QWidget, name: str) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(field)
        column.addWidget(self._remarks[name])
        return holder

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
