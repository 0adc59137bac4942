"""Every command of the window: its text, shortcut and icon. Menus, tooltips and the shortcut sheet read this table."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QAction, QKeySequence

from librarian_app.i18n import QT_TRANSLATE_NOOP
from librarian_app.theme import Theme


@dataclass(frozen=True, slots=True)
class Command:
    """A command. `text` is English source text with its menu mnemonic; `group` is its heading in the shortcut sheet."""

    name: str
    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    group: str = ""
    is_checkable: bool = False


def _c(name: str, text: str, *keys: str, icon: str = "", group: str = "", checkable: bool = False) -> Command:
    return Command(name, text, keys, icon, group, checkable)


COMMANDS: tuple[Command, ...] = (
    _c("search", QT_TRANSLATE_NOOP("Actions", "&Search"), "Ctrl+F", "/", icon="search", group="go"),
    _c("intake", QT_TRANSLATE_NOOP("Actions", "&Intake"), "Ctrl+I", icon="intake", group="go"),
    _c("duplicates", QT_TRANSLATE_NOOP("Actions", "Dupli&cates"), "Ctrl+Shift+D", icon="covers", group="go"),
    _c("admin", QT_TRANSLATE_NOOP("Actions", "A&dministration"), "Ctrl+Shift+A", icon="settings", group="go"),
    _c("back", QT_TRANSLATE_NOOP("Actions", "&Back"), "Alt+Left", icon="back", group="go"),
    _c("jobs", QT_TRANSLATE_NOOP("Actions", "&Jobs"), "Ctrl+J", icon="jobs", group="go"),
    _c("add_scans", QT_TRANSLATE_NOOP("Actions", "Add cover &scans…"), "Ctrl+N", icon="image", group="library"),
    _c("add_folder", QT_TRANSLATE_NOOP("Actions", "Add a &folder of scans…"), icon="folder"),
    _c("new_record", QT_TRANSLATE_NOOP("Actions", "&New record"), "Ctrl+Shift+N", icon="plus", group="library"),
    _c("import", QT_TRANSLATE_NOOP("Actions", "I&mport records…"), "Ctrl+Shift+I", icon="import", group="library"),
    _c("export", QT_TRANSLATE_NOOP("Actions", "&Export records…"), "Ctrl+Shift+E", icon="export", group="library"),
    _c("convert", QT_TRANSLATE_NOOP("Actions", "C&onvert a file of records…"), icon="refresh", group="library"),
    _c("open_library", QT_TRANSLATE_NOOP("Actions", "&Open library…"), "Ctrl+O", icon="library", group="library"),
    _c("labels", QT_TRANSLATE_NOOP("Actions", "Print &labels…"), "Ctrl+P", icon="label", group="shelf"),
    _c("shelf_list", QT_TRANSLATE_NOOP("Actions", "S&helf list…"), "Ctrl+Shift+P", icon="shelf", group="shelf"),
    _c("find_barcode", QT_TRANSLATE_NOOP("Actions", "Find by &barcode…"), "Ctrl+B", icon="barcode", group="shelf"),
    _c("inventory", QT_TRANSLATE_NOOP("Actions", "S&tocktaking…"), "Ctrl+Shift+B", icon="inventory", group="shelf"),
    _c("backup", QT_TRANSLATE_NOOP("Actions", "&Back up"), icon="save"),
    _c("check", QT_TRANSLATE_NOOP("Actions", "&Check the library"), icon="check"),
    _c("reindex", QT_TRANSLATE_NOOP("Actions", "Rebuild the &index"), icon="retry"),
    _c("switch_user", QT_TRANSLATE_NOOP("Actions", "S&witch user…"), icon="book"),
    _c("quit", QT_TRANSLATE_NOOP("Actions", "&Quit"), "Ctrl+Q", group="library"),
    _c("undo", QT_TRANSLATE_NOOP("Actions", "&Undo"), "Ctrl+Z", icon="undo", group="edit"),
    _c("redo", QT_TRANSLATE_NOOP("Actions", "&Redo"), "Ctrl+Shift+Z", "Ctrl+Y", icon="redo", group="edit"),
    _c("history", QT_TRANSLATE_NOOP("Actions", "&History…"), "Ctrl+H", icon="history", group="edit"),
    _c("names", QT_TRANSLATE_NOOP("Actions", "Forms of &names…"), "Ctrl+Alt+N", icon="language", group="edit"),
    _c("merge", QT_TRANSLATE_NOOP("Actions", "&Merge records…"), "Ctrl+Alt+M", icon="match", group="edit"),
    _c("bulk_edit", QT_TRANSLATE_NOOP("Actions", "&Bulk edit…"), "Ctrl+Alt+B", icon="table", group="edit"),
    _c("edit", QT_TRANSLATE_NOOP("Actions", "&Edit record"), "Ctrl+E", icon="edit", group="edit"),
    _c("save", QT_TRANSLATE_NOOP("Actions", "&Save record"), "Ctrl+S", icon="save", group="edit"),
    _c(
        "copy_record",
        QT_TRANSLATE_NOOP("Actions", "Fill from cover or &catalogues…"),
        "Ctrl+Shift+F",
        icon="globe",
        group="edit",
    ),
    _c("class_number", QT_TRANSLATE_NOOP("Actions", "C&lass and call number…"), "Ctrl+K", icon="barcode", group="edit"),
    _c("delete", QT_TRANSLATE_NOOP("Actions", "&Delete record"), icon="trash"),
    _c(
        "paste_image",
        QT_TRANSLATE_NOOP("Actions", "Search by &pasted image"),
        "Ctrl+Shift+V",
        icon="paste",
        group="search",
    ),
    _c(
        "open_image",
        QT_TRANSLATE_NOOP("Actions", "Search by an image &file…"),
        "Ctrl+Shift+O",
        icon="image",
        group="search",
    ),
    _c(
        "as_covers", QT_TRANSLATE_NOOP("Actions", "As &covers"), "Ctrl+1", icon="covers", group="search", checkable=True
    ),
    _c("as_table", QT_TRANSLATE_NOOP("Actions", "As a &table"), "Ctrl+2", icon="table", group="search", checkable=True),
    _c("this_is_it", QT_TRANSLATE_NOOP("Actions", "This is &it"), "Ctrl+Return", icon="check", group="search"),
    _c("not_this", QT_TRANSLATE_NOOP("Actions", "&Not this"), "Ctrl+Delete", icon="close", group="search"),
    _c("take_back", QT_TRANSLATE_NOOP("Actions", "&Take it back"), icon="undo"),
    _c(
        "filters",
        QT_TRANSLATE_NOOP("Actions", "&Filters"),
        "Ctrl+Shift+L",
        icon="filter",
        group="lists",
        checkable=True,
    ),
    _c("like_meaning", QT_TRANSLATE_NOOP("Actions", "More like this &book"), "Ctrl+L", icon="meaning", group="lists"),
    _c(
        "like_cover",
        QT_TRANSLATE_NOOP("Actions", "More like this &cover"),
        "Ctrl+Shift+K",
        icon="cover",
        group="lists",
    ),
    _c("select_all", QT_TRANSLATE_NOOP("Actions", "Select &all"), "Ctrl+Alt+A", group="lists"),
    _c("save_search", QT_TRANSLATE_NOOP("Actions", "&Save search…"), "Ctrl+D", icon="star", group="lists"),
    _c(
        "saved_searches",
        QT_TRANSLATE_NOOP("Actions", "Saved and &past searches"),
        "Ctrl+Shift+H",
        icon="history",
        group="lists",
    ),
    _c("clear_history", QT_TRANSLATE_NOOP("Actions", "&Clear the search history"), icon="trash"),
    _c("accept", QT_TRANSLATE_NOOP("Actions", "&Accept"), "A", icon="check", group="intake"),
    _c("attach_other", QT_TRANSLATE_NOOP("Actions", "A&ttach to another record…"), "T", icon="attach", group="intake"),
    _c("create_new", QT_TRANSLATE_NOOP("Actions", "Create a &new record"), "N", icon="plus", group="intake"),
    _c("correct", QT_TRANSLATE_NOOP("Actions", "&Correct…"), "C", icon="edit", group="intake"),
    _c("skip", QT_TRANSLATE_NOOP("Actions", "&Skip"), "S", icon="skip", group="intake"),
    _c("undo_review", QT_TRANSLATE_NOOP("Actions", "&Undo the last review"), "U", icon="undo", group="intake"),
    _c(
        "show_marks",
        QT_TRANSLATE_NOOP("Actions", "&Mark what matches"),
        "M",
        icon="ocr",
        group="intake",
        checkable=True,
    ),
    _c("paste_scan", QT_TRANSLATE_NOOP("Actions", "&Paste a scan"), "Ctrl+V", icon="paste", group="intake"),
    _c("accept_all", QT_TRANSLATE_NOOP("Actions", "Accept all sure matches"), "Shift+A", icon="check", group="intake"),
    _c("create_all", QT_TRANSLATE_NOOP("Actions", "Create all new records"), "Shift+N", icon="plus", group="intake"),
    _c("skip_all", QT_TRANSLATE_NOOP("Actions", "Skip all"), "Shift+S", icon="skip", group="intake"),
    _c("next_scan", QT_TRANSLATE_NOOP("Actions", "Next scan"), "J", group="intake"),
    _c("previous_scan", QT_TRANSLATE_NOOP("Actions", "Previous scan"), "K", group="intake"),
    _c("index_health", QT_TRANSLATE_NOOP("Actions", "&Index health"), icon="search", group="admin"),
    _c("backups", QT_TRANSLATE_NOOP("Actions", "&Backup and restore"), icon="save", group="admin"),
    _c("repair", QT_TRANSLATE_NOOP("Actions", "Check and &repair"), icon="check", group="admin"),
    _c("device", QT_TRANSLATE_NOOP("Actions", "&Device"), icon="grid", group="admin"),
    _c("audit_log", QT_TRANSLATE_NOOP("Actions", "&Audit log"), icon="history", group="admin"),
    _c("people", QT_TRANSLATE_NOOP("Actions", "&People and roles"), icon="book", group="admin"),
    _c("models", QT_TRANSLATE_NOOP("Actions", "&Encoders"), "Ctrl+Shift+M", icon="meaning", group="admin"),
    _c(
        "fine_tuning",
        QT_TRANSLATE_NOOP("Actions", "&Improve search on our holdings…"),
        "Ctrl+Shift+T",
        icon="retry",
        group="admin",
    ),
    _c("comparison", QT_TRANSLATE_NOOP("Actions", "&Compare encoders…"), icon="table", group="admin"),
    _c("evaluation", QT_TRANSLATE_NOOP("Actions", "&Measure search…"), "Ctrl+Shift+R", icon="match", group="admin"),
    _c("feedback", QT_TRANSLATE_NOOP("Actions", "&Feedback…"), icon="history", group="admin"),
    _c("help", QT_TRANSLATE_NOOP("Actions", "&Help"), "F1", icon="help", group="go"),
    _c("shortcuts", QT_TRANSLATE_NOOP("Actions", "&Keyboard shortcuts"), "Shift+F1", "?", icon="keyboard", group="go"),
    _c("guide", QT_TRANSLATE_NOOP("Actions", "&First steps"), icon="guide", group="go"),
    _c("settings", QT_TRANSLATE_NOOP("Actions", "&Settings…"), "Ctrl+,", icon="settings", group="go"),
    _c("not_duplicate", QT_TRANSLATE_NOOP("Actions", "&Not a duplicate"), "N", icon="close", group="duplicates"),
    _c("merge_pair", QT_TRANSLATE_NOOP("Actions", "&Merge…"), "M", icon="attach", group="duplicates"),
    _c("open_first", QT_TRANSLATE_NOOP("Actions", "Open the left record"), "1", icon="record", group="duplicates"),
    _c("open_second", QT_TRANSLATE_NOOP("Actions", "Open the right record"), "2", icon="record", group="duplicates"),
    _c("undo_pair", QT_TRANSLATE_NOOP("Actions", "Undo the last answer"), "U", icon="undo", group="duplicates"),
    _c("next_pair", QT_TRANSLATE_NOOP("Actions", "Next pair"), "J", group="duplicates"),
    _c("previous_pair", QT_TRANSLATE_NOOP("Actions", "Previous pair"), "K", group="duplicates"),
    _c("logs", QT_TRANSLATE_NOOP("Actions", "Open the &log folder"), icon="folder"),
    _c("about", QT_TRANSLATE_NOOP("Actions", "&About Wenyuan"), icon="info"),
)
GROUPS: tuple[tuple[str, str], ...] = (
    ("go", QT_TRANSLATE_NOOP("Actions", "Everywhere")),
    ("search", QT_TRANSLATE_NOOP("Actions", "Search")),
    ("lists", QT_TRANSLATE_NOOP("Actions", "Results")),
    ("intake", QT_TRANSLATE_NOOP("Actions", "Intake")),
    ("duplicates", QT_TRANSLATE_NOOP("Actions", "Duplicates")),
    ("edit", QT_TRANSLATE_NOOP("Actions", "Records")),
    ("shelf", QT_TRANSLATE_NOOP("Actions", "At the shelf")),
    ("library", QT_TRANSLATE_NOOP("Actions", "Library")),
    ("admin", QT_TRANSLATE_NOOP("Actions", "Administration")),
)
_BY_NAME = {command.name: command for command in COMMANDS}


def plain_text(name: str) -> str:
    """The command's translated text without mnemonic and dots, for buttons and the shortcut sheet."""
    text = QCoreApplication.translate("Actions", _BY_NAME[name].text)
    # Chinese menus write the mnemonic as "检索(&S)".
    for opening, closing in (("(&", ")"), ("（&", "）")):
        start = text.find(opening)
        if start >= 0:
            end = text.find(closing, start)
            text = text[:start] + text[end + 1 :]
    return text.replace("&", "").rstrip("…")


def group_text(source: str) -> str:
    """A heading of the shortcut sheet."""
    return QCoreApplication.translate("Actions", source)


def keys_text(name: str) -> str:
    """The command's shortcuts as the desktop writes them."""
    # Qt's own translations of key names are no help to anybody ("Alt+左方向").
    mac = sys.platform == "darwin"
    form = QKeySequence.SequenceFormat.NativeText if mac else QKeySequence.SequenceFormat.PortableText
    return " / ".join(QKeySequence(key).toString(form).replace("Left", "←") for key in _BY_NAME[name].keys)


def icon_name(name: str) -> str:
    """The icon of the command."""
    return _BY_NAME[name].icon


def tooltip(name: str) -> str:
    """Text and shortcut, for buttons that run the command."""
    keys = keys_text(name)
    return f"{plain_text(name)} ({keys})" if keys else plain_text(name)


class Actions(QObject):
    """The `QAction` of every command, owned by the main window."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._actions: dict[str, QAction] = {}
        for command in COMMANDS:
            action = QAction(self)
            action.setObjectName(f"action_{command.name}")
            action.setCheckable(command.is_checkable)
            action.setShortcuts([QKeySequence(key) for key in command.keys])
            self._actions[command.name] = action
        self.retranslate()

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def find(self, name: str) -> QAction | None:
        """The action of a command, None where there is no such command."""
        return self._actions.get(name)

    def retranslate(self) -> None:
        """Set all texts anew."""
        for name, action in self._actions.items():
            action.setText(QCoreApplication.translate("Actions", _BY_NAME[name].text))
            action.setToolTip(tooltip(name))

    def apply_theme(self, theme: Theme) -> None:
        """Recolour all icons."""
        for name, action in self._actions.items():
            if _BY_NAME[name].icon:
                action.setIcon(theme.icon(_BY_NAME[name].icon))
