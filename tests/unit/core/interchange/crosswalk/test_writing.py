"""Whole records as they are written: leader, coded fields, indicators, punctuation, the two Chinese rules."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest

from core.domain.marc import MarcFlavour, MarcRecord
from core.domain.records import BibliographicRecord, Contributor, Holding, Identifier, Subject
from core.interchange.crosswalk import from_bibliographic

Show = Callable[[MarcRecord], list[str]]

_DAY = datetime.date(2026, 3, 9)
_CHINESE = BibliographicRecord(
    title="百年孤独 : 纪念版",
    external_id="012004002367",
    title_parallel=("Cien años de soledad", "一百年的孤独"),
    contributors=(
        Contributor("加西亚·马尔克斯"),
        Contributor("范晔", "translator"),
        Contributor("曾国藩", "监修"),
        Contributor("南海出版公司", "publisher"),
    ),
    language="chi",
    description="魔幻现实主义文学代表作。",
    subjects=(Subject("长篇小说--哥伦比亚--现代", "cct"), Subject("魔幻"), Subject("I775.45", "clc")),
    year=2011,
    publisher="南海出版公司",
    place="海口",
    edition="第1版",
    series="新经典文库 ; 5",
    extent="360页 : 图 ; 23cm",
    identifiers=(Identifier("isbn", "9787544253994"), Identifier("isbn", "9787544253995", valid=False)),
    holdings=(Holding(barcode="B1", call_number="I775.45/7", location="书库", status="lost"),),
)
_ENGLISH = BibliographicRecord(
    title="The lord of the rings : the fellowship",
    contributors=(Contributor("Tolkien, J. R. R."), Contributor("Lee, Alan", "illustrator")),
    language="eng",
    subjects=(Subject("Fantasy fiction--England", "lcsh"), Subject("823.912", "ddc")),
    year=1954,
    publisher="Allen & Unwin",
    place="London",
)


def test_marc21(lines: Show) -> None:
    record = from_bibliographic(_ENGLISH, "marc21", entered=_DAY, agency="GB-WENY")
    assert record.leader == "00000nam a2200000 i 4500"
    assert lines(record) == [
        "008 260309s1954    enk|||||||||||||||||eng d",
        "040 ## ǂaGB-WENYǂcGB-WENY",
        "082 04 ǂa823.912",
        "100 1# ǂaTolkien, J. R. R.,ǂeauthor.ǂ4aut",
        "245 14 ǂaThe lord of the rings :ǂbthe fellowship /ǂcJ. R. R. Tolkien ; illustrated by Alan Lee.",
        "264 #1 ǂaLondon :ǂbAllen & Unwin,ǂc1954.",
        "650 #0 ǂaFantasy fictionǂxEngland.",
        "700 1# ǂaLee, Alan,ǂeillustrator.ǂ4ill",
    ]


def test_cnmarc_of_the_national_library(lines: Show) -> None:
    record = from_bibliographic(_CHINESE, "unimarc", "nlc", entered=_DAY, agency="NLC")
    assert record.leader == "00000nam0 2200000   450 "
    assert lines(record) == [
        "001 012004002367",
        "010 ## ǂa9787544253994",
        "010 ## ǂz9787544253995",
        "100 ## ǂa20260309d2011    u  y0chiy0110    ea",
        "101 0# ǂachi",
        "102 ## ǂaCNǂb460000",
        "106 ## ǂar",
        "200 1# ǂa百年孤独ǂ9bai nian gu duǂb专著ǂe纪念版ǂf加西亚·马尔克斯著ǂg范晔译ǂg曾国藩监修ǂg南海出版公司出版",
        "205 ## ǂa第1版",
        "210 ## ǂa海口ǂc南海出版公司ǂd2011",
        "215 ## ǂa360页ǂc图ǂd23cm",
        "225 2# ǂa新经典文库ǂv5",
        "330 ## ǂa魔幻现实主义文学代表作。",
        "510 1# ǂaCien años de soledad",
        "517 1# ǂa一百年的孤独ǂ9yi bai nian de gu du",
        "606 0# ǂa长篇小说ǂx哥伦比亚ǂx现代ǂ2CT",
        "610 0# ǂa魔幻",
        "690 ## ǂaI775.45",
        "701 #0 ǂa加西亚·马尔克斯ǂ9jia xi ya ma er ke siǂ4著",
        "702 #0 ǂa范晔ǂ9fan yeǂ4译",
        "702 #0 ǂa曾国藩ǂ9zeng guo fanǂ4监修",
        "712 02 ǂa南海出版公司ǂ9nan hai chu ban gong siǂ4出版",
        "801 #0 ǂaCNǂbNLCǂc20260309",
        "905 ## ǂc书库ǂbB1ǂdI775.45ǂe7ǂt丢失",
    ]


def test_cnmarc_of_calis(lines: Show) -> None:
    written = dict(line.split(" ", 1) for line in lines(from_bibliographic(_CHINESE, "unimarc", "calis", entered=_DAY)))
    assert written["100"].endswith("chiy50      ea")
    assert written["200"].startswith("1# ǂa百年孤独ǂABai Nian Gu Duǂe纪念版ǂf")
    assert written["225"] == "2# ǂa新经典文库ǂAXin Jing Dian Wen Kuǂv5"
    assert written["606"] == "0# ǂa长篇小说ǂAChang Pian Xiao Shuoǂx哥伦比亚ǂx现代ǂ2CT"
    assert written["510"] == "1# ǂaCien años de soledad"
    assert written["701"] == "#0 ǂa加西亚·马尔克斯ǂAJia Xi Ya Ma Er Ke Siǂ4著"


def test_plain_unimarc_has_codes(lines: Show) -> None:
    written = lines(from_bibliographic(_ENGLISH, "unimarc", entered=_DAY))
    assert "700 #1 ǂaTolkienǂbJ. R. R.ǂ4070" in written
    assert "702 #1 ǂaLeeǂbAlanǂ4440" in written
    assert "100 ## ǂa20260309d1954    u  y0engy50      ba" in written


@pytest.mark.parametrize(("rules", "expected"), [("nlc", "张三[等]著"), ("calis", "张三…[等]著")])
def test_more_than_three_authors(rules: str, expected: str) -> None:
    names = ("张三", "李四", "王五", "赵六")
    record = BibliographicRecord("甲", contributors=tuple(map(Contributor, names)))
    written = from_bibliographic(record, "unimarc", "nlc" if rules == "nlc" else "calis")
    assert written.first("200", "f") == expected
    assert [each.first("a") for each in written.tagged("701")] == list(names)


@pytest.mark.parametrize("flavour", ["marc21", "unimarc"])
def test_coded_fields_have_their_length(flavour: MarcFlavour) -> None:
    for record in (_CHINESE, _ENGLISH, BibliographicRecord("T"), BibliographicRecord("T", year=-44, language="中文")):
        written = from_bibliographic(record, flavour)
        assert len(written.leader) == 24
        coded = written.first("008") if flavour == "marc21" else written.first("100", "a")
        assert len(coded) == (40 if flavour == "marc21" else 36)


def test_a_serial_is_written_as_one(lines: Show) -> None:
    record = BibliographicRecord("学报", identifiers=(Identifier("issn", "10000135"),), year=1982, language="chi")
    marc21 = from_bibliographic(record, "marc21", entered=_DAY)
    assert marc21.leader[7] == "s"
    assert marc21.first("008")[6:15] == "c19829999"
    cnmarc = from_bibliographic(record, "unimarc", "nlc", entered=_DAY)
    assert cnmarc.first("100", "a")[8:17] == "a19829999"
    assert "011 ## ǂa1000-0135" in lines(cnmarc)
    assert cnmarc.first("200", "b") == "连续出版物"


@pytest.mark.parametrize(
    ("title", "language", "skipped"),
    [
        ("The end", "eng", "4"),
        ("L'altra faccia", "ita", "2"),
        ("Der Prozess", "ger", "4"),
        ("Then", "eng", "0"),
        ("a", "chi", "0"),
    ],
)
def test_articles_are_not_filed(title: str, language: str, skipped: str) -> None:
    (field,) = from_bibliographic(BibliographicRecord(title, language=language), "marc21").tagged("245")
    assert field.indicators == ("0", skipped)
