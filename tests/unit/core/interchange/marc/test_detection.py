from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.marc import MarcRecord
from core.interchange.marc.detection import detect, encoding_of_part
from core.interchange.marc.encodings import DETECTED, decode_body, encode_text
from core.interchange.marc.iso2709_writing import encode_iso2709
from core.interchange.marc.neighbourhoods import neighbourhoods, weigh
from core.interchange.marc.plausibility import plausibility

CHINESE = ("utf-8", "gb18030", "big5", "marc-8")


def field(text: str, encoding: str) -> bytes | None:
    """A title field in an encoding; None where that has not the characters."""
    data, missing = encode_text(text, encoding)
    return None if missing else b"10\x1fa" + data + b"\x1e"


@pytest.mark.parametrize(
    "title",
    ["围城", "茶馆", "钱锺书", "说文解字注", "上海市志", "史記", "圍城", "臺灣文學史", "中国", "计算机科学与技术导论"],
)
@pytest.mark.parametrize("encoding", CHINESE)
def test_two_characters_are_enough(title: str, encoding: str) -> None:
    body = field(title, encoding)
    if body is not None:
        found = detect(body)
        assert found is not None
        assert found.encoding == encoding
        assert found.text is not None
        assert title in found.text


@pytest.mark.parametrize("encoding", ["utf-8", "marc-8"])
@pytest.mark.parametrize(
    "title",
    ["Les misérables / Victor Hugo", "Antonín Dvořák : život", "Poincaré.", "El niño y el corazón",
     "Se questo è un uomo", "Über die Brücke"],
)  # fmt: skip
def test_latin_accents(title: str, encoding: str) -> None:
    body = field(title, encoding)
    assert body is not None
    found = detect(body)
    assert found is not None
    assert found.encoding == encoding


@pytest.mark.parametrize("title", ["Война и мир", "吾輩は猫である", "한국의 역사", "Ελληνική", "تاريخ", "Ranma ½"])
def test_utf8_of_other_scripts(title: str) -> None:
    body = field(title, "utf-8")
    assert body is not None
    assert getattr(detect(body), "encoding", None) == "utf-8"


def test_ascii_has_no_encoding_of_its_own() -> None:
    assert detect(b"10\x1faPlain\x1e") is None
    assert plausibility("Plain") == (0.0, 0)


def test_a_hint_decides_between_near_equals_only() -> None:
    body = field("红楼梦", "gb18030")
    assert body is not None
    assert getattr(detect(body, hint="utf-8", prior="marc-8"), "encoding", None) == "gb18030"


def test_subfields_of_different_encodings_are_told_apart() -> None:
    parts = [field("红楼梦研究资料", "gb18030"), field("上海古籍出版社", "utf-8"), b"  \x1faascii\x1e"]
    body = b"".join(part for part in parts if part)
    found = detect(body)
    assert found is not None
    assert sorted(found.encoding.split("+")) == ["gb18030", "utf-8"]
    names = [encoding_of_part(each, found.encoding) for each in body.split(b"\x1e")[:2]]
    assert names == ["gb18030", "utf-8"]


@pytest.mark.parametrize("encoding", CHINESE)
def test_whole_records(cnmarc: MarcRecord, cnmarc_traditional: MarcRecord, encoding: str) -> None:
    record = cnmarc_traditional if encoding == "big5" else cnmarc
    data = encode_iso2709(record, encoding)
    body = data[data.index(b"\x1e") + 1 : -1]
    assert getattr(detect(body), "encoding", None) == encoding


@pytest.mark.data
def test_titles_of_real_books_in_every_encoding(dev_data: Path) -> None:
    lines = (dev_data / "covers-dev" / "records.jsonl").read_text(encoding="utf-8").splitlines()
    titles = [json.loads(line)["title"] for line in lines]
    wrong, n_tried = [], 0
    for title in titles:
        for encoding in CHINESE:
            body = field(title, encoding)
            found = None if body is None or title.isascii() else detect(body)
            if found is not None:
                n_tried += 1
                wrong += [(title, encoding, found.encoding)] if found.encoding != encoding else []
    assert n_tried > 150
    assert len(wrong) <= n_tried * 0.01, wrong


SCRAPS = st.sampled_from(
    [
        "Zürich",
        "Dvořák",
        "it’s",
        "“Who?”",
        "著",
        "215页",
        "上海",
        "圖書館",
        "Война",
        "à la",
        "x 李 Ming",
        "x",
        "A",
        "1 ",
    ]
)


@given(st.lists(st.lists(SCRAPS, min_size=1, max_size=3), min_size=1, max_size=4), st.sampled_from(DETECTED))
def test_what_stands_around_the_telling_bytes_says_what_the_whole_says(lines: list[list[str]], written: str) -> None:
    body = b"".join([b"10\x1fa" + encode_text(" ".join(line), written)[0] + b"\x1e" for line in lines])
    parts = neighbourhoods(body)
    assert (parts is None) == (b"\x1b" in body)
    for encoding in DETECTED if parts is not None else ():
        text, is_valid = decode_body(body, encoding)
        score, n_seen = plausibility(text)
        assert weigh(parts or [], encoding) == (pytest.approx(score), n_seen, is_valid)
