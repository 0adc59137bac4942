"""The help is whole: every page in every language, every link leads somewhere, every command is named."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.paths import resources_dir
from librarian_app import actions
from librarian_app.help_pages import PAGE_OF_PLACE, PAGES, all_pages, find, page, source
from librarian_app.i18n import LANGUAGES, LanguageSwitcher
from librarian_app.theme import ThemeSwitcher
from librarian_app.windows.help_window import HelpWindow

LINK = re.compile(r"\]\(([^)]+)\)")
COMMAND = re.compile(r"\{command:(\w+)\}")
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_exists_and_no_other(language: str) -> None:
    files = {file.stem for file in (resources_dir() / "help" / language).glob("*.md")}
    assert files == set(PAGES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_links_resolve_and_commands_exist(name: str, language: str) -> None:
    text = source(name, language)
    assert text.startswith("# ")
    for target in LINK.findall(text):
        assert target.removesuffix(".md") in PAGES, target
    known = {command.name for command in actions.COMMANDS}
    assert set(COMMAND.findall(text)) <= known


@pytest.mark.parametrize("name", PAGES)
def test_languages_say_the_same(name: str) -> None:
    """As many headings, as many rows, the same commands and links: a change in one language only shows."""
    shapes = []
    for language in LANGUAGES:
        text = source(name, language)
        headings = [len(line.split()[0]) for line in text.splitlines() if line.startswith("#")]
        rows = sum(line.startswith("|") for line in text.splitlines())
        steps = sum(bool(re.match(r"(-|\d+\.) ", line)) for line in text.splitlines())
        shapes.append((headings, rows, steps, sorted(set(COMMAND.findall(text))), sorted(set(LINK.findall(text)))))
    assert shapes[0] == shapes[1] == shapes[2]


def test_every_command_is_named_in_some_page() -> None:
    for language in LANGUAGES:
        named = {name for each in PAGES for name in COMMAND.findall(source(each, language))}
        missing = {command.name for command in actions.COMMANDS if command.group} - named
        assert missing == set(), language


def test_chinese_pages_are_chinese_in_their_own_script() -> None:
    simplified_only = set("检录设语题词认识图书馆删销导备码标阅览应页张条级记这为从还没来")
    for name in PAGES:
        plain = re.sub(r"`[^`]*`", "", source(name, "zh_TW"))
        assert not simplified_only & set(plain), (name, simplified_only & set(plain))
        for language in ("zh_CN", "zh_TW"):
            paragraphs = [line for line in source(name, language).splitlines() if len(line) > 60]
            assert all(HAN.search(line) for line in paragraphs), (name, language)


def test_words_of_the_program_are_filled_in(languages: LanguageSwitcher) -> None:
    languages.switch_to("zh_CN")
    text = page("keyboard", "zh_CN").text
    assert "{" not in text
    assert "| 编目录入 | `Ctrl+I` |" in text
    languages.switch_to("en")
    assert "**Print labels** (`Ctrl+P`)" in page("printing", "en").text


def test_search_finds_pages_by_all_words(languages: LanguageSwitcher) -> None:
    languages.switch_to("en")
    pages = all_pages("en")
    assert find("stocktaking", pages)[0][0].name == "barcodes"
    assert [hit for hit, _ in find("", pages)] == list(pages)
    assert find("zyxw", pages) == ()
    languages.switch_to("zh_CN")
    assert find("书标 卷筒", all_pages("zh_CN"))[0][0].name == "printing"


def test_every_place_has_a_page() -> None:
    assert set(PAGE_OF_PLACE.values()) <= set(PAGES)


@pytest.fixture
def window(qtbot: QtBot, themes: ThemeSwitcher, languages: LanguageSwitcher) -> Iterator[HelpWindow]:
    made = HelpWindow(themes)
    qtbot.addWidget(made)
    made.show_page("searching")
    made.show()
    yield made
    themes.use_language("en")


def test_back_and_forward(window: HelpWindow) -> None:
    window.text.page_asked.emit("printing")
    assert window.page == "printing"
    window.go_back()
    assert window.page == "searching"
    window.go_forward()
    assert window.page == "printing"
    assert not window.forward_button.isEnabled()


def test_searching_narrows_the_list_and_marks_the_words(window: HelpWindow) -> None:
    QTest.keyClicks(window.search, "barcode")
    assert 0 < window.list.count() < len(PAGES)
    QTest.keyClick(window.search, Qt.Key.Key_Return)
    assert window.page == "barcodes"
    assert len(window.text.extraSelections()) > 5
    window.search.setText("zyxw")
    assert window._none.isVisible()


def test_the_page_follows_language_and_theme(
    window: HelpWindow, themes: ThemeSwitcher, languages: LanguageSwitcher
) -> None:
    languages.switch_to("zh_CN")
    themes.use_language("zh_CN")
    themes.switch_to("dark")
    assert window.text.toPlainText().startswith("检索")
    assert window.list.item(0).text() == "入门"
