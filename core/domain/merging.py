"""Several records of one edition made into one: what is proposed, and the record that a choice of values gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeVar

from core.domain.records import BibliographicRecord, Identifier, RecordId

CHOSEN_FIELDS: Final = (
    "title", "title_parallel", "contributors", "language", "year", "publisher", "place", "edition", "series",
    "subjects", "description", "extent", "note",
)  # fmt: skip
"""The fields whose value is taken from one of the records, in the order of the form."""
LIST_FIELDS: Final = frozenset({"title_parallel", "contributors", "subjects"})
"""Those of them that may also be united."""
UNITED: Final = -1
"""The choice "what all of them say", for list fields."""

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class MergeProposal:
    """The richest record to keep and the richest value of each field.

    Attributes:
        records: The records, in the order asked for.
        keep: The one that stays under its id.
        choices: Field → position in `records` of the record whose value is taken, or `UNITED`.
        covers: The main cover of each record (its sha256, for pictures), None without one.
        n_covers: Number of covers of each record.
        with_source: Records that have a MARC source.
    """

    records: tuple[BibliographicRecord, ...]
    keep: RecordId
    choices: Mapping[str, int]
    covers: tuple[str | None, ...] = ()
    n_covers: tuple[int, ...] = ()
    with_source: tuple[RecordId, ...] = field(default=())


def propose_choices(records: Sequence[BibliographicRecord], keep: RecordId) -> dict[str, int]:
    """The richest value of each field: lists united, texts the longest, in doubt what the kept record says.

    The title stays that of the kept record, since a longer one is as often a worse one.
    """
    places = sorted(range(len(records)), key=lambda place: records[place].id != keep)
    choices: dict[str, int] = {}
    for name in CHOSEN_FIELDS:
        filled = [place for place in places if getattr(records[place], name) not in ("", None, ())]
        if not filled:
            choices[name] = places[0]
        elif name in ("title_parallel", "subjects"):
            longest = max(filled, key=lambda place: len(getattr(records[place], name)))
            united = united_values(getattr(record, name) for record in records)
            choices[name] = longest if len(united) == len(getattr(records[longest], name)) else UNITED
        elif name in ("description", "extent", "note", "contributors"):
            choices[name] = max(filled, key=lambda place: len(getattr(records[place], name)))
        else:
            choices[name] = filled[0]
    return choices


def merged_record(
    records: Sequence[BibliographicRecord], keep: RecordId, choices: Mapping[str, int]
) -> BibliographicRecord:
    """The record under the id of `keep` with the chosen values, and the items and numbers of all of them.

    The own number of a record that goes becomes a further number of the one that stays, so that it is still found.
    """
    by_id = {record.id: record for record in records}
    kept = by_id[keep]
    others = [record for record in records if record.id != keep]
    values: dict[str, Any] = {}
    for name in CHOSEN_FIELDS:
        place = choices.get(name, 0)
        values[name] = (
            united_values(getattr(record, name) for record in (kept, *others))
            if place == UNITED
            else getattr(records[place], name)
        )
    own_numbers = [
        Identifier("external", other.external_id)
        for other in others
        if other.external_id and other.external_id != kept.external_id
    ]
    return replace(
        kept,
        **values,
        identifiers=united_values([record.identifiers for record in (kept, *others)] + [tuple(own_numbers)]),
        holdings=tuple(holding for record in (kept, *others) for holding in record.holdings),
        status="confirmed" if any(record.status == "confirmed" for record in records) else kept.status,
    )


def united_values(lists: Iterable[Sequence[_Value]]) -> tuple[_Value, ...]:
    """Everything that the lists hold, each once, in the order in which it comes up."""
    return tuple(dict.fromkeys(value for each in lists for value in each))
