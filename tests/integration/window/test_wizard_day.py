"""A day with other libraries' records: imports looked at before they happen and taken back, exports, and fetches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from core.domain.copy_sources import CopySource
from core.domain.library import ConversionRequest, ExportOptions
from core.domain.records import BibliographicRecord, Contributor, Identifier, Subject
from core.paths import resources_dir
from core.services.conversion import convert_file
from librarian_app.windows.copying.class_dialog import ClassDialog
from librarian_app.windows.copying.copy_dialog import CopyDialog
from librarian_app.windows.copying.sources_dialog import SourcesDialog
from librarian_app.windows.exchange.convert_dialog import ConvertDialog
from librarian_app.windows.exchange.export_dialog import ExportDialog
from librarian_app.windows.exchange.holdings_dialog import HoldingsDialog
from librarian_app.windows.exchange.import_wizard import ImportWizard
from librarian_app.windows.main_window import MainWindow
from tests.unit.core.copy_sources.sru_server import SruServer, serving

MINUTE_MS = 60_000
ROWS = """编号,书名,作者,出版社,出版年,ISBN
XH0001,地球往事三部曲,刘慈欣,重庆出版社,2009,9787536692930
XH0002,围城,钱锺书,人民文学出版社,1980,9787020024759
XH0003,呐喊,鲁迅,人民文学出版社,1973,9787020008728
"""


@pytest.fixture(scope="module")
def cnmarc(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """CNMARC in GB18030 with a record that is held under another title, two new ones and one that is broken."""
    folder = tmp_path_factory.mktemp("书商")
    table, target = folder / "rows.csv", folder / "新书.iso"
    table.write_text(ROWS, encoding="utf-8")
    options = ExportOptions(encoding="gb18030", flavour="unimarc", rules="calis")
    convert_file(ConversionRequest(str(table), str(target), target_format="marc", options=options))
    data = target.read_bytes()
    target.write_bytes(data + b"00051nam0 2200037   450 0010005000000\x1e12\x1e\x1d")
    return target


def _wizard(window: MainWindow) -> ImportWizard:
    wizard = window._dialogs[-1]
    assert isinstance(wizard, ImportWizard)
    return wizard


def _on(qtbot: QtBot, wizard: ImportWizard) -> None:
    qtbot.waitUntil(wizard.next_button.isEnabled, timeout=MINUTE_MS)
    wizard.go_on()


def test_import_is_looked_at_before_it_happens_and_taken_back_in_one_step(
    qtbot: QtBot, ready: MainWindow, ask: Callable[..., Any], cnmarc: Path, tmp_path: Path
) -> None:
    held = BibliographicRecord(
        "三体全集", external_id="XH0001", contributors=(Contributor("刘慈欣"),), year=2008, publisher="科幻世界",
        identifiers=(Identifier("isbn", "9787536692930"),),
    )  # fmt: skip
    ask("cataloguing", "create", held)
    before = ask("cataloguing", "stats").records
    ready.import_files([str(cnmarc)])
    wizard = _wizard(ready)
    qtbot.waitUntil(lambda: wizard.files.is_complete, timeout=MINUTE_MS)
    assert wizard.files.table.item(0, 1).text() == "MARC (ISO 2709)"
    assert "4" in wizard.files.table.item(0, 2).text()
    _on(qtbot, wizard)

    # encodings side by side, the right one recommended and read
    qtbot.waitUntil(lambda: bool(wizard.reading.cards.cards), timeout=MINUTE_MS)
    cards = {card.choice.encoding: card for card in wizard.reading.cards.cards}
    assert cards["gb18030"].choice.is_recommended
    assert "围城" in cards["gb18030"].choice.titles
    assert "围城" not in cards["big5"].choice.titles
    wizard.reading.cards.choose("big5")
    qtbot.waitUntil(lambda: wizard.reading.preview.encoding != "gb18030", timeout=MINUTE_MS)
    wizard.reading.cards.choose("gb18030")
    qtbot.waitUntil(lambda: wizard.reading.preview.encoding == "gb18030", timeout=MINUTE_MS)
    assert wizard.plan.encoding == "auto", "what is recommended is told for each record"
    _on(qtbot, wizard)

    # match by number, a policy for one field by hand, kept under a name
    rules = wizard.rules
    qtbot.waitUntil(lambda: bool(rules._profiles), timeout=MINUTE_MS)
    rules.by_rules.setChecked(True)
    for rule, box in rules.rules.items():
        box.setChecked(rule in ("control", "isbn"))
    rules.policies["publisher"].setCurrentIndex(rules.policies["publisher"].findData("keep"))
    rules._policy_chosen()
    rules.bar.combo.setEditText("新华书店")
    rules.bar._enable()
    rules.bar._save()
    qtbot.waitUntil(lambda: "新华书店" in {p.name for p in rules._profiles}, timeout=MINUTE_MS)
    _on(qtbot, wizard)

    # the dry run: counts, the field by field difference, and a question about the title
    dry = wizard.dry_run
    qtbot.waitUntil(lambda: dry.report is not None, timeout=2 * MINUTE_MS)
    assert (dry._counts["new"], dry._counts["updated"], dry._counts["rejected"]) == (2, 1, 1)
    assert not wizard.next_button.isEnabled(), "the title would become another one: a person decides"
    qtbot.waitUntil(lambda: dry.model.entry(0) is not None, timeout=MINUTE_MS)
    qtbot.waitUntil(lambda: "地球往事三部曲" in dry.view.toPlainText(), timeout=MINUTE_MS)
    assert "2008" in dry.view.toPlainText()
    assert "2009" in dry.view.toPlainText()
    assert "重庆出版社" not in dry.view.toPlainText(), "the publisher is kept as it is"
    dry._accept_titles()
    dry.counts.choose("rejected")
    qtbot.waitUntil(lambda: dry.model.entry(0) is not None, timeout=MINUTE_MS)
    assert dry.model.entry(0).position.startswith("4")
    assert ask("cataloguing", "stats").records == before, "nothing is written yet"
    _on(qtbot, wizard)

    # the import, its files, the first records, and back
    report = wizard.report
    qtbot.waitUntil(lambda: report.is_done, timeout=2 * MINUTE_MS)
    assert report.report is not None
    assert (report.report.created, report.report.updated, report.report.n_rejected) == (2, 1, 1)
    qtbot.waitUntil(lambda: report.first.count() == 3, timeout=MINUTE_MS)
    mended = tmp_path / "退回.iso"
    report.keep("rejects", str(mended))
    qtbot.waitUntil(mended.is_file, timeout=MINUTE_MS)
    assert mended.read_bytes().endswith(b"12\x1e\x1d")
    assert ask("cataloguing", "stats").records == before + 2
    report.undo()
    qtbot.waitUntil(lambda: report._is_undone, timeout=MINUTE_MS)
    assert ask("cataloguing", "stats").records == before
    wizard.close()


def test_of_several_files_it_is_said_which(
    qtbot: QtBot, ready: MainWindow, ask: Callable[..., Any], tmp_path: Path
) -> None:
    table = tmp_path / "清单.csv"
    table.write_text("新书清单,,\n书名,作者,条码号\n活着,余华,B1\n活着,余华,B2\n,佚名,B3\n", encoding="utf-8")
    other = tmp_path / "新书.csv"
    other.write_text("书名,作者\n茶馆,老舍\n,无名\n", encoding="utf-8")
    before = ask("cataloguing", "stats").records
    ready.import_files([str(other), str(table)])
    wizard = _wizard(ready)
    for _ in range(3):
        _on(qtbot, wizard)
    dry = wizard.dry_run
    qtbot.waitUntil(lambda: dry.report is not None, timeout=2 * MINUTE_MS)
    dry.counts.choose("rejected")
    qtbot.waitUntil(lambda: "Record 3 of 新书.csv." in dry.view.toPlainText(), timeout=MINUTE_MS)
    dry.table.selectRow(1)
    qtbot.waitUntil(lambda: "Record 5 of 清单.csv." in dry.view.toPlainText(), timeout=MINUTE_MS)
    _on(qtbot, wizard)
    report = wizard.report
    qtbot.waitUntil(lambda: report.is_done, timeout=2 * MINUTE_MS)
    assert report.report is not None
    assert (report.report.created, report.report.copies, report.report.n_rejected) == (2, 1, 2)
    assert "清单.csv · Record 1" in report._notes.text()
    assert "Rows of further copies 1" in report._counts.text()
    report.undo()
    qtbot.waitUntil(lambda: report._is_undone, timeout=MINUTE_MS)
    assert ask("cataloguing", "stats").records == before
    wizard.close()


def test_columns_are_remembered_by_vendor(
    qtbot: QtBot, ready: MainWindow, ask: Callable[..., Any], tmp_path: Path
) -> None:
    file = tmp_path / "书目.csv"
    file.write_bytes("甲,乙,丙\n子夜,茅盾,1933\n".encode("gb18030"))
    ready.import_files([str(file)])
    wizard = _wizard(ready)
    _on(qtbot, wizard)
    reading = wizard.reading
    qtbot.waitUntil(lambda: len(reading.table.combos) == 3, timeout=MINUTE_MS)
    assert not wizard.next_button.isEnabled()
    for combo, field in zip(reading.table.combos, ("title", "author", "year"), strict=True):
        combo.setCurrentIndex(combo.findData(field))
    reading.table._chosen()
    assert wizard.next_button.isEnabled()
    reading.columns_bar.combo.setEditText("某书商")
    reading.columns_bar._enable()
    reading.columns_bar._save()
    qtbot.waitUntil(lambda: bool(reading._profiles), timeout=MINUTE_MS)
    wizard.close()
    ready.import_files([str(file)])
    wizard = _wizard(ready)
    _on(qtbot, wizard)
    reading = wizard.reading
    qtbot.waitUntil(lambda: bool(reading._profiles) and len(reading.table.combos) == 3, timeout=MINUTE_MS)
    reading._profile_chosen("某书商")
    assert reading.table.mapping == {"甲": "title", "乙": "author", "丙": "year"}
    # replaced by mistake, and taken back
    combo = reading.table.combos[2]
    combo.setCurrentIndex(combo.findData("publisher"))
    reading.table._chosen()
    bar = reading.columns_bar
    bar.combo.setEditText("某书商")
    bar._enable()
    bar._save()
    qtbot.waitUntil(bar.way_back.isVisible, timeout=MINUTE_MS)
    assert bar.way_back.text == "“某书商” is replaced."
    ready.choose_language("zh_CN")
    qtbot.waitUntil(lambda: bar.way_back.text == "“某书商”已被替换。", timeout=MINUTE_MS)
    ready.choose_language("en")
    qtbot.waitUntil(lambda: "replaced" in bar.way_back.text, timeout=MINUTE_MS)
    bar.way_back.go_back()
    qtbot.waitUntil(lambda: bar.way_back.isVisible(), timeout=MINUTE_MS)
    (profile,) = ask("import_preparation", "column_profiles")
    assert profile.mapping["丙"] == "year"
    # deleted, and taken back
    qtbot.waitUntil(bar.delete_button.isEnabled, timeout=MINUTE_MS)
    bar.delete_button.click()
    qtbot.waitUntil(lambda: not reading._profiles, timeout=MINUTE_MS)
    assert not ask("import_preparation", "column_profiles")
    qtbot.waitUntil(lambda: bar.way_back.text == "“某书商” is deleted.", timeout=MINUTE_MS)
    bar.way_back.go_back()
    qtbot.waitUntil(lambda: bool(reading._profiles), timeout=MINUTE_MS)
    assert ask("import_preparation", "column_profiles") == (profile,)
    assert not bar.way_back.isVisible()
    wizard.close()


def test_policies_and_layouts_of_copies_come_back(
    qtbot: QtBot, ready: MainWindow, ask: Callable[..., Any], cnmarc: Path
) -> None:
    ready.import_files([str(cnmarc)])
    wizard = _wizard(ready)
    _on(qtbot, wizard)
    qtbot.waitUntil(lambda: bool(wizard.reading._layouts), timeout=MINUTE_MS)
    wizard.reading._edit_layouts()
    layouts = wizard.reading.findChild(HoldingsDialog)
    assert layouts is not None
    layouts._load("905")
    layouts.bar.combo.setEditText("馆配商")
    layouts.bar._enable()
    layouts.bar._save()
    own = lambda: {e.name: e for e in layouts._layouts if e.is_own}  # noqa: E731
    qtbot.waitUntil(lambda: "馆配商" in own(), timeout=MINUTE_MS)
    before = own()["馆配商"]
    qtbot.waitUntil(layouts.bar.delete_button.isEnabled, timeout=MINUTE_MS)
    layouts.bar.delete_button.click()
    qtbot.waitUntil(lambda: "馆配商" not in own(), timeout=MINUTE_MS)
    layouts.bar.way_back.go_back()
    qtbot.waitUntil(lambda: own().get("馆配商") == before, timeout=MINUTE_MS)
    layouts.close()
    _on(qtbot, wizard)
    rules = wizard.rules
    qtbot.waitUntil(lambda: bool(rules._profiles), timeout=MINUTE_MS)
    rules.policies["note"].setCurrentIndex(rules.policies["note"].findData("keep"))
    rules._policy_chosen()
    rules.bar.combo.setEditText("只补")
    rules.bar._enable()
    rules.bar._save()
    qtbot.waitUntil(lambda: rules.bar.delete_button.isEnabled(), timeout=MINUTE_MS)
    rules.bar.delete_button.click()
    qtbot.waitUntil(lambda: "只补" not in {p.name for p in rules._profiles}, timeout=MINUTE_MS)
    rules.bar.way_back.go_back()
    qtbot.waitUntil(lambda: "只补" in {p.name for p in rules._profiles}, timeout=MINUTE_MS)
    kept = next(each for each in ask("interchange", "overlay_profiles") if each.name == "只补")
    assert kept.policy("note") == "keep"
    wizard.close()


def test_selected_records_are_exported_and_a_file_converted(qtbot: QtBot, ready: MainWindow, tmp_path: Path) -> None:
    page = ready.search_page
    page.query_bar.clear()
    qtbot.waitUntil(lambda: page.model.is_browsing and page.model.rowCount() > 2, timeout=MINUTE_MS)
    view = page.results.covers
    view.selectAll()
    qtbot.waitUntil(lambda: len(page.selected_record_ids) > 1, timeout=60_000)
    ready.actions_["export"].trigger()
    dialog = ready._dialogs[-1]
    assert isinstance(dialog, ExportDialog)
    assert dialog.selected.isChecked()
    n_selected = len(page.selected_record_ids)
    target = tmp_path / "选中.iso"
    dialog.form.choose_format("unimarc")
    dialog.form.encoding_box.setCurrentIndex(dialog.form.encoding_box.findData("gb18030"))
    dialog.file.setText(str(target))
    dialog.start()
    qtbot.waitUntil(lambda: not dialog.banner.isHidden(), timeout=MINUTE_MS)
    assert str(n_selected) in dialog.banner.text
    assert target.read_bytes().count(b"\x1d") == n_selected
    dialog.close()
    ready.actions_["convert"].trigger()
    conversion = ready._dialogs[-1]
    assert isinstance(conversion, ConvertDialog)
    conversion.form.choose_format("marcxml")
    conversion.source.setText(str(target))
    conversion.start()
    qtbot.waitUntil(lambda: not conversion.banner.isHidden(), timeout=MINUTE_MS)
    assert target.with_suffix(".xml").read_text(encoding="utf-8").count("<leader>") == n_selected
    conversion.close()


@pytest.fixture(scope="module")
def catalogue() -> Iterator[SruServer]:
    with serving() as server:
        yield server


def test_a_fetched_record_and_a_class_fill_the_draft(
    qtbot: QtBot, ready: MainWindow, ask: Callable[..., Any], catalogue: SruServer
) -> None:
    indexes = {"isbn": "bath.isbn", "title": "dc.title"}
    good = CopySource("city", "市图书馆", "sru", catalogue.url, "1.1", ("marcxml=marcxml",), indexes)
    dead = CopySource("gone", "No such library", "sru", "http://127.0.0.1:9/sru", "1.1", ("marcxml=marcxml",), indexes)
    ready.actions_["new_record"].trigger()
    form = ready.record_page.form
    form.show_record(BibliographicRecord("三体", note="本馆注", identifiers=(Identifier("isbn", "9787536692930"),)))
    ready.actions_["copy_record"].trigger()
    dialog = ready._dialogs[-1]
    assert isinstance(dialog, CopyDialog)
    qtbot.waitUntil(lambda: len(dialog.boxes) > 1, timeout=MINUTE_MS)

    # the list of catalogues: edited, tested, saved with the library
    sources = SourcesDialog(dialog._bridge, dialog._themes, (good, dead), False, dialog.query, dialog)
    sources.table.selectRow(0)
    sources.test()
    qtbot.waitUntil(lambda: "1" in sources.banner.text, timeout=MINUTE_MS)
    sources.saved.connect(dialog._load_sources)
    sources.save()
    qtbot.waitUntil(lambda: set(dialog.boxes) == {"", "city", "gone"}, timeout=MINUTE_MS)
    assert [source.name for source in ask("copy_cataloguing", "sources")] == ["city", "gone"]

    # both are asked at once; the one that is gone is told of, the other fills the draft
    assert dialog.fields["isbn"].text() == "9787536692930"
    dialog.boxes["city"].setChecked(True)
    dialog.boxes["gone"].setChecked(True)
    dialog.search()
    qtbot.waitUntil(lambda: dialog.results.count() == 1 and not dialog._follower.is_running, timeout=MINUTE_MS)
    assert "No such library" in dialog.banner.text
    qtbot.waitUntil(lambda: "$a 三体" in dialog.marc.toPlainText(), timeout=MINUTE_MS)
    assert {"contributors", "publisher", "year"} <= set(dialog.choice.chosen), "what the draft lacks is ticked"
    assert "note" not in dialog.choice.names
    dialog.choice.tick("publisher", on=False)
    dialog.take(dialog.choice.chosen)
    record = form.record()
    assert (record.authors, record.year, record.note, record.publisher) == (("刘慈欣",), 2008, "本馆注", "")

    # class and call number, with the guard
    ready.actions_["class_number"].trigger()
    aid = ready._dialogs[-1]
    assert isinstance(aid, ClassDialog)
    qtbot.waitUntil(lambda: aid.proposals.count() > 0, timeout=MINUTE_MS)
    qtbot.waitUntil(lambda: aid.tree.topLevelItemCount() > 20, timeout=MINUTE_MS)
    aid.builder.set_class("I247.55")
    aid.builder.style_box.setCurrentIndex(aid.builder.style_box.findData("phonetic"))
    qtbot.waitUntil(lambda: aid.builder.number.startswith("I247.55/L"), timeout=MINUTE_MS)
    number = aid.builder.number
    aid.take()
    qtbot.waitUntil(lambda: ready.record_page.holdings_model.rowCount() == 1, timeout=MINUTE_MS)
    assert ready.record_page.holdings_model.holdings[0].call_number == number
    assert Subject("I247.55", "clc") in form.record().subjects
    ready.actions_["save"].trigger()
    qtbot.waitUntil(lambda: not ready.record_page.is_editing, timeout=MINUTE_MS)
    assert len(ask("call_numbers", "check", number, None)) == 1
    ready.actions_["class_number"].trigger()
    again = ready._dialogs[-1]
    assert isinstance(again, ClassDialog)
    again.builder.set_record(BibliographicRecord("别的书"))
    again.builder.number_edit.setText(number)
    again.builder._typed()
    qtbot.waitUntil(lambda: bool(again.builder._clashes), timeout=MINUTE_MS)
    assert not again.take_button.isEnabled()
    again.close()


def test_the_cover_is_the_first_source(qtbot: QtBot, ready: MainWindow) -> None:
    ready.show_page(ready.search_page)
    ready.actions_["copy_record"].trigger()
    dialog = ready._dialogs[-1]
    assert isinstance(dialog, CopyDialog)
    qtbot.waitUntil(lambda: "" in dialog.boxes, timeout=MINUTE_MS)
    assert not dialog.boxes[""].isEnabled()
    assert not dialog.search_button.isEnabled()
    dialog.set_cover(str(resources_dir() / "demo" / "covers" / "demo-weicheng.jpg"))
    for name, box in dialog.boxes.items():
        box.setChecked(name == "")
    dialog.search()
    qtbot.waitUntil(lambda: dialog.results.count() == 1, timeout=2 * MINUTE_MS)
    assert dialog.current is not None
    assert "围城" in dialog.current.record.title
    dialog.take(dialog.choice.names)
    qtbot.waitUntil(lambda: ready.record_page.is_editing, timeout=MINUTE_MS)
    assert "围城" in ready.record_page.form.title
    ready.record_page.stop_editing()
