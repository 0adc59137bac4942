"""The holdings by class and call number, and numbers that are reserved for records under edit."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, bindparam, delete, func, insert, select, text

from core.catalogue.counters import Counters
from core.catalogue.engine import as_list, is_among
from core.catalogue.tables import CallNumberReservationRow, HoldingRow, IdentifierRow, RecordRow
from core.domain.classification import ReservationId
from core.domain.records import RecordId
from core.errors import ConflictError

_LAST = chr(0x10FFFF)
RESERVED_MS = 24 * 60 * 60 * 1000
"""A reservation that nobody used or released for a day (a crash, a closed lid) no longer counts."""
_NUMBER = re.compile(r"\d+")

_CLASS_COUNTS = text(
    "SELECT s.term, count(DISTINCT rs.record_id) FROM subject AS s JOIN record_subject AS rs ON rs.subject_id = s.id "
    "WHERE s.scheme = :scheme GROUP BY s.term"
)
_IN_CLASS = text(
    "SELECT DISTINCT rs.record_id FROM subject AS s JOIN record_subject AS rs ON rs.subject_id = s.id "
    "WHERE s.scheme = :scheme AND s.term >= :notation AND s.term < :notation || :last"
)
_CALL_NUMBERS = select(HoldingRow.call_number, HoldingRow.record_id).where(
    HoldingRow.call_number >= bindparam("start"), HoldingRow.call_number < bindparam("end")
)
_HOLDERS = (
    select(HoldingRow.call_number, HoldingRow.record_id)
    .where(is_among(HoldingRow.call_number, "values"))
    .distinct()
    .order_by(HoldingRow.record_id)
)
_RESERVED = select(CallNumberReservationRow.call_number, CallNumberReservationRow.number).where(
    CallNumberReservationRow.class_number == bindparam("class_number"),
    CallNumberReservationRow.at_ms >= bindparam("since"),
)
_IS_RESERVED = select(CallNumberReservationRow.id).where(
    CallNumberReservationRow.call_number == bindparam("call_number"),
    CallNumberReservationRow.at_ms >= bindparam("since"),
)
_IN_STATE = select(func.count()).select_from(HoldingRow).where(HoldingRow.status == bindparam("state"))
_SERIES = select(RecordRow.series, func.count()).where(RecordRow.series != "").group_by(RecordRow.series)
_BY_ISBN_PREFIX = (
    select(RecordRow.id, RecordRow.title, RecordRow.publisher, RecordRow.place)
    .join(IdentifierRow, IdentifierRow.record_id == RecordRow.id)
    .where(
        IdentifierRow.scheme == "isbn",
        IdentifierRow.value >= bindparam("prefix"),
        IdentifierRow.value < bindparam("end"),
        RecordRow.publisher != "",
    )
    .limit(bindparam("n"))
)


def n_in_state(connection: Connection, state: str) -> int:
    """How many items have a state."""
    return int(connection.execute(_IN_STATE, {"state": state}).scalar() or 0)


def class_counts(connection: Connection, scheme: str) -> dict[str, int]:
    """Notation → records that carry exactly it."""
    return {row[0]: row[1] for row in connection.execute(_CLASS_COUNTS, {"scheme": scheme})}


def records_in_class(connection: Connection, scheme: str, notation: str) -> set[RecordId]:
    """Records whose class begins with a notation."""
    rows = connection.execute(_IN_CLASS, {"scheme": scheme, "notation": notation, "last": _LAST}).scalars()
    return {RecordId(record_id) for record_id in rows}


def call_numbers_in_class(connection: Connection, class_number: str) -> list[tuple[str, RecordId]]:
    """The call numbers of the copies in a class: those that begin with it and a slash or a blank."""
    found: list[tuple[str, RecordId]] = []
    for separator in "/ ":
        start = class_number + separator
        rows = connection.execute(_CALL_NUMBERS, {"start": start, "end": start + _LAST})
        found += [(row[0], RecordId(row[1])) for row in rows]
    return found


def call_numbers_from(connection: Connection, stem: str, n: int) -> list[tuple[str, RecordId]]:
    """The first call numbers that begin with a notation, at most `n`."""
    rows = connection.execute(_CALL_NUMBERS.limit(n), {"start": stem, "end": stem + _LAST})
    return [(row[0], RecordId(row[1])) for row in rows]


def holders(connection: Connection, call_numbers: Sequence[str]) -> dict[str, tuple[RecordId, ...]]:
    """Call number → the records with copies that have exactly it."""
    found: dict[str, tuple[RecordId, ...]] = {}
    for call_number, record_id in connection.execute(_HOLDERS, {"values": as_list(call_numbers)}):
        found[call_number] = (*found.get(call_number, ()), RecordId(record_id))
    return found


def series_names(connection: Connection) -> dict[str, int]:
    """Every series and how many records belong to it."""
    return {row[0]: row[1] for row in connection.execute(_SERIES)}


def publishers_by_isbn(connection: Connection, prefix: str, n: int) -> list[tuple[RecordId, str, str, str]]:
    """Records whose ISBN-13 begins with a prefix: id, title, publisher, place."""
    values = {"prefix": prefix, "end": prefix + ":", "n": n}  # ":" comes after the digits
    return [(RecordId(r[0]), r[1], r[2], r[3]) for r in connection.execute(_BY_ISBN_PREFIX, values)]


def running_numbers(connection: Connection, class_number: str, now_ms: int) -> set[int]:
    """The running numbers that are taken in a class, by copies and by reservations."""
    taken = set()
    for call_number, _ in call_numbers_in_class(connection, class_number):
        book = call_number[len(class_number) + 1 :].strip()
        if (match := _NUMBER.match(book)) is not None and len(match[0]) < 10:
            taken.add(int(match[0]))
    rows = connection.execute(_RESERVED, {"class_number": class_number, "since": now_ms - RESERVED_MS})
    return taken | {number for _, number in rows if number is not None}


def reserve_running(
    connection: Connection, counters: Counters, class_number: str, actor: str, now_ms: int
) -> tuple[ReservationId, int]:
    """Reserve the next running number of a class: one more than the highest that is taken."""
    number = max(running_numbers(connection, class_number, now_ms), default=0) + 1
    return reserve(connection, counters, f"{class_number}/{number}", class_number, actor, now_ms, number), number


def reserve(
    connection: Connection,
    counters: Counters,
    call_number: str,
    class_number: str,
    actor: str,
    now_ms: int,
    number: int | None = None,
) -> ReservationId:
    """Reserve a call number.

    Raises:
        ConflictError: "call_number.taken" when a copy has it or somebody else has reserved it.
    """
    values = {"call_number": call_number, "since": now_ms - RESERVED_MS}
    if holders(connection, [call_number]) or connection.execute(_IS_RESERVED, values).first() is not None:
        raise ConflictError("call_number.taken", call_number=call_number)
    connection.execute(
        delete(CallNumberReservationRow).where(
            (CallNumberReservationRow.at_ms < now_ms - RESERVED_MS)
            | (CallNumberReservationRow.call_number == call_number)
        )
    )
    reservation = ReservationId(counters.take("call_number_reservation"))
    row: Mapping[str, object] = {
        "id": reservation,
        "call_number": call_number,
        "class_number": class_number,
        "number": number,
        "actor": actor,
        "at_ms": now_ms,
    }
    connection.execute(insert(CallNumberReservationRow), [row])
    return reservation


def release(connection: Connection, reservation: ReservationId) -> None:
    """Give a reserved number back; harmless when it is gone."""
    connection.execute(delete(CallNumberReservationRow).where(CallNumberReservationRow.id == reservation))


def reserved_call_numbers(connection: Connection, class_number: str, now_ms: int) -> set[str]:
    """The call numbers that are reserved in a class."""
    rows = connection.execute(_RESERVED, {"class_number": class_number, "since": now_ms - RESERVED_MS})
    return {call_number for call_number, _ in rows}
