"""What a page shows when it has nothing to show: why, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from librarian_app.theme import Theme, ThemeSwitcher
from librarian_app.widgets.parts import button, label, set_icon

TEXT_WIDTH_PX = 520


class EmptyState(QWidget):
    """An icon, a heading, a sentence, a row of buttons; all set by `say`."""

    def __init__(self, themes: ThemeSwitcher, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._icon_name = "info"
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._heading = label("title", wrap=True)
        self._heading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text = label("soft", wrap=True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text.setMaximumWidth(TEXT_WIDTH_PX)
        # Between stretches, not aligned: an aligned label would not get the height that its wrapped lines need.
        words = QHBoxLayout()
        words.addStretch(1)
        words.addWidget(self._text, 1000)
        words.addStretch(1)
        self._row = QHBoxLayout()
        self._row.setSpacing(10)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 48)
        column.setSpacing(12)
        column.addStretch(2)
        column.addWidget(self._icon)
        column.addWidget(self._heading)
        column.addLayout(words)
        column.addSpacing(8)
        column.addLayout(self._row)
        column.addStretch(3)
        themes.changed.connect(self._apply_theme)

    @property
    def heading(self) -> str:
        return self._heading.text()

    def say(
        self, icon: str, heading: str, text: str, actions: Sequence[tuple[str, str, Callable[[], None]]] = ()
    ) -> None:
        """Set everything. `actions` are (icon, caption, what to run); the first is the primary one."""
        self._icon_name = icon
        self._heading.setText(heading)
        self._text.setText(text)
        while (item := self._row.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._row.addStretch(1)
        for position, (icon_name, caption, run) in enumerate(actions):
            new = button(primary=position == 0)
            new.setText(caption)
            new.setProperty("icon_name", icon_name)
            new.clicked.connect(run)
            self._row.addWidget(new)
        self._row.addStretch(1)
        self._apply_theme(self._themes.theme)

    def _apply_theme(self, theme: Theme) -> None:
        self._icon.setPixmap(theme.icon(self._icon_name, "ink_faint").pixmap(QSize(48, 48)))
        for position in range(self._row.count()):
            item = self._row.itemAt(position)
            widget = item.widget() if item is not None else None
            name = widget.property("icon_name") if widget is not None else None
            if widget is not None and name:
                set_icon(widget, theme, str(name))  # type: ignore[arg-type]
