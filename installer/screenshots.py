"""Takes pictures of every page of the window, in each language and theme, from the real program on the demo library.

    .venv/bin/python installer/screenshots.py [--out DIR] [--library DIR] [--languages zh_CN,en] [--themes light,dark]
        [--sizes 1280x720,1920x1080] [--parts search,intake,record,pages,dialogs,shelf,help,import,aids]

Without `--library` a demo library is made in a temporary folder, which takes as long as reading its covers does.
Needs no screen. For README and for looking at one's own work; nothing else depends on it. A part that fails is named
and the others go on.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QItemSelectionModel, QSize, Qt  # noqa: E402
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QTransform  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget  # noqa: E402

from core.domain.records import BibliographicRecord, Contributor  # noqa: E402
from core.errors import ConflictError, HostFaultError  # noqa: E402
from core.paths import resources_dir  # noqa: E402
from core.services.vocabulary import VOCABULARY  # noqa: E402
from librarian_app.help_pages import PAGES  # noqa: E402
from librarian_app.i18n import LANGUAGES, LanguageSwitcher  # noqa: E402
from librarian_app.main import make_application  # noqa: E402
from librarian_app.pages.admin_page import AdminPage  # noqa: E402
from librarian_app.qt_jobs import EngineBridge  # noqa: E402
from librarian_app.theme import ThemeSwitcher  # noqa: E402
from librarian_app.windows.barcode_dialog import BarcodeDialog  # noqa: E402
from librarian_app.windows.exchange.import_wizard import ImportWizard  # noqa: E402
from librarian_app.windows.inventory_dialog import InventoryDialog  # noqa: E402
from librarian_app.windows.label_dialog import LabelDialog  # noqa: E402
from librarian_app.windows.main_window import MainWindow  # noqa: E402
from librarian_app.windows.shelf_list_dialog import ShelfListDialog  # noqa: E402

SIZE = QSize(1280, 720)
PARTS = ("search", "intake", "record", "pages", "dialogs", "shelf", "help", "import", "aids")
DEMO_MINUTES = 20
COVERS = ("demo-hongloumeng", "demo-xiyouji", "demo-hongloumeng-trad")


def main() -> int:
    """Take the pictures. Returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "screenshots")
    parser.add_argument("--library", type=Path)
    parser.add_argument("--languages", default=",".join(LANGUAGES))
    parser.add_argument("--themes", default="light,dark")
    parser.add_argument("--sizes", default="1280x720")
    parser.add_argument("--parts", default=",".join(PARTS))
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="wenyuan-pictures-") as scratch:
        os.environ["XDG_CONFIG_HOME"] = str(Path(scratch) / "config")
        library = (options.library or Path(scratch) / "demo").absolute()
        photographer = Photographer(library, Path(scratch), options.out)
        try:
            photographer.prepare()
            for size in options.sizes.split(","):
                for language in options.languages.split(","):
                    for theme in options.themes.split(","):
                        photographer.take_all(language, theme, size, options.parts.split(","))
        finally:
            photographer.close()
    for part in photographer.failed:
        sys.stderr.write(f"not taken: {part}\n")
    return 1 if photographer.failed else 0


class Photographer:
    """One window that is led from page to page."""

    def __init__(self, library: Path, scratch: Path, out: Path) -> None:
        self._scratch = scratch
        self._out = out
        application = make_application()
        self._languages = LanguageSwitcher(application)
        self._themes = ThemeSwitcher(application)
        self._bridge = EngineBridge(library, VOCABULARY)
        self._window = MainWindow(self._bridge, self._languages, self._themes, is_demo=True)
        self._window.resize(SIZE)
        self._window.show()
        self._suffix = ""
        self.failed: list[str] = []

    def prepare(self) -> None:
        """Start the engine, make the demo library where it is not there, have some scans identified."""
        window = self._window
        self._bridge.start()
        until(lambda: window.search_page._state is not None and window.search_page._state.encoders != "loading", 180)
        QTest.qWait(1000)
        until(lambda: not window.jobs.active, DEMO_MINUTES * 60)
        if window.intake_page.model.n_waiting == 0:
            window.add_scans([str(self._make_scans())])
            QTest.qWait(500)
            until(lambda: not window.jobs.active and window.intake_page.model.n_waiting > 0, 300)
        window.news.hide()
        window.welcome.hide()
        window.welcome.dismissed.emit()

    def take_all(self, language: str, theme: str, size: str = "1280x720", parts: Sequence[str] = PARTS) -> None:
        """Every page in one language, theme and size."""
        window = self._window
        width, height = map(int, size.split("x"))
        window.resize(width, height)
        self._suffix = f"{language}-{theme}" + ("" if size == "1280x720" else f"-{size}")
        window.choose_language(language)
        window.choose_theme(theme)
        window.news.hide()
        for part in parts:
            try:
                getattr(self, f"_take_{part}")()
            except Exception as exc:  # noqa: BLE001 (the other pictures are wanted all the same)
                self.failed.append(f"{part}-{self._suffix}: {type(exc).__name__} {exc}")
                for dialog in list(window._dialogs):
                    dialog.close()

    def _take_search(self) -> None:
        window = self._window
        search = window.search_page
        window.show_page(search)
        search.query_bar.clear()
        until(lambda: search.model.is_browsing and search.model.row_at(0) is not None, 60)
        self._shoot("browse", window)
        for name, words in (
            ("search", "红楼梦"),
            ("meaning", "一个人在海上与大鱼搏斗"),
            ("none", "冷冻干燥机维修手册"),
        ):
            self._search(words)
            self._shoot(name, window)
        self._search("love and marriage")
        search.show_as(table=True)
        self._shoot("table", window)
        search.show_as(table=False)
        window.actions_["filters"].trigger()
        self._shoot("filters", window)
        window.actions_["filters"].trigger()
        search.query_bar.clear()
        until(lambda: search.model.is_browsing, 60)
        scan = self._scratch / "scans" / "1.jpg"
        if not scan.is_file():
            self._make_scans()
        search.query_bar.set_image(str(scan), "IMG_1024.jpg")
        until(lambda: not search.model.is_browsing, 60)
        self._shoot("image", window)
        search.query_bar.clear()

    def _take_intake(self) -> None:
        window = self._window
        intake = window.intake_page
        window.show_page(intake)
        for row, item in enumerate(intake.model.items):
            intake.queue.setCurrentIndex(intake.model.index(row))
            self._shoot(f"intake-{row + 1}-{item.identification.decision}", window)
        usable = [r for r, item in enumerate(intake.model.items) if item.identification.decision != "rejected"]
        intake.queue.setCurrentIndex(intake.model.index(usable[-1]))
        QTest.qWait(100)
        intake.correct()
        self._shoot("correct", window)
        intake.stop_correcting()
        window.toggle_jobs()
        self._shoot("jobs", window)
        window.toggle_jobs()

    def _take_record(self) -> None:
        window = self._window
        search, record = window.search_page, window.record_page
        window.show_page(search)
        self._search("红楼梦")
        chosen = search.results.current_row or search.model.row_at(0)
        assert chosen is not None
        assert chosen.record.id is not None
        record.open_record(chosen.record.id)
        window.show_page(record)
        until(lambda: record.record is not None and record.record.id == chosen.record.id, 60)
        for tab in range(record._tabs.count()):
            record._tabs.setCurrentIndex(tab)
            self._shoot(f"record-{tab + 1}", window)
        record._tabs.setCurrentIndex(0)
        record.start_editing()
        self._shoot("edit", window)
        record.stop_editing()

    def _take_pages(self) -> None:
        window = self._window
        for name, page in window.more_pages.items():
            window.actions_[name].trigger()
            if isinstance(page, AdminPage):
                for row in range(page.list.count()):
                    page.list.setCurrentRow(row)
                    self._shoot(f"{name}-{page.section_in_front}", window, 1200)
            else:
                self._shoot(name, window, 1200)
        window.show_page(window.search_page)

    def _take_dialogs(self) -> None:
        window = self._window
        window.show_page(window.search_page)
        self._search("红楼梦")
        chosen = window.search_page.results.covers.selectionModel()
        for row in range(2):
            place = window.search_page.model.index(row, 0)
            chosen.select(place, QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows)
        for name in (
            "history", "names", "bulk_edit", "merge", "settings", "shortcuts", "about", "export", "convert",
        ):  # fmt: skip
            self._dialog(name)
            self._shoot(name, window._dialogs[-1], 700)
            window._dialogs[-1].close()
        for name, error in (
            ("error-host", HostFaultError("disk.full", path="/mnt/书库/catalogue.sqlite3")),
            ("error-conflict", ConflictError("library.read_only", path="/mnt/书库", holder="王老师")),
        ):
            window.tell_error(error)
            box = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible())
            self._shoot(name, box)
            box.close()

    def _take_shelf(self) -> None:
        window = self._window
        labels = self._dialog("labels")
        assert isinstance(labels, LabelDialog)
        labels.items.choose("all")
        until(lambda: len(labels.labels) > 20, 60)
        self._shoot("labels", labels)
        labels.kind_box.setCurrentIndex(1)
        labels.heading_edit.setText("文渊图书馆")
        labels.measures_button.setChecked(True)
        until(lambda: bool(labels.labels and labels.labels[0].bars), 60)
        labels.preview.fit()
        for _ in range(2):
            labels.preview._step(1)
        self._shoot("labels-barcodes", labels)
        labels.close()
        listing = self._dialog("shelf_list")
        assert isinstance(listing, ShelfListDialog)
        listing.items.choose("all")
        until(lambda: listing.printout is not None and len(listing._items) > 20, 60)
        items = listing._items
        self._shoot("shelf-list", listing)
        listing.close()
        find = self._dialog("find_barcode")
        assert isinstance(find, BarcodeDialog)
        find.at_once.setChecked(False)
        for barcode in (items[0].holding.barcode, items[5].holding.barcode, "WY999"):
            find.look_up(barcode)
            QTest.qWait(300)
        self._shoot("find-barcode", find)
        find.close()
        stock = self._dialog("inventory")
        assert isinstance(stock, InventoryDialog)
        until(lambda: stock.report is not None, 60)
        here = [i.holding.barcode for i in items if i.holding.location == stock.location]
        for barcode in (*here[:4], items[0].holding.barcode, "WY999"):
            stock.take(barcode)
            QTest.qWait(250)
        self._shoot("stocktaking", stock)
        stock.close()
        window.show_page(window.search_page)

    def _take_help(self) -> None:
        window = self._window
        window.guide.begin()
        for step in range(5):
            window.guide.show_step(step)
            self._shoot(f"first-steps-{step + 1}", window, 200)
        window.guide.finish()
        for page in PAGES:
            window.help.show_help(page)
            assert window.help.window is not None
            self._shoot(f"help-{page}", window.help.window, 200)
        window.help.close()

    def _take_import(self) -> None:
        window = self._window
        window.import_files([str(self._make_table())])
        wizard = window._dialogs[-1]
        assert isinstance(wizard, ImportWizard)
        until(wizard.next_button.isEnabled, 60)
        wizard.go_on()
        until(lambda: bool(wizard.reading.table.mapping), 60)
        self._shoot("import", wizard)
        for name in ("import-rules", "import-dry-run"):
            until(wizard.next_button.isEnabled, 60)
            wizard.go_on()
            until(lambda: wizard.step.is_complete, 120)
            self._shoot(name, wizard)
        wizard.close()
        self._take_models()

    def _take_models(self) -> None:
        """The sections about encoders, as far as the library has something to show in them."""
        window = self._window
        for name in ("models", "fine_tuning", "comparison", "evaluation"):
            window.actions_[name].trigger()
            for _ in range(60):  # answers come from the engine, plots from a thread
                QTest.qWait(50)
            self._shoot(name.replace("_", "-"), window)

    def _take_aids(self) -> None:
        """The aids above the form of a new record."""
        window = self._window
        window.actions_["new_record"].trigger()
        window.record_page.form.show_record(BibliographicRecord("边城", contributors=(Contributor("沈从文"),)))
        for name in ("copy_record", "class_number"):
            window.actions_[name].trigger()
            self._shoot(name, window._dialogs[-1], 4000)
            window._dialogs[-1].close()
        window.record_page.stop_editing()

    def _dialog(self, command: str) -> QWidget:
        self._window.actions_[command].trigger()
        return self._window._dialogs[-1]

    def close(self) -> None:
        """End window and engine."""
        self._window.close()
        self._bridge.stop()

    def _search(self, words: str) -> None:
        search = self._window.search_page
        search.query_bar.clear()
        until(lambda: search.model.is_browsing, 60)
        search.query_bar.set_text(words)
        until(lambda: not search.model.is_browsing, 60)

    def _shoot(self, name: str, widget: QWidget, wait_ms: int = 450) -> None:
        QTest.qWait(50)
        until(lambda: not self._bridge._client._pending, 20)  # what the page asked the engine for has arrived
        QTest.qWait(wait_ms)
        file = self._out / f"{name}-{self._suffix}.png"
        widget.grab().save(str(file))
        sys.stdout.write(f"{file}\n")

    def _make_scans(self) -> Path:
        """Demo covers as a flat-bed scanner might give them, a book that is not in the library, a broken file."""
        folder = self._scratch / "scans"
        folder.mkdir(exist_ok=True)
        covers = resources_dir() / "demo" / "covers"
        for number, name in enumerate(COVERS, start=1):
            scan = QImage(str(covers / f"{name}.jpg")).transformed(
                QTransform().rotate(1.5 * number - 3), Qt.TransformationMode.SmoothTransformation
            )
            scan.convertToFormat(QImage.Format.Format_RGB32).save(str(folder / f"{number}.jpg"), quality=82)
        draw_unknown_cover().save(str(folder / "4.jpg"), quality=90)
        (folder / "5.jpg").write_bytes((folder / "1.jpg").read_bytes()[:9000])
        return folder

    def _make_table(self) -> Path:
        file = self._scratch / "馆藏目录.csv"
        rows = ["书名,作者,出版社,出版年,ISBN,索书号,备注"]
        rows += [
            "呐喊,鲁迅,人民文学出版社,1973,9787020008728,I210.6/LX,捐赠",
            "边城,沈从文,北岳文艺出版社,2002,,I246.5/SCW,",
        ]
        file.write_text("\n".join(rows), encoding="gb18030")
        return file


def draw_unknown_cover() -> QImage:
    """A cover of a book that no library has."""
    image = QImage(800, 1160, QImage.Format.Format_RGB32)
    image.fill(QColor("#2f5d50"))
    painter = QPainter(image)
    painter.setPen(QColor("#f4ecd8"))
    for text, size, top in (
        ("灯下编目录", 110, 220),
        ("一个图书馆员的手记", 46, 390),
        ("沈灯 著", 50, 560),
        ("砚边书局", 40, 1020),
    ):
        font = QFont("Noto Serif CJK SC")
        font.setPixelSize(size)
        painter.setFont(font)
        painter.drawText(0, top, 800, size * 2, int(Qt.AlignmentFlag.AlignHCenter), text)
    painter.end()
    return image


def until(condition: Callable[[], bool], seconds: float) -> None:
    """Run the event loop until the condition holds.

    Raises:
        TimeoutError: If it does not in time.
    """
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(seconds)
        QTest.qWait(50)


if __name__ == "__main__":
    sys.exit(main())
