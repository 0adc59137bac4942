"""Two records side by side: covers, verdict, evidence in words, and the fields in which they differ."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from core.domain.duplicates import Evidence, SuspectPair
from librarian_app import wording
from librarian_app.i18n import Retranslating
from librarian_app.models import verdicts
from librarian_app.models.thumbnails import PictureLoader
from librarian_app.theme import ThemeSwitcher
from librarian_app.widgets.cover_picture import CoverPicture
from librarian_app.widgets.difference_table import COMPARED_RECORDS, DifferenceTable, differences
from librarian_app.widgets.parts import ScrollingColumn, chip, label, set_property


class PairView(Retranslating, QWidget):
    """Shows one suspect pair."""

    def __init__(self, themes: ThemeSwitcher, pictures: PictureLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pair: SuspectPair | None = None
        self._verdict = chip()
        self._title = label("title", wrap=True)
        self._reasons = label("soft", wrap=True)
        self._pictures = CoverPicture(themes, pictures), CoverPicture(themes, pictures)
        self._captions = label("label"), label("label")
        self._table = DifferenceTable(themes)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._verdict, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self._title, 1)
        covers = QWidget()
        row = QHBoxLayout(covers)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(18)
        for caption, picture in zip(self._captions, self._pictures, strict=True):
            caption.setAlignment(Qt.AlignmentFlag.AlignCenter)
            frame = QFrame()
            frame.setObjectName("sunken")
            inner = QVBoxLayout(frame)
            inner.setContentsMargins(10, 10, 10, 8)
            inner.addWidget(picture)
            column = QVBoxLayout()
            column.setSpacing(6)
            column.addWidget(caption)
            column.addWidget(frame, 1)
            row.addLayout(column, 1)
        covers.setMinimumHeight(210)
        area = ScrollingColumn((0, 0, 8, 0), 8)
        area.column.addWidget(self._table)
        area.column.addStretch(1)
        area.setMinimumHeight(150)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addLayout(head)
        whole.addWidget(self._reasons)
        whole.addWidget(covers, 3)
        whole.addWidget(area, 3)

    def show_pair(self, pair: SuspectPair) -> None:
        """Show another pair."""
        self._pair = pair
        self.retranslate()

    def retranslate(self) -> None:
        pair = self._pair
        if pair is None:
            return
        self._verdict.setText(verdicts.verdict(pair.verdict.verdict))
        set_property(self._verdict, "tone", verdicts.VERDICT_TOKENS[pair.verdict.verdict])
        self._title.setText(pair.first.title)
        parts = [f"{wording.probability(pair.verdict.score)} ({pair.verdict.score:.0%})"]
        parts += [text for fact in pair.verdict.evidence if (text := self._sentence(fact))]
        self._reasons.setText("  ·  ".join(parts))
        for caption, record in zip(self._captions, (pair.first, pair.second), strict=True):
            copies = self.tr("%n cop(y/ies)", "", len(record.holdings))
            caption.setText(f"{record.external_id or record.id}  ·  {copies}")
        for picture, record, sha256 in zip(self._pictures, (pair.first, pair.second), pair.covers, strict=True):
            picture.show_cover(sha256, record.title)
        rows = differences(pair.first, pair.second, fields=COMPARED_RECORDS)
        self._table.show_differences(rows, self.tr("Left"), self.tr("Right"))

    def _sentence(self, fact: Evidence) -> str:
        """The evidence as a few words; "" for what says nothing."""
        texts = {
            ("scan", True): self.tr("the same scan"),
            ("isbn", True): self.tr("the same ISBN"),
            ("isbn", False): self.tr("different ISBNs"),
            ("title", True): self.tr("the same title"),
            ("title", False): self.tr("different titles"),
            ("author", True): self.tr("the same author"),
            ("author", False): self.tr("different authors"),
            ("year", True): self.tr("the same year"),
            ("year", False): self.tr("different years"),
            ("edition", True): self.tr("the same edition statement"),
            ("edition", False): self.tr("different edition statements"),
            ("publisher", True): self.tr("the same publisher"),
            ("publisher", False): self.tr("different publishers"),
            ("language", False): self.tr("different languages"),
            ("volume", True): self.tr("the same volume"),
            ("volume", False): self.tr("different volumes"),
            ("cover", True): self.tr("covers of one design"),
            ("cover", False): self.tr("different covers"),
        }
        return texts.get((fact.kind, fact.agrees), "") if fact.agrees is not None else ""
