"""MARC sources to look at and to edit: what is left alone keeps its bytes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.domain.marc import MarcField, MarcRecord, MarcSource, Subfield
from core.domain.marc_view import MarcRow
from core.domain.records import BibliographicRecord, RecordId
from core.errors import ConflictError, InvalidInputError
from core.interchange.crosswalk import to_bibliographic
from core.interchange.marc.iso2709 import encode_iso2709
from core.interchange.marc.sources import decode_source
from core.services.marc_rows import field_of, row_of
from tests.unit.core.services.record_desk import Desk

FIELDS = (
    MarcField("001", "0123"),
    MarcField("010", "", (" ", " "), (Subfield("a", "978-7-02-000220-7"), Subfield("d", "CNY35.00"))),
    MarcField("100", "", (" ", " "), (Subfield("a", "20010101d1982    em y0chiy50      ea"),)),
    MarcField("101", "", ("0", " "), (Subfield("a", "chi"),)),
    MarcField(
        "200", "", ("1", " "), (Subfield("a", "红楼梦"), Subfield("9", "hong lou meng"), Subfield("f", "曹雪芹著"))
    ),
    MarcField("210", "", (" ", " "), (Subfield("a", "北京"), Subfield("c", "人民文学出版社"), Subfield("d", "1982"))),
    MarcField("701", "", (" ", "0"), (Subfield("a", "曹雪芹"), Subfield("4", "著"))),
    MarcField("998", "", (" ", " "), (Subfield("a", "本馆  自用"),)),
)


def imported(desk: Desk, encoding: str = "gb18030") -> RecordId:
    marc = MarcRecord("unimarc", "00000nam0 2200000   450 ", FIELDS)
    source = MarcSource("unimarc", encoding, encode_iso2709(marc, encoding))
    with desk.catalogue.write("import", "x") as unit:
        record_id = unit.add_record(to_bibliographic(decode_source(source)))
        unit.put_marc_source(record_id, source)
    return record_id


def changed(rows: tuple[MarcRow, ...], tag: str, content: str) -> list[MarcRow]:
    return [replace(row, content=content) if row.tag == tag else row for row in rows]


def test_rows_and_fields_are_the_same_both_ways() -> None:
    for field in (*FIELDS, MarcField("300", "", (" ", " "), (Subfield("a", "cost $5 {x}"),))):
        assert field_of(row_of(field)) == field


def test_the_source_is_shown_and_an_edit_changes_only_its_field(desk: Desk) -> None:
    record_id = imported(desk)
    before = desk.catalogue.marc_source(record_id)
    view = desk.marc.view(record_id)
    assert before is not None
    assert (view.flavour, view.has_source, view.encoding, view.is_edited) == ("unimarc", True, "gb18030", False)
    desk.marc.save(record_id, view.version, view.leader, changed(view.rows, "210", "$a上海$c人民文学出版社$d1982"))
    after = desk.catalogue.marc_source(record_id)
    assert after is not None
    assert (desk.one(record_id).place, desk.one(record_id).publisher) == ("上海", "人民文学出版社")
    for kept in ("本馆  自用", "hong lou meng", "978-7-02-000220-7"):
        assert kept.encode("gb18030") in after.data
    assert after.data == before.data.replace("北京".encode("gb18030"), "上海".encode("gb18030"))
    assert desk.marc.view(record_id).is_edited is False
    desk.cataloguing.undo()
    assert desk.catalogue.marc_source(record_id) == before
    assert desk.one(record_id).place == "北京"


def test_what_was_changed_in_the_form_is_shown_and_kept(desk: Desk) -> None:
    record_id = imported(desk)
    desk.cataloguing.update(replace(desk.one(record_id), publisher="作家出版社", description="我的提要"))
    view = desk.marc.view(record_id)
    assert view.is_edited
    assert any("作家出版社" in row.content for row in view.rows)
    desk.marc.save(record_id, view.version, view.leader, [*view.rows, MarcRow("606", "0#", "$a章回小说")])
    record = desk.one(record_id)
    assert (record.publisher, record.description) == ("作家出版社", "我的提要")
    assert "章回小说" in [subject.term for subject in record.subjects]


def test_what_is_wrong_is_told_by_row_and_refused(desk: Desk) -> None:
    record_id = imported(desk)
    view = desk.marc.view(record_id)
    rows = [
        *changed(view.rows, "010", "$a978-7-02-000220-8"),
        MarcRow("9", "##", "$ax"),
        MarcRow("300", "##", "no code"),
        MarcRow("300", "A!", "$ax"),
        MarcRow("200", "1#", "$a"),
    ]
    remarks = {
        (r.row - len(view.rows), r.message_id): r.is_error for r in desk.marc.check(view.leader, rows, "unimarc")
    }
    assert remarks[1 - len(view.rows), "check_field.isbn_check_digit"] is False
    assert remarks[0, "marc_check.tag"]
    assert remarks[1, "marc_check.no_subfield"]
    assert remarks[2, "marc_check.indicators"]
    assert remarks[3, "marc_check.empty_subfield"] is False
    assert remarks[3, "marc_check.twice"] is False
    assert desk.marc.check(view.leader, view.rows, "unimarc") == ()
    with pytest.raises(InvalidInputError, match=r"marc_check.tag"):
        desk.marc.save(record_id, view.version, view.leader, rows)
    with pytest.raises(ConflictError, match=r"record.changed"):
        desk.marc.save(record_id, view.version + 1, view.leader, view.rows)
    without_title = [row for row in view.rows if row.tag != "200"]
    with pytest.raises(InvalidInputError, match=r"marc_check.no_title"):
        desk.marc.save(record_id, view.version, view.leader, without_title)


def test_a_character_that_the_encoding_lacks_is_refused(desk: Desk) -> None:
    record_id = imported(desk, "gbk")
    view = desk.marc.view(record_id)
    with pytest.raises(InvalidInputError, match=r"marc.unencodable"):
        desk.marc.save(record_id, view.version, view.leader, changed(view.rows, "210", "$a𠮷$c社$d1982"))
    assert desk.one(record_id).place == "北京"


def test_a_record_without_a_source_is_shown_as_it_would_be_written(desk: Desk) -> None:
    record_id = imported(desk)
    with desk.catalogue.write("edit_record", "x") as unit:
        unit.put_marc_source(record_id, None)
    for flavour, tag in (("marc21", "245"), ("unimarc", "200")):
        view = desk.marc.view(record_id, flavour)
        assert (view.flavour, view.has_source) == (flavour, False)
        assert any(row.tag == tag and "红楼梦" in row.content for row in view.rows)
    with pytest.raises(InvalidInputError, match=r"marc.no_source"):
        desk.marc.save(record_id, 1, "", [])


def test_a_marc_record_is_made_in_the_librarys_flavour_edited_and_taken_back(desk: Desk) -> None:
    (record_id,) = desk.add(BibliographicRecord("围城", language="chi"))
    assert desk.marc.view(record_id).flavour == "marc21", "nothing came in MARC yet"
    imported(desk)
    view = desk.marc.view(record_id)
    assert (view.flavour, view.has_source) == ("unimarc", False)
    before = desk.one(record_id)
    with pytest.raises(ConflictError, match=r"record.changed"):
        desk.marc.make(record_id, view.version + 1, "unimarc")
    step = desk.marc.make(record_id, view.version, view.flavour)
    assert desk.told[-1].updated == (record_id,)
    made = desk.marc.view(record_id)
    assert (made.has_source, made.format, made.encoding, made.is_edited) == (True, "unimarc", "utf-8", False)
    assert [row for row in made.rows if row.tag == "200"] == [row for row in view.rows if row.tag == "200"]
    assert desk.one(record_id) == before
    with pytest.raises(ConflictError, match=r"record.changed"):
        desk.marc.make(record_id, made.version, "unimarc")
    edit = desk.marc.save(record_id, made.version, made.leader, changed(made.rows, "200", "$a圍城"))
    assert desk.one(record_id).title == "圍城"
    for each in (edit, step):
        assert each.operation_id is not None
        assert desk.catalogue.undo(each.operation_id).updated == (record_id,), "views of it are drawn anew"
    assert not desk.marc.view(record_id).has_source
    assert desk.one(record_id).title == "围城"
