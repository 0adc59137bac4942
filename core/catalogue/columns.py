"""What lists of records are sorted and counted by, read column by column, of the whole library or of some records.

SQLite packs each column into one JSON array: a hundred thousand rows then cost a tenth of fetching them one by one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, text

from core.catalogue.engine import as_list

_AMONG = " WHERE {column} IN (SELECT value FROM json_each(:ids))"
_RECORDS = "SELECT id, language, year, status, title_key, author_key FROM record{among} ORDER BY id"
_COVERED = "SELECT DISTINCT record_id FROM cover{among}"
_AGENT_LINKS = "SELECT record_id, agent_id FROM record_agent{among}"
_SUBJECT_LINKS = "SELECT record_id, subject_id FROM record_subject{among}"
_AGENTS = "SELECT id, name FROM agent{among}"
_SUBJECTS = "SELECT id, scheme, term FROM subject{among}"
_HOLDINGS = "SELECT record_id, location, call_number FROM holding{among} ORDER BY record_id, position"


@dataclass(frozen=True, slots=True)
class RecordLinks:
    """Which records have which values: `record_ids` beside `value_ids`, which are keys of `values`."""

    record_ids: Sequence[int]
    value_ids: Sequence[int]
    values: Mapping[int, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ColumnRows:
    """Columns as they are stored.

    Attributes:
        ids: Of the records, ascending; beside them `languages`, `years`, `statuses`, `title_keys`, `author_keys`.
        covered: Records that have a cover.
        agents: Their values are ("", name).
        subjects: Their values are (scheme, term).
        shelved: The records of holdings, in the order of the holdings; beside them `locations`, `call_numbers`.
    """

    ids: Sequence[int]
    languages: Sequence[str]
    years: Sequence[int | None]
    statuses: Sequence[str]
    title_keys: Sequence[str]
    author_keys: Sequence[str]
    covered: Sequence[int]
    agents: RecordLinks
    subjects: RecordLinks
    shelved: Sequence[int]
    locations: Sequence[str]
    call_numbers: Sequence[str]


def load_columns(connection: Connection, record_ids: Collection[int] | None = None) -> ColumnRows:
    """Read the columns of some records, or of all."""

    def columns(statement: str, names: str, among: str, ids: Collection[int] | None) -> list[list[object]]:
        where = "" if ids is None else _AMONG.format(column=among)
        values = {} if ids is None else {"ids": as_list(ids)}
        packed = ", ".join(f"json_group_array({name})" for name in names.split())
        row = connection.execute(text(f"SELECT {packed} FROM ({statement.format(among=where)})"), values).one()
        return [msgspec.json.decode(column) for column in row]

    def links(statement: str, value_id: str, vocabulary: str, names: str) -> RecordLinks:
        records, value_ids = columns(statement, f"record_id {value_id}", "record_id", record_ids)
        wanted = None if record_ids is None else set(value_ids)
        ids, *told = columns(vocabulary, names, "id", wanted)  # type: ignore[arg-type]
        pairs = zip(*told, strict=True) if len(told) == 2 else (("", name) for name in told[0])
        return RecordLinks(records, value_ids, dict(zip(ids, pairs, strict=True)))  # type: ignore[arg-type]

    names = "id language year status title_key author_key"
    of_records = columns(_RECORDS, names, "id", record_ids)
    (covered,) = columns(_COVERED, "record_id", "record_id", record_ids)
    of_holdings = columns(_HOLDINGS, "record_id location call_number", "record_id", record_ids)
    agents = links(_AGENT_LINKS, "agent_id", _AGENTS, "id name")
    subjects = links(_SUBJECT_LINKS, "subject_id", _SUBJECTS, "id scheme term")
    kept = [record_id for record_id in covered if record_id is not None]
    parts: tuple[Any, ...] = (*of_records, kept, agents, subjects, *of_holdings)
    return ColumnRows(*parts)
