"""A day at the intake desk: a folder with a PDF, several scans decided at once, a watch folder, duplicates."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from core.domain.records import BibliographicRecord, Contributor
from core.paths import resources_dir
from librarian_app.pages.duplicates_page import DuplicatesPage
from librarian_app.pages.intake_page import IntakePage
from librarian_app.widgets.duplicate_warning import DuplicateWarning
from librarian_app.widgets.record_chooser import RecordChooser
from librarian_app.windows.main_window import MainWindow

MINUTE_MS = 60_000
Ask = Callable[..., Any]


def picture(name: str) -> Image.Image:
    return Image.open(resources_dir() / "demo" / "covers" / f"demo-{name}.jpg").convert("RGB")


def scan(name: str, target: Path) -> Path:
    """A cover as another scanner would give it: smaller, compressed anew."""
    target.parent.mkdir(parents=True, exist_ok=True)
    image = picture(name)
    image.resize((round(image.width * 0.8), round(image.height * 0.8))).save(target, quality=80)
    return target


def pdf(names: list[str], target: Path) -> Path:
    pages = [picture(name) for name in names]
    pages.insert(1, Image.new("RGB", pages[0].size, (253, 252, 250)))  # the blank back of the first
    pages[0].save(target, "PDF", save_all=True, append_images=pages[1:], resolution=120)
    return target


def quiet(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.jobs.active, timeout=3 * MINUTE_MS)


def press(qtbot: QtBot, window: MainWindow, target: QWidget, key: Qt.Key, *modifier: Qt.KeyboardModifier) -> None:
    """A key as a person presses it: with the window in front, which a closed dialog does not see to off screen."""
    window.activateWindow()
    target.setFocus()
    qtbot.waitUntil(target.hasFocus, timeout=MINUTE_MS)
    qtbot.keyClick(target, key, *modifier)


def by_name(page: IntakePage) -> dict[str, Any]:
    return {item.path.rpartition("/")[2]: item for item in page.model.items}


def records(ask: Ask) -> int:
    return int(ask("cataloguing", "stats").records)


@pytest.mark.qt_log_ignore("JPEG", extend=True)
def test_a_folder_is_identified_decided_at_once_and_taken_back(
    qtbot: QtBot, ready: MainWindow, ask: Ask, tmp_path: Path
) -> None:
    folder = tmp_path / "今天 的扫描"
    scan("xiyouji", folder / "1 西游记.jpg")
    scan("santi", folder / "2.jpg")
    pdf(["sunzi", "moby-dick"], folder / "3.pdf")
    (folder / "4.pdf").write_bytes(b"%PDF-1.4 torn off")
    before = records(ask)
    page = ready.intake_page
    ready.add_scans([str(folder)])
    assert ready.pages.currentWidget() is page
    qtbot.waitUntil(lambda: page.model.rowCount() == 5, timeout=3 * MINUTE_MS)
    quiet(qtbot, ready)
    items = by_name(page)
    assert {name: item.identification.decision for name, item in items.items()} == {
        "1 西游记.jpg": "match", "2.jpg": "match", "3.pdf#page=1": "match", "3.pdf#page=3": "new", "4.pdf": "rejected",
    }  # fmt: skip
    assert items["4.pdf"].identification.error_id == "pdf.damaged"
    assert ready.jobs.jobs[0].result is not None
    assert ready.jobs.jobs[0].result["left_out"] == 1

    # what agrees is drawn over scan and cover
    page.queue.setCurrentIndex(page.model.index(page.model.row_of(items["1 西游记.jpg"].id)))
    qtbot.waitUntil(lambda: page.comparison.overlay.evidence is not None, timeout=MINUTE_MS)
    evidence = page.comparison.overlay.evidence
    assert evidence is not None
    assert evidence.n_points > 20
    assert "title" in {line.kind for line in evidence.lines}
    assert all(-0.1 < point.scan_x < 1.1 and -0.1 < point.cover_y < 1.1 for point in evidence.points)

    # the filter shows one outcome
    page._filter.setCurrentIndex(3)
    page._filter_chosen(3)
    assert [item.path.rpartition("/")[2] for item in page.model.items] == ["3.pdf#page=3"]
    page._filter.setCurrentIndex(0)
    page._filter_chosen(0)

    # all sure matches at once
    page._all.setChecked(True)
    page.batch.limit.setCurrentIndex(0)  # whatever counts as a match
    press(qtbot, ready, page.queue, Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: bool(page.decisions.done), timeout=MINUTE_MS)
    quiet(qtbot, ready)
    sure = ("1 西游记.jpg", "2.jpg", "3.pdf#page=1")
    qtbot.waitUntil(lambda: {str(by_name(page)[name].state) for name in sure} == {"accepted"}, timeout=MINUTE_MS)
    states = {name: str(item.state) for name, item in by_name(page).items()}
    assert (states["3.pdf#page=3"], states["4.pdf"]) == ("waiting", "rejected")
    assert records(ask) == before

    # one step takes all of them back
    press(qtbot, ready, page.queue, Qt.Key.Key_U)
    qtbot.waitUntil(lambda: {str(by_name(page)[name].state) for name in sure} == {"waiting"}, timeout=MINUTE_MS)
    assert not page.decisions.done

    # some of them, chosen by hand: create fits only what is new
    selection = page.queue.selectionModel()
    for name in ("2.jpg", "3.pdf#page=3"):
        index = page.model.index(page.model.row_of(by_name(page)[name].id))
        selection.select(index, QItemSelectionModel.SelectionFlag.Select)
    assert len(page.selected) >= 2
    press(qtbot, ready, page.queue, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: by_name(page)["3.pdf#page=3"].state == "created", timeout=MINUTE_MS)
    quiet(qtbot, ready)
    assert by_name(page)["2.jpg"].state == "waiting"
    assert records(ask) == before + 1


def test_an_error_of_a_batch_is_told_and_tried_again(qtbot: QtBot, ready: MainWindow, ask: Ask, tmp_path: Path) -> None:
    page = ready.intake_page
    ready.show_page(page)
    page._all.setChecked(True)
    file = scan("aoman", tmp_path / "again.jpg")
    ready.add_scans([str(file)])
    qtbot.waitUntil(lambda: "again.jpg" in by_name(page), timeout=3 * MINUTE_MS)
    quiet(qtbot, ready)
    item = by_name(page)["again.jpg"]
    kept = Path(ask("intake", "scan_path", item.id))
    away = kept.with_name("away")
    kept.rename(away)
    page.queue.setCurrentIndex(page.model.index(page.model.row_of(item.id)))
    page.batches.start("accept", [item], 0.5)
    qtbot.waitUntil(lambda: page.batches.error_of(item.id) is not None, timeout=MINUTE_MS)
    assert page.batch.retry_failed.isVisible()
    away.rename(kept)
    page.batch.retry_failed.click()
    qtbot.waitUntil(lambda: by_name(page)["again.jpg"].state == "accepted", timeout=MINUTE_MS)
    quiet(qtbot, ready)
    assert page.batches.error_of(item.id) is None


def test_a_draft_that_would_double_a_record_is_marked_and_asked_about(
    qtbot: QtBot, ready: MainWindow, ask: Ask, tmp_path: Path
) -> None:
    page = ready.intake_page
    ready.show_page(page)
    ready.add_scans([str(scan("jane-eyre", tmp_path / "jane.jpg"))])
    qtbot.waitUntil(lambda: "jane.jpg" in by_name(page), timeout=3 * MINUTE_MS)
    quiet(qtbot, ready)
    item = by_name(page)["jane.jpg"]
    draft = item.identification.draft
    assert item.identification.decision == "new"
    # somebody catalogues the book meanwhile, without a cover
    ask("cataloguing", "create", BibliographicRecord(draft.title, contributors=draft.contributors, year=1847))
    qtbot.waitUntil(lambda: page.model.verdict(item.id) is not None, timeout=MINUTE_MS)
    verdict = page.model.verdict(item.id)
    assert verdict is not None
    assert verdict.verdict == "same_edition"
    page.queue.setCurrentIndex(page.model.index(page.model.row_of(item.id)))
    press(qtbot, ready, page.queue, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: bool(page.findChildren(DuplicateWarning)), timeout=MINUTE_MS)
    (warning,) = page.findChildren(DuplicateWarning)
    assert warning.list.count() >= 1
    warning.attach.click()
    qtbot.waitUntil(lambda: by_name(page)["jane.jpg"].state == "accepted", timeout=MINUTE_MS)
    qtbot.waitUntil(lambda: not page.decisions.is_busy, timeout=MINUTE_MS)


def test_a_scan_is_pasted_and_attached_to_another_record(
    qtbot: QtBot, ready: MainWindow, ask: Ask, tmp_path: Path
) -> None:
    page = ready.intake_page
    ready.show_page(page)
    before = set(by_name(page))
    # Not setMimeData: Qt would delete an object made by Python after Python has ended, and the process would crash.
    QGuiApplication.clipboard().setImage(QImage(str(scan("journey-west", tmp_path / "x.jpg"))))
    press(qtbot, ready, page.queue, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(set(by_name(page)) - before), timeout=3 * MINUTE_MS)
    quiet(qtbot, ready)
    (name,) = set(by_name(page)) - before
    page.queue.setCurrentIndex(page.model.index(page.model.row_of(by_name(page)[name].id)))
    press(qtbot, ready, page.queue, Qt.Key.Key_T)
    qtbot.waitUntil(lambda: bool(page.findChildren(RecordChooser)), timeout=MINUTE_MS)
    (chooser,) = page.findChildren(RecordChooser)
    chooser.edit.setText("ernest hemingway old man")
    qtbot.waitUntil(lambda: chooser.list.count() > 0 and "Old Man" in chooser.list.item(0).text(), timeout=MINUTE_MS)
    qtbot.keyClick(chooser.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: by_name(page)[name].state == "accepted", timeout=MINUTE_MS)
    qtbot.waitUntil(lambda: not page.decisions.is_busy, timeout=MINUTE_MS)
    press(qtbot, ready, page.queue, Qt.Key.Key_U)
    qtbot.waitUntil(lambda: by_name(page)[name].state == "waiting", timeout=MINUTE_MS)


def test_the_watch_folder_takes_scans_in_and_leaves_them(
    qtbot: QtBot, ready: MainWindow, ask: Ask, tmp_path: Path
) -> None:
    page = ready.intake_page
    ready.show_page(page)
    folder = tmp_path / "扫描仪"
    folder.mkdir()
    page.watching.configure(str(folder), True)
    qtbot.waitUntil(lambda: page.watch.state.is_on, timeout=MINUTE_MS)
    file = scan("art-of-war", tmp_path / "later.jpg")
    shutil.copy(file, folder / "新到.jpg")
    qtbot.waitUntil(lambda: "新到.jpg" in by_name(page), timeout=2 * MINUTE_MS)
    quiet(qtbot, ready)
    assert (folder / "新到.jpg").read_bytes() == file.read_bytes()
    shutil.rmtree(folder)
    qtbot.waitUntil(lambda: page.watch.state.problem_id == "watch.gone", timeout=MINUTE_MS)
    assert "扫描仪" in page.watch._text.text()
    page.watching.configure(str(folder), False)
    qtbot.waitUntil(lambda: not page.watch.state.is_on, timeout=MINUTE_MS)


def test_not_a_duplicate_is_remembered(qtbot: QtBot, ready: MainWindow, ask: Ask) -> None:
    for title, year in (("人间词话译注", 1990), ("人間詞話譯注", 1990)):
        ask("cataloguing", "create", BibliographicRecord(title, contributors=(Contributor("王国维"),), year=year))
    quiet(qtbot, ready)
    ready.actions_["duplicates"].trigger()
    page = ready.pages.currentWidget()
    assert isinstance(page, DuplicatesPage)

    def titles() -> list[str]:
        return [pair.first.title for row in range(page.model.rowCount()) if (pair := page.model.pair(row)) is not None]

    page.search.click()
    qtbot.waitUntil(lambda: "人间词话译注" in titles(), timeout=MINUTE_MS)
    quiet(qtbot, ready)
    page.list.setCurrentIndex(page.model.index(titles().index("人间词话译注")))
    press(qtbot, ready, page.list, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: "人间词话译注" not in titles(), timeout=MINUTE_MS)
    finished = len([job for job in ready.jobs.jobs if job.kind == "duplicates"])
    page.search.click()
    qtbot.waitUntil(lambda: len([j for j in ready.jobs.jobs if j.kind == "duplicates"]) > finished, timeout=MINUTE_MS)
    quiet(qtbot, ready)
    page.refresh()
    qtbot.wait(500)
    assert "人间词话译注" not in titles(), "asked again although a person had answered"
    page.undo()
    qtbot.waitUntil(lambda: not page._steps, timeout=MINUTE_MS)
    page.search.click()
    qtbot.waitUntil(lambda: "人间词话译注" in titles(), timeout=MINUTE_MS)
    quiet(qtbot, ready)
