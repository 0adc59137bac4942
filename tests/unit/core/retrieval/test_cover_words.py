"""Words on covers as evidence, on pages as OCR returns them, errors included."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.records import BibliographicRecord, Contributor
from core.domain.scans import BoundingBox, OcrLine, OcrPage
from core.retrieval.cover_words import (
    WordEvidence,
    candidate_match,
    cover_words,
    is_other_part,
    letter_size,
    printed_isbns,
    word_evidence,
)


def page(*lines: tuple[str, float], confidence: float = 0.95) -> OcrPage:
    """Lines one below the other; each is (text, height of its letters in pixels)."""
    placed, top = [], 10.0
    for text, height in lines:
        width = sum(height if ord(letter) > 0x2E80 else height / 2 for letter in text)
        placed.append(OcrLine(text, BoundingBox(20, top, 20 + width, top + height), confidence))
        top += height + 8
    return OcrPage(tuple(placed), 600, 850, "test")


def record(title: str, *authors: str, **more: str) -> BibliographicRecord:
    return BibliographicRecord(title, contributors=tuple(Contributor(name) for name in authors), **more)  # type: ignore[arg-type]


def evidence(printed: OcrPage, book: BibliographicRecord, *stored: OcrPage) -> WordEvidence:
    return word_evidence(cover_words(printed), book, [cover_words(one) for one in stored])


def test_title_and_author_are_found_in_either_script_and_with_misreadings() -> None:
    traditional = evidence(page(("紅樓夢", 90), ("曹雪芹著", 30)), record("红楼梦", "曹雪芹"))
    assert traditional.title == traditional.heading == traditional.author == 1.0
    assert traditional.explained > 0.95
    misread = evidence(
        page(("THE TlME", 80), ("MACHINF", 80), ("H.G.WELLS", 30)), record("The Time Machine", "H. G. Wells")
    )
    assert misread.title > 0.7
    assert misread.author > 0.8
    assert misread.contradicted < 0.2


def test_a_title_read_in_another_order_still_counts() -> None:
    found = evidence(page(("Applications", 40), ("The Architecture of", 40), ("Open Source", 40)),
                     record("The Architecture of Open Source Applications"))  # fmt: skip
    assert found.title > 0.85


def test_another_book_is_told_apart() -> None:
    found = evidence(page(("西游记", 90), ("吴承恩", 30)), record("红楼梦", "曹雪芹"))
    assert (found.title, found.heading, found.author, found.explained) == (0.0, 0.0, 0.0, 0.0)
    assert found.contradicted == pytest.approx(1.0)


def test_a_short_title_says_little_inside_a_text_but_much_as_a_heading() -> None:
    inside = evidence(page(("用心读书", 40), ("夏目漱石", 30)), record("心"))
    heading = evidence(page(("心", 120), ("夏目漱石", 30)), record("心"))
    assert inside.title == heading.title == pytest.approx(1 / 3, abs=0.01)
    assert (inside.heading, heading.heading) == (0.0, 1.0)


def test_the_authors_name_in_a_title_does_not_make_it_the_title() -> None:
    cover = page(("STEPHEN KING", 80), ("THE SHINING", 60))
    collection = evidence(cover, record("Stephen King's N.", "Stephen King"))
    assert max(collection.title, collection.heading) < 0.3
    assert evidence(cover, record("The Shining", "Stephen King")).title == 1.0
    assert evidence(page(("鬼谷子", 80)), record("鬼谷子", "鬼谷子")).title == 1.0


def test_a_surname_alone_is_worth_half() -> None:
    assert evidence(page(("DICKENS", 60)), record("Oliver Twist", "Charles Dickens")).author == 0.5
    assert evidence(page(("王小波", 60)), record("x", "王小明")).author < 0.6
    assert evidence(page(("王小波", 60)), record("x", "小明")).author == 0.0


def test_stored_text_explains_print_that_the_record_does_not_hold() -> None:
    printed = page(("围城", 90), ("城外的人想冲进去", 20))
    bare = evidence(printed, record("围城"))
    known = evidence(printed, record("围城"), page(("围城", 90), ("城外的人想冲进去", 20)))
    assert bare.repeated is None
    assert bare.contradicted > 0.05
    assert (known.contradicted, known.repeated, known.explained) == (0.0, 1.0, 1.0)


def test_numbers_on_stickers_contradict_nothing() -> None:
    found = evidence(page(("活着", 90), ("I247.57/1032", 60), ("￥39.00", 40)), record("活着"))
    assert (found.explained, found.contradicted) == (1.0, 0.0)
    assert evidence(page(("2666", 90)), record("2666")).heading == 1.0


@pytest.mark.parametrize(
    ("printed", "title", "is_other"),
    [
        ("数学分析 下册", "数学分析（上册）", True),
        ("数学分析 上册", "数学分析（上册）", False),
        ("数学分析 上册", "数学分析", False),
        ("数学分析", "数学分析（下册）", True),
        ("Go语言高级编程 第2版", "Go语言高级编程", True),
        ("Go语言高级编程 第2版", "Go语言高级编程（第2版）", False),
        ("Go語言高級編程 第二版", "Go语言高级编程（第2版）", False),
        ("Effective Java Third Edition", "Effective Java, 2nd Edition", True),
        ("Effective Java 3rd ed.", "Effective Java, Third Edition", False),
        ("Open Source Applications Volume Il", "Open Source Applications, Volume II", False),
        ("Open Source Applications Volume I", "Open Source Applications, Volume II", True),
        ("A Book of Civil Parts", "A Book of Civil Parts", False),
    ],
)
def test_volumes_and_editions(printed: str, title: str, is_other: bool) -> None:
    assert is_other_part(cover_words(page((printed, 40))), record(title)) is is_other


def test_an_edition_statement_outside_the_title_need_not_be_printed() -> None:
    assert not is_other_part(cover_words(page(("重构", 40))), record("重构", edition="第2版"))
    assert is_other_part(cover_words(page(("重构 第3版", 40))), record("重构", edition="第2版"))


def test_printed_isbns_need_a_right_check_digit() -> None:
    assert printed_isbns(page(("ISBN 978-7-02-000220-7", 20))) == ("9787020002207",)
    assert printed_isbns(page(("ISBN 7-02-000220-X", 20))) == ("9787020002207",)
    assert printed_isbns(page(("ISBN 978-7-02-000220-8", 20), ("1234567890123", 20))) == ()
    assert printed_isbns(None) == ()


def test_a_tilted_line_is_not_taken_for_large_print() -> None:
    tilted = OcrLine("a long subtitle in small print", BoundingBox(0, 0, 300, 80), 0.9)
    upright = OcrLine("TITLE", BoundingBox(0, 0, 200, 80), 0.9)
    assert letter_size(tilted) < 60 < letter_size(upright)


def test_the_expression_for_candidates_is_safe_and_starts_with_the_largest_print() -> None:
    expression = candidate_match(cover_words(page(('-author:"x" AND NEAR(', 20), ("围城", 90))))
    assert expression is not None
    assert expression.index("围") < expression.index("author")
    assert candidate_match(cover_words(page())) is None
    assert candidate_match(cover_words(None)) is None


@given(
    st.lists(st.tuples(st.text(max_size=30), st.floats(0, 200)), max_size=8), st.text(max_size=30), st.text(max_size=20)
)
def test_any_text_gives_shares(lines: list[tuple[str, float]], title: str, author: str) -> None:
    found = evidence(page(*lines), record(title, author), page(*lines))
    figures = (found.title, found.heading, found.author, found.explained, found.contradicted, found.repeated or 0.0)
    assert all(0.0 <= figure <= 1.0 + 1e-9 for figure in figures)
