"""Two small dialogs to read: the keyboard shortcuts, and what this program is."""

from __future__ import annotations

from importlib import metadata

from PySide6.QtCore import QSize, Qt, qVersion
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from core.domain.library import EngineState
from librarian_app import actions as commands
from librarian_app.assets import application_icon
from librarian_app.i18n import Retranslating
from librarian_app.theme import BODY_PX
from librarian_app.widgets.parts import label

N_COLUMNS = 4
_MORE_KEYS = {"search": 4, "intake": 2}
"""Keys that are no commands, by group."""


class ShortcutSheet(Retranslating, QDialog):
    """All shortcuts, from the table of commands."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading = label("title")
        self._columns = QHBoxLayout()
        self._columns.setSpacing(44)
        self._content: QWidget | None = None
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(28, 22, 28, 22)
        self._whole.setSpacing(14)
        self._whole.addWidget(self._heading)
        self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(commands.plain_text("shortcuts"))
        self._heading.setText(commands.plain_text("shortcuts"))
        if self._content is not None:
            self._whole.removeWidget(self._content)
            self._content.hide()
            self._content.deleteLater()
        self._content = QWidget()
        columns = QHBoxLayout(self._content)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(30)
        for half in _columns():
            column = QVBoxLayout()
            column.setSpacing(8)
            for group, title in half:
                column.addWidget(label("heading", commands.group_text(title)))
                column.addLayout(self._group(group))
                column.addSpacing(12)
            column.addStretch(1)
            columns.addLayout(column)
        self._whole.addWidget(self._content)

    def _group(self, group: str) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        entries = [
            (commands.plain_text(c.name), commands.keys_text(c.name))
            for c in commands.COMMANDS
            if c.group == group and c.keys
        ]
        if group == "search":
            entries += [
                (self.tr("To the results"), "↓"),
                (self.tr("Open the record"), "Enter"),
                (self.tr("Clear the search"), "Esc"),
                (self.tr("Paste words or an image"), "Ctrl+V"),
            ]
        if group == "intake":
            entries += [(self.tr("Choose a candidate"), "1 – 6"), (self.tr("Treat as new"), "0")]
        for line, (text, keys) in enumerate(entries):
            grid.addWidget(label("soft", text), line, 0)
            row = QHBoxLayout()
            row.setSpacing(4)
            row.addStretch(1)
            for key in keys.split(" / ") if keys != "/" else [keys]:
                row.addWidget(label("key", key or "/"))
            grid.addLayout(row, line, 1)
        return grid


class AboutDialog(Retranslating, QDialog):
    """Name, version, what it runs on, and that nothing leaves the computer."""

    def __init__(self, state: EngineState | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        seal = QLabel()
        seal.setPixmap(application_icon().pixmap(QSize(72, 72)))
        self._name = label("display")
        self._purpose = label("soft", wrap=True)
        self._facts = label("muted", wrap=True, selectable=True)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._buttons.rejected.connect(self.reject)
        words = QVBoxLayout()
        words.setSpacing(8)
        words.addWidget(self._name)
        words.addWidget(self._purpose)
        words.addSpacing(6)
        words.addWidget(self._facts)
        row = QHBoxLayout()
        row.setSpacing(22)
        row.addWidget(seal, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(28, 26, 28, 20)
        whole.setSpacing(18)
        whole.addLayout(row)
        whole.addWidget(self._buttons)
        self.setFixedWidth(round(520 * max(1.0, QApplication.font().pixelSize() / BODY_PX)))
        self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(commands.plain_text("about"))
        self._name.setText(self.tr("Wenyuan 文渊"))
        self._purpose.setText(
            self.tr(
                "Finds books by their covers, by words and by meaning, in Chinese and English. "
                "Everything stays on this computer."
            )
        )
        lines = [self.tr("Version {version}").format(version=_version()), f"Qt {qVersion()}"]
        if self._state is not None:
            lines.append(self.tr("Library: {folder}").format(folder=self._state.library))
            if self._state.device:
                lines.append(self.tr("Encoders run on: {device}").format(device=self._state.device))
        self._facts.setText("\n".join(lines))
        self._buttons.button(QDialogButtonBox.StandardButton.Close).setText(self.tr("Close"))


def _columns() -> list[list[tuple[str, str]]]:
    """The groups in their order, in columns of about the same height."""

    def height(group: str) -> int:
        return 3 + _MORE_KEYS.get(group, 0) + sum(c.group == group and bool(c.keys) for c in commands.COMMANDS)

    heights = [height(group) for group, _ in commands.GROUPS]
    wanted = sum(heights) / N_COLUMNS
    columns: list[list[tuple[str, str]]] = [[]]
    filled = 0.0
    for entry, rows in zip(commands.GROUPS, heights, strict=True):
        if columns[-1] and filled + rows / 2 > wanted and len(columns) < N_COLUMNS:
            columns.append([])
            filled = 0.0
        columns[-1].append(entry)
        filled += rows
    return columns


def _version() -> str:
    try:
        return metadata.version("wenyuan")
    except metadata.PackageNotFoundError:
        return "–"
