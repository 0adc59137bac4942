from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.domain.scans import BoundingBox, OcrLine
from core.ocr.reading_order import is_cjk, order_lines


def texts(lines) -> list[str]:
    return [line.text for line in order_lines(lines)]


def test_horizontal_rows_top_down_left_right(make_line) -> None:
    lines = [
        make_line("two", 10, 60, 200, 90),
        make_line("one b", 220, 12, 400, 42),
        make_line("three", 10, 110, 200, 140),
        make_line("one a", 10, 10, 200, 40),
    ]
    assert texts(lines) == ["one a", "one b", "two", "three"]


def test_vertical_columns_right_to_left(make_line) -> None:
    lines = [
        make_line("三列文字", 100, 50, 140, 400),
        make_line("一列文字", 300, 50, 340, 600),
        make_line("二列文字", 200, 52, 240, 500),
    ]
    assert texts(lines) == ["一列文字", "二列文字", "三列文字"]


def test_column_continues_below_before_the_next_column(make_line) -> None:
    lines = [
        make_line("（清）蒲松龄", 100, 60, 130, 260),
        make_line("著", 100, 330, 130, 360),
        make_line("聊斋志异", 300, 50, 380, 420),
    ]
    assert texts(lines) == ["聊斋志异", "（清）蒲松龄", "著"]


def test_tiers_of_columns_are_read_one_after_the_other(make_line) -> None:
    lines = [
        make_line("上右", 300, 10, 330, 200),
        make_line("上左", 200, 10, 230, 200),
        make_line("下右", 300, 300, 330, 480),
        make_line("下左", 200, 300, 230, 480),
    ]
    assert texts(lines) == ["上右", "上左", "下右", "下左"]


def test_vertical_title_with_horizontal_author_and_publisher(make_line) -> None:
    lines = [
        make_line("人民文学出版社", 150, 740, 400, 770),
        make_line("罗贯中 著", 60, 640, 240, 675),
        make_line("三国演义", 420, 60, 500, 500),
        make_line("中国古典文学丛书", 120, 10, 420, 40),
    ]
    assert texts(lines) == ["中国古典文学丛书", "三国演义", "罗贯中 著", "人民文学出版社"]


def test_stacked_characters_become_a_column(make_line) -> None:
    lines = [
        make_line("楼", 300, 145, 380, 225),
        make_line("曹雪芹", 60, 500, 200, 540),
        make_line("梦", 302, 240, 380, 322),
        make_line("红", 300, 50, 382, 130),
    ]
    ordered = order_lines(lines)
    assert [line.text for line in ordered] == ["红楼梦", "曹雪芹"]
    assert ordered[0].is_vertical
    assert ordered[0].box == BoundingBox(300, 50, 382, 322)


def test_two_stacked_columns_of_characters(make_line) -> None:
    columns = [(400, "史记"), (250, "列传")]
    lines = [make_line(c, x, 50 + 100 * i, x + 80, 130 + 100 * i) for x, word in columns for i, c in enumerate(word)]
    assert texts(reversed(lines)) == ["史记", "列传"]


def test_spaced_characters_become_a_row(make_line) -> None:
    lines = [make_line(c, 50 + 130 * i, 100, 130 + 130 * i, 180) for i, c in enumerate("芙蓉镇")]
    ordered = order_lines(reversed(lines))
    assert [line.text for line in ordered] == ["芙蓉镇"]
    assert not ordered[0].is_vertical


def test_column_broken_in_two_boxes_is_joined(make_line) -> None:
    lines = [make_line("異", 300, 330, 380, 410), make_line("聊齋志", 300, 50, 380, 320)]
    assert texts(lines) == ["聊齋志異"]


def test_newspaper_columns(make_line) -> None:
    left = [make_line(f"left {i}", 10, 20 + 40 * i, 200, 45 + 40 * i) for i in range(3)]
    right = [make_line(f"right {i}", 300, 22 + 40 * i, 490, 47 + 40 * i) for i in range(3)]
    assert texts([*right, *left]) == ["left 0", "left 1", "left 2", "right 0", "right 1", "right 2"]


def test_blocks_group_lines_set_alike(make_line) -> None:
    lines = [
        make_line("THE LIFE OF", 50, 50, 400, 110),
        make_line("ROBINSON CRUSOE", 40, 120, 410, 180),
        make_line("Daniel Defoe", 100, 400, 300, 430),
    ]
    assert [line.block for line in order_lines(lines)] == [0, 0, 1]


def test_empty_page() -> None:
    assert order_lines([]) == ()


def test_scripts() -> None:
    assert all(map(is_cjk, "漢字かなカナ한"))
    assert not any(map(is_cjk, "Aé1，。《 "))


_SPAN = st.tuples(st.floats(0, 900), st.floats(1, 300))


@given(
    st.lists(
        st.tuples(st.sampled_from(["书", "文渊阁", "A", "Library", "四库全书总目"]), _SPAN, _SPAN, st.booleans()),
        max_size=14,
    )
)
def test_no_text_is_lost(pieces) -> None:
    lines = [
        OcrLine(text, BoundingBox(x, y, x + w, y + h), 0.9, is_vertical=vertical and len(text) > 1)
        for text, (x, w), (y, h), vertical in pieces
    ]
    ordered = order_lines(lines)
    assert sorted("".join(line.text for line in ordered)) == sorted("".join(line.text for line in lines))
    blocks = [line.block for line in ordered]
    assert blocks == sorted(blocks)
