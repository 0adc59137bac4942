"""Every text of the window is translated, the compiled files are in date, and a switch reaches what is open."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from core.paths import resources_dir
from librarian_app import actions, wording
from librarian_app.i18n import LANGUAGES, LanguageSwitcher, Retranslating, language_of_system, translation_file
from librarian_app.models.thumbnails import PictureLoader
from librarian_app.theme import ThemeSwitcher
from librarian_app.widgets.drop_zone import DropZone
from librarian_app.widgets.query_bar import QueryBar
from librarian_app.widgets.record_form import RecordForm
from librarian_app.windows.sheets import ShortcutSheet

PROGRAM = Path(actions.__file__).parent
SOURCES = sorted(
    p
    for folder in ("", "models", "widgets", "pages", "pages/admin", "windows", "windows/exchange", "windows/copying")
    for p in (PROGRAM / folder).glob("*.py")
)
PLACEHOLDER = re.compile(r"\{\w*\}|%n")


def tool(name: str) -> str:
    found = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    assert found, f"{name} comes with PySide6"
    return found


def ts_file(language: str) -> Path:
    return resources_dir() / "i18n" / f"wenyuan_{language}.ts"


def messages(file: Path) -> Iterator[tuple[str, str, list[str], bool]]:
    """(Context, source, translations, whether it is finished) of every message."""
    root = ElementTree.parse(file).getroot()
    for context in root.iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
            yield (
                context.findtext("name", ""),
                message.findtext("source", ""),
                forms,
                translation.get("type") is None and all(forms),
            )


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_unfinished(language: str) -> None:
    entries = list(messages(ts_file(language)))
    assert entries
    assert [(context, source) for context, source, _, finished in entries if not finished] == []


@pytest.mark.parametrize("language", ["zh_CN", "zh_TW"])
def test_placeholders_survive_translation(language: str) -> None:
    for context, source, forms, _ in messages(ts_file(language)):
        for form in forms:
            assert sorted(PLACEHOLDER.findall(form)) == sorted(PLACEHOLDER.findall(source)), (context, source)


@pytest.mark.parametrize("language", ["zh_CN", "zh_TW"])
def test_menu_texts_keep_a_mnemonic(language: str) -> None:
    for context, source, forms, _ in messages(ts_file(language)):
        if context in ("Actions", "Menus") and "&" in source:
            assert all("&" in form for form in forms), (context, source)


def test_traditional_is_not_simplified() -> None:
    simplified_only = set("检录设语题词认识图书馆删撤销导备码标阅览应页张条级记这为从还没来")
    for context, source, forms, _ in messages(ts_file("zh_TW")):
        wrong = {c for c in "".join(forms) if c in simplified_only} - set("書")
        quoted = set("".join(re.findall(r"[“《]([^”》]*)[”》]", source)))
        assert not wrong - quoted, (context, source, wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_translation_files_name_every_text_of_the_code(language: str, tmp_path: Path) -> None:
    fresh = tmp_path / f"wenyuan_{language}.ts"
    command = [tool("pyside6-lupdate"), "-no-obsolete", "-locations", "none", "-source-language", "en"]
    command += ["-target-language", language, *(["-pluralonly"] if language == "en" else []), *map(str, SOURCES)]
    subprocess.run([*command, "-ts", str(fresh)], check=True, capture_output=True, timeout=120)
    in_code = {(context, source) for context, source, _, _ in messages(fresh)}
    in_file = {(context, source) for context, source, _, _ in messages(ts_file(language))}
    assert in_code == in_file


@pytest.mark.parametrize("language", LANGUAGES)
def test_compiled_files_are_in_date(language: str, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.qm"
    command = [tool("pyside6-lrelease"), "-silent", str(ts_file(language)), "-qm", str(fresh)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert fresh.read_bytes() == translation_file(language).read_bytes()


def test_no_text_is_hidden_in_an_f_string() -> None:
    """The extractor does not look into f-strings, so such a text would never be translated."""
    hidden = re.compile(r"""f(["'])(?:(?!\1).)*\{[^}]*\btr\(""")
    assert [p.name for p in SOURCES if hidden.search(p.read_text(encoding="utf-8"))] == []


def test_switching_reaches_what_is_open(
    qtbot: QtBot, languages: LanguageSwitcher, themes: ThemeSwitcher, pictures: PictureLoader
) -> None:
    bar, zone, form, sheet = QueryBar(themes, pictures), DropZone(themes), RecordForm(), ShortcutSheet()
    for widget in (bar, zone, form, sheet):
        qtbot.addWidget(widget)
    assert zone.accessibleName() == "Drop cover scans here"
    for language, expected in (
        ("zh_CN", "把封面扫描拖到这里"),
        ("zh_TW", "把封面掃描拖到這裡"),
        ("en", "Drop cover scans here"),
    ):
        languages.switch_to(language)
        assert languages.language == language
        qtbot.waitUntil(lambda expected=expected: zone.accessibleName() == expected)
    languages.switch_to("zh_CN")
    qtbot.waitUntil(lambda: sheet.windowTitle() == "快捷键")
    assert wording.decision("match") == "匹配"
    assert wording.authors.__doc__


def test_plural_forms(qtbot: QtBot, languages: LanguageSwitcher) -> None:
    def say(n: int) -> str:
        return QCoreApplication.translate("SearchWords", "%n result(s)", "", n)

    languages.switch_to("en")
    assert [say(1), say(2)] == ["1 result", "2 results"]
    languages.switch_to("zh_CN")
    assert say(3) == "3 条结果"


def test_unknown_codes_mean_the_desktops_language(languages: LanguageSwitcher) -> None:
    languages.switch_to("tlh")
    assert languages.language == language_of_system()
    assert language_of_system() in LANGUAGES


class _Choices(Retranslating, QComboBox):
    def __init__(self) -> None:
        super().__init__()
        self.addItem("")
        self.retranslate()

    def retranslate(self) -> None:
        self.setItemText(0, wording.field("statement"))


def test_boxes_have_room_for_the_words_of_another_language(qtbot: QtBot, languages: LanguageSwitcher) -> None:
    languages.switch_to("zh_CN")
    box = _Choices()
    qtbot.addWidget(box)
    box.show()
    narrow = box.sizeHint().width()
    languages.switch_to("en")
    qtbot.waitUntil(lambda: box.sizeHint().width() > narrow)
    assert box.fontMetrics().horizontalAdvance(box.currentText()) < box.sizeHint().width()


def test_captions_lose_their_mnemonic(languages: LanguageSwitcher) -> None:
    languages.switch_to("zh_CN")
    assert actions.plain_text("search") == "检索"
    assert actions.plain_text("add_scans") == "添加封面扫描"
    languages.switch_to("en")
    assert actions.plain_text("add_scans") == "Add cover scans"
    assert actions.tooltip("intake") == "Intake (Ctrl+I)"


def test_no_shortcut_is_given_twice() -> None:
    """Letters of the review pages belong to one page each: they may agree with each other, but with nothing else."""
    one_page = ("intake", "duplicates")
    for page in one_page:
        reachable = [c for c in actions.COMMANDS if c.group == page or c.group not in one_page]
        keys = [key for command in reachable for key in command.keys]
        assert len(keys) == len(set(keys)), page
