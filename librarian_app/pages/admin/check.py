"""Checking that the library fits together, and mending it after the person agreed to each kind of repair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QFrame, QVBoxLayout

from core.jobs.job import FINAL_STATES, JobInfo
from librarian_app import care_wording, wording
from librarian_app.pages.admin.section_page import SectionPage
from librarian_app.pages.page import PageContext
from librarian_app.widgets.parts import label

_SHOWN_OF_A_KIND = 4


class CheckSection(SectionPage):
    """Run, read what was found in plain words, agree, repair."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.report: JobInfo | None = None
        self.check_button = self.command("check", primary=True)
        self.check_button.clicked.connect(lambda: self.context.submit("check", {"repair": False}))
        self.repair_button = self.command("settings")
        self.repair_button.clicked.connect(self._ask_repair)
        self.row(self.check_button, self.repair_button)
        self._progress = self.progress("check")
        self._counts = label("muted", wrap=True)
        self.column.addWidget(self._counts)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(10)
        self.column.addLayout(self._cards)
        self.column.addStretch(1)
        context.jobs.modelReset.connect(self._take_last)
        self._take_last()
        self.retranslate()

    def job_changed(self, job: JobInfo) -> None:
        if job.kind == "check" and job.state in FINAL_STATES:
            self.report = job
            self._show()
        self.enable()

    def enable(self) -> None:
        busy = self._progress.is_busy
        self.check_button.setEnabled(self.may("cataloguer") and not busy)
        self.check_button.setToolTip(self.refusal("cataloguer"))
        self.repair_button.setEnabled(self.may_write() and not busy and bool(self._repairable()))
        self.repair_button.setToolTip(self.refusal("administrator"))

    def retranslate(self) -> None:
        self.heading.setText(self.tr("Check and repair"))
        self.lead.setText(
            self.tr(
                "Compares database, cover files, full text, vectors, index files, encoders and the audit log. "
                "Checking changes nothing."
            )
        )
        self.check_button.setText(self.tr("Check the library"))
        self.repair_button.setText(self.tr("Repair…"))
        self._show()
        self.enable()

    def findings(self) -> Sequence[Mapping[str, Any]]:
        """What the last check found."""
        result: Mapping[str, Any] = (self.report.result or {}) if self.report is not None else {}
        found = result.get("findings", ())
        return [each for each in found if isinstance(each, Mapping)]

    def _repairable(self) -> list[Mapping[str, Any]]:
        return [each for each in self.findings() if each.get("repairable") and not each.get("repaired")]

    def _take_last(self) -> None:
        ended = [job for job in self.context.jobs.jobs if job.kind == "check" and job.state == "succeeded"]
        if ended:
            self.report = ended[0]
            self._show()

    def _show(self) -> None:
        while (item := self._cards.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        job = self.report
        self._counts.setVisible(job is not None)
        if job is None:
            self.verdict.tell(self.tr("The library was not checked since this window opened."))
            return
        if job.state != "succeeded":
            text = self.said(job.error_id, job.error_context) if job.error_id else wording.job_state(job.state)
            self.verdict.tell(text, "bad" if job.error_id else "fair")
            return
        findings = self.findings()
        left = [each for each in findings if not each.get("repaired")]
        when = wording.moment(job.finished_at)
        if not findings:
            self.verdict.tell(f"{wording.all_sound()}  ({when})", "good")
        elif not left:
            self.verdict.tell(self.tr("Everything that was found is repaired.") + f"  ({when})", "good")
        else:
            n_repairable = len(self._repairable())
            text = self.tr("%n thing(s) do not fit together.", "", len(left))
            if n_repairable:
                text += " " + self.tr("%n of them can be repaired.", "", n_repairable)
            self.verdict.tell(f"{text}  ({when})", "fair" if n_repairable == len(left) else "bad")
        checked = (job.result or {}).get("checked", {})
        counts = [f"{care_wording.checked_thing(name)} {wording.number(int(n))}" for name, n in checked.items()]
        self._counts.setText(self.tr("Looked at:") + " " + "  ·  ".join(counts))
        for message_id in dict.fromkeys(str(each.get("message_id")) for each in findings):
            self._cards.addWidget(self._card([each for each in findings if each.get("message_id") == message_id]))

    def _card(self, findings: Sequence[Mapping[str, Any]]) -> QFrame:
        """Findings of one kind: what it is about, the first few, what repair does."""
        message_id = str(findings[0].get("message_id"))
        card = QFrame()
        card.setObjectName("card")
        column = QVBoxLayout(card)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(5)
        title = label("heading")
        title.setText(f"{care_wording.check_group(message_id)}  ·  {wording.number(len(findings))}")
        column.addWidget(title)
        for each in findings[:_SHOWN_OF_A_KIND]:
            line = label(wrap=True, selectable=True)
            line.setText(self.said(message_id, each.get("values") or {}))
            column.addWidget(line)
        if len(findings) > _SHOWN_OF_A_KIND:
            column.addWidget(label("muted", wording.and_more(len(findings) - _SHOWN_OF_A_KIND)))
        is_repaired = all(each.get("repaired") for each in findings)
        remedy = label("muted", wrap=True)
        remedy.setText(self.tr("Repaired.") if is_repaired else care_wording.remedy(message_id))
        column.addWidget(remedy)
        return card

    def _ask_repair(self) -> None:
        kinds = dict.fromkeys(str(each.get("message_id")) for each in self._repairable())
        steps = "\n".join(f"• {care_wording.check_group(kind)}: {care_wording.remedy(kind)}" for kind in kinds)
        box = self.ask(self.tr("Repair the library?"), steps, self.tr("Repair"))
        box.accepted.connect(lambda: self.context.submit("check", {"repair": True}))
