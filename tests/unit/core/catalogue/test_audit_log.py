"""The audit log only grows, and what is changed behind its back is noticed."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from core.catalogue.catalogue import Catalogue
from core.domain.audit import AuditFilter
from core.domain.people import Actor
from core.domain.records import BibliographicRecord
from core.errors import ConflictError
from core.jobs.acting import acting
from core.paths import LibraryPaths


def kinds(catalogue: Catalogue) -> list[str]:
    return [event.kind for event in catalogue.audit_log.each()]


def behind_its_back(catalogue: Catalogue, *statements: str) -> None:
    """Change the file as somebody with an SQLite program would."""
    connection = sqlite3.connect(catalogue.paths.catalogue)
    try:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    finally:
        connection.close()


@pytest.fixture
def written(catalogue: Catalogue) -> Catalogue:
    for n in range(5):
        catalogue.audit_log.add("export", f"第{n}次.csv", {"written": n})
    return catalogue


def test_each_step_of_the_journal_is_a_line_in_the_same_transaction(
    catalogue: Catalogue, add: Callable[..., list[int]]
) -> None:
    add("红楼梦")
    twice = [BibliographicRecord("西游记", external_id="1"), BibliographicRecord("三国", external_id="1")]
    with pytest.raises(ConflictError), catalogue.write("create_record", "西游记") as unit:
        unit.add_records(twice)
    catalogue.undo()
    events = list(catalogue.audit_log.each())
    assert [(event.kind, event.subject) for event in events] == [("create_record", "test"), ("undo", "test")]
    assert events[0].detail == {"operation": catalogue.operations(10)[-1].id}
    assert (events[0].actor, events[0].role) == ("测试 tester", "owner")
    assert abs(events[0].at - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_unit_that_changes_nothing_leaves_no_line(catalogue: Catalogue) -> None:
    with catalogue.write("edit_record", "nothing"):
        pass
    with catalogue.maintain():
        pass
    assert kinds(catalogue) == []


def test_journal_and_log_name_who_acts(catalogue: Catalogue, add: Callable[..., list[int]]) -> None:
    catalogue.act_as(Actor("王馆员", "cataloguer"))
    add("一")
    token = acting.set(Actor("李主任", "administrator"))
    try:
        add("二")
    finally:
        acting.reset(token)
    assert [operation.actor for operation in catalogue.operations(2)] == ["李主任", "王馆员"]
    assert [(event.actor, event.role) for event in catalogue.audit_log.each()] == [
        ("王馆员", "cataloguer"),
        ("李主任", "administrator"),
    ]


def test_pages_are_filtered_and_newest_first(written: Catalogue) -> None:
    written.audit_log.add("backup", "a_b%.zip", actor=Actor("李", "administrator"))
    log = written.audit_log
    page = log.page(AuditFilter(), limit=2)
    assert [event.id for event in page.events] == [6, 5]
    assert page.total == 6
    assert page.actors == ("李", "测试 tester")
    assert [event.id for event in log.page(AuditFilter(), limit=2, before=5).events] == [4, 3]
    assert log.page(AuditFilter(kinds=("backup",))).total == 1
    assert log.page(AuditFilter(actor="李")).total == 1
    assert log.page(AuditFilter(words="第3次")).total == 1
    assert log.page(AuditFilter(words="_b%")).total == 1, "% and _ are what they are"
    assert log.page(AuditFilter(words="%")).total == 1
    now = datetime.now(UTC)
    assert log.page(AuditFilter(since=now + timedelta(hours=1))).total == 0
    assert log.page(AuditFilter(until=now + timedelta(hours=1))).total == 6


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET actor = 'x' WHERE id = 3",
        "DELETE FROM audit_event WHERE id = 5",
        "DELETE FROM audit_event",
        "INSERT OR REPLACE INTO audit_event SELECT 3, at_ms, 'x', role, kind, subject, detail, previous, hash "
        "FROM audit_event WHERE id = 3",
        "INSERT INTO audit_event SELECT 99, at_ms, actor, role, kind, subject, detail, previous, hash "
        "FROM audit_event WHERE id = 5",
    ],
)
def test_the_database_refuses_to_change_a_line(written: Catalogue, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        behind_its_back(written, statement)
    assert written.audit_log.verify().is_intact


@pytest.mark.parametrize(
    ("change", "broken_at"),
    [
        ("UPDATE audit_event SET actor = 'somebody else' WHERE id = 3", 3),
        ("UPDATE audit_event SET at_ms = at_ms + 1 WHERE id = 1", 1),
        ("UPDATE audit_event SET role = 'viewer' WHERE id = 2", 2),
        ("UPDATE audit_event SET detail = 'no json' WHERE id = 4", 4),
        ("UPDATE audit_event SET subject = '' WHERE id = 5", 5),
        ("DELETE FROM audit_event WHERE id = 2", 3),
    ],
)
def test_what_was_changed_without_the_triggers_is_noticed(written: Catalogue, change: str, broken_at: int) -> None:
    behind_its_back(written, "DROP TRIGGER audit_event_no_update", "DROP TRIGGER audit_event_no_delete", change)
    verdict = written.audit_log.verify()
    assert not verdict.is_intact
    assert verdict.broken_at == broken_at


def test_a_log_cut_off_at_the_end_is_noticed_and_goes_on(written: Catalogue) -> None:
    behind_its_back(written, "DROP TRIGGER audit_event_no_delete", "DELETE FROM audit_event WHERE id > 3")
    assert written.audit_log.verify().lost == 2
    written.audit_log.add("export", "afterwards")
    verdict = written.audit_log.verify()
    assert (verdict.n_events, verdict.broken_at, verdict.lost) == (4, None, 2), "still told, and work goes on"


def test_a_log_goes_on_after_an_older_state_came_back(written: Catalogue, paths: LibraryPaths) -> None:
    old = LibraryPaths(paths.root.with_name("old"))
    written.backup_to(old.catalogue)
    written.audit_log.add("backup", "later")
    with Catalogue.open(old, actor="x") as restored:
        number, _ = restored.audit_log.head()
        later = list(written.audit_log.each(after=number))
        assert restored.audit_log.adopt(later) == 1
        assert restored.audit_log.head() == written.audit_log.head()
        assert restored.audit_log.verify().is_intact
        with pytest.raises(ConflictError, match="other_log"):
            restored.audit_log.adopt(later)
        restored.audit_log.add("restore", "old.zip")
        assert restored.audit_log.verify().n_events == 7
    shutil.rmtree(old.root)
