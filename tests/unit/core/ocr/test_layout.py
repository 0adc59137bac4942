from __future__ import annotations

from core.domain.records import Contributor, Identifier
from core.domain.scans import OcrPage
from core.ocr.layout import draft_from_page
from core.ocr.reading_order import order_lines


def page(*lines) -> OcrPage:
    return OcrPage(order_lines(lines), 600, 800, "drawn")


def test_chinese_cover(make_line) -> None:
    draft = draft_from_page(
        page(
            make_line("中国古典文学丛书", 150, 20, 400, 45),
            make_line("月亮与六便士", 80, 150, 520, 230),
            make_line("[英] 毛姆 著", 200, 320, 400, 350),
            make_line("傅惟慈 译", 200, 370, 400, 400),
            make_line("第2版", 250, 500, 330, 525),
            make_line("上海译文出版社", 200, 740, 400, 770),
            make_line("2009年", 250, 775, 330, 795),
        ),
        None,
    )
    assert draft.status == "draft"
    assert draft.title == "月亮与六便士"
    assert draft.contributors == (Contributor("毛姆"), Contributor("傅惟慈", "translator"))
    assert "[英] 毛姆 著" in draft.note
    assert (draft.publisher, draft.edition, draft.series) == ("上海译文出版社", "第2版", "中国古典文学丛书")
    assert (draft.year, draft.language) == (2009, "chi")


def test_english_cover_of_several_title_lines(make_line) -> None:
    draft = draft_from_page(
        page(
            make_line("THE LIFE AND", 100, 100, 500, 160),
            make_line("ADVENTURES OF", 100, 170, 500, 230),
            make_line("ROBINSON CRUSOE", 80, 240, 520, 300),
            make_line("DANIEL DEFOE", 200, 320, 400, 355),
            make_line("PENGUIN BOOKS", 220, 750, 380, 775),
        )
    )
    assert draft.title == "The Life and Adventures of Robinson Crusoe"
    assert draft.contributors == (Contributor("Daniel Defoe"),)
    assert (draft.publisher, draft.language) == ("Penguin Books", "eng")


def test_subtitle_and_parallel_title(make_line) -> None:
    draft = draft_from_page(
        page(
            make_line("领域驱动设计", 80, 150, 520, 230),
            make_line("软件核心复杂性应对之道", 80, 245, 520, 280),
            make_line("Tackling Complexity in the Heart of Software", 80, 290, 520, 325),
            make_line("埃里克·埃文斯 著", 200, 500, 400, 530),
        )
    )
    assert draft.title == "领域驱动设计：软件核心复杂性应对之道"
    assert draft.title_parallel == ("Tackling Complexity in the Heart of Software",)
    assert draft.contributors == (Contributor("埃里克·埃文斯"),)


def test_vertical_title(make_line) -> None:
    draft = draft_from_page(
        page(
            make_line("聊斋志异", 420, 60, 510, 480),
            make_line("（清）蒲松龄著", 320, 100, 350, 350),
            make_line("岳麓书社", 220, 740, 380, 770),
        )
    )
    assert draft.title == "聊斋志异"
    assert draft.contributors == (Contributor("蒲松龄"),)
    assert draft.publisher == "岳麓书社"


def test_role_on_a_line_of_its_own(make_line) -> None:
    lines = [
        make_line("沉沦", 200, 100, 400, 200),
        make_line("郁达夫", 240, 400, 330, 430),
        make_line("著", 240, 440, 270, 470),
    ]
    assert draft_from_page(page(*lines)).contributors == (Contributor("郁达夫"),)


def test_pen_name_and_single_name(make_line) -> None:
    assert draft_from_page(
        page(make_line("遮天", 200, 100, 400, 200), make_line("辰东", 260, 500, 330, 530))
    ).authors == ("辰东",)
    homer = page(make_line("THE ODYSSEY", 100, 500, 500, 570), make_line("HOMER", 250, 590, 350, 615))
    assert draft_from_page(homer).authors == ("Homer",)


def test_edition_within_the_title(make_line) -> None:
    draft = draft_from_page(page(make_line("机器学习（第3版）", 80, 150, 520, 230)))
    assert (draft.title, draft.edition) == ("机器学习", "第3版")


def test_barcode_comes_before_printed_numbers(make_line) -> None:
    lines = page(make_line("ISBN 978-7-02-000220-7", 80, 700, 300, 720), make_line("红楼梦", 100, 100, 400, 200))
    draft = draft_from_page(lines, "9787302511854")
    assert draft.identifiers == (Identifier("isbn", "9787302511854"), Identifier("isbn", "9787020002207"))
    assert draft.isbn == "9787302511854"
    assert draft_from_page(lines).isbn == "9787020002207"
    assert draft_from_page(lines, "9787020002207").identifiers == (Identifier("isbn", "9787020002207"),)
    assert draft.title == "红楼梦"


def test_addresses_and_ornaments_are_no_title(make_line) -> None:
    draft = draft_from_page(
        page(
            make_line("www.2688.com", 10, 10, 580, 110),
            make_line("JS", 100, 600, 500, 700),
            make_line("TYPES & GRAMMAR", 80, 200, 520, 270),
        )
    )
    assert draft.title == "Types & Grammar"


def test_nothing_read() -> None:
    draft = draft_from_page(page(), "9787302511854")
    assert (draft.title, draft.status, draft.isbn) == ("", "draft", "9787302511854")


def test_japanese_and_cyrillic(make_line) -> None:
    assert draft_from_page(page(make_line("こころ", 100, 100, 400, 200))).language == "jpn"
    assert draft_from_page(page(make_line("ВОЙНА И МИР", 100, 100, 400, 200))).language == ""


def test_from_a_drawn_page(rapid, draw_page) -> None:
    image = draw_page([("平凡的世界", 80, 120, 84), ("路遥 著", 220, 300, 40), ("人民文学出版社", 180, 700, 34)])
    draft = draft_from_page(rapid.recognise(image))
    assert (draft.title, draft.authors, draft.publisher) == ("平凡的世界", ("路遥",), "人民文学出版社")
