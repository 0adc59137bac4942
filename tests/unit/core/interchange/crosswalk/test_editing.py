"""Edits change the subfield that says what was edited, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from core.domain.marc import MarcRecord
from core.domain.records import BibliographicRecord, Contributor, Holding, Identifier, Subject
from core.interchange.crosswalk import apply_edit, held_part, to_bibliographic

Parse = Callable[..., MarcRecord]
Show = Callable[[MarcRecord], list[str]]

_CNMARC = """
001 012004002367
005 20040223105436.6
010 ## ǂa7-02-000220-Xǂb精装ǂdCNY59.70
100 ## ǂa20040105d1996    em y0chiy0110    ea
101 1# ǂachiǂceng
102 ## ǂaCNǂb310000
105 ## ǂaak  z   000yy
200 1# ǂa简·爱ǂ9jian aiǂb专著ǂe世界名著ǂf(英)夏洛蒂·勃朗特著ǂg黄源深译
210 ## ǂa上海ǂc上海译文出版社ǂd1996.8
215 ## ǂa525页ǂc图ǂd21cm
225 2# ǂa世界文学名著珍藏本
300 ## ǂa据1847年版译出
300 ## ǂa附年表
330 ## ǂa本书是一部小说。
500 10 ǂaJane Eyreǂmeng
606 0# ǂa长篇小说ǂy英国ǂz近代ǂ2CT
690 ## ǂaI561.44ǂv4
701 #1 ǂc(英)ǂa勃朗特ǂ9bo lang teǂc(Bronte, Charlotte)ǂf1816-1855ǂ4著
702 #0 ǂa黄源深ǂ9huang yuan shenǂ4译
801 #0 ǂaCNǂbNLCǂc20040105
905 ## ǂaTSGǂbD031933ǂbD031934ǂdI561.44ǂe21ǂh12.50
999 ## ǂx本馆内部字段ǂx第二次
"""

_MARC21 = """
001 12345
003 DLC
035 ## ǂa(OCoLC)40805948ǂz(OCoLC)1
008 990802s1998####cc#a#####b####001#0#chi##
020 ## ǂa7020002207 (pbk.) :ǂc$10.00
100 1# ǂ6880-01ǂaCao, Xueqin,ǂdapproximately 1717-1763.
245 14 ǂ6880-02ǂaHong lou meng :ǂbzhi ping ben /ǂcCao Xueqin zhu.
260 ## ǂ6880-03ǂaBeijing :ǂbRen min wen xue chu ban she,ǂc1998.
300 ## ǂa3 v. (1606 p.) :ǂbill. ;ǂc21 cm.
650 #0 ǂaChinese fictionǂyQing dynasty, 1644-1912.ǂ0sh123
700 1# ǂaGao, E,ǂd1738-1815,ǂeeditor.ǂ0n456
880 1# ǂ6100-01/$1ǂa曹雪芹,ǂdapproximately 1717-1763.
880 10 ǂ6245-02/$1ǂa红楼梦 :ǂb脂评本 /ǂc曹雪芹著.
880 ## ǂ6260-03/$1ǂa北京 :ǂb人民文学出版社,ǂc1998.
985 ## ǂeGAP
"""


def _changes(source: MarcRecord, lines: Show, **edits: Any) -> tuple[list[str], list[str]]:
    """What lines went and what lines came."""
    before = to_bibliographic(source)
    after = replace(before, **edits)
    edited = apply_edit(source, before, after)
    assert held_part(to_bibliographic(edited), source.flavour) == held_part(after, source.flavour)
    old, new = lines(source), lines(edited)
    return [line for line in old if line not in new], [line for line in new if line not in old]


@pytest.mark.parametrize(
    ("edits", "gone", "come"),
    [
        (
            {"title": "简爱 : 世界名著"},
            ["200 1# ǂa简·爱ǂ9jian aiǂb专著ǂe世界名著ǂf(英)夏洛蒂·勃朗特著ǂg黄源深译"],
            ["200 1# ǂa简爱ǂ9jian aiǂb专著ǂe世界名著ǂf(英)夏洛蒂·勃朗特著ǂg黄源深译"],
        ),
        (
            {"year": 2001},
            ["100 ## ǂa20040105d1996    em y0chiy0110    ea", "210 ## ǂa上海ǂc上海译文出版社ǂd1996.8"],
            ["100 ## ǂa20040105d2001    em y0chiy0110    ea", "210 ## ǂa上海ǂc上海译文出版社ǂd2001.8"],
        ),
        (
            {"publisher": "译文社"},
            ["210 ## ǂa上海ǂc上海译文出版社ǂd1996.8"],
            ["210 ## ǂa上海ǂc译文社ǂd1996.8"],
        ),
        ({"extent": "526页 : 图 ; 21cm"}, ["215 ## ǂa525页ǂc图ǂd21cm"], ["215 ## ǂa526页ǂc图ǂd21cm"]),
        ({"edition": "第2版"}, [], ["205 ## ǂa第2版"]),
        ({"note": "据1847年版译出\n附大事年表"}, ["300 ## ǂa附年表"], ["300 ## ǂa附大事年表"]),
        ({"note": "据1847年版译出"}, ["300 ## ǂa附年表"], []),
        ({"language": "eng"}, ["101 1# ǂachiǂceng"], ["101 1# ǂaengǂceng"]),
        ({"series": ""}, ["225 2# ǂa世界文学名著珍藏本"], []),
        (
            {"contributors": (Contributor("布朗特"), Contributor("黄源深", "translator"))},
            ["701 #1 ǂc(英)ǂa勃朗特ǂ9bo lang teǂc(Bronte, Charlotte)ǂf1816-1855ǂ4著"],
            ["701 #1 ǂc(英)ǂa布朗特ǂ9bu lang teǂc(Bronte, Charlotte)ǂf1816-1855ǂ4著"],
        ),
        (
            {"contributors": (Contributor("勃朗特"), Contributor("黄源深", "editor"))},
            ["702 #0 ǂa黄源深ǂ9huang yuan shenǂ4译"],
            ["702 #0 ǂa黄源深ǂ9huang yuan shenǂ4编"],
        ),
        (
            {"subjects": (Subject("长篇小说--英国--现代", "cct"), Subject("I561.45", "clc"))},
            ["606 0# ǂa长篇小说ǂy英国ǂz近代ǂ2CT", "690 ## ǂaI561.44ǂv4"],
            ["606 0# ǂa长篇小说ǂy英国ǂz现代ǂ2CT", "690 ## ǂaI561.45ǂv4"],
        ),
        (
            {"identifiers": (Identifier("isbn", "9787544253994"),)},
            ["010 ## ǂa7-02-000220-Xǂb精装ǂdCNY59.70"],
            ["010 ## ǂa9787544253994ǂb精装ǂdCNY59.70"],
        ),
        ({"external_id": "X1"}, ["001 012004002367"], ["001 X1"]),
    ],
)
def test_cnmarc(marc: Parse, lines: Show, edits: dict[str, Any], gone: list[str], come: list[str]) -> None:
    assert _changes(marc("unimarc", _CNMARC), lines, **edits) == (gone, come)


@pytest.mark.parametrize(
    ("edits", "gone", "come"),
    [
        (
            {"title": "红楼梦 : 全本"},
            ["880 10 ǂ6245-02/$1ǂa红楼梦 :ǂb脂评本 /ǂc曹雪芹著."],
            ["880 10 ǂ6245-02/$1ǂa红楼梦 :ǂb全本 /ǂc曹雪芹著."],
        ),
        (
            {"title_parallel": ("Honglou meng : zhi ping ben",)},
            ["245 14 ǂ6880-02ǂaHong lou meng :ǂbzhi ping ben /ǂcCao Xueqin zhu."],
            ["245 14 ǂ6880-02ǂaHonglou meng :ǂbzhi ping ben /ǂcCao Xueqin zhu."],
        ),
        (
            {"publisher": "中华书局"},
            ["880 ## ǂ6260-03/$1ǂa北京 :ǂb人民文学出版社,ǂc1998."],
            ["880 ## ǂ6260-03/$1ǂa北京 :ǂb中华书局,ǂc1998."],
        ),
        (
            {"contributors": (Contributor("曹沾"), Contributor("Gao, E", "editor"))},
            ["880 1# ǂ6100-01/$1ǂa曹雪芹,ǂdapproximately 1717-1763."],
            ["880 1# ǂ6100-01/$1ǂa曹沾,ǂdapproximately 1717-1763."],
        ),
        (
            {"contributors": (Contributor("曹雪芹"), Contributor("Gao, E", "author"))},
            ["700 1# ǂaGao, E,ǂd1738-1815,ǂeeditor.ǂ0n456"],
            ["700 1# ǂaGao, E,ǂd1738-1815,ǂeauthor.ǂ4autǂ0n456"],
        ),
        (
            {"subjects": (Subject("Chinese fiction--Ming dynasty", "lcsh"),)},
            ["650 #0 ǂaChinese fictionǂyQing dynasty, 1644-1912.ǂ0sh123"],
            ["650 #0 ǂaChinese fictionǂyMing dynasty.ǂ0sh123"],
        ),
        ({"description": "小说。"}, [], ["520 ## ǂa小说。"]),
        (
            {"language": ""},
            ["008 990802s1998    cc a     b    001 0 chi  "],
            ["008 990802s1998    cc a     b    001 0      "],
        ),
    ],
)
def test_marc21(marc: Parse, lines: Show, edits: dict[str, Any], gone: list[str], come: list[str]) -> None:
    assert _changes(marc("marc21", _MARC21), lines, **edits) == (gone, come)


def test_a_title_with_another_article_is_filed_anew(marc: Parse, lines: Show) -> None:
    source = marc("marc21", "008 990802s1998####nyu###########000#0#eng##\n245 14 ǂaThe end /ǂcby A. B.\n999 ## ǂxy")
    assert _changes(source, lines, title="A beginning") == (
        ["245 14 ǂaThe end /ǂcby A. B."],
        ["245 12 ǂaA beginning /ǂcby A. B."],
    )


def test_one_of_two_copies_in_one_field(marc: Parse, lines: Show) -> None:
    source = marc("unimarc", _CNMARC)
    first, second = to_bibliographic(source).holdings
    gone, come = _changes(source, lines, holdings=(replace(first, status="lost"), second, Holding(barcode="N1")))
    assert gone == ["905 ## ǂaTSGǂbD031933ǂbD031934ǂdI561.44ǂe21ǂh12.50"]
    assert "905 ## ǂbD031934ǂdI561.44ǂe21ǂh12.50ǂaTSG" in come
    assert "905 ## ǂaTSGǂbD031933ǂdI561.44ǂe21ǂt丢失" in come
    assert "905 ## ǂbN1" in come


def test_removing_every_agent_also_empties_the_statement(marc: Parse, lines: Show) -> None:
    source = marc("unimarc", "200 1# ǂa甲ǂf张三著\n701 #0 ǂa张三ǂ4著")
    gone, come = _changes(source, lines, contributors=())
    assert gone == ["200 1# ǂa甲ǂf张三著", "701 #0 ǂa张三ǂ4著"]
    assert come == ["200 1# ǂa甲"]


@pytest.mark.parametrize(("flavour", "text"), [("unimarc", _CNMARC), ("marc21", _MARC21)])
def test_no_edit_is_no_change(marc: Parse, flavour: str, text: str) -> None:
    source = marc(flavour, text)
    read = to_bibliographic(source)
    assert apply_edit(source, read, read) is source
    stored = replace(read, version=3, status="draft")
    assert apply_edit(source, stored, replace(stored, version=4)) is source


def test_what_marc_cannot_hold_changes_nothing_else(marc: Parse) -> None:
    source = marc("marc21", _MARC21)
    read: BibliographicRecord = to_bibliographic(source)
    edited = apply_edit(source, read, replace(read, year=-44))
    assert to_bibliographic(edited).year is None
    assert replace(to_bibliographic(edited), year=1998) == read
