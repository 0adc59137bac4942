from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.domain.records import Contributor, Identifier, Subject
from core.interchange.formats import ImportedRecord, format_of_file, open_reader, open_writer

OAI = """<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2026-01-01T00:00:00Z</responseDate><ListRecords>
<record><header><identifier>oai:example.org:7</identifier><datestamp>2026-01-01</datestamp></header><metadata>
<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title>红楼梦</dc:title><dc:title>Dream of the Red Chamber</dc:title><dc:creator>曹雪芹</dc:creator>
<dc:contributor>杨宪益（译）</dc:contributor><dc:contributor>Gladys Yang [translator]</dc:contributor>
<dc:contributor>人民文学出版社 (北京)</dc:contributor><dc:subject>长篇小说</dc:subject>
<dc:description>第一段</dc:description>
<dc:description>第二段</dc:description><dc:publisher>人民文学出版社</dc:publisher><dc:date>1996-05</dc:date>
<dc:language>zh</dc:language><dc:identifier>ISBN 978-7-02-000220-7</dc:identifier>
<dc:identifier>urn:ISSN:0028-0836</dc:identifier><dc:rights>free</dc:rights></oai_dc:dc></metadata></record>
<record><header status="deleted"><identifier>oai:example.org:8</identifier></header></record>
<record><header><identifier>oai:example.org:9</identifier></header><metadata>
<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier>http://example.org/9</dc:identifier><dc:title>九</dc:title></oai_dc:dc></metadata></record>
</ListRecords></OAI-PMH>
"""
SRU = """<zs:searchRetrieveResponse xmlns:zs="http://www.loc.gov/zing/srw/"><zs:records><zs:record><zs:recordData>
<srw_dc:dc xmlns:srw_dc="info:srw/schema/1/dc-schema" xmlns="http://purl.org/dc/elements/1.1/">
<title>Nature</title><creator>Smith, Jane</creator></srw_dc:dc></zs:recordData></zs:record></zs:records>
</zs:searchRetrieveResponse>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dcterms="http://purl.org/dc/terms/"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<rdf:Description rdf:about="http://x/1"><dcterms:title>Terms</dcterms:title><dcterms:alternative>名称</dcterms:alternative>
<dcterms:subject xsi:type="dcterms:DDC">796</dcterms:subject><dcterms:issued>2001</dcterms:issued>
<dcterms:extent>12 p.</dcterms:extent><dcterms:isPartOf>Series</dcterms:isPartOf>
<dcterms:creator><rdf:Description><rdf:value>Inner</rdf:value></rdf:Description></dcterms:creator>
</rdf:Description></rdf:RDF>"""


def read(path: Path) -> list[ImportedRecord]:
    entries = list(open_reader(path))
    assert all(isinstance(entry, ImportedRecord) for entry in entries), entries
    return [entry for entry in entries if isinstance(entry, ImportedRecord)]


def test_oai(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(OAI, encoding="utf-8")
    assert format_of_file(path) == "dc"
    first, second = (entry.record for entry in read(path))
    assert first.title == "红楼梦"
    assert first.title_parallel == ("Dream of the Red Chamber",)
    assert first.contributors == (
        Contributor("曹雪芹"), Contributor("杨宪益", "translator"), Contributor("Gladys Yang", "translator"),
        Contributor("人民文学出版社 (北京)", "contributor"),
    )  # fmt: skip
    assert first.description == "第一段\n第二段"
    assert (first.year, first.language, first.publisher) == (1996, "chi", "人民文学出版社")
    assert first.identifiers == (Identifier("isbn", "9787020002207"), Identifier("issn", "00280836"))
    assert (first.external_id, second.external_id) == ("oai:example.org:7", "http://example.org/9")


@pytest.mark.parametrize(("text", "title"), [(SRU, "Nature"), (RDF, "Terms")])
def test_other_envelopes(tmp_path: Path, text: str, title: str) -> None:
    path = tmp_path / "a.xml"
    path.write_text(text, encoding="utf-8")
    assert format_of_file(path) == "dc"
    [entry] = read(path)
    assert entry.record.title == title


def test_terms(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(RDF, encoding="utf-8")
    record = read(path)[0].record
    assert record.title_parallel == ("名称",)
    assert record.subjects == (Subject("796", "ddc"),)
    assert (record.year, record.extent, record.series) == (2001, "12 p.", "Series")
    assert record.contributors == (Contributor("Inner"),)


def test_an_edit_changes_only_what_was_edited(tmp_path: Path) -> None:
    path, target = tmp_path / "a.xml", tmp_path / "b.dc"
    path.write_text(OAI, encoding="utf-8")
    entry = read(path)[0]
    edited = replace(entry.record, title="石头记", description="", year=1791)
    with open_writer(target) as writer:
        writer.write(edited, source=entry.source)
        writer.write(replace(edited, edition="2版", place="北京"), source=entry.source)
    [warning] = writer.warnings
    assert (warning.reason_id, warning.reason["fields"]) == ("export.left_out", "place (1), edition (1)")
    written = target.read_text(encoding="utf-8")
    assert "<dc:rights>free</dc:rights>" in written
    assert "第一段" not in written
    back = next(iter(open_reader(target)))
    assert isinstance(back, ImportedRecord)
    assert replace(back.record, external_id=None) == replace(edited, external_id=None)


def test_a_tag_cut_in_the_first_child_keeps_the_whole_record_for_mending(tmp_path: Path) -> None:
    """The record is no longer known as one; what is saved of it must still be all of it."""
    record = (
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>题{n}</dc:title><dc:creator>名{n}</dc:creator>'
        "<dc:identifier>id{n}</dc:identifier></metadata>"
    )
    whole = [record.replace("{n}", str(number)) for number in range(3)]
    cut = whole[1].replace("<dc:title>", "<dc:ti<tle>")
    path = tmp_path / "cut.xml"
    path.write_text(f"<records>{whole[0]}{cut}{whole[2]}</records>", encoding="utf-8")
    entries = list(open_reader(path, "dc"))
    assert [entry.record.title for entry in entries if isinstance(entry, ImportedRecord)] == ["题0", "题2"]
    rejected = [entry for entry in entries if not isinstance(entry, ImportedRecord)]
    assert [entry.raw.decode() for entry in rejected] == [cut]
