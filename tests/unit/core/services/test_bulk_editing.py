"""One change to many records: looked at, made, cancelled, undone."""

from __future__ import annotations

from typing import Any

import pytest

from core.domain.bulk import BulkChange, BulkRequest
from core.domain.records import BibliographicRecord, Contributor, Holding, Subject
from core.errors import InvalidInputError, JobCancelledError
from core.services.bulk_changes import edit_of
from tests.unit.core.services.record_desk import Desk

BOOK = BibliographicRecord(
    "三体",
    title_parallel=("Three-body",),
    contributors=(Contributor("刘慈欣"), Contributor("Liu, Ken", "translator")),
    year=2008,
    publisher="重庆出版社",
    note="版权页题：第 1 版",
    subjects=(Subject("科幻小说"),),
    holdings=(Holding(location="二楼"), Holding(location="书库", status="on_loan")),
)


@pytest.mark.parametrize(
    ("change", "field", "expected"),
    [
        (BulkChange("set", "publisher", "重庆"), "publisher", "重庆"),
        (BulkChange("set", "year", "1999"), "year", 1999),
        (BulkChange("append", "note", "；附录"), "note", "版权页题：第 1 版；附录"),
        (BulkChange("append", "edition", "第1版"), "edition", "第1版"),
        (BulkChange("replace", "publisher", "人民", "重庆"), "publisher", "人民出版社"),
        (BulkChange("replace", "note", r"第\1次", r"第 (\d+) 版", True), "note", "版权页题：第1次"),
        (BulkChange("replace", "contributors", "Liu Ken", "Liu, Ken"), "contributors",
         (Contributor("刘慈欣"), Contributor("Liu Ken", "translator"))),
        (BulkChange("clear", "note"), "note", ""),
        (BulkChange("clear", "year"), "year", None),
        (BulkChange("add_subject", text="宇宙", scheme=""), "subjects", (Subject("科幻小说"), Subject("宇宙"))),
        (BulkChange("add_class", text="I247.57"), "subjects", (Subject("科幻小说"), Subject("I247.57", "clc"))),
        (BulkChange("remove_subject", text="科幻小说"), "subjects", ()),
        (BulkChange("set_items", "location", "三楼"), "holdings",
         (Holding(location="三楼"), Holding(location="三楼", status="on_loan"))),
        (BulkChange("set_items", "status", "lost", "on_loan"), "holdings",
         (Holding(location="二楼"), Holding(location="书库", status="lost"))),
    ],
)  # fmt: skip
def test_what_a_change_does(change: BulkChange, field: str, expected: Any) -> None:
    assert getattr(edit_of(change)(BOOK), field) == expected


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (BulkChange("set", "publisher", "  "), "bulk.nothing_to_enter"),
        (BulkChange("set", "version", "1"), "bulk.unknown_field"),
        (BulkChange("set", "year", "soon"), "bulk.no_year"),
        (BulkChange("set", "language", "zz"), "bulk.unknown_language"),
        (BulkChange("replace", "note", "x"), "bulk.nothing_to_find"),
        (BulkChange("replace", "note", "x", "(", True), "bulk.bad_expression"),
        (BulkChange("replace", "note", r"\2", "(a)", True), "bulk.bad_expression"),
        (BulkChange("set_items", "status", "gone"), "bulk.unknown_status"),
    ],
)
def test_what_cannot_be_done_is_refused_at_once(change: BulkChange, message: str) -> None:
    with pytest.raises(InvalidInputError, match=message):
        edit_of(change)


def test_a_hopeless_expression_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.services.bulk_changes._SECONDS_A_RECORD", 0.05)
    edit = edit_of(BulkChange("replace", "note", "", r"(a|aa)+$", True))
    with pytest.raises(InvalidInputError, match=r"bulk.slow_expression"):
        edit(BibliographicRecord("x", note="a" * 60 + "b"))


def test_the_dry_run_says_what_would_change_and_changes_nothing(desk: Desk) -> None:
    ids = desk.add(BOOK, BibliographicRecord("球状闪电", publisher="重庆出版社"), BibliographicRecord("无"))
    request = BulkRequest(BulkChange("replace", "publisher", "重庆人民", "重庆"), tuple(ids))
    report = desk.bulk.preview(request)
    assert (report.matched, report.changed, report.is_dry_run) == (3, 2, True)
    assert [(d.field, d.before, d.after) for d in report.samples[0].differences] == [
        ("publisher", ("重庆出版社",), ("重庆人民出版社",))
    ]
    assert desk.one(ids[0]).publisher == "重庆出版社"
    assert desk.told == []


def test_it_is_one_step_over_many_batches(desk: Desk) -> None:
    desk.add(*(BibliographicRecord(f"第{n}卷", place="北京") for n in range(300)), BibliographicRecord("别"))
    report = desk.bulk.apply(BulkRequest(BulkChange("set", "place", "上海"), query="卷"))
    assert (report.matched, report.changed) == (300, 300)
    assert {r.place for r in desk.catalogue.iter_records()} == {"上海", ""}
    assert desk.catalogue.operations(1)[0].id == report.operation_id
    desk.cataloguing.undo()
    assert {r.place for r in desk.catalogue.iter_records()} == {"北京", ""}


def test_a_cancelled_edit_leaves_nothing_changed(desk: Desk) -> None:
    desk.add(*(BibliographicRecord(f"第{n}卷", place="北京") for n in range(300)))

    class Cancelling:
        def report(self, done: int, total: int, message_id: str = "", **values: object) -> None:
            if done > 200:
                raise JobCancelledError

        def check_cancelled(self) -> None: ...

    with pytest.raises(JobCancelledError):
        desk.bulk.apply(BulkRequest(BulkChange("set", "place", "上海"), everything=True), Cancelling())
    assert {r.place for r in desk.catalogue.iter_records()} == {"北京"}


def test_records_that_the_change_would_damage_are_named_and_left(desk: Desk) -> None:
    (one, two) = desk.add(BibliographicRecord("删"), BibliographicRecord("删除"))
    report = desk.bulk.apply(BulkRequest(BulkChange("replace", "title", "", "删"), (one, two)))
    assert (report.changed, [r.record_id for r in report.refused]) == (1, [one])
    assert (desk.one(one).title, desk.one(two).title) == ("删", "除")
    with pytest.raises(InvalidInputError, match=r"bulk.no_records"):
        desk.bulk.preview(BulkRequest(BulkChange("clear", "note")))
