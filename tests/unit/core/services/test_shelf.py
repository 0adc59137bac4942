"""Labels, shelf lists, scanned barcodes and stocktaking on a real catalogue."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from core.catalogue.catalogue import Catalogue
from core.domain.labels import ItemSelection, SheetLayout
from core.domain.records import BibliographicRecord, Contributor, Holding, Identifier, RecordId
from core.errors import ConflictError, InvalidInputError
from core.paths import LibraryPaths
from core.services.shelf import ShelfService, fold_barcode

HEADER = ("索书号", "题名", "著者", "出版年", "ISBN", "条码号", "馆藏地", "状态")


@pytest.fixture
def catalogue(library_dir: Path) -> Iterator[Catalogue]:
    with Catalogue.open(LibraryPaths(library_dir), actor="t") as opened:
        with opened.write("create_record", "t") as unit:
            unit.add_record(
                BibliographicRecord(
                    "红楼梦",
                    contributors=(Contributor("曹雪芹"),),
                    year=1982,
                    identifiers=(Identifier("isbn", "9787020002207"),),
                    holdings=(
                        Holding(barcode="WY0010", call_number="I242.4/10", location="三楼"),
                        Holding(barcode="WY0002", call_number="I242.4/2", location="三楼", status="on_loan"),
                    ),
                )
            )
            unit.add_record(
                BibliographicRecord(
                    "=1+1",
                    holdings=(
                        Holding(barcode="WY0003", call_number="B2/1", location="书库"),
                        Holding(barcode="ab-7", call_number="", location="三楼"),
                    ),
                )
            )
        yield opened


@pytest.fixture
def shelf(catalogue: Catalogue, library_dir: Path) -> ShelfService:
    return ShelfService(catalogue, LibraryPaths(library_dir), lambda query: [RecordId(1)] if query == "红楼梦" else [])


def barcodes(shelf: ShelfService, selection: ItemSelection) -> list[str]:
    return [item.holding.barcode for item in shelf.items(selection)]


def test_items_come_in_shelf_order(shelf: ShelfService) -> None:
    assert barcodes(shelf, ItemSelection()) == ["WY0003", "WY0002", "WY0010", "ab-7"]
    assert barcodes(shelf, ItemSelection("location", location="三楼")) == ["WY0002", "WY0010", "ab-7"]
    assert barcodes(shelf, ItemSelection("query", query="红楼梦")) == ["WY0002", "WY0010"]
    assert barcodes(shelf, ItemSelection("records", record_ids=(RecordId(2),))) == ["WY0003", "ab-7"]
    assert barcodes(shelf, ItemSelection("barcodes", first_barcode="wy3", last_barcode="WY99")) == ["WY0003", "WY0010"]
    assert barcodes(shelf, ItemSelection("barcodes", first_barcode="WY0003")) == ["WY0003"]
    assert [(c.location, c.n_items) for c in shelf.locations()] == [("三楼", 3), ("书库", 1)]


def test_spine_labels_name_what_cannot_be_printed(shelf: ShelfService) -> None:
    labels = shelf.labels(ItemSelection(), "spine")
    assert labels[0].lines == ("B2", "1")
    assert [label.problem_id for label in labels] == ["", "", "", "label.no_call_number"]


def test_barcode_labels_carry_their_bars(shelf: ShelfService) -> None:
    labels = shelf.labels(ItemSelection("barcodes", first_barcode="WY0002", last_barcode="WY0010"), "barcode")
    assert [label.text for label in labels] == ["WY0002", "WY0003", "WY0010"]
    assert all(set(label.bars) == {"0", "1"} for label in labels)
    as_ean = shelf.labels(ItemSelection("barcodes", first_barcode="WY0002"), "barcode", "ean13")
    assert as_ean[0].problem_id == "barcode.not_in_code"
    assert as_ean[0].problem["code"] == "EAN-13"


def test_new_barcodes_count_up_and_none_is_given_twice(shelf: ShelfService) -> None:
    assert [b.text for b in shelf.blank_barcodes("WY0098", 3)] == ["WY0098", "WY0099", "WY0100"]
    with pytest.raises(ConflictError, match=r"barcode\.taken"):
        shelf.blank_barcodes("WY0001", 5)
    with pytest.raises(InvalidInputError, match=r"barcode\.no_number"):
        shelf.blank_barcodes("WY", 5)


def test_shelf_list_as_csv_and_workbook(shelf: ShelfService, tmp_path: Path) -> None:
    file = tmp_path / "排架 目录.csv"
    assert shelf.write_shelf_list(ItemSelection(), str(file), HEADER, {"on_loan": "借出"}, "排架目录") == 4
    rows = list(csv.reader(file.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0] == list(HEADER)
    assert rows[1][:2] == ["B2/1", "'=1+1"]
    assert rows[2] == ["I242.4/2", "红楼梦", "曹雪芹", "1982", "9787020002207", "WY0002", "三楼", "借出"]
    book = tmp_path / "排架目录.xlsx"
    shelf.write_shelf_list(ItemSelection("location", location="三楼"), str(book), HEADER, {}, "排架目录")
    sheet = openpyxl.load_workbook(book).active
    assert sheet is not None
    assert sheet.title == "排架目录"
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert cells[1][:4] == ["I242.4/2", "红楼梦", "曹雪芹", 1982]
    assert cells[3][0] is None


def test_a_scanned_barcode_is_found_whatever_the_input_method_did(shelf: ShelfService) -> None:
    assert fold_barcode(" ＷＹ００１０\n") == "WY0010"
    for scanned in ("WY0010", "ｗｙ００１０", " wy0010 "):
        verdict = shelf.look_up(scanned)
        assert verdict.verdict == "in_place"
        assert verdict.items[0].title == "红楼梦"
    assert shelf.look_up("AB-7").record_ids == (RecordId(2),)
    assert shelf.look_up("978-7-02-000220-7").record_ids == (RecordId(1),)
    assert len(shelf.look_up("7-02-000220-X").items) == 2
    assert shelf.look_up("WY9").verdict == "unknown"
    assert shelf.look_up("").verdict == "unknown"


def test_inventory_tells_seen_from_missing(shelf: ShelfService, tmp_path: Path) -> None:
    report = shelf.inventory("三楼", ["WY0010", "WY0010", "WY0003", "???"])
    assert [i.holding.barcode for i in report.seen] == ["WY0010"]
    assert [i.holding.barcode for i in report.missing] == ["ab-7"]
    assert [i.holding.barcode for i in report.misplaced] == ["WY0003"]
    assert [i.holding.barcode for i in report.elsewhere] == ["WY0002"]
    assert report.unknown == ("???",)
    on_shelf = shelf.inventory("三楼", ["WY0002"])
    assert [i.holding.barcode for i in on_shelf.unexpected] == ["WY0002"]
    file = tmp_path / "清点.csv"
    words = ("missing", "misplaced", "unexpected", "unknown", "seen", "elsewhere")
    assert shelf.write_inventory("三楼", ["WY0010", "?"], str(file), list("abcdef"), words, {}, "x") == 4
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == ["missing", "unknown", "seen", "elsewhere"]


def test_layouts_are_kept_by_name(shelf: ShelfService, library_dir: Path) -> None:
    assert shelf.layouts() == ()
    own = SheetLayout(" 我的 版式 ", columns=2)
    assert [layout.name for layout in shelf.save_layout(own)] == ["我的 版式"]
    assert shelf.save_layout(SheetLayout("我的 版式", columns=3))[0].columns == 3
    with pytest.raises(InvalidInputError, match=r"layout\.too_large"):
        shelf.save_layout(SheetLayout("x", columns=9))
    with pytest.raises(InvalidInputError, match=r"layout\.no_name"):
        shelf.save_layout(SheetLayout("  "))
    LibraryPaths(library_dir).label_layouts.write_text("{", encoding="utf-8")
    assert shelf.layouts() == ()
    shelf.save_layout(own)
    assert shelf.delete_layout("我的 版式") == ()


def test_a_reader_keeps_no_layout(catalogue: Catalogue, library_dir: Path) -> None:
    paths = LibraryPaths(library_dir)
    with Catalogue.open(paths, actor="t", read_only=True) as reader:
        reading = ShelfService(reader, paths, lambda _: [])
        assert len(reading.items(ItemSelection())) == 4
        with pytest.raises(ConflictError, match=r"library\.read_only"):
            reading.save_layout(SheetLayout("x"))
