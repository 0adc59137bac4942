"""What the dialogs for records from and to files ask the engine for; the engine answers from a list."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from core.domain.importing import OVERLAY_FIELDS, EntryPage, FieldDifference, HoldingLayout, ImportEntry
from core.domain.library import DecodingChoice, ImportPreview
from core.domain.record_fields import differences
from core.domain.records import BibliographicRecord, Contributor, Holding, RecordId
from core.errors import InvalidInputError
from core.jobs.job import JobId, JobInfo
from librarian_app.models.differences import field_changes
from librarian_app.models.import_entries import PAGE_ROWS, ImportEntriesModel
from librarian_app.models.jobs import JobsModel
from librarian_app.theme import ThemeSwitcher
from librarian_app.widgets.decoding_cards import DecodingCards
from librarian_app.widgets.difference_view import DifferenceView
from librarian_app.widgets.profile_bar import ProfileBar
from librarian_app.windows.exchange.column_table import ColumnTable
from librarian_app.windows.exchange.convert_dialog import ConvertDialog
from librarian_app.windows.exchange.export_dialog import ExportDialog, ExportScope
from librarian_app.windows.exchange.holdings_dialog import HoldingsDialog
from librarian_app.windows.exchange.plan import overlay_policies
from librarian_app.windows.file_choices import FORMAT_NAMES


class _Engine:
    """Notes what it is asked and answers at once; jobs are queued and stay so."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, tuple[object, ...]]] = []

    def call(
        self,
        service: str,
        method: str,
        *args: object,
        on_result: Callable[[Any], None] | None = None,
        on_error: Callable[[Any], None] | None = None,
    ) -> None:
        self.asked.append((service, method, args))
        answers: dict[str, object] = {
            "submit": JobInfo(JobId("j1"), str(args[0]) if args else "", "io", "queued"), "holding_layouts": (),
        }  # fmt: skip
        if on_result is not None:
            on_result(answers.get(method))

    @property
    def job(self) -> tuple[str, dict[str, Any]]:
        """Kind and parameters of the last job."""
        args = next(args for _, method, args in reversed(self.asked) if method == "submit")
        assert isinstance(args[1], dict)
        return str(args[0]), args[1]


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[_Engine]:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return _Engine()


def test_values_that_were_reworded_face_each_other() -> None:
    (title, subjects) = field_changes(
        [
            FieldDifference("title", ("围城",), ("围城 修订本",)),
            FieldDifference("subjects", ("长篇小说", "中国"), ("中国", "爱情小说 [clc]")),
        ]
    )
    (value,) = title.values
    assert value.mark == "changed"
    assert [(s.text, s.mark) for s in value.after] == [("围城", "same"), (" 修订本", "added")]
    assert [v.mark for v in subjects.values] == ["removed", "same", "added"]


def test_texts_of_different_books_are_told_as_wholes() -> None:
    (change,) = field_changes([FieldDifference("title", ("三体",), ("红楼梦",))])
    (value,) = change.values
    assert [s.mark for s in (*value.before, *value.after)] == ["removed", "added"]


def test_differences_speak_words_and_no_codes(qtbot: QtBot, themes: ThemeSwitcher) -> None:
    view = DifferenceView(themes)
    qtbot.addWidget(view)
    before = BibliographicRecord("红楼梦", contributors=(Contributor("高鹗", "editor"),), language="chi")
    after = replace(before, holdings=(Holding("B1", status="on_loan"),), language="eng", contributors=())
    view.show_differences("红楼梦", [*differences(before, after), FieldDifference("status", ("draft",), ("final",))])
    said = view.toPlainText()
    for word in ("高鹗 (Editor)", "Chinese", "English", "On loan", "Draft", "Confirmed"):
        assert word in said
    assert not re.search(r"\b(editor|chi|eng|on_loan|draft|confirmed)\b", said)


def test_differences_are_marked_by_sign_as_well_as_by_colour(qtbot: QtBot, themes: ThemeSwitcher) -> None:
    view = DifferenceView(themes)
    qtbot.addWidget(view)
    view.show_differences("<b>围城", [FieldDifference("year", ("1947",), ("1980",))], "因为 & 所以")
    text = view.toPlainText()
    assert text.startswith("<b>围城"), "titles are text, not markup"
    assert "− 1947" in text
    assert "+ 1980" in text
    view.show_differences("新", [FieldDifference("note", (), ("一",))])
    assert "—" in view.toPlainText()


def test_entries_are_fetched_by_the_page_and_old_pages_forgotten(qtbot: QtBot) -> None:
    model = ImportEntriesModel()
    wanted: list[int] = []
    model.page_wanted.connect(wanted.append)
    model.start(100_000)
    assert model.rowCount() == 100_000
    assert model.entry(250) is None
    assert model.entry(251) is None
    assert wanted == [2], "a page is asked for once"
    for number in range(60):
        entries = tuple(ImportEntry("f", str(number * PAGE_ROWS + n + 1), "new") for n in range(PAGE_ROWS))
        model.take(EntryPage(entries, number * PAGE_ROWS, 100_000))
    entry = model.entry(5_999)
    assert entry is not None
    assert entry.position == "6000"
    assert len(model._pages) <= 20
    model.take(EntryPage((ImportEntry("f", "1", "new"),), 0, 7))
    assert model.entry(0) is None, "a page of another list is not taken"


def test_encoding_cards_recommend_and_are_chosen(qtbot: QtBot) -> None:
    cards = DecodingCards()
    qtbot.addWidget(cards)
    choices = [
        DecodingChoice("gb18030", "", ("围城",), 0.9, is_recommended=True),
        DecodingChoice("big5", "", ("霰傑",), 0.1, is_recommended=False),
        DecodingChoice("utf-8", "", (), -3.0, is_recommended=False),
    ]
    cards.show_choices(choices, "")
    assert cards.encoding == "gb18030"
    with qtbot.waitSignal(cards.chosen) as chosen:
        cards.choose("big5")
    assert chosen.args == ["big5"]
    cards.show_choices(choices, "big5")
    assert cards.encoding == "big5"


def test_profiles_of_the_program_are_neither_written_over_nor_deleted(qtbot: QtBot, themes: ThemeSwitcher) -> None:
    bar = ProfileBar(themes)
    qtbot.addWidget(bar)
    bar.show_names([("fill", "Only empty fields", False), ("书商", "书商", True)], "fill")
    assert bar.name == "fill"
    assert not bar.save_button.isEnabled()
    assert not bar.delete_button.isEnabled()
    bar.combo.setEditText("书商")
    bar._enable()
    assert bar.save_button.isEnabled()
    assert bar.delete_button.isEnabled()
    with qtbot.waitSignal(bar.save_asked) as asked:
        bar.save_button.click()
    assert asked.args == ["书商"]


def test_policies_are_said_as_briefly_as_possible() -> None:
    usual, exceptions = overlay_policies({"title": "keep", "year": "add"}, "replace", OVERLAY_FIELDS)
    assert (usual, exceptions) == ("replace", {"title": "keep", "year": "add"})


def test_export_asks_for_what_was_chosen_and_remembers_it(
    qtbot: QtBot, themes: ThemeSwitcher, engine: _Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scope = ExportScope(120, (RecordId(3), RecordId(4)), (RecordId(9),))
    dialog = ExportDialog(engine, themes, JobsModel(), scope)
    qtbot.addWidget(dialog)
    assert dialog.found.isChecked(), "one selected record is only where the cursor is"
    form = dialog.form
    form.choose_format("csv")
    assert not form.flavour_box.isEnabled()
    form.choose_format("marc")
    form.encoding_box.setCurrentIndex(form.encoding_box.findData("gb18030"))
    form.flavour_box.setCurrentIndex(form.flavour_box.findData("unimarc"))
    form.rules_box.setCurrentIndex(form.rules_box.findData("nlc"))
    form.refusal_box.setCurrentIndex(form.refusal_box.findData("warn"))
    form.checksum_box.setChecked(True)
    dialog.file.setText(str(tmp_path / "out.mrc"))
    dialog.selected.setChecked(True)
    dialog.start()
    kind, params = engine.job
    assert kind == "export"
    assert (params["format"], params["ids"], params["path"]) == ("marc", [9], str(tmp_path / "out.mrc"))
    options = params["options"]
    assert options == {
        "encoding": "gb18030", "flavour": "unimarc", "rules": "nlc", "profile": "", "checksum": True,
        "unencodable": "warn",
    }  # fmt: skip
    again = ExportDialog(engine, themes, JobsModel(), ExportScope(120))
    qtbot.addWidget(again)
    assert again.form.format == "marc"
    assert again.form.options.rules == "nlc"
    assert Path(again.file.text()).parent == tmp_path
    assert again.all.isChecked()

    def save(window: object, title: str, file: str, kinds: str, *rest: object, **more: object) -> tuple[str, str]:
        assert len(kinds.split(";;")) == len(FORMAT_NAMES)
        return str(tmp_path / "out"), "CNMARC / UNIMARC (*.mrc)"

    monkeypatch.setattr(QFileDialog, "getSaveFileName", save)
    again._choose()
    assert (again.file.text(), again.form.format) == (str(tmp_path / "out.mrc"), "unimarc")


def test_conversion_never_writes_over_its_source(
    qtbot: QtBot, themes: ThemeSwitcher, engine: _Engine, tmp_path: Path
) -> None:
    dialog = ConvertDialog(engine, themes, JobsModel())
    qtbot.addWidget(dialog)
    assert not dialog.start_button.isEnabled()
    dialog.form.choose_format("marcxml")
    dialog.source.setText(str(tmp_path / "a.mrc"))
    assert dialog.file.text() == str(tmp_path / "a.xml")
    dialog.source.setText(str(tmp_path / "a.xml"))
    assert dialog.file.text() != dialog.source.text()
    dialog.file.setText(dialog.source.text())
    assert not dialog.start_button.isEnabled()
    dialog.file.setText(str(tmp_path / "b.xml"))
    dialog.start()
    kind, params = engine.job
    assert kind == "convert"
    assert params["request"]["rejects_file"].endswith("b-rejects.xml")


def test_a_vendors_words_for_states_are_edited_beside_the_subfields(
    qtbot: QtBot, themes: ThemeSwitcher, engine: _Engine
) -> None:
    koha = HoldingLayout("952", "952", "marc21", {"status": ("7", "0")}, {"7:1": "reading_room", "0:1": "display"})
    dialog = HoldingsDialog(engine, themes, [koha])  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.words.values == (("7:1", "reading_room"), ("0:1", "display"))  # a state that is gone stays in sight
    new = dialog.words.edits[-1]
    new.setFocus()
    qtbot.keyClicks(new, "4:1")
    assert len(dialog.words.edits) == 4
    dialog.bar.combo.setEditText("某馆")
    dialog.words.edits[1].clear()
    dialog.bar.save_asked.emit("某馆")
    kept = next(args[0] for _, method, args in reversed(engine.asked) if method == "save_holding_layout")
    assert isinstance(kept, HoldingLayout)
    assert kept.statuses == {"7:1": "reading_room", "4:1": "available"}
    assert (kept.name, kept.based_on) == ("某馆", "952")


def test_what_is_wrong_with_a_vendors_fields_is_said_in_the_dialog(
    qtbot: QtBot, themes: ThemeSwitcher, engine: _Engine
) -> None:
    dialog = HoldingsDialog(engine, themes, [])  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    dialog.show()
    problem = InvalidInputError("profile.invalid", file="某馆", key="tag")

    def refuse(*_: object, on_error: Callable[[Any], None], **__: object) -> None:
        on_error(problem)

    engine.call = refuse  # type: ignore[method-assign, assignment]
    dialog.bar.save_asked.emit("某馆")
    assert dialog.banner.isVisible()
    assert "某馆" in dialog.banner.text


def test_columns_have_room_for_their_names_and_fields_and_cut_only_with_dots(qtbot: QtBot, qapp: QApplication) -> None:
    long = "馆藏单位内部登记用的完整索书号（含复本号与卷册号）以及该册所在的书库和架位"
    columns = ("书名", "Names of\nall contributors", long)
    mapping = dict(zip(columns, ("title", "statement", "call_number"), strict=True))
    table = ColumnTable()
    qtbot.addWidget(table)
    table.show_preview(ImportPreview("a.csv", "csv", "utf-8", columns, mapping, (("呐喊", "鲁迅", "I210.6"),)), mapping)
    table.resize(900, 240)
    table.show()
    for position, combo in enumerate(table.combos):
        heading = table.rows.horizontalHeaderItem(position)
        width = table.rows.columnWidth(position)
        assert heading.toolTip() == columns[position]
        assert combo.fontMetrics().horizontalAdvance(combo.currentText()) < combo.width() - 40
        fits = table.rows.horizontalHeader().fontMetrics().horizontalAdvance(heading.text()) < width
        assert fits or position == 2
        assert 150 <= width <= 300
    assert table.rows.horizontalHeader().textElideMode() == Qt.TextElideMode.ElideRight
    narrow = table.rows.columnWidth(0)
    table.combos[0].setCurrentIndex(table.combos[0].findData("statement"))
    table.combos[0].activated.emit(table.combos[0].currentIndex())
    assert table.rows.columnWidth(0) > narrow  # another field has a longer name


def _tabbed_through(start: QWidget, n: int) -> list[QWidget]:
    """What has the keyboard after each press of Tab, beginning with `start`."""
    start.setFocus()
    found = [start]
    for _ in range(n):
        QTest.keyClick(found[-1], Qt.Key.Key_Tab)
        found.append(QApplication.focusWidget())
    return found


def test_tab_goes_through_the_dialogs_for_files_from_the_top(
    qtbot: QtBot, themes: ThemeSwitcher, engine: _Engine
) -> None:
    convert = ConvertDialog(engine, themes, JobsModel())  # type: ignore[arg-type]
    export = ExportDialog(engine, themes, JobsModel(), ExportScope(9, (), ()))  # type: ignore[arg-type]
    for dialog in (convert, export):
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is export)
    assert _tabbed_through(export.all, 2) == [export.all, export.form.format_box, export.file]
    convert.activateWindow()
    qtbot.waitUntil(convert.source.hasFocus)  # the first question is which file
    order = [convert.source, convert._open, convert.form.format_box, convert.file]
    assert _tabbed_through(convert.source, 3) == order
