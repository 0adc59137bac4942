"""Tables whose columns are named below a heading."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from core.domain.records import RejectedInput
from core.errors import InvalidInputError
from core.interchange.formats import ImportedRecord, open_reader, preview

HEADED = [
    ["市图书馆 2026 年新书清单", "", ""],
    ["制表人：王芳", "", "单位：册"],
    ["序号", "书名", "作者"],
    ["1", "活着", "余华"],
    ["2", "", "佚名"],
]


def saved(folder: Path, kind: str, rows: list[list[str]]) -> Path:
    path = folder / f"清单.{kind}"
    if kind == "xlsx":
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append([cell or None for cell in row])
        book.save(path)
        return path
    lines = [(";" if kind == "txt" else ",").join(row).rstrip(",;" if rows[0] != row else "") for row in rows]
    if kind == "txt":  # a heading without delimiters
        lines[0] = rows[0][0]
    path.write_text("\n".join(lines), encoding="utf-8-sig")
    return path


def told(entry: ImportedRecord | RejectedInput) -> list[tuple[str, dict[str, Any]]]:
    assert isinstance(entry, ImportedRecord)
    return [(each.reason_id, dict(each.reason)) for each in entry.warnings]


@pytest.mark.parametrize("kind", ["xlsx", "csv", "txt"])
def test_the_names_of_the_columns_are_found_below_a_heading(tmp_path: Path, kind: str) -> None:
    path = saved(tmp_path, kind, HEADED)
    assert preview(path).columns == ("序号", "书名", "作者")
    assert preview(path).rows[0] == ("1", "活着", "余华")
    first, second = open_reader(path)
    assert isinstance(first, ImportedRecord)
    assert (first.record.title, first.position) == ("活着", "4")
    assert told(first) == [("table.heading_unused", {"text": "市图书馆 2026 年新书清单 · 制表人：王芳 单位：册"})]
    assert isinstance(second, RejectedInput)
    assert (second.position, second.reason_id) == ("5", "record.no_title")


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_first_row_counts_where_it_has_a_title(tmp_path: Path, kind: str) -> None:
    path = saved(tmp_path, kind, [["题名", "颜色"], ["书名", "作者"], ["红楼梦", "红"]])
    titles = [each.record.title for each in open_reader(path) if isinstance(each, ImportedRecord)]
    assert titles == ["书名", "红楼梦"]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_mapping_says_which_row_it_is(tmp_path: Path, kind: str) -> None:
    path = saved(tmp_path, kind, [["新书", "", ""], ["甲", "乙", "丙"], ["子夜", "茅盾", "1933"]])
    [entry] = open_reader(path, mapping={"甲": "title", "乙": "author", "丙": "year"})
    assert isinstance(entry, ImportedRecord)
    assert (entry.record.title, entry.record.year) == ("子夜", 1933)
    assert told(entry) == [("table.heading_unused", {"text": "新书"})]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_without_known_columns_the_first_row_names_them(tmp_path: Path, kind: str) -> None:
    path = saved(tmp_path, kind, [["甲", "乙"], ["子夜", "茅盾"]])
    assert preview(path).columns == ("甲", "乙")
    with pytest.raises(InvalidInputError) as caught:
        list(open_reader(path))
    assert caught.value.message_id == "table.no_title_column"
