"""A bibliographic record to read: everything it says, nothing it does not."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from core.domain.records import BibliographicRecord
from librarian_app import wording
from librarian_app.i18n import Retranslating
from librarian_app.widgets.parts import label


def facts_of(record: BibliographicRecord) -> list[tuple[str, str]]:
    """(Caption, text) of every field that has something, in the order of a catalogue card."""
    separator = wording.list_separator()
    by_role: dict[str, list[str]] = {}
    for contributor in record.contributors:
        by_role.setdefault(contributor.role, []).append(contributor.name)
    by_scheme: dict[str, list[str]] = {}
    for subject in record.subjects:
        by_scheme.setdefault(subject.scheme, []).append(subject.term)
    facts = [(wording.role(role), separator.join(names)) for role, names in by_role.items()]
    facts += [
        (wording.field("publisher"), " : ".join(p for p in (record.place, record.publisher) if p)),
        (wording.field("year"), str(record.year) if record.year is not None else ""),
        (wording.field("edition"), record.edition),
        (wording.field("series"), record.series),
        (wording.field("extent"), record.extent),
        (wording.field("language"), wording.language_name(record.language)),
    ]
    for identifier in record.identifiers:
        caption = identifier.scheme.upper() if identifier.scheme in ("isbn", "issn") else wording.field("identifiers")
        text = identifier.value if identifier.valid else wording.wrong_check_digit(identifier.value)
        facts.append((caption, text))
    facts += [
        (wording.field("subjects") if not scheme else wording.subject_scheme(scheme), separator.join(terms))
        for scheme, terms in by_scheme.items()
    ]
    facts += [
        (wording.field("description"), record.description),
        (wording.field("note"), record.note),
        (wording.field("external_id"), record.external_id or ""),
    ]
    return [(caption, text) for caption, text in facts if text]


class RecordFacts(Retranslating, QWidget):
    """Captions and selectable text in two columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._record: BibliographicRecord | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._content: QWidget | None = None

    def show_record(self, record: BibliographicRecord | None) -> None:
        """Show another record."""
        self._record = record
        self.retranslate()

    def retranslate(self) -> None:
        if self._content is not None:
            self._column.removeWidget(self._content)
            self._content.hide()
            self._content.setParent(None)  # else a screen reader finds the old words until the loop comes round
            self._content.deleteLater()
            self._content = None
        if self._record is None:
            return
        self._content = QWidget()
        grid = QGridLayout(self._content)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(9)
        grid.setColumnMinimumWidth(0, 84)
        grid.setColumnStretch(1, 1)
        for line, (caption, text) in enumerate(facts_of(self._record)):
            name = label("label", caption)
            name.setContentsMargins(0, 2, 0, 0)  # stand on the line of the taller text
            grid.addWidget(name, line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(text=text, wrap=True, selectable=True), line, 1)
        self._column.addWidget(self._content)
