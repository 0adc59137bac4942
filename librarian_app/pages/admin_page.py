"""The administrator's page: sections at the left, the chosen one beside them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QStackedWidget, QVBoxLayout, QWidget

from core.domain.changes import ChangeSet
from core.domain.library import EngineState
from core.domain.people import includes
from core.jobs.job import JobInfo
from librarian_app import actions as commands
from librarian_app.error_dialogs import refusal
from librarian_app.pages.admin.sections import SECTIONS, title_text
from librarian_app.pages.page import Page, PageContext
from librarian_app.theme import Theme
from librarian_app.widgets.parts import label

LIST_WIDTH = 184


class AdminPage(Page):
    """Passes on what the main window tells to the sections made so far; a section is made when it is first shown."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._sections: dict[str, Page] = {}
        self._state: EngineState | None = None
        self._is_started = False
        self._heading = label("heading")
        self.list = QListWidget()
        self.list.setObjectName("sections")
        self.list.setFixedWidth(LIST_WIDTH)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for section in SECTIONS:
            item = QListWidgetItem()
            item.setData(Qt.ItemDataRole.UserRole, section.name)
            self.list.addItem(item)
        self._stack = QStackedWidget()
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addWidget(self._heading)
        left.addWidget(self.list, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 12)
        whole.setSpacing(22)
        whole.addLayout(left)
        whole.addWidget(self._stack, 1)
        self.list.currentRowChanged.connect(self._show_row)
        for section in SECTIONS:
            if section.command:
                context.actions[section.command].triggered.connect(partial(self._go, section.name))
        context.themes.changed.connect(self._apply_theme)
        self._apply_theme(context.themes.theme)
        self.retranslate()

    @property
    def current(self) -> Page | None:
        """The section in front."""
        shown = self._stack.currentWidget()
        return shown if isinstance(shown, Page) else None

    @property
    def section_in_front(self) -> str:
        """The name of the section in front, "" before one was shown."""
        item = self.list.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else ""

    def section(self, name: str) -> Page:
        """A section by its name, made on first need."""
        found = self._sections.get(name)
        if found is None:
            found = next(section for section in SECTIONS if section.name == name).make(self.context)
            found.failed.connect(self.failed)
            found.announced.connect(self.announced)
            found.record_asked.connect(self.record_asked)
            found.page_asked.connect(self.page_asked)
            found.section_asked.connect(self.show_section)
            self._sections[name] = found
            self._stack.addWidget(found)
            if self._state is not None:
                found.show_state(self._state)
            if self._is_started:
                found.engine_started()
        return found

    def show_section(self, name: str, item: str = "") -> None:
        """Bring a section to the front, and something in it."""
        names = [section.name for section in SECTIONS]
        self.list.setCurrentRow(names.index(name))
        if item:
            self.section(name).show_item(item)

    def engine_started(self) -> None:
        self._is_started = True
        for section in self._sections.values():
            section.engine_started()

    def show_state(self, state: EngineState) -> None:
        self._state = state
        self._allow()
        for section in self._sections.values():
            section.show_state(state)

    def catalogue_changed(self, changes: ChangeSet) -> None:
        for section in self._sections.values():
            section.catalogue_changed(changes)

    def refresh(self) -> None:
        if self.current is not None:
            self.current.refresh()

    def job_changed(self, job: JobInfo) -> None:
        for section in self._sections.values():
            section.job_changed(job)

    def came_to_front(self) -> None:
        if self.list.currentRow() < 0:
            self.list.setCurrentRow(0)
        elif self.current is not None:
            self.current.came_to_front()
        self.list.setFocus()

    def retranslate(self) -> None:
        self._heading.setText(commands.plain_text("admin"))
        self.list.setAccessibleName(self.tr("Sections"))
        for row, section in enumerate(SECTIONS):
            self.list.item(row).setText(title_text(section))
        self._allow()

    def _allow(self) -> None:
        """Grey out what the person's role does not include, and say why."""
        state = self._state
        if state is None:
            return
        for row, section in enumerate(SECTIONS):
            item = self.list.item(row)
            may = includes(state.role, section.least_role)
            flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
            item.setFlags(flags if may else Qt.ItemFlag.NoItemFlags)
            item.setToolTip("" if may else refusal(state.role, section.least_role, self.context.themes.theme.language))
            if not may and row == self.list.currentRow():
                self.list.setCurrentRow(0)

    def _go(self, name: str, _checked: bool = False) -> None:
        """A command leads straight to a section."""
        self.page_asked.emit("admin")
        self.show_section(name)

    def _show_row(self, row: int) -> None:
        if row < 0:
            return
        section = self.section(SECTIONS[row].name)
        self._stack.setCurrentWidget(section)
        section.came_to_front()

    def _apply_theme(self, theme: Theme) -> None:
        for row, section in enumerate(SECTIONS):
            self.list.item(row).setIcon(theme.icon(section.icon))
