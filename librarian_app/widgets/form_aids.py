"""Above a form: where a record could be copied from, and the assistant for class and call number."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from librarian_app import actions as commands
from librarian_app.i18n import Retranslating
from librarian_app.widgets.parts import button


class FormAids(Retranslating, QWidget):
    """Two quiet buttons.

    Signals:
        copy_asked(): Look on the cover and in other catalogues.
        class_asked(): Propose a class, build a call number.
    """

    copy_asked = Signal()
    class_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.copy_button, self.class_button = button(quiet=True), button(quiet=True)
        self.copy_button.clicked.connect(self.copy_asked)
        self.class_button.clicked.connect(self.class_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.copy_button)
        row.addWidget(self.class_button)
        row.addStretch(1)
        self.retranslate()

    def retranslate(self) -> None:
        for each, name in ((self.copy_button, "copy_record"), (self.class_button, "class_number")):
            each.setText(commands.plain_text(name) + "…")
            each.setToolTip(commands.tooltip(name))
