"""An administrator's day: the index, backups, checks, the device, roles, and what the audit log says of it all."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from core.domain.audit import AuditFilter
from core.domain.records import RecordId
from core.errors import LibrarianError
from core.jobs.job import FINAL_STATES, JobInfo
from librarian_app.pages.admin.audit import AuditSection
from librarian_app.pages.admin.backups import BackupSection
from librarian_app.pages.admin.check import CheckSection
from librarian_app.pages.admin.device import DeviceSection
from librarian_app.pages.admin.index_health import IndexSection
from librarian_app.pages.admin.people import PeopleSection
from librarian_app.pages.admin_page import AdminPage
from librarian_app.windows.main_window import MainWindow

MINUTE_MS = 60_000
ADMIN, READER = ("李主任", "open sesame 1"), ("小读者", "open sesame 2")

Ask = Callable[..., Any]


def section(window: MainWindow, command: str) -> Any:
    """Go to a section of the administrator's page by its command."""
    window.actions_[command].trigger()
    page = window.pages.currentWidget()
    assert isinstance(page, AdminPage)
    return page.current


def last_job(window: MainWindow, kind: str) -> JobInfo | None:
    return next((job for job in window.jobs.jobs if job.kind == kind), None)


def wait_for_job(qtbot: QtBot, window: MainWindow, kind: str, press: Callable[[], None]) -> JobInfo:
    """Start a job in the window and wait for its end."""
    before = last_job(window, kind)

    def is_over() -> bool:
        job = last_job(window, kind)
        return job is not None and (before is None or job.id != before.id) and job.state in FINAL_STATES

    press()
    qtbot.waitUntil(is_over, timeout=2 * MINUTE_MS)
    job = last_job(window, kind)
    assert job is not None
    return job


def agree(qtbot: QtBot, window: MainWindow) -> None:
    """Press the button that agrees, in the question that is open."""
    qtbot.waitUntil(lambda: bool(window.findChildren(QPushButton, "agree")), timeout=60_000)
    box = next(box for box in window.findChildren(QMessageBox) if box.isVisible())
    button = box.findChild(QPushButton, "agree")
    assert isinstance(button, QPushButton)
    assert box.defaultButton() is not button, "the cautious answer is the default"
    button.click()


def refused(qtbot: QtBot, window: MainWindow, service: str, method: str, *args: object) -> str:
    """Call a service past the window, as a raw pipe would, and return the id of the refusal."""
    errors: list[LibrarianError] = []
    results: list[object] = []
    window._bridge.call(service, method, *args, on_result=results.append, on_error=errors.append)
    qtbot.waitUntil(lambda: bool(errors or results), timeout=MINUTE_MS)
    assert not results, results
    return errors[0].message_id


def test_the_index_is_compared_and_rebuilt_while_search_goes_on(qtbot: QtBot, ready: MainWindow, ask: Ask) -> None:
    page = section(ready, "index_health")
    assert isinstance(page, IndexSection)
    qtbot.waitUntil(lambda: page.health is not None and bool(page.health.channels), timeout=MINUTE_MS)
    assert page.health is not None
    assert page.health.tone == "good", page.verdict.text
    by_channel = {each.channel: each for each in page.health.channels}
    assert set(by_channel) == {"title", "description", "passage", "cover"}
    for each in by_channel.values():
        assert each.stored == each.indexed > 0
        assert (each.missing, each.kind, each.recall) == (0, "exact", 1.0)
    assert page.health.full_text_rows == page.health.records == ask("cataloguing", "stats").records
    built = by_channel["title"].built_at
    job = wait_for_job(qtbot, ready, "rebuild_index", page.rebuild_button.click)
    assert job.state == "succeeded", job
    assert job.result is not None
    assert job.result["rows"] == page.health.records
    qtbot.waitUntil(
        lambda: (
            page.health is not None
            and bool(page.health.channels)
            and page.health.channels[0].built_at != built
            and page.health.tone == "good"
        ),
        timeout=MINUTE_MS,
    )


def test_a_backup_is_made_verified_and_tried(qtbot: QtBot, ready: MainWindow) -> None:
    page = section(ready, "backups")
    assert isinstance(page, BackupSection)
    qtbot.waitUntil(lambda: page.overview is not None, timeout=60_000)
    assert "no backup" in page.verdict.text
    assert not page.restore_button.isEnabled()
    assert wait_for_job(qtbot, ready, "backup", page.back_up_button.click).state == "succeeded"
    qtbot.waitUntil(lambda: page.table.rowCount() == 1, timeout=60_000)
    assert page.chosen is not None
    assert page.chosen.verified_at is not None
    assert wait_for_job(qtbot, ready, "verify_backup", page.verify_button.click).state == "succeeded"
    job = wait_for_job(qtbot, ready, "drill", page.drill_button.click)
    assert job.state == "succeeded"
    assert job.result is not None
    assert job.result["is_good"], job.result
    qtbot.waitUntil(lambda: page.chosen is not None and page.chosen.drill is not None, timeout=60_000)
    assert "restored, opened and checked" in page._about.text()
    assert "12 records and 12 covers" in page._about.text()


def test_the_schedule_is_kept_in_the_library(qtbot: QtBot, ready: MainWindow, ask: Ask) -> None:
    page = section(ready, "backups")
    qtbot.waitUntil(lambda: page.overview is not None, timeout=60_000)
    page.keep.setValue(3)
    page.every.setCurrentIndex(2)
    page.every.activated.emit(2)
    qtbot.waitUntil(lambda: page.overview.plan.every == "weekly", timeout=60_000)
    assert ask("safekeeping", "plan").keep == 3


def test_a_check_finds_groups_and_repairs_after_agreement(qtbot: QtBot, ready: MainWindow) -> None:
    page = section(ready, "repair")
    assert isinstance(page, CheckSection)
    covers = Path(ready._bridge.library) / "covers"
    thumbnails = sorted(covers.rglob("*.thumb.jpg"))
    thumbnails[0].unlink()
    stray = covers / "ab" / ("ab" * 32)
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"nothing names me")
    stale = Path(ready._bridge.library) / "vectors" / "title-0123456789abcdef"
    stale.mkdir(parents=True)
    job = wait_for_job(qtbot, ready, "check", page.check_button.click)
    assert job.state == "succeeded", job
    assert {each["message_id"] for each in page.findings()} == {
        "check.thumbnail_missing",
        "check.file_orphaned",
        "check.index_foreign",
    }
    assert "3 things do not fit together" in page.verdict.text
    assert stray.exists(), "checking changes nothing"

    def repair() -> None:
        page.repair_button.click()
        agree(qtbot, ready)

    job = wait_for_job(qtbot, ready, "check", repair)
    assert job.state == "succeeded", job
    assert all(each["repaired"] for each in page.findings())
    assert thumbnails[0].is_file()
    assert not stray.exists()
    assert not stale.exists()
    job = wait_for_job(qtbot, ready, "check", page.check_button.click)
    assert page.findings() == []
    assert not page.repair_button.isEnabled()


def test_the_device_page_judges_this_machine(qtbot: QtBot, ready: MainWindow, ask: Ask) -> None:
    page = section(ready, "device")
    assert isinstance(page, DeviceSection)
    qtbot.waitUntil(lambda: page.report is not None, timeout=MINUTE_MS)
    assert page.report is not None
    assert page.report.kernels[0].is_right
    assert page.verdict.text
    facts = dict(page.facts())
    assert facts["PyTorch"].startswith(page.report.torch.version)
    assert facts["In use now"].startswith(("CPU", "NVIDIA"))
    page.copy_button.click()
    assert page.report.torch.version in QGuiApplication.clipboard().text()


def test_choosing_the_processor_restarts_the_engine(qtbot: QtBot, ready: MainWindow, ask: Ask) -> None:
    page = section(ready, "device")
    qtbot.waitUntil(lambda: page.report is not None, timeout=MINUTE_MS)
    with qtbot.waitSignal(ready._bridge.started, timeout=MINUTE_MS):
        page.device.setCurrentIndex(1)
        page.device.activated.emit(1)
    assert ask("doctor", "report").setting == "cpu"
    qtbot.waitUntil(lambda: ready._state is not None and ready._state.encoders == "ready", timeout=2 * MINUTE_MS)


def test_a_restore_from_the_window_brings_the_old_state_back(qtbot: QtBot, ready: MainWindow, ask: Ask) -> None:
    before = ask("cataloguing", "stats").records
    some = ask("cataloguing", "browse", 0, 1).records[0]
    ask("cataloguing", "delete", [some.id])
    assert ask("cataloguing", "stats").records == before - 1
    page = section(ready, "backups")
    qtbot.waitUntil(lambda: page.chosen is not None, timeout=60_000)
    with qtbot.waitSignal(ready._bridge.started, timeout=2 * MINUTE_MS):
        page.restore_button.click()
        agree(qtbot, ready)
    qtbot.waitUntil(lambda: "Restored: 12 records" in ready.notices.news.text, timeout=MINUTE_MS)
    assert ask("cataloguing", "stats").records == before
    outcome = ask("safekeeping", "last_restore")
    assert (Path(outcome.kept_in) / "catalogue.sqlite3").is_file()
    kinds = [event.kind for event in ask("audit", "page").events]
    assert kinds[:2] == ["restore", "delete_record"], "the log goes on over the restore"
    assert ask("audit", "verify").is_intact


def test_roles_go_on_a_viewer_only_looks_and_they_go_off(qtbot: QtBot, ready: MainWindow, ask: Ask) -> None:
    page = section(ready, "people")
    assert isinstance(page, PeopleSection)
    page.on_button.click()
    page.form.name_edit.setText(ADMIN[0])
    page.form.password_edit.setText(ADMIN[1])
    page.form.again_edit.setText("something else")
    page.form.ok_button.click()
    assert not ask("access", "state").is_on, "two passwords that differ change nothing"
    page.form.again_edit.setText(ADMIN[1])
    page.form.ok_button.click()
    qtbot.waitUntil(lambda: page.is_on and page.state.person == ADMIN[0], timeout=MINUTE_MS)
    page.add_button.click()
    page.form.name_edit.setText(READER[0])
    page.form.password_edit.setText(READER[1])
    page.form.again_edit.setText(READER[1])
    page.form.ok_button.click()
    qtbot.waitUntil(lambda: [person.name for person in page.people] == [READER[0], ADMIN[0]], timeout=MINUTE_MS)

    sign_in(qtbot, ready, *READER)
    assert ready._state is not None
    assert (ready._state.person, ready._state.role, ready._state.read_only) == (READER[0], "viewer", True)
    for name in ("import", "new_record", "add_scans", "undo", "audit_log", "people", "backups"):
        assert not ready.actions_[name].isEnabled(), name
    assert "viewer" in ready.actions_["import"].toolTip()
    ready.record_page.open_record(RecordId(1))
    some = ask("cataloguing", "browse", 0, 1).records[0]
    assert refused(qtbot, ready, "cataloguing", "update", some) == "role.refused"
    assert refused(qtbot, ready, "cataloguing", "delete", [some.id]) == "role.refused"
    assert refused(qtbot, ready, "jobs", "submit", "import", {"paths": []}) == "role.refused"
    assert refused(qtbot, ready, "access", "turn_off") == "role.refused"
    ready.actions_["admin"].trigger()
    admin = ready.pages.currentWidget()
    assert isinstance(admin, AdminPage)
    assert not [box.informativeText() for box in ready.findChildren(QMessageBox) if box.isVisible()]
    greyed = {
        admin.list.item(row).text()
        for row in range(admin.list.count())
        if not admin.list.item(row).flags() & Qt.ItemFlag.ItemIsEnabled
    }
    assert {"Audit log", "People and roles", "Backup and restore"} <= greyed
    assert "Device" not in greyed

    sign_in(qtbot, ready, *ADMIN, wrong_first=True)
    qtbot.waitUntil(lambda: ready._state is not None and ready._state.role == "administrator", timeout=60_000)
    assert ready.actions_["import"].isEnabled()
    page = section(ready, "people")
    page.off_button.click()
    agree(qtbot, ready)
    qtbot.waitUntil(lambda: ready._state is not None and not ready._state.roles_on, timeout=MINUTE_MS)
    assert not ready.actions_["switch_user"].isEnabled()


def sign_in(qtbot: QtBot, window: MainWindow, name: str, password: str, *, wrong_first: bool = False) -> None:
    """Switch the user from the menu."""
    window.actions_["switch_user"].trigger()
    qtbot.waitUntil(lambda: window.care.access.dialog is not None, timeout=MINUTE_MS)
    dialog = window.care.access.dialog
    assert dialog is not None
    assert not window.centralWidget().isVisible(), "nobody sees what the one before had open"
    assert refused(qtbot, window, "search", "search", _request()) == "role.sign_in"
    dialog.name_box.setCurrentText(name)
    if wrong_first:
        dialog.password_edit.setText("not it at all")
        dialog.sign_in()
        qtbot.waitUntil(lambda: "do not fit" in dialog.problem, timeout=MINUTE_MS)
        qtbot.waitUntil(dialog.ok_button.isEnabled, timeout=60_000)
    dialog.password_edit.setText(password)
    dialog.ok_button.click()
    qtbot.waitUntil(
        lambda: window._state is not None and window._state.person == name and window.centralWidget().isVisible(),
        timeout=MINUTE_MS,
    )


def _request() -> object:
    from core.domain.retrieval import SearchRequest

    return SearchRequest("红楼梦")


def test_the_audit_log_tells_the_whole_day(qtbot: QtBot, ready: MainWindow, ask: Ask, tmp_path: Path) -> None:
    page = section(ready, "audit_log")
    assert isinstance(page, AuditSection)
    qtbot.waitUntil(lambda: page.table.rowCount() > 10, timeout=MINUTE_MS)
    said = {(row[1], row[3]) for row in page.table.cells}
    assert (READER[0], "Signed in") in said
    assert (ADMIN[0], "Failed to sign in") in said
    assert (ADMIN[0], "Roles turned off") in said
    kinds = {row[3] for row in page.table.cells}
    assert {"Backup", "Restore tried", "Restore", "Repair", "Index rebuilt", "Settings changed"} <= kinds
    page.verify_button.click()
    qtbot.waitUntil(lambda: "All seals fit" in page.verdict.text, timeout=MINUTE_MS)
    page.group.setCurrentIndex(page.group.findData("people"))
    page.group.activated.emit(page.group.currentIndex())
    qtbot.waitUntil(lambda: "Backup" not in {row[3] for row in page.table.cells}, timeout=MINUTE_MS)
    assert page.table.rowCount() == ask("audit", "page", AuditFilter(kinds=page.wanted.kinds)).total
    file = tmp_path / "审计.csv"
    page.export_to(str(file))
    qtbot.waitUntil(lambda: "written to" in ready.notices.news.text, timeout=MINUTE_MS)
    assert file.read_text(encoding="utf-8-sig").count("\n") > 5
    ready.choose_language("zh_CN")
    qtbot.waitUntil(lambda: "登录" in {row[3] for row in page.table.cells}, timeout=60_000)


@pytest.fixture(autouse=True)
def no_dangling_threads() -> Iterator[None]:
    """As everywhere, but for the reader of the engine: the module's window restarts it within a test and keeps it."""
    before = set(threading.enumerate())
    yield
    left = [thread for thread in threading.enumerate() if thread not in before and thread.name != "engine-reader"]
    for thread in left:
        thread.join(3.0)
    assert [
        thread.name for thread in left if thread.is_alive() and not isinstance(thread, threading._DummyThread)
    ] == []


@pytest.fixture(autouse=True)
def closed_questions(window: MainWindow) -> Any:
    """No question stays open for the next test."""
    yield
    for box in window.findChildren(QMessageBox):
        box.close()
