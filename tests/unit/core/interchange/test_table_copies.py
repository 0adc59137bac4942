"""Lists with a row for each copy."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from core.domain.records import RejectedInput
from core.interchange.formats import ImportedRecord, open_reader

ROWS = [
    ["编号", "书名", "作者", "ISBN", "条码号", "馆藏地"],
    ["1", "活着", "余华", "9787506365438", "0001", "总馆"],
    ["1", "活着", "余华", "9787506365438", "0002", "总馆"],
    ["1", "活着", "余华", "9787506365438", "0003", "分馆"],
    ["2", "边城", "沈从文", "", "0004", "总馆"],
    ["2", "边城", "沈从文", "", "0004", "总馆"],
    ["", "茶馆", "老舍", "", "0005", "总馆"],
    ["", "茶馆（插图本）", "老舍", "", "0006", "总馆"],
    ["", "子夜", "茅盾", "", "", ""],
    ["", "子夜", "茅盾", "", "", ""],
]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_rows_that_differ_in_the_copy_are_one_record(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"清单.{kind}"
    if kind == "csv":
        path.write_text("\n".join(",".join(row) for row in ROWS), encoding="utf-8")
    else:
        book = openpyxl.Workbook()
        for row in ROWS:
            book.active.append([cell or None for cell in row])
        book.save(path)
    entries = list(open_reader(path))
    found = [
        (each.record.title, [h.barcode for h in each.record.holdings], each.n_rows, each.position)
        for each in entries
        if isinstance(each, ImportedRecord)
    ]
    assert found == [
        ("活着", ["0001", "0002", "0003"], 3, "2"),
        ("边城", ["0004"], 1, "5"),
        ("茶馆", ["0005"], 1, "7"),
        ("茶馆（插图本）", ["0006"], 1, "8"),
        ("子夜", [], 1, "9"),
        ("子夜", [], 1, "10"),
    ]
    [repeated] = [each for each in entries if isinstance(each, RejectedInput)]
    assert (repeated.position, repeated.reason_id) == ("6", "import.repeated_id"), "the same copy twice is a mistake"
    [first] = [each for each in entries if isinstance(each, ImportedRecord) and each.position == "2"]
    assert [each.reason_id for each in first.warnings] == ["record.numbers_wrong"], "said once"
