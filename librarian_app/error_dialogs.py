"""Failures as people read them: what happened, what is safe, what to do, details to pass on; the last resort for bugs.

The details name the failure, the versions and the end of the log. What the log quotes is left out, since it may come
from records.
"""

from __future__ import annotations

import logging
import platform
import re
import sys
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import metadata
from types import TracebackType

from PySide6.QtCore import QCoreApplication, Qt, QThread, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton, QWidget

from core.errors import ConflictError, HostFaultError, InvalidInputError, LibrarianError, StoreMismatchError
from core.paths import log_dir
from librarian_app import messages

log = logging.getLogger(__name__)

LOG_LINES = 30
_LOG_BYTES = 32_768
_QUOTED = re.compile(r"""(["“「《'])[^"”」》']*(["”」》'])""")
_LONG_WORD = re.compile(r"\S{56,}")
_TEXT_WIDTH_PX = 460


def sentence(message_id: str, values: Mapping[str, str | int | float], language: str) -> str:
    """What a message id says in the interface language."""
    return messages.sentence(message_id, values, language)


def error_sentence(error: LibrarianError, language: str) -> str:
    """What an expected failure says."""
    values = dict(error.context)
    if error.message_id == "role.refused":
        values |= {name: role_name(str(values[name]), language) for name in ("role", "least") if name in values}
    return messages.sentence(error.message_id, values, language)


def refusal(role: str, least: str, language: str) -> str:
    """Why a role may not do what needs at least another one; for tooltips of what is greyed out."""
    return sentence("role.refused", {"role": role_name(role, language), "least": role_name(least, language)}, language)


def role_name(role: str, language: str) -> str:
    """A role in words; core names it by its id."""
    return messages.sentence(f"role.{role}", {}, language) if role else "–"


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


def what_is_safe(error: LibrarianError) -> str:
    """What the person need not worry about."""
    if isinstance(error, StoreMismatchError):
        return QCoreApplication.translate(
            "Errors", "Your records are safe: what does not fit can be made again from them, or restored from a backup."
        )
    if isinstance(error, HostFaultError):
        return QCoreApplication.translate("Errors", "What was confirmed before is stored and safe.")
    return QCoreApplication.translate("Errors", "Nothing was changed.")


def details(message_id: str, trace: str = "") -> str:
    """What helps whoever is asked for help: the failure, versions, the end of the log without what it quotes."""
    lines = [
        f"{message_id}   {datetime.now(UTC).isoformat(timespec='seconds')}",
        f"Wenyuan {_version('wenyuan')} · Qt {qVersion()} · PySide6 {_version('PySide6-Essentials')}",
        f"Python {platform.python_version()} · {platform.platform()}",
    ]
    if trace:
        lines += ["", trace.rstrip()]
    tail = log_tail()
    if tail:
        lines += ["", str(log_dir() / "window.log"), *tail]
    return "\n".join(lines)


def log_tail(n: int = LOG_LINES) -> list[str]:
    """The last lines of the window's log. Quoted words are left out, so that no record's contents leave with it."""
    try:
        with (log_dir() / "window.log").open("rb") as file:
            file.seek(0, 2)
            file.seek(max(0, file.tell() - _LOG_BYTES))
            text = file.read().decode("utf-8", "replace")
    except OSError:
        return []
    return [_QUOTED.sub(r"\1…\2", line) for line in text.splitlines()[-n:]]


class ErrorBox(QMessageBox):
    """A message with a heading, a text that wraps, and details that can be seen and copied."""

    def __init__(self, parent: QWidget | None, title: str, text: str, more: str) -> None:
        super().__init__(parent)
        self.setIcon(QMessageBox.Icon.NoIcon)
        self.setWindowTitle(QApplication.applicationDisplayName())
        self.setText(f"<b>{title}</b>")
        self.setInformativeText(breakable(text))
        self.setDetailedText(more)
        self.setProperty("help_page", "problems")
        self.setStandardButtons(QMessageBox.StandardButton.Ok)
        self.copy_button: QPushButton = self.addButton(
            QCoreApplication.translate("Errors", "Copy the details"), QMessageBox.ButtonRole.ActionRole
        )
        self.copy_button.clicked.disconnect()  # a message box closes with every button; this one shall not
        self.copy_button.clicked.connect(self._copy)
        self.setDefaultButton(QMessageBox.StandardButton.Ok)
        self.setEscapeButton(QMessageBox.StandardButton.Ok)
        for name in ("qt_msgbox_label", "qt_msgbox_informativelabel"):
            shown = self.findChild(QLabel, name)
            if shown is not None:
                shown.setWordWrap(True)
                shown.setMinimumWidth(_TEXT_WIDTH_PX)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.detailedText())
        self.copy_button.setText(QCoreApplication.translate("Errors", "Copied"))


def show_error(parent: QWidget | None, error: LibrarianError, language: str) -> None:
    """Tell of an expected failure without blocking the rest of the window."""
    text = error_sentence(error, language) + "\n\n" + what_is_safe(error)
    box = ErrorBox(parent, heading(error), text, details(error.message_id))
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
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

    def show(self, trace: str) -> None:
        """Show a bug with its details, which can be copied."""
        self._is_showing = True
        text = QCoreApplication.translate(
            "Errors",
            "Your library is safe: every change is stored whole or not at all. You can go on working. "
            "The details were written to {folder}; please send them along when you report it.",
        ).format(folder=log_dir())
        title = QCoreApplication.translate("Errors", "This is a fault in the program")
        box = ErrorBox(self.parent, title, text, details("bug", trace))
        box.finished.connect(self._closed)
        box.open()

    def _closed(self) -> None:
        self._is_showing = False


def breakable(text: str) -> str:
    """Text in which very long words (paths, addresses) may be broken where it reads best."""
    return _LONG_WORD.sub(lambda match: re.sub(r"([/\\_.\-])", "\\1\u200b", match[0]), text)


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "–"
