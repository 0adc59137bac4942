"""A day with other libraries' records: imports looked at before they happen and taken back, exports, and fetches."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from core.domain.library import ConversionRequest, ExportOptions
from core.domain.records import BibliographicRecord, Contributor, Identifier
from core.services.conversion import convert_file
from librarian_app.windows.exchange.convert_dialog import ConvertDialog
from librarian_app.windows.exchange.export_dialog import ExportDialog
from librarian_app.windows.exchange.import_wizard import ImportWizard
from librarian_app.windows.main_window import MainWindow

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
    reading._delete_profile("某书商")
    qtbot.waitUntil(lambda: not reading._profiles, timeout=MINUTE_MS)
    assert not ask("import_preparation", "column_profiles")
    wizard.close()


def test_selected_records_are_exported_and_a_file_converted(qtbot: QtBot, ready: MainWindow, tmp_path: Path) -> None:
    page = ready.search_page
    page.query_bar.clear()
    qtbot.waitUntil(lambda: page.model.is_browsing and page.model.rowCount() > 2, timeout=MINUTE_MS)
    view = page.results.covers
    view.selectAll()
    qtbot.waitUntil(lambda: len(page.selected_record_ids) > 1)
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
