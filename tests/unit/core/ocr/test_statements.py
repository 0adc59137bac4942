from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ocr.statements import (
    in_sentence_case,
    is_address,
    is_publisher,
    is_series,
    isbns_in_text,
    parse_responsibility,
    persons_in,
    split_edition,
    year_in,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("路遥 著", [("路遥", "author")]),
        ("莫 言 著", [("莫言", "author")]),
        ("[英] 毛姆 著 傅惟慈 译", [("毛姆", "author"), ("傅惟慈", "translator")]),
        ("（美）海明威著", [("海明威", "author")]),
        ("[美]马丁·福勒（Martin Fowler）著", [("马丁·福勒", "author")]),
        ("柴树杉 曹春晖/著", [("柴树杉", "author"), ("曹春晖", "author")]),
        ("熊节林从羽译", [("熊节", "translator"), ("林从羽", "translator")]),
        ("王力 主编", [("王力", "editor")]),
        ("史铁生 等著", [("史铁生", "author")]),
        ("王国维/著 张三丰/译注", [("王国维", "author"), ("张三丰", "translator")]),
        ("作者：周志华", [("周志华", "author")]),
        ("几米 绘", [("几米", "illustrator")]),
        ("Alan Donovan，Brian W. Kernighan(著)", [("Alan Donovan", "author"), ("Brian W. Kernighan", "author")]),
        ("by Karl Seguin", [("Karl Seguin", "author")]),
        (
            "TRANSLATED BY LOUISE MAUDE AND AYLMER MAUDE",
            [("Louise Maude", "translator"), ("Aylmer Maude", "translator")],
        ),
        ("Edited by Amy Brown & Greg Wilson", [("Amy Brown", "editor"), ("Greg Wilson", "editor")]),
        ("Illustrated by E. H. Shepard", [("E. H. Shepard", "illustrator")]),
    ],
)
def test_responsibility(text: str, expected: list[tuple[str, str]]) -> None:
    found = parse_responsibility(text)
    assert found is not None
    assert [(c.name, c.role) for c in found.contributors] == expected
    assert found.printed == text


@pytest.mark.parametrize("text", ["名著", "红楼梦", "standing by the river", "Stand by Me 2", "著", "", "第2版"])
def test_no_responsibility(text: str) -> None:
    assert parse_responsibility(text) is None


def test_persons_without_role() -> None:
    assert persons_in("KYLE SIMPSON") == ("Kyle Simpson",)
    assert persons_in("Jay Alammar & Maarten Grootendorst") == ("Jay Alammar", "Maarten Grootendorst")
    assert persons_in("H. G.WELLS") != ()
    assert persons_in("［法］米兰·昆德拉") == ("米兰·昆德拉",)
    assert persons_in("刘慈欣") == ("刘慈欣",)
    for text in ("THE SECRET GARDEN", "平凡的世界", "2nd Edition", "人民文学出版社", "word", ""):
        assert persons_in(text) == ()


def test_publishers_series_editions_years_addresses() -> None:
    assert all(
        map(is_publisher, ["人民邮电出版社", "中華書局", "商务印书馆", "O'REILLY", "MIT Press", "Penguin Books"])
    )
    assert not any(map(is_publisher, ["红楼梦", "The Bookseller", "出版的秘密"]))
    assert is_series("中华经典普及文库")
    assert is_series("Penguin Classics")
    assert not is_series("文库管理")
    assert split_edition("重构（第2版）") == ("重构", "第2版")
    assert split_edition("Effective Java Third Edition") == ("Effective Java", "Third Edition")
    assert split_edition("出版史") == ("出版史", "")
    assert (year_in("1998年"), year_in("© 2016"), year_in("1984 and after"), year_in("12345")) == (
        1998,
        2016,
        None,
        None,
    )
    assert is_address("www.epubit.com")
    assert is_address("yeasy@github")
    assert not is_address("Node.js")


def test_isbns() -> None:
    assert isbns_in_text("ISBN 978-7-02-000220-7 定价 59.70") == ("9787020002207",)
    assert isbns_in_text("ISBN 7-02-000220-X") == ("9787020002207",)
    assert isbns_in_text("ISBN 978-7-O2-OOO22O-7") == ("9787020002207",)
    assert isbns_in_text("9787302511854 9787302511854") == ("9787302511854",)
    assert isbns_in_text("ISBN 978-7-02-000220-8") == ()
    assert isbns_in_text("tel. 7020002209") == ()
    assert isbns_in_text("ISBN: 9780140449136\nISBN 9787302511854") == ("9780140449136", "9787302511854")


def test_capitals() -> None:
    assert in_sentence_case("THE LORD OF THE RINGS") == "The Lord of the Rings"
    assert in_sentence_case("Node.js") == "Node.js"
    assert in_sentence_case("IBM") == "IBM"
    assert in_sentence_case("红楼梦") == "红楼梦"


@given(st.text(max_size=60))
def test_any_line_is_survived(text: str) -> None:
    parse_responsibility(text)
    persons_in(text)
    split_edition(text)
    in_sentence_case(text)
    assert all(len(isbn) == 13 for isbn in isbns_in_text(text))
