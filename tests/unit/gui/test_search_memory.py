"""History, suggestions and the list of saved searches, without an engine."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from core.domain.listing import Suggestion
from core.domain.saved_searches import SavedSearch, SavedSearchId
from librarian_app.models.search_history import MOST_ENTRIES, PastSearch, SearchHistory
from librarian_app.theme import ThemeSwitcher
from librarian_app.widgets.saved_searches_dialog import SavedSearchesDialog
from librarian_app.widgets.suggestion_list import SuggestionList


class TestHistory:
    @pytest.fixture
    def history(self, tmp_path: Path) -> SearchHistory:
        return SearchHistory(tmp_path / "图书馆", tmp_path / "history.json")

    def test_goes_back_and_forth(self, history: SearchHistory) -> None:
        for text in ("一", "二", "三"):
            history.remember(PastSearch(text))
        assert history.older(PastSearch("三")) == PastSearch("二"), "what is shown already is passed over"
        assert history.older(PastSearch("二")) == PastSearch("一")
        assert history.older(PastSearch("一")) is None
        assert history.is_going_through
        assert history.newer() == PastSearch("二")
        assert history.newer() == PastSearch("三")
        assert history.newer() == PastSearch("")
        assert history.newer() is None

    def test_is_kept_by_library_and_cleared(self, history: SearchHistory, tmp_path: Path) -> None:
        history.remember(PastSearch("红楼梦", (("language", "chi"), ("language", "eng"))))
        again = SearchHistory(tmp_path / "图书馆", tmp_path / "history.json")
        assert again.entries == history.entries
        assert again.entries[0].filters.languages == ("chi", "eng")
        other = SearchHistory(tmp_path / "other", tmp_path / "history.json")
        assert other.entries == ()
        again.clear()
        assert SearchHistory(tmp_path / "图书馆", tmp_path / "history.json").entries == ()

    def test_beginnings_and_repetitions_are_not_kept(self, history: SearchHistory) -> None:
        for text in ("红", "红楼", "红楼梦", "水浒", "红楼梦", ""):
            history.remember(PastSearch(text))
        assert [entry.text for entry in history.entries] == ["红楼梦", "水浒"]
        for number in range(MOST_ENTRIES + 5):
            history.remember(PastSearch(f"{number} x"))
        assert len(history.entries) == MOST_ENTRIES

    def test_a_damaged_file_is_an_empty_history(self, tmp_path: Path) -> None:
        file = tmp_path / "history.json"
        file.write_text('{"x": [1, ["a", [["language", 3], ["nonsense", "y"]]], ["b"]]}', encoding="utf-8")
        assert SearchHistory(Path("x"), file).entries == (PastSearch("a"),)
        file.write_text("not json", encoding="utf-8")
        assert SearchHistory(Path("x"), file).entries == ()


class TestSuggestions:
    FOUND = (
        Suggestion("红楼梦", "title", (0, 2)),
        Suggestion("红楼梦魇", "title", (0, 2)),
        Suggestion("红楼", "subject"),
    )

    @pytest.fixture
    def page(self, qtbot: QtBot) -> QWidget:
        page = QWidget()
        qtbot.addWidget(page)
        page.resize(600, 400)
        return page

    @pytest.fixture
    def edit(self, qtbot: QtBot, page: QWidget) -> QLineEdit:
        edit = QLineEdit(page)
        edit.resize(400, 40)
        page.show()
        qtbot.waitExposed(page)
        edit.setFocus()
        return edit

    @pytest.fixture
    def suggestions(self, edit: QLineEdit, page: QWidget, themes: ThemeSwitcher) -> SuggestionList:
        return SuggestionList(edit, edit, page, themes)

    def test_arrows_choose_and_enter_takes(self, qtbot: QtBot, edit: QLineEdit, suggestions: SuggestionList) -> None:
        with qtbot.waitSignal(suggestions.wanted) as wanted:
            qtbot.keyClicks(edit, "honglou")
        assert wanted.args == ["honglou"]
        suggestions.offer("honglou", self.FOUND)
        assert suggestions.texts == ["红楼梦", "红楼梦魇", "红楼"]
        assert edit.hasFocus()
        qtbot.keyClick(edit, Qt.Key.Key_Down)
        qtbot.keyClick(edit, Qt.Key.Key_Down)
        with qtbot.waitSignal(suggestions.chosen) as chosen:
            qtbot.keyClick(edit, Qt.Key.Key_Return)
        assert chosen.args == ["红楼梦魇"]
        assert suggestions.isHidden()

    def test_escape_hides_and_the_box_lies_around_the_list(
        self, qtbot: QtBot, edit: QLineEdit, suggestions: SuggestionList
    ) -> None:
        qtbot.keyClicks(edit, "h")
        suggestions.offer("h", self.FOUND)
        qtbot.keyClick(edit, Qt.Key.Key_Up)
        assert suggestions.currentIndex().row() == 2
        qtbot.keyClick(edit, Qt.Key.Key_Down)
        assert not suggestions.currentIndex().isValid()
        qtbot.keyClick(edit, Qt.Key.Key_Escape)
        assert suggestions.texts == []

    def test_answers_to_what_was_typed_before_are_dropped(
        self, qtbot: QtBot, edit: QLineEdit, suggestions: SuggestionList
    ) -> None:
        qtbot.keyClicks(edit, "ho")
        suggestions.offer("h", self.FOUND)
        assert suggestions.texts == []

    def test_never_shown_while_an_input_method_composes(
        self, qtbot: QtBot, edit: QLineEdit, suggestions: SuggestionList
    ) -> None:
        qtbot.keyClicks(edit, "h")
        suggestions.offer("h", self.FOUND)
        assert suggestions.texts
        QApplication.sendEvent(edit, QInputMethodEvent("honglou", []))
        assert suggestions.texts == [], "the candidates of the input method stand there"
        suggestions.offer("h", self.FOUND)
        assert suggestions.texts == []
        done = QInputMethodEvent()
        done.setCommitString("红楼")
        with qtbot.waitSignal(suggestions.wanted) as wanted:
            QApplication.sendEvent(edit, done)
        assert wanted.args == ["h红楼"]
        suggestions.offer("h红楼", self.FOUND)
        assert suggestions.texts


def test_saved_searches_are_renamed_in_place_and_deleted(qtbot: QtBot, themes: ThemeSwitcher) -> None:
    dialog = SavedSearchesDialog(themes, read_only=False)
    qtbot.addWidget(dialog)
    dialog.show_searches([SavedSearch("一", id=SavedSearchId(3)), SavedSearch("二", id=SavedSearchId(5))])
    dialog.list.setCurrentRow(1)
    item = dialog.list.item(1)
    with qtbot.waitSignal(dialog.rename_asked) as renamed:
        item.setText("三")
    assert renamed.args == [5, "三"]
    with qtbot.waitSignal(dialog.delete_asked) as deleted:
        dialog._delete.click()
    assert deleted.args == [5, "二"]


def test_saved_searches_of_a_read_only_library_stay_as_they_are(qtbot: QtBot, themes: ThemeSwitcher) -> None:
    dialog = SavedSearchesDialog(themes, read_only=True)
    qtbot.addWidget(dialog)
    dialog.show_searches([SavedSearch("一", id=SavedSearchId(3))])
    assert not dialog._delete.isEnabled()
    assert not dialog.list.item(0).flags() & Qt.ItemFlag.ItemIsEditable
