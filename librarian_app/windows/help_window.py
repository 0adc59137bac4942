"""Help: a list of pages to search at the left, the page at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from librarian_app.help_pages import HelpPage, all_pages, find
from librarian_app.i18n import Retranslating
from librarian_app.theme import Theme, ThemeSwitcher
from librarian_app.widgets.help_text import HelpText
from librarian_app.widgets.parts import label, set_icon, tool_button

LIST_WIDTH = 248


class HelpWindow(Retranslating, QWidget):
    """A window of its own, so that one can read while working, also beside a dialog."""

    def __init__(self, themes: ThemeSwitcher) -> None:
        super().__init__()
        self.setObjectName("page")
        self._themes = themes
        self._pages: tuple[HelpPage, ...] = ()
        self._name = ""
        self._visited: list[str] = []
        self._ahead: list[str] = []
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setObjectName("sections")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text = HelpText()
        self._none = label("muted", wrap=True)
        self.back_button, self.forward_button = tool_button(), tool_button()
        self._title = label("muted")
        left = QWidget()
        left.setFixedWidth(LIST_WIDTH)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.search)
        column.addWidget(self._none)
        column.addWidget(self.list, 1)
        bar = QHBoxLayout()
        bar.setSpacing(2)
        bar.addWidget(self.back_button)
        bar.addWidget(self.forward_button)
        bar.addSpacing(8)
        bar.addWidget(self._title, 1)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addLayout(bar)
        right.addWidget(self.text, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(18, 16, 18, 16)
        whole.setSpacing(16)
        whole.addWidget(left)
        whole.addLayout(right, 1)
        self.back_button.clicked.connect(self.go_back)
        self.forward_button.clicked.connect(self.go_forward)
        self.search.textChanged.connect(self._search)
        self.search.returnPressed.connect(self._open_first)
        self.list.currentItemChanged.connect(self._chosen)
        self.text.page_asked.connect(self.show_page)
        for keys, run in (
            ("Alt+Left", self.go_back),
            ("Alt+Right", self.go_forward),
            ("Ctrl+F", self._to_search),
            ("Esc", self.close),
            ("Ctrl+W", self.close),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(run)
        themes.changed.connect(self._apply_theme)
        self.resize(980, 660)
        self._apply_theme(themes.theme)
        self.retranslate()

    @property
    def page(self) -> str:
        """The name of the page in view."""
        return self._name

    def show_page(self, name: str) -> None:
        """Show a page; the one before can be gone back to."""
        if not any(each.name == name for each in self._pages):
            return
        if self._name and self._name != name:
            self._visited.append(self._name)
            self._ahead.clear()
        self._show(name)

    def go_back(self) -> None:
        """To the page before."""
        if self._visited:
            self._ahead.append(self._name)
            self._show(self._visited.pop())

    def go_forward(self) -> None:
        """To the page from which one went back."""
        if self._ahead:
            self._visited.append(self._name)
            self._show(self._ahead.pop())

    def retranslate(self) -> None:
        self._pages = all_pages(self._themes.theme.language)
        self.setWindowTitle(self.tr("Help") + " – " + self.tr("Wenyuan 文渊"))
        self.search.setPlaceholderText(self.tr("Search the help"))
        self.search.setAccessibleName(self.tr("Search the help"))
        self.list.setAccessibleName(self.tr("Pages"))
        self.text.setAccessibleName(self.tr("Page"))
        self._none.setText(self.tr("No page contains all these words."))
        for target, text in ((self.back_button, self.tr("Back")), (self.forward_button, self.tr("Forward"))):
            target.setToolTip(text)
            target.setAccessibleName(text)
        self._search(self.search.text())
        if self._name:
            self._show(self._name)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Down and self.search.hasFocus():
            self.list.setFocus()
            return
        super().keyPressEvent(event)

    def _show(self, name: str) -> None:
        self._name = name
        shown = next(each for each in self._pages if each.name == name)
        self.text.show_markdown(shown.text, self._themes.theme)
        self._title.setText(shown.title)
        if self.search.text().strip():
            self.text.mark(self.search.text(), self._themes.theme.colour("highlight"))
        self.back_button.setEnabled(bool(self._visited))
        self.forward_button.setEnabled(bool(self._ahead))
        self.list.blockSignals(True)
        for row in range(self.list.count()):
            if self.list.item(row).data(Qt.ItemDataRole.UserRole) == name:
                self.list.setCurrentRow(row)
                break
        else:
            self.list.setCurrentRow(-1)
        self.list.blockSignals(False)

    def _search(self, words: str) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for each, n in find(words, self._pages):
            item = QListWidgetItem(f"{each.title}  ({n})" if n else each.title)
            item.setData(Qt.ItemDataRole.UserRole, each.name)
            self.list.addItem(item)
            if each.name == self._name:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)
        self._none.setVisible(not self.list.count())
        if self._name:
            self.text.mark(words, self._themes.theme.colour("highlight"))

    def _open_first(self) -> None:
        if self.list.count():
            self.show_page(str(self.list.item(0).data(Qt.ItemDataRole.UserRole)))

    def _chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.show_page(str(item.data(Qt.ItemDataRole.UserRole)))

    def _to_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _apply_theme(self, theme: Theme) -> None:
        set_icon(self.back_button, theme, "chevron-left")
        set_icon(self.forward_button, theme, "chevron-right")
        if self._pages:  # the theme carries the language, and comes after the translators
            self.retranslate()
