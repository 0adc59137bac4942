"""Undo: a step of the journal played backwards in one new transaction, itself a step that can be undone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from core.catalogue import (
    cover_corrections,
    feedback_rows,
    intake_queue,
    item_states,
    marc_sources,
    saved_searches,
    suspects,
)
from core.catalogue.agent_forms import load_agents
from core.catalogue.covers import load_covers
from core.catalogue.journal import Image, load_changes, load_operation, mark_undone
from core.catalogue.record_rows import load_records, same_content
from core.catalogue.unit_of_work import UnitOfWork
from core.domain.changes import OperationId
from core.domain.item_states import require_known
from core.domain.library import IntakeItemId
from core.domain.records import BibliographicRecord
from core.domain.scans import CoverScan
from core.errors import ConflictError


def undo_step(connection: Connection, unit: UnitOfWork, operation_id: OperationId, now_ms: int) -> None:
    """Bring everything a step changed back to how it was before, if nothing of it was changed since.

    Contents are compared, not versions: an edit that was itself undone does not stand in the way.

    Raises:
        ConflictError: "undo.unknown", "undo.done" (it was undone already), "undo.changed"; "states.in_use" when items
            have a state that would go, "undo.state_gone" when some would return to one that went.
    """
    operation = load_operation(connection, operation_id)
    if operation.undone_at is not None:
        raise ConflictError("undo.done", operation=operation_id)
    changes = load_changes(connection, operation_id)
    present: dict[str, dict[Any, Any]] = {
        "record": load_records(connection, changes["record"]),
        "cover": load_covers(connection, changes["cover"]),
        "marc_source": marc_sources.load(connection, changes["marc_source"]),
        "exemption": suspects.load_marks(connection, changes["exemption"]),
        "intake_item": {
            key: mark
            for key in changes["intake_item"]
            if (mark := intake_queue.load_mark(connection, IntakeItemId(key))) is not None
        },
        "feedback": feedback_rows.load_marks(connection, list(changes["feedback"])),
        "agent": load_agents(connection, changes["agent"]),
        "cover_correction": cover_corrections.by_ids(connection, changes["cover_correction"]),
        "cover_text": {
            cover_id: cover_corrections.raw_page(connection, cover.picture)
            for cover_id, cover in load_covers(connection, changes["cover_text"]).items()
        },
    }
    present["item_states"] = {item_states.KEY: item_states.load(connection)}
    present["saved_search"] = saved_searches.load(connection, changes["saved_search"])
    for table, of_table in changes.items():
        for key, (_, left_as) in of_table.items():
            if table != "intake_item" and not _is_as_left(present[table].get(key), left_as):
                raise ConflictError("undo.changed", operation=operation_id)
    pairs: dict[str, dict[Any, tuple[Any, Any]]] = {
        table: {key: (present[table].get(key), before) for key, (before, _) in of_table.items()}
        for table, of_table in changes.items()
    }
    # The queue is worked on outside the journal too; an item that was settled otherwise since stays as it is.
    pairs["intake_item"] = {
        key: pair
        for key, pair in pairs["intake_item"].items()
        if present["intake_item"].get(key) == changes["intake_item"][key][1]
    }
    try:
        unit.restore(
            pairs["record"],
            pairs["cover"],
            pairs["marc_source"],
            pairs["intake_item"],
            pairs["exemption"],
            pairs["feedback"],
            pairs["agent"],
            pairs["cover_correction"],
            pairs["cover_text"],
            pairs["saved_search"],
            pairs["item_states"],
        )
    except (IntegrityError, ConflictError) as exc:
        if isinstance(exc, ConflictError) and exc.message_id == "states.in_use":
            raise
        # The place is taken: the same scan or external id was stored again, or a new record has got covers.
        raise ConflictError("undo.changed", operation=operation_id) from exc
    states = item_states.load(connection).states
    require_known(states, [then for _, then in pairs["record"].values() if then is not None])
    mark_undone(connection, operation_id, now_ms)


def _is_as_left(now: Image | None, left_as: Image | None) -> bool:
    if isinstance(now, BibliographicRecord) and isinstance(left_as, BibliographicRecord):
        return same_content(now, left_as)
    if isinstance(now, CoverScan) and isinstance(left_as, CoverScan):
        # Which cover is the main one follows from the others.
        return replace(now, is_main=left_as.is_main) == left_as
    return now == left_as
