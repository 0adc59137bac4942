"""Copies in local fields as libraries and vendors write them, and profiles that a library keeps."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from core.domain.marc import MarcRecord
from core.domain.records import Holding
from core.errors import HostFaultError, InvalidInputError
from core.interchange.crosswalk import (
    HoldingProfile,
    built_in_profiles,
    load_profiles,
    profile_of_table,
    save_profile,
    to_bibliographic,
)
from core.interchange.crosswalk.holdings import holding_fields, holdings_of

Parse = Callable[..., MarcRecord]


def _read(marc: Parse, fields: str, flavour: str = "unimarc") -> tuple[Holding, ...]:
    title = "245 00 ǂaT" if flavour == "marc21" else "200 1# ǂaT"
    return to_bibliographic(marc(flavour, f"{title}\n{fields}")).holdings


def test_905_with_groups_and_a_whole_call_number(marc: Parse) -> None:
    fields = "905 ## ǂa1ǂbT002267ǂc少儿ǂdK86ǂe1ǂf2ǂsK86/1:0ǂa1ǂbT002269ǂc成人ǂdK86ǂe1ǂf2ǂsK86/1:0"
    assert _read(marc, fields) == (
        Holding(barcode="T002267", call_number="K86/1:0", location="少儿"),
        Holding(barcode="T002269", call_number="K86/1:0", location="成人"),
    )


def test_905_with_a_range_of_numbers(marc: Parse) -> None:
    copies = _read(marc, "905 ## ǂb20295403-5408ǂdD2-6ǂe8ǂf")
    assert [copy.barcode for copy in copies] == [str(number) for number in range(20295403, 20295409)]
    assert {copy.call_number for copy in copies} == {"D2-6/8"}
    assert [copy.barcode for copy in _read(marc, "905 ## ǂb0010201-10ǂdH14")][-1] == "0010210"
    assert [copy.barcode for copy in _read(marc, "905 ## ǂb978-7-02ǂdH14")] == ["978-7-02"]


def test_985_takes_the_call_number_from_905(marc: Parse) -> None:
    fields = """905 ## ǂdI247ǂe5
985 ## ǂat0001ǂb北校区第一外借室ǂd14.80ǂh94060ǂm直采 ǂnǂat0002ǂb北校区第二外借室ǂd14.80ǂh94061ǂm直采 ǂn"""
    assert _read(marc, fields) == (
        Holding(barcode="t0001", call_number="I247/5", location="北校区第一外借室"),
        Holding(barcode="t0002", call_number="I247/5", location="北校区第二外借室"),
    )


def test_906_repeats_the_barcode(marc: Parse) -> None:
    copies = _read(marc, "905 ## ǂb0010201-02ǂdH14ǂe2\n906 ## ǂaǂh0010201ǂaǂh0010202")
    assert copies == (
        Holding(barcode="0010201", call_number="H14/2"),
        Holding(barcode="0010202", call_number="H14/2"),
    )


def test_852_and_its_status(marc: Parse) -> None:
    fields = "852 0# ǂaDLCǂbMainǂcStacksǂhQA76.6ǂi.H857 2000ǂp00112233ǂxstatus: on loanǂzSigned copy"
    assert _read(marc, fields, "marc21") == (
        Holding(
            barcode="00112233",
            call_number="QA76.6 .H857 2000",
            location="Main Stacks",
            status="on_loan",
            note="Signed copy",
        ),
    )


def test_koha_items(marc: Parse) -> None:
    fields = "952 ## ǂ00ǂ11ǂ70ǂaCPLǂbCPLǂo813 HUNǂp3999\n952 ## ǂ00ǂ10ǂ7-1ǂbMPLǂp4000"
    assert _read(marc, fields, "marc21") == (
        Holding(barcode="3999", call_number="813 HUN", location="CPL", status="lost"),
        Holding(barcode="4000", location="MPL", status="in_process"),
    )
    (copy,) = _read(marc, "995 ## ǂbBIBǂcSUDǂeAdulteǂf0123ǂkR ECOǂo1")
    assert copy == Holding(barcode="0123", call_number="R ECO", location="SUD Adulte", status="reading_room")


@pytest.mark.parametrize("name", sorted(built_in_profiles()))
def test_every_profile_reads_what_it_writes(name: str) -> None:
    profile = built_in_profiles()[name]
    states = ("available", "on_loan", "reading_room", "in_process", "lost", "withdrawn")
    copies = [
        Holding(barcode=f"A{number}", call_number="I247.5/12", location="书库", status=status, note="赠书")
        for number, status in enumerate(states)
    ]
    assert holdings_of(holding_fields(copies, profile), profile) == copies


_OWN = {
    "name": "我馆",
    "tag": "997",
    "read": {"barcode": ["x"], "call_number": ["m=n"], "location": ["p q"], "status": ["s"]},
    "write": {"barcode": ["x"], "call_number": ["m=n", "m"], "location": ["p"], "status": ["s"]},
    "statuses": {"外借": "on_loan"},
    "locations": {"01": '总馆 "一"层\\书库'},
}


def test_a_library_keeps_its_own_profile(tmp_path: Path, marc: Parse) -> None:
    folder = tmp_path / "资料 库" / "profiles"
    profile = profile_of_table(_OWN, "own.toml")
    path = save_profile(profile, folder)
    assert path == folder / "我馆.toml"
    loaded = load_profiles(folder)
    assert loaded["我馆"] == profile
    assert set(built_in_profiles()) < set(loaded)
    record = marc("unimarc", "200 1# ǂaT\n997 ## ǂx123ǂmI247ǂn5ǂp01ǂs外借")
    (copy,) = to_bibliographic(record, profile).holdings
    assert copy == Holding(barcode="123", call_number="I247=5", location='总馆 "一"层\\书库', status="on_loan")
    (written,) = holding_fields([copy], profile)
    assert {each.code: each.value for each in written.subfields} == {
        each.code: each.value for each in record.fields[1].subfields
    }


def test_a_profile_of_the_same_name_wins(tmp_path: Path) -> None:
    save_profile(HoldingProfile("905", "905", read={"barcode": ("z",)}, write={"barcode": ("z",)}), tmp_path)
    assert load_profiles(tmp_path)["905"].read == {"barcode": ("z",)}


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"tag": "9"}, "tag"),
        ({"tag": "001"}, "tag"),
        ({"read": {}}, "read"),
        ({"read": {"price": ["d"]}}, "read"),
        ({"read": {"barcode": "x"}}, "read.barcode"),
        ({"read": {"barcode": ["xy"]}}, "read.barcode"),
        ({"statuses": {"x": "no longer here"}}, "statuses"),
        ({"locations": {"x": 1}}, "locations"),
        ({"flavour": "danmarc"}, "flavour"),
        ({"indicators": ["1"]}, "indicators"),
        ({"name": 5}, "name"),
    ],
)
def test_a_wrong_profile_is_refused(change: dict[str, object], key: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        profile_of_table(_OWN | change, "own.toml")
    assert refused.value.message_id == "profile.invalid"
    assert refused.value.context["key"] == key


def test_a_profile_in_json(tmp_path: Path) -> None:
    (tmp_path / "供应商.json").write_text(json.dumps(_OWN), encoding="utf-8")
    assert load_profiles(tmp_path)["我馆"] == profile_of_table(_OWN, "")
    (tmp_path / "list.json").write_text("[1]", encoding="utf-8")
    with pytest.raises(InvalidInputError, match=r"profile\.invalid"):
        load_profiles(tmp_path)


def test_files_that_are_no_profiles(tmp_path: Path) -> None:
    (tmp_path / "broken.toml").write_bytes(b"\xff\xfe not toml")
    with pytest.raises(InvalidInputError, match=r"profile\.invalid"):
        load_profiles(tmp_path)
    with pytest.raises(InvalidInputError, match=r"profile\.invalid"):
        save_profile(profile_of_table(_OWN | {"name": "../escape"}, ""), tmp_path)
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(HostFaultError, match=r"file\.unwritable"):
        save_profile(profile_of_table(_OWN, ""), tmp_path / "file")
