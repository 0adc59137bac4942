from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.domain.records import Contributor, Holding, Identifier, Subject
from core.errors import InvalidInputError
from core.interchange.decoding import detect_encoding
from core.interchange.delimited import read_csv, sniff_delimiter, split_rows
from core.interchange.formats import ImportedRecord, open_reader, preview

ReadAll = Any

CHINESE = (
    "题名,责任者,出版社,出版年,ISBN,主题词,分类号,索书号,语种,条码号\n"
    "红楼梦,(清)曹雪芹著,人民文学出版社,1996年,702000220X,小说；清代,I242.4,I242.4/5,中文,A001;A002\n"
)


def test_a_chinese_table(tmp_path: Path, read_all: ReadAll) -> None:
    path = tmp_path / "馆藏目录.csv"
    path.write_text(CHINESE, encoding="utf-8")
    [record], rejected = read_all(path)
    assert rejected == []
    assert record.title == "红楼梦"
    assert record.contributors == (Contributor("曹雪芹"),)
    assert (record.publisher, record.year, record.language) == ("人民文学出版社", 1996, "chi")
    assert record.identifiers == (Identifier("isbn", "9787020002207"),)
    assert record.subjects == (Subject("小说"), Subject("清代"), Subject("I242.4", "clc"))
    assert record.holdings == (Holding(barcode="A001", call_number="I242.4/5"), Holding(barcode="A002"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_encodings_are_detected(tmp_path: Path, read_all: ReadAll, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(CHINESE.encode(encoding))
    [record], _ = read_all(path)
    assert record.title == "红楼梦"


def test_big5_is_told_from_gb18030(tmp_path: Path, read_all: ReadAll) -> None:
    text = "書名,作者,出版社\n紅樓夢,曹雪芹,聯經出版公司\n中國文學史,葉慶炳,臺灣學生書局\n"
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode("big5"))
    records, _ = read_all(path)
    assert [record.title for record in records] == ["紅樓夢", "中國文學史"]
    assert preview(path).encoding == "big5hkscs"
    path.write_bytes("书名,作者\n中国文学史,钱基博\n".encode("gbk"))
    assert detect_encoding(path) == "gb18030"


def test_western_text_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("title,author\nLes Misérables,Hugo é\n".encode("cp1252"))
    assert detect_encoding(path) == "cp1252"


def test_a_wrong_encoding_is_said(tmp_path: Path, read_all: ReadAll) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(CHINESE.encode("gb18030"))
    with pytest.raises(InvalidInputError) as caught:
        open_reader(path, encoding="utf-8")
    assert caught.value.message_id == "text.wrong_encoding"
    with pytest.raises(InvalidInputError) as caught:
        open_reader(path, encoding="klingon")
    assert caught.value.message_id == "encoding.unknown"


def test_undecodable_rows_are_named(tmp_path: Path, read_all: ReadAll) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("title\n一\n".encode() + b"bad \xff\xfe\n" + "二\n".encode())
    records, [rejected] = read_all(path, encoding="utf-8")
    assert [record.title for record in records] == ["一", "二"]
    assert (rejected.position, rejected.reason_id) == ("3", "text.undecodable")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "，"])
def test_delimiters_are_told(tmp_path: Path, read_all: ReadAll, delimiter: str) -> None:
    path = tmp_path / "a.txt"
    lines = ["title{0}author{0}year", "A{0}B{0}1990", '"C{0}D"{0}E{0}1991']
    path.write_text("\r\n".join(lines).format(delimiter), encoding="utf-8")
    records, rejected = read_all(path)
    assert rejected == []
    assert [(record.title, record.year) for record in records] == [
        ("A", 1990),
        (f"C{delimiter}D".replace("\t", " "), 1991),
    ]


def test_quotes_and_line_breaks() -> None:
    text = ['a,"b\n', 'c",d\n', '5" disk,x"y,"z""q"\n', "e\n"]
    assert list(split_rows(iter(text), ",")) == [
        (1, ["a", "b\nc", "d"]),
        (3, ['5" disk', 'x"y', 'z"q']),
        (4, ["e"]),
    ]


def test_a_quote_never_closed_costs_one_row_only() -> None:
    lines = ["title\n", '"broken, x\n', *(f"row {n}\n" for n in range(3000))]
    rows = list(split_rows(iter(lines), ","))
    assert rows[1] == (2, ['"broken', " x"])
    assert len(rows) == 3002
    assert rows[-1] == (3002, ["row 2999"])


@settings(max_examples=200)
@given(st.text(alphabet='ab"\n,\r', max_size=60))
def test_rows_are_split_as_the_csv_module_does(text: str) -> None:
    import csv
    import io

    lines = io.StringIO(text, newline="").readlines()
    ours = [cells for _, cells in split_rows(iter(lines), ",")]
    if text.count('"') == 0:
        assert [row for row in ours if row] == [row for row in csv.reader(io.StringIO(text, newline="")) if row]
    assert "".join("".join(row) for row in ours).replace('"', "").count("a") == text.count("a")


def test_damaged_tables(tmp_path: Path, read_all: ReadAll) -> None:
    path = tmp_path / "a.csv"
    huge = "长" * 300_000
    path.write_text(
        f"title,year,note\nA\0B,1990,x\n,1991,no title\nC,1992,a,b,c\nD\nE,,,,\n\n   \nF,1,{huge}\n", encoding="utf-8"
    )
    records, rejected = read_all(path)
    assert [record.title for record in records] == ["AB", "D", "E", "F"]
    assert len(records[3].note) == 300_000
    assert [(each.position, each.reason_id) for each in rejected] == [
        ("3", "record.no_title"),
        ("4", "table.too_many_cells"),
    ]


def test_mapping_by_hand(tmp_path: Path, read_all: ReadAll) -> None:
    path = tmp_path / "a.csv"
    path.write_text("甲,乙\n红楼梦,曹雪芹\n", encoding="utf-8")
    with pytest.raises(InvalidInputError) as caught:
        open_reader(path)
    assert caught.value.message_id == "table.no_title_column"
    [record], _ = read_all(path, mapping={"甲": "title", "乙": "author"})
    assert (record.title, record.authors) == ("红楼梦", ("曹雪芹",))
    for mapping, message_id in (
        ({"丙": "title"}, "table.unknown_column"),
        ({"甲": "shoe size"}, "table.unknown_field"),
        ({"乙": "author"}, "table.no_title_column"),
    ):
        with pytest.raises(InvalidInputError) as caught:
            open_reader(path, mapping=mapping)
        assert caught.value.message_id == message_id


def test_preview(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(("书名,,书名\n" + "红楼梦,x,y\n" * 50).encode("gb18030"))
    shown = preview(path)
    assert shown.encoding == "gb18030"
    assert shown.columns == ("书名", "#2", "书名 (2)")
    assert shown.mapping == {"书名": "title", "#2": "", "书名 (2)": ""}
    assert len(shown.rows) == 20


def test_repeated_ids_are_rejected(tmp_path: Path, read_all: ReadAll) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,title\n1,A\n1.0,B\n2,C\n", encoding="utf-8")
    records, [rejected] = read_all(path)
    assert [record.title for record in records] == ["A", "C"]
    assert (rejected.position, rejected.reason_id) == ("3", "import.repeated_id")
    assert rejected.reason == {"id": "1", "position": 2, "file": "a.csv"}


def test_excel_sep_line(tmp_path: Path, read_all: ReadAll) -> None:
    path = tmp_path / "a.csv"
    path.write_text("sep=;\ntitle;year\nA;1990\n", encoding="utf-8")
    [record], _ = read_all(path)
    assert record.year == 1990


@settings(max_examples=150)
@given(content=st.binary(min_size=1, max_size=200))
@example(content=b"\0\0\0")
def test_any_bytes_give_records_or_rejections(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "a.csv"
    path.write_bytes(b"title,author\n" + content)
    for entry in open_reader(path, format="csv", encoding="utf-8"):
        if isinstance(entry, ImportedRecord):
            entry.record.title.encode()
    path.write_bytes(content)
    with suppress(InvalidInputError):
        list(open_reader(path, format="csv"))


def test_one_column() -> None:
    assert sniff_delimiter(["title\n", "a b\n"]) == ","


@pytest.mark.data
def test_goodbooks(dev_data: Path, read_all: ReadAll) -> None:
    records, rejected = read_all(dev_data / "goodbooks" / "books.csv")
    assert (len(records), rejected) == (10_000, [])
    first = records[0]
    assert first.title == "The Hunger Games (The Hunger Games, #1)"
    assert first.title_parallel == ("The Hunger Games",)
    assert first.external_id == "1"
    assert first.isbn == "9780439023481"
    assert (first.year, first.language) == (2008, "eng")
    assert records[1].authors == ("J.K. Rowling", "Mary GrandPré")
    assert sum(record.year is not None and record.year < 0 for record in records) == 31
    assert sum(record.isbn is None for record in records) == 670


def test_titles_of_a_table_are_shown_in_each_encoding(tmp_path: Path) -> None:
    file = tmp_path / "书目.csv"
    file.write_bytes("号,书名,作者\n1,围城,钱锺书\n2,Walden,Thoreau\n".encode("gb18030"))
    best, *others = preview(file).decodings
    assert (best.encoding, best.is_recommended, best.titles) == ("gb18030", True, ("围城", "Walden"))
    assert {each.encoding for each in others} == {"utf-8", "big5"}
    assert all(not each.is_recommended and "围城" not in each.titles for each in others)
    assert all(best.score > each.score for each in others)


def test_a_mapping_overrides_the_guess_of_its_columns_only(tmp_path: Path, read_all: ReadAll) -> None:
    path = tmp_path / "a.csv"
    path.write_text("A,书名,作者,价格,主题\n茶馆,Teahouse,老舍,3.5,话剧\n", encoding="utf-8")
    [record], _ = read_all(path, mapping={"A": "title", "书名": "title_parallel", "主题": ""})
    assert (record.title, record.title_parallel, record.authors, record.subjects) == (
        "茶馆",
        ("Teahouse",),
        ("老舍",),
        (),
    )
    [record], _ = read_all(path, mapping={"A": "title"})  # the field is taken: 书名 is named as left out
    assert (record.title, record.title_parallel) == ("茶馆", ())
    [record], _ = read_all(path, mapping={"价格": "note"})
    assert (record.title, record.note) == ("Teahouse", "3.5")


@pytest.mark.parametrize(
    ("mapping", "left_out"), [(None, "价格"), ({"价格": "title"}, "题名"), ({"题名": "title"}, "价格")]
)
def test_columns_that_are_left_out_are_named_once(
    tmp_path: Path, mapping: dict[str, str] | None, left_out: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("题名,作者,价格\n茶馆,老舍,3.5\n围城,钱锺书,4\n", encoding="utf-8")
    first, second = read_csv(path, mapping=mapping)
    assert isinstance(first, ImportedRecord)
    assert isinstance(second, ImportedRecord)
    assert [(each.reason_id, dict(each.reason)) for each in first.warnings] == [
        ("table.columns_unused", {"columns": left_out})
    ]
    assert second.warnings == ()


@pytest.mark.parametrize("cell", ["红" * (9 << 20), '"' + "红\n" * 40 + "楼" * (9 << 20) + '"', "梦" * (17 << 20)])
def test_a_row_too_long_to_be_one_is_named(tmp_path: Path, read_all: ReadAll, cell: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"title,author\n呐喊,鲁迅\n{cell},x\n边城,沈从文\n", encoding="utf-8")
    records, [rejected] = read_all(path)
    assert [each.title for each in records] == ["呐喊", "边城"]
    assert (rejected.position, rejected.reason_id) == ("3", "line.too_long")


def test_columns_of_a_bookseller_s_list(tmp_path: Path, read_all: ReadAll) -> None:
    """Title and responsibility in one cell, subtitle and dimensions of their own; a running number names no record."""
    path = tmp_path / "a.csv"
    path.write_text(
        "序号,题名/责任者,副书名,其他责任者,页数,尺寸,典藏地,登录号\n"
        "1,活着 / 余华著,纪念版,王芳,191,21cm,总馆,0001\n"
        "2,边城/沈从文著；王芳绘,,,,32开,总馆,0002\n"
        "3,茶馆,,,,,总馆,0003\n",
        encoding="utf-8",
    )
    records, rejections = read_all(path)
    assert not rejections
    assert [(r.external_id, r.title, [(c.name, c.role) for c in r.contributors], r.extent) for r in records] == [
        (None, "活着 : 纪念版", [("余华", "author"), ("王芳", "contributor")], "191页 ; 21cm"),
        (None, "边城", [("沈从文", "author"), ("王芳", "illustrator")], "32开"),
        (None, "茶馆", [], ""),
    ]
    assert [(h.location, h.barcode) for r in records for h in r.holdings] == [("总馆", f"000{n}") for n in (1, 2, 3)]
    first = next(iter(read_csv(path)))
    assert isinstance(first, ImportedRecord)
    assert first.warnings == ()


def test_what_stands_in_a_table_for_the_eye_is_no_record(tmp_path: Path, read_all: ReadAll) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "书名,作者,页数,出版日期\n《活着》,余华,191,201205\n书名,作者,页数,出版日期\n《论语》与《孟子》,,XII,清光绪三十年\n"
        "合计,,,\n书名,某人,,\n合 计,,2,\nTotal,King,,\n",
        encoding="utf-8",
    )
    records, rejections = read_all(path)
    assert [(r.title, r.extent, r.year) for r in records] == [
        ("活着", "191页", 2012), ("《论语》与《孟子》", "XII", 1904), ("书名", "", None), ("合 计", "2页", None),
        ("Total", "", None),
    ]  # fmt: skip
    assert [(r.position, r.reason_id) for r in rejections] == [("3", "table.header_repeated"), ("5", "table.total")]
