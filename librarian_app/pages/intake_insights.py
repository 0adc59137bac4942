"""What is asked for beside the queue: what drafts would double, and what scan and record share, to be drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer

from core.domain.duplicates import ScanVerdict
from core.domain.library import IntakeItem
from core.domain.scan_evidence import ScanEvidence
from librarian_app.models.intake import IntakeModel
from librarian_app.qt_jobs import Bridge
from librarian_app.widgets.comparison import Comparison

VERDICTS_MS = 700
EVIDENCE_MS = 120
"""Pause before a scan is compared for the eye, so that leafing through the queue asks for the last one only."""


class Insights(QObject):
    """Asks the engine and shows the answers; a failure is no news, since nothing was asked for by the person."""

    def __init__(
        self,
        bridge: Bridge,
        model: IntakeModel,
        comparison: Comparison,
        current: Callable[[], IntakeItem | None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._model = model
        self._comparison = comparison
        self._current = current
        self._verdict_timer, self._evidence_timer = QTimer(self), QTimer(self)
        for timer, pause, run in (
            (self._verdict_timer, VERDICTS_MS, self._ask_verdicts),
            (self._evidence_timer, EVIDENCE_MS, self._ask_evidence),
        ):
            timer.setSingleShot(True)
            timer.setInterval(pause)
            timer.timeout.connect(run)

    def queue_changed(self) -> None:
        """Other scans wait, or records changed: look again what the drafts would double."""
        if not self._verdict_timer.isActive():
            self._verdict_timer.start()

    def scan_shown(self) -> None:
        """Another scan or candidate is shown: compare it for the eye."""
        item = self._current()
        if item is not None:
            self._comparison.show_duplicate(self._model.verdict(item.id))
        self._evidence_timer.start()

    def _ask_verdicts(self) -> None:
        wanted = [
            item.id
            for item in self._model.items
            if item.state == "waiting" and item.identification.decision in ("new", "possible")
        ]
        if not wanted:
            self._model.show_verdicts([])
            return

        def got(verdicts: Sequence[ScanVerdict]) -> None:
            self._model.show_verdicts(verdicts)
            if (item := self._current()) is not None:
                self._comparison.show_duplicate(self._model.verdict(item.id))

        self._bridge.call("duplicates", "of_queue", wanted, on_result=got, on_error=lambda _: None)

    def _ask_evidence(self) -> None:
        item, candidate = self._current(), self._comparison.candidate
        record_id = candidate.record.id if candidate is not None else None
        if item is None or item.identification.sha256 is None or not self._comparison.isVisible():
            return
        shown = self._comparison.overlay.evidence
        if shown is not None and (shown.item_id, shown.record_id) == (item.id, record_id):
            return

        def got(evidence: ScanEvidence) -> None:
            now, best = self._current(), self._comparison.candidate
            asked = (evidence.item_id, evidence.record_id)
            if now is not None and (now.id, best.record.id if best else None) == asked:
                self._comparison.show_evidence(evidence)

        self._bridge.call("intake", "evidence", item.id, record_id, on_result=got, on_error=lambda _: None)
