"""The menu bar, built from the table of commands."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QMenuBar

from librarian_app.actions import Actions
from librarian_app.i18n import LANGUAGES, QT_TRANSLATE_NOOP, SYSTEM_LANGUAGE

_MENUS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (QT_TRANSLATE_NOOP("Menus", "&Library"), (
        "add_scans", "add_folder", "", "new_record", "import", "export", "convert", "",
        "labels", "shelf_list", "inventory", "", "open_library", "backup", "check", "reindex", "",
        "switch_user", "quit",
    )),
    (QT_TRANSLATE_NOOP("Menus", "&Edit"), (
        "undo", "redo", "history", "", "edit", "save", "copy_record", "class_number", "", "delete", "",
        "names", "merge", "bulk_edit",
    )),
    (QT_TRANSLATE_NOOP("Menus", "&View"), (
        "search", "intake", "duplicates", "admin", "back", "", "as_covers", "as_table", "", "jobs",
    )),
    (QT_TRANSLATE_NOOP("Menus", "&Intake"), (
        "accept", "correct", "create_new", "attach_other", "skip", "undo_review", "", "next_scan", "previous_scan",
        "show_marks", "paste_scan", "", "accept_all", "create_all", "skip_all",
    )),
    (QT_TRANSLATE_NOOP("Menus", "&Duplicates"), (
        "not_duplicate", "merge_pair", "open_first", "open_second", "undo_pair", "", "next_pair", "previous_pair",
    )),
    (QT_TRANSLATE_NOOP("Menus", "&Find"), (
        "open_image", "paste_image", "find_barcode", "", "this_is_it", "not_this", "take_back", "",
        "like_meaning", "like_cover", "", "filters", "select_all", "", "save_search", "saved_searches", "clear_history",
    )),
    (QT_TRANSLATE_NOOP("Menus", "&Administration"), (
        "models", "fine_tuning", "comparison", "evaluation", "feedback", "", "index_health", "backups", "repair",
        "device", "", "audit_log", "people",
    )),
)  # fmt: skip
_THEMES = (
    ("system", QT_TRANSLATE_NOOP("Menus", "As the desktop")),
    ("light", QT_TRANSLATE_NOOP("Menus", "Light")),
    ("dark", QT_TRANSLATE_NOOP("Menus", "Dark")),
)


class Menus(QObject):
    """Fills a menu bar. `languages` and `themes` are groups whose checked action tells the present choice."""

    def __init__(
        self,
        bar: QMenuBar,
        actions: Actions,
        choose_language: Callable[[str], None],
        choose_theme: Callable[[str], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._menus: list[tuple[QMenu, str]] = []
        for title, names in _MENUS:
            menu = self._menu(bar.addMenu(""), title)
            for name in names:
                if name:
                    menu.addAction(actions[name])
                else:
                    menu.addSeparator()
        settings = self._menu(bar.addMenu(""), QT_TRANSLATE_NOOP("Menus", "&Settings"))
        self.languages = QActionGroup(self)
        language_menu = self._menu(settings.addMenu(""), QT_TRANSLATE_NOOP("Menus", "&Language"))
        self._system_language = self._choice(language_menu, self.languages, SYSTEM_LANGUAGE, "", choose_language)
        for code, name in LANGUAGES.items():
            self._choice(language_menu, self.languages, code, name, choose_language)
        self.themes = QActionGroup(self)
        theme_menu = self._menu(settings.addMenu(""), QT_TRANSLATE_NOOP("Menus", "&Theme"))
        self._theme_actions = [
            (self._choice(theme_menu, self.themes, code, "", choose_theme), text) for code, text in _THEMES
        ]
        settings.addSeparator()
        settings.addAction(actions["settings"])
        help_menu = self._menu(bar.addMenu(""), QT_TRANSLATE_NOOP("Menus", "&Help"))
        for name in ("help", "guide", "shortcuts", "", "logs", "about"):
            if name:
                help_menu.addAction(actions[name])
            else:
                help_menu.addSeparator()
        self.retranslate()

    def check(self, language: str, theme: str) -> None:
        """Mark the present choices."""
        for group, value in ((self.languages, language), (self.themes, theme)):
            for action in group.actions():
                action.setChecked(action.data() == value)

    def retranslate(self) -> None:
        """Set all texts anew."""
        for menu, title in self._menus:
            menu.setTitle(QCoreApplication.translate("Menus", title))
        self._system_language.setText(QCoreApplication.translate("Menus", "As the desktop"))
        for action, text in self._theme_actions:
            action.setText(QCoreApplication.translate("Menus", text))

    def _menu(self, menu: QMenu, title: str) -> QMenu:
        self._menus.append((menu, title))
        return menu

    @staticmethod
    def _choice(menu: QMenu, group: QActionGroup, value: str, text: str, run: Callable[[str], None]) -> QAction:
        action = menu.addAction(text)
        action.setCheckable(True)
        action.setData(value)
        action.triggered.connect(lambda: run(value))
        group.addAction(action)
        return action
