"""What the holdings give to learn from, a line each kind: how much, of how much, and what is missing in plain words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QProgressBar, QWidget

from core.domain.training import DataAdvice
from librarian_app import wording
from librarian_app.i18n import Retranslating
from librarian_app.models.model_words import evidence_name
from librarian_app.widgets.parts import label, set_property

BAR_WIDTH_PX = 96
LEVEL_TONES = {"none": "ink_muted", "few": "fair", "some": "info", "enough": "good"}


class DataAdviceView(Retranslating, QWidget):
    """Shows advice; empty until there is some."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._advice: tuple[DataAdvice, ...] = ()
        self._lines: list[tuple[QLabel, QProgressBar, QLabel, QLabel]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(7)
        self._grid.setColumnStretch(3, 1)

    def show_advice(self, advice: Sequence[DataAdvice]) -> None:
        """Replace the lines."""
        self._advice = tuple(advice)
        while len(self._lines) < len(advice):
            number = len(self._lines)
            bar = QProgressBar()
            bar.setTextVisible(False)
            bar.setFixedWidth(BAR_WIDTH_PX)
            line = (label(), bar, label("muted"), label("muted", wrap=True))
            line[2].setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            for column, part in enumerate(line):
                self._grid.addWidget(part, number, column)
            self._lines.append(line)
        self.retranslate()

    def retranslate(self) -> None:
        for advice, (name, bar, count, text) in zip(self._advice, self._lines, strict=True):
            name.setText(evidence_name(advice.kind))
            bar.setRange(0, advice.wanted)
            bar.setValue(min(advice.works, advice.wanted))
            set_property(bar, "tone", LEVEL_TONES[advice.level])
            count.setText(f"{wording.number(advice.works)} / {wording.number(advice.wanted)}")
            text.setText(self._sentence(advice))
            bar.setAccessibleName(f"{name.text()}: {count.text()}")

    def sentences(self) -> list[str]:
        """What is said, from top to bottom."""
        return [self._sentence(each) for each in self._advice]

    def _sentence(self, advice: DataAdvice) -> str:
        values = {"n": wording.number(advice.works), "wanted": wording.number(advice.wanted)}
        if advice.level == "none":
            return self._how_to_begin(advice.kind)
        if advice.level == "enough":
            return self.tr("Enough: even a small improvement can be proven.")
        if advice.level == "some":
            template = {
                "cover_text": self.tr("{n} works have covers; {wanted} would make the outcome reliable."),
                "ocr_text": self.tr("{n} works have words on covers; {wanted} would be reliable."),
                "zh_en": self.tr("{n} works are in both languages; {wanted} would be reliable."),
                "query_record": self.tr("{n} works were confirmed in searches; {wanted} would be reliable."),
            }[advice.kind]
        else:
            template = {
                "cover_text": self.tr("Only {n} works have covers: from {wanted} on a gain can be judged."),
                "ocr_text": self.tr("Only {n} works have words on covers: from {wanted} on a gain can be judged."),
                "zh_en": self.tr("Only {n} works are in both languages: from {wanted} on a gain can be judged."),
                "query_record": self.tr("Only {n} works were confirmed: from {wanted} on a gain can be judged."),
            }[advice.kind]
        return template.format(**values)

    def _how_to_begin(self, kind: str) -> str:
        return {
            "cover_text": self.tr("No covers yet: scan some, or import them with the records."),
            "ocr_text": self.tr("No words were read on covers yet."),
            "zh_en": self.tr("No titles in both languages yet: add parallel titles."),
            "query_record": self.tr("No searches were confirmed yet; not needed to begin."),
        }[kind]
