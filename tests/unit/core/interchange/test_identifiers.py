from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.records import Identifier
from core.interchange.identifiers import isbns_of_cell, issns_of_cell, normalise_isbn
from core.text.numbers import isbn13_check_digit


def isbn(value: str, valid: bool = True) -> Identifier:
    return Identifier("isbn", value, valid)


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("9780439023481", (isbn("9780439023481"),)),
        ("439023483", (isbn("9780439023481"),)),
        ("439023483.0", (isbn("9780439023481"),)),
        ("61120081", (isbn("9780061120084"),)),
        ("9.78E+12", ()),
        ("9.78044E+12", ()),
        ("9.780439023481E+12", (isbn("9780439023481"),)),
        ("9.78055381395e+12", (isbn("9780553813951"),)),
        ("9.78043902348e+12", (isbn("9780439023481"),)),
        ("9.78074327356e+12", ()),  # more than one ISBN rounds to it
        ("ISBN 978-7-02-000220-7 (平装) : CNY 59.70", (isbn("9787020002207"),)),
        ("978-7-02-000220-7; 7-02-000220-X", (isbn("9787020002207"),)),
        ("9787020002207 / 0439023483", (isbn("9787020002207"), isbn("9780439023481"))),
        ("9787020002208", (isbn("9787020002208", valid=False),)),
        ("152061548", (isbn("152061548", valid=False),)),
        ("无", ()),
        ("", ()),
    ],
)
def test_isbns_in_cells(cell: str, numbers: tuple[Identifier, ...]) -> None:
    assert isbns_of_cell(cell) == numbers


@given(st.integers(0, 999_999_999))
def test_a_number_rounded_by_a_spreadsheet_comes_back_right_or_not_at_all(body: int) -> None:
    twelve = f"978{body:09d}"
    whole = twelve + isbn13_check_digit(twelve)
    assert isbns_of_cell(f"{int(whole):.11e}") in ((isbn(whole),), ())


@given(st.text(max_size=40))
def test_any_cell_is_accepted(cell: str) -> None:
    isbns_of_cell(cell)
    issns_of_cell(cell)


def test_normalise() -> None:
    assert normalise_isbn("7-02-000220-x") == "9787020002207"
    assert normalise_isbn("7-02-000220-1") is None
    assert normalise_isbn("red") is None


def test_issns() -> None:
    assert issns_of_cell("0028-0836; 280836") == (Identifier("issn", "00280836"),)
    assert issns_of_cell("ISSN 0028-0837") == (Identifier("issn", "00280837", valid=False),)
