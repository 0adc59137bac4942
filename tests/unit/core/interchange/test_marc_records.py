"""MARC through the door: kept bytes, edits, flavours, rules, encodings, previews."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.domain.library import ConversionRequest, ExportOptions
from core.domain.records import BibliographicRecord, Contributor, Identifier, RejectedInput
from core.errors import InvalidInputError
from core.interchange.crosswalk import from_bibliographic
from core.interchange.formats import ImportedRecord, estimate_records, format_of_file, open_reader, open_writer, preview
from core.interchange.marc.iso2709 import encode_iso2709
from core.services.conversion import convert_file

RED = BibliographicRecord(
    "红楼梦",
    external_id="001",
    contributors=(Contributor("曹雪芹"),),
    language="chi",
    year=1996,
    publisher="人民文学出版社",
    identifiers=(Identifier("isbn", "9787020002207"),),
)
OLD = BibliographicRecord(
    "紅樓夢", external_id="003", language="chi", description="賈寶玉與林黛玉的愛情悲劇。", publisher="臺灣學生書局"
)
SEA = BibliographicRecord(
    "The old man and the sea", external_id="002", contributors=(Contributor("Hemingway, Ernest"),)
)


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """MARC 21 in UTF-8, CNMARC in GB18030 and in Big5, and something that is no record between them."""
    path = tmp_path / "混合 一.mrc"
    path.write_bytes(
        encode_iso2709(from_bibliographic(SEA, "marc21"), "utf-8")
        + encode_iso2709(from_bibliographic(RED, "unimarc", "calis"), "gb18030")
        + b"00123 junk \x1e\x1d"
        + encode_iso2709(from_bibliographic(OLD, "unimarc"), "big5")
    )
    return path


def taken(path: Path, **options: str) -> list[ImportedRecord]:
    return [entry for entry in open_reader(path, **options) if isinstance(entry, ImportedRecord)]  # type: ignore[arg-type]


def test_flavours_and_encodings_are_told_by_record(mixed: Path) -> None:
    entries = list(open_reader(mixed))
    found = [(e.source.format, e.source.encoding) for e in entries if isinstance(e, ImportedRecord) and e.source]
    assert found == [("marc21", "utf-8"), ("unimarc", "gb18030"), ("unimarc", "big5")]
    [rejected] = [entry for entry in entries if isinstance(entry, RejectedInput)]
    assert rejected.position == "3"
    assert [entry.record.title for entry in taken(mixed)] == [SEA.title, "红楼梦", "紅樓夢"]
    assert estimate_records(mixed) == 4


def test_a_preview_shows_decodings(mixed: Path) -> None:
    shown = preview(mixed)
    assert shown.format == "marc"
    assert shown.encoding == "utf-8, gb18030, big5"
    assert shown.decodings[0].is_recommended
    assert shown.decodings[0].encoding == "auto"
    assert "红楼梦" in shown.decodings[0].titles
    assert {"gb18030", "big5", "utf-8"} <= {choice.encoding for choice in shown.decodings}


@pytest.mark.parametrize(("format", "suffix"), [("marcxml", "xml"), ("marcjson", "json"), ("marc", "mrc")])
def test_unedited_records_come_out_as_they_came(mixed: Path, tmp_path: Path, format: str, suffix: str) -> None:
    first, second = tmp_path / f"a.{suffix}", tmp_path / f"b.{suffix}"
    convert_file(ConversionRequest(str(mixed), str(first), "auto", format))
    assert format_of_file(first) == format
    report = convert_file(ConversionRequest(str(first), str(second), "auto", format))
    assert (report.written, report.rejected, report.warnings) == (3, (), ())
    assert second.read_bytes() == first.read_bytes()
    if format == "marc":
        assert first.read_bytes() == mixed.read_bytes().replace(b"00123 junk \x1e\x1d", b"")


def test_an_edit_leaves_the_other_fields_bytes(mixed: Path, tmp_path: Path) -> None:
    entry = taken(mixed)[1]
    path = tmp_path / "a.mrc"
    with open_writer(path) as writer:
        writer.write(replace(entry.record, title="石头记"), source=entry.source)
    [back] = taken(path)
    assert back.record == replace(entry.record, title="石头记")
    assert back.source is not None
    assert back.source.encoding == "gb18030"
    assert "人民文学出版社".encode("gb18030") in back.source.data


def test_a_number_of_the_catalogue_does_not_touch_the_source(mixed: Path, tmp_path: Path) -> None:
    entry = taken(mixed)[0]
    path = tmp_path / "a.mrc"
    with open_writer(path) as writer:
        writer.write(replace(entry.record, external_id="other", status="draft", version=7), source=entry.source)
    assert entry.source is not None
    assert path.read_bytes() == entry.source.data


def test_flavour_and_rules(mixed: Path, tmp_path: Path) -> None:
    for flavour in ("unimarc", "marc21"):
        path = tmp_path / f"{flavour}.mrc"
        convert_file(ConversionRequest(str(mixed), str(path), options=ExportOptions(flavour=flavour, encoding="utf-8")))  # type: ignore[arg-type]
        assert {e.source.format for e in taken(path) if e.source} == {flavour}
        assert [e.record.title for e in taken(path)] == [SEA.title, "红楼梦", "紅樓夢"]
    pinyin = {}
    for rules in ("calis", "nlc"):
        path = tmp_path / f"{rules}.mrc"
        convert_file(ConversionRequest(str(mixed), str(path), options=ExportOptions(rules=rules)))  # type: ignore[arg-type]
        pinyin[rules] = taken(path)[1].source
    assert pinyin["calis"] is not None
    assert b"\x1fAHong Lou Meng" in pinyin["calis"].data
    assert pinyin["nlc"] is not None
    assert b"\x1f9hong lou meng" in pinyin["nlc"].data


def test_characters_that_the_encoding_lacks(tmp_path: Path) -> None:
    path = tmp_path / "a.mrc"
    odd = replace(RED, title="红楼梦 ❤", publisher="☃社")
    with pytest.raises(InvalidInputError) as caught, open_writer(path, options=ExportOptions(encoding="gbk")) as writer:
        writer.write(odd)
    assert caught.value.message_id == "text.unencodable"
    assert caught.value.context["title"] == "红楼梦 ❤"
    assert not path.exists()
    with open_writer(path, options=ExportOptions(encoding="gbk", unencodable="warn")) as writer:
        writer.write(odd)
    assert [(each.reason_id, each.position) for each in writer.warnings] == [("text.referenced", "1")]
    assert writer.warnings[0].reason == {"title": odd.title, "encoding": "gbk", "characters": "❤☃"}
    assert b"?" not in path.read_bytes()
    assert taken(path)[0].record.title == "红楼梦 ❤"


def test_a_record_that_iso_2709_cannot_hold_is_left_out_and_told(tmp_path: Path) -> None:
    path = tmp_path / "a.mrc"
    long = BibliographicRecord("长", description="长" * 60_000)
    with pytest.raises(InvalidInputError), open_writer(path) as writer:
        writer.write(long)
    with open_writer(path, options=ExportOptions(unencodable="warn")) as writer:
        writer.write(long)
        writer.write(SEA)
    assert writer.written == 1
    assert [each.reason_id for each in writer.warnings] == ["marc.field_too_long"]
    assert [entry.record.title for entry in taken(path)] == [SEA.title]


def test_broken_marcxml_costs_one_record(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    with open_writer(path) as writer:
        for number in range(5):
            writer.write(replace(SEA, title=f"t{number}", external_id=str(number)))
    text = path.read_text(encoding="utf-8")
    damaged = text.replace(">t2", ">t2<<", 1)
    path.write_text(damaged, encoding="utf-8")
    rejects = tmp_path / "rejects.xml"
    report = convert_file(ConversionRequest(str(path), str(tmp_path / "b.mrc"), rejects_file=str(rejects)))
    assert (report.written, report.n_rejected) == (4, 1)
    assert report.rejects_files == (str(rejects),)
    rejects.write_text(rejects.read_text(encoding="utf-8").replace("t2<<", "t2"), encoding="utf-8")
    assert [entry.record.title for entry in taken(rejects)] == ["t2"]


@pytest.mark.parametrize(("flavour", "encoding"), [("marc21", "utf-8"), ("unimarc", "gb18030")])
def test_a_record_keeps_an_encoding_only_where_its_new_flavour_has_it(
    mixed: Path, tmp_path: Path, flavour: str, encoding: str
) -> None:
    target = tmp_path / "other.mrc"
    convert_file(ConversionRequest(str(mixed), str(target), options=ExportOptions(flavour=flavour)))  # type: ignore[arg-type]
    sources = [entry.source for entry in taken(target)]
    assert [source.encoding for source in sources if source][1] == encoding
    assert [source.data[9:10] for source in sources if source] == [b"a" if flavour == "marc21" else b" "] * 3
