from __future__ import annotations

import datetime
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from core.domain.records import Identifier, RejectedInput
from core.errors import InvalidInputError
from core.interchange.formats import ImportedRecord, open_reader, preview, table_header

ReadAll = Any


def save(path: Path, *rows: list[Any], first_sheet: list[Any] | None = None) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    if first_sheet is not None:
        sheet.append(first_sheet)
        sheet = book.create_sheet("目录")
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def test_native_types(tmp_path: Path, read_all: ReadAll) -> None:
    path = save(
        tmp_path / "目录.xlsx",
        ["书名", "作者", "出版年", "ISBN", "条码"],
        ["红楼梦", "曹雪芹", 1996, 9787020002207, 1001.0],
        ["飢餓遊戲", None, datetime.datetime(2008, 9, 14), 439023483, "=1+1"],
        [None, None, None, None, None],
        [None, "无题名", 1990, None, None],
    )
    records, [rejected] = read_all(path)
    assert [(r.title, r.year, r.isbn) for r in records] == [
        ("红楼梦", 1996, "9787020002207"),
        ("飢餓遊戲", 2008, "9780439023481"),
    ]
    assert records[0].holdings[0].barcode == "1001"
    assert records[1].identifiers == (Identifier("isbn", "9780439023481"),)
    assert (rejected.position, rejected.reason_id) == ("5", "record.no_title")


def test_the_sheet_with_titles_is_taken(tmp_path: Path, read_all: ReadAll) -> None:
    path = save(tmp_path / "a.xlsx", ["题名"], ["红楼梦"], first_sheet=["说明"])
    [record], _ = read_all(path)
    assert record.title == "红楼梦"
    assert preview(path).columns == ("题名",)


def test_mislabelled_workbook_is_recognised(tmp_path: Path, read_all: ReadAll) -> None:
    path = save(tmp_path / "a.xlsx", ["题名"], ["红楼梦"])
    [record], _ = read_all(path.rename(tmp_path / "a.csv"))
    assert record.title == "红楼梦"


def check(path: Path, message_id: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        list(open_reader(path, format="xlsx"))
    assert caught.value.message_id == message_id
    with pytest.raises(InvalidInputError):
        preview(path, format="xlsx")


def test_damaged_workbooks(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\x03\x04 not really")
    check(path, "xlsx.damaged")
    path.write_bytes(b"title,author\n")
    check(path, "xlsx.damaged")
    whole = save(tmp_path / "b.xlsx", ["题名"], ["红楼梦"]).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    check(path, "xlsx.damaged")
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512)
    check(path, "xlsx.old_or_locked")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "not a workbook")
    check(path, "xlsx.damaged")


def test_every_cut_of_a_workbook_is_told(tmp_path: Path) -> None:
    whole = save(tmp_path / "b.xlsx", ["题名"], ["红楼梦"]).read_bytes()
    path = tmp_path / "a.xlsx"
    for place in range(0, len(whole) - 60, 97):
        path.write_bytes(whole[:place] + b"\xff" * 40 + whole[place + 40 :])
        with suppress(InvalidInputError):
            list(open_reader(path, format="xlsx"))


def test_zip_bombs_are_refused_unopened(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", ["题名"], ["红楼梦"])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/bomb.xml", b"\0" * (64 << 20))
    check(path, "xlsx.too_large")


def test_entities_are_refused(tmp_path: Path) -> None:
    source = save(tmp_path / "b.xlsx", ["题名"], ["红楼梦"])
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w") as new:
        for part in old.namelist():
            text = old.read(part)
            if part == "xl/worksheets/sheet1.xml":
                entity = b'<!DOCTYPE worksheet [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
                text = text.replace(b"<worksheet", entity + b"<worksheet", 1)
                title = next(
                    form for form in ("题名".encode(), b"&#39064;&#21517;") if form in text
                )  # with lxml or without
                text = text.replace(title, b"&a;")
            new.writestr(part, text)
    check(path, "xlsx.damaged")


def test_a_row_number_that_no_sheet_has_is_damage(tmp_path: Path) -> None:
    """One row that claims to be the thousand-millionth must not be counted up to."""
    source = save(tmp_path / "b.xlsx", ["题名"], ["红楼梦"], ["边城"])
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w") as new:
        for part in old.namelist():
            text = old.read(part)
            new.writestr(part, text.replace(b'r="3"', b'r="999999999"').replace(b'r="A3"', b'r="A999999999"'))
    record, rejected = open_reader(path)
    assert isinstance(record, ImportedRecord)
    assert isinstance(rejected, RejectedInput)
    assert (rejected.position, rejected.reason_id) == ("3", "xlsx.damaged")


def test_empty_workbook(tmp_path: Path) -> None:
    check(save(tmp_path / "a.xlsx"), "file.empty")


def test_a_rejected_row_comes_with_what_it_takes_to_mend_it(tmp_path: Path, read_all: ReadAll) -> None:
    path = save(
        tmp_path / "目录.xlsx", ["书名", "作者"], ["红楼梦", "曹雪芹"], [None, "鲁迅, 周"], first_sheet=["说明"]
    )
    _, [rejected] = read_all(path)
    assert (table_header(path, "xlsx") + rejected.raw).decode() == '书名,作者\r\n,"鲁迅, 周"\r\n'


def test_a_cell_for_numbers_that_holds_none_is_named(tmp_path: Path) -> None:
    path = save(
        tmp_path / "a.xlsx", ["题名", "ISBN", "ISSN"], ["呐喊", "见版权页", "1000-1239"], ["彷徨", 9787020002207, None]
    )
    first, second = open_reader(path)
    assert isinstance(first, ImportedRecord)
    assert [(w.position, w.reason_id, w.reason) for w in first.warnings] == [
        ("2", "table.cells_unread", {"cells": "ISBN: 见版权页"})
    ]
    assert isinstance(second, ImportedRecord)
    assert second.warnings == ()


def test_what_is_wrong_with_the_columns_is_said_once(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", ["题名", "颜色"], ["呐喊", "红"], ["彷徨", "白"])
    first, second = open_reader(path)
    assert isinstance(first, ImportedRecord)
    assert [w.reason_id for w in first.warnings] == ["table.columns_unused"]
    assert isinstance(second, ImportedRecord)
    assert second.warnings == ()


def test_sheets_with_the_same_columns_are_read_and_others_named(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    sheets = {
        "汇总": [["书名", "作者"], ["呐喊", "鲁迅"], ["围城", "钱锺书"]],
        "历史": [["2026 年"], ["书名", "作者"], ["史记", "司马迁"], ["呐喊", "鲁迅"], ["", "无名"]],
        "空": [],
        "说明": [["本表由采编部制"]],
    }
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    del book["Sheet"]
    book.save(path)
    entries = list(open_reader(path))
    taken = [(each.record.title, each.position) for each in entries if isinstance(each, ImportedRecord)]
    assert taken == [("呐喊", "2"), ("围城", "3"), ("史记", "历史!3")]
    refused = [(each.position, each.reason_id) for each in entries if isinstance(each, RejectedInput)]
    assert refused == [("历史!4", "table.row_repeated"), ("历史!5", "record.no_title")]
    first = entries[0]
    assert isinstance(first, ImportedRecord)
    assert [(each.reason_id, dict(each.reason)) for each in first.warnings] == [
        ("table.sheets_unread", {"sheets": "说明"})
    ]


def test_ids_that_come_again_on_another_sheet(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", ["编号", "书名"], ["1", "史记"], first_sheet=["编号", "书名"])
    book = openpyxl.load_workbook(path)
    book.worksheets[0].append(["1", "呐喊"])
    book.save(path)
    _, second = open_reader(path)
    assert isinstance(second, RejectedInput)
    assert (second.position, second.reason_id, second.reason["position"]) == ("目录!2", "import.repeated_id", 2)
