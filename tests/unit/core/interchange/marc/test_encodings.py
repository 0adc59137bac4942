from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InvalidInputError
from core.interchange.marc.encodings import DETECTED, decode_body, decode_text, encode_text, marc_encoding

WRITTEN = (*DETECTED, "gbk", "gb2312")


@pytest.mark.parametrize(
    ("name", "ours"),
    [("UTF8", "utf-8"), ("MARC8", "marc-8"), ("cp936", "gbk"), ("Big5-HKSCS", "big5"), ("utf-8+gb", "utf-8+gb18030"),
     ("auto", "auto"), ("iso-8859-2", "iso8859-2")],
)  # fmt: skip
def test_names_that_people_use(name: str, ours: str) -> None:
    assert marc_encoding(name) == ours


@pytest.mark.parametrize("name", ["utf-16", "utf-32", "hex", "klingon", "", "cp037"])
def test_an_encoding_in_which_a_record_cannot_be_cut_is_refused(name: str) -> None:
    with pytest.raises(InvalidInputError, match=r"encoding\.unknown"):
        marc_encoding(name)


@pytest.mark.parametrize("encoding", WRITTEN)
@given(text=st.text(st.characters(exclude_characters="\x1b\x1d\x1e\x1f", exclude_categories=["Cs"]), max_size=20))
def test_every_text_comes_back_whatever_the_encoding_holds(encoding: str, text: str) -> None:
    data, missing = encode_text(text, encoding)
    again = decode_text(data, encoding)
    if encoding == "marc-8":
        text, again = unicodedata.normalize("NFC", text), unicodedata.normalize("NFC", again)
    assert again == text
    assert set(missing) <= set(text) | set(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(("encoding", "text", "missing"), [
    ("gb2312", "朱镕基", "镕"), ("gbk", "朱镕基𠮷", "𠮷"), ("big5", "红", "红"), ("gb18030", "朱镕基𠮷😀", ""),
    ("cp1252", "Ř", "Ř"), ("big5", "Ж", "Ж"),
])  # fmt: skip
def test_missing_characters_are_named(encoding: str, text: str, missing: str) -> None:
    data, found = encode_text(text, encoding)
    assert found == missing
    assert b"?" not in data


def test_a_text_that_looks_like_a_reference_stays_what_it_is() -> None:
    data, missing = encode_text("&#x4E2D; and &#xZZ;", "gbk")
    assert missing == ""
    assert decode_text(data, "gbk") == "&#x4E2D; and &#xZZ;"


@pytest.mark.parametrize("encoding", WRITTEN)
@given(body=st.binary(max_size=60))
def test_no_separator_is_lost_in_damage(encoding: str, body: bytes) -> None:
    text, is_valid = decode_body(body, encoding)
    assert [text.count(each) for each in "\x1d\x1e\x1f"] == [body.count(each) for each in b"\x1d\x1e\x1f"]
    if not is_valid:
        assert "\ufffd" in text


@pytest.mark.parametrize("tail", [b"\x81\x30\x1e", b"\x81\x30\x81\x1e", b"\xe3\x30\x1fa", b"\xb0\x1e"])
def test_a_cut_gb18030_character_does_not_take_the_separator_along(tail: bytes) -> None:
    text, is_valid = decode_body(b"\x1fa" + "中".encode("gbk") + tail, "gb18030")
    assert not is_valid
    assert text.startswith("\x1fa中")
    assert text.count("\x1e") + text.count("\x1f") == 2
