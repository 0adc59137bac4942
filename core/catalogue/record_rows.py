"""Bibliographic records ↔ their rows."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, delete, insert, select, update

from core.catalogue.counters import Counters
from core.catalogue.engine import as_list, is_among
from core.catalogue.tables import (
    AgentRow,
    HoldingRow,
    IdentifierRow,
    RecordAgentRow,
    RecordRow,
    RecordSubjectRow,
    SubjectRow,
)
from core.domain.records import (
    BibliographicRecord,
    Contributor,
    Holding,
    HoldingId,
    Identifier,
    RecordId,
    Subject,
)
from core.text.normalize import fold, to_simplified
from core.text.pinyin import run_readings
from core.text.segment import is_han, units

_PLAIN_FIELDS = ("external_id", "title", "language", "description", "year", "publisher", "place", "edition", "series",
                 "extent", "note", "status", "version")  # fmt: skip
_LEADING_ARTICLE = re.compile(r"^(the|a|an) (?=.)")

_RECORDS = select(RecordRow.id, RecordRow.title_parallel, *(getattr(RecordRow, f) for f in _PLAIN_FIELDS)).where(
    is_among(RecordRow.id, "ids")
)
_AGENTS = (
    select(RecordAgentRow.record_id, AgentRow.name, RecordAgentRow.role)
    .join(AgentRow, AgentRow.id == RecordAgentRow.agent_id)
    .where(is_among(RecordAgentRow.record_id, "ids"))
    .order_by(RecordAgentRow.record_id, RecordAgentRow.position)
)
_SUBJECTS = (
    select(RecordSubjectRow.record_id, SubjectRow.term, SubjectRow.scheme)
    .join(SubjectRow, SubjectRow.id == RecordSubjectRow.subject_id)
    .where(is_among(RecordSubjectRow.record_id, "ids"))
    .order_by(RecordSubjectRow.record_id, RecordSubjectRow.position)
)
_IDENTIFIERS = (
    select(IdentifierRow.record_id, IdentifierRow.scheme, IdentifierRow.value, IdentifierRow.is_valid)
    .where(is_among(IdentifierRow.record_id, "ids"))
    .order_by(IdentifierRow.record_id, IdentifierRow.position)
)
_HOLDINGS = (
    select(
        HoldingRow.record_id,
        HoldingRow.id,
        HoldingRow.barcode,
        HoldingRow.call_number,
        HoldingRow.location,
        HoldingRow.status,
        HoldingRow.note,
    )
    .where(is_among(HoldingRow.record_id, "ids"))
    .order_by(HoldingRow.record_id, HoldingRow.position)
)
_IDS_AFTER = select(RecordRow.id).where(RecordRow.id > bindparam("last")).order_by(RecordRow.id).limit(bindparam("n"))
_BY_EXTERNAL = select(RecordRow.external_id, RecordRow.id).where(is_among(RecordRow.external_id, "values"))
_KNOWN_AGENTS = select(AgentRow.name, AgentRow.id).where(is_among(AgentRow.name, "values"))
_UPDATE = update(RecordRow).where(RecordRow.id == bindparam("row_id"))
_FORGET_EXTERNAL = update(RecordRow).where(is_among(RecordRow.id, "ids")).values(external_id=None)
_DELETE = delete(RecordRow).where(is_among(RecordRow.id, "ids"))
_DELETE_CHILDREN = tuple(
    delete(table).where(is_among(table.record_id, "ids"))
    for table in (RecordAgentRow, RecordSubjectRow, IdentifierRow, HoldingRow)
)


@lru_cache(maxsize=4096)  # an import asks for the keys of a batch twice: to recognise its records, and to store them
def sort_key(text: str) -> str:
    """What lists are sorted by: folded, without a leading English article, Chinese by its pinyin.

    >>> sort_key("The Great Gatsby"), sort_key("《傅雷家书》")
    ('great gatsby', 'fu lei jia shu')
    """
    folded = _LEADING_ARTICLE.sub("", fold(text))  # before Chinese is spelled: 阿 reads "a"
    if folded.isascii():
        return folded
    parts: list[str] = []
    for unit in units(to_simplified(folded)):
        if is_han(unit):
            parts.extend(
                readings[0] if readings else char for char, readings in zip(unit, run_readings(unit), strict=True)
            )
        else:
            parts.append(unit)
    return " ".join(parts)


def grouped(rows: Iterable[Sequence[Any]]) -> Mapping[int, list[Sequence[Any]]]:
    """Rows by their first column."""
    groups: dict[int, list[Sequence[Any]]] = defaultdict(list)
    for row in rows:
        groups[row[0]].append(row)
    return groups


def load_records(connection: Connection, ids: Collection[int]) -> dict[RecordId, BibliographicRecord]:
    """The records that exist among `ids`."""
    if not ids:
        return {}
    wanted = {"ids": as_list(ids)}
    rows = connection.execute(_RECORDS, wanted).all()
    agents = grouped(connection.execute(_AGENTS, wanted))
    subjects = grouped(connection.execute(_SUBJECTS, wanted))
    identifiers = grouped(connection.execute(_IDENTIFIERS, wanted))
    holdings = grouped(connection.execute(_HOLDINGS, wanted))
    records = {}
    for row in rows:
        record_id, title_parallel, *plain = row
        records[RecordId(record_id)] = BibliographicRecord(
            id=RecordId(record_id),
            title_parallel=msgspec.json.decode(title_parallel, type=tuple[str, ...]) if title_parallel != "[]" else (),
            contributors=tuple(Contributor(name, role) for _, name, role in agents.get(record_id, ())),
            subjects=tuple(Subject(term, scheme) for _, term, scheme in subjects.get(record_id, ())),
            identifiers=tuple(
                Identifier(scheme, value, bool(valid)) for _, scheme, value, valid in identifiers.get(record_id, ())
            ),
            holdings=tuple(
                Holding(HoldingId(holding_id), *rest) for _, holding_id, *rest in holdings.get(record_id, ())
            ),
            **dict(zip(_PLAIN_FIELDS, plain, strict=True)),
        )
    return records


def record_ids_after(connection: Connection, last: int, n: int) -> list[RecordId]:
    """The next `n` record ids."""
    found = connection.execute(_IDS_AFTER, {"last": last, "n": n}).scalars()
    return [RecordId(record_id) for record_id in found]


def resolve_external(connection: Connection, external_ids: Collection[str]) -> dict[str, RecordId]:
    """External id → record, for those that are known."""
    if not external_ids:
        return {}
    rows = connection.execute(_BY_EXTERNAL, {"values": as_list(external_ids)})
    return {str(row[0]): RecordId(row[1]) for row in rows}


def same_content(one: BibliographicRecord | None, other: BibliographicRecord | None) -> bool:
    """Whether two states of a record differ in nothing but the version."""
    if one is None or other is None:
        return one is other
    return all(getattr(one, f.name) == getattr(other, f.name) for f in fields(one) if f.name != "version")


class RecordWriter:
    """Writes the rows of many records at a time, within one transaction."""

    def __init__(self, connection: Connection, counters: Counters, now_ms: int) -> None:
        self._connection = connection
        self._counters = counters
        self._now_ms = now_ms
        self._agents: dict[str, int] = {}
        self._subjects: dict[tuple[str, str], int] = {}

    def with_holding_ids(self, record: BibliographicRecord, known: Collection[HoldingId | None]) -> BibliographicRecord:
        """Give each holding its id; one that is in `known` keeps it."""
        free = {holding_id for holding_id in known if holding_id is not None}
        holdings: list[Holding] = []
        for holding in record.holdings:
            if holding.id is not None and holding.id in free:
                free.discard(holding.id)  # of two with the same id, the second is a new copy
                holdings.append(holding)
            else:
                holdings.append(replace(holding, id=HoldingId(self._counters.take("holding"))))
        if all(old is new for old, new in zip(record.holdings, holdings, strict=True)):
            return record
        return replace(record, holdings=tuple(holdings))

    def insert(self, records: Sequence[BibliographicRecord]) -> None:
        """Add records that have their ids already."""
        if not records:
            return
        rows = [
            {"id": r.id, "created_at_ms": self._now_ms, "updated_at_ms": self._now_ms, **self._columns(r)}
            for r in records
        ]
        self._connection.execute(insert(RecordRow), rows)
        self._insert_children(records)

    def update(self, records: Sequence[BibliographicRecord]) -> None:
        """Overwrite records that exist."""
        if not records:
            return
        rows = [{"row_id": r.id, "updated_at_ms": self._now_ms, **self._columns(r)} for r in records]
        self._connection.execute(_UPDATE, rows)
        ids = {"ids": as_list([r.id for r in records if r.id is not None])}
        for statement in _DELETE_CHILDREN:
            self._connection.execute(statement, ids)
        self._insert_children(records)

    def delete(self, ids: Collection[int]) -> None:
        """Remove records with what belongs to them alone."""
        self._connection.execute(_DELETE, {"ids": as_list(ids)})

    def forget_external_ids(self, ids: Collection[int]) -> None:
        """Free the external ids of records that are about to be deleted or rewritten, so that others may take them."""
        self._connection.execute(_FORGET_EXTERNAL, {"ids": as_list(ids)})

    @staticmethod
    def _columns(record: BibliographicRecord) -> dict[str, Any]:
        columns = {name: getattr(record, name) for name in _PLAIN_FIELDS}
        columns["title_key"] = sort_key(record.title)
        columns["author_key"] = sort_key(record.authors[0]) if record.contributors else ""
        columns["title_parallel"] = (
            msgspec.json.encode(record.title_parallel).decode() if record.title_parallel else "[]"
        )
        return columns

    def _insert_children(self, records: Sequence[BibliographicRecord]) -> None:
        self._resolve_agents({c.name for r in records for c in r.contributors})
        self._resolve_subjects({(s.scheme, s.term) for r in records for s in r.subjects})
        batches: tuple[tuple[type[Any], list[dict[str, Any]]], ...] = (
            (
                RecordAgentRow,
                [
                    {"record_id": r.id, "position": i, "agent_id": self._agents[c.name], "role": c.role}
                    for r in records
                    for i, c in enumerate(r.contributors)
                ],
            ),
            (
                RecordSubjectRow,
                [
                    {"record_id": r.id, "position": i, "subject_id": self._subjects[s.scheme, s.term]}
                    for r in records
                    for i, s in enumerate(r.subjects)
                ],
            ),
            (
                IdentifierRow,
                [
                    {"record_id": r.id, "position": i, "scheme": n.scheme, "value": n.value, "is_valid": n.valid}
                    for r in records
                    for i, n in enumerate(r.identifiers)
                ],
            ),
            (
                HoldingRow,
                [
                    {
                        "id": h.id,
                        "record_id": r.id,
                        "position": i,
                        "barcode": h.barcode,
                        "call_number": h.call_number,
                        "location": h.location,
                        "status": h.status,
                        "note": h.note,
                    }
                    for r in records
                    for i, h in enumerate(r.holdings)
                ],
            ),
        )
        for table, rows in batches:
            if rows:
                self._connection.execute(insert(table), rows)

    def _resolve_agents(self, names: set[str]) -> None:
        unknown = names - self._agents.keys()
        if not unknown:
            return
        for name, agent_id in self._connection.execute(_KNOWN_AGENTS, {"values": as_list(unknown)}):
            self._agents[name] = agent_id
        fresh = sorted(unknown - self._agents.keys())
        if fresh:
            first = self._counters.take("agent", len(fresh))
            self._agents.update({name: first + i for i, name in enumerate(fresh)})
            self._connection.execute(insert(AgentRow), [{"id": self._agents[n], "name": n} for n in fresh])

    def _resolve_subjects(self, headings: set[tuple[str, str]]) -> None:
        unknown = headings - self._subjects.keys()
        if not unknown:
            return
        known = select(SubjectRow.scheme, SubjectRow.term, SubjectRow.id).where(is_among(SubjectRow.term, "values"))
        for scheme, term, subject_id in self._connection.execute(known, {"values": as_list({t for _, t in unknown})}):
            self._subjects[scheme, term] = subject_id
        fresh = sorted(unknown - self._subjects.keys())
        if fresh:
            first = self._counters.take("subject", len(fresh))
            self._subjects.update({heading: first + i for i, heading in enumerate(fresh)})
            self._connection.execute(
                insert(SubjectRow), [{"id": self._subjects[h], "scheme": h[0], "term": h[1]} for h in fresh]
            )
