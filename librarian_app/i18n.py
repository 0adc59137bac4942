"""The language of the interface: which ones there are, and switching between them while the program runs.

Sources are English. `wenyuan_<language>.ts` in resources/i18n are Qt Linguist files; the compiled `.qm` beside them are
loaded here. English has one too, for its plural forms. After a text was added or changed, in resources/i18n:

    pyside6-lupdate -no-obsolete -locations none -source-language en -target-language zh_CN $(find ../../librarian_app
        -name "*.py" -not -path "*/cli/*") -ts wenyuan_zh_CN.ts      (en: with -pluralonly)
    pyside6-linguist wenyuan_zh_CN.ts
    pyside6-lrelease wenyuan_zh_CN.ts
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QLibraryInfo, QLocale, QObject, QTimer, QTranslator, Signal
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from core.paths import resources_dir

LANGUAGES: dict[str, str] = {"zh_CN": "简体中文", "zh_TW": "繁體中文", "en": "English"}
"""Code → the language's own name, in the order of the menu."""
SYSTEM_LANGUAGE = "system"


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: N802 (the name that lupdate looks for)
    """Mark a text for translation; Qt's own function of this name has no usable type."""
    return text


def translation_file(language: str) -> Path:
    """The compiled translation of one language."""
    return resources_dir() / "i18n" / f"wenyuan_{language}.qm"


def language_of_system() -> str:
    """The nearest of our languages to what the desktop is set to."""
    for name in QLocale.system().uiLanguages():
        locale = QLocale(name)
        if locale.language() == QLocale.Language.Chinese:
            traditional = locale.script() == QLocale.Script.TraditionalHanScript
            return "zh_TW" if traditional else "zh_CN"
        if locale.language() == QLocale.Language.English:
            return "en"
    return "en"


class LanguageSwitcher(QObject):
    """Holds the installed translators and replaces them.

    Installing a translator makes Qt send `LanguageChange` to every widget; `Retranslating` answers it.

    Signals:
        changed(str): After a switch, with the code now in use.
    """

    changed = Signal(str)

    def __init__(self, application: QApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._application = application
        self._translators: list[QTranslator] = []
        self._language = "en"

    @property
    def language(self) -> str:
        """The code in use: zh_CN, zh_TW or en."""
        return self._language

    def switch_to(self, setting: str) -> None:
        """Use a language; ``"system"`` and unknown codes mean the desktop's."""
        language = setting if setting in LANGUAGES else language_of_system()
        for translator in self._translators:
            self._application.removeTranslator(translator)
        self._translators.clear()
        self._language = language
        QLocale.setDefault(QLocale(language))
        qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        files = [str(Path(qt_folder) / f"qtbase_{language}.qm"), str(translation_file(language))]
        for file in files:
            translator = QTranslator(self)
            if translator.load(file):
                self._application.installTranslator(translator)
                self._translators.append(translator)
        self.changed.emit(language)
        QTimer.singleShot(0, self, self._fit_boxes)  # after the words have changed, which Qt does with the next events

    def _fit_boxes(self) -> None:
        """Let boxes measure their words anew; by themselves they do so only when they are first shown."""
        first_show = QComboBox.SizeAdjustPolicy.AdjustToContentsOnFirstShow
        for widget in self._application.allWidgets():
            if isinstance(widget, QComboBox) and widget.sizeAdjustPolicy() == first_show:
                widget.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
                widget.setSizeAdjustPolicy(first_show)


class Retranslating:
    """Mix-in for widgets, named before the Qt class: calls `retranslate` when the language changes."""

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        if isinstance(self, QWidget) and event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)  # type: ignore[misc]

    def retranslate(self) -> None:
        """Set every visible text anew. Must not depend on the order of earlier calls."""
        raise NotImplementedError
