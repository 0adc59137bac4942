"""The administrator's page on a real library."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pytestqt.qtbot import QtBot

from librarian_app.pages.admin.overview import OverviewSection
from librarian_app.pages.admin_page import AdminPage
from librarian_app.windows.main_window import MainWindow


def test_overview_counts_what_the_library_holds(qtbot: QtBot, ready: MainWindow, ask: Callable[..., Any]) -> None:
    ready.actions_["admin"].trigger()
    page = ready.pages.currentWidget()
    assert isinstance(page, AdminPage)
    overview = page.current
    assert isinstance(overview, OverviewSection)
    records = ask("cataloguing", "stats").records
    qtbot.waitUntil(lambda: dict(overview._facts())["Records"] == str(records), timeout=60_000)
    ready.choose_language("zh_CN")
    qtbot.waitUntil(lambda: dict(overview._facts())["书目记录"] == str(records), timeout=60_000)
