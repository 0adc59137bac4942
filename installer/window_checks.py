"""Looks over a window for what keeps people out: names that a screen reader lacks, text that is cut, keys that clash.

    .venv/bin/python -m installer.window_checks [--languages zh_CN,en] [--size 1280x720] [--text-size 100]

opens every page, section and dialog of an empty window and prints what is wrong; the exit status is 1 when there is
anything. Set QT_SCALE_FACTOR to look at it as a screen with larger pixels shows it. Tests use the functions.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QSlider,
    QTabBar,
    QTextEdit,
    QToolButton,
    QWidget,
)

from librarian_app.pages.admin_page import AdminPage
from librarian_app.windows.main_window import MainWindow

CONTROLS = (
    QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox, QTextEdit, QPlainTextEdit, QAbstractItemView, QSlider,
)  # fmt: skip
DIALOGS = (
    "history", "labels", "shelf_list", "find_barcode", "inventory", "settings", "shortcuts", "about", "export",
    "convert",
)  # fmt: skip
"""Commands that open a dialog of our own, without asking for a file first."""
_SLACK_PX = 2
_MOST_TABS = 400


def controls(root: QWidget) -> Iterator[QWidget]:
    """What can be operated and is in view, without the inner parts of composed controls."""
    for widget in root.findChildren(QWidget):
        if not isinstance(widget, CONTROLS) or not widget.isVisibleTo(root) or widget.window() is not root.window():
            continue
        parent = widget.parentWidget()
        if isinstance(parent, (QComboBox, QAbstractSpinBox, QAbstractItemView, QTabBar, QLineEdit, QMenu)):
            continue
        if widget.inherits("QHeaderView") or widget.objectName().startswith("qt_") or "ExtensionButton" in str(widget):
            continue
        yield widget


def unnamed(root: QWidget) -> list[str]:
    """Controls without a name that a screen reader could say."""
    found = []
    for widget in controls(root):
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus and not isinstance(widget, QAbstractButton):
            continue
        text = widget.text() if isinstance(widget, QAbstractButton) else ""
        if not (widget.accessibleName() or text).strip():
            found.append(f"no name: {path_of(widget)}")
    return found


def unreachable(root: QWidget) -> list[str]:
    """Controls that Tab does not lead to, found by walking."""
    window = root.window()
    chain: list[QWidget] = []
    for _ in range(_MOST_TABS):
        window.focusNextChild()
        focused = window.focusWidget()
        if focused is None or (chain and focused is chain[0]):
            break
        chain.append(focused)
    found = []
    for control in controls(root):
        if not control.isEnabled() or control.property("tab_exempt"):
            continue
        group = control.group() if isinstance(control, QAbstractButton) else None
        if group is not None and group.exclusive():
            continue  # one of several: the arrow keys lead from the chosen one to the others
        is_view_only = isinstance(control, (QTextEdit, QPlainTextEdit)) and control.isReadOnly()
        if isinstance(control, QAbstractItemView) and control.focusPolicy() == Qt.FocusPolicy.NoFocus:
            continue  # a picture of rows, nothing to operate
        if is_view_only or any(step is control or control.isAncestorOf(step) for step in chain):
            continue
        found.append(f"not reached by Tab: {path_of(control)}")
    return found


def clipped(root: QWidget) -> list[str]:
    """Labels, buttons, boxes and tabs whose text does not fit into them, and controls that reach over the edge."""
    found = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisibleTo(root) or widget.window() is not root.window() or widget.width() <= 1:
            continue
        problem = _clip_of(widget)
        if problem:
            found.append(f"{problem}: {path_of(widget)}")
        if isinstance(widget, (QLabel, *CONTROLS)) and not _is_in_scroll_area(widget) and _reaches_over(widget):
            found.append(f"reaches over the edge: {path_of(widget)}")
    return found


def clashing_shortcuts(window: QWidget) -> list[str]:
    """Keys that two enabled commands of one scope have."""
    seen: dict[tuple[str, str], str] = {}
    found = []

    def note(keys: QKeySequence, scope: str, name: str) -> None:
        key = (keys.toString(QKeySequence.SequenceFormat.PortableText), scope)
        if not key[0]:
            return
        if key in seen and seen[key] != name:
            found.append(f"{key[0]} is both {seen[key]} and {name}")
        seen[key] = name

    def scope_of(context: Qt.ShortcutContext, owner: QWidget | None) -> str:
        if context == Qt.ShortcutContext.WindowShortcut:
            return "window"
        return path_of(owner) if owner is not None else "?"

    for widget in (window, *window.findChildren(QWidget)):
        for action in widget.actions():
            if isinstance(widget, QMenu) or not action.isEnabled():
                continue
            for keys in action.shortcuts():
                note(keys, scope_of(action.shortcutContext(), widget), action.objectName() or action.text())
    for shortcut in window.findChildren(QShortcut):
        owner = shortcut.parent()
        for keys in shortcut.keys():  # noqa: SIM118 (no dictionary)
            name = f"shortcut of {type(owner).__name__} {shortcut.key().toString()}"
            note(keys, scope_of(shortcut.context(), owner if isinstance(owner, QWidget) else None), name)
    return found


def path_of(widget: QWidget) -> str:
    """Where a widget is: classes from the outside in, its text or name at the end."""
    names = []
    step: QWidget | None = widget
    while step is not None:
        names.append(type(step).__name__)
        step = None if step.isWindow() else step.parentWidget()
    own = [name for name in reversed(names) if not name.startswith("Q")][-3:]
    text = ""
    if isinstance(widget, (QLabel, QAbstractButton)):
        text = widget.text()
    elif isinstance(widget, QComboBox):
        text = widget.currentText()
    elif isinstance(widget, QLineEdit):
        text = widget.text() or widget.placeholderText()
    return f"{'/'.join(own)} {type(widget).__name__} “{(text or widget.accessibleName())[:70]}”"


def _clip_of(widget: QWidget) -> str:
    if isinstance(widget, QLabel):
        return _label_clip(widget)
    if isinstance(widget, (QPushButton, QCheckBox, QRadioButton)) or (
        isinstance(widget, QToolButton)
        and widget.text()
        and widget.toolButtonStyle() != Qt.ToolButtonStyle.ToolButtonIconOnly
    ):
        hint = widget.sizeHint().width()
        return f"cut, {widget.width()} of {hint} px" if widget.text() and widget.width() + _SLACK_PX < hint else ""
    if isinstance(widget, QComboBox) and not widget.property("may_elide"):
        needed = widget.fontMetrics().horizontalAdvance(widget.currentText())
        room = widget.width() - (34 if widget.property("flat") else 44)
        return f"cut, {room} of {needed} px" if needed > room + _SLACK_PX and widget.currentText() else ""
    if isinstance(widget, QLineEdit) and not widget.text() and widget.placeholderText():
        needed = widget.fontMetrics().horizontalAdvance(widget.placeholderText())
        room = widget.width() - 20
        return f"placeholder cut, {room} of {needed} px" if needed > room + _SLACK_PX else ""
    if isinstance(widget, QTabBar):
        for tab in range(widget.count()):
            needed = widget.fontMetrics().horizontalAdvance(widget.tabText(tab))
            if widget.tabRect(tab).width() + _SLACK_PX < needed:
                return f"tab cut: {widget.tabText(tab)}"
    return ""


def _label_clip(label: QLabel) -> str:
    text = label.text()
    if not text or label.textFormat() == Qt.TextFormat.RichText or not label.pixmap().isNull():
        return ""
    room = label.contentsRect().width() - 2 * label.margin()
    if label.wordWrap():
        needed = label.heightForWidth(label.width())
        longest = max((QFontMetrics(label.font()).horizontalAdvance(w) for w in re.split(r"[\s]", text)), default=0)
        is_latin = all(ord(c) < 0x2E80 for c in text)
        if is_latin and longest > room + _SLACK_PX and "/" not in text:
            return f"word cut, {room} of {longest} px"
        if needed > label.height() + _SLACK_PX + 2:
            return f"lines cut, {label.height()} of {needed} px"
        return ""
    if text.endswith("…") or "…" in text[1:-1]:
        return ""  # shortened on purpose
    needed = max(QFontMetrics(label.font()).horizontalAdvance(line) for line in text.split("\n"))
    if label.property("kind") or label.property("tone"):
        needed = max(needed, 0)
    return f"cut, {room} of {needed} px" if needed > room + _SLACK_PX and room > 0 else ""


def _is_in_scroll_area(widget: QWidget) -> bool:
    step = widget.parentWidget()
    while step is not None and not step.isWindow():
        if isinstance(step, (QScrollArea, QAbstractScrollArea)):
            return True
        step = step.parentWidget()
    return False


def _reaches_over(widget: QWidget) -> bool:
    window = widget.window()
    place = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
    return not window.rect().adjusted(-1, -1, 1, 1).contains(place)


def everything(window: MainWindow, settle_ms: int = 120) -> Iterator[tuple[str, QWidget]]:
    """Lead a window from page to page, through sections and dialogs; each is in view when it is given."""
    for name in ("search", "intake"):
        window.actions_[name].trigger()
        QTest.qWait(settle_ms)
        yield name, window
    window.actions_["new_record"].trigger()
    QTest.qWait(settle_ms)
    yield "new record", window
    window.record_page.stop_editing()
    for name, page in window.more_pages.items():
        window.actions_[name].trigger()
        QTest.qWait(settle_ms)
        yield name, window
        if isinstance(page, AdminPage):
            for row in range(page.list.count()):
                page.list.setCurrentRow(row)
                QTest.qWait(settle_ms)
                yield f"{name}: {page.section_in_front}", window
    window.actions_["search"].trigger()
    window.toggle_jobs()
    QTest.qWait(settle_ms)
    yield "jobs", window.tray
    window.toggle_jobs()
    for name in DIALOGS:
        before = len(window._dialogs)
        window.actions_[name].trigger()
        QTest.qWait(2 * settle_ms)
        if len(window._dialogs) > before:
            dialog: QDialog = window._dialogs[-1]
            yield name, dialog
            dialog.close()
            QTest.qWait(20)
    window.help.show_help("keyboard")
    assert window.help.window is not None
    QTest.qWait(settle_ms)
    yield "help", window.help.window
    window.help.close()
    window.guide.begin()
    for step in range(5):
        window.guide.show_step(step)
        QTest.qWait(20)
        yield f"first steps {step + 1}", window.guide
    window.guide.finish()


CHECKS: tuple[Callable[[QWidget], list[str]], ...] = (unnamed, unreachable, clipped)


def look_over(window: MainWindow, languages: tuple[str, ...], settle_ms: int = 120) -> list[str]:
    """Everything that is wrong, in every language; each finding once."""
    found: dict[str, None] = {}
    for language in languages:
        window.choose_language(language)
        QTest.qWait(settle_ms)
        for name, widget in everything(window, settle_ms):
            for check in CHECKS:
                for problem in check(widget):
                    found.setdefault(f"{language} {name}: {problem}", None)
        for problem in clashing_shortcuts(window):
            found.setdefault(f"{language}: {problem}", None)
    return list(found)


def main() -> int:
    """Look over an empty window. Returns the exit status."""
    from core.services.vocabulary import VOCABULARY
    from librarian_app.i18n import LANGUAGES, LanguageSwitcher
    from librarian_app.main import make_application
    from librarian_app.qt_jobs import EngineBridge
    from librarian_app.theme import ThemeSwitcher

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--languages", default=",".join(LANGUAGES))
    parser.add_argument("--size", default="1280x720")
    parser.add_argument("--text-size", type=int, default=100)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wenyuan-checks-") as scratch:
        os.environ["XDG_CONFIG_HOME"] = str(Path(scratch) / "config")
        application = make_application()
        languages, themes = LanguageSwitcher(application), ThemeSwitcher(application)
        themes.switch_to("light")
        themes.use_text_size(options.text_size)
        window = MainWindow(EngineBridge(Path(scratch) / "library", VOCABULARY), languages, themes)
        width, height = map(int, options.size.split("x"))
        window.resize(QSize(width, height))
        window.show()
        found = look_over(window, tuple(options.languages.split(",")))
        window.close()
    for problem in found:
        sys.stdout.write(problem + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.exit(main())
