"""The whole window on a real engine process and a real library: what a librarian does in a day, from the keyboard."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage, QInputMethodEvent, QTransform
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from core.paths import resources_dir
from core.services.vocabulary import VOCABULARY
from librarian_app.i18n import LanguageSwitcher
from librarian_app.models.results import Column
from librarian_app.qt_jobs import EngineBridge
from librarian_app.theme import ThemeSwitcher
from librarian_app.widgets.banner import Banner
from librarian_app.widgets.empty_state import EmptyState
from librarian_app.widgets.intake_list import IntakeList
from librarian_app.windows.exchange.import_wizard import ImportWizard
from librarian_app.windows.main_window import MainWindow

ROOT = Path(__file__).resolve().parents[3]
BOOKS = ("hongloumeng", "xiyouji", "santi", "laoren", "old-man-sea", "pride-prejudice")
MINUTE_MS = 60_000

pytestmark = [pytest.mark.models, pytest.mark.slow]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of a few demo works, made by the command line."""
    folder = tmp_path_factory.mktemp("window")
    demo = resources_dir() / "demo"
    source = folder / "works"
    (source / "covers").mkdir(parents=True)
    lines = []
    for line in (demo / "records.jsonl").read_text(encoding="utf-8").splitlines():
        work = json.loads(line)
        if work["id"] in {f"demo-{name}" for name in BOOKS}:
            lines.append(line)
            shutil.copy(demo / work["cover"], source / "covers")
    assert len(lines) == len(BOOKS)
    (source / "records.jsonl").write_text("\n".join(lines), encoding="utf-8")
    target = folder / "图书馆 一号"
    command = [sys.executable, "-m", "librarian_app", "--library", str(target), "import", str(source / "records.jsonl")]
    done = subprocess.run(command, check=False, cwd=ROOT, timeout=400, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return target


@pytest.fixture(scope="module")
def window(library: Path, qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MainWindow]:
    os.environ["XDG_CONFIG_HOME"] = str(tmp_path_factory.mktemp("config"))
    languages, themes = LanguageSwitcher(qapp), ThemeSwitcher(qapp)
    languages.switch_to("en")
    themes.switch_to("light")
    bridge = EngineBridge(library, VOCABULARY)
    window = MainWindow(bridge, languages, themes)
    window.resize(1280, 720)
    window.show()
    bridge.start()
    yield window
    for dialog in list(window._dialogs):
        dialog.close()
    window.close()
    bridge.stop()
    languages.switch_to("en")


@pytest.fixture
def ready(qtbot: QtBot, window: MainWindow) -> Iterator[MainWindow]:
    """The window with warm encoders, on an empty search."""
    qtbot.waitUntil(lambda: window._state is not None and window._state.encoders == "ready", timeout=2 * MINUTE_MS)
    window.choose_language("en")
    window.show_page(window.search_page)
    window.search_page.query_bar.clear()
    window.search_page.show_as(table=False)
    model = window.search_page.model
    qtbot.waitUntil(lambda: model.is_browsing and model.rowCount() > 0, timeout=MINUTE_MS)
    yield window
    told = [box.informativeText() for box in message_boxes()]
    for box in message_boxes():
        box.close()
    assert told == []


def edit_of(window: MainWindow) -> QLineEdit:
    found = window.search_page.query_bar.findChild(QLineEdit)
    assert found is not None
    return found


def type_chinese(edit: QLineEdit, text: str) -> None:
    """As an input method does: first the letters under composition, then the characters."""
    QApplication.sendEvent(edit, QInputMethodEvent("honglou", []))
    done = QInputMethodEvent()
    done.setCommitString(text)
    QApplication.sendEvent(edit, done)


def first_title(window: MainWindow) -> str:
    row = window.search_page.model.row_at(0)
    return row.record.title if row is not None and row.result is not None else ""


def photograph(name: str, file: Path) -> Path:
    """A demo cover as if photographed: turned a little, smaller, compressed again."""
    image = QImage(str(resources_dir() / "demo" / "covers" / f"demo-{name}.jpg"))
    turned = image.scaledToWidth(700, Qt.TransformationMode.SmoothTransformation).transformed(
        QTransform().rotate(2), Qt.TransformationMode.SmoothTransformation
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    assert turned.convertToFormat(QImage.Format.Format_RGB32).save(str(file), quality=80)
    return file


def drop_on(widget: QWidget, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(p)) for p in paths])
    widget.dropEvent(  # type: ignore[attr-defined]
        QDropEvent(
            QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
    )


def message_boxes() -> list[QMessageBox]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible()]


class TestBeforeTheEngine:
    def test_search_box_takes_typing_and_the_window_says_what_is_going_on(
        self, qtbot: QtBot, languages: LanguageSwitcher, themes: ThemeSwitcher, library_dir: Path
    ) -> None:
        window = MainWindow(EngineBridge(library_dir, VOCABULARY), languages, themes)
        qtbot.addWidget(window)
        window.show()
        qtbot.keyClicks(edit_of(window), "honglou")
        assert window.search_page.query_bar.text == "honglou"
        assert not window.search_page.banner.isHidden()
        assert "starting" in window.search_page.banner.text


class TestSearch:
    def test_chinese_words_find_the_book_and_say_why(self, qtbot: QtBot, ready: MainWindow) -> None:
        edit_of(ready).setFocus()
        type_chinese(edit_of(ready), "红楼梦")
        qtbot.waitUntil(lambda: first_title(ready) == "红楼梦", timeout=MINUTE_MS)
        preview = ready.search_page.preview
        assert preview.isVisible()
        row = ready.search_page.model.row_at(0)
        assert row is not None
        assert row.result is not None
        assert row.result.reasons
        assert "<span" in preview._title.text(), "the words that matched are marked"

    def test_pinyin_and_english(self, qtbot: QtBot, ready: MainWindow) -> None:
        ready.search_page.query_bar.set_text("xiyouji")
        qtbot.waitUntil(lambda: first_title(ready) == "西游记", timeout=MINUTE_MS)
        ready.search_page.query_bar.set_text("pride and prejudice")
        qtbot.waitUntil(lambda: first_title(ready) == "Pride and Prejudice", timeout=MINUTE_MS)

    def test_dropped_photo_finds_the_book(self, qtbot: QtBot, ready: MainWindow, tmp_path: Path) -> None:
        drop_on(ready.search_page, photograph("santi", tmp_path / "照片" / "一.jpg"))
        qtbot.waitUntil(lambda: first_title(ready) == "三体", timeout=2 * MINUTE_MS)

    def test_last_question_wins(self, qtbot: QtBot, ready: MainWindow) -> None:
        for words in ("三体", "西游记", "红楼梦"):
            ready.search_page.query_bar.set_text(words)
        qtbot.waitUntil(lambda: first_title(ready) == "红楼梦", timeout=MINUTE_MS)
        qtbot.wait(700)
        assert first_title(ready) == "红楼梦"

    def test_from_the_box_to_the_record_and_back_by_keys(self, qtbot: QtBot, ready: MainWindow) -> None:
        ready.search_page.query_bar.set_text("红楼梦")
        qtbot.waitUntil(lambda: first_title(ready) == "红楼梦", timeout=MINUTE_MS)
        qtbot.keyClick(edit_of(ready), Qt.Key.Key_Down)
        view = ready.search_page.results.covers
        qtbot.keyClick(view, Qt.Key.Key_Return)
        page = ready.record_page
        qtbot.waitUntil(lambda: page.record is not None and page.record.title == "红楼梦", timeout=MINUTE_MS)
        assert ready.pages.currentWidget() is page
        qtbot.waitUntil(lambda: page.scans.view.n_boxes > 0, timeout=MINUTE_MS)
        assert page.holdings_model.rowCount() > 0
        qtbot.keyClick(ready, Qt.Key.Key_Escape)
        assert ready.pages.currentWidget() is ready.search_page

    def test_table_sorts_results(self, qtbot: QtBot, ready: MainWindow) -> None:
        ready.search_page.query_bar.set_text("小说")
        qtbot.waitUntil(lambda: not ready.search_page.model.is_browsing, timeout=MINUTE_MS)
        ready.actions_["as_table"].trigger()
        assert ready.search_page.results.is_table
        ready.search_page.results.table.sortByColumn(Column.YEAR, Qt.SortOrder.AscendingOrder)
        model = ready.search_page.model

        def is_sorted() -> bool:
            years = [r.record.year or 9999 for i in range(model.rowCount()) if (r := model.row_at(i)) is not None]
            return len(years) > 1 and years == sorted(years)

        qtbot.waitUntil(is_sorted, timeout=MINUTE_MS)

    def test_browsing_in_another_order(self, qtbot: QtBot, ready: MainWindow) -> None:
        page = ready.search_page
        page.status.order_chosen.emit("year", True)

        def newest_is_first() -> bool:
            row = page.model.row_at(0)
            return row is not None and row.record.year == 2008

        qtbot.waitUntil(newest_is_first, timeout=MINUTE_MS)
        page.status.order_chosen.emit("title", False)


class TestIntake:
    def review(self, qtbot: QtBot, window: MainWindow, *files: Path) -> IntakeList:
        before = window.intake_page.model.rowCount()
        window.show_page(window.intake_page)
        drop_on(window.intake_page.drop_zone, *files)
        model = window.intake_page.model
        qtbot.waitUntil(lambda: model.rowCount() >= before + len(files), timeout=3 * MINUTE_MS)
        qtbot.waitUntil(lambda: not window.jobs.active, timeout=3 * MINUTE_MS)
        return window.intake_page.queue

    def select(self, window: MainWindow, file: Path) -> None:
        model = window.intake_page.model
        row = next(r for r, item in enumerate(model.items) if item.path == str(file))
        window.intake_page.queue.setCurrentIndex(model.index(row))

    def state_of(self, window: MainWindow, file: Path) -> str:
        return next((str(i.state) for i in window.intake_page.model.items if i.path == str(file)), "gone")

    def test_known_cover_is_accepted_and_taken_back_by_keys(
        self, qtbot: QtBot, ready: MainWindow, tmp_path: Path
    ) -> None:
        file = photograph("xiyouji", tmp_path / "扫描 一" / "西游.jpg")
        page = ready.intake_page
        queue = self.review(qtbot, ready, file)
        self.select(ready, file)
        item = page.current
        assert item is not None
        assert item.identification.decision in ("match", "possible")
        candidate = page.comparison.candidate
        assert candidate is not None
        assert candidate.record.title == "西游记"
        page._all.setChecked(True)
        qtbot.keyClick(queue, Qt.Key.Key_A)
        qtbot.waitUntil(lambda: self.state_of(ready, file) == "accepted", timeout=MINUTE_MS)
        qtbot.waitUntil(lambda: bool(page._reviewed), timeout=MINUTE_MS)
        qtbot.keyClick(queue, Qt.Key.Key_U)
        qtbot.waitUntil(lambda: self.state_of(ready, file) == "waiting" and not page._reviewed, timeout=MINUTE_MS)
        self.select(ready, file)
        qtbot.keyClick(queue, Qt.Key.Key_S)
        qtbot.waitUntil(lambda: self.state_of(ready, file) == "skipped", timeout=MINUTE_MS)

    def test_unknown_cover_is_corrected_and_created(self, qtbot: QtBot, ready: MainWindow, tmp_path: Path) -> None:
        file = photograph("moby-dick", tmp_path / "新书.jpg")
        page = ready.intake_page
        queue = self.review(qtbot, ready, file)
        self.select(ready, file)
        qtbot.keyClick(queue, Qt.Key.Key_C)
        assert page.is_correcting
        page.form._title.setText("白鲸记")
        page._all.toggle()
        qtbot.wait(700)
        assert page.is_correcting, "loading the queue anew takes nothing away"
        assert page.form.title == "白鲸记"
        qtbot.keyClick(page.form._title, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: bool(page._reviewed), timeout=MINUTE_MS)
        ready.show_page(ready.search_page)
        ready.search_page.query_bar.set_text("白鲸记")
        qtbot.waitUntil(lambda: first_title(ready) == "白鲸记", timeout=MINUTE_MS)

    @pytest.mark.qt_log_ignore("JPEG", extend=True)
    def test_broken_file_is_named_with_a_reason_and_the_rest_goes_on(
        self, qtbot: QtBot, ready: MainWindow, tmp_path: Path
    ) -> None:
        good = photograph("old-man-sea", tmp_path / "好的.jpg")
        broken = tmp_path / "坏的.jpg"
        broken.write_bytes(good.read_bytes()[:3000])
        self.review(qtbot, ready, broken, good)
        self.select(ready, broken)
        page = ready.intake_page
        assert page.comparison._verdict.text() == "This file cannot be used"
        assert page.comparison._reason.text()
        assert "(image." not in page.comparison._reason.text(), "a sentence, no message id"
        assert self.state_of(ready, good) == "waiting"


class TestRecord:
    def open(self, qtbot: QtBot, window: MainWindow, title: str) -> None:
        window.search_page.query_bar.set_text(title)
        qtbot.waitUntil(lambda: first_title(window) == title, timeout=MINUTE_MS)
        row = window.search_page.model.row_at(0)
        assert row is not None
        window.search_page.record_opened.emit(row)
        page = window.record_page
        qtbot.waitUntil(lambda: page.record is not None and page.record.title == title, timeout=MINUTE_MS)

    def test_edit_save_undo(self, qtbot: QtBot, ready: MainWindow) -> None:
        self.open(qtbot, ready, "老人與海")
        page = ready.record_page
        before = page.record
        assert before is not None
        ready.actions_["edit"].trigger()
        assert page.is_editing
        page.form._plain["publisher"].setText("今日世界社")
        page.holdings_model.add()
        ready.actions_["save"].trigger()
        qtbot.waitUntil(lambda: page.record is not None and page.record.publisher == "今日世界社", timeout=MINUTE_MS)
        assert page.record is not None
        assert len(page.record.holdings) == len(before.holdings) + 1
        undo = ready.actions_["undo"]
        qtbot.waitUntil(lambda: undo.isEnabled() and "老人與海" in undo.text(), timeout=MINUTE_MS)
        undo.trigger()
        qtbot.waitUntil(
            lambda: page.record is not None and page.record.publisher == before.publisher, timeout=MINUTE_MS
        )
        assert len(page.record.holdings) == len(before.holdings)

    def test_title_is_required(self, qtbot: QtBot, ready: MainWindow) -> None:
        ready.actions_["new_record"].trigger()
        page = ready.record_page
        assert page.is_editing
        ready.actions_["save"].trigger()
        assert page.is_editing
        assert not page.form._problem.isHidden()
        page.stop_editing()
        assert ready.pages.currentWidget() is ready.search_page

    def test_box_and_line_point_at_each_other(self, qtbot: QtBot, ready: MainWindow) -> None:
        self.open(qtbot, ready, "三体")
        page = ready.record_page
        qtbot.waitUntil(lambda: page.scans.view.n_boxes > 0, timeout=MINUTE_MS)
        page.scans.line_clicked.emit(0)
        assert page.lines.currentIndex().row() == 0
        assert page.scans.view._selected == 0


def step_on(qtbot: QtBot, wizard: ImportWizard) -> None:
    """Go to the next step as soon as one may."""
    qtbot.waitUntil(wizard.next_button.isEnabled, timeout=MINUTE_MS)
    wizard.go_on()


def test_import_reads_gb18030_and_the_job_brings_the_records(qtbot: QtBot, ready: MainWindow, tmp_path: Path) -> None:
    file = tmp_path / "馆藏目录.csv"
    file.write_bytes("书名,作者,出版年,ISBN\n呐喊,鲁迅,1973,9787020008728\n边城,沈从文,2002,\n".encode("gb18030"))
    ready.import_files([str(file)])
    wizard = ready._dialogs[-1]
    assert isinstance(wizard, ImportWizard)
    step_on(qtbot, wizard)
    table = wizard.reading.table
    qtbot.waitUntil(lambda: bool(table.mapping), timeout=MINUTE_MS)
    assert table.mapping["书名"] == "title"
    assert table.rows.item(0, 0).text() == "呐喊"
    table.combos[0].setCurrentIndex(0)
    table._chosen()
    assert not wizard.next_button.isEnabled(), "without a title column nothing can be imported"
    table.combos[0].setCurrentIndex(1)
    table._chosen()
    for _ in range(3):
        step_on(qtbot, wizard)
    qtbot.waitUntil(lambda: wizard.report.is_done, timeout=MINUTE_MS)
    wizard.close()
    ready.search_page.query_bar.set_text("边城")

    def is_found() -> bool:
        ready.search_page.search()
        qtbot.wait(300)
        return first_title(ready) == "边城"

    qtbot.waitUntil(is_found, timeout=2 * MINUTE_MS)


def test_records_of_marc_files_are_shown_by_field_before_they_are_imported(
    qtbot: QtBot, ready: MainWindow, tmp_path: Path
) -> None:
    ready.choose_language("zh_CN")
    target, broken = tmp_path / "馆藏.mrc", tmp_path / "不是.mrc"
    with qtbot.waitSignal(ready.jobs.finished, timeout=MINUTE_MS):
        ready.submit("export", {"path": str(target), "format": "unimarc"})
    ready.import_files([str(target)])
    wizard = ready._dialogs[-1]
    assert isinstance(wizard, ImportWizard)
    step_on(qtbot, wizard)
    reading = wizard.reading
    qtbot.waitUntil(lambda: reading.preview is not None, timeout=MINUTE_MS)

    def headings() -> list[str]:
        rows = reading.table.rows
        return [rows.horizontalHeaderItem(at).text() for at in range(rows.columnCount())]

    assert "题名" in headings()
    assert reading.table.rows.rowCount() > 0
    assert not reading._problem.isVisibleTo(wizard)
    assert "编码" in reading._hint.text()
    assert not reading.table.mapping_area.isVisibleTo(wizard), "the fields of MARC have their meaning"
    ready.choose_language("en")
    qtbot.waitUntil(lambda: "Title" in headings())
    wizard.close()
    broken.write_bytes(b"no record at all\n" * 3)
    ready.import_files([str(broken)])
    wizard = ready._dialogs[-1]
    assert isinstance(wizard, ImportWizard)
    reading = wizard.reading
    step_on(qtbot, wizard)
    qtbot.waitUntil(lambda: reading.preview is not None, timeout=MINUTE_MS)
    assert reading._problem.isVisibleTo(wizard)
    assert reading._problem.text()
    wizard.close()


def test_export_job_is_listed_until_it_is_done(qtbot: QtBot, ready: MainWindow, tmp_path: Path) -> None:
    target = tmp_path / "导出.csv"
    with qtbot.waitSignal(ready.jobs.finished, timeout=MINUTE_MS):
        ready.submit("export", {"path": str(target), "format": "csv"})
    assert target.read_bytes().startswith(b"\xef\xbb\xbf"), "with the mark that Excel needs"
    job = ready.jobs.jobs[0]
    assert job.state == "succeeded"
    assert ready.tray._rows[job.id]._outcome.text()


def test_language_switch_leaves_no_english_behind(qtbot: QtBot, ready: MainWindow) -> None:
    ready.search_page.query_bar.set_text("红楼梦")
    qtbot.waitUntil(lambda: first_title(ready) == "红楼梦", timeout=MINUTE_MS)

    def texts() -> set[str]:
        late = [w for kind in (Banner, EmptyState) for w in ready.findChildren(kind) if not w.isVisible()]
        widgets = [w for w in ready.findChildren(QWidget) if not any(w is x or x.isAncestorOf(w) for x in late)]
        found = {w.text() for w in widgets if isinstance(w, QLabel | QAbstractButton)}
        found |= {w.toolTip() for w in widgets} | {w.accessibleName() for w in widgets}
        found |= {a.text() for a in ready.actions_._actions.values()} | {m.title() for m, _ in ready.menus._menus}
        return {text.strip() for text in found if text.strip()}

    for language, other in (("zh_CN", "检索"), ("zh_TW", "檢索")):
        root = ElementTree.parse(resources_dir() / "i18n" / f"wenyuan_{language}.ts").getroot()
        changed = {
            m.findtext("source", "")
            for m in root.iter("message")
            if m.findtext("translation", "") != m.findtext("source", "")
        }
        ready.choose_language(language)
        qtbot.waitUntil(lambda other=other: other in texts(), timeout=10_000)
        qtbot.wait(200)  # one window after the other is told, with the next events
        assert texts() & changed == set()
    ready.choose_language("en")
    qtbot.waitUntil(lambda: "Search" in texts(), timeout=10_000)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_everything_fits_a_small_screen(qtbot: QtBot, ready: MainWindow, language: str) -> None:
    ready.choose_language(language)
    ready.resize(1280, 720)
    for page in (ready.search_page, ready.intake_page, ready.record_page):
        ready.show_page(page)
        qtbot.wait(100)
        assert ready.size().height() == 720, "no page asks for more height than a small screen has"
        for label in page.findChildren(QAbstractButton):
            if label.isVisible() and label.text():
                assert label.width() >= label.sizeHint().width() - 1, label.text()


@pytest.fixture
def mortal(
    qtbot: QtBot, library: Path, languages: LanguageSwitcher, themes: ThemeSwitcher, tmp_path: Path
) -> Iterator[MainWindow]:
    """A window with an engine of its own."""
    copy = tmp_path / "copy"
    shutil.copytree(library, copy, ignore=shutil.ignore_patterns("*.lock", "logs"))
    bridge = EngineBridge(copy, VOCABULARY)
    window = MainWindow(bridge, languages, themes)
    qtbot.addWidget(window)
    window.show()
    with qtbot.waitSignal(bridge.started, timeout=2 * MINUTE_MS):
        bridge.start()
    yield window
    bridge.stop()


def test_killed_engine_is_told_and_comes_back(qtbot: QtBot, mortal: MainWindow) -> None:
    process = mortal._bridge._client._process
    assert process is not None
    with qtbot.waitSignal(mortal._bridge.started, timeout=2 * MINUTE_MS):
        process.kill()
        qtbot.waitUntil(lambda: not mortal.banner.isHidden(), timeout=MINUTE_MS)
        assert "started again" in mortal.banner.text
    qtbot.waitUntil(mortal.banner.isHidden, timeout=MINUTE_MS)
    mortal.search_page.query_bar.set_text("红楼梦")
    qtbot.waitUntil(lambda: first_title(mortal) == "红楼梦", timeout=MINUTE_MS)
    assert message_boxes() == []
