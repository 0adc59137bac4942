"""The models keep Qt's rules and show what they were given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from core.domain.changes import Operation, OperationId
from core.domain.filters import SearchFilters
from core.domain.library import IntakeItem, IntakeItemId
from core.domain.listing import Facet, FacetValue, ListRow, ResultList
from core.domain.records import BibliographicRecord, Contributor, Holding, RecordId
from core.domain.retrieval import Identification, SearchResponse, SearchResult
from core.domain.scans import BoundingBox, OcrLine, OcrPage
from core.jobs.job import JobId, JobInfo
from librarian_app.models.facets import SHOWN_VALUES, FacetsModel
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


def make_list(n: int, start: int = 0) -> ResultList:
    return ResultList(tuple(RecordId(start + i) for i in range(n)))


def make_rows(ids: Sequence[RecordId]) -> tuple[ListRow, ...]:
    return tuple(ListRow(make_record(i), None) for i in ids)


def make_ranking(*entries: tuple[str, int | None, float]) -> ResultList:
    results = [
        SearchResult(rank, make_record(rank, title, year), score, {"lexical": score})
        for rank, (title, year, score) in enumerate(entries, start=1)
    ]
    ids = tuple(result.record.id or RecordId(0) for result in results)
    return ResultList(ids, SearchResponse(5.0, tuple(results), len(results)))


def titles(model: ResultsModel) -> list[str]:
    return [model.index(row, 0).data() for row in range(model.rowCount())]


class TestResults:
    def test_rows_not_fetched_ask_for_their_page_once(self, qtbot: QtBot) -> None:
        model = ResultsModel()
        tester = watch(model)
        asked: list[tuple[RecordId, ...]] = []
        model.rows_wanted.connect(asked.append)
        model.show_list(make_list(1000))
        assert model.rowCount() == 1000
        qtbot.waitUntil(lambda: bool(asked))  # the tester looked at the first rows
        for ids in asked:
            model.add_rows(make_rows(ids))
        assert model.index(0, 0).data() == "书 000"
        asked.clear()
        for row in (PAGE_ROWS, PAGE_ROWS + 1, 5 * PAGE_ROWS):
            assert model.index(row, 0).data(Role.ROW) is None
        qtbot.waitUntil(lambda: len(asked) == 2)
        assert [ids[0] for ids in asked] == [5 * PAGE_ROWS, PAGE_ROWS], "what came into view last is fetched first"
        assert len(asked[1]) == PAGE_ROWS
        model.index(PAGE_ROWS, 0).data(Role.ROW)
        qtbot.wait(80)
        assert len(asked) == 2, "a page that is under way is not asked for again"
        model.add_rows(make_rows(asked[1]))
        assert model.index(PAGE_ROWS, 0).data() == f"书 {PAGE_ROWS:03}"
        del tester

    def test_dragging_through_the_list_fetches_little(self, qtbot: QtBot) -> None:
        model = ResultsModel()
        asked: list[tuple[RecordId, ...]] = []
        model.rows_wanted.connect(asked.append)
        model.show_list(make_list(100_000))
        for row in range(0, 100_000, PAGE_ROWS):
            model.index(row, 0).data(Role.ROW)
        qtbot.waitUntil(lambda: bool(asked))
        qtbot.wait(80)
        assert len(asked) <= 3
        assert asked[0][0] >= 99_900

    def test_another_list_starts_over_and_the_same_one_keeps_its_place(self, qtbot: QtBot) -> None:
        model = ResultsModel()
        tester = watch(model)
        model.show_list(make_list(100))
        with qtbot.assertNotEmitted(model.modelReset):
            model.show_list(make_list(100))
        with qtbot.waitSignal(model.modelReset):
            model.show_list(make_list(99))
        assert model.rowCount() == 99
        assert model.row_at(0) is None
        del tester

    @pytest.mark.parametrize("length", [100, 101])
    def test_what_was_there_is_shown_until_it_is_fetched_anew(self, qtbot: QtBot, length: int) -> None:
        model = ResultsModel()
        asked: list[tuple[RecordId, ...]] = []
        model.rows_wanted.connect(asked.append)
        model.show_list(make_list(100))
        model.index(0, 0).data()
        qtbot.waitUntil(lambda: len(asked) == 1)
        model.add_rows(make_rows(asked[0]))
        model.show_list(make_list(length))
        assert model.index(0, 0).data() == "书 000"
        qtbot.waitUntil(lambda: len(asked) == 2)
        assert asked[1][0] == 0
        model.add_rows([replace(row, record=make_record(int(row.record.id or 0), "新")) for row in make_rows(asked[1])])
        assert model.index(0, 0).data() == "新"
        model.show_list(make_list(5, start=70))
        assert model.row_at(0) is None, "this one was never here"

    def test_rows_that_come_after_another_list_are_dropped(self, qtbot: QtBot) -> None:
        model = ResultsModel()
        model.show_list(make_list(1000))
        model.show_list(make_ranking(("一", 1900, 0.9)))
        model.add_rows(make_rows([RecordId(1), RecordId(70)]))
        assert titles(model) == ["一"]

    def test_ranked_rows_are_there_and_the_rest_of_the_list_is_fetched(self, qtbot: QtBot) -> None:
        model = ResultsModel()
        ranking = make_ranking(("b", 1950, 0.9), ("a", None, 0.5))
        model.show_list(replace(ranking, ids=(*ranking.ids, RecordId(7))))
        assert titles(model) == ["b", "a", None]
        with qtbot.waitSignal(model.rows_wanted) as wanted:
            model.index(2, 0).data()
        assert wanted.args == [(7,)]
        model.add_rows(make_rows([RecordId(7)]))
        row = model.row_at(2)
        assert row is not None
        assert row.result is None, "it was not ranked"

    def test_sorting_is_asked_of_the_engine(self, qtbot: QtBot) -> None:
        model = ResultsModel()
        for found in (make_list(10), make_ranking(("b", 1950, 0.9))):
            model.show_list(found)
            with qtbot.waitSignal(model.order_wanted) as order:
                model.sort(Column.YEAR, Qt.SortOrder.DescendingOrder)
            assert order.args == ["year", True]

    def test_probability_is_a_word_and_spoken(self, qtbot: QtBot) -> None:
        model = ResultsModel()
        model.show_list(make_ranking(("红楼梦", 1791, 0.97), ("x", None, 0.1)))
        assert model.index(0, Column.SCORE).data() == "Very likely  97%"
        spoken = model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
        assert "红楼梦" in spoken
        assert "Very likely" in spoken
        assert model.index(1, Column.SCORE).data().startswith("Unlikely")

    def test_likeness_is_no_probability(self, qtbot: QtBot) -> None:
        model = ResultsModel()
        model.show_list(make_ranking(("红楼梦", 1791, 0.97)), is_alike=True)
        assert model.index(0, Column.SCORE).data() == "97%"

    def test_marks_of_names_stand_in_the_line_of_authors(self, qtbot: QtBot) -> None:
        model = ResultsModel()
        record = replace(make_record(1, "茶馆"), contributors=(Contributor("老舍"), Contributor("鲁迅")))
        result = SearchResult(1, record, 0.9, {}, marks={"title": ((0, 2),), "contributor.1": ((0, 2),)})
        model.show_list(ResultList((RecordId(1),), SearchResponse(1.0, (result,))))
        line = model.index(0, Column.AUTHOR).data()
        (span,) = model.index(0, Column.AUTHOR).data(Role.MARKS)
        assert line[span[0] : span[1]] == "鲁迅"
        assert model.index(0, Column.TITLE).data(Role.MARKS) == ((0, 2),)


class TestFacets:
    FOUND = (
        Facet("language", tuple(FacetValue(f"l{i:02}", 100 - i) for i in range(10)), 10),
        Facet("cover", (FacetValue("no", 5),), 1),
        Facet("decade", tuple(FacetValue(str(2020 - 10 * i), 3) for i in range(9)), 9),
    )

    def test_lines(self, qtbot: QtBot) -> None:
        model = FacetsModel()
        tester = watch(model)
        model.show_facets(self.FOUND, SearchFilters())
        lines = [model.line_at(row) for row in range(model.rowCount())]
        assert [line.facet for line in lines if line.kind == "heading"] == ["language", "decade"], (
            "one value says nothing"
        )
        assert sum(line.kind == "value" for line in lines) == 2 * SHOWN_VALUES
        assert [line.count for line in lines if line.kind == "more"] == [4, 3]
        del tester

    def test_chosen_values_are_always_shown(self, qtbot: QtBot) -> None:
        model = FacetsModel()
        filters = SearchFilters(languages=("l09",), has_cover=False)
        model.show_facets(self.FOUND, filters)
        chosen = [line.value for row in range(model.rowCount()) if (line := model.line_at(row)).is_chosen]
        assert chosen == ["l09", "no"]

    def test_more_and_fewer(self, qtbot: QtBot) -> None:
        model = FacetsModel()
        tester = watch(model)
        model.show_facets(self.FOUND, SearchFilters())
        closed = model.rowCount()
        more = next(row for row in range(closed) if model.line_at(row).kind == "more")
        model.activate(more)
        assert model.rowCount() == closed + 4
        with qtbot.waitSignal(model.toggled) as toggled:
            model.activate(1)
        assert toggled.args == ["language", "l00"]
        del tester


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
