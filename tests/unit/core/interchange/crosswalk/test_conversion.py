"""Records in the other flavour, and the list of what has no place there."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from core.domain.marc import MarcRecord
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
490 1# ǂaProfessional series ;ǂvv. 7
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
        "200 1# ǂaThe programmerǂdLe programmeurǂfAndrew Huntǂgtranslated by D. Thomas",
        "210 ## ǂaReading, Mass.ǂcAddison-Wesleyǂd2000",
        "215 ## ǂaxxiv, 321 p.ǂcill.ǂd24 cm",
        "225 2# ǂaProfessional seriesǂvv. 7",
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
    assert converted.lost == (
        LostPart("336", "", "text txt"),
        LostPart("008", "18-34", "      b    001 0 "),
    )


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
        "008 040105s1996    cc |||||||||||||||||chi d",
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
    assert converted.lost == (LostPart("102", "b", "310000"),)
    assert held_part(to_bibliographic(converted.record), "marc21") == held_part(to_bibliographic(source), "marc21")


def test_the_same_flavour_is_the_same_record(marc: Parse) -> None:
    source = marc("unimarc", "200 1# ǂa甲")
    assert convert_flavour(source, "unimarc").record is source


def test_romanised_forms_are_lost_but_for_the_title(marc: Parse) -> None:
    source = marc(
        "marc21",
        """
100 1# ǂ6880-01ǂaCao, Xueqin.
245 10 ǂ6880-02ǂaHong lou meng.
880 1# ǂ6100-01/$1ǂa曹雪芹.
880 10 ǂ6245-02/$1ǂa红楼梦.
""",
    )
    converted = convert_flavour(source, "unimarc", "calis")
    record = to_bibliographic(converted.record)
    assert (record.title, record.title_parallel) == ("红楼梦", ("Hong lou meng",))
    assert converted.record.first("701", "A") == "Cao Xue Qin"
    assert LostPart("100", "a", "Cao, Xueqin.") in converted.lost
