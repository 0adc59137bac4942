"""Several records of one edition become one, in one undoable step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from core.domain.changes import ChangeSet
from core.domain.merging import CHOSEN_FIELDS, MergeProposal, propose_choices
from core.domain.records import BibliographicRecord, Holding, RecordId
from core.errors import InvalidInputError

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue
    from core.catalogue.unit_of_work import UnitOfWork
    from core.services.vectorising import EncodedTexts

PutVectors = Callable[["UnitOfWork", Sequence[RecordId], "EncodedTexts | None"], None]


def propose_merge(catalogue: Catalogue, record_ids: Sequence[RecordId]) -> MergeProposal:
    """Which of the records to keep, and which values.

    The record that says most stays; one with a MARC source goes first, since only a kept record keeps its source.

    Raises:
        InvalidInputError: "merge.too_few" with fewer than two records that exist.
    """
    records = catalogue.get(list(dict.fromkeys(record_ids)))
    if len(records) < 2:
        raise InvalidInputError("merge.too_few")
    ids = [record.id for record in records if record.id is not None]
    with_source = catalogue.marc_sources(ids)
    covers = catalogue.covers_of(ids)

    def richness(record: BibliographicRecord) -> tuple[bool, bool, int, int]:
        filled = sum(getattr(record, name) not in ("", None, ()) for name in CHOSEN_FIELDS)
        return record.id in with_source, record.status == "confirmed", filled, len(record.holdings)

    keep = max(records, key=richness).id
    if keep is None:
        raise InvalidInputError("merge.too_few")
    return MergeProposal(
        tuple(records),
        keep,
        propose_choices(records, keep),
        tuple(next((c.picture for c in covers.get(i, ()) if c.is_main), None) for i in ids),
        tuple(len(covers.get(i, ())) for i in ids),
        tuple(i for i in ids if i in with_source),
    )


def merge_records(
    catalogue: Catalogue,
    keep: RecordId,
    others: Sequence[RecordId],
    record: BibliographicRecord,
    encode: Callable[[Sequence[BibliographicRecord]], EncodedTexts | None],
    put_vectors: PutVectors,
) -> ChangeSet:
    """Store `record` under `keep`, give it the items, covers and numbers of `others`, and delete these.

    Items and numbers that `record` does not name are added to it, so nothing of the others is lost whatever the
    caller left out. The MARC source of `keep` stays.

    Raises:
        InvalidInputError: "merge.too_few", "record.unknown", "record.no_title".
        ConflictError: "record.changed" when `keep` was changed since `record` was read.
    """
    gone_ids = [other for other in dict.fromkeys(others) if other != keep]
    found = {each.id: each for each in catalogue.get([keep, *gone_ids])}
    if not gone_ids:
        raise InvalidInputError("merge.too_few")
    if missing := [each for each in (keep, *gone_ids) if each not in found]:
        raise InvalidInputError("record.unknown", record=missing[0])
    if not record.title.strip():
        raise InvalidInputError("record.no_title")
    everyone = [found[each] for each in (keep, *gone_ids)]
    numbers = dict.fromkeys((*record.identifiers, *(n for each in everyone for n in each.identifiers)))
    wanted = replace(
        record,
        id=keep,
        external_id=found[keep].external_id,
        identifiers=tuple(numbers),
        holdings=_all_holdings(record, everyone),
    )
    encoded = encode([wanted])
    covers = catalogue.covers_of(gone_ids)
    with catalogue.write("merge", wanted.title) as unit:
        for gone in gone_ids:
            for cover in covers.get(gone, ()):
                unit.move_cover(cover.id, keep)
        unit.delete_records(gone_ids)
        unit.update_record(wanted)
        put_vectors(unit, [keep], encoded)
    return unit.changes


def _all_holdings(record: BibliographicRecord, everyone: Sequence[BibliographicRecord]) -> tuple[Holding, ...]:
    """The items of the merged record as it says, then those it does not mention. Moved ones get ids of their own."""
    said = {holding.id for holding in record.holdings if holding.id is not None}
    missing = [h for each in everyone for h in each.holdings if h.id is not None and h.id not in said]
    return (*record.holdings, *missing)
