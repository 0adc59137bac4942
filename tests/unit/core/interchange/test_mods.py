from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from core.domain.library import ConversionRequest
from core.domain.records import Contributor, Holding, Identifier, RejectedInput, Subject
from core.interchange.formats import ImportedRecord, format_of_file, open_reader, open_writer
from core.services.conversion import convert_file

# After the examples of the MODS User Guidelines, with a Chinese record that was written for this test.
FILE = """<?xml version="1.0" encoding="UTF-8"?>
<m:modsCollection xmlns:m="http://www.loc.gov/mods/v3" xmlns:xlink="http://www.w3.org/1999/xlink">
  <m:mods version="3.7" ID="first">
    <m:titleInfo><m:nonSort>The </m:nonSort><m:title>Olympics</m:title><m:subTitle>a history</m:subTitle>
      <m:partNumber>Part 1</m:partNumber></m:titleInfo>
    <m:titleInfo type="alternative"><m:title>Olympics, a history</m:title></m:titleInfo>
    <m:titleInfo type="uniform"><m:title>Kept in the source only</m:title></m:titleInfo>
    <m:name type="personal"><m:namePart type="family">Woolf</m:namePart><m:namePart type="given">Virginia</m:namePart>
      <m:namePart type="date">1882-1941</m:namePart><m:role><m:roleTerm type="code">aut</m:roleTerm></m:role></m:name>
    <m:name type="corporate"><m:namePart>United Nations</m:namePart><m:namePart>General Assembly</m:namePart>
      <m:role><m:roleTerm type="text">editor</m:roleTerm></m:role></m:name>
    <m:typeOfResource>text</m:typeOfResource>
    <m:originInfo><m:place><m:placeTerm type="code">enk</m:placeTerm></m:place>
      <m:place><m:placeTerm type="text">London</m:placeTerm></m:place><m:publisher>Hogarth</m:publisher>
      <m:dateIssued encoding="marc" point="start">1930</m:dateIssued><m:dateCreated keyDate="yes">c1929</m:dateCreated>
      <m:edition>2nd ed.</m:edition></m:originInfo>
    <m:language><m:languageTerm type="code" authority="rfc3066">en-GB</m:languageTerm></m:language>
    <m:physicalDescription><m:form>print</m:form><m:extent>xii, 345 p.</m:extent></m:physicalDescription>
    <m:abstract>Games &amp; nations.</m:abstract>
    <m:note type="statement of responsibility">by Virginia Woolf.</m:note><m:note>With an index.</m:note>
    <m:subject authority="lcsh"><m:topic>Olympics</m:topic><m:geographic>Greece</m:geographic></m:subject>
    <m:subject><m:topic>体育</m:topic></m:subject>
    <m:classification authority="ddc" edition="21">796.48</m:classification>
    <m:classification authority="clc">G811.2</m:classification>
    <m:relatedItem type="series"><m:titleInfo><m:title>Sports</m:title><m:partNumber>4</m:partNumber>
      </m:titleInfo></m:relatedItem>
    <m:identifier type="isbn">978-7-02-000220-7 (pbk.)</m:identifier>
    <m:identifier type="isbn" invalid="yes">9787020002208</m:identifier>
    <m:identifier type="lccn">  99043581 </m:identifier>
    <m:identifier type="doi">10.1000/1</m:identifier>
    <m:location><m:physicalLocation>总馆</m:physicalLocation><m:holdingSimple>
      <m:copyInformation><m:subLocation>三楼</m:subLocation><m:shelfLocator>G811.2/1</m:shelfLocator>
        <m:note type="status">lost</m:note><m:itemIdentifier type="barcode">T001</m:itemIdentifier></m:copyInformation>
      <m:copyInformation><m:itemIdentifier type="barcode">T002</m:itemIdentifier></m:copyInformation>
    </m:holdingSimple></m:location>
    <m:recordInfo><m:recordIdentifier source="DLC">ocm123</m:recordIdentifier></m:recordInfo>
  </m:mods>
  <m:mods><m:titleInfo><m:title>紅樓夢</m:title></m:titleInfo>
    <m:name><m:namePart type="family">曹</m:namePart><m:namePart type="given">雪芹</m:namePart></m:name>
    <m:originInfo><m:dateIssued>民国25年</m:dateIssued></m:originInfo></m:mods>
  <m:mods><m:abstract>no title</m:abstract></m:mods>
</m:modsCollection>
"""


def read(path: Path) -> tuple[list[ImportedRecord], list[RejectedInput]]:
    entries = list(open_reader(path))
    taken = [entry for entry in entries if isinstance(entry, ImportedRecord)]
    return taken, [entry for entry in entries if isinstance(entry, RejectedInput)]


def test_every_field(tmp_path: Path) -> None:
    path = tmp_path / "书 目.xml"
    path.write_text(FILE, encoding="utf-8")
    assert format_of_file(path) == "mods"
    (first, second), (third,) = read(path)
    record = first.record
    assert record.title == "The Olympics: a history. Part 1"
    assert record.title_parallel == ("Olympics, a history",)
    assert record.contributors == (
        Contributor("Woolf, Virginia"),
        Contributor("United Nations. General Assembly", "editor"),
    )
    assert (record.year, record.place, record.publisher, record.edition) == (1929, "London", "Hogarth", "2nd ed.")
    assert (record.language, record.extent, record.series) == ("eng", "xii, 345 p.", "Sports. 4")
    assert (record.description, record.note) == ("Games & nations.", "With an index.")
    assert record.subjects == (
        Subject("Olympics--Greece", "lcsh"), Subject("体育"), Subject("796.48", "ddc"), Subject("G811.2", "clc")
    )  # fmt: skip
    assert record.identifiers == (
        Identifier("isbn", "9787020002207"), Identifier("isbn", "9787020002208", valid=False),
        Identifier("control", "99043581"),
    )  # fmt: skip
    assert record.holdings == (
        Holding(barcode="T001", call_number="G811.2/1", location="三楼", status="lost"),
        Holding(barcode="T002", location="总馆"),
    )
    assert record.external_id == "ocm123"
    assert (second.record.title, second.record.contributors, second.record.year) == (
        "紅樓夢",
        (Contributor("曹雪芹"),),
        1936,
    )
    assert (third.reason_id, third.position) == ("record.no_title", "3")
    assert FILE.encode()[int(third.reason["offset"]) :].startswith(b"<m:mods><m:abstract>")
    assert third.raw.startswith(b"<m:mods xmlns:m=")


def test_an_edit_changes_only_what_was_edited(tmp_path: Path) -> None:
    path, target = tmp_path / "a.xml", tmp_path / "b.mods"
    path.write_text(FILE, encoding="utf-8")
    entry = read(path)[0][0]
    edited = replace(
        entry.record, title="Games", publisher="Woolf", year=None, place="", holdings=(), note="", series="Other"
    )
    with open_writer(target) as writer:
        writer.write(edited, source=entry.source)
    assert not writer.warnings
    written = target.read_text(encoding="utf-8")
    assert read(target)[0][0].record == edited
    for kept in (
        '<m:titleInfo type="uniform"><m:title>Kept in the source only', "1882-1941", "<m:form>print</m:form>",
        '<m:identifier type="doi">10.1000/1', 'ID="first"', '<m:classification authority="ddc" edition="21">796.48',
        '<m:note type="statement of responsibility">by Virginia Woolf.',
    ):  # fmt: skip
        assert kept in written
    for gone in ("Hogarth", "London", "T001", "With an index", "Sports"):
        assert gone not in written


def test_unedited_records_keep_their_bytes_in_another_envelope(tmp_path: Path) -> None:
    path, target = tmp_path / "a.xml", tmp_path / "b.xml"
    path.write_text(FILE, encoding="utf-8")
    report = convert_file(
        ConversionRequest(str(path), str(target), "auto", "mods", rejects_file=str(tmp_path / "r.xml"))
    )
    assert (report.written, report.n_rejected, report.warnings) == (2, 1, ())
    body = FILE[FILE.index("<m:titleInfo>") : FILE.index("</m:mods>")]
    assert body in target.read_text(encoding="utf-8")
    mended = tmp_path / "r.xml"
    mended.write_text(
        mended.read_text(encoding="utf-8").replace(
            "<m:abstract>", "<m:titleInfo><m:title>已补</m:title></m:titleInfo><m:abstract>"
        ),
        encoding="utf-8",
    )
    assert [entry.record.title for entry in read(mended)[0]] == ["已补"]


def test_entities_are_never_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("PASSWORD", encoding="utf-8")
    path = tmp_path / "a.xml"
    path.write_text(
        f'<!DOCTYPE mods [<!ENTITY x SYSTEM "{secret.as_uri()}">]><mods xmlns="http://www.loc.gov/mods/v3">'
        "<titleInfo><title>a &x; b</title></titleInfo></mods>",
        encoding="utf-8",
    )
    taken, (rejected,) = read(path)
    assert not taken
    assert rejected.reason_id in ("xml.malformed", "xml.entity")


def test_one_broken_record_does_not_cost_the_others(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    one = "<mods xmlns='http://www.loc.gov/mods/v3'><titleInfo><title>{}</title></titleInfo></mods>\n"
    pieces = [one.format(name) for name in "一二三四五"]
    pieces[1] = pieces[1].replace("</titleInfo>", "")
    pieces[3] = pieces[3].replace("</mods>", "")
    path.write_text(f"<modsCollection>{''.join(pieces)}</modsCollection>", encoding="utf-8")
    taken, rejected = read(path)
    assert [entry.record.title for entry in taken] == ["一", "三", "五"]
    assert [(each.position, each.reason_id) for each in rejected] == [("2", "xml.malformed"), ("4", "xml.unclosed")]
    assert "column" not in str(rejected[0].reason["detail"])


def test_a_wrong_announcement_of_the_encoding(tmp_path: Path) -> None:
    text = FILE.replace("The ", "红楼梦 ")
    for announced, real in (("UTF-8", "gb18030"), ("GB2312", "utf-8"), ("ISO-8859-1", "utf-8"), ("gbk", "gb18030")):
        path = tmp_path / f"{announced}-{real}.xml"
        path.write_bytes(text.replace("UTF-8", announced, 1).encode(real))
        assert read(path)[0][0].record.title.startswith("红楼梦 Olympics"), (announced, real)
