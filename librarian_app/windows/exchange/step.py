"""What every step of the import wizard is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from librarian_app.i18n import Retranslating
from librarian_app.windows.exchange.plan import WizardContext


class Step(Retranslating, QWidget):
    """One page of the wizard.

    Signals:
        changed(): Whether the step is complete, or what it says, may have changed.
        failed(LibrarianError): A call failed.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, context: WizardContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(10)

    @property
    def title(self) -> str:
        """A few words for the list of steps."""
        return ""

    @property
    def is_complete(self) -> bool:
        """Whether one may go on."""
        return True

    @property
    def is_busy(self) -> bool:
        """Whether work is under way that must end, or be stopped, before one goes on or back."""
        return False

    def enter(self) -> None:
        """The person came to this step: show what the plan says now."""

    def leave(self) -> None:
        """The person goes on: put what was chosen into the plan."""

    def retranslate(self) -> None:
        """Set every visible text anew."""
