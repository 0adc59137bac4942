"""First steps: a small card in the corner that leads through five things. It can be ignored, skipped, called again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from librarian_app.i18n import LANGUAGES, SYSTEM_LANGUAGE, Retranslating
from librarian_app.preferences import load_preferences, preferences_file, save_preferences
from librarian_app.theme import Theme, ThemeSwitcher
from librarian_app.widgets.parts import button, label, set_icon, tool_button

WIDTH, MARGIN = 424, 20
STEPS = ("welcome", "library", "search", "cover", "safety")
ICONS = {"welcome": "language", "library": "library", "search": "search", "cover": "image", "safety": "undo"}
QUERIES = ("红楼梦", "ocean adventure", "hlm")
THEMES = ("system", "light", "dark")


@dataclass(frozen=True, slots=True)
class GuideActions:
    """What the card can do in the window."""

    choose_language: Callable[[str], None]
    choose_theme: Callable[[str], None]
    search: Callable[[str], None]
    run: Callable[[str], None]
    start_own_library: Callable[[], None] | None
    show_help: Callable[[], None]


class GuidePanel(Retranslating, QFrame):
    """A card over the lower right corner of its parent. Nothing waits for it.

    Signals:
        finished(): It was gone through or skipped.
    """

    finished = Signal()

    def __init__(self, themes: ThemeSwitcher, actions: GuideActions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("popup")
        self.setProperty("help_page", "first-steps")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._themes = themes
        self._actions = actions
        self._step = 0
        self._icon = QLabel()
        self._heading = label("title", wrap=True)
        self._text = label("soft", wrap=True)
        self._close = tool_button()
        self._close.clicked.connect(self.finish)
        self._language, self._theme = QComboBox(), QComboBox()
        for code in (SYSTEM_LANGUAGE, *LANGUAGES):
            self._language.addItem(LANGUAGES.get(code, ""), code)
        for code in THEMES:
            self._theme.addItem("", code)
        self._language.activated.connect(lambda: actions.choose_language(str(self._language.currentData())))
        self._theme.activated.connect(lambda: actions.choose_theme(str(self._theme.currentData())))
        self._language_label, self._theme_label = label("label"), label("label")
        self._choices = QWidget()
        grid = QGridLayout(self._choices)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._language_label, 0, 0)
        grid.addWidget(self._language, 0, 1)
        grid.addWidget(self._theme_label, 1, 0)
        grid.addWidget(self._theme, 1, 1)
        self._doing = QWidget()
        self._doing_row = QHBoxLayout(self._doing)
        self._doing_row.setContentsMargins(0, 0, 0, 0)
        self._doing_row.setSpacing(8)
        self._dots = label("muted")
        self.skip_button, self.back_button = button(quiet=True), button()
        self.next_button = button(primary=True)
        self.skip_button.clicked.connect(self.finish)
        self.back_button.clicked.connect(lambda: self.show_step(self._step - 1))
        self.next_button.clicked.connect(self._forward)
        self._build()
        themes.changed.connect(self._apply_theme)
        parent.installEventFilter(self)
        self.retranslate()
        self.hide()

    @property
    def step(self) -> str:
        """The step in view."""
        return STEPS[self._step]

    def begin(self) -> None:
        """Show it from the first step."""
        preferences = load_preferences(preferences_file())
        self._language.setCurrentIndex(max(0, self._language.findData(preferences.language)))
        self._theme.setCurrentIndex(max(0, self._theme.findData(preferences.theme)))
        self.show()
        self.show_step(0)
        self.raise_()
        self.next_button.setFocus()

    def show_step(self, step: int) -> None:
        """Show a step, from 0."""
        self._step = max(0, min(step, len(STEPS) - 1))
        self.retranslate()

    def finish(self) -> None:
        """Put it away; it does not come by itself again."""
        self.hide()
        preferences = load_preferences(preferences_file())
        save_preferences(preferences_file(), replace(preferences, guide_seen=True))
        self.finished.emit()

    def retranslate(self) -> None:
        step = self.step
        self._heading.setText(self._headings()[step])
        self._text.setText(self._texts()[step])
        self._choices.setVisible(step == "welcome")
        self._language_label.setText(self.tr("Language"))
        self._theme_label.setText(self.tr("Theme"))
        self._language.setItemText(0, self.tr("As the desktop"))
        for row, text in enumerate((self.tr("As the desktop"), self.tr("Light"), self.tr("Dark"))):
            self._theme.setItemText(row, text)
        self._language.setAccessibleName(self.tr("Language"))
        self._theme.setAccessibleName(self.tr("Theme"))
        self._close.setAccessibleName(self.tr("Close the first steps"))
        self._close.setToolTip(self.tr("Close the first steps"))
        self.setAccessibleName(self.tr("First steps"))
        self.skip_button.setText(self.tr("Skip"))
        self.back_button.setText(self.tr("Back"))
        is_last = self._step == len(STEPS) - 1
        self.next_button.setText(self.tr("Done") if is_last else self.tr("Next"))
        self.skip_button.setVisible(not is_last)
        self.back_button.setVisible(self._step > 0)
        self._dots.setText(self.tr("{step} of {steps}").format(step=self._step + 1, steps=len(STEPS)))
        self._fill_doing(step)
        self._apply_theme(self._themes.theme)
        self.place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if watched is self.parentWidget() and event.type() == QEvent.Type.Resize:
            self.place()
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self.place()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape:
            self.finish()
            return
        super().keyPressEvent(event)

    def place(self) -> None:
        """Into the lower right corner."""
        layout, window = self.layout(), self.parentWidget()
        if layout is None or window is None:
            return
        layout.invalidate()
        layout.activate()
        width = round(WIDTH * self._themes.theme.text_percent / 100)
        height = max(layout.totalHeightForWidth(width), layout.totalMinimumHeightForWidth(width))
        area = window.rect()
        self.setGeometry(area.right() - width - MARGIN, area.bottom() - height - MARGIN, width, height)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._heading, 1)
        head.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._dots, 1)
        foot.addWidget(self.skip_button)
        foot.addWidget(self.back_button)
        foot.addWidget(self.next_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(22, 18, 16, 16)
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addWidget(self._text)
        whole.addWidget(self._choices)
        whole.addWidget(self._doing)
        whole.addSpacing(4)
        whole.addLayout(foot)

    def _forward(self) -> None:
        if self._step == len(STEPS) - 1:
            self.finish()
        else:
            self.show_step(self._step + 1)

    def _headings(self) -> dict[str, str]:
        return {
            "welcome": self.tr("Welcome to Wenyuan"),
            "library": self.tr("Your library is a folder"),
            "search": self.tr("Try a search"),
            "cover": self.tr("Drop a cover"),
            "safety": self.tr("Nothing is lost"),
        }

    def _texts(self) -> dict[str, str]:
        return {
            "welcome": self.tr(
                "Choose how it speaks and looks; you can change this at any time in the settings. "
                "Four more steps show what it does. You can work on meanwhile."
            ),
            "library": self.tr(
                "Look around in the demo library first, start your own, or bring your records along: "
                "MARC, Excel, CSV and more. Everything stays on this computer."
            ),
            "search": self.tr(
                "One box takes titles in Chinese and English, pinyin, initials, what a book is about, ISBNs and "
                "barcodes. Each result says why it is there."
            ),
            "cover": self.tr(
                "Drop photos or scans of covers on the intake page. Each becomes a match, a suggestion or a draft of a "
                "new record. Nothing enters the catalogue before you say so."
            ),
            "safety": self.tr(
                "Every change can be undone, also a whole import. Back up from the library menu. "
                "F1 explains the page you are on; the question mark lists all keys."
            ),
        }

    def _offers(self, step: str) -> list[tuple[str, Callable[[], None]]]:
        run = self._actions.run
        if step == "library":
            offers: list[tuple[str, Callable[[], None]]] = []
            if self._actions.start_own_library is not None:
                offers.append((self.tr("Start my own library"), self._actions.start_own_library))
            return [*offers, (self.tr("Import records…"), lambda: run("import"))]
        if step == "search":
            return [(query, lambda query=query: self._actions.search(query)) for query in QUERIES]  # type: ignore[misc]
        if step == "cover":
            return [(self.tr("To the intake page"), lambda: run("intake"))]
        if step == "safety":
            return [
                (self.tr("History"), lambda: run("history")),
                (self.tr("Open the help"), self._actions.show_help),
            ]
        return []

    def _fill_doing(self, step: str) -> None:
        while (item := self._doing_row.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        offers = self._offers(step)
        for caption, run in offers:
            made: QPushButton = button()
            made.setText(caption)
            made.clicked.connect(lambda _=False, run=run: run())
            self._doing_row.addWidget(made)
        self._doing_row.addStretch(1)
        self._doing.setVisible(bool(offers))

    def _apply_theme(self, theme: Theme) -> None:
        self._icon.setPixmap(theme.icon(ICONS[self.step], "accent").pixmap(QSize(28, 28)))
        set_icon(self._close, theme, "close", 14)
