"""A dialog with choices at the left and the pages at the right, to be saved as PDF or printed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from core.errors import HostFaultError, LibrarianError
from librarian_app.error_dialogs import error_sentence
from librarian_app.i18n import Retranslating
from librarian_app.qt_jobs import Bridge
from librarian_app.theme import Theme, ThemeSwitcher, font_families
from librarian_app.widgets.page_preview import PagePreview
from librarian_app.widgets.parts import ScrollingColumn, button, label, set_icon, set_property
from librarian_app.widgets.printing import Printout, paint_all, save_pdf

CHOICES_WIDTH = 430
WAIT_MS = 220


class OutputDialog(Retranslating, QDialog):
    """What labels and lists share. Subclasses fill `column`, ask for their content in `load` and call `show_pages`.

    Signals:
        announced(str): What was written or printed.
    """

    announced = Signal(str)

    def __init__(self, bridge: Bridge, themes: ThemeSwitcher, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self.themes = themes
        self.printout: Printout | None = None
        self.serial = 0
        self._error: LibrarianError | None = None
        self.preview = PagePreview(themes)
        self.heading = label("title")
        self.summary = label("soft", wrap=True)
        choices = ScrollingColumn((0, 0, 10, 0), 8)
        choices.setFixedWidth(round(CHOICES_WIDTH * (1 + themes.theme.text_percent / 100) / 2))
        self.column = choices.column
        self.save_button, self.print_button = button(), button(primary=True)
        self.extra_buttons = QHBoxLayout()
        self.extra_buttons.setSpacing(8)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._buttons.rejected.connect(self.reject)
        self.save_button.clicked.connect(self._save)
        self.print_button.clicked.connect(self._print)
        self.save_button.setAutoDefault(False)
        self.print_button.setAutoDefault(False)
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addWidget(self.heading)
        left.addWidget(choices, 1)
        left.addWidget(self.summary)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addLayout(self.extra_buttons)
        foot.addStretch(1)
        foot.addWidget(self.save_button)
        foot.addWidget(self.print_button)
        foot.addWidget(self._buttons)
        middle = QHBoxLayout()
        middle.setSpacing(20)
        middle.addLayout(left)
        middle.addWidget(self.preview, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 18)
        whole.setSpacing(14)
        whole.addLayout(middle, 1)
        whole.addWidget(self._buttons_rule())
        whole.addLayout(foot)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self.load)
        themes.changed.connect(self._theme_changed)
        self._theme_changed(themes.theme)
        self.resize(1120, 650)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """The keyboard begins with what is printed, not with the preview."""
        super().showEvent(event)
        first = next((box for box in self.findChildren(QComboBox) if box.isVisibleTo(self) and box.isEnabled()), None)
        if first is not None:
            first.setFocus()

    @property
    def family(self) -> str:
        """The font families of the interface, which have Chinese glyphs."""
        return ", ".join(font_families(self.themes.theme.language))

    def load(self) -> None:
        """Ask the engine for what is to be printed."""

    def is_current(self, serial: int) -> bool:
        """Whether an answer is to the last question."""
        return serial == self.serial

    def load_soon(self) -> None:
        """`load`, after the typing stopped."""
        self._timer.start()

    def show_pages(self, printout: Printout | None) -> None:
        """Show pages; None while there is nothing to print."""
        self._error = None
        self.printout = printout
        self.preview.show_printout(printout)
        has_pages = printout is not None and printout.n_pages > 0
        self.save_button.setEnabled(has_pages)
        self.print_button.setEnabled(has_pages)

    def show_problem(self, error: LibrarianError) -> None:
        """Say why there is nothing to print."""
        self.show_pages(None)
        self._error = error
        self.say(error_sentence(error, self.themes.theme.language), "bad")

    def say(self, text: str, tone: str = "") -> None:
        """The sentence below the choices."""
        set_property(self.summary, "kind", "bad" if tone == "bad" else "soft")
        self.summary.setText(text)

    def retranslate(self) -> None:
        self.save_button.setText(self.tr("Save as PDF…"))
        self.print_button.setText(self.tr("Print…"))
        self._buttons.button(QDialogButtonBox.StandardButton.Close).setText(self.tr("Close"))
        if self._error is not None:
            self.say(error_sentence(self._error, self.themes.theme.language), "bad")

    def file_name(self) -> str:
        """What a PDF is called unless the person says otherwise, without ending."""
        return "labels"

    def write_pdf(self, file: str) -> None:
        """Write the pages to a file and say so."""
        if self.printout is None:
            return
        try:
            save_pdf(self.printout, Path(file), self.windowTitle())
        except HostFaultError as exc:
            self.say(error_sentence(exc, self.themes.theme.language), "bad")
            return
        self.announced.emit(self.tr("Saved: {file}").format(file=file))
        self.say(self.tr("Saved: {file}").format(file=file))

    def _save(self) -> None:
        file, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save as PDF"), f"{self.file_name()}.pdf", self.tr("PDF files") + " (*.pdf)"
        )
        if file:
            self.write_pdf(file if file.lower().endswith(".pdf") else file + ".pdf")

    def _print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

        if self.printout is None:
            return
        if not QPrinterInfo.availablePrinterNames():
            self.say(self.tr("No printer is set up on this computer. Save as PDF instead, and print that."), "bad")
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setFullPage(True)
        dialog = QPrintDialog(printer, self)
        printout = self.printout

        def accepted() -> None:
            if paint_all(printout, printer, printer.resolution()):
                self.announced.emit(self.tr("Sent to the printer."))
            else:
                self.say(self.tr("The printer did not accept the pages. Look at it, or save as PDF."), "bad")

        dialog.accepted.connect(accepted)
        dialog.setModal(True)
        dialog.show()

    @staticmethod
    def _buttons_rule() -> QFrame:
        line = QFrame()
        line.setObjectName("rule")
        return line

    def _theme_changed(self, theme: Theme) -> None:
        set_icon(self.save_button, theme, "save", 16)
        set_icon(self.print_button, theme, "print", 16)
