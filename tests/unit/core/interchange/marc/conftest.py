from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from core.domain.marc import MarcField, MarcRecord, Subfield
from core.domain.records import RejectedInput
from core.interchange.marc.entries import MarcEntries, MarcEntry

Split = Callable[[MarcEntries], tuple[list[MarcEntry], list[RejectedInput]]]


def data_field(tag: str, indicators: str, *subfields: str) -> MarcField:
    """A field from texts that begin with their subfield code."""
    pairs = tuple(Subfield(each[0], each[1:]) for each in subfields)
    return MarcField(tag, "", (indicators[0], indicators[1]), pairs)


@pytest.fixture(scope="session")
def cnmarc() -> MarcRecord:
    """A novel as CNMARC libraries describe it, after the fields of the CNMARC manual (2004)."""
    return MarcRecord(
        "unimarc",
        "00000nam0 2200000   450 ",
        (
            MarcField("001", "012004000001"),
            MarcField("005", "20040312101500.0"),
            data_field("010", "  ", "a978-7-02-000220-7", "dCNY59.70"),
            data_field("100", "  ", "a20040312d1996    em y0chiy0110    ea"),
            data_field("101", "0 ", "achi"),
            data_field("102", "  ", "aCN", "b110000"),
            data_field("200", "1 ", "a红楼梦", "9hong lou meng", "f(清)曹雪芹, 高鹗著"),
            data_field("210", "  ", "a北京", "c人民文学出版社", "d1996"),
            data_field("215", "  ", "a2册(1610页)", "d20cm"),
            data_field("330", "  ", "a本书以贾宝玉、林黛玉的爱情悲剧为主线，描写了贾、史、王、薛四大家族的兴衰。"),
            data_field("606", "0 ", "a章回小说", "y中国", "z清代"),
            data_field("690", "  ", "aI242.4", "v4"),
            data_field("701", " 0", "a曹雪芹", "9cao xue qin", "4著"),
            data_field("801", " 0", "aCN", "bNLC", "c20040312"),
        ),
    )


@pytest.fixture(scope="session")
def cnmarc_traditional() -> MarcRecord:
    return MarcRecord(
        "unimarc",
        "00000nam0 2200000   450 ",
        (
            MarcField("001", "tw0001"),
            data_field("100", "  ", "a20040312d1985    em y0chiy01      ea"),
            data_field("200", "1 ", "a紅樓夢新證", "f周汝昌撰"),
            data_field("210", "  ", "a臺北市", "c聯經出版事業公司", "d民國74"),
            data_field("606", "0 ", "a中國小說", "x歷史與批評"),
        ),
    )


@pytest.fixture(scope="session")
def marc21_chinese() -> MarcRecord:
    """MARC 21 with vernacular fields in 880, after appendix D of the bibliographic format."""
    return MarcRecord(
        "marc21",
        "00000cam  2200000 a 4500",
        (
            MarcField("001", "   92837465"),
            MarcField("008", "920604s1990    cc a     b    000 0 chi  "),
            data_field("020", "  ", "a7101005544"),
            data_field("066", "  ", "c$1"),
            data_field("100", "1 ", "6880-01", "aShen, Fu,", "d1763-approximately 1807."),
            data_field("245", "10", "6880-02", "aFu sheng liu ji /", "cShen Fu zhu."),
            data_field("250", "  ", "6880-03", "aDi 1 ban."),
            data_field("700", "1 ", "aDvořák, Antonín."),
            data_field("880", "1 ", "6100-01/$1", "a沈復,", "d1763-approximately 1807."),
            data_field("880", "10", "6245-02/$1", "a浮生六記 /", "c沈復著."),
        ),
    )


@pytest.fixture
def write(tmp_path: Path) -> Callable[[bytes], Path]:
    """Write bytes to a file with a Chinese name."""

    def written(data: bytes, name: str = "书目 数据.mrc") -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return written


@pytest.fixture(scope="session")
def split() -> Split:
    """Part entries from rejected pieces."""

    def parted(entries: MarcEntries) -> tuple[list[MarcEntry], list[RejectedInput]]:
        everything = list(entries)
        return (
            [each for each in everything if isinstance(each, MarcEntry)],
            [each for each in everything if isinstance(each, RejectedInput)],
        )

    return parted
