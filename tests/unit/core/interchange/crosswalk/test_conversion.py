"""Records in the other flavour, and the list of what has no place there."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest

from core.domain.marc import MarcFlavour, MarcRecord
from core.interchange.crosswalk import LostPart, convert_flavour, held_part, to_bibliographic

Parse = Callable[..., MarcRecord]
Show = Callable[[MarcRecord], list[str]]
_DAY = datetime.date(2026, 3, 9)


def test_marc21_to_cnmarc(marc: Parse, lines: Show) -> None:
    source = marc(
        "marc21",
        """
001 11778504
008 990802r20001954mau######b####001#0#eng##
020 ## ǂa020161622X (pbk.) :ǂc$39.99
040 ## ǂaDLCǂcDLC
041 1# ǂaengǂhfreǂhger
050 00 ǂaQA76.6ǂb.H857 2000
082 00 ǂa005.1ǂ221
100 1# ǂaHunt, Andrew,ǂd1964-ǂ0n123
245 14 ǂaThe programmer =ǂbLe programmeur /ǂcAndrew Hunt ; translated by D. Thomas.
260 ## ǂaReading, Mass. :ǂbAddison-Wesley,ǂc2000.
300 ## ǂaxxiv, 321 p. :ǂbill. ;ǂc24 cm.
336 ## ǂatextǂbtxt
490 1# ǂaProfessional series / edited by B. Dean ;ǂvv. 7
504 ## ǂaIncludes index.
610 20 ǂaUnited States.ǂbCongressǂxHistory.
650 #0 ǂaComputer programmingǂvHandbooksǂzUnited States.
700 1# ǂaThomas, David,ǂetranslator.
780 00 ǂtEarlier workǂw(DLC)1
856 40 ǂuhttp://example.org/
906 ## ǂa0ǂbvipǂcorignew
999 ## ǂxlocal
""",
        "01060cam a22002894a 4500",
    )
    converted = convert_flavour(source, "unimarc", entered=_DAY)
    assert converted.record.leader == "00000cam0 2200000   450 "
    assert lines(converted.record) == [
        "001 11778504",
        "010 ## ǂa020161622Xǂbpbk.ǂd$39.99",
        "100 ## ǂa19990802e20001954u  y0engy50      ba",
        "101 1# ǂaengǂcfreǂcger",
        "102 ## ǂaUS",
        "105 ## ǂay   a   001yy",
        "181 ## ǂctxtǂ2rdacontent",
        "200 1# ǂaThe programmerǂdLe programmeurǂfAndrew Huntǂgtranslated by D. Thomas",
        "210 ## ǂaReading, Mass.ǂcAddison-Wesleyǂd2000",
        "215 ## ǂaxxiv, 321 p.ǂcill.ǂd24 cm",
        "225 2# ǂaProfessional seriesǂfedited by B. Deanǂvv. 7",
        "320 ## ǂaIncludes index.",
        "430 #0 ǂtEarlier workǂ3(DLC)1",
        "680 ## ǂaQA76.6ǂb.H857 2000",
        "676 ## ǂa005.1ǂv21",
        "601 02 ǂaUnited StatesǂbCongressǂxHistoryǂ2lc",
        "606 0# ǂaComputer programmingǂjHandbooksǂyUnited Statesǂ2lc",
        "700 #1 ǂaHuntǂbAndrewǂf1964-ǂ3n123ǂ4070",
        "702 #1 ǂaThomasǂbDavidǂ4730",
        "801 #0 ǂaCNǂbDLCǂc20260309",
        "856 4# ǂuhttp://example.org/",
        "906 ## ǂa0ǂbvipǂcorignew",
        "999 ## ǂxlocal",
    ]
    assert converted.lost == ()


def test_cnmarc_to_marc21(marc: Parse, lines: Show) -> None:
    source = marc(
        "unimarc",
        """
001 012004002367
010 ## ǂa7-02-000220-Xǂb精装ǂdCNY59.70
100 ## ǂa20040105d1996    em y0chiy0110    ea
101 1# ǂachiǂceng
102 ## ǂaCNǂb310000
200 1# ǂa简·爱ǂ9jian aiǂe世界名著ǂh第一卷ǂf(英)勃朗特著ǂg黄源深译
205 ## ǂa第2版
210 ## ǂa上海ǂc上海译文出版社ǂd1996.8
215 ## ǂa525页ǂc图ǂd21cm
225 2# ǂa珍藏本ǂv3
327 0# ǂa第一章ǂa第二章
500 10 ǂaJane Eyreǂmeng
606 0# ǂa长篇小说ǂy英国ǂz近代ǂ2CT
690 ## ǂaI561.44ǂv4
701 #0 ǂc(英)ǂa勃朗特ǂ9bo lang teǂf1816-1855ǂ4著
702 #0 ǂa黄源深ǂ9huang yuan shenǂ4译
905 ## ǂaTSGǂbD031933ǂdI561.44ǂe21
""",
    )
    converted = convert_flavour(source, "marc21", entered=_DAY)
    assert lines(converted.record) == [
        "001 012004002367",
        "008 040105s1996    cc ||||d||||| ||| ||chi d",
        "020 ## ǂa702000220Xǂq精装ǂcCNY59.70",
        "041 1# ǂachiǂheng",
        "084 ## ǂaI561.44ǂ2clc",
        "100 1# ǂa勃朗特ǂc(英),ǂd1816-1855,ǂeauthor.ǂ4aut",
        "240 10 ǂaJane Eyreǂleng",
        "245 10 ǂa简·爱 :ǂb世界名著.ǂn第一卷 /ǂc(英)勃朗特著 ; 黄源深译.",
        "250 ## ǂa第2版",
        "264 #1 ǂa上海 :ǂb上海译文出版社,ǂc1996.8.",
        "300 ## ǂa525页 :ǂb图 ;ǂc21cm",
        "490 0# ǂa珍藏本 ;ǂv3",
        "505 0# ǂa第一章ǂa第二章",
        "650 #7 ǂa长篇小说ǂz英国ǂy近代.ǂ2cct",
        "700 1# ǂa黄源深,ǂetranslator.ǂ4trl",
        "905 ## ǂaTSGǂbD031933ǂdI561.44ǂe21",
    ]
    assert {(each.name, each.value) for each in converted.lost} == {
        ("100/17-21", "em y0"),
        ("102$b", "310000"),
        ("200$9", "jian ai"),
        ("690$v", "4"),
        ("701$9", "bo lang te"),
        ("702$9", "huang yuan shen"),
    }
    assert held_part(to_bibliographic(converted.record), "marc21") == held_part(to_bibliographic(source), "marc21")


def test_the_same_flavour_is_the_same_record(marc: Parse) -> None:
    source = marc("unimarc", "200 1# ǂa甲")
    assert convert_flavour(source, "unimarc").record is source


ROMANISED = """
100 1# ǂ6880-01ǂaCao, Xueqin.
245 10 ǂ6880-02ǂaHong lou meng /ǂcby Cao Xueqin.
260 ## ǂ6880-03ǂaBeijing :ǂbRen min wen xue,ǂc1996.
650 #0 ǂ6880-04ǂaFiction.
880 1# ǂ6100-01/$1ǂa曹雪芹.
880 10 ǂ6245-02/$1ǂa红楼梦 /ǂc曹雪芹著.
880 ## ǂ6260-03/$1ǂa北京 :ǂb人民文学,ǂc1996.
880 #0 ǂ6650-04/$1ǂa小说.
"""


def test_romanised_forms_are_kept_or_named(marc: Parse) -> None:
    """CALIS makes the pinyin of a name anew; plain UNIMARC has none, and nothing goes without a word."""
    converted = convert_flavour(marc("marc21", ROMANISED), "unimarc", "calis")
    record = to_bibliographic(converted.record)
    assert (record.title, record.title_parallel) == ("红楼梦", ("Hong lou meng",))
    assert converted.record.first("701", "A") == "Cao Xue Qin"
    lost = {(each.name, each.value) for each in converted.lost}
    places = {("260$6", "Beijing :"), ("260$6", "Ren min wen xue,")}
    assert lost == {("245$6", "by Cao Xueqin."), ("880", "小说."), *places}
    plain = convert_flavour(marc("marc21", ROMANISED), "unimarc")
    assert LostPart("100", "a", "Cao, Xueqin.", is_linked=True) in plain.lost


@pytest.mark.parametrize(
    ("to", "text", "names"),
    [
        (
            "unimarc",
            "245 10 ǂaA title /ǂcby B.ǂf1900\n700 12 ǂaHunt, A.ǂtPoemsǂln",
            {"245$f", "700$t", "700$l", "700$a"},
        ),
        ("unimarc", "245 00 ǂaA\n246 1# ǂiCover title:ǂaB\n650 #0 ǂaArtǂ0(DLC)sh1", {"246$i", "650$0"}),
        ("unimarc", "003 DLC\n245 00 ǂaA\n040 ## ǂaDLCǂbengǂcDLCǂerda", {"003", "040$e"}),
        ("marc21", "200 1# ǂaAǂdBǂzengǂv第二册\n801 #0 ǂaCNǂbNLCǂc20200101", {"200$z", "200$v", "801$a", "801$c"}),
        ("marc21", "200 1# ǂaA\n517 1# ǂaBǂ9bi\n225 2# ǂaCǂAcong shu", {"517$9", "225$A"}),
        ("marc21", "200 1# ǂaA\n106 ## ǂad\n102 ## ǂaCNǂaUS", {"106$a", "102$a"}),
        ("marc21", "200 1# ǂa甲乙\n314 ## ǂa责任者取自版权页", set()),
    ],
)
def test_what_has_no_place_is_named(marc: Parse, to: MarcFlavour, text: str, names: set[str]) -> None:
    source = marc("marc21" if to == "unimarc" else "unimarc", text)
    assert {each.name for each in convert_flavour(source, to, entered=_DAY).lost} == names


def test_a_note_on_responsibility_is_a_general_note(marc: Parse, lines: Show) -> None:
    source = marc("unimarc", "200 1# ǂa甲\n314 ## ǂa责任者规范汉译姓: 勃朗特")
    assert "500 ## ǂa责任者规范汉译姓: 勃朗特" in lines(convert_flavour(source, "marc21", entered=_DAY).record)


def test_titles_bodies_series_and_copyright_of_a_linked_record(marc: Parse, lines: Show) -> None:
    """$e of 710 is a relator, not part of the body; $b after "=" is no part of the title; a uniform title keeps $l."""
    source = marc(
        "marc21",
        """
008 240101s2019####cc#a#####b####001#0#chi##
100 1# ǂ6880-01ǂaLu, Xun,ǂeauthor.
240 10 ǂaPoems.ǂlEnglish & Chinese
245 10 ǂ6880-02ǂaLu Xun quan ji =ǂbThe complete works of Lu Xun.
264 #1 ǂaBeijing :ǂbSanlian,ǂc2019.
264 #4 ǂc©2018
490 1# ǂaXian dai wen xue ;ǂv5
610 20 ǂaSanlian.ǂbArchive,ǂeeditor.
710 2# ǂaSanlian shu dian,ǂepublisher.
711 2# ǂaCongress of Translators.ǂeBeijing Section.
830 #0 ǂaXian dai wen xue ;ǂv5
880 1# ǂ6100-01ǂa鲁迅,ǂe著.
880 10 ǂ6245-02ǂa鲁迅全集 =ǂbThe complete works of Lu Xun.
""",
    )
    there = convert_flavour(source, "unimarc", "calis", entered=_DAY)
    written = lines(there.record)
    assert "500 10 ǂaPoemsǂmEnglish & Chinese" in written
    assert "510 1# ǂaLu Xun quan ji" in written
    assert "712 02 ǂaSanlian shu dianǂ4出版" in written
    assert "712 12 ǂaCongress of TranslatorsǂbBeijing Section" in [line.partition("ǂ4")[0] for line in written]
    assert "601 02 ǂaSanlianǂbArchiveǂ2lc" in written
    back = lines(convert_flavour(there.record, "marc21", entered=_DAY).record)
    for line in (
        "240 10 ǂaPoemsǂlEnglish & Chinese",
        "264 #1 ǂaBeijing :ǂbSanlian,ǂc2019.",
        "264 #4 ǂc©2018.",
        "490 1# ǂaXian dai wen xue ;ǂv5",
        "710 2# ǂaSanlian shu dian,ǂepublisher.ǂ4pbl",
        "830 #0 ǂaXian dai wen xue ;ǂv5",
    ):
        assert line in back


def test_embedded_fields_of_cnmarc_become_links(marc: Parse, lines: Show) -> None:
    """The technique of $1, by which Chinese libraries link: the tag, its indicators, then its subfields."""
    source = marc(
        "unimarc",
        """
100 ## ǂa20190312d2019####em#y0chiy50######ea
101 1# ǂachiǂceng
200 1# ǂa战争与和平ǂf托尔斯泰著
225 2# ǂa外国文学名著丛书ǂv12
410 #0 ǂ12001#ǂa外国文学名著丛书ǂv12
451 #0 ǂ1001012345ǂ12001#ǂa另一版本ǂ1700#0ǂa某人ǂ1210##ǂa上海ǂc译文出版社ǂd2018
454 #0 ǂ12001#ǂaVoĭna i mir
461 #0 ǂ12001#ǂa全集ǂv3ǂ1011##ǂa1000-0001
462 #0 ǂt分册
""".replace("#ǂa", " ǂa"),
    )
    converted = convert_flavour(source, "marc21", entered=_DAY)
    written = lines(converted.record)
    assert "830 #0 ǂa外国文学名著丛书 ;ǂv12" in written
    assert "775 0# ǂw012345ǂt另一版本" in written
    assert "765 0# ǂtVoĭna i mir" in written
    assert "773 0# ǂt全集ǂg3ǂx1000-0001" in written
    assert "773 0# ǂt分册" in written
    lost = {(each.tag, each.value) for each in converted.lost if each.tag[0] == "4"}
    assert lost == {("451", "某人"), ("451", "上海"), ("451", "译文出版社"), ("451", "2018")}
    assert to_bibliographic(converted.record).series == to_bibliographic(source).series
