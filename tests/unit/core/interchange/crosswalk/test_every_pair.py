"""Full records of both flavours, with scripts side by side, through every pair of formats."""

from __future__ import annotations

import itertools
from dataclasses import fields
from pathlib import Path

import pytest

from core.domain.library import ConversionRequest
from core.domain.records import BibliographicRecord
from core.interchange.formats import FORMAT_NAMES, ImportedRecord, open_reader
from core.interchange.keeping import left_out
from core.interchange.marc.iso2709 import encode_iso2709
from core.services.conversion import convert_file

MARC21 = """
001 ocm00042
008 960101s1996####cc############000#1#chi#d
020 ## ǂa9787020002207 (平装)
020 ## ǂa9780140443714
020 ## ǂz9787020002208
022 ## ǂa0028-0836
035 ## ǂa(OCoLC)42
050 #4 ǂaPL2727.S2
082 04 ǂa895.134
084 ## ǂaI242.4ǂ2clc
100 1# ǂ6880-01ǂaCao, Xueqin,ǂeauthor.
245 10 ǂ6880-02ǂaHong lou meng =ǂbDream of the red chamber /ǂcCao Xueqin, Gao E zhu.
246 31 ǂaStory of the stone
250 ## ǂ6880-03ǂaDi 2 ban.
264 #1 ǂ6880-04ǂaBeijing :ǂbRen min wen xue chu ban she,ǂc1996.
300 ## ǂa3 v. (1606 p.) :ǂbill. ;ǂc21 cm.
490 1# ǂ6880-05ǂaSi da ming zhu ;ǂv1
500 ## ǂaIncludes index.
500 ## ǂaNotes on the text.
520 ## ǂaThe decline of a family: 贾宝玉与林黛玉。
546 ## ǂaText in Chinese.
650 #0 ǂ6880-06ǂaFamiliesǂzChinaǂvFiction.
650 #7 ǂa长篇小说ǂ2cct
700 1# ǂ6880-07ǂaGao, E,ǂeauthor.
700 1# ǂaYang, Xianyi,ǂetranslator.
700 1# ǂaDai, Dunbang,ǂeillustrator.
880 1# ǂ6100-01/$1ǂa曹雪芹,ǂeauthor.
880 10 ǂ6245-02/$1ǂa红楼梦 =ǂbDream of the red chamber /ǂc曹雪芹, 高鹗著.
880 ## ǂ6250-03/$1ǂa第2版.
880 #1 ǂ6264-04/$1ǂa北京 :ǂb人民文学出版社,ǂc1996.
880 1# ǂ6490-05/$1ǂa四大名著 ;ǂv1
880 #0 ǂ6650-06/$1ǂa家庭ǂz中国ǂv小说.
880 1# ǂ6700-07/$1ǂa高鹗,ǂeauthor.
852 8# ǂc总馆ǂpB001ǂhI242.4/5ǂz捐赠
852 8# ǂc分馆ǂpB002ǂhI242.4/5ǂxstatus: on loan
"""
CNMARC = """
001 012003001234
010 ## ǂa978-7-02-000220-7ǂb平装ǂdCNY59.70
010 ## ǂa978-7-5366-9293-0
011 ## ǂa0028-0836
100 ## ǂa20030512d1996####ekmy0chiy50######ea
101 1# ǂachiǂceng
200 1# ǂa老人与海ǂ9lao ren yu haiǂd= The old man and the seaǂe中篇小说ǂf(美) 海明威著ǂg余光中译ǂzeng
205 ## ǂa第2版
210 ## ǂa南京ǂc译林出版社ǂd2010
215 ## ǂa117页ǂd21cm
225 2# ǂa经典译林ǂv12
300 ## ǂa据英文版译出
304 ## ǂa题名取自封面
330 ## ǂa一个人在海上与大鱼搏斗。
510 1# ǂaOld man and the seaǂzeng
517 1# ǂa老人和海
606 0# ǂa中篇小说ǂy美国ǂz现代
606 0# ǂa长篇小说
690 ## ǂaI712.45ǂv5
701 #1 ǂa海明威ǂ9hai ming weiǂ4著
702 #0 ǂa余光中ǂ9yu guang zhongǂ4译
702 #0 ǂa戴敦邦ǂ4插图
801 #0 ǂaCNǂbNLCǂc20030512
905 ## ǂaTSGǂbT001ǂdI712.45ǂe5
905 ## ǂaTSGǂbT002ǂdI712.45ǂe5
"""
SOURCES = {"marc21": MARC21, "unimarc": CNMARC}
SUFFIX = {"marc": "mrc", "unimarc": "iso", "marcxml": "xml", "marcjson": "json", "bibtex": "bib"}
PAIRS = list(itertools.product(FORMAT_NAMES, FORMAT_NAMES))


def convert(source: Path, target: Path, first: str, second: str) -> set[str]:
    """Convert a file of one record. Returns the fields that the conversion said it left out."""
    report = convert_file(ConversionRequest(str(source), str(target), first, second))
    assert (report.written, report.n_rejected) == (1, 0)
    told = "".join(str(each.reason["fields"]) for each in report.warnings if each.reason_id == "export.left_out")
    return {part.split(" ")[0] for part in told.split(", ")}


def only(path: Path, format: str) -> BibliographicRecord:
    [entry] = open_reader(path, format)
    assert isinstance(entry, ImportedRecord), entry
    return entry.record


def is_said(before: BibliographicRecord, after: BibliographicRecord, told: set[str]) -> None:
    missing = set(left_out(after, before)) - told
    assert not missing, [(name, getattr(before, name), getattr(after, name)) for name in missing]


@pytest.mark.parametrize("flavour", SOURCES)
def test_full_records_are_full(marc, tmp_path: Path, flavour: str) -> None:
    """What goes through the pairs below leaves no field of a record empty, and several have more than one value."""
    path = tmp_path / "a.mrc"
    path.write_bytes(encode_iso2709(marc(flavour, SOURCES[flavour])))
    record = only(path, "marc")
    empty = {each.name for each in fields(record) if getattr(record, each.name) in ("", (), None)}
    assert empty <= {"id"}
    assert len({each.role for each in record.contributors}) == 3
    assert len([each for each in record.identifiers if each.scheme == "isbn"]) >= 2
    assert len(record.title_parallel) >= 2
    assert len(record.holdings) == 2
    assert "\n" in record.note


@pytest.mark.parametrize("flavour", SOURCES)
@pytest.mark.parametrize(("first", "second"), PAIRS, ids=["-".join(pair) for pair in PAIRS])
def test_every_pair(marc, tmp_path: Path, flavour: str, first: str, second: str) -> None:
    source = tmp_path / "s.mrc"
    middle, end = (tmp_path / f"{n}.{SUFFIX.get(each, each)}" for n, each in enumerate((first, second)))
    source.write_bytes(encode_iso2709(marc(flavour, SOURCES[flavour])))
    told = convert(source, middle, "marc", first)
    between = only(middle, first)
    is_said(only(source, "marc"), between, told)
    told = convert(middle, end, first, second)
    is_said(between, only(end, second), told)
