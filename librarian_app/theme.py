"""Colours, fonts and the style sheet: light, dark, or as the desktop is set.

The tokens are data (resources/styles/light.toml, dark.toml); the style sheet is one template over them, so that both
themes have the same shapes. A test computes the contrast of every pair of text and ground.
"""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPalette
from PySide6.QtWidgets import QApplication

from core.paths import resources_dir
from librarian_app import assets

ThemeSetting = Literal["system", "light", "dark"]
Mode = Literal["light", "dark"]

_SANS = ("Noto Sans CJK", "Microsoft YaHei UI", "PingFang SC", "Source Han Sans SC", "WenQuanYi Micro Hei")
_SANS_TW = ("Noto Sans CJK", "Microsoft JhengHei UI", "PingFang TC", "Source Han Sans TC", "WenQuanYi Micro Hei")
_SERIF = ("Noto Serif CJK", "Source Han Serif SC", "Songti SC")
_SERIF_TW = ("Noto Serif CJK", "Source Han Serif TC", "Songti TC")
_LATIN = ("Inter", "Segoe UI", "SF Pro Text", "Noto Sans")
BODY_PX = 14
_FONT_SIZE = re.compile(r"font-size: (\d+)px")


@cache
def tokens(mode: Mode) -> Mapping[str, str]:
    """Token name → CSS colour of one theme."""
    with (resources_dir() / "styles" / f"{mode}.toml").open("rb") as file:
        return {name: str(value) for name, value in tomllib.load(file)["colours"].items()}


@cache
def font_families(language: str, *, serif: bool = False) -> tuple[str, ...]:
    """Families present on this machine, best first, whose Chinese glyphs suit the language."""
    present = set(QFontDatabase.families())
    region = "TC" if language == "zh_TW" else "SC"
    chinese = (_SERIF_TW if region == "TC" else _SERIF) if serif else (_SANS_TW if region == "TC" else _SANS)
    wanted = [f"{name} {region}" if name.endswith("CJK") else name for name in chinese]
    if not serif:
        # Latin letters first: Chinese fonts set them wider than an English interface wants.
        wanted = [*_LATIN, *wanted]
    return tuple(name for name in wanted if name in present)


@dataclass(frozen=True, slots=True)
class Theme:
    """What painting code needs of the theme in use."""

    mode: Mode
    language: str
    text_percent: int = 100

    def __getitem__(self, token: str) -> str:
        return tokens(self.mode)[token]

    def colour(self, token: str) -> QColor:
        return QColor(tokens(self.mode)[token])

    def icon(self, name: str, token: str = "ink_soft") -> QIcon:
        return assets.icon(name, self[token], self["ink_faint"], self["accent"] if token == "ink_soft" else "")

    def font(self, size_px: int = BODY_PX, *, bold: bool = False, serif: bool = False) -> QFont:
        font = QFont(QApplication.font())
        families = font_families(self.language, serif=serif)
        if families:
            font.setFamilies(list(families))
        font.setPixelSize(round(size_px * self.text_percent / 100))
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        return font


class ThemeSwitcher(QObject):
    """Applies a theme to the application and follows the desktop where asked to.

    Signals:
        changed(Theme): After colours or fonts changed; widgets that paint themselves or hold icons redraw.
    """

    changed = Signal(object)

    def __init__(self, application: QApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._application = application
        self._setting: ThemeSetting = "system"
        self._theme = Theme("light", "en")
        self._text_percent = 100
        application.styleHints().colorSchemeChanged.connect(self._follow_desktop)

    @property
    def theme(self) -> Theme:
        return self._theme

    @property
    def setting(self) -> ThemeSetting:
        return self._setting

    def switch_to(self, setting: ThemeSetting) -> None:
        """Use a theme from now on."""
        self._setting = setting
        self._apply(self._theme.language)

    def use_language(self, language: str) -> None:
        """Choose the fonts whose Chinese glyphs suit a language."""
        self._apply(language)

    def use_text_size(self, percent: int) -> None:
        """Make all text larger or smaller; 100 is the usual size."""
        self._text_percent = percent
        self._apply(self._theme.language)

    def _follow_desktop(self) -> None:
        if self._setting == "system":
            self._apply(self._theme.language)

    def _apply(self, language: str) -> None:
        mode: Mode = "light"
        if self._setting == "system":
            if self._application.styleHints().colorScheme() == Qt.ColorScheme.Dark:
                mode = "dark"
        else:
            mode = self._setting
        theme = Theme(mode, language, self._text_percent)
        if theme == self._theme and self._application.styleSheet():
            return
        self._theme = theme
        # Each of these goes through every widget there is, hence only what changes.
        if not self._application.styleSheet():
            self._application.setStyle("Fusion")
            self._application.setStyleSheet("QToolTip {}")  # else what is there already would keep the font it has
        if (font := theme.font()) != self._application.font():
            self._application.setFont(font)
        if (palette := _palette(theme)) != self._application.palette():
            self._application.setPalette(palette)
        if (sheet := style_sheet(theme)) != self._application.styleSheet():
            self._application.setStyleSheet(sheet)
        self.changed.emit(theme)


def style_sheet(theme: Theme) -> str:
    """The style sheet with the theme's colours and fonts in it."""
    folder = resources_dir() / "styles"
    template = string.Template((folder / "wenyuan.qss").read_text(encoding="utf-8"))

    def quoted(names: tuple[str, ...]) -> str:
        return ", ".join(f'"{name}"' for name in names) or "sans-serif"

    sheet = template.substitute(
        tokens(theme.mode),
        mode=theme.mode,
        styles=folder.as_posix(),
        serif=quoted(font_families(theme.language, serif=True) or font_families(theme.language)),
    )
    return _FONT_SIZE.sub(lambda match: f"font-size: {round(int(match[1]) * theme.text_percent / 100)}px", sheet)


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for target, token in (
        (role.Window, "paper"),
        (role.WindowText, "ink"),
        (role.Base, "surface"),
        (role.AlternateBase, "raised"),
        (role.Text, "ink"),
        (role.Button, "surface"),
        (role.ButtonText, "ink"),
        (role.ToolTipBase, "ink"),
        (role.ToolTipText, "paper"),
        (role.PlaceholderText, "ink_muted"),
        (role.Highlight, "selection"),
        (role.HighlightedText, "ink"),
        (role.Link, "accent"),
        (role.BrightText, "accent"),
    ):
        palette.setColor(target, theme.colour(token))
    for target in (role.Text, role.ButtonText, role.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, target, theme.colour("ink_faint"))
    return palette
