"""Copies read by a library's profile: written as they came without naming it again; only lost parts are named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.domain.library import ExportOptions
from core.domain.marc import MarcField, MarcRecord, Subfield
from core.interchange.crosswalk.holdings import HoldingProfile, built_in_profiles
from core.interchange.formats import ImportedRecord, open_reader, open_writer
from core.interchange.marc.iso2709 import encode_record

VENDOR = HoldingProfile(
    "vendor", "985",
    read={"barcode": ("f",), "call_number": ("c",), "location": ("l",), "status": ("s",)},
    write={"barcode": ("f",), "call_number": ("c",), "location": ("l",), "status": ("s",)},
    statuses={"1": "on_loan", "0": "available"}, locations={"zg": "总馆"},
)  # fmt: skip
KNOWN = (*built_in_profiles().values(), VENDOR)


def field(tag: str, *subfields: str) -> MarcField:
    return MarcField(tag, "", (" ", " "), tuple(Subfield(each[0], each[1:]) for each in subfields))


def save(path: Path, *further: MarcField) -> Path:
    fields = (MarcField("001", "N1"), field("200", "a红楼梦", "f曹雪芹著"), field("701", "a曹雪芹", "4著"), *further)
    record = MarcRecord("unimarc", "00000nam0 2200000   450 ", fields)
    path.write_bytes(encode_record(record, "gb18030").data)
    return path


def read(path: Path, profile: HoldingProfile | None = None) -> ImportedRecord:
    (entry,) = open_reader(path, profile=profile)
    assert isinstance(entry, ImportedRecord)
    return entry


def write(path: Path, entry: ImportedRecord, options: ExportOptions | None = None) -> dict[str, str]:
    """Write a record as an export does that names no profile; the parts it says were left out, by warning."""
    with open_writer(path, "auto", options, None, KNOWN) as writer:
        writer.write(entry.record, source=entry.source)
    return {each.reason_id: str(each.reason.get("parts") or each.reason.get("fields")) for each in writer.warnings}


@pytest.fixture
def vendor_file(tmp_path: Path) -> Path:
    copies = ("fV0001", "lzg", "cI242.4/21", "s1", "fV0002", "l分馆", "cI242.4/21", "s0")
    return save(tmp_path / "v.iso", field("985", *copies), field("905", "aOLCC", "dI242.4", "e21"))


def test_an_unedited_record_is_written_as_it_came(tmp_path: Path, vendor_file: Path) -> None:
    entry = read(vendor_file, VENDOR)
    assert [(c.barcode, c.location, c.status) for c in entry.record.holdings] == [
        ("V0001", "总馆", "on_loan"), ("V0002", "分馆", "available")
    ]  # fmt: skip
    assert write(tmp_path / "out.iso", entry) == {}
    assert (tmp_path / "out.iso").read_bytes() == vendor_file.read_bytes()


def test_an_edited_copy_stays_in_the_field_of_its_vendor(tmp_path: Path, vendor_file: Path) -> None:
    entry = read(vendor_file, VENDOR)
    first, second = entry.record.holdings
    edited = replace(entry.record, holdings=(replace(first, status="available", location="三库"), second))
    assert write(tmp_path / "out.iso", replace(entry, record=edited)) == {}
    again = read(tmp_path / "out.iso", VENDOR)
    assert again.record.holdings == edited.holdings


def test_nothing_of_the_copies_is_called_lost_that_is_there(tmp_path: Path, vendor_file: Path) -> None:
    entry = read(vendor_file, VENDOR)
    assert write(tmp_path / "out.csv", entry) == {"export.unread": "905$a (1)"}
    told = write(tmp_path / "out.mrc", entry, ExportOptions(flavour="marc21"))
    assert told == {}
    assert read(tmp_path / "out.mrc", replace(VENDOR, flavour=None)).record.holdings == entry.record.holdings


def test_905_with_a_range_a_count_and_a_state(tmp_path: Path) -> None:
    path = save(tmp_path / "a.iso", field("905", "aNLC", "b20295403-5405", "dI242.4", "e22", "f3", "t借出"))
    entry = read(path)
    assert {(c.status, c.location) for c in entry.record.holdings} == {("on_loan", "NLC")}
    assert write(tmp_path / "a.csv", entry) == {}


def test_what_is_lost_of_985_is_named(tmp_path: Path) -> None:
    copies = ("aT0001", "b总馆", "d59.70", "hR001", "m采购")
    path = save(tmp_path / "a.iso", field("985", *copies), field("905", "dI242.4", "e21"))
    entry = read(path)
    assert write(tmp_path / "a.csv", entry) == {"export.unread": "985$d (1), 985$h (1), 985$m (1)"}


def test_985_beside_905_is_found_again_in_marc21(tmp_path: Path) -> None:
    path = save(tmp_path / "a.iso", field("985", "aT0001", "b总馆", "aT0002", "b分馆"), field("905", "dI242.4", "e21"))
    entry = read(path)
    assert write(tmp_path / "a.mrc", entry, ExportOptions(flavour="marc21")) == {}
    assert read(tmp_path / "a.mrc").record.holdings == entry.record.holdings


def test_985_alone_in_marc21_is_no_copy(tmp_path: Path) -> None:
    fields = (MarcField("001", "1"), field("245", "aMoby Dick"), field("985", "aLC project", "bx"))
    path = tmp_path / "a.mrc"
    path.write_bytes(encode_record(MarcRecord("marc21", "00000nam a2200000 a 4500", fields), "utf-8").data)
    assert read(path).record.holdings == ()
