from __future__ import annotations

import pytest

from core.domain.records import Identifier
from core.text.numbers import parse_isbn, parse_issn


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("978-7-02-000220-7", Identifier("isbn", "9787020002207")),
        ("7-02-000220-x", Identifier("isbn", "9787020002207")),
        ("0439023483", Identifier("isbn", "9780439023481")),
        ("９７８７０２０００２２０７", Identifier("isbn", "9787020002207")),
        ("978\u20117\u201102\u2011000220\u20117", Identifier("isbn", "9787020002207")),
        ("0439023484", Identifier("isbn", "0439023484", valid=False)),
        ("9787020002208", Identifier("isbn", "9787020002208", valid=False)),
        ("4006381333931", None),
        ("12345", None),
        ("", None),
    ],
)
def test_isbn(text: str, number: Identifier | None) -> None:
    assert parse_isbn(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0028-0836", Identifier("issn", "00280836")),
        ("1002-196x", Identifier("issn", "1002196X", valid=False)),
        ("2434-561X", Identifier("issn", "2434561X")),
        ("123", None),
    ],
)
def test_issn(text: str, number: Identifier | None) -> None:
    assert parse_issn(text) == number
