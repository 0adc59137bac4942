"""How well the search indexes agree with the catalogue, and building them anew."""

from __future__ import annotations

from core.domain.index_health import ChannelHealth, IndexHealth
from core.domain.library import EngineState
from core.errors import LibrarianError
from core.jobs.job import FINAL_STATES, JobInfo
from librarian_app import care_wording, wording
from librarian_app.pages.admin.section_page import SectionPage
from librarian_app.pages.page import PageContext
from librarian_app.widgets.parts import label
from librarian_app.widgets.plain_table import PlainTable

_JOBS = ("rebuild_index", "reindex")


class IndexSection(SectionPage):
    """A row a channel, facts about the chosen one, the full text, one sentence about all of it."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.health: IndexHealth | None = None
        self._is_asked = False
        self._encoders = ""
        self.table = PlainTable((150, 96, 96, 96, 90, 0), numbers=(1, 2, 3, 4))
        self.table.chosen.connect(self._show_details)
        self.column.addWidget(self.table)
        self._details = label("soft", wrap=True, selectable=True)
        self.column.addWidget(self._details)
        self._full_text = label("soft", wrap=True)
        self.column.addWidget(self._full_text)
        self.rebuild_button = self.command("retry", primary=True)
        self.rebuild_button.clicked.connect(lambda: self.context.submit("rebuild_index", {}))
        self.again_button = self.command("refresh")
        self.again_button.clicked.connect(self.reload)
        self.row(self.rebuild_button, self.again_button)
        self._progress = self.progress(*_JOBS)
        self.column.addStretch(1)
        self.retranslate()

    def came_to_front(self) -> None:
        self.reload()

    def engine_started(self) -> None:
        self.reload()

    def show_state(self, state: EngineState) -> None:
        super().show_state(state)
        if state.encoders != self._encoders:
            self._encoders = state.encoders
            if self.isVisible():
                self.reload()

    def job_changed(self, job: JobInfo) -> None:
        if job.kind in _JOBS and job.state in FINAL_STATES and self.isVisible():
            self.reload()

    def reload(self) -> None:
        """Ask for a new report."""
        if self._is_asked:
            return
        self._is_asked = True
        if self.health is None:
            self.verdict.tell(self.tr("Comparing indexes with the catalogue…"))
        self.enable()
        self.context.bridge.call("index_health", "report", on_result=self._got, on_error=self._failed)

    def enable(self) -> None:
        busy = self._progress.is_busy
        self.rebuild_button.setEnabled(self.may_write() and not busy)
        refusal = self.refusal("administrator")
        self.rebuild_button.setToolTip(refusal or self.tr("Search goes on with the old index meanwhile"))
        self.again_button.setEnabled(not self._is_asked)

    def retranslate(self) -> None:
        self.heading.setText(self.tr("Index health"))
        self.lead.setText(self.tr("The database is the truth; indexes are made from it and can always be made again."))
        self.table.show_headings(
            [
                self.tr("Vectors"),
                self.tr("Database"),
                self.tr("Index"),
                self.tr("Missing"),
                self.tr("Self-test"),
                self.tr("Encoder"),
            ]
        )
        self.table.setAccessibleName(self.tr("Index health"))
        self.rebuild_button.setText(self.tr("Rebuild the index"))
        self.again_button.setText(self.tr("Look again"))
        self._show()
        self.enable()

    def _got(self, health: IndexHealth) -> None:
        self._is_asked = False
        self.health = health
        self._show()
        self.enable()

    def _failed(self, error: LibrarianError) -> None:
        self._is_asked = False
        self.verdict.tell(self.error_words(error), "bad")
        self.enable()

    def _show(self) -> None:
        health = self.health
        if health is None:
            return
        self.verdict.tell(self.said(health.verdict_id, health.verdict_values), health.tone)
        self.table.setVisible(bool(health.channels))
        self._details.setVisible(bool(health.channels))
        self.table.show_rows(
            [
                (
                    each.channel,
                    [
                        care_wording.vector_channel(each.channel),
                        wording.number(each.stored),
                        wording.number(each.indexed),
                        wording.number(each.missing),
                        "–" if each.recall is None else f"{100 * each.recall:.0f} %",
                        each.encoder,
                    ],
                )
                for each in health.channels
            ]
        )
        if health.channels and not self.table.key:
            self.table.choose(health.channels[0].channel)
        self._full_text.setText(
            self.tr("Full text: {rows} of {records} records · generation {generation}").format(
                rows=wording.number(health.full_text_rows),
                records=wording.number(health.records),
                generation=health.generation,
            )
        )

    def _show_details(self, channel: str) -> None:
        found = next((each for each in self.health.channels if each.channel == channel), None) if self.health else None
        self._details.setText(self._facts(found) if found is not None else "")

    def _facts(self, each: ChannelHealth) -> str:
        parts = [
            wording.labelled(care_wording.vector_channel(each.channel), care_wording.index_kind(each.kind)),
            self.tr("built {when}").format(when=wording.moment(each.built_at)),
            self.tr("generation {n}").format(n=each.generation),
            self.tr("fingerprint {code}").format(code=each.fingerprint[:12]),
        ]
        if each.file_mib:
            parts.append(self.tr("file {size} MiB").format(size=f"{each.file_mib:,.1f}"))
        if each.tombstones:
            parts.append(self.tr("{n} removed vectors still in it").format(n=wording.number(each.tombstones)))
        if each.other_encoders:
            parts.append(self.tr("{n} vectors of other encoders kept").format(n=wording.number(each.other_encoders)))
        if each.n_tested:
            parts.append(self.tr("self-test with {n} searches").format(n=each.n_tested))
        return "  ·  ".join(parts)
