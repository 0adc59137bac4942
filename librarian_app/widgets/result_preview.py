"""The selected record at a glance, beside the results."""

from __future__ import annotations

import html

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from librarian_app import wording
from librarian_app.actions import Actions
from librarian_app.i18n import Retranslating
from librarian_app.models.results import Row, author_spans, score_text
from librarian_app.models.thumbnails import PictureLoader
from librarian_app.theme import Theme, ThemeSwitcher
from librarian_app.widgets.cover_picture import CoverPicture
from librarian_app.widgets.parts import ScrollingColumn, button, chip, label, rule, set_icon, set_property
from librarian_app.widgets.why_matched import WhyMatched, with_marks

WIDTH = 316


class ResultPreview(Retranslating, QFrame):
    """Cover, title, facts, reasons.

    Signals:
        open_asked(object): Show this `Row` on the record page.
    """

    open_asked = Signal(object)

    def __init__(
        self, themes: ThemeSwitcher, pictures: PictureLoader, actions: Actions, parent: QWidget | None = None
    ) -> None:
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
        self._menu = QMenu(self)
        for name in ("like_meaning", "like_cover"):
            self._menu.addAction(actions[name])
        self._similar.setMenu(self._menu)
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
            self._clear_facts()  # in a language that may have changed when it is shown again
            return
        theme, record, result = self._themes.theme, row.record, row.result
        self._cover.show_cover(row.cover_sha256, record.title)
        authors = wording.authors(record, 6)
        parallel = [
            with_marks(title, row.marks.get(f"title_parallel.{i}", ()), theme)
            for i, title in enumerate(record.title_parallel)
        ]
        for target, text in (
            (self._title, with_marks(record.title, row.marks.get("title", ()), theme)),
            (self._parallel, "  ·  ".join(parallel)),
            (self._authors, with_marks(authors, author_spans(row, authors), theme)),
            (self._description, with_marks(record.description, row.marks.get("description", ()), theme)),
        ):
            target.setTextFormat(Qt.TextFormat.RichText)
            target.setText(text)
            target.setVisible(bool(text))
        if result is not None:
            self._probability.setText(score_text(row))
            set_property(self._probability, "tone", "info" if row.is_alike else wording.probability_token(result.score))
        self._probability.setVisible(result is not None)
        self._why.show_result(result)
        for part in (self._why_heading, self._why, self._why_rule):
            part.setVisible(result is not None)
        self._fill_facts(row)
        self._scroll.verticalScrollBar().setValue(0)
        QTimer.singleShot(0, self._scroll, self._scroll.fit_height)

    def retranslate(self) -> None:
        self._why_heading.setText(self.tr("Why it is here"))
        self._open_button.setText(self.tr("Open record"))
        self._open_button.setToolTip(self.tr("Open record (Enter)"))
        self._similar.setText(self.tr("More like this"))
        self.setAccessibleName(self.tr("Selected record"))
        self.show_row(self._row)

    @property
    def row(self) -> Row | None:
        """What is shown."""
        return self._row

    def _clear_facts(self) -> None:
        while (item := self._facts.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.setParent(None)
                old.deleteLater()

    def _fill_facts(self, row: Row) -> None:
        self._clear_facts()
        record = row.record
        separator = wording.list_separator()
        classes = [
            f"{wording.subject_scheme(s.scheme)} {s.term}" for s in record.subjects if s.scheme in ("clc", "ddc", "lcc")
        ]
        theme, marks = self._themes.theme, row.marks
        keywords = [
            with_marks(s.term, marks.get(f"subject.{i}", ()), theme)
            for i, s in enumerate(record.subjects)
            if s.scheme not in ("clc", "ddc", "lcc")
        ]
        call_numbers = dict.fromkeys(h.call_number for h in record.holdings if h.call_number)
        place = html.escape(record.place)
        publisher = with_marks(record.publisher, marks.get("publisher", ()), theme)
        facts = (
            ("year", str(record.year) if record.year is not None else ""),
            ("publisher", " : ".join(p for p in (place, publisher) if p)),
            ("language", html.escape(wording.language_name(record.language))),
            ("isbn", html.escape(record.isbn or "")),
            ("subjects", separator.join(keywords)),
            ("class", html.escape(separator.join(classes))),
            ("call_number", html.escape(separator.join(call_numbers))),
            ("holdings", self.tr("%n item(s)", "", len(record.holdings)) if record.holdings else ""),
        )
        for line, (name, value) in enumerate((n, v) for n, v in facts if v):
            self._facts.addWidget(label("label", wording.field(name)), line, 0, Qt.AlignmentFlag.AlignTop)
            text = label(wrap=True, selectable=True)
            text.setTextFormat(Qt.TextFormat.RichText)
            text.setText(value)
            self._facts.addWidget(text, line, 1)

    def _open(self) -> None:
        if self._row is not None:
            self.open_asked.emit(self._row)

    def _apply_theme(self, theme: Theme) -> None:
        set_icon(self._open_button, theme, "record")
        self.show_row(self._row)
