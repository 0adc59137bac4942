"""Fields of CNMARC and UNIMARC, in records written after the manuals of CALIS and the National Library of China."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.domain.marc import MarcRecord
from core.domain.records import Contributor, Holding, Identifier, Subject
from core.interchange.crosswalk import to_bibliographic

Parse = Callable[..., MarcRecord]

_NLC = """
001 012004002367
005 20040223105436.6
010 ## ǂa7-02-000220-Xǂb精装ǂdCNY59.70
010 ## ǂa7020002200ǂz978-7-02-000220-8
091 ## ǂa10019·1234
100 ## ǂa20040105d1982    em y0chiy0110    ea
101 0# ǂachi
102 ## ǂaCNǂb110000
200 1# ǂa红楼梦ǂ9hong lou mengǂb专著ǂe脂砚斋重评石头记ǂh上ǂf(清)曹雪芹, 高鹗著ǂg启功注释
205 ## ǂa第2版ǂb修订本
210 ## ǂa北京ǂc人民文学出版社ǂd1982.3 (1985重印)
215 ## ǂa3册 (1606页)ǂc图ǂd21cmǂe地图1张
225 2# ǂa中国古典文学读本丛书ǂh第一辑ǂv5
300 ## ǂa据庚辰本整理
327 1# ǂa第一回ǂa第二回
330 ## ǂa本书是中国古典小说。
510 1# ǂaA dream of red mansionsǂzeng
517 1# ǂa石头记ǂ9shi tou ji
600 #0 ǂa曹雪芹ǂf(约1715-约1763)ǂx人物研究
606 0# ǂa章回小说ǂy中国ǂz清代ǂ2CT
607 ## ǂa北京ǂx历史
610 0# ǂa古典文学ǂa四大名著
676 ## ǂa895.1348
690 ## ǂaI242.4ǂv4
692 ## ǂa49.52ǂv3
701 #0 ǂc(清)ǂa曹雪芹ǂ9cao xue qinǂf(约1715-约1763)ǂ4著
701 #0 ǂc(清)ǂa高鹗ǂ9gao eǂ4著
702 #0 ǂa启功ǂ9qi gongǂ4注释
712 02 ǂa中国艺术研究院ǂb红楼梦研究所ǂ4校注
801 #0 ǂaCNǂbNLCǂc20040105
905 ## ǂaTSGǂbD031933ǂbD031934ǂdI242.4ǂe21
"""


def test_a_chinese_monograph(marc: Parse) -> None:
    record = to_bibliographic(marc("unimarc", _NLC))
    assert record.title == "红楼梦 : 脂砚斋重评石头记. 上"
    assert record.external_id == "012004002367"
    assert record.title_parallel == ("A dream of red mansions", "石头记")
    assert record.contributors == (
        Contributor("曹雪芹"),
        Contributor("高鹗"),
        Contributor("启功", "annotator"),
        Contributor("中国艺术研究院. 红楼梦研究所", "editor"),
    )
    assert (record.language, record.year, record.place, record.publisher) == ("chi", 1982, "北京", "人民文学出版社")
    assert record.edition == "第2版, 修订本"
    assert record.extent == "3册 (1606页) : 图 ; 21cm + 地图1张"
    assert record.series == "中国古典文学读本丛书. 第一辑 ; 5"
    assert record.note == "据庚辰本整理\n第一回 第二回"
    assert record.description == "本书是中国古典小说。"
    assert record.subjects == (
        Subject("曹雪芹--人物研究"),
        Subject("章回小说--中国--清代", "cct"),
        Subject("北京--历史"),
        Subject("古典文学"),
        Subject("四大名著"),
        Subject("895.1348", "ddc"),
        Subject("I242.4", "clc"),
        Subject("49.52", "casc"),
    )
    assert record.identifiers == (
        Identifier("isbn", "9787020002207"),
        Identifier("isbn", "7020002200", valid=False),
        Identifier("isbn", "9787020002208", valid=False),
        Identifier("control", "统一书号10019·1234"),
    )
    assert record.holdings == (
        Holding(barcode="D031933", call_number="I242.4/21", location="TSG"),
        Holding(barcode="D031934", call_number="I242.4/21", location="TSG"),
    )


def test_a_translation(marc: Parse) -> None:
    record = to_bibliographic(
        marc(
            "unimarc",
            """
100 ## ǂa20050221d2005    em y0chiy50      ea
101 1# ǂachiǂceng
200 1# ǂa少年小树之歌ǂAShao Nian Xiao Shu Zhi Geǂd= The education of Little Treeǂf(美) 佛瑞斯特·卡特著ǂg姚宏昌译ǂzeng
210 ## ǂa杭州ǂc浙江文艺出版社ǂd2005
454 #1 ǂ12001 ǂaEducation of Little Tree
500 10 ǂaEducation of Little Treeǂmeng
701 #0 ǂc(美)ǂa卡特ǂAKa Teǂc(Carter, Forrest)ǂ4著
702 #0 ǂa姚宏昌ǂAYao Hong Changǂ4译
""",
        )
    )
    assert record.title == "少年小树之歌"
    assert record.title_parallel == ("The education of Little Tree", "Education of Little Tree")
    assert record.contributors == (Contributor("卡特"), Contributor("姚宏昌", "translator"))


def test_what_follows_a_parallel_title(marc: Parse) -> None:
    back = to_bibliographic(marc("unimarc", "200 1# ǂa简·爱ǂdJane Eyreǂe世界名著ǂh第一卷ǂi早年"))
    assert (back.title, back.title_parallel) == ("简·爱 : 世界名著. 第一卷, 早年", ("Jane Eyre",))
    same = to_bibliographic(marc("unimarc", "200 1# ǂa简·爱ǂdJane Eyreǂean autobiography"))
    assert (same.title, same.title_parallel) == ("简·爱", ("Jane Eyre : an autobiography",))


def test_one_volume_of_several(marc: Parse) -> None:
    record = to_bibliographic(
        marc(
            "unimarc",
            """
200 1# ǂa中国通史ǂh第三卷ǂi上古时代ǂf白寿彝总主编
215 ## ǂa2册ǂd21cm
461 #0 ǂ12001 ǂa中国通史ǂv第三卷
701 #0 ǂa白寿彝ǂ4总主编
""",
        )
    )
    assert record.title == "中国通史. 第三卷, 上古时代"
    assert record.series == "中国通史 ; 第三卷"
    assert record.contributors == (Contributor("白寿彝", "editor"),)


def test_without_a_title_proper_another_title_is_it(marc: Parse) -> None:
    record = to_bibliographic(marc("unimarc", "517 1# ǂa石头记\n517 1# ǂa红楼梦"))
    assert (record.title, record.title_parallel) == ("石头记", ("红楼梦",))


def test_a_serial(marc: Parse) -> None:
    record = to_bibliographic(
        marc(
            "unimarc",
            """
011 ## ǂa1000-0135ǂdCNY5.00
100 ## ǂa19980101a19579999em y0chiy0120    ea
101 0# ǂachi
200 1# ǂa情报学报ǂb连续出版物ǂf中国科学技术情报学会[主办]
207 #0 ǂaVol. 1, no. 1 (1982)-
210 ## ǂa北京ǂc学报编辑部ǂd1982-
711 02 ǂa中国科学技术情报学会ǂ4主办
""",
            "00000nas0 2200000   450 ",
        )
    )
    assert record.identifiers == (Identifier("issn", "10000135"),)
    assert record.contributors == (Contributor("中国科学技术情报学会", "sponsor"),)
    assert record.year == 1957


def test_an_early_book(marc: Parse) -> None:
    record = to_bibliographic(
        marc(
            "unimarc",
            """
100 ## ǂa20100101u        em y0chiy0110    ea
200 1# ǂa古文观止ǂb古籍ǂf(清)吴楚材, 吴调侯选
210 ## ǂa[出版地不详]ǂc文富堂ǂd清乾隆五十四年
215 ## ǂa12卷ǂd线装
""",
        )
    )
    assert (record.year, record.place, record.publisher) == (1789, "", "文富堂")
    assert record.contributors[0].name == "吴楚材"


def test_european_unimarc(marc: Parse) -> None:
    record = to_bibliographic(
        marc(
            "unimarc",
            """
001 IT\\ICCU\\ANA\\0019370
101 1# ǂaitaǂceng
200 1# ǂa\x88L'\x89altra faccia della spiraleǂfIsaac Asimovǂgtraduzione di Cesare Scaglia
410 #0 ǂ1001IT\\ICCU\\CFI\\0012751ǂ12001 ǂa\x88I \x89bestsellersǂv641
454 #0 ǂ1001IT\\ICCU\\RAV\\0005061ǂ12001 ǂaSecond foundation.ǂ1700 1ǂaAsimovǂb, Isaacǂ4070
606 ## ǂaScience fictionǂ2lc
700 #1 ǂaAsimovǂb, Isaacǂ3IT\\ICCU\\CFIV\\007327ǂ4070
702 #1 ǂaScagliaǂb, Cesareǂ4730
""",
        )
    )
    assert record.title == "L'altra faccia della spirale"
    assert record.title_parallel == ("Second foundation",)
    assert record.series == "I bestsellers ; 641"
    assert record.contributors == (Contributor("Asimov, Isaac"), Contributor("Scaglia, Cesare", "translator"))
    assert record.subjects == (Subject("Science fiction", "lcsh"),)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ǂa（英国）葛瑞姆·汉卡克ǂ4著", Contributor("葛瑞姆·汉卡克")),
        ("ǂa海明威ǂb(Hemingway, Ernest)ǂ4著", Contributor("海明威")),
        ("ǂa秦子超ǂ4编著", Contributor("秦子超")),
        ("ǂa李运华ǂ4主编", Contributor("李运华", "editor")),
        ("ǂa华三川ǂ4绘", Contributor("华三川", "illustrator")),
        ("ǂa张三ǂ4监修", Contributor("张三", "监修")),
        ("ǂa史军", Contributor("史军")),
    ],
)
def test_names_and_chinese_roles(marc: Parse, name: str, expected: Contributor) -> None:
    assert to_bibliographic(marc("unimarc", f"200 1# ǂaTǂf某人\n701 #0 {name}")).contributors == (expected,)
