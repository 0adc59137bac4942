"""Failures as people read them: what happened, what is safe, what to do. And the last resort for bugs."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Mapping
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QThread
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from core.errors import ConflictError, HostFaultError, InvalidInputError, LibrarianError, StoreMismatchError
from core.paths import log_dir
from librarian_app import messages

log = logging.getLogger(__name__)


def sentence(message_id: str, values: Mapping[str, str | int | float], language: str) -> str:
    """What a message id says in the interface language."""
    return messages.sentence(message_id, values, language)


def error_sentence(error: LibrarianError, language: str) -> str:
    """What an expected failure says."""
    return messages.sentence(error.message_id, error.context, language)


def heading(error: LibrarianError) -> str:
    """Who can act on the failure, in a few words."""
    if isinstance(error, InvalidInputError):
        return QCoreApplication.translate("Errors", "This cannot be used as it is")
    if isinstance(error, ConflictError):
        return QCoreApplication.translate("Errors", "This clashes with something that is already there")
    if isinstance(error, StoreMismatchError):
        return QCoreApplication.translate("Errors", "Something stored does not fit together")
    if isinstance(error, HostFaultError):
        return QCoreApplication.translate("Errors", "The computer got in the way")
    return QCoreApplication.translate("Errors", "That did not work")


def show_error(parent: QWidget | None, error: LibrarianError, language: str) -> None:
    """Tell of an expected failure without blocking the rest of the window."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setWindowTitle(QApplication.applicationDisplayName())
    box.setText(f"<b>{heading(error)}</b>")
    box.setInformativeText(error_sentence(error, language))
    box.setModal(True)
    box.open()


class CrashReporter:
    """An excepthook for the main thread: logs the bug and says where the log is; the program goes on.

    Args:
        parent: Whose window the dialog belongs to; may be set later.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        self.parent = parent
        self._is_showing = False

    def install(self) -> None:
        """Take the place of `sys.excepthook`."""
        sys.excepthook = self

    def __call__(self, kind: type[BaseException], value: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QCoreApplication.quit()
            return
        log.critical("unexpected error", exc_info=(kind, value, trace))
        application = QCoreApplication.instance()
        if application is None or QThread.currentThread() != application.thread() or self._is_showing:
            return
        self.show("".join(traceback.format_exception(kind, value, trace)))

    def show(self, details: str) -> None:
        """Show a bug with its details, which can be copied."""
        self._is_showing = True
        box = QMessageBox(self.parent)
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setWindowTitle(QGuiApplication.applicationDisplayName())
        box.setText("<b>" + QCoreApplication.translate("Errors", "This is a fault in the program") + "</b>")
        box.setInformativeText(
            QCoreApplication.translate(
                "Errors",
                "Your library is safe: every change is stored whole or not at all. You can go on working. "
                "The details were written to {folder}; please send them along when you report it.",
            ).format(folder=log_dir())
        )
        box.setDetailedText(details)
        box.finished.connect(self._closed)
        box.open()

    def _closed(self) -> None:
        self._is_showing = False
