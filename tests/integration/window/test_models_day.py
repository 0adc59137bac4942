"""An administrator's day with models: train, pause, go on, compare, promote, search, roll back, carry away, measure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from core.domain.retrieval import SearchRequest
from librarian_app.pages.admin.comparison import ComparisonSection
from librarian_app.pages.admin.evaluation import EvaluationSection
from librarian_app.pages.admin.fine_tuning import FineTuningSection
from librarian_app.pages.admin.models import ModelsSection
from librarian_app.pages.admin_page import AdminPage
from librarian_app.windows.main_window import MainWindow

MINUTE_MS = 60_000
QUICK: dict[str, Any] = {
    "threads": 1, "device": "cpu", "evaluate_every": 8, "save_every": 1000, "graph_inputs": 64,
    "interpolate": [0.0, 1.0],
    "model": {"layers": 1, "use_visual": False, "anchors": 2, "feed_forward": 32, "max_ocr_tokens": 24},
}  # fmt: skip
"""A model so small that a step takes a fraction of a second."""


@pytest.fixture
def page(ready: MainWindow) -> AdminPage:
    found = ready.more_pages["admin"]
    assert isinstance(found, AdminPage)
    ready.actions_["admin"].trigger()
    return found


def section(page: AdminPage, kind: type[Any], name: str) -> Any:
    page.show_section(name)
    assert isinstance(page.current, kind)
    return page.current


def search(window: MainWindow, qtbot: QtBot, words: str) -> list[str]:
    """Titles found, asked for through the search page while whatever else goes on."""
    page = window.search_page
    page.query_bar.clear()
    qtbot.waitUntil(lambda: page.model.is_browsing, timeout=MINUTE_MS)
    page.query_bar.set_text(words)
    qtbot.waitUntil(lambda: not page.model.is_browsing and page.model.rowCount() > 0, timeout=MINUTE_MS)
    return [page.model.index(row, 0).data() for row in range(page.model.rowCount())]


def test_the_section_says_what_there_is_and_what_is_missing(qtbot: QtBot, page: AdminPage) -> None:
    tuning = section(page, FineTuningSection, "fine_tuning")
    qtbot.waitUntil(lambda: len(tuning.advice.sentences()) == 4, timeout=MINUTE_MS)
    assert "works have covers: from 40 on a gain can be judged." in tuning.advice.sentences()[0]
    assert tuning.advice.sentences()[3] == "No searches were confirmed yet; not needed to begin."
    qtbot.waitUntil(lambda: "Takes about" in tuning._time.text(), timeout=MINUTE_MS)
    assert tuning.start_button.isEnabled()


def test_train_pause_and_go_on(qtbot: QtBot, page: AdminPage, ready: MainWindow, ask: Callable[..., Any]) -> None:
    tuning = section(page, FineTuningSection, "fine_tuning")
    qtbot.waitUntil(lambda: bool(tuning.form.values()), timeout=MINUTE_MS)
    tuning.form.set_values({"epochs": 50, "batch_size": 4, "patience": 0, "loss.vt": False})
    tuning.set_more(**QUICK)
    tuning.start()
    qtbot.waitUntil(lambda: tuning.panel.curves.points >= 2, timeout=3 * MINUTE_MS)
    tuning.pause()
    qtbot.waitUntil(lambda: tuning.panel.resume.isVisible(), timeout=MINUTE_MS)
    qtbot.waitUntil(lambda: tuning.shown_run.steps > 0, timeout=MINUTE_MS)
    run = tuning.shown_run
    assert run is not None
    assert run.state == "unfinished"
    assert 0 < run.steps < run.total_steps
    assert tuning.panel.curves.is_ready
    tuning.resume()
    assert search(ready, qtbot, "红楼梦")[0] == "红楼梦"  # while it trains
    ready.actions_["fine_tuning"].trigger()
    qtbot.waitUntil(lambda: tuning.panel.compare.isVisible(), timeout=4 * MINUTE_MS)
    finished = tuning.shown_run
    assert finished is not None
    assert finished.run == run.run
    assert finished.result is not None
    assert finished.result.steps == finished.total_steps
    qtbot.waitUntil(lambda: tuning.panel.curves.points == finished.total_steps, timeout=MINUTE_MS)
    assert [metric.step for metric in ask("fine_tuning", "metrics", run.run)] == list(range(1, run.total_steps + 1))


def test_compare_promote_search_and_roll_back(
    qtbot: QtBot, page: AdminPage, ready: MainWindow, ask: Callable[..., Any]
) -> None:
    tuning = section(page, FineTuningSection, "fine_tuning")
    qtbot.waitUntil(lambda: tuning.panel.compare.isVisible(), timeout=MINUTE_MS)
    tuning.compare()  # leads to the comparison and begins it
    comparison = page.current
    assert isinstance(comparison, ComparisonSection)
    qtbot.waitUntil(lambda: comparison.view.isVisible(), timeout=2 * MINUTE_MS)
    decision = comparison.view.decision
    assert decision is not None
    names = [row.key for row in comparison.view.table.figures.rows]
    assert names[0] == "all"
    assert {"zh-en", "en-zh"} <= set(names)
    qtbot.waitUntil(lambda: not ready.jobs.active, timeout=MINUTE_MS)
    if decision.verdict == "promote":
        assert comparison.promote_button.isVisible()
    else:
        assert not comparison.override_button.isEnabled()  # not without a reason
        comparison.reason.setText("试用一周")
        assert comparison.override_button.isEnabled()
    before = ask("promotion", "known")
    comparison.promote("试用一周")
    qtbot.waitUntil(lambda: any(job.kind == "promote" for job in ready.jobs.active), timeout=MINUTE_MS)
    n_answers = 0
    while ready.jobs.active:  # holdings are encoded again meanwhile
        answer = ask("search", "search", SearchRequest("一个人在海上与大鱼搏斗"))
        assert answer.semantic_ready
        assert any("semantic" in result.channels for result in answer.results)
        n_answers += 1
    assert n_answers >= 2
    ready.actions_["comparison"].trigger()
    qtbot.waitUntil(lambda: "in use now" in comparison.now.text, timeout=2 * MINUTE_MS)
    (switch,) = ask("promotion", "history")
    assert switch.kind == ("promote" if decision.verdict == "promote" else "override")
    assert switch.reason == "试用一周"
    assert switch.decision is not None
    assert switch.decision.candidate == switch.after  # what was compared is what is in use
    models = section(page, ModelsSection, "models")
    qtbot.waitUntil(lambda: bool(models.entries) and models.entries[0].fingerprint == switch.after, timeout=MINUTE_MS)
    assert models.entries[0].vectors > 0
    qtbot.waitUntil(lambda: len(models.history.figures.rows) == 1, timeout=MINUTE_MS)
    assert search(ready, qtbot, "红楼梦")[0] == "红楼梦"  # with the new encoder
    ready.actions_["models"].trigger()
    models.rollback()
    qtbot.waitUntil(lambda: models.entries[0].key == "base" and not ready.jobs.active, timeout=MINUTE_MS)
    qtbot.waitUntil(lambda: len(models.history.figures.rows) == 2, timeout=MINUTE_MS)
    assert search(ready, qtbot, "三体")[0] == "三体"
    assert len(ask("promotion", "known")) >= len(before)


def test_an_encoder_leaves_in_a_file_and_comes_back(
    qtbot: QtBot, page: AdminPage, ready: MainWindow, tmp_path: Any
) -> None:
    models = section(page, ModelsSection, "models")
    qtbot.waitUntil(lambda: any(each.origin == "run" for each in models.entries), timeout=MINUTE_MS)
    run = next(each for each in models.entries if each.origin == "run")
    models.table.choose(run.key)
    file = tmp_path / "带走.wenyuan-model.zip"
    models.export_to(str(file))
    qtbot.waitUntil(file.is_file, timeout=MINUTE_MS)
    qtbot.waitUntil(lambda: not ready.jobs.active, timeout=MINUTE_MS)
    models.delete()
    qtbot.waitUntil(lambda: run.key not in [each.key for each in models.entries], timeout=MINUTE_MS)
    models.install_from(str(file))
    qtbot.waitUntil(lambda: any(each.origin == "installed" for each in models.entries), timeout=MINUTE_MS)
    back = next(each for each in models.entries if each.origin == "installed")
    assert back.fingerprint == run.fingerprint
    ready.choose_language("zh_CN")
    qtbot.waitUntil(lambda: "已停用" in [row.cells[2].text for row in models.table.figures.rows], timeout=60_000)


def test_the_library_measures_itself(qtbot: QtBot, page: AdminPage, ready: MainWindow, tmp_path: Any) -> None:
    evaluation = section(page, EvaluationSection, "evaluation")
    evaluation.make_collection()
    qtbot.waitUntil(lambda: evaluation.facts is not None, timeout=MINUTE_MS)
    qtbot.waitUntil(lambda: not ready.jobs.active, timeout=MINUTE_MS)
    assert evaluation.facts.tasks["photo"] > 5
    for name in ("search", "bm25", "clir"):
        evaluation.systems[name].setChecked(name != "search")
    evaluation.task.setCurrentIndex(evaluation.task.findData("title"))
    qtbot.waitUntil(evaluation.run_button.isEnabled, timeout=MINUTE_MS)
    evaluation.run()
    qtbot.waitUntil(lambda: bool(evaluation.reports), timeout=MINUTE_MS)
    assert {row.system for row in evaluation.reports[0].report.rows} == {"bm25", "clir"}
    assert evaluation.results.isVisible()
    assert evaluation.results.table.figures.rowCount() == 4
    evaluation.systems["bm25"].setChecked(False)
    qtbot.waitUntil(lambda: evaluation.model.count() > 1, timeout=MINUTE_MS)
    evaluation.model.setCurrentIndex(1)  # not the one in use
    other = evaluation.model.currentData()
    evaluation.run()
    qtbot.waitUntil(lambda: len(evaluation.reports) == 2, timeout=2 * MINUTE_MS)
    assert evaluation.reports[0].request.model == other
    assert evaluation.reports[0].fingerprint != evaluation.reports[1].fingerprint
    comparison = section(page, ComparisonSection, "comparison")
    qtbot.waitUntil(lambda: comparison.against.count() > 2, timeout=MINUTE_MS)
    comparison.against.setCurrentIndex(1)  # the untuned one
    qtbot.waitUntil(comparison.compare_button.isEnabled, timeout=MINUTE_MS)
    comparison.compare()
    qtbot.waitUntil(lambda: comparison.view.isVisible(), timeout=2 * MINUTE_MS)
    assert comparison.against.currentText() in comparison.view.verdict.text
    assert not comparison._actions.isVisible()  # nothing is put into use from here
    comparison.against.setCurrentIndex(0)
    section(page, EvaluationSection, "evaluation")
    file = tmp_path / "报告.csv"
    evaluation.export_to(str(file))
    qtbot.waitUntil(file.is_file, timeout=MINUTE_MS)
    assert file.read_text(encoding="utf-8-sig").startswith("system,task")


def test_a_training_outlives_the_engine(qtbot: QtBot, page: AdminPage, ready: MainWindow) -> None:
    tuning = section(page, FineTuningSection, "fine_tuning")
    tuning.form.set_values({"epochs": 50, "batch_size": 4, "patience": 0, "loss.vt": False})
    tuning.set_more(**QUICK)
    tuning.start()
    qtbot.waitUntil(lambda: tuning.panel.pause.isVisible() and tuning.shown_run is not None, timeout=MINUTE_MS)
    qtbot.waitUntil(lambda: tuning.panel.curves.points >= 2, timeout=3 * MINUTE_MS)
    run = tuning.shown_run.run
    assert tuning.shown_run.state == "unfinished"
    engine = ready._bridge._client._process
    assert engine is not None
    engine.kill()
    qtbot.waitUntil(lambda: any(job.is_resumed for job in ready.jobs.jobs), timeout=2 * MINUTE_MS)
    qtbot.waitUntil(lambda: tuning.panel.compare.isVisible(), timeout=3 * MINUTE_MS)
    assert tuning.shown_run.run == run
    tuning.discard()
    qtbot.waitUntil(lambda: run not in [each.run for each in tuning.runs], timeout=MINUTE_MS)
    ready._bridge.stop()  # the last test of the module; the reader of the second engine is a thread of this test
