"""Numbers whose check digit does not fit: kept as written, and told once a record."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.domain.library import ExportOptions
from core.domain.marc import MarcField, MarcFlavour, MarcRecord, Subfield
from core.domain.records import BibliographicRecord, Identifier
from core.interchange.formats import ImportedRecord, open_reader, open_writer
from core.interchange.marc.iso2709 import encode_record

WRONG = "9787020002208"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
FILES = {
    "t.csv": f"title,isbn,issn\nA,{WRONG},1234-5678\n",
    "t.jsonl": f'{{"title": "A", "isbn": "{WRONG}", "identifiers": [{{"scheme": "issn", "value": "12345678"}}]}}\n',
    "t.ris": f"TY  - BOOK\nTI  - A\nSN  - {WRONG}\nSN  - 1234-5678\nER  - \n",
    "t.bib": f"@book{{a, title={{A}}, isbn={{{WRONG}}}, issn={{1234-5678}}}}\n",
    "t.mods": f'{_HEAD}<mods xmlns="http://www.loc.gov/mods/v3"><titleInfo><title>A</title></titleInfo>'
    f'<identifier type="isbn">{WRONG}</identifier><identifier type="issn">1234-5678</identifier></mods>',
    "t.dc": f'{_HEAD}<dc xmlns="http://purl.org/dc/elements/1.1/"><title>A</title>'
    f"<identifier>ISBN {WRONG}</identifier><identifier>ISSN 1234-5678</identifier></dc>",
}


@pytest.mark.parametrize("name", FILES)
def test_a_wrong_number_is_kept_and_told_once(tmp_path: Path, name: str) -> None:
    path = tmp_path / name.replace(".mods", ".xml").replace(".dc", ".xml")
    path.write_text(FILES[name], encoding="utf-8")
    (entry,) = open_reader(path)
    assert isinstance(entry, ImportedRecord)
    kept = {each.value for each in entry.record.identifiers if each.scheme in ("isbn", "issn")}
    assert {WRONG, "12345678"} == kept
    told = [each for each in entry.warnings if each.reason_id == "record.numbers_wrong"]
    if name == "t.jsonl":  # the ISSN calls itself right there, and nobody wrote that it is not
        assert [dict(each.reason) for each in told] == [{"numbers": f"ISBN {WRONG}"}]
    else:
        assert [dict(each.reason) for each in told] == [{"numbers": f"ISBN {WRONG}, ISSN 12345678"}]
    assert told[0].position == entry.position


def test_a_wrong_number_in_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    with open_writer(path) as writer:
        writer.write(_record(WRONG))
        writer.write(_record("9787020002207"))
    entries = [entry for entry in open_reader(path) if isinstance(entry, ImportedRecord)]
    assert [[each.reason_id for each in entry.warnings] for entry in entries] == [["record.numbers_wrong"], []]


@pytest.mark.parametrize("flavour", ["marc21", "unimarc"])
@pytest.mark.parametrize(("code", "n_warnings"), [("a", 1), ("z", 0)])
def test_marc_tells_of_a_only(tmp_path: Path, flavour: MarcFlavour, code: str, n_warnings: int) -> None:
    """What stands in $z is called wrong or cancelled by the record itself."""
    isbn, issn, title = ("020", "022", "245") if flavour == "marc21" else ("010", "011", "200")
    fields = (
        MarcField("001", "1"),
        MarcField(isbn, "", (" ", " "), (Subfield(code, WRONG),)),
        MarcField(isbn, "", (" ", " "), (Subfield("a", "978-7-02-000220-7"),)),
        MarcField(issn, "", (" ", " "), (Subfield(code, "1234-5678"),)),
        MarcField(title, "", ("1", "0"), (Subfield("a", "Dream of the red chamber"),)),
    )
    leader = "00000nam a2200000 a 4500" if flavour == "marc21" else "00000nam0 2200000   450 "
    path = tmp_path / "t.mrc"
    path.write_bytes(encode_record(MarcRecord(flavour, leader, fields), "utf-8").data)
    (entry,) = open_reader(path)
    assert isinstance(entry, ImportedRecord)
    assert WRONG in {each.value for each in entry.record.identifiers}
    told = [dict(each.reason) for each in entry.warnings if each.reason_id == "record.numbers_wrong"]
    assert told == [{"numbers": f"ISBN {WRONG}, ISSN 12345678"}] * n_warnings


@pytest.mark.parametrize("name", ["t.xml", "t.jsonl"])
def test_a_file_that_calls_its_number_wrong_is_believed(tmp_path: Path, name: str) -> None:
    """MODS with invalid="yes" and JSON with "valid": false, as exports write them."""
    path = tmp_path / name
    with open_writer(path, "mods" if name == "t.xml" else "jsonl", ExportOptions()) as writer:
        writer.write(_record(WRONG))
        writer.write(_record("9787020002207", valid=False))
    entries = [entry for entry in open_reader(path) if isinstance(entry, ImportedRecord)]
    assert [entry.record.identifiers[0].valid for entry in entries] == [False, False]
    assert [entry.warnings for entry in entries] == [(), ()]


def _record(isbn: str, valid: bool | None = None) -> BibliographicRecord:
    right = isbn != WRONG if valid is None else valid
    return BibliographicRecord(title=f"Title {isbn}", identifiers=(Identifier("isbn", isbn, right),))
