"""A field for hand scanners: no input method, plain digits, done with Enter; it tells whether the barcode is known."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from librarian_app.widgets.parts import set_property

LONGEST = 60


class BarcodeEdit(QLineEdit):
    """Scanners type like a keyboard and end with Enter (some with Tab). With a Chinese input method switched on, that
    would become candidates or full-width digits; so the method is off here, and what comes full-width is folded.

    Signals:
        scanned(str): A barcode was finished with Enter. The field is selected, so that the next scan replaces it.
    """

    scanned = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(LONGEST)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhPreferLatin
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
            | Qt.InputMethodHint.ImhLatinOnly
        )
        self.textEdited.connect(self._fold)

    @property
    def barcode(self) -> str:
        """What was scanned, folded."""
        return fold(self.text())

    def show_verdict(self, verdict: str) -> None:
        """Colour the field "good", "fair" or "bad" ("" for none); what is not good is heard, too."""
        set_property(self, "verdict", verdict)
        if verdict in ("fair", "bad"):
            QApplication.beep()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:  # noqa: N802
        """A method that is switched on all the same (some ignore the wish): take what it commits, folded."""
        if event.commitString():
            self.insert(fold(event.commitString()))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.barcode:
            barcode = self.barcode
            self.setText(barcode)
            self.selectAll()
            self.scanned.emit(barcode)
            self.returnPressed.emit()
            event.accept()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        self.selectAll()

    def _fold(self, text: str) -> None:
        folded = fold(text)
        if folded != text:
            position = self.cursorPosition() - (len(text) - len(folded))
            self.setText(folded)
            self.setCursorPosition(max(0, position))
        self.show_verdict("")


def fold(text: str) -> str:
    """Full-width characters narrow, no blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split())
