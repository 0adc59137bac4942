"""Both themes are complete and readable, and every icon that is named is there."""

from __future__ import annotations

import gc
import re
import tomllib
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QEvent, QSize, Qt
from PySide6.QtGui import QColor, QFont, QIcon
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from core.paths import resources_dir
from librarian_app import actions, assets, wording
from librarian_app.theme import BODY_PX, Mode, Theme, ThemeSwitcher, font_families, style_sheet, tokens
from librarian_app.widgets.banner import TONE_ICONS
from librarian_app.widgets.job_tray import STATE_ICONS
from librarian_app.widgets.parts import label

MODES: tuple[Mode, ...] = ("light", "dark")
INKS = ("ink", "ink_soft", "ink_muted", "accent", "good", "fair", "info", "bad")
GROUNDS = ("paper", "surface", "raised")
PAIRS = [
    *[(ink, ground) for ink in INKS for ground in GROUNDS],
    *[(tone, f"{tone}_ground") for tone in ("good", "fair", "info", "bad")],
    ("ink", "selection"), ("ink_muted", "selection"), ("ink", "highlight"), ("ink_soft", "sunken"), ("ink", "sunken"),
    ("accent", "accent_ground"), ("on_fill", "fill"), ("on_fill", "fill_hover"), ("paper", "ink"),
]  # fmt: skip


def luminance(colour: str) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    parsed = QColor(colour)
    return 0.2126 * linear(parsed.redF()) + 0.7152 * linear(parsed.greenF()) + 0.0722 * linear(parsed.blueF())


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_formula_on_known_values() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_reaches_the_contrast_of_wcag_aa(mode: Mode, ink: str, ground: str) -> None:
    assert contrast(tokens(mode)[ink], tokens(mode)[ground]) >= 4.5


@pytest.mark.parametrize("mode", MODES)
def test_borders_of_fields_can_be_told_from_their_ground(mode: Mode) -> None:
    assert contrast(tokens(mode)["focus"], tokens(mode)["surface"]) >= 3.0


def test_both_themes_have_the_same_tokens() -> None:
    assert tokens("light").keys() == tokens("dark").keys()
    for mode in MODES:
        assert all(QColor(value).isValid() for value in tokens(mode).values())


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("language", ["zh_CN", "zh_TW", "en"])
def test_style_sheet_names_only_what_exists(mode: Mode, language: str, qapp: QApplication) -> None:
    sheet = style_sheet(Theme(mode, language))
    assert "$" not in sheet.split("*/", 1)[1]
    files = re.findall(r"url\(([^)]+)\)", sheet)
    assert files
    assert all(Path(file).is_file() for file in files)


def test_every_token_is_used_somewhere() -> None:
    code = "".join(p.read_text(encoding="utf-8") for p in Path(assets.__file__).parent.rglob("*.py"))
    sheet = (resources_dir() / "styles" / "wenyuan.qss").read_text(encoding="utf-8")
    composed = {f"{tone}_ground" for tone in ("good", "fair", "info", "bad")}
    unused = {t for t in tokens("light") if f"${t}" not in sheet and f'"{t}"' not in code} - composed
    assert not unused


def test_every_named_icon_exists_and_can_be_drawn(qapp: QApplication) -> None:
    names = (
        {c.icon for c in actions.COMMANDS if c.icon} | set(wording.CHANNEL_ICONS.values()) | set(TONE_ICONS.values())
    )
    names |= {name for name, _ in STATE_ICONS.values()} | set(wording.DECISION_TOKENS)
    code = "".join(p.read_text(encoding="utf-8") for p in Path(assets.__file__).parent.rglob("*.py"))
    names |= set(re.findall(r'(?:\.icon\(|set_icon\([^,()]+, [^,()]+, )"([a-z-]+)"', code))
    assert len(names) > 25
    for name in sorted(names):
        file = resources_dir() / "icons" / f"{name}.svg"
        assert file.is_file(), name
        assert QSvgRenderer(QByteArray(file.read_bytes())).isValid(), name
        assert b"currentColor" in file.read_bytes(), f"{name} cannot be recoloured"


def test_icons_take_the_colour_they_are_given(qapp: QApplication) -> None:
    image = assets.pixmap("covers", "#ff0000", 48).toImage()
    drawn = [image.pixelColor(x, y) for x in range(48) for y in range(48) if image.pixelColor(x, y).alpha() == 255]
    assert drawn
    assert all((c.red(), c.green(), c.blue()) == (255, 0, 0) for c in drawn)


def test_icons_are_drawn_for_the_state_and_the_screen_where_they_are_shown(qapp: QApplication) -> None:
    icon = assets.icon("covers", "#ff0000", "#00ff00", "#0000ff")

    def colours(mode: QIcon.Mode, state: QIcon.State = QIcon.State.Off) -> set[str]:
        image = icon.pixmap(QSize(20, 20), 2.0, mode, state).toImage()
        assert (image.width(), image.devicePixelRatio()) == (40, 2.0)
        points = [image.pixelColor(x, y) for x in range(40) for y in range(40)]
        return {each.name() for each in points if each.alpha() == 255}

    assert colours(QIcon.Mode.Normal) == {"#ff0000"}
    assert colours(QIcon.Mode.Disabled) == {"#00ff00"}
    assert colours(QIcon.Mode.Normal, QIcon.State.On) == {"#0000ff"}
    twin = QIcon(icon)
    twin.setIsMask(True)  # makes Qt clone what draws it
    gc.collect()
    assert not twin.pixmap(QSize(16, 16)).isNull()
    assert colours(QIcon.Mode.Normal) == {"#ff0000"}


class _Restyled(QLabel):
    """Counts how often it was given another style."""

    times = 0

    def changeEvent(self, event: QEvent) -> None:
        self.times += event.type() == QEvent.Type.StyleChange
        super().changeEvent(event)


def test_widgets_are_styled_anew_once_for_a_theme_and_not_at_all_for_a_language_with_the_same_fonts(
    qtbot: QtBot, themes: ThemeSwitcher, qapp: QApplication
) -> None:
    some = _Restyled("x")
    qtbot.addWidget(some)
    some.show()
    some.times = 0
    with qtbot.waitSignal(themes.changed):
        themes.use_language("zh_CN")
    assert some.times == 0
    assert themes.theme.language == "zh_CN"
    themes.switch_to("dark")
    assert some.times == 1
    assert some.palette().windowText().color() == QColor(tokens("dark")["ink"])
    assert some.font().pixelSize() == BODY_PX
    assert some.font().families() == list(font_families("zh_CN"))


def test_what_is_there_before_the_first_theme_gets_its_font_and_follows_the_text_size(
    qtbot: QtBot, themes: ThemeSwitcher, qapp: QApplication
) -> None:
    qapp.setStyleSheet("")
    qapp.setFont(QFont("Nowhere", 30))
    plain, muted = QLabel("x"), label("muted")
    for each in (plain, muted):
        qtbot.addWidget(each)
        each.show()
    first = ThemeSwitcher(qapp)
    first.switch_to("dark")
    for percent in (100, 150, 100):
        first.use_text_size(percent)
        assert plain.font().pixelSize() == BODY_PX * percent // 100
        assert muted.font().pixelSize() == round(13 * percent / 100)
        assert muted.font().families() == plain.font().families() == list(font_families("en"))


def test_switching_changes_palette_and_tells(qtbot: QtBot, themes: ThemeSwitcher, qapp: QApplication) -> None:
    with qtbot.waitSignal(themes.changed):
        themes.switch_to("dark")
    assert qapp.palette().window().color() == QColor(tokens("dark")["paper"])
    assert tokens("dark")["paper"] in qapp.styleSheet()
    with qtbot.assertNotEmitted(themes.changed):
        themes.switch_to("dark")
    themes.switch_to("light")
    assert qapp.palette().window().color() == QColor(tokens("light")["paper"])


def test_fonts_suit_the_language(qapp: QApplication) -> None:
    for language, region in (("zh_CN", "SC"), ("zh_TW", "TC")):
        families = font_families(language)
        noto = [name for name in families if name.startswith("Noto Sans CJK")]
        assert not noto or noto == [f"Noto Sans CJK {region}"]


def test_token_files_hold_nothing_but_colours() -> None:
    for mode in MODES:
        content = tomllib.loads((resources_dir() / "styles" / f"{mode}.toml").read_text(encoding="utf-8"))
        assert set(content) == {"colours"}


@pytest.mark.gui
@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit, QComboBox, QSpinBox, QDoubleSpinBox, QPushButton])
def test_what_has_the_keyboard_is_framed(qtbot: QtBot, themes: ThemeSwitcher, kind: type[QWidget]) -> None:
    target = kind()
    qtbot.addWidget(target)
    target.resize(200, 32)
    with qtbot.waitExposed(target):
        target.show()
    middle = target.height() // 2

    def edge() -> str:
        return target.grab().toImage().pixelColor(1, middle).name()

    target.clearFocus()
    assert edge() != themes.theme["focus"]
    target.activateWindow()
    target.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(target.hasFocus)
    assert edge() == themes.theme["focus"]
