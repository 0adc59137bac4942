"""A small form about an account: a name, a role, a password typed twice."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from core.domain.people import ROLES
from librarian_app import care_wording
from librarian_app.i18n import Retranslating
from librarian_app.widgets.parts import button, label

FIELD_WIDTH_PX = 280


class PersonForm(Retranslating, QFrame):
    """Hidden until `ask`. What is asked for depends on what it is opened for.

    Signals:
        given(str, str, str, str): Purpose, name, role, password; the old password stands for the role in "own".
    """

    given = Signal(str, str, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._purpose = ""
        self._title, self._error = label("heading"), label(wrap=True)
        self._error.setProperty("tone", "bad")
        self.name_edit, self.role_box = QLineEdit(), QComboBox()
        for role in ROLES:
            self.role_box.addItem("", role)
        self.old_edit, self.password_edit, self.again_edit = QLineEdit(), QLineEdit(), QLineEdit()
        for edit in (self.old_edit, self.password_edit, self.again_edit):
            edit.setEchoMode(QLineEdit.EchoMode.Password)
            edit.returnPressed.connect(self._give)
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(16)
        self._form.setVerticalSpacing(8)
        self._labels = [label("label") for _ in range(5)]
        fields = (self.name_edit, self.role_box, self.old_edit, self.password_edit, self.again_edit)
        for caption, field in zip(self._labels, fields, strict=True):
            field.setFixedWidth(FIELD_WIDTH_PX)
            caption.setBuddy(field)
            self._form.addRow(caption, field)
        self.ok_button, self.cancel_button = button(primary=True), button()
        self.ok_button.clicked.connect(self._give)
        self.cancel_button.clicked.connect(self.hide)
        row = QHBoxLayout()
        row.addWidget(self.ok_button)
        row.addWidget(self.cancel_button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(10)
        column.addWidget(self._title)
        column.addLayout(self._form)
        column.addWidget(self._error)
        column.addLayout(row)
        self.retranslate()
        self.hide()

    @property
    def purpose(self) -> str:
        """What it was opened for: "on", "add", "reset", "own"."""
        return self._purpose

    def ask(self, purpose: str, name: str = "") -> None:
        """Open it: "on" for the first administrator, "add", "reset" somebody's password, change one's "own"."""
        self._purpose = purpose
        for edit in (self.old_edit, self.password_edit, self.again_edit):
            edit.clear()
        self.name_edit.setText(name)
        self.name_edit.setReadOnly(purpose in ("reset", "own"))
        self._form.setRowVisible(1, purpose == "add")
        self._form.setRowVisible(2, purpose == "own")
        self._error.hide()
        self.retranslate()
        self.show()
        first = self.old_edit if purpose == "own" else self.password_edit if purpose == "reset" else self.name_edit
        first.setFocus()

    def tell(self, problem: str) -> None:
        """Say what is wrong with what was given."""
        self._error.setText(problem)
        self._error.setVisible(bool(problem))

    def retranslate(self) -> None:
        captions = (
            self.tr("Name"),
            self.tr("Role"),
            self.tr("Old password"),
            self.tr("New password") if self._purpose in ("reset", "own") else self.tr("Password"),
            self.tr("Once more"),
        )
        for caption, text in zip(self._labels, captions, strict=True):
            caption.setText(text)
        for row, role in enumerate(ROLES):
            self.role_box.setItemText(row, care_wording.person_role(role))
        self._title.setText(
            {
                "on": self.tr("The first administrator"),
                "add": self.tr("A new account"),
                "reset": self.tr("A new password for {name}").format(name=self.name_edit.text()),
                "own": self.tr("Change my password"),
            }.get(self._purpose, "")
        )
        self.ok_button.setText(self.tr("Turn roles on") if self._purpose == "on" else self.tr("Save"))
        self.cancel_button.setText(self.tr("Cancel"))

    def _give(self) -> None:
        if self.password_edit.text() != self.again_edit.text():
            self.tell(self.tr("The two passwords differ."))
            self.again_edit.setFocus()
            return
        role = self.old_edit.text() if self._purpose == "own" else str(self.role_box.currentData())
        self.given.emit(self._purpose, self.name_edit.text(), role, self.password_edit.text())
