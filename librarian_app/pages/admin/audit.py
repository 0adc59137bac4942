"""The audit log: who did what, as whom, and when; filtered, and written to a file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit

from core.domain.audit import AUDIT_GROUPS, AuditEvent, AuditFilter, AuditPage, AuditVerdict
from core.errors import LibrarianError
from librarian_app import care_wording, wording
from librarian_app.pages.admin.section_page import SectionPage
from librarian_app.pages.page import PageContext
from librarian_app.widgets.parts import label
from librarian_app.widgets.plain_table import PlainTable

_ROWS = 200
_DAYS = (0, 1, 7, 30, 365)
_TYPING_MS = 300


class AuditSection(SectionPage):
    """Lines, the newest first; each is sealed with the one before, which can be checked here."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._events: list[AuditEvent] = []
        self._page: AuditPage | None = None
        self._verdict: AuditVerdict | None = None
        self.actor, self.group, self.days = QComboBox(), QComboBox(), QComboBox()
        self.group.addItem("", "")
        for name in AUDIT_GROUPS:
            self.group.addItem("", name)
        for days in _DAYS:
            self.days.addItem("", days)
        self.actor.addItem("", "")
        self.words_edit = QLineEdit()
        self.words_edit.setClearButtonEnabled(True)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self.refresh)
        self.words_edit.textChanged.connect(lambda _: self._typing.start())
        for box in (self.actor, self.group, self.days):
            box.activated.connect(lambda _: self.refresh())
        self.row(self.group, self.actor, self.days, self.words_edit)
        self.table = PlainTable((140, 110, 150, 170, 0), rows_shown=9)
        self.table.chosen.connect(lambda _: self._show_details())
        self.column.addWidget(self.table)
        self._details = label("soft", wrap=True, selectable=True)
        self.column.addWidget(self._details)
        self.more_button = self.command("chevron-down", quiet=True)
        self.more_button.clicked.connect(self._more)
        self.export_button, self.verify_button = self.command("export"), self.command("check")
        self.export_button.clicked.connect(self._export)
        self.verify_button.clicked.connect(self._verify)
        self.row(self.export_button, self.verify_button, self.more_button)
        self.column.addStretch(1)
        self.retranslate()

    @property
    def wanted(self) -> AuditFilter:
        """What the fields ask for."""
        days = int(self.days.currentData() or 0)
        return AuditFilter(
            actor=str(self.actor.currentData() or ""),
            kinds=AUDIT_GROUPS.get(str(self.group.currentData() or ""), ()),
            words=self.words_edit.text(),
            since=datetime.now(UTC) - timedelta(days=days) if days else None,
        )

    def came_to_front(self) -> None:
        self.refresh()

    def engine_started(self) -> None:
        self.refresh()

    def refresh(self) -> None:
        self.context.bridge.call("audit", "page", self.wanted, _ROWS, on_result=self._got, on_error=self._failed)

    def enable(self) -> None:
        may = self.may("administrator")
        for target in (self.export_button, self.verify_button):
            target.setEnabled(may and bool(self._events))
            target.setToolTip(self.refusal("administrator"))

    def retranslate(self) -> None:
        self.heading.setText(self.tr("Audit log"))
        self.lead.setText(self.tr("Lines are only ever added. Each carries a seal over itself and the line before it."))
        self.group.setItemText(0, self.tr("Everything"))
        for row, name in enumerate(AUDIT_GROUPS, start=1):
            self.group.setItemText(row, care_wording.audit_group(name))
        self.actor.setItemText(0, self.tr("Everybody"))
        spans = (self.tr("At any time"), self.tr("Last day"), self.tr("Last week"), self.tr("Last month"))
        for row, text in enumerate((*spans, self.tr("Last year"))):
            self.days.setItemText(row, text)
        self.words_edit.setPlaceholderText(self.tr("Words in it"))
        for box, name in (
            (self.group, self.tr("What")),
            (self.actor, self.tr("Who")),
            (self.days, self.tr("When")),
            (self.words_edit, self.tr("Words in it")),
            (self.table, self.heading.text()),
        ):
            box.setAccessibleName(name)
        self.table.show_headings([self.tr("When"), self.tr("Who"), self.tr("Role"), self.tr("What"), self.tr("About")])
        self.more_button.setText(self.tr("Show earlier ones"))
        self.export_button.setText(self.tr("Export as CSV…"))
        self.verify_button.setText(self.tr("Check the seals"))
        self._show()
        self.enable()

    def _got(self, page: AuditPage) -> None:
        self._events = list(page.events)
        self._take(page)

    def _got_more(self, page: AuditPage) -> None:
        self._events += page.events
        self._take(page)

    def _take(self, page: AuditPage) -> None:
        self._page = page
        if [self.actor.itemData(row) for row in range(1, self.actor.count())] != list(page.actors):
            kept = self.actor.currentData()
            while self.actor.count() > 1:
                self.actor.removeItem(1)
            for name in page.actors:
                self.actor.addItem(name, name)
            self.actor.setCurrentIndex(max(0, self.actor.findData(kept)))
        self._show()
        self.enable()

    def _failed(self, error: LibrarianError) -> None:
        self.verdict.tell(self.error_words(error), "bad")

    def _show(self) -> None:
        page = self._page
        if page is None:
            return
        count = self.tr("{n} of {total} lines shown.").format(
            n=wording.number(len(self._events)), total=wording.number(page.total)
        )
        verdict = self._verdict
        if not page.total:
            self.verdict.tell(self.tr("No line fits these filters, or nothing has happened yet."))
        elif verdict is None:
            self.verdict.tell(count)
        elif verdict.is_intact:
            self.verdict.tell(count + " " + self.tr("All seals fit: nothing was changed or taken out."), "good")
        elif verdict.broken_at is not None:
            self.verdict.tell(self.said("check.audit_broken", {"event": verdict.broken_at}), "bad")
        else:
            self.verdict.tell(self.said("check.audit_cut", {"n": verdict.lost}), "bad")
        self.table.setVisible(bool(self._events))
        self.table.show_rows(
            [
                (
                    str(each.id),
                    [
                        wording.moment(each.at),
                        each.actor,
                        care_wording.person_role(each.role),
                        care_wording.audit_kind(each.kind),
                        each.subject,
                    ],
                )
                for each in self._events
            ]
        )
        self.more_button.setVisible(len(self._events) < page.total)
        self._show_details()

    def _show_details(self) -> None:
        event = next((each for each in self._events if str(each.id) == self.table.key), None)
        self._details.setVisible(event is not None)
        if event is None:
            return
        detail = "  ·  ".join(f"{name} {value}" for name, value in event.detail.items() if value != "")
        seal = self.tr("line {n}, seal {seal}").format(n=event.id, seal=event.hash[:16])
        self._details.setText("  ·  ".join(part for part in (detail, seal) if part))

    def _more(self) -> None:
        if self._events:
            self.context.bridge.call(
                "audit",
                "page",
                self.wanted,
                _ROWS,
                self._events[-1].id,
                on_result=self._got_more,
                on_error=self._failed,
            )

    def _verify(self) -> None:
        self.context.bridge.call("audit", "verify", on_result=self._verified, on_error=self._failed)

    def _verified(self, verdict: AuditVerdict) -> None:
        self._verdict = verdict
        self._show()

    def _export(self) -> None:
        file, _ = QFileDialog.getSaveFileName(self, self.tr("Export the audit log"), "audit-log.csv", "CSV (*.csv)")
        if file:
            self.export_to(file)

    def export_to(self, file: str) -> None:
        """Write what the filters let through."""

        def written(n: int) -> None:
            self.announced.emit(self.tr("{n} lines written to {file}").format(n=wording.number(n), file=file))
            self.refresh()

        self.context.bridge.call("audit", "export", file, self.wanted, on_result=written, on_error=self.failed.emit)
