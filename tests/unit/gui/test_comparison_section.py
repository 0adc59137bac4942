"""The section where encoders are laid side by side; the engine answers from a list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from pytestqt.qtbot import QtBot

from core.domain.model_shelf import BASE_MODEL, ModelEntry
from core.domain.promotion import GateDecision, PairComparison, SliceFigures
from librarian_app.i18n import LanguageSwitcher
from librarian_app.models.jobs import JobsModel
from librarian_app.models.thumbnails import PictureLoader
from librarian_app.pages.admin.comparison import ComparisonSection
from librarian_app.pages.page import PageContext
from librarian_app.theme import ThemeSwitcher

FIGURES = SliceFigures("all", "RR", 40, 20, 0.6, 0.5, 0.5, 0.1, 0.05, 0.15, 0.001, is_borne=True, is_small=False)
FOUND = GateDecision("keep", "c", "u", "b", FIGURES, (), ())
ENTRIES = (ModelEntry("/m/spring", "text", "spring", "candidate", "run"),)


def _pair(first: str, second: str, name: str) -> PairComparison:
    return PairComparison(first, second, name, "other", "1", "2", datetime(2026, 3, 4, 9, 30, tzinfo=UTC), FOUND)


class _Engine:
    def __init__(self, *kept: PairComparison) -> None:
        self.answers: dict[str, object] = {"list": ENTRIES, "comparisons": kept, "compared": FOUND}

    def call(
        self,
        service: str,
        method: str,
        *args: object,
        on_result: Callable[[Any], None],
        on_error: Callable[[Any], None] | None = None,
    ) -> None:
        on_result(self.answers[method])


def _section(
    engine: _Engine, themes: ThemeSwitcher, languages: LanguageSwitcher, pictures: PictureLoader
) -> ComparisonSection:
    context = PageContext(engine, themes, languages, pictures, None, JobsModel(), lambda kind, params: None)  # type: ignore[arg-type]
    section = ComparisonSection(context)
    section.refresh()
    return section


def test_what_was_compared_before_is_listed_and_shown_again(
    qtbot: QtBot, themes: ThemeSwitcher, languages: LanguageSwitcher, pictures: PictureLoader
) -> None:
    gone = _pair("/m/gone", BASE_MODEL, "winter")
    section = _section(_Engine(_pair("/m/spring", BASE_MODEL, "spring"), gone), themes, languages, pictures)
    qtbot.addWidget(section)
    section.show()
    told = [[cell.text for cell in row.cells[1:]] for row in section.past.figures.rows]
    assert told == [
        ["spring", "the untuned encoder", "+0.100  ·  better"],
        ["winter (deleted)", "the untuned encoder", "+0.100  ·  better"],
    ]
    section.past.selectRow(0)
    assert (section.choice.currentData(), section.other) == ("/m/spring", BASE_MODEL)
    assert section.view.decision == FOUND
    assert not section._actions.isVisible()
    section.past.selectRow(1)  # cannot be chosen any more, but what was found is still told
    assert "winter (deleted)" in section.view.verdict.text


def test_without_comparisons_there_is_no_list(
    qtbot: QtBot, themes: ThemeSwitcher, languages: LanguageSwitcher, pictures: PictureLoader
) -> None:
    section = _section(_Engine(), themes, languages, pictures)
    qtbot.addWidget(section)
    section.show()
    assert not section.past.isVisible()
