from __future__ import annotations

from dataclasses import replace

import pytest

from core.domain.importing import BUILT_IN_PROFILES, OVERLAY_FIELDS, OverlayProfile
from core.domain.records import BibliographicRecord, Contributor, Holding, HoldingId, Identifier, RecordId, Subject
from core.services.overlay import differences, overlay

REPLACE, FILL, ADD, KEEP = BUILT_IN_PROFILES
OLD = BibliographicRecord(
    "骆驼祥子",
    id=RecordId(7),
    external_id="a",
    contributors=(Contributor("老舍"),),
    subjects=(Subject("小说"), Subject("I246.5", "clc")),
    year=1939,
    note="旧注",
    identifiers=(Identifier("isbn", "9787020002207"),),
    holdings=(Holding(HoldingId(1), "B1", "I246/1"), Holding(HoldingId(2), "", "I246/2")),
    version=3,
    status="draft",
)
NEW = BibliographicRecord(
    "駱駝祥子",
    external_id="b",
    contributors=(Contributor("老舍"), Contributor("施咸荣", "translator")),
    subjects=(Subject("小說"), Subject("北京")),
    publisher="人民文学出版社",
    note="新注",
    identifiers=(Identifier("issn", "12345679"),),
    holdings=(Holding(barcode="B1", location="三楼"), Holding(call_number="I246/2"), Holding(barcode="B9")),
)


def test_replace_takes_what_the_file_gives_and_keeps_what_it_leaves_out() -> None:
    merged = overlay(OLD, NEW, REPLACE)
    assert (merged.title, merged.publisher, merged.year, merged.note) == ("駱駝祥子", "人民文学出版社", 1939, "新注")
    assert (merged.id, merged.external_id, merged.version, merged.status) == (7, "a", 3, "draft")
    assert [(h.id, h.barcode, h.location) for h in merged.holdings] == [
        (1, "B1", "三楼"),
        (2, "", ""),
        (None, "B9", ""),
    ]


def test_replace_keeps_class_numbers_and_numbers_of_kinds_that_the_file_has_none_of() -> None:
    merged = overlay(OLD, NEW, REPLACE)
    assert merged.subjects == (*NEW.subjects, Subject("I246.5", "clc"))
    assert merged.identifiers == (*NEW.identifiers, *OLD.identifiers)
    assert overlay(merged, NEW, REPLACE) == merged
    other = replace(NEW, subjects=(Subject("I24", "clc"),), identifiers=(Identifier("isbn", "9787020002214"),))
    merged = overlay(OLD, other, REPLACE)
    assert merged.subjects == (Subject("I24", "clc"), Subject("小说"))
    assert merged.identifiers == other.identifiers


def test_fill_changes_only_what_is_empty() -> None:
    merged = overlay(OLD, NEW, FILL)
    assert merged == replace(OLD, publisher=NEW.publisher)


def test_add_unites_lists_across_scripts_and_appends_notes() -> None:
    merged = overlay(OLD, NEW, ADD)
    assert [s.term for s in merged.subjects] == ["小说", "I246.5", "北京"]
    assert [c.name for c in merged.contributors] == ["老舍", "施咸荣"]
    assert (merged.note, merged.title) == ("旧注\n新注", OLD.title)
    assert [i.value for i in merged.identifiers] == ["9787020002207", "12345679"]
    assert [(h.barcode, h.call_number) for h in merged.holdings] == [("B1", "I246/1"), ("", "I246/2"), ("B9", "")]
    assert overlay(merged, NEW, ADD) == merged, "a second time adds nothing"


def test_keep_changes_nothing() -> None:
    assert overlay(OLD, NEW, KEEP) == OLD


def test_an_empty_external_id_is_filled_whatever_the_profile() -> None:
    assert overlay(replace(OLD, external_id=None), NEW, KEEP).external_id == "b"


@pytest.mark.parametrize("profile", [*BUILT_IN_PROFILES, OverlayProfile("x", "add")], ids=lambda p: p.name)
def test_no_profile_loses_a_copy_or_empties_a_field(profile: OverlayProfile) -> None:
    for new in (NEW, BibliographicRecord("另"), replace(NEW, holdings=())):
        merged = overlay(OLD, new, profile)
        assert {h.id for h in OLD.holdings} <= {h.id for h in merged.holdings}
        assert not [f for f in OVERLAY_FIELDS if getattr(OLD, f) and not getattr(merged, f)]


def test_differences_are_what_people_read() -> None:
    found = {d.field: (d.before, d.after) for d in differences(OLD, overlay(OLD, NEW, REPLACE))}
    assert found["contributors"] == (("老舍",), ("老舍", "施咸荣 [translator]"))
    assert found["subjects"][0] == ("小说", "I246.5 [clc]")
    assert found["publisher"] == ((), ("人民文学出版社",))
    assert found["holdings"][1][0] == "B1 · 三楼 · available"
    assert "year" not in found
    assert differences(OLD, OLD) == ()
