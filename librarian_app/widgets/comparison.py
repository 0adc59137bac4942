"""A scan beside what it may be: the best candidate or the drafted record, with what agrees and what does not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from core.domain.duplicates import ScanVerdict
from core.domain.library import IntakeItem
from core.domain.records import BibliographicRecord
from core.domain.retrieval import Candidate
from core.domain.scan_evidence import ScanEvidence
from librarian_app import wording
from librarian_app.error_dialogs import sentence
from librarian_app.i18n import Retranslating
from librarian_app.models import verdicts
from librarian_app.models.thumbnails import PictureLoader
from librarian_app.theme import ThemeSwitcher
from librarian_app.widgets.cover_picture import CoverPicture
from librarian_app.widgets.difference_table import DifferenceTable, differences
from librarian_app.widgets.evidence_overlay import EvidenceOverlay
from librarian_app.widgets.parts import ScrollingColumn, chip, cover_icon, label, set_property

MAX_CANDIDATES = 6
_CANDIDATE_FRAME = 96
"""What a candidate takes beside its title: cover, number, margins."""


class Comparison(Retranslating, QWidget):
    """Two covers, a table of differences, and the other candidates.

    Signals:
        candidate_chosen(int): Another candidate is compared, by its place.
    """

    candidate_chosen = Signal(int)

    def __init__(self, themes: ThemeSwitcher, pictures: PictureLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._pictures = pictures
        self._item: IntakeItem | None = None
        self._place = 0
        self._decision = chip()
        self._problem = label(wrap=True)
        self._problem.setProperty("tone", "bad")
        self._problem.hide()
        self._problem_said: tuple[str, Mapping[str, str | int | float]] | None = None
        self._double = chip("fair")
        self._double.hide()
        self._scan_verdict: ScanVerdict | None = None
        self._verdict = label("title", wrap=True)
        self._reason = label("soft", wrap=True)
        self._scan, self._cover = CoverPicture(themes, pictures), CoverPicture(themes, pictures)
        self._scan_caption, self._cover_caption = label("label"), label("label")
        self._covers = QWidget()
        row = QHBoxLayout(self._covers)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(18)
        self._right_side = QWidget()
        for caption, picture, side in (
            (self._scan_caption, self._scan, QWidget()),
            (self._cover_caption, self._cover, self._right_side),
        ):
            column = QVBoxLayout(side)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(6)
            caption.setAlignment(Qt.AlignmentFlag.AlignCenter)
            frame = QFrame()
            frame.setObjectName("sunken")
            inner = QVBoxLayout(frame)
            inner.setContentsMargins(10, 10, 10, 8)
            inner.addWidget(picture)
            column.addWidget(caption)
            column.addWidget(frame, 1)
            row.addWidget(side, 1)
        self._covers.setMinimumHeight(240)
        self._covers.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.overlay = EvidenceOverlay(themes, self._scan, self._cover, self._covers)
        self._marks = label("muted", wrap=True)
        self._table = DifferenceTable(themes)
        self._others_caption = label("label")
        self._others = QListWidget()
        self._others.setFlow(QListWidget.Flow.LeftToRight)
        self._others.setIconSize(QSize(38, 50))
        self._others.setFixedHeight(66)
        self._others.setSpacing(2)
        self._others.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._others.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Chosen by click or digit only: a list that takes the focus would choose its first entry by itself.
        self._others.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._others.itemClicked.connect(lambda item: self._choose(self._others.row(item)))
        area = ScrollingColumn((0, 0, 8, 0), 8)
        below = area.column
        below.addWidget(self._marks)
        below.addWidget(self._table)
        below.addStretch(1)
        area.setMinimumHeight(120)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._decision, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self._verdict, 1)
        head.addWidget(self._double, 0, Qt.AlignmentFlag.AlignVCenter)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addLayout(head)
        whole.addWidget(self._reason)
        whole.addWidget(self._problem)
        whole.addWidget(self._covers, 5)
        whole.addWidget(area, 2)
        whole.addWidget(self._others_caption)
        whole.addWidget(self._others)
        pictures.loaded.connect(self._arrived)
        themes.changed.connect(self.retranslate)
        self.retranslate()

    @property
    def candidate(self) -> Candidate | None:
        """The candidate now compared with; None where the outcome is *new* or *rejected* and none was chosen."""
        candidates = self._candidates()
        return candidates[self._place] if 0 <= self._place < len(candidates) else None

    def show_item(self, item: IntakeItem | None) -> None:
        """Show another scan with its best candidate, or its draft when it is probably new."""
        is_other = item is None or self._item is None or item.id != self._item.id
        self._item = item
        if is_other:
            self.overlay.show_evidence(None)
            self._scan_verdict = None
            self._place = -1 if item is None or item.identification.decision in ("new", "rejected") else 0
        self.retranslate()

    def choose(self, place: int) -> None:
        """Compare with another candidate; -1 is the draft."""
        if -1 <= place < len(self._candidates()):
            self._place = place
            self.overlay.show_evidence(None)
            self.retranslate()
            self.candidate_chosen.emit(place)

    def show_evidence(self, evidence: ScanEvidence | None) -> None:
        """Mark what scan and record share; None while it is being worked out."""
        self.overlay.show_evidence(evidence)
        self._say_marks()

    def show_duplicate(self, verdict: ScanVerdict | None) -> None:
        """Say which stored record the draft would double, if any."""
        self._scan_verdict = verdict
        self._say_duplicate()

    def show_problem(self, problem: tuple[str, Mapping[str, str | int | float]] | None) -> None:
        """Say why the scan could not be decided: message id and values; None takes it away."""
        self._problem_said = problem
        self._say_problem()

    def _say_problem(self) -> None:
        said = self._problem_said
        self._problem.setText(sentence(said[0], said[1], self._themes.theme.language) if said is not None else "")
        self._problem.setVisible(said is not None)

    def set_marks_shown(self, shown: bool) -> None:
        """Draw the marks or not."""
        self.overlay.set_marks_shown(shown)

    def retranslate(self) -> None:
        item = self._item
        if item is None:
            return
        found, candidate = item.identification, self.candidate
        self._decision.setText(wording.decision(found.decision))
        set_property(self._decision, "tone", wording.DECISION_TOKENS[found.decision])
        self._verdict.setText(self._verdict_text(item, candidate))
        self._reason.setText(self._reason_text(item, candidate))
        self._reason.setVisible(bool(self._reason.text()))
        self._scan_caption.setText(self.tr("The scan"))
        if found.sha256:
            self._scan.show_cover(found.sha256, self.tr("The scan"))
        else:
            self._scan.show_file(item.path)
        is_rejected = found.decision == "rejected"
        self._right_side.setVisible(not is_rejected)
        if candidate is not None:
            self._cover_caption.setText(self.tr("In the library"))
            self._cover.show_cover(candidate.cover_sha256, candidate.record.title)
        else:
            self._cover_caption.setText(self.tr("New record"))
            self._cover.show_cover(None, found.draft.title if found.draft else "")
        self._fill_table(found.draft, candidate, found.ocr.text if found.ocr else "")
        self._fill_others()
        self._say_marks()
        self._say_duplicate()
        self._say_problem()

    def _say_marks(self) -> None:
        evidence = self.overlay.evidence
        parts: list[str] = []
        if evidence is not None:
            n_words = sum(1 for line in evidence.lines if line.kind != "other")
            if n_words:
                parts.append(self.tr("%n line(s) of the record found on the scan (filled)", "", n_words))
            if evidence.n_points:
                parts.append(self.tr("%n point(s) agree with the stored cover", "", evidence.n_points))
            if evidence.differing is not None:
                parts.append(self.tr("the frame on the cover shows where they differ most"))
        self._marks.setText("  ·  ".join(parts))
        self._marks.setVisible(bool(parts))

    def _say_duplicate(self) -> None:
        found = self._scan_verdict
        is_shown = found is not None and self.candidate is None
        self._double.setVisible(is_shown)
        if found is not None and is_shown:
            self._double.setText(verdicts.verdict(found.verdict))
            self._double.setToolTip(self.tr("In the library: “{title}”").format(title=found.title))
            set_property(self._double, "tone", verdicts.VERDICT_TOKENS[found.verdict])

    def _verdict_text(self, item: IntakeItem, candidate: Candidate | None) -> str:
        found = item.identification
        if found.decision == "rejected":
            return self.tr("This file cannot be used")
        if candidate is not None:
            return candidate.record.title
        return found.draft.title if found.draft and found.draft.title else self.tr("Not in this library")

    def _reason_text(self, item: IntakeItem, candidate: Candidate | None) -> str:
        found = item.identification
        if found.decision == "rejected":
            return sentence(found.error_id or "bug", found.error_context, self._themes.theme.language)
        if item.state != "waiting":
            return wording.intake_state(item.state)
        parts: list[str] = []
        if candidate is not None:
            if found.known_cover_of is not None and found.known_cover_of == candidate.record.id:
                parts.append(self.tr("This very scan is already a cover of this record."))
            else:
                parts.append(f"{wording.probability(candidate.probability)} ({candidate.probability:.0%})")
            if candidate.same_isbn:
                parts.append(self.tr("the same ISBN"))
            parts.append(self.tr("words {percent}").format(percent=f"{candidate.words:.0%}"))
            parts.append(self.tr("picture {percent}").format(percent=f"{candidate.picture:.0%}"))
            if candidate.inliers is not None:
                parts.append(self.tr("%n common point(s)", "", candidate.inliers))
        else:
            parts.append(
                self.tr("Not found in this library. Accepting creates the record below; correct it first if needed.")
            )
        if found.isbn:
            parts.append(self.tr("barcode {isbn}").format(isbn=found.isbn))
        return "  ·  ".join(parts)

    def _candidates(self) -> Sequence[Candidate]:
        return self._item.identification.candidates[:MAX_CANDIDATES] if self._item else ()

    def _fill_table(self, draft: BibliographicRecord | None, candidate: Candidate | None, scan_text: str) -> None:
        if candidate is None:
            self._table.show_record(draft)
        else:
            rows = differences(draft, candidate.record, scan_text)
            self._table.show_differences(rows, self.tr("On the scan"), self.tr("In the record"))

    def _fill_others(self) -> None:
        candidates = self._candidates()
        self._others_caption.setText(self.tr("Candidates (1–6); 0 is a new record"))
        has_any = bool(candidates) and self._item is not None and self._item.identification.decision != "rejected"
        self._others_caption.setVisible(has_any)
        self._others.setVisible(has_any)
        self._others.blockSignals(True)
        self._others.clear()
        letters = self._others.fontMetrics()
        room = (self._others.viewport().width() or 720) // max(1, len(candidates)) - _CANDIDATE_FRAME
        for place, candidate in enumerate(candidates):
            year = f" {candidate.record.year}" if candidate.record.year is not None else ""
            width = max(60, min(room, 240) - letters.horizontalAdvance(year))
            title = letters.elidedText(candidate.record.title, Qt.TextElideMode.ElideRight, width)
            item = QListWidgetItem(f"{place + 1}. {title}{year}\n     {candidate.probability:.0%}")
            item.setToolTip(f"{candidate.record.title}\n{wording.authors(candidate.record)}{year}")
            picture = self._pictures.cover(candidate.cover_sha256)
            if picture is not None and not picture.isNull():
                item.setIcon(cover_icon(picture))
            self._others.addItem(item)
        self._others.setCurrentRow(self._place)
        self._others.blockSignals(False)
        self._others.setAccessibleName(self.tr("Candidates"))

    def _choose(self, place: int) -> None:
        if place != self._place:
            self.choose(place)

    def _arrived(self, key: str) -> None:
        if any(key == c.cover_sha256 for c in self._candidates()):
            self._fill_others()
