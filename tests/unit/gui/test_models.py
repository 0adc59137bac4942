"""The models keep Qt's rules and show what they were given."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from core.domain.changes import Operation, OperationId
from core.domain.library import IntakeItem, IntakeItemId, RecordPage
from core.domain.records import BibliographicRecord, Contributor, Holding, RecordId
from core.domain.retrieval import Identification, SearchResponse, SearchResult
from core.domain.scans import BoundingBox, OcrLine, OcrPage
from core.jobs.job import JobId, JobInfo
from librarian_app.models.intake import IntakeModel
from librarian_app.models.jobs import JobsModel, progress_text
from librarian_app.models.records import HOLDING_FIELDS, HistoryModel, HoldingsModel, OcrLinesModel
from librarian_app.models.results import PAGE_ROWS, Column, ResultsModel, Role
from librarian_app.theme import ThemeSwitcher

pytestmark = pytest.mark.usefixtures("themes")


def watch(model: QAbstractItemModel) -> QAbstractItemModelTester:
    return QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)


def make_record(number: int, title: str = "", year: int | None = None) -> BibliographicRecord:
    return BibliographicRecord(
        title or f"书 {number:03}", RecordId(number), contributors=(Contributor(f"作者 {number}"),), year=year
    )


def make_page(offset: int, total: int) -> RecordPage:
    n = min(PAGE_ROWS, total - offset)
    records = tuple(make_record(offset + i) for i in range(n))
    return RecordPage(records, (None,) * n, offset, total)


def make_response(*entries: tuple[str, int | None, float]) -> SearchResponse:
    results = [
        SearchResult(rank, make_record(rank, title, year), score, {"lexical": score})
        for rank, (title, year, score) in enumerate(entries, start=1)
    ]
    return SearchResponse(5.0, tuple(results), len(results))


def titles(model: ResultsModel) -> list[str]:
    return [model.index(row, 0).data() for row in range(model.rowCount())]


class TestResults:
    def test_rows_not_fetched_ask_for_their_page_once(self, qtbot: QtBot) -> None:
        model = ResultsModel()
        tester = watch(model)
        asked: list[int] = []
        model.page_wanted.connect(asked.append)
        model.show_first_page(make_page(0, 1000))
        assert model.rowCount() == 1000
        assert model.index(0, 0).data() == "书 000"
        for row in (PAGE_ROWS, PAGE_ROWS + 1, 5 * PAGE_ROWS):
            assert model.index(row, 0).data(Role.ROW) is None
        qtbot.waitUntil(lambda: len(asked) == 2)
        assert asked == [PAGE_ROWS, 5 * PAGE_ROWS]
        model.index(PAGE_ROWS, 0).data(Role.ROW)
        qtbot.wait(80)
        assert len(asked) == 2, "a page that is under way is not asked for again"
        model.add_page(make_page(PAGE_ROWS, 1000))
        assert model.index(PAGE_ROWS, 0).data() == f"书 {PAGE_ROWS:03}"
        del tester

    def test_page_of_a_changed_library_starts_over(self, qtbot: QtBot) -> None:
        model = ResultsModel()
        tester = watch(model)
        model.show_first_page(make_page(0, 100))
        model.add_page(make_page(PAGE_ROWS, 99))
        assert model.rowCount() == 99
        assert model.row_at(0) is None
        del tester

    def test_page_that_comes_after_a_search_is_dropped(self, qtbot: QtBot) -> None:
        model = ResultsModel()
        model.show_first_page(make_page(0, 1000))
        model.show_results(make_response(("一", 1900, 0.9)))
        model.add_page(make_page(PAGE_ROWS, 1000))
        assert titles(model) == ["一"]

    def test_sorting_results_and_back(self, qtbot: QtBot) -> None:
        model = ResultsModel()
        tester = watch(model)
        model.show_results(make_response(("b", 1950, 0.9), ("a", None, 0.5), ("c", 1900, 0.7)))
        kept = model.index(2, 0)
        model.sort(Column.TITLE)
        assert titles(model) == ["a", "b", "c"]
        model.sort(Column.YEAR, Qt.SortOrder.DescendingOrder)
        assert titles(model) == ["b", "c", "a"]
        model.sort(-1)
        assert titles(model) == ["b", "a", "c"]
        assert kept.isValid()
        del tester

    def test_browsing_asks_the_engine_to_sort(self, qtbot: QtBot) -> None:
        model = ResultsModel()
        model.show_first_page(make_page(0, 10))
        with qtbot.waitSignal(model.order_wanted) as order:
            model.sort(Column.YEAR, Qt.SortOrder.DescendingOrder)
        assert order.args == ["year", True]

    def test_probability_is_a_word_and_spoken(self, qtbot: QtBot) -> None:
        model = ResultsModel()
        model.show_results(make_response(("红楼梦", 1791, 0.97), ("x", None, 0.1)))
        assert model.index(0, Column.SCORE).data() == "Very likely  97%"
        spoken = model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
        assert "红楼梦" in spoken
        assert "Very likely" in spoken
        assert model.index(1, Column.SCORE).data().startswith("Unlikely")


def test_jobs_change_in_place(qtbot: QtBot) -> None:
    model = JobsModel()
    tester = watch(model)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    old = JobInfo(JobId("1"), "backup", "io", "succeeded", created_at=start)
    busy = JobInfo(JobId("2"), "import", "catalogue", "running", created_at=start + timedelta(hours=1))
    model.show_all([old, busy])
    assert [job.id for job in model.jobs] == ["2", "1"], "newest first"
    assert [job.id for job in model.active] == ["2"]
    with qtbot.assertNotEmitted(model.finished):
        model.take(replace(busy, done=5, total=10, rate=2.5, seconds_left=2.0))
    with qtbot.waitSignal(model.finished):
        model.take(replace(busy, state="succeeded"))
    model.take(JobInfo(JobId("3"), "export", "io", "queued"))
    assert [job.id for job in model.jobs] == ["3", "2", "1"]
    del tester


def running(**values: float | None) -> JobInfo:
    return replace(JobInfo(JobId("1"), "import", "io", "running"), **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("job", "expected"),
    [
        (running(done=5, total=10, rate=2.5, seconds_left=2.0), "5 / 10  ·  2.5 a second  ·  2 s left"),
        (running(done=1500, rate=120.4), "1,500  ·  120 a second"),
        (JobInfo(JobId("1"), "import", "io", "queued"), ""),
        (running(total=3, seconds_left=7200.0), "0 / 3  ·  2.0 h left"),
    ],
)
def test_progress_is_readable(job: JobInfo, expected: str, qtbot: QtBot) -> None:
    assert progress_text(job) == expected


def make_item(number: int, state: str = "waiting") -> IntakeItem:
    return IntakeItem(IntakeItemId(number), f"/扫描/{number}.jpg", state, Identification(f"{number}.jpg", "new", 0.9))  # type: ignore[arg-type]


class TestIntake:
    def test_new_scans_are_appended_and_reviewed_ones_stay(self, qtbot: QtBot) -> None:
        model = IntakeModel()
        tester = watch(model)
        model.show_all([make_item(1), make_item(2)])
        with qtbot.assertNotEmitted(model.modelReset):
            model.show_all([make_item(1, "accepted"), make_item(2), make_item(3)])
        assert [item.state for item in model.items] == ["accepted", "waiting", "waiting"]
        assert model.n_waiting == 2
        del tester

    def test_another_queue_replaces_all(self, qtbot: QtBot) -> None:
        model = IntakeModel()
        tester = watch(model)
        model.show_all([make_item(1), make_item(2)])
        with qtbot.waitSignal(model.modelReset):
            model.show_all([make_item(2)])
        del tester

    def test_next_waiting_goes_round(self, qtbot: QtBot) -> None:
        model = IntakeModel()
        model.show_all([make_item(1), make_item(2, "skipped"), make_item(3), make_item(4, "accepted")])
        assert model.next_waiting(0) == 2
        assert model.next_waiting(2) == 0
        model.set_state(IntakeItemId(1), "accepted")
        model.set_state(IntakeItemId(3), "accepted")
        assert model.next_waiting(0) == -1

    def test_file_name_not_path_is_shown(self, qtbot: QtBot) -> None:
        model = IntakeModel()
        model.show_all([make_item(1)])
        assert model.index(0).data() == "1.jpg"
        assert model.index(0).data(Qt.ItemDataRole.ToolTipRole) == "/扫描/1.jpg"


class TestHoldings:
    def test_read_only_until_told(self, qtbot: QtBot) -> None:
        model = HoldingsModel()
        tester = watch(model)
        model.show_all([Holding(barcode="1", call_number="I247/L1")])
        barcode = model.index(0, HOLDING_FIELDS.index("barcode"))
        assert not model.setData(barcode, "2")
        model.set_editable(True)
        barcode = model.index(0, HOLDING_FIELDS.index("barcode"))
        assert model.setData(barcode, " 2 ")
        assert model.holdings[0].barcode == "2"
        del tester

    def test_status_is_a_word_and_takes_known_values_only(self, qtbot: QtBot) -> None:
        model = HoldingsModel()
        model.show_all([Holding(status="on_loan")])
        model.set_editable(True)
        status = model.index(0, HOLDING_FIELDS.index("status"))
        assert status.data() == "On loan"
        assert not model.setData(status, "eaten")
        assert model.setData(status, "lost")
        assert model.holdings[0].status == "lost"

    def test_add_takes_the_call_number_over(self, qtbot: QtBot) -> None:
        model = HoldingsModel()
        tester = watch(model)
        model.show_all([Holding(call_number="I247/L1")])
        model.add()
        assert [h.call_number for h in model.holdings] == ["I247/L1", "I247/L1"]
        model.remove(0)
        model.remove(9)
        assert len(model.holdings) == 1
        del tester


def test_ocr_lines_in_order(qtbot: QtBot) -> None:
    model = OcrLinesModel()
    tester = watch(model)
    lines = tuple(OcrLine(text, BoundingBox(0, 0, 10, 10), 0.5) for text in ("红楼梦", "曹雪芹 著"))
    model.show_page(OcrPage(lines, 100, 100, "rapidocr"))
    assert [model.index(row).data() for row in range(model.rowCount())] == ["红楼梦", "曹雪芹 著"]
    assert "50%" in model.index(0).data(Qt.ItemDataRole.ToolTipRole)
    model.show_page(None)
    assert model.rowCount() == 0
    del tester


def test_history_says_what_was_undone(qtbot: QtBot, themes: ThemeSwitcher) -> None:
    model = HistoryModel()
    tester = watch(model)
    now = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
    model.show_all(
        [
            Operation(OperationId(2), "edit_record", "王芳", now, "红楼梦", 1, now),
            Operation(OperationId(1), "import", "王芳", now, "目录.csv", 1200),
        ]
    )
    assert model.index(0, 1).data() == "Edit record (undone)"
    assert model.index(1, 1).data() == "Import"
    assert model.index(1, 4).data() == "1,200"
    assert model.operation(5) is None
    del tester
