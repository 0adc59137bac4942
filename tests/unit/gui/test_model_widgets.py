"""The widgets of the sections about models: figures, intervals, advice, settings, verdicts, curves."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.domain.evaluation import MEASURE_NAMES, EvaluationReport, EvaluationRequest, EvaluationRow, KeptReport
from core.domain.promotion import GateDecision, GateReason, QueryChange, SliceFigures
from core.domain.training import (
    DataAdvice,
    TrainingMetric,
    TrainingOption,
    TrainingRequest,
    TrainingResult,
    TrainingRun,
)
from core.jobs.job import JobId, JobInfo
from librarian_app.i18n import LanguageSwitcher
from librarian_app.models import model_words as words
from librarian_app.models.figures import Cell, Interval, Row
from librarian_app.models.jobs import JobsModel
from librarian_app.theme import ThemeSwitcher
from librarian_app.widgets.curves import TrainingCurves, smoothed
from librarian_app.widgets.data_advice import DataAdviceView
from librarian_app.widgets.decision_view import DecisionView
from librarian_app.widgets.figure_table import FigureTable, draw_interval
from librarian_app.widgets.job_strip import JobStrip
from librarian_app.widgets.report_table import ReportTable
from librarian_app.widgets.run_panel import RunPanel
from librarian_app.widgets.training_form import TrainingForm


def test_lines_stay_chosen_when_the_table_is_renewed(qtbot: QtBot, themes: ThemeSwitcher) -> None:
    table = FigureTable(themes)
    qtbot.addWidget(table)
    headings = (Cell("Name"), Cell("Figure", is_figure=True))

    def rows(*names: str) -> list[Row]:
        return [Row(name, (Cell(name), Cell("1", is_figure=True))) for name in names]

    table.show_table(headings, rows("a", "b", "c"))
    table.choose("b")
    assert table.current_key == "b"
    with qtbot.assertNotEmitted(table.chosen):  # a person chooses, not the program
        table.show_table(headings, rows("x", "a", "b"))
    assert table.current_key == "b"
    table.show_table(headings, rows("x"))
    assert table.current_key == ""
    with qtbot.waitSignal(table.opened) as opened:
        table.choose("x")
        QTest.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == ["x"]


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_an_interval_is_drawn_where_it_lies(themes: ThemeSwitcher, mode: Any) -> None:
    themes.switch_to(mode)
    image = QImage(224, 32, QImage.Format.Format_RGB32)
    image.fill(themes.theme.colour("surface"))
    painter = QPainter(image)
    draw_interval(painter, QRectF(0, 0, 224, 32), Interval(0.5, 0.25, 0.75, -1.0, 1.0, 0.0, "good"), themes.theme)
    painter.end()
    ground = themes.theme.colour("surface")

    def is_drawn(share: float, y: int) -> bool:
        x = int(12 + 200 * share)
        return any(QColor(image.pixel(each, y)) != ground for each in (x - 1, x, x + 1))

    assert is_drawn(0.5, 6)  # the line of no difference
    assert not is_drawn(0.3, 14)
    assert is_drawn(0.75, 16)
    assert is_drawn(0.65, 14)
    assert not is_drawn(0.95, 14)


def test_advice_says_what_is_missing_in_plain_words(qtbot: QtBot, languages: LanguageSwitcher) -> None:
    view = DataAdviceView()
    qtbot.addWidget(view)
    view.show_advice(
        [
            DataAdvice("cover_text", 60, 40, 10, 200, "some", 5),
            DataAdvice("ocr_text", 8, 8, 2, 40, "few"),
            DataAdvice("zh_en", 900, 400, 100, 200, "enough"),
            DataAdvice("query_record", 0, 0, 0, 40, "none"),
        ]
    )
    assert view.sentences()[0] == "40 works have covers; 200 would make the outcome reliable."
    assert view.sentences()[1].startswith("Only 8 works have words on covers")
    languages.switch_to("zh_CN")
    assert view.sentences()[0] == "40 种作品有封面；达到 200 种，结果才可靠。"


OPTIONS = (
    TrainingOption("mode", "frozen", choices=("frozen", "lora")),
    TrainingOption("epochs", 12.0, 0.5, 200, decimals=1),
    TrainingOption("minutes", 30, 0, 1440),
    TrainingOption("learning_rate", 5e-4, 1e-6, 1e-2, decimals=6, is_rate=True),
    TrainingOption("seed", 7, 0, 2**31 - 1),
    TrainingOption("loss.vt", True),
)


def test_settings_start_at_their_defaults_and_stay_in_their_ranges(qtbot: QtBot) -> None:
    form = TrainingForm()
    qtbot.addWidget(form)
    form.show_options(OPTIONS)
    assert form.values() == {option.name: option.default for option in OPTIONS}
    assert form.is_default
    with qtbot.waitSignal(form.changed):
        form.set_values({"epochs": 10_000, "learning_rate": 0, "loss.vt": False, "mode": "lora"})
    assert form.values()["epochs"] == 200
    assert form.values()["learning_rate"] == 1e-6
    assert not form.is_default
    form.reset()
    assert form.is_default
    for field in form._fields.values():
        assert field.accessibleName()
        assert field.accessibleDescription()


def figures(name: str, difference: float, low: float | None, high: float | None, **more: Any) -> SliceFigures:
    made = SliceFigures(name, "RR", 40, 20, 0.6 + difference, 0.6, 0.55, difference, low, high, 0.01, True, False)
    return replace(made, **more)


def decision(verdict: Any, *slices: SliceFigures) -> GateDecision:
    better = (QueryChange("zh-en", "红楼梦", 7, 1),)
    reasons = (GateReason("promotion.small_slices", {"slices": "joint, noisy", "works": 10}),)
    return GateDecision(verdict, "c", "u", "b", figures("all", 0.05, 0.02, 0.08), slices, reasons, better)


def test_a_verdict_is_one_sentence_with_its_reason(qtbot: QtBot, themes: ThemeSwitcher) -> None:
    view = DecisionView(themes)
    qtbot.addWidget(view)
    assert view.isHidden()
    worse = figures("image-record", -0.2, -0.3, -0.1, is_borne=False)
    small = figures("joint", 0.1, None, None, is_small=True)
    view.show_decision(decision("promote", figures("zh-en", 0.05, 0.01, 0.09), small))
    assert view.verdict.text.startswith("The candidate is better and nowhere worse: over 40 test questions, 0.60")
    assert "Words and picture together" in view._reasons.text()
    outcomes = [row.cells[6].text for row in view.table.figures.rows]
    assert outcomes == ["better", "better", "too few works"]
    plots = [row.cells[5].interval for row in view.table.figures.rows]
    assert all(plot is not None and plot.axis_low == -plot.axis_high for plot in plots)
    assert view.better.figures.rows[0].cells[1].text == "7 → 1"
    view.show_decision(decision("keep", worse))
    assert "may be worse at: Picture of a cover" in view.verdict.text
    view.show_decision(decision("keep", figures("zh-en", 0.0, -0.01, 0.01)))
    assert "not proven better" in view.verdict.text
    view.show_decision(decision("use_base"))
    assert "untuned encoder beats" in view.verdict.text


def metric(step: int, total: int = 10, dev: bool = False) -> TrainingMetric:
    measured = {"RR": 0.4 + step / 50, "vt.RR": 0.3} if dev else {}
    return TrainingMetric(step, total, 1.0, 5.0 / step, {"vt": 2.0, "cl": 3.0}, {}, 1e-4, 1.0, 9.0, 3.0, 8, measured)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_curves_grow_and_follow_theme_and_language(
    qtbot: QtBot, themes: ThemeSwitcher, languages: LanguageSwitcher, mode: Any
) -> None:
    curves = TrainingCurves(themes)
    qtbot.addWidget(curves)
    curves.resize(760, 240)
    curves.add([metric(1), metric(2, dev=True)])  # before anything can be drawn
    curves.show()
    qtbot.waitUntil(lambda: curves.is_ready, timeout=60_000)
    themes.switch_to(mode)
    curves.add([metric(2, dev=True), metric(3), metric(4, dev=True)])
    assert curves.points == 4
    assert list(curves._lines["loss"].xData) == [1, 2, 3, 4]
    assert list(curves._lines["RR"].xData) == [2, 4]
    assert set(curves._lines) == {"steps", "loss", "loss.vt", "loss.cl", "RR", "vt.RR"}
    languages.switch_to("zh_CN")
    wanted = ["合计", "封面与记录", "中英文对照"]
    qtbot.waitUntil(lambda: [label.text for _, label in curves._loss.plotItem.legend.items] == wanted)
    curves.clear()
    assert curves.points == 0
    assert curves._lines["loss"].xData is None or len(curves._lines["loss"].xData) == 0


def test_a_jumping_loss_is_drawn_as_a_calm_line() -> None:
    jumping = [float(place % 2) for place in range(100)]
    calm = smoothed(jumping)
    assert len(calm) == 100
    assert max(calm[10:90]) - min(calm[10:90]) < 0.2
    assert smoothed([3.0, 1.0]) == [3.0, 1.0]
    assert smoothed([]) == []


def run(state: Any, result: TrainingResult | None = None) -> TrainingRun:
    return TrainingRun("20260101-1", state, "", TrainingRequest("r"), 6, 12, datetime.now(UTC), None, result)


def test_a_run_offers_what_can_be_done_with_it(qtbot: QtBot, themes: ThemeSwitcher) -> None:
    panel = RunPanel(themes)
    qtbot.addWidget(panel)
    assert panel.isHidden()

    def offered() -> set[str]:
        return {name for name in ("pause", "resume", "compare") if not getattr(panel, name).isHidden()}

    job = JobInfo(JobId("1"), "train", "gpu", "running", {"run": "r"}, "r", 3, 12, seconds_left=90.0)
    panel.show_run(run("unfinished"), job)
    assert offered() == {"pause"}
    assert "search goes on meanwhile" in panel._text.text()
    panel.show_run(run("unfinished"), None)
    assert offered() == {"resume"}
    assert panel._text.text() == "Paused after 6 of 12 steps. It goes on to the same result."
    measured = {"RR": 0.5}, {"RR": 0.625}
    result = TrainingResult("c", "f", 12, 12, 0.5, "finished", {}, {}, *measured, seconds=130)
    panel.show_run(run("finished", result), None)
    assert offered() == {"compare"}
    assert "0.500 → 0.625" in panel._text.text()
    panel.show_run(run("finished", replace(result, share=0.0)), None)
    assert "Nothing was gained" in panel._text.text()
    panel.set_read_only(True)
    assert not panel.discard.isEnabled()


def test_the_strip_shows_the_running_job_of_its_kinds(qtbot: QtBot, themes: ThemeSwitcher) -> None:
    jobs = JobsModel()
    strip = JobStrip(("compare", "promote"), jobs, themes)
    qtbot.addWidget(strip)
    jobs.take(JobInfo(JobId("1"), "import", "catalogue", "running"))
    assert strip.isHidden()
    jobs.take(JobInfo(JobId("2"), "promote", "gpu", "queued", title="x"))
    jobs.take(JobInfo(JobId("3"), "compare", "gpu", "running", title="x", done=2, total=9))
    assert strip.job is not None
    assert strip.job.id == "3"
    with qtbot.waitSignal(strip.stop_asked) as asked:
        strip._stop.click()
    assert asked.args == ["3"]
    jobs.take(JobInfo(JobId("3"), "compare", "gpu", "succeeded"))
    assert strip.job.id == "2"


def kept(name: str, when: datetime, *values: float) -> KeptReport:
    rows = tuple(
        EvaluationRow(
            "search" if place % 2 == 0 else "bm25", "photo" if place < 2 else "all", "clean", 20,
            dict.fromkeys(MEASURE_NAMES, value), 1.0, {"RR": (value - 0.1, value + 0.1)},
        )
        for place, value in enumerate(values)
    )  # fmt: skip
    return KeptReport(name, when, EvaluationRequest("own"), EvaluationReport("own", rows, 20), "e5")


def test_reports_stand_side_by_side(qtbot: QtBot, themes: ThemeSwitcher) -> None:
    table = ReportTable(themes)
    qtbot.addWidget(table)
    one = kept("a", datetime(2026, 1, 1, tzinfo=UTC), 0.5, 0.4, 0.6, 0.3)
    other = kept("b", datetime(2026, 2, 1, tzinfo=UTC), 0.7, 0.4, 0.8, 0.3)
    table.show_reports([one])
    assert [row.cells[0].text for row in table.table.figures.rows] == ["Photo of a cover", "", "All together", ""]
    plot = table.table.figures.rows[0].cells[-1].interval
    assert plot is not None
    assert (plot.value, plot.low, plot.high, plot.axis_low, plot.axis_high) == (0.5, 0.4, 0.6, 0.0, 1.0)
    table.show_reports([one, other])
    assert table.table.figures.rowCount() == 8
    assert len({row.cells[1].text for row in table.table.figures.rows}) == 4
    table.show_reports([])
    assert table.isHidden()


def test_every_name_has_words() -> None:
    from core.domain.pairs import PAIR_KINDS
    from core.domain.promotion import SLICES

    assert all(words.slice_name(name) != name for name in (*SLICES, "all", "en-en"))
    assert all(words.evidence_name(kind) != kind for kind in PAIR_KINDS)
    assert all(words.mode_name(name) != name for name in ("frozen", "lora", "full"))
    assert words.size(0) == ""
    assert words.size(2048) == "2.0 GiB"
