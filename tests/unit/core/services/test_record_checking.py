"""What is remarked beside the fields while a record is typed."""

from __future__ import annotations

import pytest

from core.domain.checking import FieldWarning
from core.domain.records import BibliographicRecord, Contributor, Holding, Identifier, Subject
from core.errors import ConflictError
from tests.unit.core.services.record_desk import Desk

GOOD = BibliographicRecord(
    "三体",
    language="chi",
    year=2008,
    contributors=(Contributor("刘慈欣"),),
    identifiers=(Identifier("isbn", "978-7-5366-9293-0"), Identifier("issn", "1002-0683")),
    subjects=(
        Subject("I247.57", "clc"),
        Subject("TP311.1", "clc"),
        Subject("895.135", "ddc"),
        Subject("PL2947", "lcc"),
    ),
    holdings=(Holding(barcode="B1"),),
)


def only(desk: Desk, record: BibliographicRecord, year: str = "") -> FieldWarning:
    (remark,) = desk.checking.check(record, year)
    return remark


def test_a_sound_record_gets_no_remark(desk: Desk) -> None:
    assert desk.checking.check(GOOD) == ()


@pytest.mark.parametrize(
    ("number", "message", "fix"),
    [
        ("978-7-5366-9293-1", "check_field.isbn_check_digit", None),
        ("7-5366-9293-6", "check_field.isbn_check_digit", None),
        ("7-02-000220-X", "check_field.isbn10", "9787020002207"),
        ("９７８７５３６６９２９３０", "check_field.full_width", "9787536692930"),
        ("97875366", "check_field.no_isbn", None),
        ("1002-0683", "check_field.issn_not_isbn", None),
    ],
)
def test_isbn(desk: Desk, number: str, message: str, fix: str | None) -> None:
    remark = only(desk, BibliographicRecord("x", identifiers=(Identifier("isbn", number),)))
    assert (remark.field, remark.message_id, remark.fix) == ("identifiers", message, fix)


@pytest.mark.parametrize(
    ("text", "message", "fix"),
    [
        ("２００８", "check_field.no_year", "2008"),
        ("民国25年", "check_field.no_year", "1936"),
        ("[1998?]", "check_field.no_year", "1998"),
        ("neunzehn", "check_field.no_year", None),
        ("2999", "check_field.year_ahead", None),
        ("98", "check_field.year_early", None),
    ],
)
def test_year(desk: Desk, text: str, message: str, fix: str | None) -> None:
    remark = only(desk, BibliographicRecord("x"), text)
    assert (remark.message_id, remark.fix) == (message, fix)


@pytest.mark.parametrize(
    ("code", "fix"), [("zho", "chi"), ("zh", "chi"), ("EN", "eng"), ("ＣＨＩ", "chi"), ("xq", None)]
)
def test_language(desk: Desk, code: str, fix: str | None) -> None:
    remark = only(desk, BibliographicRecord("x", language=code))
    assert (remark.message_id, remark.fix) == ("check_field.language", fix)


@pytest.mark.parametrize(
    ("scheme", "term", "fix"),
    [("clc", "i247.57", "I247.57"), ("clc", "Ｉ247", "I247"), ("clc", "小说", None), ("ddc", "8951", None)],
)
def test_classes(desk: Desk, scheme: str, term: str, fix: str | None) -> None:
    remark = only(desk, BibliographicRecord("x", subjects=(Subject(term, scheme),)))
    assert (remark.message_id, remark.fix) == (f"check_field.class_{scheme}", fix)


def test_barcodes_and_isbn_of_other_records(desk: Desk) -> None:
    (first,) = desk.add(BibliographicRecord("旧书", identifiers=(Identifier("isbn", "9787536692930"),),
                                            holdings=(Holding(barcode="B1"),)))  # fmt: skip
    new = BibliographicRecord(
        "新书",
        identifiers=(Identifier("isbn", "9787536692930"),),
        holdings=(Holding(barcode="B2"), Holding(barcode="B1"), Holding(barcode="B2"), Holding(barcode="Ｂ９")),
    )
    remarks = {(r.message_id, r.row): r for r in desk.checking.check(new)}
    assert remarks["check_field.number_elsewhere", 0].values["title"] == "旧书"
    assert remarks["check_field.barcode_taken", 1].values["title"] == "旧书"
    assert remarks["check_field.barcode_twice", 2].values["row"] == 1
    assert remarks["check_field.full_width", 3].fix == "B9"
    with pytest.raises(ConflictError, match=r"holding.barcode_taken"):
        desk.cataloguing.create(new)
    assert desk.checking.check(desk.one(first)) == ()


def test_numbers_are_judged_when_they_are_stored(desk: Desk) -> None:
    typed = (Identifier("isbn", "7-02-000220-X"), Identifier("isbn", "978-7-5366-9293-1"), Identifier("isbn", " "))
    changes = desk.cataloguing.create(BibliographicRecord("x", identifiers=typed))
    assert desk.one(changes.created[0]).identifiers == (
        Identifier("isbn", "9787020002207"),
        Identifier("isbn", "9787536692931", valid=False),
    )


def test_the_lists_of_items_are_what_the_library_uses(desk: Desk) -> None:
    desk.add(
        BibliographicRecord(
            "x", holdings=(Holding(location="二楼"), Holding(location="二楼"), Holding(location="书库"))
        )
    )
    words = desk.checking.holding_words()
    assert words.locations == ("二楼", "书库")
    assert words.statuses == ("available",)
