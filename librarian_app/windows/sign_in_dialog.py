"""Who is there? Asked at opening where roles are on, and when the user is switched."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from core.domain.people import AccessState
from core.errors import LibrarianError
from librarian_app.error_dialogs import error_sentence
from librarian_app.i18n import Retranslating
from librarian_app.qt_jobs import Bridge
from librarian_app.theme import ThemeSwitcher
from librarian_app.widgets.parts import button, label

FIELD_WIDTH_PX = 300


class SignInDialog(Retranslating, QDialog):
    """A name and a password. It is only left signed in, or by leaving the program.

    Signals:
        signed_in(AccessState): Somebody is.
        leave_asked(): Close the window instead.
    """

    signed_in = Signal(object)
    leave_asked = Signal()

    def __init__(
        self, bridge: Bridge, themes: ThemeSwitcher, names: Sequence[str], library: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._themes = themes
        self._library = library
        self._is_in = False
        self._title, self._lead = label("title"), label("muted", wrap=True)
        self.name_box, self.password_edit = QComboBox(), QLineEdit()
        self.name_box.setEditable(True)
        self.name_box.addItems(list(names))
        self.name_box.setFixedWidth(FIELD_WIDTH_PX)
        self.password_edit.setFixedWidth(FIELD_WIDTH_PX)
        self.password_edit.setEchoMode(QLineEdit.EchoMode.Password)
        self._error = label("", wrap=True)
        self._error.setProperty("tone", "bad")
        self._error.hide()
        self._name_label, self._password_label = label("label"), label("label")
        self._name_label.setBuddy(self.name_box)
        self._password_label.setBuddy(self.password_edit)
        self.ok_button, self.leave_button = button(primary=True), button()
        self.ok_button.setDefault(True)
        self.ok_button.clicked.connect(self.sign_in)
        self.leave_button.clicked.connect(self.leave_asked)
        self.leave_button.setAutoDefault(False)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.addRow(self._name_label, self.name_box)
        form.addRow(self._password_label, self.password_edit)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.leave_button)
        row.addWidget(self.ok_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 22)
        column.setSpacing(12)
        column.addWidget(self._title)
        column.addWidget(self._lead)
        column.addLayout(form)
        column.addWidget(self._error)
        column.addLayout(row)
        self.retranslate()
        self.password_edit.setFocus()

    def sign_in(self) -> None:
        """Ask the engine."""
        self.ok_button.setEnabled(False)
        self._error.hide()
        name, password = self.name_box.currentText(), self.password_edit.text()
        self._bridge.call("access", "sign_in", name, password, on_result=self._got, on_error=self._refused)

    def reject(self) -> None:
        """Escape does not let anybody in."""
        if self._is_in:
            super().reject()
        else:
            self.leave_asked.emit()

    @property
    def problem(self) -> str:
        """What the dialog says is wrong."""
        return "" if self._error.isHidden() else self._error.text()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Sign in"))
        self._title.setText(self._library)
        self._lead.setText(self.tr("This library asks everybody who they are."))
        self._name_label.setText(self.tr("Name"))
        self._password_label.setText(self.tr("Password"))
        self.name_box.setAccessibleName(self.tr("Name"))
        self.password_edit.setAccessibleName(self.tr("Password"))
        self.ok_button.setText(self.tr("Sign in"))
        self.leave_button.setText(self.tr("Close the window"))

    def _got(self, state: AccessState) -> None:
        self._is_in = True
        self.signed_in.emit(state)
        self.accept()

    def _refused(self, error: LibrarianError) -> None:
        self._error.setText(error_sentence(error, self._themes.theme.language))
        self._error.show()
        self.password_edit.selectAll()
        self.password_edit.setFocus()
        seconds = error.context.get("seconds", 0)
        wait_ms = round(1000 * float(seconds)) if isinstance(seconds, int | float) else 0
        QTimer.singleShot(min(wait_ms, 60_000), self, lambda: self.ok_button.setEnabled(True))
