"""A named profile to load, save under a name that is typed, or delete."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from librarian_app.i18n import Retranslating
from librarian_app.theme import Theme, ThemeSwitcher
from librarian_app.widgets.parts import button, label, set_icon
from librarian_app.widgets.way_back import WayBack

NAME_LENGTH = 80


class ProfileBar(Retranslating, QWidget):
    """Names in a box that can be typed into. Its owner sets the captions, does the work, and tells `way_back` how what
    it deleted or replaced comes back.

    Signals:
        chosen(str): A name of the list was chosen; "" is the first entry, where there is one for none.
        save_asked(str): Keep what is set under this name.
        delete_asked(str): Forget the profile of this name.
    """

    chosen = Signal(str)
    save_asked = Signal(str)
    delete_asked = Signal(str)

    def __init__(self, themes: ThemeSwitcher, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: list[tuple[str, str, bool]] = []
        self._label = label("label")
        self.combo = QComboBox()
        self.combo.setEditable(True)
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.combo.setMinimumWidth(130)
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        edit = self.combo.lineEdit()
        if edit is not None:
            edit.setMaxLength(NAME_LENGTH)
            edit.textEdited.connect(self._enable)
            edit.returnPressed.connect(self._save)
        self.save_button, self.delete_button = button(), button(quiet=True)
        for each in (self.save_button, self.delete_button):
            each.setAutoDefault(False)
        self.combo.activated.connect(self._activated)
        self.save_button.clicked.connect(self._save)
        self.delete_button.clicked.connect(self._delete)
        self.way_back = WayBack(themes)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._label)
        row.addWidget(self.combo, 1)
        row.addWidget(self.save_button)
        row.addWidget(self.delete_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addLayout(row)
        whole.addWidget(self.way_back)
        self._label.setBuddy(self.combo)
        themes.changed.connect(self._apply_theme)
        self._apply_theme(themes.theme)
        self.retranslate()
        self._enable()

    @property
    def name(self) -> str:
        """What is typed or chosen; the name behind a translated text."""
        text = self.combo.currentText().strip()
        return next((name for name, shown, _ in self._names if shown == text), text)

    def set_caption(self, caption: str, placeholder: str = "") -> None:
        """What the profiles are of."""
        self._label.setText(caption)
        self.combo.setAccessibleName(caption)
        edit = self.combo.lineEdit()
        if edit is not None:
            edit.setPlaceholderText(placeholder)

    def show_names(self, names: Sequence[tuple[str, str, bool]], chosen: str = "") -> None:
        """Show (name, text, can be deleted); choose one."""
        self._names = list(names)
        self.combo.clear()
        for name, shown, _ in self._names:
            self.combo.addItem(shown, name)
        self.combo.setCurrentIndex(self.combo.findData(chosen))
        if self.combo.currentIndex() < 0:
            self.combo.setEditText("")
        self._enable()

    def retranslate(self) -> None:
        self.save_button.setText(self.tr("Save"))
        self.save_button.setToolTip(self.tr("Keep what is set here under the name that stands in the box"))
        self.delete_button.setText(self.tr("Delete"))
        self.delete_button.setToolTip(self.tr("Forget the profile with this name"))

    def _activated(self, position: int) -> None:
        self._enable()
        self.chosen.emit(str(self.combo.itemData(position)))

    def _save(self) -> None:
        if self.save_button.isEnabled():
            self.save_asked.emit(self.name)

    def _delete(self) -> None:
        self.delete_asked.emit(self.name)

    def _enable(self) -> None:
        own = {name for name, _, can_delete in self._names if can_delete}
        fixed = {name for name, _, can_delete in self._names if not can_delete}
        self.save_button.setEnabled(bool(self.name) and self.name not in fixed)
        self.delete_button.setEnabled(self.name in own)

    def _apply_theme(self, theme: Theme) -> None:
        set_icon(self.save_button, theme, "save", 16)
        set_icon(self.delete_button, theme, "trash", 16)
