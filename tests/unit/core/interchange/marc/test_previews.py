from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from core.domain.marc import MarcRecord
from core.interchange.marc.iso2709 import encode_iso2709
from core.interchange.marc.previews import preview_decodings

Write = Callable[..., Path]


@pytest.mark.parametrize("encoding", ["gbk", "utf-8", "marc-8"])
def test_the_right_encoding_is_recommended_and_shown(cnmarc: MarcRecord, write: Write, encoding: str) -> None:
    found = preview_decodings(write(encode_iso2709(cnmarc, encoding) * 3))
    assert [each.is_recommended for each in found] == [True, False, False, False, False, False]
    best, automatic, *others = found
    assert best.encoding == encoding.replace("gbk", "gb18030")
    assert automatic.encoding == "auto"
    assert best.titles == automatic.titles == ("红楼梦",)
    assert best.flavour == "unimarc"
    assert all(each.score < best.score for each in others)
    assert all("红楼梦" not in each.titles for each in others)


def test_a_mixed_file_is_read_record_by_record(
    cnmarc: MarcRecord, cnmarc_traditional: MarcRecord, marc21_chinese: MarcRecord, write: Write
) -> None:
    data = encode_iso2709(cnmarc, "gbk") + encode_iso2709(cnmarc_traditional, "big5")
    best = preview_decodings(write(data + encode_iso2709(marc21_chinese, "utf-8")))[0]
    assert best.encoding == "auto"
    assert best.flavour == "auto"
    assert best.titles == ("红楼梦", "紅樓夢新證", "Fu sheng liu ji /")


def test_damage_is_stepped_over_and_nothing_gives_nothing(cnmarc: MarcRecord, write: Write) -> None:
    data = encode_iso2709(cnmarc, "gbk")
    assert preview_decodings(write(b"junk\x1d" + data[:-80] + data))[0].encoding == "gb18030"
    assert preview_decodings(write(b"junk")) == ()
