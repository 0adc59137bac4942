"""Why a record is among the results: a sentence for each reason, the channels' own scores, the words marked."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from core.domain.retrieval import Reason, SearchResult
from librarian_app import wording
from librarian_app.error_dialogs import sentence
from librarian_app.theme import Theme, ThemeSwitcher
from librarian_app.widgets.parts import label


def marked(text: str, terms: Iterable[str], theme: Theme) -> str:
    """The text as HTML with every occurrence of a term marked, longest terms first."""
    wanted = sorted({t for t in terms if t.strip()}, key=len, reverse=True)
    if not wanted:
        return html.escape(text)
    pattern = re.compile("|".join(re.escape(t) for t in wanted), re.IGNORECASE)
    parts: list[str] = []
    position = 0
    for found in pattern.finditer(text):
        parts.append(html.escape(text[position : found.start()]))
        parts.append(f'<span style="background-color:{theme["highlight"]}">{html.escape(found.group())}</span>')
        position = found.end()
    parts.append(html.escape(text[position:]))
    return "".join(parts)


def with_marks(text: str, spans: Iterable[tuple[int, int]], theme: Theme) -> str:
    """The text as HTML with parts of it marked."""
    parts: list[str] = []
    position = 0
    for start, end in spans:
        parts.append(html.escape(text[position:start]))
        marked_part = html.escape(text[start:end])
        parts.append(f'<span style="background-color:{theme["highlight"]}">{marked_part}</span>')
        position = end
    parts.append(html.escape(text[position:]))
    return "".join(parts).replace("\n", "<br>")


def reason_text(reason: Reason, language: str) -> str:
    """A reason as a sentence; the field it names is a word of the field, not of the program."""
    values = dict(reason.values)
    if "field" in values:
        values["field"] = wording.field(str(values["field"]))
    return sentence(reason.message_id, values, language)


class WhyMatched(QWidget):
    """A list of reasons; empty while browsing."""

    def __init__(self, themes: ThemeSwitcher, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._result: SearchResult | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._content: QWidget | None = None
        themes.changed.connect(self.refresh)

    def show_result(self, result: SearchResult | None) -> None:
        """Show the reasons of another result."""
        self._result = result
        self.refresh()

    def refresh(self) -> None:
        """Draw anew, e.g. in another language."""
        if self._content is not None:
            self._column.removeWidget(self._content)
            self._content.hide()
            self._content.deleteLater()
        self._content = None
        if self._result is None:
            return
        theme, result = self._themes.theme, self._result
        self._content = QWidget()
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for reason in result.reasons:
            row = QHBoxLayout()
            row.setSpacing(8)
            picture = QLabel()
            picture.setPixmap(theme.icon(wording.CHANNEL_ICONS[reason.channel], "accent").pixmap(QSize(16, 16)))
            row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
            text = label("soft", wrap=True)
            text.setTextFormat(Qt.TextFormat.RichText)
            text.setText(marked(reason_text(reason, theme.language), reason.terms, theme))
            row.addWidget(text, 1)
            column.addLayout(row)
        if result.channels:
            grid = QGridLayout()
            grid.setHorizontalSpacing(10)
            grid.setVerticalSpacing(4)
            grid.setColumnStretch(1, 1)
            for line, (channel, score) in enumerate(result.channels.items()):
                grid.addWidget(label("label", wording.channel(channel)), line, 0)
                bar = QProgressBar()
                bar.setTextVisible(False)
                bar.setRange(0, 100)
                bar.setValue(round(100 * max(0.0, min(1.0, score))))
                bar.setAccessibleName(f"{wording.channel(channel)} {score:.0%}")
                grid.addWidget(bar, line, 1, Qt.AlignmentFlag.AlignVCenter)
            column.addSpacing(2)
            column.addLayout(grid)
        self._column.addWidget(self._content)
