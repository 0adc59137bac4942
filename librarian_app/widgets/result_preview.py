"""The selected record at a glance, beside the results."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from librarian_app import wording
from librarian_app.i18n import Retranslating
from librarian_app.models.results import Row
from librarian_app.models.thumbnails import PictureLoader
from librarian_app.theme import Theme, ThemeSwitcher
from librarian_app.widgets.cover_picture import CoverPicture
from librarian_app.widgets.parts import ScrollingColumn, button, chip, label, rule, set_icon, set_property
from librarian_app.widgets.why_matched import WhyMatched, marked, matched_terms

WIDTH = 316


class ResultPreview(Retranslating, QFrame):
    """Cover, title, facts, reasons.

    Signals:
        open_asked(object): Show this `Row` on the record page.
        similar_asked(object): Search for covers like that of this `Row`.
    """

    open_asked = Signal(object)
    similar_asked = Signal(object)

    def __init__(self, themes: ThemeSwitcher, pictures: PictureLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preview")
        self.setFixedWidth(WIDTH)
        self._themes = themes
        self._row: Row | None = None
        self._cover = CoverPicture(themes, pictures)
        self._cover.setFixedHeight(220)
        self._cover.clicked.connect(self._open)
        self._title = label("title", wrap=True, selectable=True)
        self._parallel = label("muted", wrap=True, selectable=True)
        self._authors = label("soft", wrap=True, selectable=True)
        self._probability = chip()
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(12)
        self._facts.setVerticalSpacing(5)
        self._facts.setColumnStretch(1, 1)
        self._description = label("soft", wrap=True, selectable=True)
        self._why_heading = label("heading")
        self._why = WhyMatched(themes)
        self._open_button = button(primary=True)
        self._open_button.clicked.connect(self._open)
        self._similar = button()
        self._similar.clicked.connect(self._find_similar)
        area = ScrollingColumn((20, 18, 20, 12), 6)
        column = area.column
        column.addWidget(self._cover)
        column.addSpacing(6)
        column.addWidget(self._title)
        column.addWidget(self._parallel)
        column.addWidget(self._authors)
        column.addWidget(self._probability, 0, Qt.AlignmentFlag.AlignLeft)
        self._why_rule = rule()
        column.addSpacing(4)
        column.addWidget(self._why_rule)
        column.addSpacing(4)
        column.addWidget(self._why_heading)
        column.addWidget(self._why)
        column.addSpacing(4)
        column.addWidget(rule())
        column.addSpacing(4)
        column.addLayout(self._facts)
        column.addSpacing(4)
        column.addWidget(self._description)
        column.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(20, 8, 20, 16)
        buttons.setSpacing(8)
        buttons.addWidget(self._open_button, 1)
        buttons.addWidget(self._similar)
        whole = self._whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(area, 1)
        whole.addLayout(buttons)
        self._scroll = area
        themes.changed.connect(self._apply_theme)
        self._apply_theme(themes.theme)
        self.retranslate()

    def add_part(self, part: QWidget) -> None:
        """Put a widget above the buttons."""
        self._whole.insertWidget(self._whole.count() - 1, part)

    def show_row(self, row: Row | None) -> None:
        """Show another record; None hides the panel."""
        self._row = row
        self.setVisible(row is not None)
        if row is None:
            return
        theme, record, result = self._themes.theme, row.record, row.result
        terms = matched_terms(result)
        self._cover.show_cover(row.cover_sha256, record.title)
        for target, text in (
            (self._title, record.title),
            (self._parallel, "  ·  ".join(record.title_parallel)),
            (self._authors, wording.authors(record, 6)),
            (self._description, record.description),
        ):
            target.setTextFormat(Qt.TextFormat.RichText)
            target.setText(marked(text, terms, theme))
            target.setVisible(bool(text))
        if result is not None:
            self._probability.setText(f"{wording.probability(result.score)}  {result.score:.0%}")
            set_property(self._probability, "tone", wording.probability_token(result.score))
        self._probability.setVisible(result is not None)
        self._why.show_result(result)
        for part in (self._why_heading, self._why, self._why_rule):
            part.setVisible(result is not None)
        self._fill_facts(row, terms)
        self._similar.setEnabled(row.cover_sha256 is not None)
        self._scroll.verticalScrollBar().setValue(0)
        QTimer.singleShot(0, self._scroll, self._scroll.fit_height)

    def retranslate(self) -> None:
        self._why_heading.setText(self.tr("Why it is here"))
        self._open_button.setText(self.tr("Open record"))
        self._open_button.setToolTip(self.tr("Open record (Enter)"))
        self._similar.setText(self.tr("Similar covers"))
        self.setAccessibleName(self.tr("Selected record"))
        self.show_row(self._row)

    def _fill_facts(self, row: Row, terms: tuple[str, ...]) -> None:
        while (item := self._facts.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        record = row.record
        separator = wording.list_separator()
        classes = [
            f"{wording.subject_scheme(s.scheme)} {s.term}" for s in record.subjects if s.scheme in ("clc", "ddc", "lcc")
        ]
        keywords = [s.term for s in record.subjects if s.scheme not in ("clc", "ddc", "lcc")]
        facts = (
            ("year", str(record.year) if record.year is not None else ""),
            ("publisher", " : ".join(p for p in (record.place, record.publisher) if p)),
            ("language", wording.language_name(record.language)),
            ("isbn", record.isbn or ""),
            ("subjects", separator.join(keywords)),
            ("class", separator.join(classes)),
            ("call_number", separator.join(dict.fromkeys(h.call_number for h in record.holdings if h.call_number))),
            ("holdings", self.tr("%n item(s)", "", len(record.holdings)) if record.holdings else ""),
        )
        for line, (name, value) in enumerate((n, v) for n, v in facts if v):
            self._facts.addWidget(label("label", wording.field(name)), line, 0, Qt.AlignmentFlag.AlignTop)
            text = label(wrap=True, selectable=True)
            text.setTextFormat(Qt.TextFormat.RichText)
            text.setText(marked(value, terms, self._themes.theme))
            self._facts.addWidget(text, line, 1)

    def _open(self) -> None:
        if self._row is not None:
            self.open_asked.emit(self._row)

    def _find_similar(self) -> None:
        if self._row is not None:
            self.similar_asked.emit(self._row)

    def _apply_theme(self, theme: Theme) -> None:
        set_icon(self._open_button, theme, "record")
        self.show_row(self._row)
