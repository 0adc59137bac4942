"""A record's history field by field, and setting it back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.domain.history import JournalFilter
from core.domain.records import BibliographicRecord, Contributor
from core.errors import ConflictError
from tests.unit.core.services.record_desk import Desk


def edited(desk: Desk, record_id, **values: object) -> None:
    desk.cataloguing.update(replace(desk.one(record_id), **values))


def test_steps_are_told_field_by_field(desk: Desk) -> None:
    (record_id,) = desk.cataloguing.create(BibliographicRecord("三休")).created
    edited(desk, record_id, title="三体", contributors=(Contributor("刘慈欣"),))
    newest, first = desk.history.of_record(record_id)
    assert [(d.field, d.before, d.after) for d in newest.changes[0].differences] == [
        ("title", ("三休",), ("三体",)),
        ("contributors", (), ("刘慈欣",)),
    ]
    assert newest.is_revertible
    assert (first.changes[0].what, first.is_revertible) == ("created", False)


def test_one_step_is_taken_back_and_what_came_later_stays(desk: Desk) -> None:
    (record_id,) = desk.cataloguing.create(BibliographicRecord("三体", year=2000)).created
    edited(desk, record_id, year=2008)
    edited(desk, record_id, publisher="重庆出版社")
    of_year = desk.history.of_record(record_id)[1].operation.id
    desk.history.revert(record_id, of_year)
    assert (desk.one(record_id).year, desk.one(record_id).publisher) == (2000, "重庆出版社")
    with pytest.raises(ConflictError, match=r"history.changed_since"):
        desk.history.revert(record_id, of_year)
    desk.cataloguing.undo()
    assert desk.one(record_id).year == 2008


def test_a_record_is_restored_to_an_earlier_state(desk: Desk) -> None:
    (record_id,) = desk.cataloguing.create(BibliographicRecord("一", note="n")).created
    created = desk.history.of_record(record_id)[0].operation.id
    for title in ("二", "三"):
        edited(desk, record_id, title=title, note="")
    desk.history.restore(record_id, created)
    assert (desk.one(record_id).title, desk.one(record_id).note) == ("一", "n")
    assert [step.operation.kind for step in desk.history.of_record(record_id)] == [
        "restore_record", "edit_record", "edit_record", "create_record",
    ]  # fmt: skip
    desk.cataloguing.undo()
    assert desk.one(record_id).title == "三"
    with pytest.raises(ConflictError, match=r"history.nothing"):
        desk.history.restore(record_id, created + 99)


def test_the_journal_is_filtered(desk: Desk) -> None:
    (one,) = desk.cataloguing.create(BibliographicRecord("一百年")).created
    (two,) = desk.cataloguing.create(BibliographicRecord("二")).created
    edited(desk, one, year=1967)
    with desk.catalogue.write("add_cover", "一百年", actor="王") as unit:
        unit.add_cover(one, "a" * 64, "a.jpg", 3, 4)

    def kinds(**values: object) -> list[str]:
        return [o.kind for o in desk.history.journal(JournalFilter(**values)).operations]

    assert kinds(record_id=one) == ["add_cover", "edit_record", "create_record"]
    assert kinds(record_id=two) == ["create_record"]
    assert kinds(actor="王") == ["add_cover"]
    assert kinds(kind="edit_record") == ["edit_record"]
    assert kinds(words="百") == ["add_cover", "edit_record", "create_record"]
    assert kinds(words="%") == []
    assert desk.history.journal(JournalFilter()).actors == ("测试", "王")
    step = desk.history.step(desk.history.of_record(one)[0].operation.id)
    assert step.changes[0].record_id == one
    assert step.changes[0].differences[0].field == "cover"
