"""What a source says beyond its record is named when it goes into another format, and only then."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.domain.library import ConversionRequest
from core.interchange.formats import ImportedRecord, open_reader
from core.services.conversion import convert_file

MODS = (
    '<mods xmlns="http://www.loc.gov/mods/v3"><titleInfo><title>红楼梦</title></titleInfo><name><namePart>曹雪芹</namePart>'
    '<role><roleTerm>aut</roleTerm></role></name><genre>novel</genre><originInfo><dateIssued>c1996</dateIssued>'
    "<issuance>monographic</issuance></originInfo><language><languageTerm>chi</languageTerm></language>"
    '<identifier type="isbn">7-02-000220-X</identifier><accessCondition>public</accessCondition></mods>'
)  # fmt: skip
DC = (
    '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>红楼梦</dc:title><dc:rights>open</dc:rights>'
    "<dc:date>1996-05</dc:date></metadata>"
)
RIS = "TY  - JOUR\nTI  - On growth\nAU  - Thompson, D'Arcy\nPY  - 1917//\nDO  - 10.1000/1\nSN  - 0028-0836\nER  - \n"
BIBTEX = (
    '@string{cup = "Cambridge UP"}\n@article{k, author={Thompson, D\'Arcy and {WHO}}, title={On {G}rowth}, year=1917,'
    " month=jan, doi={10.1/2}, publisher=cup, keywords={a, b; c}, isbn={978-7-02-000220-7}, language={english}}\n"
)
MARC = (
    '<record xmlns="http://www.loc.gov/MARC21/slim"><leader>00000nam a2200000 a 4500</leader>'
    '<controlfield tag="008">200101s2001    cc a   fb    001 0 chi d</controlfield>'
    '<datafield tag="020" ind1=" " ind2=" "><subfield code="a">702000220X (pbk.)</subfield></datafield>'
    '<datafield tag="082" ind1="0" ind2="4"><subfield code="a">895.1/3</subfield></datafield>'
    '<datafield tag="245" ind1="0" ind2="0"><subfield code="6">880-01</subfield><subfield code="a">Hong lou</subfield>'
    '<subfield code="c">Cao</subfield></datafield>'
    '<datafield tag="336" ind1=" " ind2=" "><subfield code="a">text</subfield></datafield>'
    '<datafield tag="880" ind1="0" ind2="0"><subfield code="6">245-01</subfield><subfield code="a">红楼</subfield>'
    "</datafield></record>"
)


@pytest.mark.parametrize(
    ("suffix", "text", "target", "parts"),
    [
        ("mods", MODS, "csv", {"genre", "originInfo/issuance", "accessCondition"}),
        ("mods", MODS, "mods", None),
        ("dc", DC, "xlsx", {"dc:rights", "dc:date"}),
        ("ris", RIS, "bib", {"TY", "DO"}),
        ("ris", RIS.replace("JOUR", "BOOK").replace("DO  - 10.1000/1\n", ""), "bib", None),
        ("bib", BIBTEX, "ris", {"@article", "month", "doi"}),
        ("bib", BIBTEX, "bib", None),
        ("xml", MARC, "mods", {"008/18-34", "245$6", "336$a"}),
        ("xml", MARC, "mrc", None),
    ],
)
def test_what_the_record_does_not_hold_is_named(
    tmp_path: Path, suffix: str, text: str, target: str, parts: set[str] | None
) -> None:
    source = tmp_path / f"a.{suffix}"
    source.write_text(text, encoding="utf-8")
    report = convert_file(ConversionRequest(str(source), str(tmp_path / f"b.{target}")))
    told = [str(each.reason["parts"]) for each in report.warnings if each.reason_id == "export.unread"]
    assert told == [] if parts is None else [{part.partition(" (")[0] for part in told[0].split(", ")}] == [parts]


def test_each_part_is_counted_by_records(tmp_path: Path) -> None:
    source = tmp_path / "a.ris"
    source.write_text(
        RIS + RIS.replace("10.1000/1", "10.1000/2") + RIS.replace("DO  - 10.1000/1\n", ""), encoding="utf-8"
    )
    (warning,) = convert_file(ConversionRequest(str(source), str(tmp_path / "b.csv"))).warnings
    assert warning.reason == {"source": "ris", "format": "csv", "parts": "TY (3), DO (2)"}


def test_keys_that_no_field_takes_are_told_once(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    path.write_text(
        '{"title":"a","价格":3,"x":null}\n{"title":"b","价格":4,"y":1}\n{"title":"c","class_clc":"I2"}\n', "utf-8"
    )
    entries = [each for each in open_reader(path) if isinstance(each, ImportedRecord)]
    assert [[w.reason for w in each.warnings] for each in entries] == [[{"keys": "价格"}], [{"keys": "y"}], []]
