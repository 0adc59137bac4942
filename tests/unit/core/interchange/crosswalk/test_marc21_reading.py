"""Fields of MARC 21, in records written after the examples of the format's documentation."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.domain.marc import MarcRecord
from core.domain.records import Contributor, Identifier, Subject
from core.interchange.crosswalk import to_bibliographic

Parse = Callable[..., MarcRecord]

_MONOGRAPH = """
001 11778504
003 DLC
008 990802s2000####mau######b####001#0#eng##
010 ## ǂa   99043581
020 ## ǂa020161622X (pbk. : alk. paper) :ǂc$39.99
020 ## ǂz0201616221
050 00 ǂaQA76.6ǂb.H857 2000
082 00 ǂa005.1/1ǂ221
100 1# ǂaHunt, Andrew,ǂd1964-
245 14 ǂaThe pragmatic programmer :ǂbfrom journeyman to master /ǂcAndrew Hunt, David Thomas.
246 30 ǂaFrom journeyman to master
250 ## ǂa1st ed. /ǂbwith a foreword by Ward Cunningham.
260 ## ǂaReading, Mass. ;ǂaHarlow :ǂbAddison-Wesley,ǂcc2000.
300 ## ǂaxxiv, 321 p. :ǂbill. ;ǂc24 cm. +ǂe1 card
490 1# ǂaProfessional series ;ǂvv. 7
504 ## ǂaIncludes bibliographical references.
505 0# ǂa1. A pragmatic philosophy -- 2. A pragmatic approach.
520 ## ǂaExamines the core process.ǂbFor programmers.
650 #0 ǂaComputer programmingǂxHandbooks, manuals, etc.ǂzUnited States.
650 #7 ǂaSoftware engineering.ǂ2fast
651 #4 ǂaMassachusetts.
653 ## ǂapracticeǂacraft
700 1# ǂaThomas, David,ǂd1956-ǂejoint author.
710 2# ǂaUnited States.ǂbDept. of State.ǂbLibrary,ǂeissuing body.
700 12 ǂaShakespeare, William.ǂtHamlet.
830 #0 ǂaProfessional series ;ǂv7.
"""


def test_a_monograph(marc: Parse) -> None:
    record = to_bibliographic(marc("marc21", _MONOGRAPH))
    assert record.title == "The pragmatic programmer : from journeyman to master"
    assert record.external_id == "(DLC)11778504"
    assert record.title_parallel == ("From journeyman to master",)
    assert record.contributors == (
        Contributor("Hunt, Andrew"),
        Contributor("Thomas, David"),
        Contributor("United States. Dept. of State. Library", "issuing body"),
    )
    assert (record.language, record.year) == ("eng", 2000)
    assert (record.place, record.publisher) == ("Reading, Mass. ; Harlow", "Addison-Wesley")
    assert record.edition == "1st ed. / with a foreword by Ward Cunningham"
    assert record.extent == "xxiv, 321 p. : ill. ; 24 cm. + 1 card"
    assert record.series == "Professional series ; v. 7"
    assert record.note.split("\n") == [
        "Includes bibliographical references.",
        "1. A pragmatic philosophy -- 2. A pragmatic approach.",
    ]
    assert record.description == "Examines the core process. For programmers."
    assert record.subjects == (
        Subject("Computer programming--Handbooks, manuals, etc.--United States", "lcsh"),
        Subject("Software engineering", "fast"),
        Subject("Massachusetts"),
        Subject("practice"),
        Subject("craft"),
        Subject("QA76.6", "lcc"),
        Subject("005.11", "ddc"),
    )
    assert record.identifiers == (
        Identifier("control", "(DLC)99043581"),
        Identifier("isbn", "9780201616224"),
        Identifier("isbn", "0201616221", valid=False),
    )


_LINKED = """
001 ocm40805948
008 990802s1998####cc############000#1#chi##
066 ## ǂc$1
100 1# ǂ6880-01ǂaQian, Zhongshu,ǂd1910-1998,ǂeauthor.
245 10 ǂ6880-02ǂaWei cheng :ǂbhui jiao ben /ǂcQian Zhongshu zhu.
250 ## ǂ6880-03ǂaDi 2 ban.
264 #1 ǂ6880-04ǂaBeijing :ǂbRen min wen xue chu ban she,ǂc1998.
490 1# ǂ6880-05ǂaZhongguo xian dai chang pian xiao shuo cong shu
650 #0 ǂ6880-06ǂaChinese fiction.
880 1# ǂ6100-01/$1ǂa钱锺书,ǂd1910-1998.
880 10 ǂ6245-02/$1ǂa围城 :ǂb汇校本 /ǂc钱锺书著.
880 ## ǂ6250-03/$1ǂa第2版.
880 #1 ǂ6264-04/$1ǂa北京 :ǂb人民文学出版社,ǂc1998.
880 1# ǂ6490-05/$1ǂa中国现代长篇小说丛书
880 #0 ǂ6650-06/$1ǂa中国小说.
880 ## ǂ6500-00/$1ǂa有作者附记.
"""


def test_linked_scripts_give_the_original(marc: Parse) -> None:
    record = to_bibliographic(marc("marc21", _LINKED))
    assert record.title == "围城 : 汇校本"
    assert record.title_parallel == ("Wei cheng : hui jiao ben",)
    assert record.contributors == (Contributor("钱锺书"),)
    assert (record.place, record.publisher, record.edition) == ("北京", "人民文学出版社", "第2版")
    assert record.series == "中国现代长篇小说丛书"
    assert record.note == "有作者附记."
    assert record.subjects == (Subject("Chinese fiction", "lcsh"),)


def test_a_serial(marc: Parse) -> None:
    record = to_bibliographic(
        marc(
            "marc21",
            """
008 860101c19779999enkqr1p#######0###a0eng##
022 0# ǂa0378-5955ǂy0378-5954
110 2# ǂaRoyal Society (Great Britain)
245 00 ǂaBulletin.ǂnSection B,ǂpChemistry.
246 1# ǂiAt head of title:ǂaNotes & bulletin
260 ## ǂaLondon :ǂb[s.n.]
310 ## ǂaQuarterly
362 0# ǂaVol. 1, no. 1 (Apr. 1977)-
780 00 ǂtJournal of notes
""",
            "00000cas a2200000 a 4500",
        )
    )
    assert record.title == "Bulletin. Section B, Chemistry"
    assert record.title_parallel == ("Notes & bulletin",)
    assert record.contributors == (Contributor("Royal Society (Great Britain)"),)
    assert (record.year, record.place, record.publisher) == (1977, "London", "")
    assert record.identifiers == (Identifier("issn", "03785955"), Identifier("issn", "03785954", valid=False))


def test_a_chinese_translation_in_marc21(marc: Parse) -> None:
    record = to_bibliographic(
        marc(
            "marc21",
            """
001 b100
008 120101s2011####cc############000#0|||##
041 1# ǂachiǂhspa
084 ## ǂaI775.45ǂ2clc
093 ## ǂaI775
100 1# ǂa加西亚·马尔克斯ǂ4aut
240 10 ǂaCien años de soledad.ǂlChinese
245 10 ǂa百年孤独 =ǂbCien años de soledad /ǂc(哥伦比亚) 加西亚·马尔克斯著 ; 范晔译.
264 #1 ǂa海口 :ǂb南海出版公司,ǂc2011.
264 #4 ǂcc2009
650 #7 ǂa长篇小说ǂz哥伦比亚.ǂ2cct
700 1# ǂa范晔ǂe译
""",
        )
    )
    assert record.title == "百年孤独"
    assert record.title_parallel == ("Cien años de soledad",)
    assert record.language == "chi"
    assert record.contributors == (Contributor("加西亚·马尔克斯"), Contributor("范晔", "translator"))
    assert record.subjects == (
        Subject("长篇小说--哥伦比亚", "cct"),
        Subject("I775.45", "clc"),
        Subject("I775", "clc"),
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ǂaTolkien, J. R. R.ǂq(John Ronald Reuel),ǂd1892-1973", "Tolkien, J. R. R."),
        ("ǂaElizabethǂbII,ǂcQueen of Great Britain,ǂd1926-", "Elizabeth II, Queen of Great Britain"),
        ("ǂaKing, Martin Luther,ǂcJr.,ǂd1929-1968.", "King, Martin Luther, Jr."),
        ("ǂa苏轼,ǂd1037-1101", "苏轼"),
        ("ǂaBashō.", "Bashō"),
    ],
)
def test_names_of_persons(marc: Parse, name: str, expected: str) -> None:
    record = to_bibliographic(marc("marc21", f"100 1# {name}\n245 10 ǂaT"))
    assert record.contributors == (Contributor(expected),)


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("ǂ4trl", ["translator"]),
        ("ǂetr.", ["translator"]),
        ("ǂ4http://id.loc.gov/vocabulary/relators/ill", ["illustrator"]),
        ("ǂewriter of introduction,ǂetranslator.", ["author of introduction", "translator"]),
        ("ǂefalconer.", ["falconer"]),
        ("", ["contributor"]),
    ],
)
def test_roles(marc: Parse, role: str, expected: list[str]) -> None:
    record = to_bibliographic(marc("marc21", f"245 00 ǂaT\n700 1# ǂaDoe, Jane,{role}"))
    assert record.contributors == tuple(Contributor("Doe, Jane", each) for each in expected)


def test_agents_from_the_statement_where_there_is_no_other_field(marc: Parse) -> None:
    chinese = to_bibliographic(marc("marc21", "245 00 ǂa红楼梦 /ǂc(清) 曹雪芹著 ; 程伟元整理."))
    assert chinese.contributors[0] == Contributor("曹雪芹")
    assert to_bibliographic(marc("marc21", "245 00 ǂaEmma /ǂcby Jane Austen.")).contributors == (
        Contributor("Jane Austen"),
    )
    assert to_bibliographic(marc("marc21", "245 00 ǂaTales /ǂcedited by A. and B.")).contributors == ()


def test_old_codes_and_old_language_lists(marc: Parse) -> None:
    assert (
        to_bibliographic(marc("marc21", "008 800101s1980####yu############000#0#scr##\n245 00 ǂaT")).language == "hrv"
    )
    assert to_bibliographic(marc("marc21", "041 1# ǂaengfreǂhger\n245 00 ǂaT")).language == "eng"
    assert to_bibliographic(marc("marc21", "008 short\n245 00 ǂaT")).year is None


def test_what_is_no_holding_is_none(marc: Parse) -> None:
    record = to_bibliographic(marc("marc21", "245 00 ǂaT\n906 ## ǂa0ǂbvipǂcorignewǂd1\n985 ## ǂeGAP"))
    assert record.holdings == ()


def test_an_empty_record_is_read() -> None:
    assert to_bibliographic(MarcRecord("marc21", "")).title == ""
    assert to_bibliographic(MarcRecord("unimarc", "")).title == ""
