"""Several records of one edition become one: values chosen, nothing of the others lost, taken back in one step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from core.catalogue.catalogue import Catalogue
from core.domain.changes import ChangeSet
from core.domain.marc import MarcSource
from core.domain.merging import UNITED, merged_record
from core.domain.records import BibliographicRecord, Contributor, Holding, Identifier, RecordId, Subject
from core.errors import ConflictError, InvalidInputError
from core.paths import LibraryPaths
from core.services.merging import merge_records, propose_merge

POOR = BibliographicRecord(
    "三体",
    external_id="a-1",
    contributors=(Contributor("刘慈欣"),),
    subjects=(Subject("科幻小说"),),
    year=2008,
    identifiers=(Identifier("isbn", "9787536692930"),),
    holdings=(Holding(barcode="B1", call_number="I247/1"),),
)
RICH = BibliographicRecord(
    "三体（修订版）",
    external_id="b-2",
    title_parallel=("The three-body problem",),
    contributors=(Contributor("刘慈欣"), Contributor("Liu, Ken", "translator")),
    language="chi",
    subjects=(Subject("长篇小说"), Subject("I247.55", "clc")),
    description="文化大革命如火如荼地进行。",
    publisher="重庆出版社",
    identifiers=(Identifier("control", "0042"),),
    holdings=(Holding(barcode="B2", location="二楼", status="on_loan"),),
)


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with Catalogue.open(LibraryPaths(tmp_path / "library"), actor="测试") as opened:
        yield opened


def stored(catalogue: Catalogue, *records: BibliographicRecord) -> list[RecordId]:
    with catalogue.write("create_record", "x") as unit:
        ids = [unit.add_record(record) for record in records]
        for number, record_id in enumerate(ids):
            unit.add_cover(record_id, f"{number:064x}", f"{number}.jpg", 10, 20)
    return ids


def merge(catalogue: Catalogue, keep: RecordId, others: Sequence[RecordId], record: BibliographicRecord) -> ChangeSet:
    return merge_records(catalogue, keep, others, record, lambda records: None, lambda unit, ids, encoded: None)


def test_the_richest_record_and_the_richest_values_are_proposed(catalogue: Catalogue) -> None:
    poor, rich = stored(catalogue, POOR, RICH)
    proposal = propose_merge(catalogue, [poor, rich, poor])
    assert proposal.keep == rich
    assert proposal.n_covers == (1, 1)
    assert proposal.choices["title"] == 1  # of the record that stays
    assert proposal.choices["year"] == 0  # nobody else says
    assert proposal.choices["contributors"] == 1
    assert proposal.choices["subjects"] == UNITED
    merged = merged_record(proposal.records, proposal.keep, proposal.choices)
    assert merged.subjects == (*RICH.subjects, *POOR.subjects)
    assert merged.year == 2008
    assert Identifier("external", "a-1") in merged.identifiers


def test_a_record_with_a_source_stays(catalogue: Catalogue) -> None:
    poor, rich = stored(catalogue, POOR, RICH)
    with catalogue.write("edit_record", "x") as unit:
        unit.put_marc_source(poor, MarcSource("marc21", "utf-8", b"\x00raw"))
    proposal = propose_merge(catalogue, [rich, poor])
    assert (proposal.keep, proposal.with_source) == (poor, (poor,))
    merge(catalogue, poor, [rich], merged_record(proposal.records, poor, proposal.choices))
    assert catalogue.marc_source(poor) == MarcSource("marc21", "utf-8", b"\x00raw")


def test_items_covers_and_numbers_move_and_undo_brings_all_back(catalogue: Catalogue) -> None:
    poor, rich = stored(catalogue, POOR, RICH)
    before = {record.id: record for record in catalogue.get([poor, rich])}
    proposal = propose_merge(catalogue, [poor, rich])
    changes = merge(catalogue, rich, [poor], merged_record(proposal.records, rich, proposal.choices))
    assert changes.deleted == (poor,)
    assert changes.updated == (rich,)
    (after,) = catalogue.get([poor, rich])
    assert after.id == rich
    assert {h.barcode for h in after.holdings} == {"B1", "B2"}
    assert {i.value for i in after.identifiers} == {"9787536692930", "0042", "a-1"}
    assert len(catalogue.covers_of([rich])[rich]) == 2
    assert sum(cover.is_main for cover in catalogue.covers_of([rich])[rich]) == 1
    assert catalogue.find_identifier("external", ["a-1"]) == {"a-1": (rich,)}

    catalogue.undo(changes.operation_id)
    for record in catalogue.get([poor, rich]):
        assert replace(record, version=1) == before[record.id]
    assert [len(catalogue.covers_of([poor, rich])[each]) for each in (poor, rich)] == [1, 1]
    catalogue.redo()
    assert [record.id for record in catalogue.get([poor, rich])] == [rich]


def test_items_that_the_caller_left_out_are_kept_all_the_same(catalogue: Catalogue) -> None:
    poor, rich = stored(catalogue, POOR, RICH)
    (now,) = catalogue.get([rich])
    merge(catalogue, rich, [poor], replace(now, holdings=(), identifiers=()))
    (after,) = catalogue.get([rich])
    assert {h.barcode for h in after.holdings} == {"B1", "B2"}
    assert len(after.identifiers) == 2


def test_a_scan_that_both_have_stays_once(catalogue: Catalogue) -> None:
    with catalogue.write("create_record", "x") as unit:
        one, two = unit.add_record(POOR), unit.add_record(RICH)
        for record_id in (one, two):
            unit.add_cover(record_id, "f" * 64, "same.jpg", 10, 20)
    (now,) = catalogue.get([two])
    merge(catalogue, two, [one], now)
    assert len(catalogue.covers_of([two])[two]) == 1


def test_what_cannot_be_merged_is_refused(catalogue: Catalogue) -> None:
    (one,) = stored(catalogue, POOR)
    (now,) = catalogue.get([one])
    with pytest.raises(InvalidInputError, match=r"merge.too_few"):
        propose_merge(catalogue, [one, RecordId(99)])
    with pytest.raises(InvalidInputError, match=r"record.unknown"):
        merge(catalogue, one, [RecordId(99)], now)
    (two,) = stored(catalogue, replace(RICH, external_id="c"))
    with pytest.raises(ConflictError, match=r"record.changed"):
        merge(catalogue, one, [two], replace(now, version=now.version + 1))
    assert len(catalogue.get([one, two])) == 2
