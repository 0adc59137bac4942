"""MARC-8, held to pymarc's decoder where that follows the specification."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymarc.marc8 import marc8_to_unicode

from core.interchange.marc.marc8 import UNDECODABLE, decode_marc8, decode_marc8_body, encode_marc8


@pytest.mark.parametrize(
    "text",
    [
        "Dvořák, Antonín; Łódź; Phở; Æthelstan",
        "紅樓夢／曹雪芹著",
        "红楼梦",
        "日本語ひらがなカタカナ",
        "한국어",
        "Война и мир",
        "Ελληνικά",
        "שלום",
        "H₂O x² α",
        "€5 ©2001",
    ],
)
def test_text_survives_and_pymarc_reads_the_same(text: str) -> None:
    data, missing = encode_marc8(text)
    assert missing == ""
    assert decode_marc8(data) == text
    assert marc8_to_unicode(data) == text


def test_a_mark_stands_before_its_letter() -> None:
    assert encode_marc8("é")[0] == b"\xe2e"
    assert encode_marc8("ế")[0] in (b"\xe3\xe2e", b"\xe2\xe3e")
    assert decode_marc8(b"Poincar\xe2e") == "Poincaré"


def test_eacc_takes_three_bytes_and_ends_before_ascii() -> None:
    data, _ = encode_marc8("沈復, 1763")
    assert data.startswith(b"\x1b$1")
    assert data.endswith(b"\x1b(B, 1763")
    assert decode_marc8(data) == "沈復, 1763"


@pytest.mark.parametrize("escape", [b"\x1b$1", b"\x1b$,1"])
def test_eacc_may_be_designated_in_two_ways(escape: bytes) -> None:
    code = encode_marc8("中")[0].removeprefix(b"\x1b$1").removesuffix(b"\x1b(B")
    assert decode_marc8(escape + code + b"\x1b(Bx") == "中x"
    assert decode_marc8(b"\x1b$)1" + bytes(each | 0x80 for each in code) + b"x") == "中x"


def test_ansel_may_be_designated_with_its_intermediate_byte() -> None:
    assert decode_marc8(b"\x1b)!E\xe2e") == "é"


def test_what_is_not_there_is_named_and_written_as_a_reference() -> None:
    data, missing = encode_marc8("a→😀")
    assert missing == "→😀"
    assert data == b"a&#x2192;&#x1F600;"


@pytest.mark.parametrize("data", [b"\x1b$1\x21\x30", b"\x1b", b"\x1b(~x", b"\xff", b"\x1b$1\x7e\x7e\x7e", b"a\x90"])
def test_damage_shows(data: bytes) -> None:
    assert UNDECODABLE in decode_marc8(data)


def test_sets_end_with_the_subfield() -> None:
    body = b"\x1fa\x1b$1" + encode_marc8("中")[0][3:6] + b"\x1fbplain\x1e"
    assert decode_marc8_body(body) == "\x1fa中\x1fbplain\x1e"


@given(st.binary(max_size=60))
def test_any_bytes_decode(data: bytes) -> None:
    decode_marc8(data)
    text = decode_marc8_body(data)
    assert [text.count(each) for each in "\x1d\x1e\x1f"] == [data.count(each) for each in b"\x1d\x1e\x1f"]


@given(st.lists(st.binary(max_size=12).map(lambda data: data.translate(None, b"\x1d\x1e\x1f")), max_size=5))
def test_a_body_is_its_subfields(parts: list[bytes]) -> None:
    assert decode_marc8_body(b"\x1f".join(parts)).split("\x1f") == [decode_marc8(part) for part in parts] or not parts


@given(st.text(st.sampled_from("aZ 9.,éřőḷ̥ớ中国國漢語あカ한Жйψ→’ʻ§"), max_size=30))
def test_text_comes_back_in_nfc_but_for_what_is_missing(text: str) -> None:
    data, missing = encode_marc8(text)
    kept = unicodedata.normalize("NFC", decode_marc8(data))
    wanted = unicodedata.normalize("NFC", text)
    if not missing:
        assert kept == wanted
    assert "?" not in kept
