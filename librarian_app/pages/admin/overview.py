"""What the library holds and how much room it takes, at a glance."""

from __future__ import annotations

from PySide6.QtWidgets import QFormLayout, QLabel, QVBoxLayout

from core.domain.library import EngineState, LibraryStats
from librarian_app import wording
from librarian_app.pages.page import Page, PageContext
from librarian_app.widgets.parts import ScrollingColumn, label


class OverviewSection(Page):
    """Counts, languages, device, place on disk."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._stats: LibraryStats | None = None
        self._state: EngineState | None = None
        self._heading = label("heading")
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(24)
        self._form.setVerticalSpacing(8)
        self._rows: list[tuple[QLabel, QLabel]] = []
        area = ScrollingColumn((0, 0, 8, 8), 14)
        area.column.addWidget(self._heading)
        area.column.addLayout(self._form)
        area.column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        self.retranslate()

    def engine_started(self) -> None:
        self.refresh()

    def came_to_front(self) -> None:
        self.refresh()

    def refresh(self) -> None:
        self.context.bridge.call("cataloguing", "stats", on_result=self._got, on_error=self.failed.emit)

    def show_state(self, state: EngineState) -> None:
        self._state = state
        self.retranslate()

    def retranslate(self) -> None:
        self._heading.setText(self.tr("This library"))
        facts = self._facts()
        while len(self._rows) < len(facts):
            row = (label("muted"), label(selectable=True, wrap=True))
            self._form.addRow(*row)
            self._rows.append(row)
        for (name, value), (name_text, value_text) in zip(self._rows, facts, strict=True):
            name.setText(name_text)
            value.setText(value_text)

    def _got(self, stats: LibraryStats) -> None:
        self._stats = stats
        self.retranslate()

    def _facts(self) -> list[tuple[str, str]]:
        stats, state = self._stats, self._state
        languages = stats.languages if stats else {}
        most = sorted(languages.items(), key=lambda item: -item[1])[:6]
        return [
            (self.tr("Folder"), stats.library if stats else ""),
            (self.tr("Records"), f"{stats.records:,}" if stats else ""),
            (self.tr("Drafts"), f"{stats.drafts:,}" if stats else ""),
            (self.tr("Covers"), f"{stats.covers:,}" if stats else ""),
            (self.tr("Items"), f"{stats.holdings:,}" if stats else ""),
            (self.tr("Languages"), " · ".join(f"{wording.language_name(code)} {n:,}" for code, n in most)),
            (self.tr("Size on disk"), f"{stats.size_mib:,.1f} MiB" if stats else ""),
            (self.tr("Device"), state.device if state else ""),
        ]
