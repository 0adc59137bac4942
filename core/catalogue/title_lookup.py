"""Stored records whose title is like a given one, found by index alone: the first step of recognising duplicates."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec
from rapidfuzz import fuzz
from sqlalchemy import Connection, text

from core.catalogue.record_rows import sort_key
from core.domain.records import BibliographicRecord, RecordId

_SUBTITLE = re.compile(r"\s*(?:[:：/=＝]|——|--|—)\s*")
_LIKE = 82.0
"""Likeness of two sort keys, 0…100, from which on a record is worth loading; unrelated keys reach about 60."""
_SHORTEST_PREFIX = 4
_MOST_A_RECORD = 8

# Each lookup stops after so many rows of one key, whatever the library holds ("选集", an author of 500 works).
_SAME_KEY = text(
    "SELECT w.key, r.id, r.title_key FROM json_each(:wanted) AS w, record AS r "
    "WHERE r.id IN (SELECT id FROM record WHERE title_key = w.value LIMIT 24)"
)
_SAME_BEGINNING = text(
    "SELECT w.key, r.id, r.title_key FROM json_each(:wanted) AS w, record AS r WHERE r.id IN "
    "(SELECT id FROM record WHERE title_key >= w.value AND title_key < w.value || char(1114111) LIMIT 24)"
)
_SAME_AUTHOR = text(
    "SELECT w.key, r.id, r.title_key FROM json_each(:wanted) AS w, record AS r "
    "WHERE r.id IN (SELECT id FROM record WHERE author_key = w.value LIMIT 48)"
)


def similar_titles(connection: Connection, records: Sequence[BibliographicRecord]) -> list[tuple[RecordId, ...]]:
    """For each record the stored ones whose main title is like its title or a parallel title, likeliest first.

    Keys are folded and Chinese is written in pinyin, so scripts and spellings meet. A stored record is found by the
    same title, by a title that begins like it (a subtitle more or less), or by the author with a like title; one that
    differs in title and author is not.
    """
    keys = [_keys(record) for record in records]
    found: list[dict[RecordId, float]] = [{} for _ in records]
    exact = {f"{i}.{j}": key for i, of_record in enumerate(keys) for j, key in enumerate(of_record)}
    _collect(connection, _SAME_KEY, exact, keys, found)
    beginnings = {
        str(i): beginning
        for i, record in enumerate(records)
        if len(beginning := sort_key(_SUBTITLE.split(record.title, maxsplit=1)[0])) >= _SHORTEST_PREFIX
    }
    _collect(connection, _SAME_BEGINNING, beginnings, keys, found)
    authors = {str(i): key for i, r in enumerate(records) if r.contributors and (key := sort_key(r.authors[0]))}
    _collect(connection, _SAME_AUTHOR, authors, keys, found)
    return [
        tuple(sorted(scores, key=lambda record_id: (-scores[record_id], record_id))[:_MOST_A_RECORD])
        for scores in found
    ]


def _keys(record: BibliographicRecord) -> tuple[str, ...]:
    titles = (record.title, *record.title_parallel[:3])
    return tuple(dict.fromkeys(key for title in titles if (key := sort_key(title))))


def _collect(
    connection: Connection,
    statement: object,
    wanted: Mapping[str, str],
    keys: Sequence[tuple[str, ...]],
    found: Sequence[dict[RecordId, float]],
) -> None:
    if not wanted:
        return
    values = msgspec.json.encode({name: _storable(value) for name, value in wanted.items()}).decode()
    for name, record_id, stored in connection.execute(statement, {"wanted": values}):  # type: ignore[call-overload]
        i = int(name.partition(".")[0])
        likeness = max((_likeness(key, stored) for key in keys[i]), default=0.0)
        if likeness >= _LIKE:
            found[i][RecordId(record_id)] = max(likeness, found[i].get(RecordId(record_id), 0.0))


def _likeness(one: str, other: str) -> float:
    if one.startswith(other) or other.startswith(one):
        return 100.0 if one == other else 95.0
    return fuzz.ratio(one, other)


def _storable(value: str) -> str:
    """What JSON and SQLite can both hold; folding has left no control characters but may keep half surrogates."""
    return value.encode("utf-8", "replace").decode("utf-8").replace("\0", "")
