from __future__ import annotations

import pytest

from core.catalogue.catalogue import Catalogue
from core.domain.records import RecordId
from core.domain.scans import BoundingBox, CoverId, OcrLine, OcrPage
from core.errors import ConflictError

SHA = [f"{i:064x}" for i in range(9)]


def page(*texts: str) -> OcrPage:
    lines = tuple(OcrLine(t, BoundingBox(1.5, 2, 30, 40), 0.87, i, is_vertical=True) for i, t in enumerate(texts))
    return OcrPage(lines, 600, 800, "rapid")


def add_cover(catalogue: Catalogue, record_id: int | None, sha256: str, *, is_main: bool = False) -> CoverId:
    with catalogue.write("add_cover", "x") as unit:
        owner = None if record_id is None else RecordId(record_id)
        return unit.add_cover(owner, sha256, "封面 一.jpg", 600, 800, is_main)


def mains(catalogue: Catalogue, record_id: int) -> list[bool]:
    return [c.is_main for c in catalogue.covers_of([RecordId(record_id)]).get(RecordId(record_id), ())]


def test_the_first_cover_is_the_main_one_until_another_is_chosen(catalogue, add):
    (record,) = add("x")
    first = add_cover(catalogue, record, SHA[0])
    second = add_cover(catalogue, record, SHA[1])
    third = add_cover(catalogue, record, SHA[2], is_main=True)

    covers = catalogue.covers_of([record])[record]
    assert [c.id for c in covers] == [third, first, second]
    assert [c.is_main for c in covers] == [True, False, False]
    with catalogue.write("remove_cover", "x") as unit:
        unit.remove_cover(third)
    assert unit.changes.updated == (record,)
    assert [c.id for c in catalogue.covers_of([record])[record]] == [first, second]
    assert mains(catalogue, record) == [True, False]
    with catalogue.write("add_cover", "x") as unit:
        unit.make_main_cover(second)
    assert catalogue.covers_of([record])[record][0].id == second


def test_the_same_scan_is_not_added_twice_to_a_record_but_may_serve_two(catalogue, add):
    one, two = add("one", "two")
    cover = add_cover(catalogue, one, SHA[0])

    assert add_cover(catalogue, one, SHA[0]) == cover
    other = add_cover(catalogue, two, SHA[0])
    assert other != cover
    assert catalogue.cover_by_sha(SHA[0]).id == cover
    assert catalogue.cover_by_sha(SHA[1]) is None


def test_a_cover_without_a_record_can_be_given_one(catalogue, add):
    (record,) = add("x")
    loose = add_cover(catalogue, None, SHA[0])
    assert catalogue.cover(loose).record_id is None

    with catalogue.write("attach_scan", "x") as unit:
        unit.move_cover(loose, record)

    assert catalogue.cover(loose).record_id == record
    assert catalogue.cover(loose).is_main


def test_moving_the_main_cover_leaves_a_main_cover_behind(catalogue, add):
    one, two = add("one", "two")
    first, _ = add_cover(catalogue, one, SHA[0]), add_cover(catalogue, one, SHA[1])
    add_cover(catalogue, two, SHA[2])

    with catalogue.write("attach_scan", "x") as unit:
        unit.move_cover(first, two)

    assert mains(catalogue, one) == [True]
    assert mains(catalogue, two) == [True, False]
    catalogue.undo()
    assert catalogue.covers_of([one])[one][0].id == first
    assert mains(catalogue, one) == [True, False]


def test_ocr_text_is_kept_by_content_and_found_by_search(catalogue, add):
    one, two = add("one", "two")
    cover = add_cover(catalogue, one, SHA[0])
    with catalogue.maintain() as unit:
        unit.put_cover_text(cover, page("人民文学", "出版社"))
    twin = add_cover(catalogue, two, SHA[0])

    assert catalogue.ocr_page(cover) == page("人民文学", "出版社")
    assert catalogue.ocr_page(twin) == catalogue.ocr_page_by_sha(SHA[0])
    assert {hit.record_id for hit in catalogue.search_text("cover_text: 人民", 9)} == {one, two}
    assert list(catalogue.cover_texts()) == [(one, "人民文学\n出版社"), (two, "人民文学\n出版社")]
    assert catalogue.covers_without_text() == []
    with catalogue.maintain() as unit:
        unit.put_cover_text(cover, page("三联"))
    assert catalogue.search_text("cover_text: 人民", 9) == []
    assert catalogue.ocr_page(CoverId(99)) is None


def test_cover_words_survive_an_edit_of_the_record_and_go_with_the_cover(catalogue, add):
    (record,) = add("old")
    cover = add_cover(catalogue, record, SHA[0])
    with catalogue.maintain() as unit:
        unit.put_cover_text(cover, page("商务印书馆"))
    with catalogue.write("edit_record", "x") as unit:
        (stored,) = unit.get([record])
        unit.update_record(type(stored)("new", id=record, version=stored.version))

    assert [h.record_id for h in catalogue.search_text("cover_text: 商务 title: new", 9)] == [record]
    with catalogue.write("remove_cover", "x") as unit:
        unit.remove_cover(cover)
    assert catalogue.search_text("cover_text: 商务", 9) == []
    catalogue.undo()
    assert len(catalogue.search_text("cover_text: 商务", 9)) == 1


def test_deleting_a_record_takes_its_covers_and_undo_brings_all_back(catalogue, add):
    (record,) = add("x")
    cover = add_cover(catalogue, record, SHA[0])
    with catalogue.maintain() as unit:
        unit.put_cover_text(cover, page("字"))
    before = catalogue.covers_of([record])

    with catalogue.write("delete_record", "x") as unit:
        unit.delete_record(record)

    assert catalogue.covers_of([record]) == {}
    assert catalogue.cover_by_sha(SHA[0]) is None
    assert catalogue.journalled_cover_shas() == {SHA[0]}
    catalogue.undo()
    assert catalogue.covers_of([record]) == before
    assert catalogue.ocr_page(cover) == page("字")


def test_covers_of_unknown_records_are_refused(catalogue):
    with pytest.raises(ConflictError, match=r"record\.deleted"):
        add_cover(catalogue, 77, SHA[0])
    with pytest.raises(ConflictError, match=r"cover\.deleted"), catalogue.write("remove_cover", "x") as unit:
        unit.remove_cover(CoverId(5))


def test_a_file_name_that_is_no_text_is_escaped(catalogue, add):
    (record,) = add("x")
    with catalogue.write("add_cover", "bad \udcff name") as unit:
        cover = unit.add_cover(record, SHA[0], "bad \udcff name.jpg", 1, 1)

    assert catalogue.cover(cover).file_name == "bad \\udcff name.jpg"
    assert catalogue.operations(1)[0].summary == "bad \\udcff name"
