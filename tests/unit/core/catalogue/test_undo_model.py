"""Any sequence of changes, undos and redos leaves the catalogue as a plain dictionary says."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from core.catalogue.catalogue import Catalogue
from core.domain.records import BibliographicRecord, Contributor, Holding, Identifier, RecordId, Subject
from core.errors import ConflictError
from core.paths import LibraryPaths

texts = st.text(alphabet="红楼梦abc '\"%_\\é\n", max_size=6)
records = st.builds(
    BibliographicRecord,
    title=texts,
    title_parallel=st.lists(texts, max_size=2).map(tuple),
    contributors=st.lists(st.builds(Contributor, texts, st.sampled_from(["author", "editor"])), max_size=2).map(tuple),
    subjects=st.lists(st.builds(Subject, texts), max_size=2).map(tuple),
    identifiers=st.lists(st.builds(Identifier, st.just("isbn"), texts, st.booleans()), max_size=2).map(tuple),
    holdings=st.lists(st.builds(Holding, barcode=texts), max_size=2).map(tuple),
    year=st.none() | st.integers(-500, 2100),
    description=texts,
)

Content = dict[RecordId, BibliographicRecord]
Covers = dict[RecordId, frozenset[str]]


def plain(record: BibliographicRecord) -> BibliographicRecord:
    """A record without what the catalogue numbers itself."""
    holdings = tuple(replace(holding, id=None) for holding in record.holdings)
    return replace(record, id=None, version=0, holdings=holdings)


class CatalogueMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.catalogue = Catalogue.open(LibraryPaths(Path(self.folder.name)), actor="x")
        self.records: Content = {}
        self.covers: Covers = {}
        self.past: list[tuple[Content, Covers]] = []
        self.future: list[tuple[Content, Covers]] = []
        self.generation = 0

    def teardown(self) -> None:
        assert self.catalogue.integrity_check() == ()
        self.catalogue.close()
        self.folder.cleanup()

    def remember(self) -> None:
        self.past.append((dict(self.records), dict(self.covers)))
        self.future.clear()

    @initialize(record=records)
    def start(self, record: BibliographicRecord) -> None:
        self.add([record])

    @rule(new=st.lists(records, min_size=1, max_size=3))
    def add(self, new: list[BibliographicRecord]) -> None:
        self.remember()
        with self.catalogue.write("import", "add") as unit:
            for record in new:
                self.records[unit.add_record(record)] = plain(record)

    @precondition(lambda self: self.records)
    @rule(data=st.data(), edited=records)
    def update(self, data: st.DataObject, edited: BibliographicRecord) -> None:
        record_id = data.draw(st.sampled_from(sorted(self.records)))
        (stored,) = self.catalogue.get([record_id])
        if plain(edited) != plain(stored):
            self.remember()
        with self.catalogue.write("edit_record", "edit") as unit:
            # Keep the copies' ids where there were copies before, as an editor would.
            kept = tuple(replace(new, id=old.id) for new, old in zip(edited.holdings, stored.holdings, strict=False))
            holdings = kept + edited.holdings[len(kept) :]
            unit.update_record(replace(edited, id=record_id, version=stored.version, holdings=holdings))
        self.records[record_id] = plain(edited)

    @precondition(lambda self: self.records)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        doomed = data.draw(st.lists(st.sampled_from(sorted(self.records)), min_size=1, max_size=2, unique=True))
        self.remember()
        with self.catalogue.write("delete_record", "delete") as unit:
            unit.delete_records(doomed)
        for record_id in doomed:
            del self.records[record_id]
            self.covers.pop(record_id, None)

    @precondition(lambda self: self.records)
    @rule(data=st.data(), sha256=st.sampled_from(["a" * 64, "b" * 64]))
    def add_cover(self, data: st.DataObject, sha256: str) -> None:
        record_id = data.draw(st.sampled_from(sorted(self.records)))
        scans = self.covers.get(record_id, frozenset())
        if sha256 not in scans:
            self.remember()
        with self.catalogue.write("add_cover", "cover") as unit:
            unit.add_cover(record_id, sha256, "x.jpg", 1, 1)
        self.covers[record_id] = scans | {sha256}

    @precondition(lambda self: self.covers)
    @rule(data=st.data())
    def remove_cover(self, data: st.DataObject) -> None:
        record_id = data.draw(st.sampled_from(sorted(self.covers)))
        cover = data.draw(st.sampled_from(self.catalogue.covers_of([record_id])[record_id]))
        self.remember()
        with self.catalogue.write("remove_cover", "cover") as unit:
            unit.remove_cover(cover.id)
        self.covers[record_id] -= {cover.sha256}
        if not self.covers[record_id]:
            del self.covers[record_id]

    @rule()
    def undo(self) -> None:
        if not self.past:
            return
        self.future.append((dict(self.records), dict(self.covers)))
        self.catalogue.undo()
        self.records, self.covers = self.past.pop()

    @rule()
    def redo(self) -> None:
        if not self.future:
            with pytest.raises(ConflictError, match=r"redo\.nothing"):
                self.catalogue.redo()
            return
        self.past.append((dict(self.records), dict(self.covers)))
        self.catalogue.redo()
        self.records, self.covers = self.future.pop()

    @invariant()
    def agrees_with_the_model(self) -> None:
        stored = {record.id: record for record in self.catalogue.iter_records(batch=2)}
        assert {record_id: plain(record) for record_id, record in stored.items()} == self.records
        covers = self.catalogue.covers_of(list(self.records))
        assert {i: frozenset(c.sha256 for c in of_record) for i, of_record in covers.items()} == self.covers
        assert all([c.is_main for c in of_record].count(True) == 1 for of_record in covers.values())
        assert self.catalogue.full_text_mismatches() == 0
        generation = self.catalogue.generation()
        assert generation >= self.generation
        self.generation = generation


CatalogueMachine.TestCase.settings = settings(
    max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
TestAnySequenceOfChanges = CatalogueMachine.TestCase
