"""Suspect pairs of records, and the pairs that a person declared to be no duplicates."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import cast

from sqlalchemy import Connection, bindparam, delete, exists, func, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from core.catalogue.engine import as_list, is_among
from core.catalogue.tables import CoverRow, DuplicateExemptionRow, DuplicateSuspectRow, RecordRow
from core.domain.duplicates import Exemption, ExemptionId, StoredSuspect, Verdict
from core.domain.records import RecordId

_PUT = upsert(DuplicateSuspectRow)
_PUT = _PUT.on_conflict_do_update(
    index_elements=["first_id", "second_id"],
    set_={
        "verdict": _PUT.excluded.verdict,
        "score_permille": _PUT.excluded.score_permille,
        "search": _PUT.excluded.search,
    },
)
_IS_THERE = exists().where(RecordRow.id == DuplicateSuspectRow.first_id) & exists().where(
    RecordRow.id == DuplicateSuspectRow.second_id
)
_IS_EXEMPT = exists().where(
    DuplicateExemptionRow.first_id == DuplicateSuspectRow.first_id,
    DuplicateExemptionRow.second_id == DuplicateSuspectRow.second_id,
)
_OPEN = (_IS_THERE, ~_IS_EXEMPT)
_LIST = (
    select(
        DuplicateSuspectRow.first_id,
        DuplicateSuspectRow.second_id,
        DuplicateSuspectRow.verdict,
        DuplicateSuspectRow.score_permille,
    )
    .where(*_OPEN, is_among(DuplicateSuspectRow.verdict, "verdicts"))
    .order_by(DuplicateSuspectRow.score_permille.desc(), DuplicateSuspectRow.first_id, DuplicateSuspectRow.second_id)
    .limit(bindparam("n"))
    .offset(bindparam("start"))
)
_COUNT = select(DuplicateSuspectRow.verdict, func.count()).where(*_OPEN).group_by(DuplicateSuspectRow.verdict)
_EXEMPT = select(DuplicateExemptionRow.first_id, DuplicateExemptionRow.second_id)
_MARKS = select(DuplicateExemptionRow.id, DuplicateExemptionRow.first_id, DuplicateExemptionRow.second_id).where(
    is_among(DuplicateExemptionRow.id, "ids")
)


def load_marks(connection: Connection, ids: Collection[int]) -> dict[int, Exemption]:
    """The exemptions with these ids."""
    rows = connection.execute(_MARKS, {"ids": as_list(ids)})
    return {row[0]: Exemption(RecordId(row[1]), RecordId(row[2])) for row in rows}


def find_mark(connection: Connection, pair: Exemption) -> ExemptionId | None:
    """The id of the exemption of a pair."""
    found = connection.execute(
        select(DuplicateExemptionRow.id).where(
            DuplicateExemptionRow.first_id == pair.first, DuplicateExemptionRow.second_id == pair.second
        )
    ).scalar()
    return None if found is None else ExemptionId(found)


def put_mark(connection: Connection, mark_id: ExemptionId, pair: Exemption | None) -> None:
    """Store an exemption under an id, or (None) forget it."""
    connection.execute(delete(DuplicateExemptionRow).where(DuplicateExemptionRow.id == mark_id))
    if pair is not None:
        row = {"id": mark_id, "first_id": pair.first, "second_id": pair.second}
        connection.execute(insert(DuplicateExemptionRow), row)


class SuspectReader:
    """The part of the catalogue's reader that knows suspect pairs."""

    def _reading(self) -> AbstractContextManager[Connection]:
        raise NotImplementedError

    def exempt_pairs(self) -> set[tuple[RecordId, RecordId]]:
        """All pairs that a person declared to be no duplicates, smaller id first."""
        with self._reading() as connection:
            return {(RecordId(row[0]), RecordId(row[1])) for row in connection.execute(_EXEMPT)}

    def suspects(self, verdicts: Collection[Verdict], offset: int, limit: int) -> list[StoredSuspect]:
        """Suspect pairs with one of these verdicts whose records are there and that nobody has exempted."""
        with self._reading() as connection:
            rows = connection.execute(_LIST, {"verdicts": as_list(verdicts), "n": limit, "start": offset})
            return [
                StoredSuspect(RecordId(row[0]), RecordId(row[1]), cast("Verdict", row[2]), row[3] / 1000)
                for row in rows
            ]

    def count_suspects(self) -> dict[Verdict, int]:
        """How many open suspect pairs there are of each verdict."""
        with self._reading() as connection:
            return {cast("Verdict", row[0]): row[1] for row in connection.execute(_COUNT)}

    def shared_scans(self) -> Iterator[tuple[str, tuple[RecordId, ...]]]:
        """Every scan that is the cover of several records, with those records."""
        several = (
            select(CoverRow.sha256)
            .where(CoverRow.record_id.is_not(None))
            .group_by(CoverRow.sha256)
            .having(func.count(CoverRow.record_id.distinct()) > 1)
        )
        statement = select(CoverRow.sha256, CoverRow.record_id).where(
            CoverRow.record_id.is_not(None), CoverRow.sha256.in_(several)
        )
        owners: dict[str, list[RecordId]] = {}
        with self._reading() as connection:
            for sha256, record_id in connection.execute(statement.order_by(CoverRow.record_id)):
                if record_id is not None:
                    owners.setdefault(sha256, []).append(RecordId(record_id))
        for sha256, ids in owners.items():
            yield sha256, tuple(dict.fromkeys(ids))


class SuspectWriter:
    """The part of the catalogue that keeps suspect pairs. They are derived data: outside the journal."""

    def _writing(self) -> AbstractContextManager[Connection]:
        raise NotImplementedError

    def store_suspects(self, search: int, pairs: Sequence[StoredSuspect]) -> None:
        """Keep pairs found by a search, which has a number of its own."""
        rows = [
            {
                "first_id": pair.first,
                "second_id": pair.second,
                "verdict": pair.verdict,
                "score_permille": round(1000 * pair.score),
                "search": search,
            }
            for pair in pairs
        ]
        if rows:
            with self._writing() as connection:
                connection.execute(_PUT, rows)

    def drop_older_suspects(self, search: int) -> None:
        """Forget the pairs that the search with this number did not find again."""
        with self._writing() as connection:
            connection.execute(delete(DuplicateSuspectRow).where(DuplicateSuspectRow.search != search))

    def drop_suspect(self, first: RecordId, second: RecordId) -> None:
        """Forget one pair: its records changed so that they are no longer alike."""
        with self._writing() as connection:
            connection.execute(
                delete(DuplicateSuspectRow).where(
                    DuplicateSuspectRow.first_id == first, DuplicateSuspectRow.second_id == second
                )
            )
