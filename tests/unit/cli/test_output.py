from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from librarian_app.cli import output


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("abc", 3),
        ("红楼梦", 6),
        ("Ａ１", 4),
        ("é", 1),
        ("e\u0301", 1),
        ("", 0),
        ("한국", 4),
        ("a红b", 4),
        ("\u200b", 0),
    ],
)
def test_width_counts_columns_not_characters(text: str, width: int) -> None:
    assert output.display_width(text) == width


@given(st.text(max_size=60), st.integers(min_value=2, max_value=40))
def test_shortened_text_fits(text: str, width: int) -> None:
    short = output.shorten(text, width)
    assert output.display_width(short) <= width
    assert "\n" not in short


def test_shortening_keeps_what_fits() -> None:
    assert output.shorten("红楼梦", 6) == "红楼梦"
    assert output.shorten("红楼梦", 5) == "红楼…"
    assert output.shorten("一\n二\t三", 10) == "一 二 三"


def test_columns_align_whatever_the_script() -> None:
    text = output.table(["题名", "author", "年"], [["红楼梦", "曹雪芹", "1791"], ["The Trial", "Kafka", "1925"]])
    heading, rule, first, second = text.splitlines()
    assert {output.display_width(line) for line in (rule, first, second)} == {output.display_width(rule)}
    for line in (heading, first, second):
        assert output.display_width(line[: line.index({heading: "author", first: "曹", second: "Kafka"}[line])]) == 11
    assert first.endswith("1791")


def test_an_empty_table_has_its_headings() -> None:
    assert output.table(["a", "b"], []).splitlines() == ["a  b", "─  ─"]


def test_json_is_one_readable_document(capsys: pytest.CaptureFixture[str]) -> None:
    output.print_json({"题名": "紅樓夢", "score": float("nan"), "list": [1.5, float("inf"), None]})
    printed = capsys.readouterr().out
    assert "紅樓夢" in printed
    assert json.loads(printed) == {"题名": "紅樓夢", "score": None, "list": [1.5, None, None]}


def test_json_survives_file_names_that_are_no_unicode(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    output.print_json({"file": b"\xff\xfe.jpg".decode("utf-8", "surrogateescape")})
    assert json.loads(capsysbinary.readouterr().out.decode("utf-8"))["file"].endswith(".jpg")


def test_output_is_utf8_on_a_console_of_another_code_page() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="cp1252")
    output.use_utf8(stream)
    stream.write("红楼梦 \udcff")
    stream.flush()
    assert raw.getvalue() == "红楼梦 ".encode() + b"\\udcff"


def test_rows_with_more_cells_than_headings_are_shown_whole() -> None:
    assert output.table(["title"], [["A", "b", "c"]]).splitlines()[-1].split() == ["A", "b", "c"]
