"""What the sections about the library's care share: a heading, a sentence, a verdict, a column below."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QMessageBox, QPushButton, QVBoxLayout, QWidget

from core.domain.library import EngineState
from core.domain.people import includes
from core.errors import LibrarianError
from core.jobs.job import JobId
from librarian_app.error_dialogs import error_sentence, refusal, sentence
from librarian_app.pages.page import Page, PageContext
from librarian_app.theme import Theme
from librarian_app.widgets.banner import Banner
from librarian_app.widgets.job_progress import JobProgress
from librarian_app.widgets.parts import ScrollingColumn, button, label, set_icon


class SectionPage(Page):
    """A section with a scrolling column. Subclasses fill `column` and name their texts in `retranslate`."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.state: EngineState | None = None
        self._icons: list[tuple[QPushButton, str]] = []
        self.heading = label("heading")
        self.lead = label("muted", wrap=True)
        self.verdict = Banner(context.themes)
        area = ScrollingColumn((0, 0, 8, 8), 12)
        self.column = area.column
        for widget in (self.heading, self.lead, self.verdict):
            self.column.addWidget(widget)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        context.themes.changed.connect(self._apply_theme)

    def show_state(self, state: EngineState) -> None:
        self.state = state
        self.enable()

    def enable(self) -> None:
        """Enable what can be done now; called whenever that may have changed."""

    def may(self, least: str) -> bool:
        """Whether the person who is signed in may do what needs a role."""
        return self.state is not None and includes(self.state.role, least)

    def may_write(self, least: str = "administrator") -> bool:
        """Likewise, and the library can be written."""
        return self.may(least) and self.state is not None and not self.state.read_only

    def refusal(self, least: str) -> str:
        """Why the person may not, for a tooltip; "" when they may."""
        if self.state is None or self.may(least):
            return ""
        return refusal(self.state.role, least, self.context.themes.theme.language)

    def command(self, icon: str, *, primary: bool = False, quiet: bool = False) -> QPushButton:
        """A button with an icon that follows the theme."""
        made = button(primary=primary, quiet=quiet)
        self._icons.append((made, icon))
        set_icon(made, self.context.themes.theme, icon, 16)
        return made

    def row(self, *widgets: QWidget) -> QHBoxLayout:
        """Widgets in a row at the left, added to the column."""
        row = QHBoxLayout()
        row.setSpacing(10)
        for widget in widgets:
            row.addWidget(widget)
        row.addStretch(1)
        self.column.addLayout(row)
        return row

    def progress(self, *kinds: str) -> JobProgress:
        """A line about running jobs of some kinds, added to the column."""
        line = JobProgress(kinds, self.context.jobs, self.context.themes)
        line.stop_asked.connect(lambda job: self.context.bridge.call("jobs", "cancel", JobId(job)))
        self.context.jobs.activity_changed.connect(self.enable)
        self.column.addWidget(line)
        return line

    def ask(self, question: str, details: str, yes: str) -> QMessageBox:
        """Ask before something that matters; connect to `accepted`. The cautious answer is the default."""
        box = QMessageBox(self.window())
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setWindowTitle(question)
        box.setText(f"<b>{question}</b>")
        box.setInformativeText(details)
        agree = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
        agree.setObjectName("agree")
        no = box.addButton(self.tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(no)
        box.setModal(True)
        box.open()
        return box

    def said(self, message_id: str, values: object) -> str:
        """A sentence of core's in the interface language."""
        return sentence(message_id, dict(values), self.context.themes.theme.language)  # type: ignore[call-overload]

    def error_words(self, error: LibrarianError) -> str:
        """What an expected failure says."""
        return error_sentence(error, self.context.themes.theme.language)

    def _apply_theme(self, theme: Theme) -> None:
        for made, icon in self._icons:
            set_icon(made, theme, icon, 16)
