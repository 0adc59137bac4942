from __future__ import annotations

from dataclasses import replace

import pytest

from core.catalogue.catalogue import Catalogue
from core.catalogue.record_rows import sort_key
from core.domain.changes import ChangeSet
from core.domain.marc import MarcSource
from core.domain.records import BibliographicRecord, Contributor, Holding, HoldingId, RecordId, Subject
from core.errors import ConflictError, InvalidInputError


def test_a_full_record_comes_back_as_it_was_given(catalogue, full_record, add):
    (record_id,) = add(full_record)

    (stored,) = catalogue.get([record_id])

    holdings = tuple(replace(h, id=HoldingId(i + 1)) for i, h in enumerate(full_record.holdings))
    assert stored == replace(full_record, id=record_id, version=1, holdings=holdings)


def test_get_keeps_the_order_asked_for_and_leaves_out_what_is_missing(catalogue, add):
    one, two, three = add("一", "二", "三")

    assert [r.title for r in catalogue.get([three, RecordId(999), one, two])] == ["三", "一", "二"]


def test_records_are_found_by_their_numbers(catalogue, full_record, add):
    (record_id, other) = add(full_record, replace(full_record, external_id="ext-2", holdings=()))

    assert catalogue.resolve_external(["ext-2", "nothing"]) == {"ext-2": other}
    assert catalogue.by_external(["ext-1"]).keys() == {"ext-1"}
    assert catalogue.by_external(["ext-1"])["ext-1"].id == record_id
    assert catalogue.find_identifier("isbn", ["9787108000194", "1"]) == {"9787108000194": (record_id, other)}
    assert catalogue.find_identifier("issn", ["9787108000194"]) == {}
    assert catalogue.find_identifier("external", ["ext-2"]) == {"ext-2": (other,)}
    assert catalogue.record_of_barcode("B002") == record_id
    assert catalogue.record_of_barcode("") is None
    assert catalogue.find_barcodes(["B001", "none"]) == {"B001": (record_id,)}


def test_an_edit_raises_the_version_and_replaces_every_part(catalogue, full_record, add):
    (record_id,) = add(full_record)
    (stored,) = catalogue.get([record_id])
    edited = BibliographicRecord(
        "只有题名", id=record_id, version=1, holdings=(stored.holdings[1], Holding(barcode="B9"))
    )

    with catalogue.write("edit_record", "x") as unit:
        unit.update_record(edited)

    assert unit.changes.updated == (record_id,)
    (now,) = catalogue.get([record_id])
    assert now.version == 2
    assert (now.title, now.contributors, now.subjects, now.identifiers, now.external_id) == (
        "只有题名",
        (),
        (),
        (),
        None,
    )
    assert now.holdings[0] == stored.holdings[1]
    assert now.holdings[1].id not in {h.id for h in stored.holdings}


def test_an_edit_of_an_old_version_is_refused_and_keeps_nothing_of_the_step(catalogue, add):
    (record_id,) = add("旧")
    (read,) = catalogue.get([record_id])
    with catalogue.write("edit_record", "first") as unit:
        unit.update_record(replace(read, title="甲"))

    def edit_what_was_read_before() -> None:
        with catalogue.write("edit_record", "second") as unit:
            unit.add_record(BibliographicRecord("不该留下"))
            unit.update_record(replace(read, title="乙"))

    with pytest.raises(ConflictError, match=r"record\.changed"):
        edit_what_was_read_before()
    assert catalogue.get([record_id])[0].title == "甲"
    assert catalogue.count() == 1


def test_an_edit_that_changes_nothing_is_no_change(catalogue, full_record, add):
    (record_id,) = add(full_record)
    (stored,) = catalogue.get([record_id])
    before = catalogue.generation()

    with catalogue.write("edit_record", "x") as unit:
        unit.update_record(stored)

    assert unit.changes == ChangeSet()
    assert catalogue.get([record_id]) == [stored]
    assert catalogue.generation() == before
    assert len(catalogue.operations()) == 1


def test_editing_a_deleted_record_is_a_conflict(catalogue, add):
    (record_id,) = add("x")
    (stored,) = catalogue.get([record_id])
    with catalogue.write("delete_record", "x") as unit:
        unit.delete_record(record_id)

    assert unit.changes.deleted == (record_id,)
    with pytest.raises(ConflictError, match=r"record\.deleted"), catalogue.write("edit_record", "x") as unit:
        unit.update_record(stored)


def test_a_record_may_be_added_edited_and_deleted_in_one_step(catalogue):
    with catalogue.write("merge", "x") as unit:
        record_id = unit.add_record(BibliographicRecord("a"))
        unit.update_record(BibliographicRecord("b", id=record_id, version=1))
        unit.update_record(BibliographicRecord("c", id=record_id, version=2))
        assert [r.title for r in unit.get([record_id])] == ["c"]
        kept = unit.add_record(BibliographicRecord("kept"))
        unit.delete_record(record_id)

    assert unit.changes.created == (kept,)
    assert unit.changes.deleted == ()
    assert [r.title for r in catalogue.iter_records()] == ["kept"]


def test_an_external_id_belongs_to_one_record(catalogue, add):
    add(BibliographicRecord("a", external_id="e"))

    with pytest.raises(ConflictError) as caught:
        add(BibliographicRecord("b", external_id="e"))
    assert caught.value.context == {"external_id": "e"}
    with pytest.raises(ConflictError, match=r"record\.external_id_taken"):
        add(BibliographicRecord("b", external_id="f"), BibliographicRecord("c", external_id="f"))
    assert catalogue.count() == 1


def test_holdings_are_replaced_and_known_ones_keep_their_id(catalogue, full_record, add):
    (record_id,) = add(full_record)
    first, second = catalogue.get([record_id])[0].holdings

    with catalogue.write("edit_holdings", "x") as unit:
        unit.set_holdings(record_id, [replace(second, status="lost"), second, Holding(barcode="new")])

    now = catalogue.get([record_id])[0].holdings
    assert now[0] == replace(second, status="lost")
    assert len({h.id for h in now}) == 3
    assert first.id not in {h.id for h in now}


def test_an_impossible_year_is_refused(catalogue, add):
    with pytest.raises(InvalidInputError, match=r"record\.year_impossible"):
        add(BibliographicRecord("x", year=10**30))
    assert catalogue.count() == 0


def test_odd_text_is_kept(catalogue, add):
    odd = "b '; DROP TABLE record; -- \u202e % _ \\u0000 \U0002070e 𠮷 ﷽"
    (record_id,) = add(BibliographicRecord(odd, external_id=odd, note=odd, contributors=(Contributor(odd),)))

    assert catalogue.get([record_id])[0].title == odd
    assert catalogue.resolve_external([odd]) == {odd: record_id}


def test_what_is_no_text_is_mended(catalogue, add):
    broken = "a\0b half \ud83d, whole \ud83d\ude00"
    first, second = add(
        BibliographicRecord(
            broken, external_id=broken, contributors=(Contributor(broken),), subjects=(Subject(broken),)
        ),
        BibliographicRecord("x", external_id="ab", contributors=(Contributor(broken),)),
    )

    records = catalogue.get([first, second])
    assert {records[0].title, records[0].external_id, records[1].authors[0]} == {"ab half \ufffd, whole \U0001f600"}
    assert catalogue.resolve_external([broken, "a\0b", "ab"]) == {"ab": second}


def test_iteration_goes_through_every_batch(catalogue, add):
    ids = add(*(f"t{i}" for i in range(23)))

    assert [r.id for r in catalogue.iter_records(batch=5)] == ids


def test_a_marc_source_is_kept_byte_for_byte(catalogue, add):
    (record_id,) = add("x")
    source = MarcSource("unimarc", "gb18030", bytes(range(256)))

    with catalogue.write("import", "x") as unit:
        unit.put_marc_source(record_id, source)

    assert catalogue.marc_source(record_id) == source
    with catalogue.write("delete_record", "x") as unit:
        unit.delete_record(record_id)
    assert catalogue.marc_source(record_id) is None
    catalogue.undo()
    assert catalogue.marc_source(record_id) == source


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("The Great Gatsby", "great gatsby"),
        ("A", "a"),
        ("《红楼梦》", "hong lou meng"),
        ("紅樓夢", "hong lou meng"),
        ("三体 II", "san ti ii"),
        ("", ""),
    ],
)
def test_lists_are_sorted_by_folded_text_and_pinyin(text, key):
    assert sort_key(text) == key


def test_a_unit_refuses_to_journal_without_a_kind(catalogue):
    with pytest.raises(RuntimeError), catalogue.maintain() as unit:
        unit.add_record(BibliographicRecord("x"))
    assert catalogue.count() == 0


def test_write_wants_either_a_kind_or_an_operation(catalogue):
    with pytest.raises(ValueError, match="either"), catalogue.write():
        pass


def test_units_do_not_nest(catalogue: Catalogue):
    with catalogue.write("import", "x") as outer:
        outer.add_record(BibliographicRecord("a"))
        with pytest.raises(RuntimeError), catalogue.write("import", "y"):
            pass
        catalogue.set_meta("inside", "joined")
    assert catalogue.count() == 1
    assert catalogue.get_meta("inside") == "joined"


def test_changes_are_told_only_after_the_commit(catalogue):
    with catalogue.write("import", "x") as unit:
        unit.add_record(BibliographicRecord("a"))
        with pytest.raises(RuntimeError):
            _ = unit.changes
    assert len(unit.changes.created) == 1
