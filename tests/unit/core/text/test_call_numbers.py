"""Call numbers stand in the order in which they stand on the shelf."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text.call_numbers import barcode_key, call_number_lines, shelf_key

SHELVES = {
    "clc": (
        "A1/1", "B-49/3", "B2/12", "B22/1", "I/1", "I-61/1", "I207.41/2", "I210.6/LX", "I242.4/CXQ", "I242.4/CXQ/2",
        "I242.4/CXQ/10", "I242.43/1", "I247.5/2", "I247.5/10", "I247.5/10=2", "I247.5/10=2/v.2", "I247.5/10=2/v.10",
        "I247.5/101", "I3/1", "K2/1", "K20/1", "K2(3)/1" , "TP3/1",
    ),
    "ddc": ("004/B12", "025.3/C2", "025.31/A1", "813.54/L28", "813.54/L3", "895.13/A1", "895.1348/C22"),
    "lcc": (
        "Q9.5 .A1", "QA9 .B2", "QA76 .C1", "QA76.73 .P98 L88 2013", "QA76.73 .P98 L9 2001", "QA76.9 .D3", "QA100 .A5",
        "QB1 .A1",
    ),
}  # fmt: skip


def test_clc() -> None:
    shelf = [n for n in SHELVES["clc"] if n != "K2(3)/1"]
    at = shelf.index("K20/1")
    expected = [*shelf[:at], "K2(3)/1", *shelf[at:]]  # a sign comes before a further digit
    shuffled = random.Random(3).sample(expected, len(expected))
    assert sorted(shuffled, key=shelf_key) == expected


@pytest.mark.parametrize("scheme", ["ddc", "lcc"])
def test_other_schemes(scheme: str) -> None:
    shelf = list(SHELVES[scheme])
    assert sorted(random.Random(5).sample(shelf, len(shelf)), key=shelf_key) == shelf


def test_width_case_and_dots_do_not_matter() -> None:
    assert shelf_key("Ｉ２４２．４／ｃｘｑ") == shelf_key("I242.4/CXQ")
    assert shelf_key("I2424/CXQ") == shelf_key("I242.4/CXQ")


def test_what_has_no_call_number_comes_last() -> None:
    assert sorted(["", "Z89/1", "A1/1"], key=shelf_key) == ["A1/1", "Z89/1", ""]


@given(st.lists(st.text(max_size=12), max_size=8))
def test_anything_can_be_sorted(texts: list[str]) -> None:
    keys = sorted(map(shelf_key, texts))
    assert keys == sorted(map(shelf_key, reversed(texts)))


@pytest.mark.parametrize(
    ("call_number", "lines"),
    [
        ("I242.4/CXQ", ("I242.4", "CXQ")),
        ("I242.4/CXQ/v.2", ("I242.4", "CXQ", "v.2")),
        ("I247.5/10 2004", ("I247.5", "10", "2004")),
        ("Ｉ２４２．４／１２", ("I242.4", "12")),
        ("QA76.73.P98 L88 2013", ("QA76.73", ".P98", "L88", "2013")),
        ("895.1348 / C22", ("895.1348", "C22")),
        ("绘本/12", ("绘本", "12")),
        ("", ()),
        (" / ", ()),
    ],
)
def test_lines_on_a_label(call_number: str, lines: tuple[str, ...]) -> None:
    assert call_number_lines(call_number) == lines


def test_barcodes_are_ordered_by_their_number() -> None:
    assert sorted(["WY10", "WY2", "AB3", "X"], key=barcode_key) == ["AB3", "WY2", "WY10", "X"]
    assert barcode_key("ＷＹ００２") == ("WY", 2, "002")
