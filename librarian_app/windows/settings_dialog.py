"""Settings: how the window looks and speaks, and how this library is served. What is chosen takes effect at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from core.domain.feedback import FeedbackSettings
from core.domain.people import AccessState
from core.errors import LibrarianError
from core.settings import LibrarySettings
from librarian_app import wording
from librarian_app.error_dialogs import error_sentence
from librarian_app.i18n import LANGUAGES, SYSTEM_LANGUAGE, Retranslating
from librarian_app.preferences import TEXT_SIZES, Preferences
from librarian_app.qt_jobs import Bridge
from librarian_app.theme import ThemeSwitcher
from librarian_app.widgets.parts import button, label, rule, set_property
from librarian_app.windows.item_states_dialog import ItemStatesDialog

THEMES = ("system", "light", "dark")
OCR_ENGINES = (("rapidocr", "RapidOCR (PP-OCR)"), ("tesseract", "Tesseract"))


@dataclass(frozen=True, slots=True)
class LooksActions:
    """What the dialog does to the window."""

    choose_language: Callable[[str], None]
    choose_theme: Callable[[str], None]
    choose_text_size: Callable[[int], None]


class SettingsDialog(Retranslating, QDialog):
    """There is no OK: every choice is taken at once, and said to be.

    Signals:
        library_changed(LibrarySettings): The library is served differently now.
    """

    library_changed = Signal(object)

    def __init__(
        self,
        bridge: Bridge,
        themes: ThemeSwitcher,
        preferences: Preferences,
        looks: LooksActions,
        *,
        read_only: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("help_page", "administration")
        self._bridge = bridge
        self._themes = themes
        self._read_only = read_only
        self._is_filling = False
        self._feedback = FeedbackSettings()
        self._name = ""
        self._heading = label("title")
        self._window_heading, self._library_heading = label("heading"), label("heading")
        self.language_box, self.theme_box, self.size_box = QComboBox(), QComboBox(), QComboBox()
        self.ocr_box, self.record_language_box = QComboBox(), QComboBox()
        self.name_edit = QLineEdit()
        self.name_edit.setMaxLength(80)
        self.states_button = button()
        self.states_button.setAutoDefault(False)
        self.offline_box, self.recording_box = QCheckBox(), QCheckBox()
        self._note = label("soft", wrap=True)
        self._note.setMinimumHeight(40)
        self._captions: dict[str, QLabel] = {}
        self._hints: dict[str, QLabel] = {}
        for code in (SYSTEM_LANGUAGE, *LANGUAGES):
            self.language_box.addItem(LANGUAGES.get(code, ""), code)
        for code in THEMES:
            self.theme_box.addItem("", code)
        for percent in TEXT_SIZES:
            self.size_box.addItem(f"{percent} %", percent)
        for code, name in OCR_ENGINES:
            self.ocr_box.addItem(name, code)
        for code in wording.RECORD_LANGUAGES:
            self.record_language_box.addItem("", code)
        for box, value in (
            (self.language_box, preferences.language),
            (self.theme_box, preferences.theme),
            (self.size_box, preferences.text_size),
        ):
            box.setCurrentIndex(max(0, box.findData(value)))
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._buttons.rejected.connect(self.reject)
        self._build()
        self.language_box.activated.connect(lambda: looks.choose_language(str(self.language_box.currentData())))
        self.theme_box.activated.connect(lambda: looks.choose_theme(str(self.theme_box.currentData())))
        self.size_box.activated.connect(lambda: looks.choose_text_size(int(self.size_box.currentData())))
        for chosen in (self.ocr_box, self.record_language_box):
            chosen.activated.connect(self._change_library)
        self.name_edit.editingFinished.connect(self._change_name)
        self.states_button.clicked.connect(self._show_states)
        self.offline_box.clicked.connect(self._change_library)
        self.recording_box.clicked.connect(self._change_feedback)
        self._library_widgets = (self.ocr_box, self.record_language_box, self.offline_box)
        for widget in (*self._library_widgets, self.name_edit, self.states_button, self.recording_box):
            widget.setEnabled(False)
        self.setFixedWidth(600)
        self.retranslate()
        bridge.call("settings", "get", on_result=self._got_library, on_error=self._failed)
        bridge.call("access", "state", on_result=self._got_access, on_error=self._failed)
        bridge.call("feedback", "settings", on_result=self._got_feedback, on_error=lambda _: None)

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Settings"))
        self._heading.setText(self.tr("Settings"))
        self._window_heading.setText(self.tr("This window"))
        self._library_heading.setText(self.tr("This library"))
        self._buttons.button(QDialogButtonBox.StandardButton.Close).setText(self.tr("Close"))
        self.language_box.setItemText(0, self.tr("As the desktop"))
        for row, text in enumerate((self.tr("As the desktop"), self.tr("Light"), self.tr("Dark"))):
            self.theme_box.setItemText(row, text)
        for row, code in enumerate(wording.RECORD_LANGUAGES):
            self.record_language_box.setItemText(row, wording.language_name(code) if code else self.tr("None"))
        captions: tuple[tuple[str, str, QWidget], ...] = (
            ("language", self.tr("Language"), self.language_box),
            ("theme", self.tr("Theme"), self.theme_box),
            ("size", self.tr("Text size"), self.size_box),
            ("ocr", self.tr("Covers are read by"), self.ocr_box),
            ("record_language", self.tr("New records are in"), self.record_language_box),
            ("name", self.tr("Your name in the history"), self.name_edit),
        )
        for name, text, widget in captions:
            self._captions[name].setText(text)
            widget.setAccessibleName(text)
        self.name_edit.setPlaceholderText(self.tr("as your account on this computer is called"))
        self.states_button.setText(self.tr("States of items…"))
        self.offline_box.setText(self.tr("Never ask other libraries' catalogues"))
        self.recording_box.setText(self.tr("Record what people say about results"))
        self._hints["recording"].setText(
            self.tr("It stays in this library and teaches it to rank better. What is recorded can be deleted.")
        )
        if self._read_only:
            self._say(self.tr("This library is open for reading only, so its settings cannot be changed here."), "fair")

    def _build(self) -> None:
        window_form, library_form = _form(), _form()
        for name, box in (("language", self.language_box), ("theme", self.theme_box), ("size", self.size_box)):
            window_form.addRow(self._caption(name), box)
        of_library: tuple[tuple[str, QWidget], ...] = (
            ("ocr", self.ocr_box), ("record_language", self.record_language_box), ("name", self.name_edit),
        )  # fmt: skip
        for name, widget in of_library:
            library_form.addRow(self._caption(name), widget)
        library_form.addRow("", self.states_button)
        self._hints["recording"] = label("muted", wrap=True)
        indent = QHBoxLayout()
        indent.setContentsMargins(30, 0, 0, 0)
        indent.addWidget(self._hints["recording"])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(28, 22, 28, 18)
        whole.setSpacing(10)
        whole.addWidget(self._heading)
        whole.addSpacing(2)
        whole.addWidget(self._window_heading)
        whole.addLayout(window_form)
        whole.addSpacing(4)
        whole.addWidget(rule())
        whole.addSpacing(2)
        whole.addWidget(self._library_heading)
        whole.addLayout(library_form)
        whole.addWidget(self.offline_box)
        whole.addWidget(self.recording_box)
        whole.addLayout(indent)
        whole.addWidget(self._note)
        whole.addWidget(self._buttons)

    def _caption(self, name: str) -> QLabel:
        self._captions[name] = label("label")
        self._captions[name].setMinimumWidth(150)
        return self._captions[name]

    def _got_library(self, settings: LibrarySettings) -> None:
        self.ocr_box.setCurrentIndex(max(0, self.ocr_box.findData(settings.ocr_engine)))
        self.record_language_box.setCurrentIndex(max(0, self.record_language_box.findData(settings.default_language)))
        self.offline_box.setChecked(settings.offline)
        self._name = settings.actor
        self.name_edit.setText(settings.actor)
        self.states_button.setEnabled(True)
        for widget in self._library_widgets:
            widget.setEnabled(not self._read_only)

    def _got_access(self, access: AccessState) -> None:
        """With roles on, whoever is signed in is named."""
        self.name_edit.setEnabled(not self._read_only and not access.is_on)
        if access.is_on:
            self.name_edit.setPlaceholderText(access.name)

    def _change_name(self) -> None:
        if " ".join(self.name_edit.text().split()) != self._name:
            self._change_library()

    def _show_states(self) -> None:
        dialog = ItemStatesDialog(self._bridge, self._themes, read_only=self._read_only, parent=self)
        dialog.open()

    def _got_feedback(self, settings: FeedbackSettings) -> None:
        self._feedback = settings
        self.recording_box.setChecked(settings.is_recording)
        self.recording_box.setEnabled(not self._read_only)  # without an answer, somebody else decides on it

    def _change_library(self) -> None:
        self._bridge.call(
            "settings", "change",
            str(self.ocr_box.currentData()), self.offline_box.isChecked(), str(self.record_language_box.currentData()),
            self.name_edit.text(), on_result=self._changed, on_error=self._refused,
        )  # fmt: skip

    def _change_feedback(self) -> None:
        wanted = FeedbackSettings(self.recording_box.isChecked(), self._feedback.is_learning, self._feedback.keep_days)
        self._bridge.call(
            "feedback", "change_settings", wanted, on_result=self._feedback_changed, on_error=self._failed
        )

    def _changed(self, settings: LibrarySettings) -> None:
        self._name = settings.actor
        self._say(self.tr("Changed."), "good")
        self.library_changed.emit(settings)

    def _feedback_changed(self, settings: FeedbackSettings) -> None:
        self._got_feedback(settings)
        self._say(self.tr("Changed."), "good")

    def _refused(self, error: LibrarianError) -> None:
        self._failed(error)
        self._bridge.call("settings", "get", on_result=self._got_library)

    def _failed(self, error: LibrarianError) -> None:
        self._say(error_sentence(error, self._themes.theme.language), "bad")

    def _say(self, text: str, tone: str) -> None:
        set_property(self._note, "kind", tone)
        self._note.setText(text)


def _form() -> QFormLayout:
    form = QFormLayout()
    form.setHorizontalSpacing(16)
    form.setVerticalSpacing(9)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return form
